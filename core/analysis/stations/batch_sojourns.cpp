// SPDX-License-Identifier: Apache-2.0
// How long an arrival stays: what it finds, and the batch it comes to.
#include "core/analysis/stations/batch_arrivals.h"
#include "core/analysis/stations/batch_chain.h"

namespace catenary::analysis {

namespace {

constexpr double rare = 1e-8; ///< a share of the arrivals too small to show in a sojourn
constexpr int ages = 16;      ///< points over the elapsed part of a service

/// A time that is certain, and services after it that are not: independent ones of the law of every batch.
struct Stay {
    double before = 0;
    std::size_t services = 0;
    double weight = 0;
};

/// About a thousand steps of time, each weight spread to its two neighbours.
Table tableOf(const std::vector<Stay>& stays, double end) {
    constexpr std::size_t cells = 1024;
    std::vector<double> mass(cells + 2, 0.0);
    for (const Stay& stay : stays) {
        const double cell = end > 0.0 ? stay.before / end * cells : 0.0;
        const auto left = static_cast<std::size_t>(cell);
        const double share = cell - static_cast<double>(left);
        mass[left] += stay.weight * (1.0 - share);
        mass[left + 1] += stay.weight * share;
    }
    Table table;
    double sum = 0.0;
    for (std::size_t i = 0; i < mass.size(); ++i) {
        table.at.push_back(end * static_cast<double>(i) / cells);
        table.cdf.push_back(std::min(sum + 0.5 * mass[i], 1.0));
        sum += mass[i];
    }
    table.cdf.back() = 1.0;
    return table;
}

/// With the services: Σ over their number of the certain times as a law, times a power of the law of one.
Table tableOf(const std::vector<Stay>& stays, double end, const Distribution& service) {
    std::size_t most = 0;
    for (const Stay& stay : stays) most = std::max(most, stay.services);
    constexpr int points = 2048;
    const auto count = static_cast<double>(most);
    const double deviation = std::sqrt(service.variance());
    const Lattice lattice(points, end + count * service.mean() + (8.0 + 6.0 * std::sqrt(count)) * deviation);
    std::vector<Masses> certain(most + 1);
    for (const Stay& stay : stays) {
        Masses& masses = certain[stay.services];
        if (masses.empty()) masses.assign(points, 0.0);
        const double cell = stay.before / lattice.step();
        const auto left = std::min(static_cast<std::size_t>(cell), masses.size() - 2);
        const double share = std::min(cell - static_cast<double>(left), 1.0);
        masses[left] += stay.weight * (1.0 - share);
        masses[left + 1] += stay.weight * share;
    }
    // By Horner: the law of one after another.
    const Spectrum& one = lattice.of(service);
    Spectrum sum = lattice.zero();
    for (std::size_t m = most + 1; m-- > 0;) {
        if (m < most) multiply(sum, one);
        if (!certain[m].empty()) add(sum, 1.0, lattice.spectrum(certain[m]));
    }
    Table table;
    table.cdf = cumulative(lattice.masses(sum));
    double least = 0.0;
    for (double& value : table.cdf) value = least = std::clamp(value, least, 1.0);
    for (std::size_t j = 0; j < table.cdf.size(); ++j) table.at.push_back(static_cast<double>(j) * lattice.step());
    table.cdf.back() = 1.0; // what lies beyond
    return table;
}

} // namespace

void BatchChain::addSojourns(BatchFigures& figures) const {
    const auto most = static_cast<std::size_t>(m_queue.most);
    std::vector<Stay> stays;
    const bool varied = m_queue.whole && !m_queue.whole->isConstant();
    const bool several = m_queue.instances > 1;
    // Behind `ahead` full batches; of several instances these end at a pace that hardly varies. `more` of the size is
    // the mean of a Poisson number that comes meanwhile: three points of the normal law of its moments (Gauss and
    // Hermite).
    const auto put = [&](double before, std::size_t ahead, double size, double more, double weight) {
        if (weight < rare) return;
        if (varied && !several) {
            stays.push_back({before, ahead + 1, weight});
            return;
        }
        const double start = before + static_cast<double>(ahead) * m_mean.back();
        if (varied) {
            stays.push_back({start, 1, weight});
            return;
        }
        const double spread = std::sqrt(3.0 * more);
        if (spread < 0.5) {
            stays.push_back({start + betweenSizes_ms(size), 0, weight});
            return;
        }
        stays.push_back({start + betweenSizes_ms(size - std::min(spread, more)), 0, weight / 6.0});
        stays.push_back({start + betweenSizes_ms(size), 0, weight * 2.0 / 3.0});
        stays.push_back({start + betweenSizes_ms(size + spread), 0, weight / 6.0});
    };

    // Arrivals during a service of k that left `behind` waiting, at elapsed time u: those ahead are the ones behind and
    // what came in u; then the rest of the service, whole batches ahead, and one's own, which grows meanwhile.
    std::vector<double> weightOf(most + 1, 0.0);
    std::vector<double> behind(m_left.size(), 0.0); // after a full batch
    for (std::size_t j = 0; j < m_left.size(); ++j) {
        if (j >= most) {
            behind[j - most] += m_left[j];
            continue;
        }
        const Start& start = m_starts[j];
        for (std::size_t n = 1; n < start.size.size(); ++n) {
            if (n < most)
                weightOf[n] += m_left[j] * start.size[n];
            else
                behind[n - most] += m_left[j] * start.size[n];
        }
    }
    const double rate = m_queue.rate;
    const double fullTime = m_mean[most];
    std::vector<double> stretches{1.0}; // of a service, against its mean
    if (several)
        stretches = representatives(Distribution::gamma(1.0, std::sqrt(m_spacingScv)), 6);
    else if (varied)
        stretches = representatives(m_queue.whole->scaled(1.0 / m_queue.whole->mean()), 32);
    const std::size_t variants = stretches.size();
    const auto during = [&](std::size_t k, const std::vector<double>& ahead, double weight) {
        for (const double stretch : stretches) {
            const double length = stretch * m_mean[k];
            const int steps = several ? ages / 2 : ages;
            const double share = weight * rate * length / static_cast<double>(variants) / steps;
            for (int i = 0; i < steps; ++i) {
                const double elapsed = (i + 0.5) / steps * length;
                const std::vector<double> came = poisson(rate * elapsed);
                std::vector<double> total(ahead.size() + came.size(), 0.0);
                for (std::size_t a = 0; a < ahead.size(); ++a)
                    if (ahead[a] > rare)
                        for (std::size_t n = 0; n < came.size(); ++n) total[a + n] += ahead[a] * came[n];
                for (std::size_t n = 0; n < total.size(); ++n) {
                    if (total[n] < rare) continue;
                    const std::size_t whole = n / most;
                    const auto batches = static_cast<double>(whole);
                    const double rest = length - elapsed;
                    const double wait = rest + batches * fullTime;
                    const double size = static_cast<double>(n % most) + 1.0 + rate * wait;
                    // Too few to begin with: one more wait, for the batch to fill.
                    double fill = 0.0;
                    if (m_queue.delay_ms <= 0.0)
                        fill = std::max(m_queue.least - size, 0.0) / rate;
                    else if (size < static_cast<double>(most))
                        fill =
                            std::min(std::max(m_queue.delay_ms - wait, 0.0), (static_cast<double>(most) - size) / rate);
                    put(rest + fill, whole, std::max(size + rate * fill, static_cast<double>(m_queue.least)),
                        rate * (wait + fill), share * total[n]);
                }
            }
        }
    };
    for (std::size_t k = 1; k < most; ++k)
        if (weightOf[k] > rare) during(k, {1.0}, weightOf[k]);
    while (!behind.empty() && behind.back() < rare) behind.pop_back();
    if (!behind.empty()) during(most, behind, 1.0);

    // Arrivals while an instance is free and the batch fills.
    for (std::size_t j = 0; j < most; ++j) {
        const Start& start = m_starts[j];
        if (start.duration <= 0.0 || m_left[j] < rare) continue;
        const double arrivals = m_left[j] * rate * start.duration * (j == 0 ? m_idleStarts : 1.0);
        if (m_queue.delay_ms <= 0.0) {
            for (std::size_t present = j; present < static_cast<std::size_t>(m_queue.least); ++present) {
                const double missing = static_cast<double>(m_queue.least) - 1.0 - static_cast<double>(present);
                put(missing / rate, 0, m_queue.least, 0.0, m_left[j] * (j == 0 ? m_idleStarts : 1.0));
            }
        } else {
            // One opens the window where nobody waited; the others come evenly within it.
            const double opening = j == 0 ? m_left[j] * m_idleStarts : 0.0;
            const double most_size =
                std::min(1.0 + static_cast<double>(j) + rate * m_queue.delay_ms, static_cast<double>(most));
            const double full = (static_cast<double>(most) - 1.0) / rate;
            const double window = std::min(j == 0 ? m_queue.delay_ms : start.duration, full);
            put(window, 0, most_size, most_size - 1.0, opening);
            for (int i = 0; i < ages; ++i)
                put(window * (i + 0.5) / ages, 0, most_size, most_size - 1.0, std::max(arrivals - opening, 0.0) / ages);
        }
    }

    double total = 0.0;
    double end = 0.0;
    for (const Stay& stay : stays) {
        total += stay.weight;
        end = std::max(end, stay.before);
    }
    if (total <= 0.0) return;
    for (Stay& stay : stays) stay.weight /= total;
    Table sojourn = varied ? tableOf(stays, end, *m_queue.whole) : tableOf(stays, end);
    // The table's mean is made that of the exact figures.
    const double wanted = figures.waiting + figures.service;
    const double mean = sojourn.mean();
    if (mean > 0.0)
        for (double& at : sojourn.at) at *= wanted / mean;
    figures.sojourn = std::make_shared<const SharedTable>(std::move(sojourn));
}

} // namespace catenary::analysis
