// SPDX-License-Identifier: Apache-2.0
// Measured times of a component scale what is computed of it: one factor on every time, the geometric mean of measured
// ÷ computed over the points, each computed for the model and hardware it was measured on.
#pragma once

#include "core/inference/batch.h"
#include "core/inference/serving.h"

#include <optional>
#include <vector>

namespace catenary::inference {

/// (Π ratio)^(1/n) of ratios above 0; nothing of none.
[[nodiscard]] std::optional<double> geometricMean(const std::vector<double>& ratios);

/// A language-model server as measured, with requests alike.
struct MeasuredDecoder {
    Deployment deployment;
    bool closed = true; ///< `count` users that each wait for an answer; else a batch that starts and ends together
    double count = 1;   ///< users or sequences
    Lengths lengths;    ///< input >= 1, output >= 1
    double tpot_ms = 0; ///< mean time per output token after the first; 0: not measured
    double ttft_ms = 0; ///< mean time to the first token; 0: not measured
};

/// Measured ÷ computed of each figure of the point that was measured; none where the weights do not fit.
[[nodiscard]] std::vector<double> ratios(const MeasuredDecoder& point);

/// A batch of `items` as measured.
struct MeasuredBatch {
    BatchDeployment deployment;
    double items = 1;
    double time_ms = 0; ///< > 0
};
[[nodiscard]] double ratio(const MeasuredBatch& point);

} // namespace catenary::inference
