// SPDX-License-Identifier: Apache-2.0
//
// analysis: the closed-form engine. Traffic equations over the call graph, one formula per station (exact where one
// exists, a cited approximation elsewhere), percentiles by composing distributions as transforms on one frequency grid
// per request class. Start at `analyse`. docs/analysis.md lists every formula with its source.
#pragma once

#include "core/network/performance.h"

namespace catenary::analysis {

struct Options {
    bool percentiles = true; ///< false: means, utilisation and stability only (much faster; for load-line searches)
};

/// Never fails: what cannot be computed is undefined, with a finding. Pure; safe on any thread.
[[nodiscard]] network::Performance analyse(const network::Network& network, const Options& options = {});

} // namespace catenary::analysis
