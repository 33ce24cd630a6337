// SPDX-License-Identifier: Apache-2.0
// Continuous batching of a language-model server as a fixed point on its occupancy. A step takes
// base + per_prefill_token·p + (per_sequence + per_context_token·c)·B with B sequences of mean context c decoding and p
// prompt tokens prefilled in it; sequences stay for their output tokens, prompts come at the rate of requests.
// Structure: S. Agrawal and others, "Taming throughput-latency tradeoff in LLM inference with Sarathi-Serve" (2024),
// §4, for chunked prefill; the occupancy by Little's law.
#pragma once

#include "core/network/network.h"

namespace catenary::analysis {

struct DecoderLoad {
    double rate = 0;           ///< requests per ms of one instance
    double prompt = 0;         ///< mean prompt tokens to prefill, cached prefixes taken off
    double context = 0;        ///< mean prompt tokens held, cached ones too
    double output = 1;         ///< mean output tokens
    double tokensPerStep = 1;  ///< of one sequence; above 1 with speculation
    double sequenceFactor = 1; ///< of the cost of a sequence in a step, for speculated tokens
};

struct DecoderFigures {
    bool stable = true;
    double capacity = 0;        ///< requests per ms of one instance
    double sequences = 0;       ///< most that decode at once
    double occupancy = 0;       ///< mean number decoding
    double step = 0;            ///< step seen by a decoding sequence, ms
    double alone = 0;           ///< the part of a step that each further sequence adds, ms
    double prefill = 0;         ///< time a prompt of mean length takes from the start of its prefill to its first token
    double prefillPerToken = 0; ///< of it, for each prompt token
    double prefillLoad = 0;     ///< share of time that prompts are being prefilled
    double utilisation = 0;     ///< share of time steps run
};

[[nodiscard]] DecoderFigures solveDecoderQueue(const network::DecoderStation& station, const DecoderLoad& load);

/// Mean tokens of one round with `tokens` drafted, each accepted with this chance: (1 − α^(γ+1))/(1 − α) (Leviathan,
/// Kalman, Matias 2023).
[[nodiscard]] double speculatedTokens(int tokens, double acceptance);

} // namespace catenary::analysis
