// SPDX-License-Identifier: Apache-2.0
// The chain of those waiting at the ends of services of a batch queue: its states, and what they give. Internal to
// batching.cpp and the batch_*.cpp.
#pragma once

#include "core/analysis/stations/batching.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace catenary::analysis {

class BatchChain {
public:
    /// `times`: of batches of 0 … most where `queue.whole` does not say.
    BatchChain(const BatchQueue& queue, const std::vector<double>& times)
        : m_queue(queue), m_times(times), m_speed(1.0 / queue.instances) {
        const auto most = static_cast<std::size_t>(queue.most);
        for (std::size_t k = 0; k <= most; ++k) {
            const double time = m_speed * own_ms(k);
            m_mean.push_back(time);
            m_second.push_back(queue.whole ? queue.whole->secondMoment() * m_speed * m_speed : time * time);
        }
    }

    BatchFigures solve();

private:
    static constexpr std::size_t mostStates = 3000;

    /// Time of a batch of k at one instance.
    [[nodiscard]] double own_ms(std::size_t k) const { return m_queue.whole ? m_queue.whole->mean() : m_times[k]; }
    /// The same between two sizes.
    [[nodiscard]] double betweenSizes_ms(double size) const {
        const double k = std::clamp(size, 1.0, static_cast<double>(m_queue.most));
        const auto low = static_cast<std::size_t>(k);
        const std::size_t high = std::min(low + 1, static_cast<std::size_t>(m_queue.most));
        return std::lerp(own_ms(low), own_ms(high), k - static_cast<double>(low));
    }
    [[nodiscard]] std::vector<double> arrivalsDuring(double time) const;
    /// Several instances, all running: the times between ends, given the mean time of a batch.
    void spaceEnds(double batch_ms);
    /// Several instances, one of them free and nobody waiting: until all run again.
    void solveIdle();
    void solveStates();
    void eliminateStates(std::size_t states, std::size_t width, double decay);
    [[nodiscard]] std::size_t longestArrivals() const {
        std::size_t longest = 0;
        for (const auto& arrivals : m_arrivals) longest = std::max(longest, arrivals.size());
        return longest;
    }
    void sweepStates(std::size_t states);
    /// From the end of a service with j waiting to the end of the next: chances of `first`, `first` + 1, … waiting.
    struct Step {
        std::size_t first = 0;
        std::vector<double> chance;
    };
    [[nodiscard]] Step stepFrom(std::size_t j) const;
    /// Batch sizes begun from j waiting: probability of each, and the filling time spent and its waiting integral.
    struct Start {
        std::vector<double> size; ///< probability of starting with so many waiting (can exceed `most`: leftover)
        double duration = 0, waited = 0;
    };
    [[nodiscard]] Start startFrom(std::size_t j) const;
    void addSojourns(BatchFigures& figures) const;
    [[nodiscard]] double meanBatch_ms() const;
    [[nodiscard]] double meanRunning_ms() const;
    void settle();

    const BatchQueue& m_queue;
    const std::vector<double>& m_times;
    double m_speed;
    double m_running = 0; ///< time of the service before, in which those waiting came
    // Several instances:
    double m_spacingScv = 0;  ///< of the times between ends while all run
    double m_idleStarts = 1;  ///< batches begun until all run again, the last included
    double m_idleTime_ms = 0; ///< how long that takes
    double m_batch_ms = 0;    ///< mean time of a batch
    std::vector<double> m_mean, m_second;
    std::vector<std::vector<double>> m_arrivals; ///< [k][n] arrivals during a batch of k
    std::vector<Start> m_starts;                 ///< from j < most
    std::vector<double> m_left;                  ///< P(j waiting at the end of a service)
};

} // namespace catenary::analysis
