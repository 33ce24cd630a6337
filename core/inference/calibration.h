// SPDX-License-Identifier: Apache-2.0
// Measured times of a component scale what is computed of it: one factor on every time, the geometric mean of measured
// ÷ computed over the points, each computed for the model and hardware it was measured on; and they say how far what is
// computed afterwards may be off.
#pragma once

#include "core/inference/batch.h"
#include "core/inference/serving.h"

#include <optional>
#include <vector>

namespace catenary::inference {

/// Measured ÷ predicted: 10th and 90th percentile.
struct Band {
    double low = 1, high = 1;
};

struct Calibrated {
    double factor = 1;        ///< on every time: (Π ratio)^(1/n)
    std::optional<Band> band; ///< of further figures of the component; nothing where too little is known to say
};

/// Of n figures of one component, each measured ÷ computed, above 0; nothing of none. `group`: how far the predictions
/// of such components are off without measurements.
///
/// The band is that of Student's t with ν = 4 + n − 1 degrees of freedom about the factor, in logarithms:
///   ± t₀.₉(ν) · √[(4·s₀² + Σ(ln ratio − mean)²) ÷ ν] · √(1 + 1/n)
/// that is the predictive law of normal figures whose mean is not known and whose variance has a scaled inverse χ²
/// prior of 4 degrees and scale s₀² (Gelman et al., Bayesian Data Analysis, 3rd ed., 3.3). s₀² = ½ [ln(high ÷ low) ÷ 2
/// ÷ t₀.₉(4)]² of the group: half of its variance lies between runs of one component, half between components, and
/// the factor takes the latter away. Both numbers are fitted to the 60 servers of tests/accuracy/serving_rows.json with
/// three rows or more (empirical Bayes of Smyth, 2004). So one point leaves the band of the group as
/// wide as it is, more narrow it, and many make it their own scatter. A group of no runs has no prior: only the scatter
/// of two figures or more counts.
[[nodiscard]] std::optional<Calibrated> calibrated(const std::vector<double>& ratios, const Accuracy& group);

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
