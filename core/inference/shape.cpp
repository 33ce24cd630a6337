// SPDX-License-Identifier: Apache-2.0
#include "core/inference/shape.h"

#include "core/inference/batch.h"

#include <algorithm>
#include <cmath>

namespace catenary::inference {

namespace {

/// Encoder and decoder with plain layers; the decoder's attend twice, to themselves and to the encoder.
Shape speechShape(const catalog::Model& model) {
    Shape shape;
    shape.layers = model.layers;
    shape.hidden = model.hidden;
    shape.heads = model.heads;
    shape.kv_heads = model.heads;
    shape.head_dim = model.hidden / model.heads;
    const double attention = 4 * model.hidden * model.hidden, feedForward = 2 * model.hidden * model.ffn;
    shape.encoder_parameters = extra(model, "encoder_layers", model.layers) * (attention + feedForward);
    shape.dense_parameters = model.layers * (2 * attention + feedForward) + model.vocabulary * model.hidden;
    shape.embedding_parameters = (extra(model, "positions", 0) + extra(model, "encoder_frames", 0)) * model.hidden;
    shape.kv_elements = 2 * model.layers * model.hidden;
    return shape;
}

} // namespace

Shape shapeOf(const catalog::Model& model) {
    if (model.family == "speech") return speechShape(model);
    const bool decoder = model.family == "decoder";
    Shape shape;
    shape.layers = model.layers;
    shape.hidden = model.hidden;
    shape.heads = model.heads;
    shape.kv_heads = model.kv_heads > 0 ? model.kv_heads : model.heads;
    shape.head_dim = model.head_dim > 0 ? model.head_dim : (model.heads > 0 ? model.hidden / model.heads : 0);
    shape.latent = model.mla_rank > 0;

    const double matrices = extra(model, "gated", decoder ? 1 : 0) > 0 ? 3 : 2;
    const double heads =
        2 * model.hidden * shape.heads * shape.head_dim + 2 * model.hidden * shape.kv_heads * shape.head_dim;
    const double attention = extra(model, "attention_parameters_per_layer", heads);
    const double embedding = model.vocabulary * model.hidden;
    shape.output_parameters = decoder ? embedding : 0;
    shape.dense_parameters = model.layers * attention + shape.output_parameters;
    if (model.experts > 0) {
        const double dense = extra(model, "dense_layers", 0);
        shape.experts = model.experts;
        shape.experts_active = model.experts_active;
        shape.expert_layers = model.layers - dense;
        shape.expert_parameters = matrices * model.hidden * model.expert_ffn;
        const double shared = model.shared_experts * shape.expert_parameters;
        const double router = model.hidden * model.experts;
        shape.dense_parameters += dense * matrices * model.hidden * model.ffn + shape.expert_layers * (shared + router);
    } else {
        shape.dense_parameters += model.layers * matrices * model.hidden * model.ffn;
    }
    const bool tied = decoder && extra(model, "tied_embeddings", 0) > 0;
    shape.embedding_parameters = (tied ? 0 : embedding) + extra(model, "positions", 0) * model.hidden;
    shape.kv_elements =
        shape.latent ? model.layers * (model.mla_rank + model.mla_rope)
                     : 2 * model.layers * shape.kv_heads * shape.head_dim * extra(model, "full_attention_share", 1);
    shape.dense_bytes = extra(model, "dense_bytes", 0);
    return shape;
}

double weightBytes(const Shape& shape, double bytes_per_weight) {
    return (shape.dense_parameters + shape.embedding_parameters) * std::max(bytes_per_weight, shape.dense_bytes) +
           shape.expert_layers * shape.experts * shape.expert_parameters * bytes_per_weight;
}

double expertsTouched(const Shape& shape, double tokens, double popularity) {
    if (shape.experts <= 0) return 0;
    const double chosen = std::pow(1 - shape.experts_active / shape.experts, -1 / popularity) - 1;
    return shape.experts * (1 - std::pow(1 + tokens * chosen, -popularity));
}

} // namespace catenary::inference
