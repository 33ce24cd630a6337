// SPDX-License-Identifier: Apache-2.0
// Continuous batching of a language-model server as a birth-and-death process of the sequences that decode: with n of
// them a step takes T(n), each prompt read meanwhile adds δ(n), and a sequence leaves after its rounds. Such sharing of
// a server whose rate depends on the number served has this law whatever the lengths (F. Kelly, "Reversibility and
// stochastic networks", 1979, §3.3); beyond the places there are, those who come wait. While prompts are read nobody
// leaves and more prompts come: by the clock of the decoding, sequences come in groups, as large as a busy period of
// prompts (R. Otter, "The multiplicative process", 1949), which makes their number vary more. Steps: A. Agrawal and
// others, "Taming throughput-latency tradeoff in LLM inference with Sarathi-Serve" (2024), §4.
#pragma once

#include "core/network/network.h"

#include <vector>

namespace catenary::analysis {

struct DecoderLoad {
    double rate = 0; ///< requests per ms, of all instances together
    struct Prompt {
        double tokens = 0; ///< to read
        double cached = 0; ///< before them, in the prefix cache
        double weight = 0;
    };
    std::vector<Prompt> prompts; ///< stand for the law of the prompts; weights sum to 1
    double context = 0;          ///< mean tokens of context of a sequence that decodes, at a random instant
    double rounds = 0;           ///< mean steps of a sequence after its first token
    double roundsScv = 0;        ///< squared coefficient of variation of those
    double contextScv = 0;       ///< of the context of a sequence at a random instant
    double holdingScv = 0;       ///< of the context that a sequence holds, summed over its steps
    double sequenceFactor = 1;   ///< of the cost of a sequence in a step, for speculated tokens
};

struct DecoderFigures {
    bool stable = true;
    double capacity = 0;      ///< requests per ms, of all instances
    double places = 0;        ///< sequences that decode at once, at most, of one instance
    double occupancy = 0;     ///< mean number decoding, of one instance
    double batch = 0;         ///< mean number decoding or reading their prompts, of one instance that runs a step
    double reading = 0;       ///< mean number reading their prompts, of one instance
    double round = 0;         ///< mean time between two tokens of a sequence, steps of one token each, ms
    double roundVariance = 0; ///< of that time with the number decoding, ms²
    double relaxation = 0;    ///< time in which the number decoding forgets what it was, ms
    double promptNoise = 0;   ///< variance that prompts of others add to a sequence's stay, ms² per ms
    double full = 0;          ///< probability that all places are taken
    double fullWait = 0;      ///< mean wait for a place, ms, with those who do not wait
    double running = 0;       ///< probability that a step is under way
    struct Step {
        double length = 0, share = 0; ///< ms, and share of the time that steps run
    };
    std::vector<Step> steps;   ///< stand for the law of the steps
    double ownStep = 0;        ///< mean of what the step (the steps) of a prompt take beside its tokens, ms
    double perPromptToken = 0; ///< of it for each token of the prompt, ms
    /// Time that prompts of others keep a first token back, in its step or because they have the budget before it:
    /// mean, ms, and variance, with what it shares with the wait for the step under way and with the number decoding,
    /// ms².
    double others = 0, othersVariance = 0;
};

[[nodiscard]] DecoderFigures solveDecoderQueue(const network::DecoderStation& station, const DecoderLoad& load);

/// Mean tokens of one round with `tokens` drafted, each accepted with this chance: (1 − α^(γ+1))/(1 − α) (Leviathan,
/// Kalman, Matias 2023).
[[nodiscard]] double speculatedTokens(int tokens, double acceptance);

/// Var(mean of τ over a stay) ÷ Var(τ), where the correlation of τ falls by e in `relaxation`:
/// 2/x·(1 − (1 − e^−x)/x) with x = stay ÷ relaxation.
[[nodiscard]] double averaged(double stay, double relaxation);

} // namespace catenary::analysis
