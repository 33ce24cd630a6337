// SPDX-License-Identifier: Apache-2.0
// Time and memory of training and fine-tuning a transformer. Operations: 6 for each parameter and token (Kaplan et al.,
// "Scaling laws for neural language models", 2020); checkpoints against failures: Daly, "A higher order estimate of the
// optimum checkpoint interval", 2006; memory of Adam: Rajbhandari et al., "ZeRO", 2020.
#pragma once

#include "core/inference/constants.h"
#include "core/inference/inference.h"

namespace catenary::inference {

struct TrainingRun {
    const catalog::Model* model = nullptr;
    const catalog::Hardware* accelerator = nullptr;
    double accelerators = 1;
    int pipeline = 1;         ///< stages that layers are split into
    double micro_batches = 1; ///< of a step, over the pipeline
    double tokens = 0;        ///< seen in all
    double sequence_tokens = 2048;
    bool adapters_only = false;            ///< the model is frozen and small adapters are trained (LoRA)
    double failures_per_accelerator_h = 0; ///< rate of what stops the run
    double checkpoint_s = 0;               ///< to write one
    double restart_s = 0;                  ///< to detect, replace and load
};

struct TrainingTime {
    Time time; ///< of the whole run
    double operations = 0;
    double checkpoint_every_s = 0; ///< √(2 · checkpoint · time between failures); 0 where nothing fails
    [[nodiscard]] double hours() const { return time.ms() / 3.6e6; }
};

/// Terms: matrix products, 6·P·D ÷ (n·F·MFU), 4·P·D for adapters; attention, 12·L·H·s ÷ 2 for each token; idle stages
/// of the pipeline, (p − 1)/m of both; writing checkpoints; work lost and restarts, τ/2 + restart for each failure.
[[nodiscard]] TrainingTime train(const TrainingRun& run, const Constants& constants = inference::constants());

/// Bytes on each accelerator when weights, gradients and optimiser are spread over all: 16 for each parameter with Adam
/// in mixed precision; 2 for a frozen one. Activations are not in it.
[[nodiscard]] double trainingBytes(const TrainingRun& run);

} // namespace catenary::inference
