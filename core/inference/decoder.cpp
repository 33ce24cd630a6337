// SPDX-License-Identifier: Apache-2.0
#include "core/inference/decoder.h"

#include "core/inference/engine.h"
#include "core/support/json.h"

#include <algorithm>
#include <cmath>

namespace catenary::inference {

namespace {

std::string rounded(double value) {
    return support::shortestNumber(std::round(value * 10) / 10);
}

double shareOfPeak(Precision computed, const Constants& constants) {
    switch (computed) {
    case Precision::Fp4:
        return constants.mfu_fp4;
    case Precision::Fp8:
    case Precision::Int8:
        return constants.mfu_fp8;
    default:
        return constants.mfu_fp16;
    }
}

/// Splits the joint time of two parts into shares that add up to it.
void addJoint(Time& time, double first_s, double second_s, double knee, Term first, Term second) {
    const double larger = std::max(first_s, second_s);
    if (larger > 0) {
        const double a = std::pow(first_s / larger, knee), b = std::pow(second_s / larger, knee);
        const double total_ms = larger * std::pow(a + b, 1 / knee) * 1e3;
        first.ms = total_ms * a / (a + b);
        second.ms = total_ms * b / (a + b);
    }
    time.terms.push_back(first);
    time.terms.push_back(second);
}

constexpr double densest = 32;   ///< tokens up to which every number of them is in the table of IterationTime
constexpr double ratio = 1.0625; ///< of one number of tokens to the next beyond

} // namespace

Decoder::Decoder(const Deployment& deployment, const Constants& constants)
    : m_deployment(deployment), m_shape(shapeOf(*deployment.model)) {
    const catalog::Hardware& device = *deployment.accelerator;
    const catalog::Engine& engine = *deployment.engine;
    const Overheads added = overheads(engine, device, constants);
    const bool rocm = device.platform == "rocm";
    m_devices = deployment.tensor_parallel;

    m_weightSize = bytesPerWeight(deployment.weights, constants);
    m_denseSize = std::max(m_weightSize, m_shape.dense_bytes);
    const bool lowBits = m_weightSize < 2 && engine.host == "cpp" && !m_shape.latent && m_shape.dense_bytes <= 0;
    m_kvBytes = deployment.kv ? bytesPerWeight(*deployment.kv, constants) : lowBits ? 1 : 2;
    // Where attention is not split, each accelerator holds and reads all that is not an expert.
    m_denseCopies = deployment.expert_parallel ? m_devices : 1;
    m_weightBytes = inference::weightBytes(m_shape, m_weightSize) +
                    (m_denseCopies - 1) * (m_shape.dense_parameters + m_shape.embedding_parameters) * m_denseSize;
    m_memoryShare = engine.memory_share;
    m_memoryReserve = constants.memory_reserve;
    m_usableBytes = m_devices * (device.hbm_gib * std::pow(2.0, 30) * m_memoryShare - m_memoryReserve * 1e9);

    const Precision wider = deployment.activations && bytesPerWeight(*deployment.activations, constants) > m_weightSize
                                ? *deployment.activations
                                : deployment.weights;
    m_peak = peak(device, wider);
    const double computeFactor = (rocm ? constants.rocm_mfu : 1) * powerShare(device, constants);
    m_compute = m_devices * m_peak.flops * shareOfPeak(m_peak.computed, constants) * computeFactor;
    m_attention = m_devices * device.tflops_fp16 * 1e12 * constants.mfu_attention * computeFactor;
    const double bandwidth = device.hbm_gb_per_s * 1e9;
    const double weightRate = bandwidth * constants.bandwidth_weights;
    m_weightRate = m_devices * weightRate;
    m_kvSharing = deployment.expert_parallel ? m_devices : m_shape.latent ? 1 : std::min(m_devices, m_shape.kv_heads);
    const double reread = std::pow(m_shape.heads / m_shape.kv_heads, m_shape.latent ? 0 : added.reread);
    m_kvRate = m_kvSharing * bandwidth * constants.bandwidth_kv * (rocm ? constants.rocm_bandwidth_kv : 1) / reread;
    m_passes_s = m_shape.layers * added.passes * m_shape.hidden * 2 / weightRate;
    m_tokensHalf = constants.tokens_half;
    m_knee = constants.knee;

    const double width = deployment.model->expert_ffn;
    m_expertCompute = m_compute * width / (width + constants.moe_width_half);
    m_expertRate = m_weightRate * constants.moe_bandwidth;
    m_expertLayer_s = constants.moe_layer * 1e-6;
    m_expertPopularity = constants.moe_popularity;

    m_launchKnee = constants.launch_knee;
    m_layer_s = added.layer_s;
    m_step_s = added.step_s;
    m_sequence_s = added.sequence_s;
    m_prompt_s = added.prompt_s * m_devices;
    const bool ownLink = device.interconnect != "pcie";
    m_exchange_s = (added.allreduce_latency_us + (m_devices - 2) * added.allreduce_hop_us +
                    (ownLink ? 0 : constants.pcie_latency)) *
                   1e-6;
    m_linkRate = device.link_gb_per_s * 1e9 * added.allreduce_bandwidth * (ownLink ? 1 : constants.pcie_share);
}

double Decoder::kvTokens() const {
    const double copies = m_deployment.expert_parallel ? 1
                          : m_shape.latent             ? m_devices
                                                       : std::max(1.0, m_devices / m_shape.kv_heads);
    return (m_usableBytes - m_weightBytes) / (kvBytesPerToken() * copies);
}

std::string Decoder::memoryStatement() const {
    const std::string devices =
        support::shortestNumber(m_devices) + " × (" + support::shortestNumber(m_deployment.accelerator->hbm_gib) +
        " GiB × " + support::shortestNumber(m_memoryShare) + " − " + support::shortestNumber(m_memoryReserve) +
        " GB) = " + rounded(m_usableBytes / 1e9) + " GB";
    return devices + ", weights " + rounded(m_weightBytes / 1e9) + " GB (" + rounded(m_shape.total() / 1e9) +
           " billion at " + support::shortestNumber(m_weightSize) + " bytes), " + rounded(kvBytesPerToken() / 1e3) +
           " kB of cache for each token of context";
}

/// Matrix products over so many tokens: 2·P·T operations against reading P weights.
void Decoder::addDense(Time& time, double dense_tokens) const {
    addJoint(time, 2 * m_shape.dense_parameters * (dense_tokens + m_tokensHalf) / m_compute,
             m_shape.dense_parameters * m_denseSize * m_denseCopies / m_weightRate, m_knee,
             {"compute", 0, "2 × parameters × tokens ÷ (devices × peak × share)"},
             {"read weights", 0, "weight bytes ÷ (devices × bandwidth × share)"});
}

double Decoder::denseTokens(double tokens, double sampled) const {
    return tokens - (tokens - sampled) * m_shape.output_parameters / m_shape.dense_parameters;
}

void Decoder::addExperts(Time& time, double tokens) const {
    if (m_shape.experts <= 0) return;
    const double layers = m_shape.expert_layers;
    const double chosen = tokens * m_shape.experts_active;
    const double touched = expertsTouched(m_shape, tokens, m_expertPopularity);
    addJoint(time, 2 * layers * m_shape.expert_parameters * chosen / m_expertCompute,
             layers * touched * m_shape.expert_parameters * m_weightSize / m_expertRate, m_knee,
             {"compute experts", 0, "2 × expert parameters × tokens × active experts ÷ (devices × peak × share)"},
             {"read experts", 0, "bytes of the experts touched ÷ (devices × bandwidth × share)"});
    time.terms.push_back({"expert dispatch", layers * m_expertLayer_s * 1e3, "expert layers × dispatch time"});
}

void Decoder::addCommunication(Time& time, double tokens) const {
    if (m_devices <= 1) return;
    const double bytes = tokens * m_shape.hidden * 2;
    if (m_deployment.expert_parallel) {
        // A token goes once to each other accelerator that holds one of its experts, in fp8, and back in 16 bits: 1.5
        // of its hidden state in all.
        const double others = (m_devices - 1) * (1 - std::pow(1 - 1 / m_devices, m_shape.experts_active));
        const double sent = 1.5 * bytes * others / m_devices;
        const double transfer = m_linkRate > 0 ? sent / m_linkRate : 0;
        time.terms.push_back({"all-to-all", m_shape.layers * (2 * m_exchange_s + transfer) * 1e3,
                              "layers × (2 × latency + tokens × others that hold an expert × 3 × hidden ÷ n ÷ link)"});
        return;
    }
    const double transfer = m_linkRate > 0 ? 2 * (m_devices - 1) / m_devices * bytes / m_linkRate : 0;
    time.terms.push_back({"all-reduce", 2 * m_shape.layers * (m_exchange_s + transfer) * 1e3,
                          "2 × layers × (latency + 2(n − 1)/n × bytes ÷ link rate)"});
}

void Decoder::addTokens(Time& time, double tokens) const {
    addExperts(time, tokens);
    const double own = m_deployment.expert_parallel ? tokens / m_devices : tokens;
    time.terms.push_back({"move activations", own * m_passes_s * 1e3,
                          "tokens × layers × passes × hidden × 2 bytes ÷ (bandwidth × share)"});
    addCommunication(time, tokens);
}

double Decoder::contextToken_ms() const {
    return kvBytesPerToken() / m_kvRate * 1e3;
}

double Decoder::prefillPair_ms() const {
    return 4 * m_shape.layers * m_shape.heads * m_shape.head_dim / m_attention * 1e3;
}

Time Decoder::iteration(double decoding, double context_tokens, double prefill_tokens, double prefill_context) const {
    Time time;
    time.terms.reserve(12);
    // A prompt counts as the part of a sequence that its tokens are.
    const double prompts = prefill_tokens > 0 && prefill_context > 0 ? prefill_tokens / (2 * prefill_context) : 0;
    const double tokens = decoding + prefill_tokens;
    addDense(time, denseTokens(tokens, std::min(decoding + prompts, tokens)));
    addTokens(time, tokens);
    if (context_tokens > 0)
        time.terms.push_back({"read KV cache", context_tokens * contextToken_ms(),
                              "tokens of context × KV bytes ÷ (devices × bandwidth × share)"});
    if (prefill_tokens > 0)
        time.terms.push_back({"prefill attention", prefill_tokens * prefill_context * prefillPair_ms(),
                              "4 × layers × heads × head size × tokens × mean context ÷ (devices × peak × share)"});
    const double launches_ms = m_shape.layers * m_layer_s * 1e3;
    const double kernels_ms = time.ms();
    time.terms.push_back({"layers",
                          m_deployment.engine->launches_overlap
                              ? smoothMax(kernels_ms, launches_ms, m_launchKnee) - kernels_ms
                              : launches_ms,
                          "layers × launch time of the engine, what of it does not overlap"});
    const double ranks = m_deployment.expert_parallel ? m_devices : 1;
    const double host_s =
        m_step_s + (decoding + prompts) / ranks * m_sequence_s + (prefill_tokens > 0 ? m_prompt_s : 0);
    time.terms.push_back({"host", host_s * 1e3, "step time + sequences × time per sequence"});
    return time;
}

IterationTime Decoder::iterationTime(double most_tokens) const {
    IterationTime result;
    for (double tokens = 0;; tokens = tokens < densest ? tokens + 1 : std::ceil(tokens * ratio)) {
        Time dense;
        Time kernels;
        dense.terms.reserve(2);
        kernels.terms.reserve(6);
        addDense(dense, tokens);
        addTokens(kernels, tokens);
        result.m_tokens.push_back(tokens);
        result.m_dense_ms.push_back(dense.ms());
        result.m_kernels_ms.push_back(kernels.ms());
        if (tokens >= most_tokens && result.m_tokens.size() > 1) break;
    }
    const double ranks = m_deployment.expert_parallel ? m_devices : 1;
    result.m_outputShare = m_shape.output_parameters / m_shape.dense_parameters;
    result.m_perContextToken = contextToken_ms();
    result.m_perPrefillPair = prefillPair_ms();
    result.m_launches = m_shape.layers * m_layer_s * 1e3;
    result.m_launchKnee = m_deployment.engine->launches_overlap ? m_launchKnee : 0;
    result.m_step = m_step_s * 1e3;
    result.m_perSequence = m_sequence_s / ranks * 1e3;
    result.m_withPrompts = m_prompt_s * 1e3;
    return result;
}

const Accuracy& Decoder::accuracy() const {
    const bool rocm = m_deployment.accelerator->platform == "rocm";
    return inference::accuracy(rocm ? "amd" : m_shape.experts > 0 ? "moe" : "llm-tpot");
}

} // namespace catenary::inference
