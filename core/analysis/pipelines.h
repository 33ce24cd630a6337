// SPDX-License-Identifier: Apache-2.0
// Stations of data paths: event logs and scheduled jobs; and the hit ratios of caches.
#pragma once

#include "core/analysis/state.h"

namespace catenary::analysis {

/// Partitions × consumers: `min(consumers, partitions)` queues of equal share, each M/G/1.
void solveLog(State& state, Index s, const network::LogStation& log);

/// A run every `every_s` takes what arrived: an item waits half an interval for its run, then for its turn in it.
void solveJob(State& state, Index s, const network::JobStation& job);

/// Fills `Visit::hit` of caches from popularity, size and rate as they stand. Returns the largest change.
double solveCaches(State& state);

} // namespace catenary::analysis
