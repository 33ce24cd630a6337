// SPDX-License-Identifier: Apache-2.0
// A few single requests as they went.
#pragma once

#include "core/simulation/simulate.h"

namespace catenary::simulation {

/// Most requests of a class that can be asked for.
inline constexpr std::size_t mostTraces = 1000;

/// Of every class `count` requests that completed: half of them (rounded down) within five percentiles of the median,
/// the others between the 98.5th and the 99.5th percentile of `performance`, the simulation of the same network with
/// the same seed; the first that come after its warm-up. Fewer where they are too rare; none of an unstable class.
/// Error: Cancelled.
[[nodiscard]] support::Result<std::vector<network::RequestTrace>> sampleTraces(const network::Network& network,
                                                                               const network::Performance& performance,
                                                                               std::size_t count,
                                                                               std::stop_token stop = {});

/// The requests of all classes that are sent one after another once a run has warmed up, as they went and in the order
/// they were sent; up to `count` of them, those that ended first. `performance` as above; where it has none, from an
/// empty system. Error: Cancelled.
[[nodiscard]] support::Result<std::vector<network::RequestTrace>>
requestsInARow(const network::Network& network, const network::Performance& performance, std::size_t count,
               std::stop_token stop = {});

} // namespace catenary::simulation
