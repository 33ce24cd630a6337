// SPDX-License-Identifier: Apache-2.0
#include "core/inference/training.h"

#include "core/inference/shape.h"

#include <cmath>

namespace catenary::inference {

TrainingTime train(const TrainingRun& run, const Constants& constants) {
    const Shape shape = shapeOf(*run.model);
    const double passes = run.adapters_only ? 4 : 6;
    const double products = passes * shape.active() * run.tokens;
    // Half of the positions lie before a token; forward once, backward twice.
    const double attention = passes * shape.layers * shape.heads * shape.head_dim * run.sequence_tokens * run.tokens;
    const double rate = run.accelerators * peak(*run.accelerator, Precision::Fp16).flops * constants.training_mfu;

    TrainingTime result;
    result.operations = products + attention;
    Time& time = result.time;
    time.terms.push_back(
        {"matrix products", products / rate * 1e3, "6 × parameters × tokens ÷ (devices × peak × share)"});
    time.terms.push_back(
        {"attention", attention / rate * 1e3, "6 × layers × hidden × sequence × tokens ÷ (devices × peak × share)"});
    const double idle = (run.pipeline - 1) / run.micro_batches;
    time.terms.push_back({"idle stages", result.operations / rate * idle * 1e3, "(stages − 1) ÷ micro-batches"});
    if (run.failures_per_accelerator_h <= 0) return result;
    const double working_s = time.ms() / 1e3;
    const double between_s = 3600 / (run.failures_per_accelerator_h * run.accelerators);
    result.checkpoint_every_s = std::sqrt(2 * run.checkpoint_s * between_s);
    if (result.checkpoint_every_s > 0)
        time.terms.push_back({"checkpoints", working_s / result.checkpoint_every_s * run.checkpoint_s * 1e3,
                              "work ÷ interval × time of a checkpoint"});
    time.terms.push_back({"failures", working_s / between_s * (result.checkpoint_every_s / 2 + run.restart_s) * 1e3,
                          "work ÷ time between failures × (interval ÷ 2 + restart)"});
    return result;
}

double trainingBytes(const TrainingRun& run) {
    return shapeOf(*run.model).total() * (run.adapters_only ? 2 : 16) / run.accelerators;
}

} // namespace catenary::inference
