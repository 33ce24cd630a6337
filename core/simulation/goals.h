// SPDX-License-Identifier: Apache-2.0
// What a run must know before it may stop.
#pragma once

#include "core/simulation/engine.h"

#include <span>
#include <stop_token>
#include <vector>

namespace catenary::simulation {

inline constexpr double rarely = 10'000.0; ///< requests an hour below which no precision is asked for

/// Mean and p99 of the latency of every class, and of some flows, within a precision R. And, so that no other figure is
/// left to luck: throughput of closed classes within R; computed hit ratios, so that hits and misses are within R;
/// other outcomes than completion, and the waits that make up a part of a latency, within 2 R. What is small is asked
/// for less strictly.
class Goals {
public:
    Goals(const Plan& plan, double precision, std::span<const network::Index> flows);

    struct Look {
        double excess = 0;          ///< largest half-width over the one asked for
        double longestResponse = 0; ///< mean of the slowest class, ms
    };
    /// How far all replications together are. Stopped early if `stop` is requested; the result is then meaningless.
    [[nodiscard]] Look look(const std::vector<Engine*>& engines, unsigned threads, const std::stop_token& stop) const;

private:
    using Tallies = std::vector<const Tally*>;
    using Parts = std::vector<const Observations*>; ///< one of each replication

    [[nodiscard]] std::vector<Parts> observations(const Tallies& tallies) const;
    [[nodiscard]] double ofOutcomes(const Tallies& tallies, std::size_t k) const;
    [[nodiscard]] double ofThroughput(const Tallies& tallies, std::size_t k) const;
    [[nodiscard]] double ofWait(const Tallies& tallies, std::size_t s) const;
    [[nodiscard]] double ofHits(const Tallies& tallies, std::size_t s) const;

    const Plan& m_plan;
    double m_precision;
    std::vector<std::size_t> m_classes; ///< frequent ones
    std::vector<std::size_t> m_flows;   ///< by flow, class: of frequent ones
};

} // namespace catenary::simulation
