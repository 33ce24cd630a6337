// SPDX-License-Identifier: Apache-2.0
// Transient runs: a network from empty, for so many seconds of its own clock, with what happens to it meanwhile.
#pragma once

#include "core/simulation/shock.h"
#include "core/simulation/simulate.h"

namespace catenary::simulation {

struct TransientOptions {
    double seconds = 300; ///< > 0
    Scenario scenario;
    std::uint64_t seed = 1;
    std::size_t runs = replications;               ///< > 0
    unsigned threads = 0;                          ///< 0: as many as the machine has
    std::function<void(const Progress&)> progress; ///< on the calling thread, at most 20 times a second
    std::stop_token stop;                          ///< heeded within milliseconds
};

/// Starts as the design says at time 0, with queues and caches empty, and measures all of it: the figures are those of
/// the whole run, requests still under way at its end left out, and `series` says how they came about. Errors: Input,
/// where the options make no sense; Cancelled.
[[nodiscard]] support::Result<network::Performance> simulateTransient(const network::Network& network,
                                                                      const TransientOptions& options);

} // namespace catenary::simulation
