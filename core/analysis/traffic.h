// SPDX-License-Identifier: Apache-2.0
// Who goes where: visits and calls of every class, from hit ratios, probabilities, losses and retries as they stand.
#pragma once

#include "core/analysis/state.h"

namespace catenary::analysis {

/// Share of a visit's stage that one of a router's calls gets; 1 where the station makes all its calls.
[[nodiscard]] double routedShare(const State& state, Index station, const network::Stage& stage, Index call,
                                 std::size_t k);

/// Mean number of times the condition of a call is met per visit that reaches its stage: a probability unless `of` was
/// called several times.
[[nodiscard]] double conditionOf(const State& state, Index call, std::size_t k);

/// Fills the outcomes of a class at every station and of its calls, for the stations' losses as they stand.
void solveOutcomes(State& state, std::size_t k);

/// Fills outcomes, calls and arrivals of every class (`Visit::outcome`, `Visit::arrivals`, `CallUse`) for the
/// stations' losses as they stand, `classRate` given: the traffic equations, solved by sweeps (forward loops converge
/// geometrically). Changes nothing else. Returns the largest relative change of an arrival rate.
double solveTraffic(State& state);

} // namespace catenary::analysis
