// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/batch_chain.h"

#include "core/analysis/stations/batch_arrivals.h"

#include <array>

namespace catenary::analysis {

namespace {

constexpr int mostRounds = 6;

} // namespace

std::vector<double> BatchChain::arrivalsDuring(double time) const {
    const double rate = m_queue.rate;
    if (!m_queue.whole || m_queue.whole->isConstant()) return poisson(rate * time);
    if (m_queue.whole->isExponential()) {
        // Geometric: P(n) = (1 − x) x^n, x = λτ/(1 + λτ)
        const double x = rate * time / (1.0 + rate * time);
        std::vector<double> p;
        for (double value = 1.0 - x; value > 1e-16 && p.size() < mostStates; value *= x) p.push_back(value);
        return p;
    }
    std::vector<double> mixed;
    const std::vector<double> values = representatives(*m_queue.whole, 32);
    for (const double value : values) {
        const std::vector<double> one = poisson(rate * value * m_speed);
        if (one.size() > mixed.size()) mixed.resize(one.size(), 0.0);
        for (std::size_t n = 0; n < one.size(); ++n) mixed[n] += one[n] / static_cast<double>(values.size());
    }
    return mixed;
}

BatchChain::Start BatchChain::startFrom(std::size_t j) const {
    const auto least = static_cast<std::size_t>(m_queue.least);
    const auto most = static_cast<std::size_t>(m_queue.most);
    const double gap = 1.0 / m_queue.rate;
    Start start;
    if (j >= most) {
        start.size.assign(j + 1, 0.0);
        start.size[j] = 1.0;
        return start;
    }
    start.size.assign(most + 1, 0.0);
    if (m_queue.delay_ms <= 0.0) {
        const std::size_t size = std::max(j, least);
        start.size[size] = 1.0;
        for (std::size_t present = j; present < size; ++present) {
            start.duration += gap;
            start.waited += gap * static_cast<double>(present);
        }
        return start;
    }
    // With a delay: until full, or until the oldest has waited so long. What the oldest of j has waited already is
    // taken as the mean age of the first of j arrivals in a service.
    std::size_t present = j;
    double window = m_queue.delay_ms;
    if (j == 0) {
        start.duration += gap;
        present = 1;
    } else {
        window = std::max(m_queue.delay_ms - m_running * static_cast<double>(j) / (static_cast<double>(j) + 1.0), 0.0);
    }
    // Arrivals within the window; it ends early with the one that fills the batch. ∫ over the window of P(fewer than
    // m).
    const std::size_t missing = most - present;
    const std::vector<double> counts = poisson(m_queue.rate * window);
    double below = 0.0;
    for (std::size_t n = 0; n < counts.size() && n < missing; ++n) {
        start.size[present + n] += counts[n];
        below += counts[n];
    }
    start.size[most] += 1.0 - below;
    // E[time spent with n arrivals] = P(Poisson(λ·window) > n)/λ for n < missing
    double upTo = 0.0;
    for (std::size_t n = 0; n < missing; ++n) {
        upTo += n < counts.size() ? counts[n] : 0.0;
        const double spent = std::max(1.0 - upTo, 0.0) * gap;
        start.duration += spent;
        start.waited += spent * static_cast<double>(present + n);
    }
    return start;
}

/// Mean time of a batch at its instance, all batches alike.
double BatchChain::meanBatch_ms() const {
    const auto most = static_cast<std::size_t>(m_queue.most);
    double time = 0.0;
    double batches = 0.0;
    for (std::size_t j = 0; j < m_left.size(); ++j) {
        if (j >= most) {
            time += m_left[j] * own_ms(most);
            batches += m_left[j];
            continue;
        }
        const double times = j == 0 ? m_idleStarts : 1.0;
        for (std::size_t n = 1; n < m_starts[j].size.size(); ++n) {
            time += times * m_left[j] * m_starts[j].size[n] * own_ms(std::min(n, most));
            batches += times * m_left[j] * m_starts[j].size[n];
        }
    }
    return time / batches;
}

/// How long those waiting have waited depends on the batches, and these on how long they have waited; with several
/// instances also how long a batch takes, on how many wait. Broyden's method from plain steps (Broyden 1965, the
/// inverse of the slopes kept).
void BatchChain::settle() {
    const bool several = m_queue.instances > 1;
    const bool fills = m_queue.delay_ms > 0.0;
    if (!several && !fills) return;
    const double longest = m_mean.back();
    const std::pair<double, double> batches = std::minmax({own_ms(1), own_ms(static_cast<std::size_t>(m_queue.most))});
    using Times = std::array<double, 2>; // of a batch, and of the service before
    const auto missed = [&](const Times& used) {
        return Times{several ? meanBatch_ms() - used[0] : 0.0, fills ? meanRunning_ms() - used[1] : 0.0};
    };
    Times used{m_batch_ms, m_running};
    Times miss = missed(used);
    std::array<Times, 2> gain{Times{1.0, 0.0}, Times{0.0, 1.0}}; // by rows
    const auto times = [&](const Times& x) {
        return Times{gain[0][0] * x[0] + gain[0][1] * x[1], gain[1][0] * x[0] + gain[1][1] * x[1]};
    };
    for (int round = 0; round < mostRounds; ++round) {
        if (std::abs(miss[0]) <= 5e-4 * used[0] && std::abs(miss[1]) <= 1e-3 * longest) break;
        Times wanted = times(miss);
        const double longer = std::hypot(wanted[0], wanted[1]) / std::hypot(miss[0], miss[1]);
        if (longer > 2.0) // than a plain step: slopes not yet known
            for (double& part : wanted) part *= 2.0 / longer;
        const Times next{several ? std::clamp(used[0] + wanted[0], batches.first, batches.second) : used[0],
                         std::clamp(used[1] + wanted[1], 0.0, std::max(longest, used[1]))};
        if (several) spaceEnds(next[0]);
        m_running = next[1];
        solveStates();
        const Times step{next[0] - used[0], next[1] - used[1]};
        const Times left = missed(next);
        const Times change{left[0] - miss[0], left[1] - miss[1]};
        const Times seen = times(change);
        const Times row{step[0] * gain[0][0] + step[1] * gain[1][0], step[0] * gain[0][1] + step[1] * gain[1][1]};
        const double scale = row[0] * change[0] + row[1] * change[1];
        if (scale != 0.0)
            for (std::size_t i = 0; i < 2; ++i)
                for (std::size_t j = 0; j < 2; ++j) gain[i][j] -= (step[i] + seen[i]) * row[j] / scale;
        used = next;
        miss = left;
    }
}

/// Mean time of the service that is under way when one waits.
double BatchChain::meanRunning_ms() const {
    const auto most = static_cast<std::size_t>(m_queue.most);
    double running = 0.0;
    for (std::size_t j = 0; j < m_left.size(); ++j) {
        if (j >= most) {
            running += m_left[j] * m_mean[most];
            continue;
        }
        const Start& start = m_starts[j];
        for (std::size_t n = 1; n < start.size.size(); ++n)
            running += m_left[j] * start.size[n] * m_mean[std::min(n, most)];
    }
    return running;
}

BatchFigures BatchChain::solve() {
    BatchFigures figures;
    const auto most = static_cast<std::size_t>(m_queue.most);
    for (std::size_t k = static_cast<std::size_t>(std::max(m_queue.least, 1)); k <= most; ++k)
        figures.capacity = std::max(figures.capacity, static_cast<double>(k) / m_mean[k]);
    figures.capacity = std::min(figures.capacity, static_cast<double>(most) / m_mean[most]);
    if (m_queue.rate >= figures.capacity) {
        figures.stable = false;
        figures.utilisation = 1.0;
        figures.batch = static_cast<double>(most);
        figures.service = m_mean[most] / m_speed;
        return figures;
    }
    const bool several = m_queue.instances > 1;
    if (several) {
        // A first guess: a batch is what arrives between two ends, or while it fills.
        const double filled = m_queue.delay_ms > 0.0 ? 1.0 + m_queue.rate * m_queue.delay_ms : m_queue.least;
        double size = static_cast<double>(most);
        for (int i = 0; i < 20; ++i) size = std::max(m_queue.rate * betweenSizes_ms(size) / m_queue.instances, filled);
        spaceEnds(betweenSizes_ms(size));
    } else {
        for (std::size_t k = 0; k <= most; ++k)
            m_arrivals.push_back(k == 0 ? std::vector<double>{1.0} : arrivalsDuring(m_mean[k]));
    }
    m_running = several ? m_batch_ms * m_speed : m_mean[most];
    solveStates();
    settle();

    double cycle = 0.0;
    double busy = 0.0;
    double waited = 0.0;
    double filled = 0.0;
    double batches = 0.0;
    double taken = 0.0;
    double takenSecond = 0.0;
    double served = 0.0;
    const auto begin = [&](double weight, std::size_t size) {
        const auto k = static_cast<double>(size);
        batches += weight;
        busy += weight * own_ms(size) * m_speed;
        taken += weight * k;
        takenSecond += weight * k * k;
        served += weight * k * own_ms(size);
    };
    const auto serve = [&](double weight, std::size_t waiting) {
        const std::size_t k = std::min(waiting, most);
        const double left = static_cast<double>(waiting - k);
        cycle += weight * m_mean[k];
        waited += weight * (left * m_mean[k] + 0.5 * m_queue.rate * m_second[k]);
        begin(weight, k);
    };
    for (std::size_t j = 0; j < m_left.size(); ++j) {
        if (j >= most) {
            serve(m_left[j], j);
            continue;
        }
        const Start& start = m_starts[j];
        const bool idle = j == 0 && m_queue.instances > 1;
        const double times = idle ? m_idleStarts : 1.0;
        cycle += m_left[j] * (idle ? m_idleTime_ms : start.duration);
        waited += m_left[j] * times * start.waited;
        filled += m_left[j] * times * start.waited;
        for (std::size_t n = 1; n < start.size.size(); ++n) {
            if (start.size[n] <= 0.0) continue;
            if (idle) begin(m_left[j] * (times - 1.0) * start.size[n], std::min(n, most));
            serve(m_left[j] * start.size[n], n);
        }
    }
    figures.utilisation = busy / cycle;
    figures.batch = taken / batches;
    figures.batchSecond = takenSecond / batches;
    figures.waiting = waited / taken; // Little: per arrival, of which `taken` come in a cycle
    figures.filling = filled / taken;
    figures.service = served / taken;
    addSojourns(figures);
    return figures;
}

} // namespace catenary::analysis
