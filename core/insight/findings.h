// SPDX-License-Identifier: Apache-2.0
// What an assessed design tells its author: instability with the load at which it would be stable, objectives missed
// with what takes the time, stations close to their limit.
#pragma once

#include "core/insight/estimate.h"

namespace catenary::insight {

/// Findings read off the figures of `estimate` (not those of validation, lowering or the engine).
[[nodiscard]] support::Findings findingsOf(const Estimate& estimate, const design::Design& design);

/// Appends those of `more` that are not in `list` yet.
void appendFindings(support::Findings& list, const support::Findings& more);

} // namespace catenary::insight
