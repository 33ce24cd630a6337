// SPDX-License-Identifier: Apache-2.0
// How arrivals vary: from the processes of the workloads through the stations.
#pragma once

#include "core/analysis/state.h"

namespace catenary::analysis {

/// Sets the rates of open workloads (a diurnal one at its peak) and notes what is not carried.
void prepareRates(State& state);

/// Fills `StationState::arriving` but its rate: renewal and batch arrivals straight from a source, bursts on the whole
/// way of their class, groups of parallel calls; elsewhere the squared coefficient of variation of the parametric
/// decomposition (Whitt 1983, "The queueing network analyzer"): departures 1 + (1 − ρ²)(ca² − 1) + ρ²(max(cs², 0.2) −
/// 1)/√c, splitting by thinning, merging by shares.
void solveStreams(State& state);

/// Rates of closed workloads by mean value analysis over the stations they visit, others' traffic taken from the
/// servers' speed. Sets their waits as well. Returns the largest relative change of a rate.
double solveClosed(State& state);

} // namespace catenary::analysis
