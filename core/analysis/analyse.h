// SPDX-License-Identifier: Apache-2.0
//
// analysis: the closed-form engine. Traffic equations over the call graph, one formula per station (exact where one
// exists, a cited approximation elsewhere), percentiles by composing distributions as transforms on one frequency grid
// per request class. Start at `analyse`. docs/analysis.md lists every formula with its source.
#pragma once

#include "core/network/performance.h"

#include <optional>
#include <vector>

namespace catenary::analysis {

struct Options {
    bool percentiles = true; ///< false: means, utilisation and stability only
    bool breakdown = true;   ///< who is charged for the mean and the p99 of a class; only with percentiles
    bool flows = true;       ///< latency and freshness of asynchronous work
    bool tokens = true;      ///< time to first token and per token of language models
    /// By class, ms: percentiles and curves are wanted up to here only and may be infinite beyond; absent: wherever
    /// they are. Enough to judge an objective, at a fraction of the cost.
    std::vector<std::optional<double>> horizon_ms;
};

/// Never fails: what cannot be computed is undefined, with a finding. Pure; safe on any thread.
[[nodiscard]] network::Performance analyse(const network::Network& network, const Options& options = {});

} // namespace catenary::analysis
