// SPDX-License-Identifier: Apache-2.0
#include "core/inference/calibration.h"

#include "core/support/distribution_functions.h"

#include <cmath>

namespace catenary::inference {

namespace {

constexpr double upper = 0.9;       ///< of a band; its other end is 1 − upper
constexpr double priorDegrees = 4;  ///< how much the group's scatter within a component counts beside the own
constexpr double withinShare = 0.5; ///< of the variance of a group: between runs of one component

} // namespace

std::optional<Calibrated> calibrated(const std::vector<double>& ratios, const Accuracy& group) {
    if (ratios.empty()) return std::nullopt;
    const auto n = static_cast<double>(ratios.size());
    double mean = 0, squares = 0;
    for (const double ratio : ratios) mean += std::log(ratio) / n;
    for (const double ratio : ratios) squares += std::pow(std::log(ratio) - mean, 2);
    Calibrated result{std::exp(mean), std::nullopt};
    double degrees = n - 1;
    if (group.rows > 0) {
        const double spread = std::log(group.high / group.low) / 2 / support::studentQuantile(upper, priorDegrees);
        squares += priorDegrees * withinShare * spread * spread;
        degrees += priorDegrees;
    }
    if (degrees < 1) return result;
    const double half = support::studentQuantile(upper, degrees) * std::sqrt(squares / degrees * (1 + 1 / n));
    result.band = Band{std::exp(-half), std::exp(half)};
    return result;
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
