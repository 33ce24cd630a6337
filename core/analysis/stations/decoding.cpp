// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/decoding.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

double speculatedTokens(int tokens, double acceptance) {
    if (tokens <= 0) return 1.0;
    if (acceptance >= 1.0) return tokens + 1.0;
    return (1.0 - std::pow(acceptance, tokens + 1.0)) / (1.0 - acceptance);
}

DecoderFigures solveDecoderQueue(const network::DecoderStation& station, const DecoderLoad& load) {
    DecoderFigures figures;
    const network::StepTime& step = station.step;
    const double held = load.context + 0.5 * load.output; // mean context of a decoding sequence
    figures.alone = step.per_sequence_ms * load.sequenceFactor + step.per_context_token_ms * held;
    const double rounds = load.output / load.tokensPerStep;

    double most = station.max_sequences;
    if (std::isfinite(station.kv_tokens) && held > 0.0) most = std::min(most, std::floor(station.kv_tokens / held));
    most = std::min(most, std::max(station.token_budget - 1.0, 1.0) / load.sequenceFactor);
    figures.sequences = std::max(most, 0.0);
    if (figures.sequences < 1.0) { // not one sequence fits
        figures.stable = false;
        return figures;
    }

    // A full server: λ·rounds·T = B with p = λ·prompt·T prompt tokens in a step.
    const double promptsPerSequence = load.prompt / rounds; // prompt tokens in a step for each sequence decoding
    const double fullStep = step.base_ms + (figures.alone + step.per_prefill_token_ms * promptsPerSequence) * most;
    figures.capacity = most / (rounds * fullStep);
    const double budget = station.token_budget - most * load.sequenceFactor;
    if (promptsPerSequence * most > budget && load.prompt > 0.0) {
        // The token budget binds first: B sequences leave token_budget − B for prompts.
        const double bound = station.token_budget / (load.sequenceFactor + promptsPerSequence);
        const double boundStep =
            step.base_ms + (figures.alone + step.per_prefill_token_ms * promptsPerSequence) * bound;
        figures.capacity = std::min(figures.capacity, bound / (rounds * boundStep));
    }
    if (load.rate >= figures.capacity) {
        figures.stable = false;
        figures.occupancy = most;
        figures.step = fullStep;
        figures.utilisation = 1.0;
    } else {
        // A sequence sees itself and the others: T = base + alone·(1 + B) + λ·prompt·per_prefill·T, B = λ·rounds·T.
        const double shrink = 1.0 - load.rate * (load.prompt * step.per_prefill_token_ms + rounds * figures.alone);
        figures.step = (step.base_ms + figures.alone) / std::max(shrink, 1e-12);
        figures.occupancy = load.rate * rounds * figures.step;
        if (figures.occupancy > most) {
            figures.occupancy = most;
            figures.step = fullStep;
        }
        figures.utilisation = -std::expm1(-figures.occupancy - load.rate * load.prompt * step.per_prefill_token_ms);
    }
    const double chunk = std::max(station.token_budget - figures.occupancy * load.sequenceFactor, 1.0);
    const double chunks = station.chunked_prefill ? std::max(std::ceil(load.prompt / chunk), 1.0) : 1.0;
    const double others = step.base_ms + figures.alone * figures.occupancy;
    figures.prefillPerToken = step.per_prefill_token_ms;
    figures.prefill = chunks * others + step.per_prefill_token_ms * load.prompt;
    figures.prefillLoad = std::min(load.rate * (step.per_prefill_token_ms * load.prompt), 0.999);
    return figures;
}

} // namespace catenary::analysis
