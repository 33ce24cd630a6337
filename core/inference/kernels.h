// SPDX-License-Identifier: Apache-2.0
// Single operations, as kernels are measured alone: the matrix products of a layer, an all-reduce.
#pragma once

#include "core/inference/constants.h"
#include "core/inference/inference.h"

namespace catenary::inference {

/// The four matrix products of one layer (attention in and out, feed-forward in and out) over `tokens` tokens in fp16
/// on one of `devices` that share them: smoothmax(2·W·(T + T½) ÷ (F·η), W bytes ÷ (BW·η)) + 4 launches.
[[nodiscard]] Time layerProducts(const catalog::Model& model, const catalog::Hardware& device, int devices,
                                 double tokens, const Constants& constants = inference::constants());

/// One NCCL all-reduce of `bytes` over `devices`: latency + 2(n − 1)/n · bytes ÷ (link · η) (nccl-tests,
/// PERFORMANCE.md).
[[nodiscard]] Time allReduce(const catalog::Hardware& device, int devices, double bytes,
                             const Constants& constants = inference::constants());

} // namespace catenary::inference
