// SPDX-License-Identifier: Apache-2.0
// Time of one batch on an accelerator for models that answer at once: encoders (also as embedders and rerankers),
// vision (cnn), recommendation (dlrm) and diffusion models. The affine law a + b·k of batching (Nexus, SOSP 2019) with
// both parts explained by the hardware.
#pragma once

#include "core/inference/constants.h"
#include "core/inference/inference.h"

namespace catenary::inference {

/// A model on one accelerator. Members of `extra` that are read beside those of shape.h: cnn `input_elements` (of one
/// item, four bytes each, copied to the device) and `activation_elements` (of one item, in the precision served); dlrm
/// `lookups`, `embedding_dim`, `bytes_per_element` and `table_gb`; diffusion `evaluations` (of the network for one
/// image; two a step with guidance) and `once_gflops` (decoding to pixels).
struct BatchDeployment {
    const catalog::Model* model = nullptr; ///< family encoder, cnn, dlrm or diffusion
    const catalog::Hardware* accelerator = nullptr;
    Precision precision = Precision::Fp16;
    double tokens = 128; ///< of one item, encoders only
    /// Software: compiled plans; a general server around them; Python launching kernel by kernel.
    enum class Engine { Compiled, General, Eager } engine = Engine::General;
};

/// Time of a batch of `items`. Terms: launches, compute, attention or memory, copies. Formulas:
/// encoder: L·o + max([2P(bs + s½) ÷ (F·η) + 4·L·H·b·s² ÷
/// (F₁₆·η_a)], weight bytes ÷ (BW·η)); cnn: o + b·input ÷ copy + max(FLOP·b ÷ (F·η), activation bytes·b ÷ (BW·η));
/// dlrm: smoothmax(launches, o + FLOP·b ÷ (F·η) + look-up bytes·b ÷ (BW·η)); diffusion: b·(evaluations·FLOP + once) ÷
/// (F·η). Eager execution launches while kernels run: smoothmax(kernels, launches).
[[nodiscard]] Time batch(const BatchDeployment& deployment, double items,
                         const Constants& constants = inference::constants());

/// Items a second of one accelerator that always has full batches, the batches of others being prepared meanwhile.
/// encoder: F·η ÷ (2P·s + 4·L·H·s²); cnn, dlrm, diffusion: as `batch` without its fixed time, with shares of their own.
[[nodiscard]] Time itemWhenSaturated(const BatchDeployment& deployment,
                                     const Constants& constants = inference::constants());

/// Bytes of the weights; of the embedding tables where the model says their size.
[[nodiscard]] double weightBytes(const BatchDeployment& deployment);

/// Elements of the activations of one item of a cnn that pass through memory.
[[nodiscard]] double activationElements(const catalog::Model& model,
                                        const Constants& constants = inference::constants());
/// Bytes that one item of a dlrm looks up in the embedding tables.
[[nodiscard]] double lookupBytes(const catalog::Model& model);

/// The group of measured runs whose error applies.
[[nodiscard]] const Accuracy& accuracy(const BatchDeployment& deployment);

/// A number of the model's `extra`.
[[nodiscard]] double extra(const catalog::Model& model, const char* name, double fallback);

} // namespace catenary::inference
