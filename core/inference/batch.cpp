// SPDX-License-Identifier: Apache-2.0
#include "core/inference/batch.h"

#include "core/inference/shape.h"

#include <algorithm>
#include <cmath>

namespace catenary::inference {

namespace {

double extra(const catalog::Model& model, const char* name, double fallback) {
    const auto found = model.extra.find(name);
    return found != model.extra.end() && found->is_number() ? found->get<double>() : fallback;
}

Time encoder(const BatchDeployment& deployment, double items) {
    const catalog::Hardware& device = *deployment.accelerator;
    const Shape shape = shapeOf(*deployment.model);
    const double tokens = items * deployment.tokens;
    const Peak products = peak(device, deployment.precision);
    const double power = traits(device.id).power_limited ? constant("encoder_t4") : 1;
    const double share = constant(products.computed == Precision::Fp16 ? "encoder_mfu_fp16" : "encoder_mfu_8bit") *
                         power *
                         (deployment.engine == BatchDeployment::Engine::Compiled ? 1 : constant("encoder_generic"));
    const double padding = constant("encoder_tokens_half") * device.tflops_fp16 / constant("encoder_reference_tflops");
    const double rate = products.flops * share;
    const double compute = 2 * shape.dense_parameters * tokens / rate;
    const double fill = 2 * shape.dense_parameters * padding / rate;
    const double attention = 4 * shape.layers * shape.heads * shape.head_dim * tokens * deployment.tokens /
                             (device.tflops_fp16 * 1e12 * constant("encoder_mfu_attention") * power);
    const double memory = shape.dense_parameters * bytesPerWeight(deployment.precision) /
                          (device.hbm_gb_per_s * 1e9 * constant("encoder_bandwidth"));
    Time time;
    const bool eager = deployment.engine == BatchDeployment::Engine::Eager;
    time.terms.push_back({"launches", shape.layers * constant(eager ? "layer_eager_2023" : "encoder_layer") * 1e-3,
                          "layers × launch time"});
    if (memory > compute + fill + attention) {
        time.terms.push_back({"read weights", memory * 1e3, "weight bytes ÷ (bandwidth × share)"});
        return time;
    }
    time.terms.push_back({"compute", compute * 1e3, "2 × parameters × items × tokens ÷ (peak × share)"});
    time.terms.push_back({"tile fill", fill * 1e3, "2 × parameters × padding tokens ÷ (peak × share)"});
    time.terms.push_back({"attention", attention * 1e3, "4 × layers × hidden × items × tokens² ÷ (fp16 peak × share)"});
    return time;
}

Time cnn(const BatchDeployment& deployment, double items) {
    const catalog::Model& model = *deployment.model;
    const catalog::Hardware& device = *deployment.accelerator;
    const double flops = model.gflops_per_item * 1e9;
    const Peak products = peak(device, deployment.precision);
    const bool half = products.computed == Precision::Fp16;
    const double compute = flops * items / (products.flops * constant(half ? "cnn_mfu_fp16" : "cnn_mfu_8bit"));
    const double moved =
        extra(model, "activation_elements", flops * constant("cnn_elements_per_flop")) * (half ? 2 : 1);
    const double memory = moved * items / (device.hbm_gb_per_s * 1e9 * constant("cnn_bandwidth"));
    Time time;
    time.terms.push_back({"fixed", constant("cnn_fixed"), "server, launches and copies of a batch"});
    time.terms.push_back(
        {"copy input",
         items * 4 * extra(model, "input_elements", constant("image_elements")) / (constant("cnn_copy") * 1e9) * 1e3,
         "items × input bytes ÷ copy rate"});
    if (memory > compute)
        time.terms.push_back({"move activations", memory * 1e3, "items × activation bytes ÷ (bandwidth × share)"});
    else
        time.terms.push_back({"compute", compute * 1e3, "items × operations ÷ (peak × share)"});
    return time;
}

Time dlrm(const BatchDeployment& deployment, double items) {
    const catalog::Model& model = *deployment.model;
    const catalog::Hardware& device = *deployment.accelerator;
    const double fixed =
        constant(deployment.engine == BatchDeployment::Engine::Eager ? "dlrm_fixed_eager" : "dlrm_fixed");
    const double compute =
        model.gflops_per_item * 1e9 * items / (device.tflops_fp16 * 1e12 * constant("dlrm_mfu")) * 1e3;
    const double bytes =
        extra(model, "lookups", 0) * extra(model, "embedding_dim", 0) * extra(model, "bytes_per_element", 4);
    const double lookups = bytes * items / (device.hbm_gb_per_s * 1e9 * constant("dlrm_bandwidth")) * 1e3;
    const double knee = constant("dlrm_knee");
    const double total = smoothMax(fixed, compute + lookups, knee);
    const double a = std::pow(fixed, knee), b = std::pow(compute + lookups, knee);
    const double work = total * b / (a + b);
    const double sum = compute + lookups;
    Time time;
    time.terms.push_back({"fixed", total - work, "launches of a batch, joined with the work by smoothmax"});
    time.terms.push_back({"compute", sum > 0 ? work * compute / sum : 0, "items × operations ÷ (fp16 peak × share)"});
    time.terms.push_back(
        {"look-ups", sum > 0 ? work * lookups / sum : 0, "items × embedding bytes ÷ (bandwidth × share)"});
    return time;
}

} // namespace

Time batch(const BatchDeployment& deployment, double items) {
    if (deployment.model->family == "cnn") return cnn(deployment, items);
    if (deployment.model->family == "dlrm") return dlrm(deployment, items);
    return encoder(deployment, items);
}

double weightBytes(const BatchDeployment& deployment) {
    const catalog::Model& model = *deployment.model;
    if (const double tables = extra(model, "table_gb", 0); tables > 0) return tables * 1e9;
    const double parameters = model.family == "encoder" ? shapeOf(model).total() : model.published_parameters;
    return parameters * bytesPerWeight(deployment.precision);
}

double usableBytes(const catalog::Hardware& accelerator) {
    return accelerator.hbm_gib * std::pow(2.0, 30) * constant("memory_share") - constant("memory_reserve") * 1e9;
}

const Fit& fit(const BatchDeployment& deployment) {
    const std::string& family = deployment.model->family;
    return fit(family == "cnn" || family == "dlrm" ? family : "encoder");
}

} // namespace catenary::inference
