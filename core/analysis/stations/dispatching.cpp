// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/dispatching.h"

#include "core/analysis/stations/erlang.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

namespace {

double randomWait(double rho) {
    return rho / (1.0 - rho);
}

} // namespace

double shortestQueueWait(int queues, double rho) {
    const double common = erlangC(queues, rho * queues) / (queues * (1.0 - rho));
    if (queues == 1) return common;
    return common + 0.08 * (randomWait(rho) - common);
}

double powerOfTwoWait(int queues, double rho) {
    if (queues == 1) return randomWait(rho);
    double sojourn = 0.0;
    for (int i = 1; i < 60; ++i) {
        const double term = std::pow(rho, std::pow(2.0, i) - 2.0);
        sojourn += term;
        if (term < 1e-16) break;
    }
    const double many = sojourn - 1.0;
    return many + std::min(0.65 / queues, 1.0) * (randomWait(rho) - many);
}

} // namespace catenary::analysis
