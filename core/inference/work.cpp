// SPDX-License-Identifier: Apache-2.0
#include "core/inference/work.h"

#include "core/inference/decoder.h"
#include "core/inference/shape.h"

#include <algorithm>
#include <cmath>

namespace catenary::inference {

double Roof::at(double intensity) const {
    return std::min(flops, intensity * bytes_per_s);
}

Roof Decoder::roof() const {
    return {m_devices * m_peak.flops, m_devices * m_deployment.accelerator->hbm_gb_per_s * 1e9, m_peak.computed};
}

Work Decoder::work(double decoding, double context_tokens, double prefill_tokens, double prefill_context) const {
    const double tokens = decoding + prefill_tokens;
    const double across = 4 * m_shape.layers * m_shape.heads * m_shape.head_dim;
    const catalog::Model& model = *m_deployment.model;
    // Decoding with latent attention meets the cached latents themselves (DeepSeek-V2, 2024, §2.1).
    const double decode =
        m_shape.latent ? 2 * m_shape.layers * m_shape.heads * (2 * model.mla_rank + model.mla_rope) : across;
    Work work;
    work.flop = 2 * m_shape.active() * tokens + decode * context_tokens + across * prefill_tokens * prefill_context;
    const double experts = m_shape.experts > 0 ? m_shape.expert_layers * m_shape.expert_parameters * m_weightSize *
                                                     expertsTouched(m_shape, tokens, m_expertPopularity)
                                               : 0;
    const double own = m_deployment.expert_parallel ? tokens : tokens * m_devices;
    work.bytes = m_shape.dense_parameters * m_denseSize * m_denseCopies + experts +
                 context_tokens * kvBytesPerToken() * m_devices / m_kvSharing +
                 own * m_passes_s * m_weightRate / m_devices;
    return work;
}

Roof roof(const BatchDeployment& deployment) {
    const catalog::Hardware& device = *deployment.accelerator;
    Precision precision = deployment.precision;
    if (deployment.model->family == "dlrm") precision = device.platform == "cpu" ? Precision::Fp32 : Precision::Fp16;
    const Peak products = peak(device, precision);
    return {products.flops, device.hbm_gb_per_s * 1e9, products.computed};
}

Work work(const BatchDeployment& deployment, double items) {
    const catalog::Model& model = *deployment.model;
    const double size = bytesPerWeight(deployment.precision), item = model.gflops_per_item * 1e9;
    if (model.family == "cnn")
        return {item * items, activationElements(model) * size * items + model.published_parameters * size};
    if (model.family == "dlrm") return {item * items, lookupBytes(model) * items};
    if (model.family == "diffusion") {
        const double evaluations = extra(model, "evaluations", 1);
        return {items * (evaluations * item + extra(model, "once_gflops", 0) * 1e9),
                evaluations * weightBytes(deployment)};
    }
    const Shape shape = shapeOf(model);
    const double tokens = deployment.tokens;
    return {2 * shape.dense_parameters * items * tokens +
                4 * shape.layers * shape.heads * shape.head_dim * items * tokens * tokens,
            shape.dense_parameters * size};
}

} // namespace catenary::inference
