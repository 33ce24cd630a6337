// SPDX-License-Identifier: Apache-2.0
// What a transient run keeps: figures in buckets of time, a fixed number of them however long the run is.
#pragma once

#include "core/network/time_series.h"
#include "core/simulation/engine.h"

#include <mutex>

namespace catenary::simulation {

/// Buckets of 1, 2 or 5 times a power of ten seconds, at most 240 of them; the last may be shorter.
struct Buckets {
    explicit Buckets(double seconds);
    double end_s, width_s;
    std::size_t count;
    /// To the last digit what a person would write: 0.3, not three times the nearest number to 0.1.
    [[nodiscard]] double from(std::size_t bucket) const {
        return static_cast<double>(bucket) * m_step * m_times / m_over;
    }
    [[nodiscard]] double to(std::size_t bucket) const;

private:
    double m_step = 1, m_times = 1, m_over = 1e9; ///< width is step · times ÷ over, whole numbers
};

/// Latencies of all replications together, by bucket and class. Counts add up in any order.
class PooledLatencies {
public:
    PooledLatencies(std::size_t buckets, std::size_t classes) : m_classes(classes), m_histograms(buckets * classes) {}
    void add(std::size_t bucket, std::size_t k, const support::Histogram& part);
    [[nodiscard]] const support::Histogram& at(std::size_t bucket, std::size_t k) const {
        return m_histograms[bucket * m_classes + k];
    }

private:
    std::mutex m_mutex;
    std::size_t m_classes;
    std::vector<support::Histogram> m_histograms;
};

/// What one replication shows.
class Recorder {
public:
    Recorder(const Plan& plan, const Buckets& buckets, PooledLatencies& pooled);

    /// A request ends.
    void ended(std::size_t k, Outcome outcome, double latency) {
        Current& of = m_current[k];
        ++of.ended[static_cast<std::size_t>(outcome)];
        if (outcome == Outcome::Completed) of.latency.add(latency);
    }
    /// Adds what the stations are at this moment.
    void look(const Engine& engine);
    /// Closes the current bucket.
    void close(Engine& engine);
    [[nodiscard]] std::size_t closed() const { return m_closed; }

    struct ClassBucket {
        std::uint32_t emitted = 0;
        std::uint32_t inside = 0; ///< under way at the end
        std::array<std::uint32_t, outcomes> ended{};
        double latency = 0; ///< sum, ms
        double p50 = 0, p99 = 0;
    };
    struct StationBucket {
        float utilisation = 0, waiting = 0, busy = 0, running = 0; ///< means of the looks
        std::uint32_t lookups = 0, hits = 0;
    };
    [[nodiscard]] const ClassBucket& ofClass(std::size_t bucket, std::size_t k) const {
        return m_classes[bucket * m_plan.classCount + k];
    }
    [[nodiscard]] const StationBucket& ofStation(std::size_t bucket, std::size_t s) const {
        return m_stations[bucket * m_plan.stationCount + s];
    }

private:
    struct Current {
        std::array<std::uint32_t, outcomes> ended{};
        support::Histogram latency;
        std::uint64_t emittedBefore = 0;
    };
    struct Sum {
        double utilisation = 0, servers = 0, waiting = 0, busy = 0, running = 0;
        std::uint64_t lookupsBefore = 0, hitsBefore = 0;
    };

    const Plan& m_plan;
    PooledLatencies& m_pooled;
    std::vector<Current> m_current;
    std::vector<Sum> m_sums;
    std::vector<ClassBucket> m_classes;
    std::vector<StationBucket> m_stations;
    std::size_t m_closed = 0;
    double m_looks = 0;
};

/// All replications together, over the buckets that every one of them closed.
[[nodiscard]] network::TimeSeries seriesOf(const Plan& plan, const Buckets& buckets,
                                           const std::vector<const Recorder*>& replications,
                                           const PooledLatencies& pooled);

} // namespace catenary::simulation
