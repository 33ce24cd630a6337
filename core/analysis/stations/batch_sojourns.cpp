// SPDX-License-Identifier: Apache-2.0
// How long an arrival stays: what it finds, and the batch it comes to.
#include "core/analysis/stations/batch_arrivals.h"
#include "core/analysis/stations/batch_chain.h"

namespace catenary::analysis {

namespace {

constexpr double rare = 1e-8; ///< a share of the arrivals too small to show in a sojourn
constexpr int ages = 16;      ///< points over the elapsed part of a service

} // namespace

void BatchChain::addSojourns(BatchFigures& figures) const {
    const auto most = static_cast<std::size_t>(m_queue.most);
    std::vector<std::pair<double, double>> points; // time, weight
    const std::vector<double> shapes = m_queue.whole ? representatives(*m_queue.whole, 24) : std::vector<double>{};
    const auto put = [&](double before, double size, double weight) {
        if (weight < rare) return;
        if (shapes.empty()) {
            points.emplace_back(before + betweenSizes_ms(size), weight);
            return;
        }
        for (const double shape : shapes)
            points.emplace_back(before + shape, weight / static_cast<double>(shapes.size()));
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
    const bool several = m_queue.instances > 1;
    const double rate = m_queue.rate;
    const double fullTime = m_mean[most];
    std::vector<double> stretches{1.0}; // of a service, against its mean
    if (several)
        stretches = representatives(Distribution::gamma(1.0, std::sqrt(m_spacingScv)), 6);
    else if (m_queue.whole && !m_queue.whole->isConstant())
        stretches = representatives(m_queue.whole->scaled(1.0 / m_queue.whole->mean()), 12);
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
                    const double wait = length - elapsed + batches * fullTime;
                    const double size = static_cast<double>(n % most) + 1.0 + rate * wait;
                    // Too few to begin with: one more wait, for the batch to fill.
                    double fill = 0.0;
                    if (m_queue.delay_ms <= 0.0)
                        fill = std::max(m_queue.least - size, 0.0) / rate;
                    else if (size < static_cast<double>(most))
                        fill =
                            std::min(std::max(m_queue.delay_ms - wait, 0.0), (static_cast<double>(most) - size) / rate);
                    put(wait + fill, std::max(size + rate * fill, static_cast<double>(m_queue.least)),
                        share * total[n]);
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
                put(missing / rate, m_queue.least, m_left[j] * (j == 0 ? m_idleStarts : 1.0));
            }
        } else {
            // One opens the window where nobody waited; the others come evenly within it.
            const double opening = j == 0 ? m_left[j] * m_idleStarts : 0.0;
            const double most_size =
                std::min(1.0 + static_cast<double>(j) + rate * m_queue.delay_ms, static_cast<double>(most));
            const double full = (static_cast<double>(most) - 1.0) / rate;
            const double window = std::min(j == 0 ? m_queue.delay_ms : start.duration, full);
            put(window, most_size, opening);
            for (int i = 0; i < ages; ++i)
                put(window * (i + 0.5) / ages, most_size, std::max(arrivals - opening, 0.0) / ages);
        }
    }

    double total = 0.0;
    double end = 0.0;
    for (const auto& [at, weight] : points) {
        total += weight;
        end = std::max(end, at);
    }
    if (total <= 0.0) return;
    // A table of about a thousand steps of time, each point's weight spread to its two neighbours.
    constexpr std::size_t cells = 1024;
    std::vector<double> mass(cells + 2, 0.0);
    for (const auto& [at, weight] : points) {
        const double cell = end > 0.0 ? at / end * cells : 0.0;
        const auto left = static_cast<std::size_t>(cell);
        const double share = cell - static_cast<double>(left);
        mass[left] += weight / total * (1.0 - share);
        mass[left + 1] += weight / total * share;
    }
    Table sojourn;
    double sum = 0.0;
    for (std::size_t i = 0; i < mass.size(); ++i) {
        sojourn.at.push_back(end * static_cast<double>(i) / cells);
        sojourn.cdf.push_back(std::min(sum + 0.5 * mass[i], 1.0));
        sum += mass[i];
    }
    sojourn.cdf.back() = 1.0;
    // The table's mean is made that of the exact figures.
    const double wanted = figures.waiting + figures.service;
    const double mean = sojourn.mean();
    if (mean > 0.0)
        for (double& at : sojourn.at) at *= wanted / mean;
    figures.sojourn = std::make_shared<const SharedTable>(std::move(sojourn));
}

} // namespace catenary::analysis
