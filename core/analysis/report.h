// SPDX-License-Identifier: Apache-2.0
// From the solved state to what is shown: latencies with percentiles, breakdowns, flows, stations, findings.
#pragma once

#include "core/analysis/analyse.h"
#include "core/analysis/part.h"
#include "core/analysis/state.h"

namespace catenary::analysis {

[[nodiscard]] network::Performance report(State& state, const Options& options);

} // namespace catenary::analysis
