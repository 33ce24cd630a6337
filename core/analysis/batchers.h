// SPDX-License-Identifier: Apache-2.0
// Stations that take several requests at once: dynamic batching and continuous batching of language models.
#pragma once

#include "core/analysis/state.h"

namespace catenary::analysis {

void solveBatcher(State& state, Index s, const network::BatcherStation& batcher);
void solveDecoder(State& state, Index s);

} // namespace catenary::analysis
