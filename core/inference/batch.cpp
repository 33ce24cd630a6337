// SPDX-License-Identifier: Apache-2.0
#include "core/inference/batch.h"

#include "core/inference/shape.h"

#include <algorithm>
#include <cmath>

namespace catenary::inference {

namespace {

double attentionFlops(const Shape& shape, double items, double tokens) {
    return 4 * shape.layers * shape.heads * shape.head_dim * items * tokens * tokens;
}

/// What launching takes beside the kernels: recorded launches in full; those of eager execution as far as they do not
/// overlap with the kernels.
void addLaunches(Time& time, const BatchDeployment& deployment, double recorded_ms, double eager_ms,
                 const Constants& constants) {
    if (deployment.engine != BatchDeployment::Engine::Eager) {
        if (recorded_ms > 0) time.terms.push_back({"launches", recorded_ms, "layers × launch time"});
        return;
    }
    const double kernels = time.ms();
    time.terms.push_back({"launches", smoothMax(kernels, eager_ms, constants.launch_knee) - kernels,
                          "launches one by one, what of them does not overlap"});
}

Time encoder(const BatchDeployment& deployment, double items, const Constants& constants) {
    const catalog::Hardware& device = *deployment.accelerator;
    const Shape shape = shapeOf(*deployment.model);
    const double tokens = items * deployment.tokens;
    const Peak products = peak(device, deployment.precision);
    const double power = powerShare(device, constants);
    const bool eightBit = products.computed == Precision::Fp8 || products.computed == Precision::Int8;
    const double share = (eightBit ? constants.encoder_mfu_8bit : constants.encoder_mfu_fp16) * power *
                         (deployment.engine == BatchDeployment::Engine::Compiled ? 1 : constants.encoder_general);
    const double padding = constants.encoder_tokens_half * device.tflops_fp16 / constants.encoder_reference_tflops;
    const double rate = products.flops * share;
    const double compute = 2 * shape.dense_parameters * tokens / rate;
    const double fill = 2 * shape.dense_parameters * padding / rate;
    const double attention = attentionFlops(shape, items, deployment.tokens) /
                             (device.tflops_fp16 * 1e12 * constants.encoder_mfu_attention * power);
    const double memory = shape.dense_parameters * bytesPerWeight(deployment.precision, constants) /
                          (device.hbm_gb_per_s * 1e9 * constants.encoder_bandwidth);
    Time time;
    if (memory > compute + fill + attention) {
        time.terms.push_back({"read weights", memory * 1e3, "weight bytes ÷ (bandwidth × share)"});
    } else {
        time.terms.push_back({"compute", compute * 1e3, "2 × parameters × items × tokens ÷ (peak × share)"});
        time.terms.push_back({"tile fill", fill * 1e3, "2 × parameters × padding tokens ÷ (peak × share)"});
        time.terms.push_back(
            {"attention", attention * 1e3, "4 × layers × hidden × items × tokens² ÷ (fp16 peak × share)"});
    }
    addLaunches(time, deployment, shape.layers * constants.encoder_layer * 1e-3,
                shape.layers * constants.layer_eager_2023 * 1e-3, constants);
    return time;
}

/// Convolutions, or the activations they move where that takes longer.
Term convolutions(const BatchDeployment& deployment, double items, double share, const Constants& constants) {
    const catalog::Model& model = *deployment.model;
    const catalog::Hardware& device = *deployment.accelerator;
    const double flops = model.gflops_per_item * 1e9;
    const Peak products = peak(device, deployment.precision);
    const double compute = flops * items / (products.flops * share);
    const double bytes = activationElements(model, constants) * bytesPerWeight(deployment.precision, constants);
    const double memory = bytes * items / (device.hbm_gb_per_s * 1e9 * constants.cnn_bandwidth);
    if (memory > compute) return {"move activations", memory * 1e3, "items × activation bytes ÷ (bandwidth × share)"};
    return {"compute", compute * 1e3, "items × operations ÷ (peak × share)"};
}

Time cnn(const BatchDeployment& deployment, double items, const Constants& constants) {
    const double input = 4 * extra(*deployment.model, "input_elements", constants.image_elements);
    Time time;
    time.terms.push_back({"fixed", constants.cnn_fixed * hostFactor(*deployment.accelerator, constants),
                          "server, launches and copies of a batch"});
    time.terms.push_back(
        {"copy input", items * input / (constants.cnn_copy * 1e9) * 1e3, "items × input bytes ÷ copy rate"});
    time.terms.push_back(convolutions(deployment, items, constants.cnn_mfu_fp16, constants));
    return time;
}

Time dlrm(const BatchDeployment& deployment, double items, const Constants& constants) {
    const catalog::Model& model = *deployment.model;
    const catalog::Hardware& device = *deployment.accelerator;
    const bool processors = device.platform == "cpu";
    const double host = hostFactor(device, constants);
    const double fixed = processors ? constants.dlrm_fixed_cpu : constants.dlrm_fixed * host;
    const double rate = processors ? peak(device, Precision::Fp32).flops * constants.dlrm_cpu
                                   : device.tflops_fp16 * 1e12 * constants.dlrm_mfu;
    Time time;
    time.terms.push_back({"fixed", fixed, "launch of a batch and wait for its result"});
    time.terms.push_back(
        {"compute", model.gflops_per_item * 1e9 * items / rate * 1e3, "items × operations ÷ (peak × share)"});
    time.terms.push_back({"look-ups",
                          lookupBytes(model) * items / (device.hbm_gb_per_s * 1e9 * constants.dlrm_bandwidth) * 1e3,
                          "items × embedding bytes ÷ (bandwidth × share)"});
    if (!processors) addLaunches(time, deployment, 0, constants.dlrm_launches_eager * host, constants);
    return time;
}

Time diffusion(const BatchDeployment& deployment, double items, const Constants& constants) {
    const catalog::Model& model = *deployment.model;
    const Peak products = peak(*deployment.accelerator, deployment.precision);
    const bool eightBit = products.computed == Precision::Fp8 || products.computed == Precision::Int8;
    const double share = eightBit ? constants.diffusion_mfu_8bit : constants.diffusion_mfu_fp16;
    const double rate = products.flops * share * powerShare(*deployment.accelerator, constants);
    const double ms_per_gflop = 1e9 / rate * 1e3;
    Time time;
    time.terms.push_back({"denoise", items * extra(model, "evaluations", 1) * model.gflops_per_item * ms_per_gflop,
                          "items × evaluations × operations ÷ (peak × share)"});
    time.terms.push_back({"decode image", items * extra(model, "once_gflops", 0) * ms_per_gflop,
                          "items × operations of the image decoder ÷ (peak × share)"});
    return time;
}

} // namespace

double extra(const catalog::Model& model, const char* name, double fallback) {
    const auto found = model.extra.find(name);
    if (found == model.extra.end()) return fallback;
    if (found->is_boolean()) return found->get<bool>() ? 1 : 0;
    return found->is_number() ? found->get<double>() : fallback;
}

Time batch(const BatchDeployment& deployment, double items, const Constants& constants) {
    const std::string& family = deployment.model->family;
    if (family == "cnn") return cnn(deployment, items, constants);
    if (family == "dlrm") return dlrm(deployment, items, constants);
    if (family == "diffusion") return diffusion(deployment, items, constants);
    return encoder(deployment, items, constants);
}

Time itemWhenSaturated(const BatchDeployment& deployment, const Constants& constants) {
    const catalog::Model& model = *deployment.model;
    const catalog::Hardware& device = *deployment.accelerator;
    const bool processors = device.platform == "cpu";
    if (model.family == "diffusion") return diffusion(deployment, 1, constants);
    Time time;
    if (model.family == "cnn") {
        const double share =
            processors ? constants.cpu_share : constants.offline_cnn_mfu * powerShare(device, constants);
        const double rate = peak(device, deployment.precision).flops * share;
        time.terms.push_back({"compute", model.gflops_per_item * 1e12 / rate, "operations ÷ (peak × share)"});
        return time;
    }
    const Peak products = peak(device, deployment.precision);
    if (model.family == "dlrm") {
        const double share = processors ? constants.cpu_dlrm_share : constants.offline_dlrm_share;
        const double samples = extra(model, "samples_per_query", 1);
        const double rate = products.flops * share * powerShare(device, constants);
        time.terms.push_back(
            {"compute", samples * model.gflops_per_item * 1e12 / rate, "samples × operations ÷ (peak × share)"});
        time.terms.push_back({"look-ups", samples * lookupBytes(model) / (device.hbm_gb_per_s * 1e9 * share) * 1e3,
                              "samples × embedding bytes ÷ (bandwidth × share)"});
        return time;
    }
    const Shape shape = shapeOf(model);
    const double rate = products.flops * powerShare(device, constants) *
                        (processors ? constants.cpu_share : constants.offline_encoder_mfu);
    time.terms.push_back({"compute", 2 * shape.dense_parameters * deployment.tokens / rate * 1e3,
                          "2 × parameters × tokens ÷ (peak × share)"});
    time.terms.push_back({"attention", attentionFlops(shape, 1, deployment.tokens) / rate * 1e3,
                          "4 × layers × hidden × tokens² ÷ (peak × share)"});
    return time;
}

double weightBytes(const BatchDeployment& deployment) {
    const catalog::Model& model = *deployment.model;
    if (const double tables = extra(model, "table_gb", 0); tables > 0) return tables * 1e9;
    const double parameters = model.family == "encoder" ? shapeOf(model).total() : model.published_parameters;
    return parameters * bytesPerWeight(deployment.precision);
}

double activationElements(const catalog::Model& model, const Constants& constants) {
    return extra(model, "activation_elements", model.gflops_per_item * 1e9 * constants.cnn_elements_per_flop);
}

double lookupBytes(const catalog::Model& model) {
    return extra(model, "lookups", 0) * extra(model, "embedding_dim", 0) * extra(model, "bytes_per_element", 4);
}

const Accuracy& accuracy(const BatchDeployment& deployment) {
    const std::string& family = deployment.model->family;
    return accuracy(family == "cnn" || family == "dlrm" || family == "diffusion" ? family : "encoder");
}

} // namespace catenary::inference
