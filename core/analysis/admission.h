// SPDX-License-Identifier: Apache-2.0
// What is turned away at the door: rate limits and limits of concurrency.
#pragma once

#include "core/analysis/state.h"

namespace catenary::analysis {

/// Fills `Visit::limited` from arrivals and responses as they stand. A token bucket loses as M/M/1/K does, K the burst
/// (approximately: tokens come evenly). Concurrency n loses by Erlang B for the mean time from admission to answer.
/// Returns the largest change.
double solveAdmission(State& state);

} // namespace catenary::analysis
