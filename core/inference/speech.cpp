// SPDX-License-Identifier: Apache-2.0
#include "core/inference/speech.h"

#include "core/inference/batch.h"
#include "core/inference/engine.h"
#include "core/inference/shape.h"

#include <algorithm>
#include <cmath>

namespace catenary::inference {

Time transcribe(const SpeechDeployment& deployment, double sound_s, const Constants& constants) {
    const catalog::Model& model = *deployment.model;
    const catalog::Hardware& device = *deployment.accelerator;
    const Shape shape = shapeOf(model);
    const double window_s = extra(model, "window_s", 30);
    const double rounds = std::ceil(sound_s / window_s / deployment.batch);
    const Peak products = peak(device, deployment.precision);
    const double frames = deployment.batch * extra(model, "encoder_frames", 1500);
    const double rate = products.flops * constants.encoder_mfu_fp16;
    const double encoder_ms = 2 * shape.encoder_parameters * frames / rate * 1e3;
    const double read_ms = shape.dense_parameters * bytesPerWeight(deployment.precision, constants) /
                           (device.hbm_gb_per_s * 1e9 * constants.bandwidth_weights) * 1e3;
    const double compute_ms = 2 * shape.dense_parameters * deployment.batch / rate * 1e3;
    const double tokens = window_s * deployment.tokens_per_s;
    const Overheads added = overheads(*deployment.engine, device, constants);
    const double launches_ms = (shape.layers * added.layer_s + added.step_s) * 1e3;
    const double encoder_layers = extra(model, "encoder_layers", shape.layers);
    Time time;
    time.terms.push_back({"encoder", rounds * encoder_ms, "windows × 2 × parameters × frames ÷ (peak × share)"});
    time.terms.push_back({"decoder", rounds * tokens * std::max(read_ms, compute_ms),
                          "tokens × the longer of reading weights and computing"});
    time.terms.push_back({"launches", rounds * (tokens * launches_ms + encoder_layers * constants.encoder_layer * 1e-3),
                          "tokens × (layers × launch time + step time), layers of the encoder"});
    return time;
}

} // namespace catenary::inference
