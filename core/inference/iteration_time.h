// SPDX-License-Identifier: Apache-2.0
// The time of one iteration of a language-model server, as the queueing engines ask for it millions of times: a table
// over the tokens of the iteration, and straight lines in the rest. `Decoder::iterationTime` makes it from a model and
// accelerators; `IterationTime::linear` from figures an author typed in.
#pragma once

#include <vector>

namespace catenary::inference {

class IterationTime {
public:
    IterationTime() = default; ///< always 0

    /// base + per_prefill_token · prompt tokens + per_sequence · sequences decoding + per_context_token · tokens of
    /// context of those, in ms.
    [[nodiscard]] static IterationTime linear(double base_ms, double per_prefill_token_ms, double per_sequence_ms,
                                              double per_context_token_ms);

    /// ms of an iteration in which `decoding` sequences that hold `context_tokens` tokens in all bring forth a token
    /// each, and `prefill_tokens` tokens of prompts are read that see `prefill_context` tokens of their own prompt on
    /// average. All >= 0; need not be whole numbers.
    [[nodiscard]] double ms(double decoding, double context_tokens, double prefill_tokens,
                            double prefill_context) const;

    /// The same, so many times as long.
    [[nodiscard]] IterationTime times(double factor) const;

    /// What one token of context adds while its sequence decodes, ms.
    [[nodiscard]] double perContextToken_ms() const { return m_perContextToken; }

private:
    friend class Decoder;

    /// Products outside experts, and the other kernels whose time depends on the tokens of the iteration alone, at
    /// ascending numbers of tokens, linear between; beyond the last the last slope goes on.
    std::vector<double> m_tokens, m_dense_ms, m_kernels_ms;
    double m_outputShare = 0; ///< of the products outside experts, for tokens that are sampled from alone
    double m_perPrefillToken = 0;
    double m_perContextToken = 0;
    double m_perPrefillPair = 0; ///< a prompt token that looks at a token before it
    double m_launches = 0;       ///< ms of launching; hidden behind the kernels where m_launchKnee > 0
    double m_launchKnee = 0;
    double m_step = 0, m_perSequence = 0, m_withPrompts = 0; ///< of the host
};

} // namespace catenary::inference
