// SPDX-License-Identifier: Apache-2.0
// Several instances: what they share of a batch queue while all run, and while one is free.
#include "core/analysis/stations/batch_chain.h"

namespace catenary::analysis {

/// Ends of c services as long as each other that began at random times are c points on a circle: the scv of their
/// distances is (c − 1)/(c + 1). Those of exponential services are exponential; between them in proportion.
void BatchChain::spaceEnds(double batch_ms) {
    m_batch_ms = batch_ms;
    const double c = m_queue.instances;
    const double own = m_queue.whole ? std::min(m_queue.whole->scv(), 1.0) : 0.0;
    m_spacingScv = 1.0 - (1.0 - own) * 2.0 / (c + 1.0);
    const auto most = static_cast<std::size_t>(m_queue.most);
    m_arrivals.assign(1, {1.0});
    for (std::size_t k = 1; k <= most; ++k) {
        // Beside the batch just begun run others, of sizes between it and the usual.
        const double others = 0.5 * (own_ms(k) + batch_ms);
        const double mean = 1.0 / (1.0 / own_ms(k) + (c - 1.0) / others);
        m_mean[k] = mean;
        m_second[k] = (1.0 + m_spacingScv) * mean * mean;
        // Arrivals in a gamma time: negative binomial, P(n + 1)/P(n) = (r + n)/(n + 1) · x
        const double r = 1.0 / m_spacingScv;
        const double x = m_queue.rate * mean / (r + m_queue.rate * mean);
        std::vector<double> p{std::pow(1.0 - x, r)};
        double sum = p[0];
        while (sum < 1.0 - 1e-10 && p.size() < mostStates) {
            const auto n = static_cast<double>(p.size() - 1);
            p.push_back(p.back() * (r + n) / (n + 1.0) * x);
            sum += p.back();
        }
        m_arrivals.push_back(std::move(p));
    }
}

/// States (running, batch filling or not) below `instances`, ends at `running` ÷ the mean time; the return to all
/// running is led back to the start, so that shares of time give what happens on the way.
void BatchChain::solveIdle() {
    const double gap = 1.0 / m_queue.rate;
    const double window = std::max(m_starts[0].duration - gap, 1e-9 * gap);
    // So many run at once hardly ever, and the chance of more is soon below what a number can hold.
    const double usual = m_batch_ms / m_starts[0].duration;
    const double most = std::ceil(usual + 12.0 * std::sqrt(usual) + 30.0);
    const auto c = static_cast<std::size_t>(std::min<double>(m_queue.instances, most));
    const std::size_t states = 2 * c; // 2i: nobody waits, 2i + 1: a batch fills
    std::vector<double> up(states);   // to the next
    std::vector<double> down(states, 0.0);
    for (std::size_t n = 0; n < states; ++n) {
        up[n] = n % 2 == 0 ? m_queue.rate : 1.0 / window;
        const std::size_t running = n / 2;
        if (n >= 2) down[n] = static_cast<double>(running) / m_batch_ms; // two states down
    }
    // Taken out one by one from the last: what leads up is led to where that leads down.
    std::vector<double> share(states, 0.0);
    std::vector<double> toBefore(states, 0.0); // one state down, after elimination
    toBefore[states - 1] += up[states - 1];    // all run: back to the entry
    std::vector<double> rise(states, 0.0);
    for (std::size_t n = states - 1; n > 0; --n) {
        const double leave = toBefore[n] + down[n];
        rise[n] = up[n - 1] / leave;
        // From n − 1 through n: to n − 1 itself (nothing), or to n − 2.
        if (n >= 2) toBefore[n - 1] += rise[n] * down[n];
    }
    share[0] = 1.0;
    double sum = 1.0;
    for (std::size_t n = 1; n < states; ++n) sum += share[n] = share[n - 1] * rise[n];
    double filling = 0.0;
    for (std::size_t n = 1; n < states; n += 2) filling += share[n];
    const double returns = share[states - 1] / window;
    m_idleTime_ms = sum / returns;
    m_idleStarts = filling / window / returns;
}

} // namespace catenary::analysis
