// SPDX-License-Identifier: Apache-2.0
//
// simulation: the discrete-event engine. A network is compiled once to flat tables (plan.h); eight replications
// (engine.h) run it on independent streams of random numbers; output_analysis.h says how sure their figures are and
// when to stop. Start at `simulate`.
#pragma once

#include "core/network/performance.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>

namespace catenary::simulation {

/// How many replications every run has, whatever the threads: figures depend on network, seed and options alone.
inline constexpr std::size_t replications = 8;

struct Progress {
    std::uint64_t requests = 0; ///< ended while measured
    double simulated_s = 0;     ///< all replications together
    /// Largest half-width over value of the figures the run waits for, at the last look; absent before the first.
    std::optional<double> precision;
    std::optional<double> share; ///< of a transient run, how much of it is done: 0 … 1
};

struct Options {
    std::uint64_t seed = 1;
    /// Half the 95 % interval over the value, for mean and p99 of every class (and of `flows`) with at least 10 000
    /// requests an hour.
    double precision = 0.01;
    /// So many completed requests after the warm-up, all classes and replications together, instead of a precision.
    std::optional<std::uint64_t> requests;
    std::uint64_t max_requests = 1'000'000'000;    ///< stop here, converged or not
    std::optional<double> warm_up_s;               ///< absent: MSER-5
    unsigned threads = 0;                          ///< 0: as many as the machine has
    std::size_t traces = 0;                        ///< requests of each class to follow, see sample_traces.h
    std::vector<network::Index> flows;             ///< calls whose flow the precision is asked of as well
    std::function<void(const Progress&)> progress; ///< on the calling thread, at most 20 times a second
    std::stop_token stop;                          ///< heeded within milliseconds
};

/// What a run of the network shows. Error: Cancelled, where `stop` was asked for.
[[nodiscard]] support::Result<network::Performance> simulate(const network::Network& network,
                                                             const Options& options = {});

} // namespace catenary::simulation
