// SPDX-License-Identifier: Apache-2.0
// A language-model server under a load: batches that start and end together, closed loops, full load, and what prefix
// caches, speculative decoding and separate prefill change. Iterations are those of decoder.h.
#pragma once

#include "core/inference/decoder.h"

namespace catenary::inference {

/// Requests alike: tokens of the prompt and of the answer.
struct Lengths {
    double input = 0, output = 0;
};

/// `batch` requests that arrive together. Those that fit into the cache with their whole length run together, the rest
/// in waves after them: prefill of all prompts, then output − 1 steps at the mean context. Terms add up to the time of
/// the whole batch.
[[nodiscard]] Time staticBatch(const Decoder& server, double batch, const Lengths& lengths);

/// Mean iteration, in which `sequences` decode and sequences · share · input ÷ output prompt tokens are read:
/// iterations with a chunk of prompt of at most `chunk` tokens alternate with plain steps.
[[nodiscard]] Time loadedStep(const Decoder& server, double sequences, const Lengths& lengths, double share,
                              double chunk);

/// Sequences that run at once where so many users each wait for an answer before asking again.
[[nodiscard]] double concurrentSequences(const Decoder& server, double users, const Lengths& lengths);

/// Mean time per output token of a closed loop of `users`. `lockstep`: all answers are equally long, so that prompts
/// are read while the others of their round wait, too.
[[nodiscard]] Time closedLoopStep(const Decoder& server, double users, const Lengths& lengths, bool lockstep,
                                  const Constants& constants = inference::constants());

/// Mean time to the first token of a closed loop of `users`. `lockstep`: prompts of a round arrive together and are
/// read one after the other, else a prompt waits for those that came before it and for its share of the iterations.
[[nodiscard]] Time closedLoopFirstToken(const Decoder& server, double users, const Lengths& lengths, bool lockstep,
                                        const Constants& constants = inference::constants());

/// Full load: `requests` offered at once to an engine that runs at most `limit` sequences. Output tokens a second.
struct FullLoad {
    double tokens_per_s = 0;
    double sequences = 0; ///< that run at once
    Time step;
};
[[nodiscard]] FullLoad fullLoad(const Decoder& server, double requests, double limit, const Lengths& lengths,
                                const Constants& constants = inference::constants());

} // namespace catenary::inference
