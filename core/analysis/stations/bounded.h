// SPDX-License-Identifier: Apache-2.0
// Bounded queues of services of any law: Poisson arrivals, those that find all places taken are lost.
#pragma once

#include "core/analysis/waiting.h"

namespace catenary::analysis {

/// Places, with those in service, up to which `boundedQueue` follows each.
inline constexpr int mostPlaces = 256;

struct BoundedQueue {
    double lost = 0;     ///< of arrivals
    WaitingLaw admitted; ///< wait of those that are not lost
};

/// M/G/1/K by the chain embedded at departures (Takagi 1993, Queueing Analysis 2, ch. 5), at most `waiting` >= 1 in the
/// queue, rate per ms: exact losses and mean wait; the law of the wait on a grid, from what is left of a service with
/// so many there. Several servers, approximate: while all are busy they are as one that is as fast, and while some are
/// free as those of M/M/c/K (Tijms, van Hoorn and Federgruen 1981); their losses beyond what is sure to be lost go
/// 0.22(1 − 1/c) of the way to those of exponential services on a logarithmic scale, as simulated: within 5 %. Exact
/// for exponential services. Where less than 1e-8 of the servers is asked for, nobody is lost or waits. servers +
/// waiting <= `mostPlaces`.
[[nodiscard]] BoundedQueue boundedQueue(int servers, int waiting, double rate, const Mixture& services);

} // namespace catenary::analysis
