// SPDX-License-Identifier: Apache-2.0
// Priorities at one queue (Cobham 1954; preemptive resume: White and Christie 1958).
#pragma once

#include <vector>

namespace catenary::analysis {

/// A priority level: first in the list served first. Rates per ms, times in ms.
struct Level {
    double rate = 0, mean = 0, second = 0;
};

/// Mean time each level spends beyond its own service; infinity for levels that find no capacity. One server exact
/// (M/G/1). Several: the M/G/c wait `fifoWait` of all levels together, shared out as for one server (exact for equal
/// exponential services without preemption; Kella and Yechiali 1985).
[[nodiscard]] std::vector<double> priorityWaits(const std::vector<Level>& levels, int servers, bool preemptive,
                                                double fifoWait);

} // namespace catenary::analysis
