// SPDX-License-Identifier: Apache-2.0
#include "core/inference/decoder.h"

#include "core/support/json.h"

#include <algorithm>
#include <cmath>

namespace catenary::inference {

namespace {

std::string rounded(double value) {
    return support::shortestNumber(std::round(value * 10) / 10);
}

const char* shareOfPeak(Precision computed) {
    switch (computed) {
    case Precision::Fp4:
        return "mfu_fp4";
    case Precision::Fp8:
        return "mfu_fp8";
    default:
        return "mfu_fp16";
    }
}

/// Splits the joint time of two parts into shares that add up to it.
void addJoint(Time& time, double first_s, double second_s, double knee, Term first, Term second) {
    const double total = smoothMax(first_s, second_s, knee);
    const double a = std::pow(first_s, knee), b = std::pow(second_s, knee);
    first.ms = a + b > 0 ? total * 1e3 * a / (a + b) : 0;
    second.ms = a + b > 0 ? total * 1e3 * b / (a + b) : 0;
    time.terms.push_back(std::move(first));
    time.terms.push_back(std::move(second));
}

/// Least squares of relative error: the slope of base + slope·x nearest to values.
double slopeThrough(double base, const std::vector<double>& xs, const std::vector<double>& values) {
    double above = 0, below = 0;
    for (std::size_t i = 0; i < xs.size(); ++i) {
        above += xs[i] / values[i] * (1 - base / values[i]);
        below += xs[i] / values[i] * xs[i] / values[i];
    }
    return below > 0 ? std::max(0.0, above / below) : 0;
}

} // namespace

Decoder::Decoder(const Deployment& deployment) : m_deployment(deployment), m_shape(shapeOf(*deployment.model)) {
    const catalog::Hardware& device = *deployment.accelerator;
    const Engine& engine = *deployment.engine;
    const AcceleratorTraits trait = traits(device.id);
    m_slowPeaks = trait.slow_peaks;
    m_devices = deployment.tensor_parallel;
    m_overheadFactor = m_slowPeaks ? constant("amd_overhead") : 1;

    m_weightSize = bytesPerWeight(deployment.weights);
    m_denseSize = std::max(m_weightSize, m_shape.dense_bytes);
    const bool lowBits = m_weightSize < 2 && engine.host == "cpp" && !m_shape.latent;
    m_kvBytes = deployment.kv ? bytesPerWeight(*deployment.kv) : lowBits ? 1 : 2;
    m_weightBytes = inference::weightBytes(m_shape, m_weightSize);

    const Peak products = peak(device, deployment.weights);
    const double computeFactor = m_slowPeaks ? constant("amd_mfu") : 1;
    m_compute = m_devices * products.flops * constant(shareOfPeak(products.computed)) * computeFactor;
    m_attention = m_devices * device.tflops_fp16 * 1e12 * constant("mfu_attention") * computeFactor;
    const double bandwidth = device.hbm_gb_per_s * 1e9;
    m_weightRate =
        m_devices * bandwidth * constant("bandwidth_weights") * (m_slowPeaks ? constant("amd_bandwidth_weights") : 1);
    const double sharing = m_shape.latent ? 1 : std::min(m_devices, m_shape.kv_heads);
    const double reread = engine.rereads_kv && !m_shape.latent
                              ? std::pow(m_shape.heads / m_shape.kv_heads, constant("kv_reread_exponent"))
                              : 1;
    m_kvRate =
        sharing * bandwidth * constant("bandwidth_kv") * (m_slowPeaks ? constant("amd_bandwidth_kv") : 1) / reread;

    m_layer_s = constant(engine.layer) * 1e-6 * m_overheadFactor;
    m_step_s = constant("step_" + engine.host) * 1e-6 * m_overheadFactor;
    m_sequence_s = constant("sequence_" + engine.host) * 1e-6 * m_overheadFactor;
    m_allReduceLatency_s = constant("allreduce_latency_" + engine.communication) * 1e-6 * m_overheadFactor;
    m_linkRate = device.link_gb_per_s * 1e9 * constant("allreduce_bandwidth_" + engine.communication) *
                 (trait.pcie ? constant("pcie_share") : 1);
}

double Decoder::usableBytes() const {
    const double device = m_deployment.accelerator->hbm_gib * std::pow(2.0, 30) * constant("memory_share") -
                          constant("memory_reserve") * 1e9;
    return m_devices * device;
}

double Decoder::kvTokens() const {
    const double copies = m_shape.latent ? m_devices : std::max(1.0, m_devices / m_shape.kv_heads);
    return (usableBytes() - m_weightBytes) / (kvBytesPerToken() * copies);
}

std::string Decoder::memoryStatement() const {
    const std::string devices =
        support::shortestNumber(m_devices) + " × (" + support::shortestNumber(m_deployment.accelerator->hbm_gib) +
        " GiB × " + support::shortestNumber(constant("memory_share")) + " − " +
        support::shortestNumber(constant("memory_reserve")) + " GB) = " + rounded(usableBytes() / 1e9) + " GB";
    return devices + ", weights " + rounded(m_weightBytes / 1e9) + " GB (" + rounded(m_shape.total() / 1e9) +
           " billion at " + support::shortestNumber(m_weightSize) + " bytes), " + rounded(kvBytesPerToken() / 1e3) +
           " kB of cache for each token of context";
}

/// Matrix products over so many tokens: 2·P·T operations against reading P weights, and the same for experts.
void Decoder::addProducts(Time& time, double tokens) const {
    const double padded = tokens + constant("tokens_half");
    addJoint(time, 2 * m_shape.dense_parameters * padded / m_compute,
             m_shape.dense_parameters * m_denseSize / m_weightRate, constant("knee"),
             {"compute", 0, "2 × parameters × tokens ÷ (devices × peak × share)"},
             {"read weights", 0, "weight bytes ÷ (devices × bandwidth × share)"});
    if (m_shape.experts <= 0) return;
    const double layers = m_shape.expert_layers, size = m_shape.expert_parameters;
    addJoint(
        time, 2 * layers * size * tokens * m_shape.experts_active / (m_compute * constant("moe_mfu")),
        layers * expertsTouched(m_shape, tokens) * size * m_weightSize / (m_weightRate * constant("moe_bandwidth")),
        constant("moe_knee"),
        {"compute experts", 0, "2 × expert parameters × tokens × active experts ÷ (devices × peak × share)"},
        {"read experts", 0, "bytes of the experts touched, E(1 − (1 − k/E)^tokens), ÷ (devices × bandwidth × share)"});
    time.terms.push_back({"expert dispatch", layers * constant("moe_layer") * 1e-3, "expert layers × dispatch time"});
}

double Decoder::allReduce_s(double bytes) const {
    if (m_devices <= 1) return 0;
    const double transfer = m_linkRate > 0 ? 2 * (m_devices - 1) / m_devices * bytes / m_linkRate : 0;
    return m_allReduceLatency_s + transfer;
}

Time Decoder::iteration(double decoding, double context_tokens, double prefill_tokens, double prefill_context) const {
    Time time;
    const double tokens = decoding + prefill_tokens;
    addProducts(time, tokens);
    if (context_tokens > 0)
        time.terms.push_back({"read KV cache", context_tokens * kvBytesPerToken() / m_kvRate * 1e3,
                              "tokens of context × KV bytes ÷ (devices × bandwidth × share)"});
    if (prefill_tokens > 0)
        time.terms.push_back({"prefill attention",
                              4 * m_shape.layers * m_shape.heads * m_shape.head_dim * prefill_tokens * prefill_context /
                                  m_attention * 1e3,
                              "4 × layers × heads × head size × tokens × mean context ÷ (devices × peak × share)"});
    time.terms.push_back({"layers", m_shape.layers * m_layer_s * 1e3, "layers × launch time of the engine"});
    // A prompt counts as the part of a sequence that its tokens are.
    const double prompts = prefill_tokens > 0 && prefill_context > 0 ? prefill_tokens / (2 * prefill_context) : 0;
    time.terms.push_back(
        {"host", (m_step_s + (decoding + prompts) * m_sequence_s) * 1e3, "step time + sequences × time per sequence"});
    if (m_devices > 1)
        time.terms.push_back({"all-reduce", 2 * m_shape.layers * allReduce_s(tokens * m_shape.hidden * 2) * 1e3,
                              "2 × layers × (latency + 2(n − 1)/n × bytes ÷ link rate)"});
    return time;
}

LinearStep Decoder::linear(int max_sequences, int token_budget, double prompt_tokens) const {
    std::vector<double> xs, values;
    for (double b = 1; b < max_sequences; b *= 2) xs.push_back(b);
    xs.push_back(max_sequences);
    // Weighted least squares of (base + slope·x)/f(x) = 1: two normal equations.
    double ww = 0, wx = 0, xx = 0, w1 = 0, x1 = 0;
    for (const double x : xs) {
        const double f = iteration(x, 0, 0, 0).ms();
        ww += 1 / (f * f);
        wx += x / (f * f);
        xx += x * x / (f * f);
        w1 += 1 / f;
        x1 += x / f;
    }
    LinearStep result;
    const double determinant = ww * xx - wx * wx;
    if (xs.size() > 1 && determinant > 0) {
        result.per_sequence_ms = std::max(0.0, (ww * x1 - wx * w1) / determinant);
        result.base_ms = (w1 - wx * result.per_sequence_ms) / ww;
    } else {
        result.base_ms = iteration(1, 0, 0, 0).ms();
    }
    result.per_context_token_ms = kvBytesPerToken() / m_kvRate * 1e3;

    const double longest = std::max(1.0, std::min(prompt_tokens, static_cast<double>(token_budget)));
    xs.clear();
    for (double tokens = std::max(1.0, longest / 8); tokens < longest; tokens *= 2) xs.push_back(tokens);
    xs.push_back(longest);
    for (const double tokens : xs) values.push_back(iteration(0, 0, tokens, prompt_tokens / 2).ms());
    result.per_prefill_token_ms = slopeThrough(result.base_ms, xs, values);
    return result;
}

const Fit& Decoder::fit() const {
    return inference::fit(m_slowPeaks ? "amd" : m_shape.experts > 0 ? "moe" : "dense");
}

} // namespace catenary::inference
