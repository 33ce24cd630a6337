// SPDX-License-Identifier: Apache-2.0
// The parameter `calibration`: what the author measured of a component, which scales what is computed of it.
#pragma once

#include "core/inference/calibration.h"
#include "core/network/parameter_reader.h"

namespace catenary::network {

struct Calibration {
    int points = 0;           ///< rows that were used
    inference::Calibrated by; ///< what they say of every computed time; a factor of 1 without any
};

/// By the rows of `calibration`, for the server as it stands; a row may name the `model`, `hardware`, `precision` and
/// `tensor_parallel` it was measured with. An Info finding says the factor and the band, a Warning that the factor is
/// beyond 3 or below 1/3. Errors: a row that lacks what it needs. Language models: `concurrency` (users that each wait
/// for an answer) or `batch` (sequences that start together), `input_tokens`, `output_tokens`, `tpot_ms` or `ttft_ms`
/// or both.
[[nodiscard]] Calibration calibration(const ParameterReader& reader, const catalog::Catalog& catalog,
                                      const inference::Deployment& deployment);
/// The same of models that answer at once: `batch` and `time_ms`. `items`: that the model sees for a member of a batch.
[[nodiscard]] Calibration calibration(const ParameterReader& reader, const catalog::Catalog& catalog,
                                      const inference::BatchDeployment& deployment, double items);

} // namespace catenary::network
