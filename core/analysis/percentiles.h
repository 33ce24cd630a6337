// SPDX-License-Identifier: Apache-2.0
// Percentiles and shares of one response: the grid is stretched until what lies beyond it is below 1e-5, and a second,
// finer grid is laid where the median is small against the tail.
#pragma once

#include "core/analysis/compose.h"

#include <functional>

namespace catenary::analysis {

struct ResponseFigures {
    network::Latency latency;
    network::Curve curve;
    std::map<RowKey, double> shares;     ///< of the mean; empty unless wanted
    std::map<RowKey, double> shares_p99; ///< of the mean between p98.5 and p99.5
    double mean_p99 = 0;                 ///< that mean
};

/// What is wanted of a response.
struct Wanted {
    bool percentiles = true; ///< false: only the mean
    bool shares = false;
    bool firstToken = false; ///< the time until a language model on the way gives its first token
    /// Percentiles beyond this time may be infinite, the mean of joins is that of the grid: one grid is enough.
    std::optional<double> horizon_ms;
};

/// `response` composes the time in question with the composer it is given.
[[nodiscard]] ResponseFigures solveResponse(State& state, const std::function<Part(Composer&)>& response,
                                            const Wanted& wanted);

} // namespace catenary::analysis
