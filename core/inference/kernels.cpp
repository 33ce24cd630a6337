// SPDX-License-Identifier: Apache-2.0
#include "core/inference/kernels.h"

#include "core/inference/shape.h"

#include <cmath>

namespace catenary::inference {

Time layerProducts(const catalog::Model& model, const catalog::Hardware& device, int devices, double tokens,
                   const Constants& constants) {
    const Shape shape = shapeOf(model);
    const double weights = (shape.dense_parameters - model.vocabulary * model.hidden) / shape.layers / devices;
    const double compute_s =
        2 * weights * (tokens + constants.gemm_tokens_half) / (device.tflops_fp16 * 1e12 * constants.gemm_mfu);
    const double memory_s = weights * 2 / (device.hbm_gb_per_s * 1e9 * constants.gemm_bandwidth);
    const double joint_ms = smoothMax(compute_s, memory_s, constants.gemm_knee) * 1e3;
    const double a = std::pow(compute_s, constants.gemm_knee), b = std::pow(memory_s, constants.gemm_knee);
    Time time;
    time.terms.push_back({"compute", joint_ms * a / (a + b), "2 × weights × tokens ÷ (peak × share)"});
    time.terms.push_back({"read weights", joint_ms * b / (a + b), "weight bytes ÷ (bandwidth × share)"});
    time.terms.push_back({"launches", 4 * constants.gemm_launch * 1e-3, "4 × launch time"});
    return time;
}

Time allReduce(const catalog::Hardware& device, int devices, double bytes, const Constants& constants) {
    const double rate = device.link_gb_per_s * 1e9 * constants.allreduce_kernel_bandwidth;
    Time time;
    time.terms.push_back({"latency", constants.allreduce_kernel_latency * 1e-3, "latency of an all-reduce"});
    time.terms.push_back(
        {"transfer", 2.0 * (devices - 1) / devices * bytes / rate * 1e3, "2(n − 1)/n × bytes ÷ (link × share)"});
    return time;
}

} // namespace catenary::inference
