// SPDX-License-Identifier: Apache-2.0
// What changes the time of a language-model server without changing its model: prefix caches, speculative decoding,
// prefill on servers of its own.
#pragma once

#include "core/inference/serving.h"

namespace catenary::inference {

/// Time to the first token of a prompt whose first `hit` (0 … 1) is in the cache: only the rest is read, and sees all
/// of it.
[[nodiscard]] Time prefillWithCache(const Decoder& server, double tokens, double hit);

/// Sequences that fit into the cache when all share the first `shared_tokens`, which are stored once. 0: none fits.
[[nodiscard]] double sequencesWithSharedPrefix(const Decoder& server, double shared_tokens, double own_tokens);

/// A small model guesses, the large one checks all guesses at once.
struct Speculation {
    double tokens = 4;        ///< guessed in a round
    double acceptance = 0.7;  ///< probability that a guess is right, independent of the others; 0 … 1
    double draft_step_ms = 0; ///< of the small model, for all sequences
};

/// Tokens that a round yields: (1 − α^(γ+1)) ÷ (1 − α), the one beyond the guesses included (Leviathan, Kalman and
/// Matias, "Fast inference from transformers via speculative decoding", 2023).
[[nodiscard]] double tokensPerRound(const Speculation& speculation);

/// Time per output token of `sequences`: (γ · draft + verify) ÷ tokens of a round, where verify is an iteration over
/// γ + 1 tokens of each sequence.
[[nodiscard]] Time speculativeStep(const Decoder& server, double sequences, double mean_context,
                                   const Speculation& speculation);

/// Servers that only read prompts and servers that only decode.
struct Disaggregation {
    double prefill_ms = 0;      ///< of a prompt
    double transfer_ms = 0;     ///< of its cache: prompt tokens · KV bytes ÷ link rate
    Time step;                  ///< of the decoding servers, without prompts
    double prefill_servers = 0; ///< kept busy: rate · prefill
    double decode_servers = 0;  ///< kept busy: rate · output tokens · step ÷ sequences of a server
};

/// `rate` requests a second of these lengths, `sequences` on each decoding server. Structure: DistServe (OSDI 2024),
/// Splitwise (ISCA 2024).
[[nodiscard]] Disaggregation disaggregate(const Decoder& prefill, const Decoder& decode, double rate, double sequences,
                                          const Lengths& lengths);

} // namespace catenary::inference
