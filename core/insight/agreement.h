// SPDX-License-Identifier: Apache-2.0
// Where the two engines part. Both hold the same network: what chance does not explain is an error of the analysis'
// approximations, and the simulation is to be believed.
#pragma once

#include "core/network/performance.h"

#include <string>
#include <vector>

namespace catenary::insight {

/// Relative distance from the simulation's interval from which an analysed figure is worth a word: about what its
/// approximations err by on random designs (docs/accuracy.md).
inline constexpr double agreesWithin = 0.05;

struct Disagreement {
    network::Index request_class = network::none;
    std::string figure;                      ///< "mean latency", "p99 latency", "success ratio", "stability"
    double analysed = 0;                     ///< of the stability: 1 stable, 0 not
    double simulated = 0, low = 0, high = 0; ///< with the 95 % interval
};

/// Of every class: mean and p99 latency, the share of requests that complete, and whether it is stable at all. Nothing
/// where a figure is undefined, or the interval is so wide that it holds both.
[[nodiscard]] std::vector<Disagreement> disagreements(const network::Network& network,
                                                      const network::Performance& analysed,
                                                      const network::Performance& simulated);

/// The same in words, a finding for each, at the workload.
[[nodiscard]] support::Findings disagreementFindings(const network::Network& network,
                                                     const network::Performance& analysed,
                                                     const network::Performance& simulated);

} // namespace catenary::insight
