// SPDX-License-Identifier: Apache-2.0
// What an engine of the catalog adds to the work of the kernels on one kind of accelerator.
#pragma once

#include "core/catalog/catalog.h"
#include "core/inference/constants.h"

namespace catenary::inference {

struct Overheads {
    double layer_s = 0;              ///< launches of one layer in one step
    double step_s = 0;               ///< host time of a step
    double sequence_s = 0;           ///< host time of a sequence in a step
    double prompt_s = 0;             ///< of a step with prompts, beside its tokens, for each accelerator
    double passes = 0;               ///< of a layer's hidden state through memory
    double reread = 0;               ///< exponent of heads per KV head by which the KV cache is read again; 0: once
    double allreduce_latency_us = 0; ///< between two accelerators
    double allreduce_hop_us = 0;     ///< for each further one
    double allreduce_bandwidth = 0;  ///< share of the link
};

/// The constants that `engine` names, times `hostFactor` where they are times of the host; under ROCm those fitted
/// there. A number that the engine gives is taken as it is.
[[nodiscard]] Overheads overheads(const catalog::Engine& engine, const catalog::Hardware& device,
                                  const Constants& constants = inference::constants());

} // namespace catenary::inference
