// SPDX-License-Identifier: Apache-2.0
// Classes of several priorities at one queue.
#pragma once

#include "core/analysis/fifo.h"

namespace catenary::analysis {

struct PriorityAnswer {
    std::string method;
    bool approximate = false, shapeApproximate = false;
};

/// Sets the waits of all classes at station s. Poisson arrivals: `priorityWaits` and `priorityLaw`. What other arrivals
/// add is shared out by the conservation of work: the classes down to a level wait together as if alone.
PriorityAnswer solvePriorities(State& state, Index s, const FifoQueue& queue, bool preemptive);

} // namespace catenary::analysis
