// SPDX-License-Identifier: Apache-2.0
#include "core/inference/calibration.h"

#include <cmath>

namespace catenary::inference {

std::optional<double> geometricMean(const std::vector<double>& ratios) {
    if (ratios.empty()) return std::nullopt;
    double logs = 0;
    for (const double ratio : ratios) logs += std::log(ratio);
    return std::exp(logs / static_cast<double>(ratios.size()));
}

std::vector<double> ratios(const MeasuredDecoder& point) {
    const Decoder server(point.deployment);
    if (server.kvTokens() < 1) return {};
    const Lengths& lengths = point.lengths;
    std::vector<double> found;
    if (point.tpot_ms > 0) {
        const Time step = point.closed ? closedLoopStep(server, point.count, lengths, true)
                                       : server.step(point.count, lengths.input + lengths.output / 2);
        found.push_back(point.tpot_ms / step.ms());
    }
    if (point.ttft_ms > 0) {
        const Time first = point.closed ? closedLoopFirstToken(server, point.count, lengths, true)
                                        : server.prefill(lengths.input, point.count);
        found.push_back(point.ttft_ms / first.ms());
    }
    return found;
}

double ratio(const MeasuredBatch& point) {
    return point.time_ms / batch(point.deployment, point.items).ms();
}

} // namespace catenary::inference
