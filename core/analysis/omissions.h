// SPDX-License-Identifier: Apache-2.0
// What the author set and this engine does not carry: one finding for each field, so that nothing is silently dropped.
#pragma once

#include "core/analysis/state.h"

namespace catenary::analysis {

void noteOmissions(State& state);

} // namespace catenary::analysis
