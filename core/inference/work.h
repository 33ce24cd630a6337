// SPDX-License-Identifier: Apache-2.0
// What a step computes and moves, for a roofline (Williams, Waterman and Patterson, "Roofline: an insightful visual
// performance model for multicore architectures", 2009): operations the model needs and bytes that must pass through
// device memory, without what hardware and software lose. Nothing here is fitted.
#pragma once

#include "core/inference/batch.h"

namespace catenary::inference {

struct Work {
    double flop = 0;
    double bytes = 0;
    [[nodiscard]] double intensity() const { return flop / bytes; } ///< FLOP ÷ byte
};

/// What the accelerators together could do at most.
struct Roof {
    double flops = 0;       ///< FLOP/s, dense, in the precision computed in
    double bytes_per_s = 0; ///< of device memory
    Precision computed = Precision::Fp16;
    [[nodiscard]] double ridge() const { return flops / bytes_per_s; } ///< FLOP ÷ byte from which the peak binds
    [[nodiscard]] double at(double intensity) const;                   ///< FLOP/s: min(peak, intensity · bandwidth)
};

/// The accelerator, which computes alone. Recommendation models: fp32 on CPUs, else fp16.
[[nodiscard]] Roof roof(const BatchDeployment& deployment);

/// A batch of `items`. encoder: 2P·b·s + 4·L·H·b·s² over the weights; cnn: FLOP·b over activations·b + weights; dlrm:
/// FLOP·b over look-ups·b; diffusion: b·(evaluations·FLOP + once) over evaluations · weights.
[[nodiscard]] Work work(const BatchDeployment& deployment, double items);

} // namespace catenary::inference
