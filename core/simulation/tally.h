// SPDX-License-Identifier: Apache-2.0
// What one replication counts while it is measured, and the sums over replications.
#pragma once

#include "core/simulation/frame.h"
#include "core/simulation/output_analysis.h"
#include "core/simulation/plan.h"

#include <array>
#include <cstdint>
#include <numeric>
#include <vector>

namespace catenary::simulation {

/// A breakdown being summed: by station, five columns.
struct Shares {
    enum Column : std::uint8_t { Waiting, Batching, Service, Network, Retry };
    static constexpr std::size_t columns = 5;
    std::vector<double> sums;
    std::uint64_t requests = 0;
    double total = 0;
    [[nodiscard]] double& at(std::size_t station, Column column) { return sums[station * columns + column]; }
    void clear();
    void merge(const Shares& other);
};

struct ClassTally {
    std::uint64_t emitted = 0;
    std::array<std::uint64_t, outcomes> ended{};
    [[nodiscard]] std::uint64_t allEnded() const {
        return std::accumulate(ended.begin(), ended.end(), std::uint64_t{0});
    }
    Observations latency, firstToken, perToken;
    double tokens = 0;
    Shares shares, slow; ///< `slow`: of requests between these two
    double slowFrom = never, slowTo = never;
};

struct FlowTally {
    std::uint64_t sent = 0;
    std::array<std::uint64_t, outcomes> ended{};
    Observations latency;
    Observations age; ///< s, since its emission, of the newest item applied
};

/// Age of the newest item a flow applied, looked at at even distances, about two thirds of the time between items.
class Freshness {
public:
    /// An item emitted at `began` is applied at `now`.
    void apply(double began, double now, Observations& ages);

private:
    double m_newest = -1, m_first = -1, m_next = 0;
    std::uint64_t m_applied = 0;
};

/// Visits of one class at one station.
struct VisitTally {
    std::uint64_t arrivals = 0; ///< admitted or not
    std::uint64_t begun = 0;    ///< admitted visits whose wait is over, given up waits included
    std::uint64_t served = 0;   ///< own work done
    double waited = 0;          ///< sum of their waits, ms
    double worked = 0;          ///< sum of own work done, ms
    double occupied = 0;        ///< sum of the time workers were kept by visits, ms
    void add(const VisitTally& other);
};

struct StationTally {
    VisitTally visits;   ///< of all classes
    double busy = 0;     ///< time of instances (batchers, decoders), ms
    double existing = 0; ///< time integral of replicas running or starting, ms; only where it changes
    double workers = 0;  ///< time integral of workers that exist, ms; likewise
    std::uint64_t lookups = 0, hits = 0;
    std::uint64_t batches = 0;
    double batched = 0; ///< sum of batch sizes
    double cache = 0;   ///< time integral of the share of its KV cache an instance holds, instances added, ms
    std::uint64_t preemptions = 0; ///< sequences that gave way to be computed again
};

struct Tally {
    explicit Tally(const Plan& plan);
    void clear();

    double time = 0; ///< measured, ms
    std::vector<ClassTally> classes;
    std::vector<FlowTally> flows;
    std::vector<StationTally> stations;
    std::vector<VisitTally> visits;  ///< by station, class
    std::vector<std::uint64_t> sent; ///< attempts, by call, class
};

} // namespace catenary::simulation
