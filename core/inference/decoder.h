// SPDX-License-Identifier: Apache-2.0
// Iterations of a language-model server on accelerators: memory, decode step, prefill, mixed iterations. Sources of the
// formulas: arithmetic of transformer inference ("How to scale your model", inference chapter), all-reduce cost of
// nccl-tests PERFORMANCE.md, expert counts by independent choice; shares and overheads are fitted (constants.h).
#pragma once

#include "core/inference/constants.h"
#include "core/inference/inference.h"
#include "core/inference/iteration_time.h"
#include "core/inference/shape.h"
#include "core/inference/work.h"

namespace catenary::inference {

/// How a model is served: `accelerators` share each layer (tensor parallelism).
struct Deployment {
    const catalog::Model* model = nullptr;          ///< of family "decoder"; outlives the Decoder
    const catalog::Hardware* accelerator = nullptr; ///< with physics
    int tensor_parallel = 1;
    Precision weights = Precision::Fp16;
    /// Absent: as the weights. Products compute in the wider of both: 8-bit weights with 16-bit activations in fp16.
    std::optional<Precision> activations;
    std::optional<Precision> kv;             ///< absent: 8 bit for 8- and 4-bit weights on C++ engines, else 16 bit
    const catalog::Engine* engine = nullptr; ///< outlives the Decoder
    /// Mixture of experts only: experts are spread over the accelerators, attention is not split; each accelerator
    /// holds the cache of its own sequences, and tokens travel to their experts and back.
    bool expert_parallel = false;
};

/// A model on accelerators. Cheap to make; all members are pure.
class Decoder {
public:
    explicit Decoder(const Deployment& deployment, const Constants& constants = inference::constants());

    [[nodiscard]] const Shape& shape() const { return m_shape; }
    [[nodiscard]] const Deployment& deployment() const { return m_deployment; }
    [[nodiscard]] double weightBytes() const { return m_weightBytes; }
    /// Bytes cached for one token of context: 2 · layers · KV heads · head size · bytes; less for latent attention.
    [[nodiscard]] double kvBytesPerToken() const { return m_shape.kv_elements * m_kvBytes; }
    /// Bytes for weights and cache on all devices: n · (GiB · 2³⁰ · memory_share − memory_reserve).
    [[nodiscard]] double usableBytes() const { return m_usableBytes; }
    /// Tokens of context that fit beside the weights: (usable − weights) ÷ (KV bytes · copies); below 0: do not fit.
    /// KV heads are copied where there are fewer than devices.
    [[nodiscard]] double kvTokens() const;
    /// The arithmetic of `kvTokens` for a person.
    [[nodiscard]] std::string memoryStatement() const;
    /// Bytes over the links between accelerators in one second.
    [[nodiscard]] double linkRate() const { return m_linkRate; }

    /// One iteration: `decoding` sequences that hold `context_tokens` tokens in all, and `prefill_tokens` tokens of
    /// prompts, which see `prefill_context` tokens of their own prompt on average.
    [[nodiscard]] Time iteration(double decoding, double context_tokens, double prefill_tokens,
                                 double prefill_context) const;
    [[nodiscard]] Time step(double sequences, double mean_context) const {
        return iteration(sequences, sequences * mean_context, 0, 0);
    }
    /// Time to the first token of `prompts` of `tokens` each, read together on an idle server.
    [[nodiscard]] Time prefill(double tokens, double prompts = 1) const {
        return iteration(0, 0, tokens * prompts, tokens / 2);
    }

    /// What an iteration computes and moves; arguments as of `iteration`. FLOP: 2 · active parameters · tokens + 4 · L
    /// · heads · head size · context; bytes: weights touched, the cache as often as devices read it, activations.
    [[nodiscard]] Work work(double decoding, double context_tokens, double prefill_tokens,
                            double prefill_context) const;
    /// Of all devices.
    [[nodiscard]] Roof roof() const;

    /// `iteration` for the engines: equal to it at the numbers of tokens in its table, linear in the tokens between
    /// them; up to `most_tokens`, >= 1.
    [[nodiscard]] IterationTime iterationTime(double most_tokens) const;

    /// The group of measured runs whose error applies to a step.
    [[nodiscard]] const Accuracy& accuracy() const;

private:
    /// Products outside experts. The output matrix takes part with tokens that are sampled from: as tokens of all
    /// products these are `denseTokens`.
    void addDense(Time& time, double dense_tokens) const;
    [[nodiscard]] double denseTokens(double tokens, double sampled) const;
    void addExperts(Time& time, double tokens) const;
    void addCommunication(Time& time, double tokens) const;
    /// All other kernels whose time depends on the tokens of the iteration alone.
    void addTokens(Time& time, double tokens) const;
    [[nodiscard]] double contextToken_ms() const; ///< reading the cache of one token
    [[nodiscard]] double prefillPair_ms() const;  ///< a prompt token that looks at a token before it

    Deployment m_deployment;
    Shape m_shape;
    Peak m_peak; ///< of one device, in matrix products
    double m_devices = 1;
    double m_weightSize = 2, m_denseSize = 2, m_kvBytes = 2; ///< bytes per number
    double m_denseCopies = 1;                                ///< accelerators that each hold all weights but experts
    double m_weightBytes = 0, m_usableBytes = 0;
    double m_memoryShare = 0, m_memoryReserve = 0;
    double m_compute = 0;    ///< FLOP/s of all devices in matrix products
    double m_attention = 0;  ///< FLOP/s of all devices in prefill attention
    double m_weightRate = 0; ///< bytes/s of all devices reading weights
    double m_kvSharing = 1;  ///< devices that share the KV cache; the others hold copies
    double m_kvRate = 0;     ///< bytes/s reading the KV cache, over the devices that share it
    double m_passes_s = 0;   ///< of one token's hidden states through the memory of one device
    double m_tokensHalf = 0, m_knee = 1;
    double m_expertCompute = 0, m_expertRate = 0, m_expertLayer_s = 0, m_expertPopularity = 0;
    double m_launchKnee = 1;
    double m_layer_s = 0, m_step_s = 0, m_sequence_s = 0, m_prompt_s = 0;
    double m_exchange_s = 0; ///< latency of one exchange between the accelerators
    double m_linkRate = 0;
};

} // namespace catenary::inference
