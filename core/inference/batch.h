// SPDX-License-Identifier: Apache-2.0
// Time of one batch on an accelerator for models that answer at once: encoders, vision (cnn) and recommendation (dlrm)
// models. The affine law a + b·k of batching (Nexus, SOSP 2019) with both parts explained by the hardware.
#pragma once

#include "core/inference/constants.h"
#include "core/inference/inference.h"

namespace catenary::inference {

/// A model on one accelerator. Members of `extra` that are read beside those of shape.h: cnn `input_elements` (of one
/// item, four bytes each, copied to the device) and `activation_elements` (of one item, in the precision served); dlrm
/// `lookups`, `embedding_dim`, `bytes_per_element` and `table_gb`.
struct BatchDeployment {
    const catalog::Model* model = nullptr; ///< family encoder, cnn or dlrm
    const catalog::Hardware* accelerator = nullptr;
    Precision precision = Precision::Fp16;
    double tokens = 128; ///< of one item, encoders only
    /// Software: compiled plans; a general server around them; Python launching kernel by kernel.
    enum class Engine { Compiled, General, Eager } engine = Engine::General;
};

/// Time of a batch of `items`. Terms: launches, compute, attention or memory, copies. Formulas:
/// encoder: L·o (o of eager decoders where kernels are launched one by one) + max([2P(bs + s½) ÷ (F·η) + 4·L·H·b·s² ÷
/// (F₁₆·η_a)], weight bytes ÷ (BW·η)); cnn: o + b·input ÷ copy + max(FLOP·b ÷ (F·η), activation bytes·b ÷ (BW·η));
/// dlrm: smoothmax₁.₅(o, FLOP·b ÷ (F·η) + look-up bytes·b ÷ (BW·η)).
[[nodiscard]] Time batch(const BatchDeployment& deployment, double items);

/// Bytes of the weights; of the embedding tables where the model says their size.
[[nodiscard]] double weightBytes(const BatchDeployment& deployment);
/// Bytes of the device that weights may use: GiB · 2³⁰ · memory_share − memory_reserve.
[[nodiscard]] double usableBytes(const catalog::Hardware& accelerator);

/// The group of measured runs whose error applies.
[[nodiscard]] const Fit& fit(const BatchDeployment& deployment);

} // namespace catenary::inference
