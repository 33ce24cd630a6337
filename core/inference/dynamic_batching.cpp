// SPDX-License-Identifier: Apache-2.0
#include "core/inference/dynamic_batching.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::inference {

double meanWithDynamicBatching_ms(const BatchLine& line, double arrivals_per_s) {
    const double rate = arrivals_per_s / 1e3, a = line.per_item_ms, t = line.fixed_ms;
    const double load = rate * a;
    if (load >= 1) return std::numeric_limits<double>::infinity();
    const double first = (a + t) / (2 * (1 - load)) * (1 + 2 * rate * t + (1 - rate * t) / (1 + load));
    const double second = 1.5 * t / (1 - load) + a / 2 * (load + 2) / (1 - load * load);
    return std::min(first, second);
}

BatchLine batchLine(const BatchDeployment& deployment, int most, const Constants& constants) {
    const double one = batch(deployment, 1, constants).ms();
    if (most <= 1) return {0, one};
    const double slope = (batch(deployment, most, constants).ms() - one) / (most - 1);
    return {one - slope, slope};
}

Time closedLoop(const BatchDeployment& deployment, double users, const Constants& constants) {
    const Time one = batch(deployment, 1, constants);
    Time time;
    time.terms.push_back({"round trip", constants.cnn_round_trip, "client, network and server beside the accelerator"});
    for (const Term& term : one.terms) {
        // What a batch takes whatever its size is shared by the many of a full one.
        if (term.name == "fixed" || term.name == "launches" || term.name == "tile fill") continue;
        double overlap = 1;
        if (term.name == "copy input") overlap = constants.cnn_copy / constants.cnn_copy_overlapped;
        if (term.name == "compute") overlap = constants.cnn_mfu_fp16 / constants.cnn_mfu_batching;
        time.terms.push_back({term.name, users * term.ms * overlap, term.formula});
    }
    return time;
}

} // namespace catenary::inference
