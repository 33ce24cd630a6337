// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/priority.h"

#include "core/analysis/memory.h"
#include "core/analysis/stations/busy_period.h"
#include "core/analysis/stations/fitting.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::analysis {

namespace {

constexpr int tablePoints = 1024;
constexpr double spanOverMean = 24.0;
constexpr std::size_t remembered = 64;

/// Several levels as one.
struct Flow {
    Demand given, cheap; ///< as it is, and with cheap transforms
    void add(const Level& level, double speed) {
        for (Demand* demand : {&given, &cheap}) demand->rate += level.rate;
        for (const auto& [weight, law] : level.services) {
            given.services.emplace_back(level.rate * weight, law.scaled(1.0 / speed));
            for (const auto& [share, part] : withCheapTransform(law))
                cheap.services.emplace_back(level.rate * weight * share, part.scaled(1.0 / speed));
        }
    }
    /// Σ λ B at the points of a grid, of the laws themselves.
    [[nodiscard]] Spectrum on(const Lattice& lattice) const {
        Spectrum sum = lattice.zero();
        for (const auto& [weight, law] : given.services) catenary::analysis::add(sum, weight, lattice.of(law));
        return sum;
    }
};

Table solveLaw(const std::vector<Level>& levels, std::size_t i, double speed, const Distribution* own) {
    Flow above;
    Flow level;
    Flow below;
    for (std::size_t j = 0; j < levels.size(); ++j) {
        if (own && j > i) continue;
        (j < i ? above : j == i ? level : below).add(levels[j], speed);
    }
    const double rho = above.cheap.load() + level.cheap.load() + below.cheap.load();
    // The mean of the wait and its spread, those of a geometric number of residual services, for the length of the
    // grid.
    double residual = 0.0;
    double residualSecond = 0.0;
    for (const Flow* flow : {&above, &level, &below})
        for (const auto& [weight, law] : flow->cheap.services) {
            residual += 0.5 * weight * law.secondMoment();
            residualSecond += weight * law.thirdMoment() / 3.0;
        }
    const double residualScv = residualSecond * rho / (residual * residual) - 1.0;
    const double spread = std::max(residualScv * (1.0 - rho) + rho, 1.0);
    const double free = 1.0 - above.cheap.load();
    const double conditional = residual / rho / (free * std::max(free - level.cheap.load(), 1e-9));
    const double ownMean = own ? own->mean() / speed : 0.0;
    const Lattice lattice(spread > 1.5 ? 2 * tablePoints : tablePoints,
                          spanOverMean * spread * (conditional + ownMean / free));
    Flow ownFlow;
    if (own) ownFlow.add({1.0, {{1.0, *own}}}, speed);
    Spectrum spectrum = lattice.zero();
    // Nobody above: σ is s itself, where the laws are known as they are.
    const bool first = above.cheap.rate <= 0.0;
    const Spectrum levelAt = first ? level.on(lattice) : Spectrum();
    const Spectrum belowAt = first ? below.on(lattice) : Spectrum();
    Complex busy = above.cheap.rate;
    for (std::size_t f = 0; f < spectrum.size(); ++f) {
        const Complex s = lattice.laplace(f);
        Complex sigma = s;
        if (!first) {
            busy = busyPeriods(above.cheap, s, f == 0 ? Complex(above.cheap.rate * 0.5) : busy);
            sigma = s + above.cheap.rate - busy;
        }
        const Complex wait =
            quotient((1.0 - rho) * sigma + below.cheap.rate - (first ? belowAt[f] : below.cheap.transform(sigma)),
                     s - level.cheap.rate + (first ? levelAt[f] : level.cheap.transform(sigma)));
        spectrum[f] = own ? wait * ownFlow.cheap.transform(sigma) : (wait - (1.0 - rho)) / rho;
    }
    Table table;
    table.cdf = cumulative(lattice.masses(spectrum));
    double least = 0.0;
    for (double& value : table.cdf) value = least = std::clamp(value, least, 1.0);
    table.cdf.back() = 1.0; // what lies beyond
    for (std::size_t j = 0; j < table.cdf.size(); ++j) table.at.push_back(static_cast<double>(j) * lattice.step());
    return table;
}

} // namespace

std::vector<double> priorityWaits(const std::vector<Level>& levels, int servers, bool preemptive,
                                  const std::vector<double>& upToWait) {
    std::vector<double> waits;
    double residual = 0.0; // Σ λE[S²]/2 of all levels
    double rho = 0.0;
    const double c = servers;
    for (const Level& level : levels) {
        residual += 0.5 * level.rate * secondMomentOf(level.services);
        rho += level.rate * meanOf(level.services) / c;
    }
    double above = 0.0;        // load of higher levels
    double residualUpTo = 0.0; // Σ λE[S²]/2 up to this level
    // Several servers: how much shorter the common wait is than that of one server as fast.
    const double single = residual / (c * c) / (1.0 - rho);
    const double relief = servers > 1 && single > 0.0 && rho < 1.0 ? upToWait.back() / single : 1.0;
    double before = 0.0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const double mean = meanOf(levels[i].services);
        const double own = levels[i].rate * mean / c;
        const double upTo = above + own;
        residualUpTo += 0.5 * levels[i].rate * secondMomentOf(levels[i].services);
        if (upTo >= 1.0) {
            waits.push_back(std::numeric_limits<double>::infinity());
        } else if (!preemptive) {
            waits.push_back(relief * residual / (c * c) / ((1.0 - above) * (1.0 - upTo)));
        } else if (servers == 1) {
            // Sojourn E[S]/(1−σ') + R/((1−σ')(1−σ)), less the service itself
            waits.push_back(residualUpTo / ((1.0 - above) * (1.0 - upTo)) + mean * above / (1.0 - above));
        } else {
            waits.push_back((upTo * upToWait[i] - above * before) / own);
        }
        above = upTo;
        before = upToWait[i];
    }
    return waits;
}

Table priorityLaw(const std::vector<Level>& levels, std::size_t i, int servers, const Distribution* own) {
    struct Key {
        std::vector<double> rates;
        std::vector<Mixture> services;
        std::size_t level;
        int servers;
        std::optional<Distribution> own;
        bool operator==(const Key&) const = default;
    };
    Key key{{}, {}, i, servers, {}};
    for (const Level& level : levels) {
        key.rates.push_back(level.rate);
        key.services.push_back(level.services);
    }
    if (own) key.own = *own;
    thread_local Memory<Key, Table> memory(remembered);
    return memory.get(key, [&] { return solveLaw(levels, i, servers, own); });
}

} // namespace catenary::analysis
