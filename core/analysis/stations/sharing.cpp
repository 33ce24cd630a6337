// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/sharing.h"

#include "core/analysis/heavy_tails.h"
#include "core/analysis/stations/busy_period.h"
#include "core/analysis/stations/erlang.h"
#include "core/analysis/stations/fitting.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace catenary::analysis {

namespace {

constexpr int busyPoints = 4096;

/// Of a station whose services have cheap transforms.
Demand demandOf(double rate, Mixture services) {
    for (auto& [weight, law] : services) weight *= rate;
    return {rate, std::move(services)};
}

/// A grid for what a busy period makes: its tail e^{−(√μ−√λ)² t}; it reaches twelve of its times.
Lattice busyLattice(double rate, const Mixture& services) {
    const double mean = meanOf(services);
    const double gap = 1.0 - std::sqrt(rate * mean);
    return {busyPoints, mean * std::max(1.0, scvOf(services)) * 12.0 / (gap * gap)};
}

Table tableOf(const Lattice& lattice, const Spectrum& spectrum) {
    Table table;
    table.cdf = cumulative(lattice.masses(spectrum));
    for (std::size_t j = 0; j < table.cdf.size(); ++j) table.at.push_back(static_cast<double>(j) * lattice.step());
    table.cdf.back() = 1.0; // what lies beyond
    return table;
}

} // namespace

Table sharedSojourn(int servers, double rho, double meanService) {
    // Others present when one arrives: as in M/M/c.
    const double load = rho * servers;
    const double beyond = std::log(1e-12) / std::log(std::max(rho, 1e-3)); // those whose chance is negligible
    const int most = static_cast<int>(std::min(servers + beyond + 2.0, 1200.0));
    const BirthDeath seen = limitedQueue(servers, most, load);
    const auto states = seen.probability.size();
    // In units of the mean service: arrivals `load`, a request leaves at min(1, c/(n+1)), the others at n times that.
    const double clock = load + servers;
    std::vector<double> p = seen.probability;
    std::vector<double> next(states);
    std::vector<double> alive{1.0};
    while (alive.back() > 1e-9 && alive.size() < 60000) {
        std::fill(next.begin(), next.end(), 0.0);
        for (std::size_t n = 0; n < states; ++n) {
            const double others = static_cast<double>(n);
            const double speed = std::min(1.0, servers / (others + 1.0));
            const double up = n + 1 < states ? load / clock : 0.0;
            const double down = others * speed / clock;
            const double done = speed / clock;
            if (n + 1 < states) next[n + 1] += p[n] * up;
            if (n > 0) next[n - 1] += p[n] * down;
            next[n] += p[n] * (1.0 - up - down - done);
        }
        p.swap(next);
        double sum = 0.0;
        for (const double value : p) sum += value;
        alive.push_back(sum);
    }
    // P(T > t) = Σ Poisson(clock·t; k) alive[k]; the Poisson weights within eight deviations.
    Table table;
    const double end = static_cast<double>(alive.size()) / clock;
    constexpr int points = 600;
    for (int i = 0; i <= points; ++i) {
        const double t = end * std::pow(static_cast<double>(i) / points, 1.7);
        const double mean = clock * t;
        const double reach = 8.0 * std::sqrt(mean) + 10.0;
        const auto from = static_cast<std::size_t>(std::max(mean - reach, 0.0));
        const auto to = std::min(static_cast<std::size_t>(mean + reach), alive.size() - 1);
        double sum = 0.0;
        double weight = mean > 0.0 ? std::exp(static_cast<double>(from) * std::log(mean) - mean -
                                              std::lgamma(static_cast<double>(from) + 1.0))
                                   : 1.0;
        for (std::size_t k = from; k <= to; ++k) {
            sum += weight * alive[k];
            weight *= mean / (static_cast<double>(k) + 1.0);
            if (mean == 0.0) break;
        }
        table.at.push_back(t * meanService);
        table.cdf.push_back(std::clamp(1.0 - sum, table.cdf.empty() ? 0.0 : table.cdf.back(), 1.0));
    }
    return table;
}

namespace {

/// Service × factor.
Table productOf(const Distribution& service, const Distribution& factor) {
    constexpr int slices = 24;
    std::vector<double> times;
    if (service.isConstant()) {
        times.push_back(service.mean());
    } else {
        // Equal shares below the 96th percentile, then ever thinner ones: (1 − p) halves; each with its weight below.
        for (int i = 0; i < slices; ++i) times.push_back(service.quantile((i + 0.5) / slices * 0.96));
    }
    std::vector<double> weights(times.size(), service.isConstant() ? 1.0 : 0.96 / slices);
    if (!service.isConstant()) {
        double left = 0.04;
        for (int i = 0; i < 12; ++i) {
            const double weight = i == 11 ? left : 0.5 * left;
            times.push_back(service.quantile(1.0 - left + 0.5 * weight));
            weights.push_back(weight);
            left -= weight;
        }
    }
    double mean = 0.0;
    for (std::size_t i = 0; i < times.size(); ++i) mean += weights[i] * times[i];
    for (double& time : times) time *= service.mean() / mean;
    const double end = *std::max_element(times.begin(), times.end()) * factor.quantile(1.0 - 1e-6);
    Table table;
    constexpr int points = 300;
    for (int i = 0; i <= points; ++i) {
        const double t = end * std::pow(static_cast<double>(i) / points, 2.5);
        double sum = 0.0;
        for (std::size_t j = 0; j < times.size(); ++j)
            sum += times[j] > 0.0 ? weights[j] * factor.cdf(t / times[j]) : weights[j];
        table.at.push_back(t);
        table.cdf.push_back(std::clamp(sum, table.cdf.empty() ? 0.0 : table.cdf.back(), 1.0));
    }
    table.cdf.back() = 1.0; // what lies beyond
    return table;
}

/// What `begins` makes of s + λ − λB(s): a time, and the busy periods of those who come during it.
template <class Begins> Table withBusyPeriods(double rate, const Mixture& given, const Begins& begins) {
    const Mixture services = withCheapTransform(given);
    const Lattice lattice = busyLattice(rate, services);
    const Demand demand = demandOf(rate, services);
    Spectrum spectrum = lattice.zero();
    Complex busy = rate;
    for (std::size_t k = 0; k < spectrum.size(); ++k) {
        const Complex s = lattice.laplace(k);
        busy = busyPeriods(demand, s, busy);
        spectrum[k] = begins(s + rate - busy);
    }
    return tableOf(lattice, spectrum);
}

} // namespace

SharedLaw stretchedSojourn(const Distribution& service, double rho, double stretch) {
    const Distribution factor = Distribution::gamma(stretch, std::sqrt(rho / (2.0 - rho)));
    return std::make_shared<const SharedTable>([service, factor] { return productOf(service, factor); },
                                               service.secondMoment() * factor.secondMoment());
}

SharedLaw preemptiveLastComeSojourn(double rate, const Mixture& services, const Distribution& own) {
    const double idle = 1.0 - rate * meanOf(services);
    const double mean = own.mean() / idle;
    // Moments of a busy period: E[B²] = E[S²]/(1 − ρ)³
    const double variance = (own.secondMoment() - own.mean() * own.mean()) / (idle * idle) +
                            rate * own.mean() * secondMomentOf(services) / (idle * idle * idle);
    const auto make = [rate, services, own] {
        return withBusyPeriods(rate, services, [&](Complex sigma) { return own.transform(sigma); });
    };
    return std::make_shared<const SharedTable>(make, variance + mean * mean);
}

SharedLaw lastComeWait(double rate, const Mixture& services) {
    const double rho = rate * meanOf(services);
    const double idle = 1.0 - rho;
    double third = 0.0;
    for (const auto& [weight, law] : services) third += weight * thirdMomentSeen(law);
    const double work = rate * secondMomentOf(services);
    const double second = (rate * third / 3.0 + work * work / (2.0 * idle)) / (idle * idle); // E[W²]
    const auto make = [rate, services, rho] {
        const Demand demand = demandOf(rate, services);
        return withBusyPeriods(rate, services, [&](Complex sigma) { // what is left of the service found
            return (rate - demand.transform(sigma)) / sigma / rho;
        });
    };
    return std::make_shared<const SharedTable>(make, second / rho);
}

} // namespace catenary::analysis
