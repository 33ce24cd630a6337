// SPDX-License-Identifier: Apache-2.0
// One unbounded queue before some servers, first come first served, however the arrivals vary.
#pragma once

#include "core/analysis/state.h"

#include <memory>
#include <string>

namespace catenary::analysis {

struct FifoQueue {
    int servers = 1;
    double rate = 0; ///< at this queue, per ms
    Mixture services;
};

struct FifoAnswer {
    WaitingLaw law;
    std::string method;
    bool approximate = false;                ///< the mean
    bool shapeApproximate = false;           ///< the law beyond its mean
    std::shared_ptr<const GroupQueue> group; ///< where arrivals come in groups
};

/// The wait of a stable queue, by the formula that fits its arrivals: Poisson, groups, bursts, renewal, others by their
/// squared coefficient of variation. The rate is `queue.rate`, whatever `arriving.rate` is.
[[nodiscard]] FifoAnswer firstComeFirstServed(const FifoQueue& queue, const ArrivalStream& arriving);

} // namespace catenary::analysis
