// SPDX-License-Identifier: Apache-2.0
#include "core/inference/techniques.h"

#include <algorithm>
#include <cmath>

namespace catenary::inference {

Time prefillWithCache(const Decoder& server, double tokens, double hit) {
    const double fresh = tokens * (1 - hit);
    return server.iteration(0, tokens * hit, fresh, tokens * hit + fresh / 2);
}

double sequencesWithSharedPrefix(const Decoder& server, double shared_tokens, double own_tokens) {
    return std::max(0.0, std::floor((server.kvTokens() - shared_tokens) / own_tokens));
}

double tokensPerRound(const Speculation& speculation) {
    const double alpha = speculation.acceptance;
    if (alpha >= 1) return speculation.tokens + 1;
    return (1 - std::pow(alpha, speculation.tokens + 1)) / (1 - alpha);
}

Time speculativeStep(const Decoder& server, double sequences, double mean_context, const Speculation& speculation) {
    const double yielded = tokensPerRound(speculation);
    Time time;
    add(time, server.iteration(sequences, sequences * mean_context, sequences * speculation.tokens, mean_context),
        1 / yielded);
    time.terms.push_back(
        {"draft", speculation.tokens * speculation.draft_step_ms / yielded, "guesses × step of the small model"});
    return time;
}

Disaggregation disaggregate(const Decoder& prefill, const Decoder& decode, double rate, double sequences,
                            const Lengths& lengths) {
    Disaggregation result;
    result.prefill_ms = prefill.prefill(lengths.input).ms();
    if (prefill.linkRate() > 0)
        result.transfer_ms = lengths.input * prefill.kvBytesPerToken() / prefill.linkRate() * 1e3;
    result.step = decode.step(sequences, lengths.input + lengths.output / 2);
    result.prefill_servers = rate * result.prefill_ms / 1e3;
    result.decode_servers = rate * lengths.output * result.step.ms() / 1e3 / sequences;
    return result;
}

} // namespace catenary::inference
