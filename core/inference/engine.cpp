// SPDX-License-Identifier: Apache-2.0
#include "core/inference/engine.h"

#include "core/inference/inference.h"

namespace catenary::inference {

Overheads overheads(const catalog::Engine& engine, const catalog::Hardware& device, const Constants& constants) {
    const bool rocm = device.platform == "rocm";
    const double host = hostFactor(device, constants) * 1e-6;
    const auto of = [&](const std::string& id) { return constants.*constant(id); };
    const auto seconds = [&](const std::optional<double>& given_us, double rocm_us, const std::string& id) {
        return given_us ? *given_us * 1e-6 : rocm ? rocm_us * 1e-6 : of(id) * host;
    };
    Overheads result;
    result.layer_s = seconds(engine.layer_us, constants.rocm_layer, engine.layer);
    result.step_s = seconds(engine.step_us, constants.rocm_step, engine.step);
    result.sequence_s = seconds(engine.sequence_us, constants.rocm_sequence, engine.sequence);
    if (!engine.prompt.empty()) result.prompt_s = of(engine.prompt) * 1e3 * host;
    result.passes = of(engine.passes);
    if (!engine.reread.empty()) result.reread = rocm ? 1 : of(engine.reread);
    result.allreduce_latency_us = rocm ? constants.rocm_allreduce_latency : of(engine.allreduce_latency);
    result.allreduce_hop_us = of(engine.allreduce_hop);
    result.allreduce_bandwidth = of(engine.allreduce_bandwidth);
    return result;
}

} // namespace catenary::inference
