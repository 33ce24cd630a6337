// SPDX-License-Identifier: Apache-2.0
// Bulk service with Poisson arrivals: M/G^[a,b]/c and dynamic batching with a delay, by the chain embedded at the ends
// of services and renewal reward (Neuts 1967; Medhi 1984). Exact for one instance without delay. While all of several
// instances run, ends of services come at times whose mean and variation follow from the services; while some are free,
// as in a birth-and-death process. Exact for exponential services whatever the size, without delay and minimum.
#pragma once

#include "core/analysis/waiting.h"

#include <functional>

namespace catenary::analysis {

struct BatchQueue {
    double rate = 0; ///< arrivals per ms, each of one unit
    int least = 1, most = 1;
    double delay_ms = 0; ///< how long the oldest may wait for a full batch; 0: start with `least`
    int instances = 1;
    bool onLadder = false; ///< of several instances: between the answers to two rates of a fixed ladder, within 0.1 %
    std::function<double(double)> mean_ms; ///< of a batch of k
    const Distribution* whole = nullptr;   ///< law of every batch, where it is not a function of k
};

struct BatchFigures {
    bool stable = true;
    double capacity = 0;    ///< arrivals per ms
    double utilisation = 0; ///< share of time an instance runs
    double batch = 0;       ///< mean size of a batch
    double batchSecond = 0; ///< E[size²]
    double waiting = 0;     ///< mean, filling included
    double filling = 0;     ///< of it, while an instance was free
    double service = 0;     ///< mean time of a member's batch
    SharedLaw sojourn;      ///< waiting and service
};

[[nodiscard]] BatchFigures solveBatchQueue(const BatchQueue& queue);

} // namespace catenary::analysis
