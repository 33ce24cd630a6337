// SPDX-License-Identifier: Apache-2.0
// Priorities at one queue with Poisson arrivals (Cobham 1954; preemptive resume: White and Christie 1958; the laws:
// Kesten and Runnenburg 1957, Takagi 1991).
#pragma once

#include "core/analysis/waiting.h"

#include <vector>

namespace catenary::analysis {

/// A priority level: first in the list served first. Rates per ms, times in ms.
struct Level {
    double rate = 0;
    Mixture services; ///< weights sum to 1
};

/// Mean time each level spends beyond its own service; infinity for levels that find no capacity. `upToWait[i]`: the
/// mean wait of M/G/c for the levels 0 … i alone, first come first served. One server: exact for M/G/1. Several: exact
/// for equal exponential services (Kella and Yechiali 1985 without preemption; with it, what a level adds to the queue
/// of those above), else as for one server.
[[nodiscard]] std::vector<double> priorityWaits(const std::vector<Level>& levels, int servers, bool preemptive,
                                                const std::vector<double>& upToWait);

/// The law of the wait of level i before its service first starts, given that it waits. With σ(s) = s + λ(1 − θ(s)), θ
/// the busy period of the levels above: ((1 − ρ)σ + λ_below(1 − B_below(σ)))/(s − λ_i(1 − B_i(σ))). Services are taken
/// `servers` times as fast: exact for one server, and for equal exponential services. With `own` (one server,
/// preemptive resume; levels below i are not seen): the whole sojourn of one with that service, B_own(σ) times the law
/// of the wait with its zeros. Services are those of `withCheapTransform`.
[[nodiscard]] Table priorityLaw(const std::vector<Level>& levels, std::size_t i, int servers, const Distribution* own);

} // namespace catenary::analysis
