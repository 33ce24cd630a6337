// SPDX-License-Identifier: Apache-2.0
#include "core/inference/iteration_time.h"

#include "core/inference/inference.h"

#include <algorithm>
#include <cmath>

namespace catenary::inference {

namespace {

double between(const std::vector<double>& at, const std::vector<double>& values, double x) {
    if (at.size() < 2) return at.empty() ? 0 : values.front();
    const auto above = std::clamp<std::ptrdiff_t>(std::upper_bound(at.begin(), at.end(), x) - at.begin(), 1,
                                                  static_cast<std::ptrdiff_t>(at.size()) - 1);
    const auto i = static_cast<std::size_t>(above);
    return values[i - 1] + (values[i] - values[i - 1]) * (x - at[i - 1]) / (at[i] - at[i - 1]);
}

} // namespace

IterationTime IterationTime::linear(double base_ms, double per_prefill_token_ms, double per_sequence_ms,
                                    double per_context_token_ms) {
    IterationTime result;
    result.m_step = base_ms;
    result.m_perPrefillToken = per_prefill_token_ms;
    result.m_perSequence = per_sequence_ms;
    result.m_perContextToken = per_context_token_ms;
    return result;
}

IterationTime IterationTime::times(double factor) const {
    IterationTime result = *this;
    for (std::vector<double>* times : {&result.m_dense_ms, &result.m_kernels_ms})
        for (double& time : *times) time *= factor;
    for (double* part : {&result.m_perPrefillToken, &result.m_perContextToken, &result.m_perPrefillPair,
                         &result.m_launches, &result.m_step, &result.m_perSequence, &result.m_withPrompts})
        *part *= factor;
    return result;
}

double IterationTime::ms(double decoding, double context_tokens, double prefill_tokens, double prefill_context) const {
    const bool prompts = prefill_tokens > 0;
    const double tokens = decoding + prefill_tokens;
    // A typed line knows no prompts as sequences; else one counts as the part of a sequence that its tokens are.
    double sequences = decoding;
    if (prompts && prefill_context > 0 && !m_tokens.empty()) sequences += prefill_tokens / (2 * prefill_context);
    const double dense = tokens - (tokens - std::min(sequences, tokens)) * m_outputShare;
    const double kernels = between(m_tokens, m_dense_ms, dense) + between(m_tokens, m_kernels_ms, tokens) +
                           m_perContextToken * context_tokens + m_perPrefillPair * prefill_tokens * prefill_context;
    const double launched = m_launchKnee > 0 ? smoothMax(kernels, m_launches, m_launchKnee) : kernels + m_launches;
    return launched + m_perPrefillToken * prefill_tokens + m_step + m_perSequence * sequences +
           (prompts ? m_withPrompts : 0);
}

} // namespace catenary::inference
