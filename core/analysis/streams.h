// SPDX-License-Identifier: Apache-2.0
// How arrivals vary: from the processes of the workloads through the stations.
#pragma once

#include "core/analysis/state.h"

#include <functional>

namespace catenary::analysis {

/// Sets the rates of open workloads (a diurnal one at its peak) and notes what is not carried.
void prepareRates(State& state);

/// Fills `State::streams` and `StationState::arriving` but its rate. Renewal and batch arrivals are exact straight from
/// a source. What a batch server answers at once arrives at once where its caller goes next. Bursts go the whole way
/// of their class, cut to what the stations before can pass on. Elsewhere the squared coefficient of variation of the
/// parametric decomposition (Whitt 1983, "The queueing network analyzer"): departures 1 + (1 − ρ²)(ca² − 1) +
/// ρ²(max(cs², 0.2) − 1)/√c, splitting by thinning, merging by shares. A call of a later stage starts when the slowest
/// station of the stage before answers.
void solveStreams(State& state);

/// The classes included, as one stream at a station; its rate is that of attempts.
[[nodiscard]] ArrivalStream mergedStream(const State& state, Index s, const std::function<bool(std::size_t)>& included);

/// Rates of closed workloads by mean value analysis over the stations they visit, others' traffic taken from the
/// servers' speed. Sets their waits as well. Returns the largest relative change of a rate.
double solveClosed(State& state);

} // namespace catenary::analysis
