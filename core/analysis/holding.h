// SPDX-License-Identifier: Apache-2.0
// Held workers: a station whose workers wait for its calls is a queue whose service is the whole holding time, and
// those below it see no more requests at a time than it has workers. The subnetwork is solved for every number inside
// by mean value analysis (Reiser and Lavenberg 1980; its throughputs X(n) are the service rates of the holder: Chandy,
// Herzog and Woo 1975), as in layered queueing (Rolia and Sevcik 1995). One worker: exactly M/G/1 with nobody waiting
// below.
#pragma once

#include "core/analysis/state.h"

namespace catenary::analysis {

/// Solves every station with held workers for the arrivals as they stand, after `solveStation`; lowers the waits of
/// stations below it. Innermost first. Returns the largest change of a holding time, relative.
double solveHolders(State& state);

/// Does the station hold its workers while its calls are under way?
[[nodiscard]] bool holdsWorkers(const State& state, Index s);

} // namespace catenary::analysis
