// SPDX-License-Identifier: Apache-2.0
#include "core/inference/serving.h"

#include <algorithm>
#include <cmath>

namespace catenary::inference {

namespace {

/// Least prompt tokens that an engine reads in one iteration, and most.
constexpr double leastChunk = 2048, mostChunk = 8192;

Time wave(const Decoder& server, double batch, const Lengths& lengths) {
    Time time = server.prefill(lengths.input, batch);
    if (lengths.output > 1) add(time, server.step(batch, lengths.input + lengths.output / 2), lengths.output - 1);
    return time;
}

} // namespace

Time staticBatch(const Decoder& server, double batch, const Lengths& lengths) {
    const double fit = std::max(1.0, std::floor(server.kvTokens() / (lengths.input + lengths.output)));
    if (batch <= fit) return wave(server, batch, lengths);
    const double full = std::floor(batch / fit), rest = batch - full * fit;
    Time time;
    add(time, wave(server, fit, lengths), full);
    if (rest > 0) add(time, wave(server, rest, lengths), 1);
    return time;
}

Time loadedStep(const Decoder& server, double sequences, const Lengths& lengths, double share, double chunk) {
    const double context = sequences * (lengths.input + lengths.output / 2);
    const double prompt = share * sequences * lengths.input / lengths.output;
    if (prompt >= chunk) return server.iteration(sequences, context, prompt, lengths.input / 2);
    Time time;
    const double mixed = prompt / chunk;
    add(time, server.iteration(sequences, context, 0, 0), 1 - mixed);
    if (mixed > 0) add(time, server.iteration(sequences, context, chunk, lengths.input / 2), mixed);
    return time;
}

double concurrentSequences(const Decoder& server, double users, const Lengths& lengths) {
    return std::max(1.0, std::min(users, server.kvTokens() / (lengths.input + lengths.output)));
}

Time closedLoopStep(const Decoder& server, double users, const Lengths& lengths, bool lockstep,
                    const Constants& constants) {
    return loadedStep(server, concurrentSequences(server, users, lengths), lengths,
                      lockstep && server.deployment().engine->prefill_first ? constants.lockstep_prefill_first : 1,
                      std::min(mostChunk, std::max(lengths.input, leastChunk)));
}

Time closedLoopFirstToken(const Decoder& server, double users, const Lengths& lengths, bool lockstep,
                          const Constants& constants) {
    const double share = lockstep ? constants.burst_lockstep : constants.burst_mixed;
    const double before = (users - 1) / 2 * share;
    const double together = std::max(1.0, std::min(users, mostChunk / lengths.input));
    Time time;
    time.terms.push_back({"own prompt", server.prefill(lengths.input).ms(), "prefill of the prompt alone"});
    time.terms.push_back({"prompts before", before / together * server.prefill(lengths.input, together).ms(),
                          "users ÷ 2 × share × time of a prompt"});
    time.terms.push_back({"running step", closedLoopStep(server, users, lengths, lockstep, constants).ms(),
                          "the iteration under way and the next"});
    time.terms.push_back({"request", constants.request_fixed, "reading it, tokens, sending"});
    return time;
}

FullLoad fullLoad(const Decoder& server, double requests, double limit, const Lengths& lengths,
                  const Constants& constants) {
    FullLoad load;
    const double held = server.kvTokens() / (lengths.input + lengths.output);
    load.sequences = std::max(1.0, std::min({requests, limit, held}));
    load.step =
        loadedStep(server, load.sequences, lengths, 1, std::min(mostChunk, std::max(lengths.input, leastChunk)));
    const double steps = requests * lengths.output / load.sequences + lengths.output * constants.ramp;
    load.tokens_per_s = requests * lengths.output / (steps * load.step.ms()) * 1e3;
    return load;
}

} // namespace catenary::inference
