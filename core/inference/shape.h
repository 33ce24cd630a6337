// SPDX-License-Identifier: Apache-2.0
// Parameter and cache counts of a transformer from its shape. Beside the fields of catalog::Model these members of
// `extra` are read: `gated` (three feed-forward matrices instead of two; default true for decoders, else false),
// `dense_layers` (first layers without experts), `attention_parameters_per_layer` (where heads do not tell),
// `full_attention_share` (of layers; the rest see only a window), `tied_embeddings` (input embedding = output matrix),
// `positions` (learned position embeddings), `dense_bytes` (least bytes per weight outside experts, of mixed
// checkpoints).
#pragma once

#include "core/catalog/catalog.h"

namespace catenary::inference {

struct Shape {
    double layers = 0, hidden = 0, heads = 0, kv_heads = 0, head_dim = 0;
    double dense_parameters = 0;     ///< in matrix products for every token: attention, feed-forward, output matrix
    double output_parameters = 0;    ///< of those, the output matrix: for tokens that are sampled from alone
    double embedding_parameters = 0; ///< input side only, not in matrix products
    double encoder_parameters = 0;   ///< of a speech model, whose decoder the others describe
    double expert_parameters = 0;    ///< of one expert of one layer
    double expert_layers = 0;
    double experts = 0, experts_active = 0;
    double kv_elements = 0; ///< numbers cached per token of context
    bool latent = false;    ///< multi-head latent attention: the cache is not split over devices
    double dense_bytes = 0; ///< at least so many bytes for a weight outside experts, of mixed checkpoints

    /// All parameters, norms and biases left out (well under 0.1 %).
    [[nodiscard]] double total() const {
        return dense_parameters + embedding_parameters + encoder_parameters +
               expert_layers * experts * expert_parameters;
    }
    /// Parameters that one token meets.
    [[nodiscard]] double active() const {
        return dense_parameters + expert_layers * experts_active * expert_parameters;
    }
};

[[nodiscard]] Shape shapeOf(const catalog::Model& model);

/// Bytes of all weights.
[[nodiscard]] double weightBytes(const Shape& shape, double bytes_per_weight);

/// Number of experts of a layer whose weights are read in a step of T tokens: E·(1 − (1 + T·c)^−a), where one token
/// touches k: c = (1 − k/E)^(−1/a) − 1. Tokens choose independently, but some experts more often than others: by rates
/// of a gamma distribution of shape a, `popularity`. Infinite, all are alike: E·(1 − (1 − k/E)^T).
[[nodiscard]] double expertsTouched(const Shape& shape, double tokens, double popularity);

} // namespace catenary::inference
