// SPDX-License-Identifier: Apache-2.0
#include "core/inference/constants.h"

#include "core/support/files.h"
#include "core/support/json.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace catenary::inference {

namespace {

using support::Json;

struct Member {
    std::string_view id;
    double Constants::*value;
};

constexpr Member members[] = {
    {"mfu_fp16", &Constants::mfu_fp16},
    {"mfu_fp8", &Constants::mfu_fp8},
    {"mfu_fp4", &Constants::mfu_fp4},
    {"mfu_attention", &Constants::mfu_attention},
    {"bandwidth_weights", &Constants::bandwidth_weights},
    {"bandwidth_kv", &Constants::bandwidth_kv},
    {"tokens_half", &Constants::tokens_half},
    {"knee", &Constants::knee},
    {"activation_passes", &Constants::activation_passes},
    {"activation_passes_old", &Constants::activation_passes_old},
    {"activation_passes_eager", &Constants::activation_passes_eager},
    {"layer_modern", &Constants::layer_modern},
    {"layer_2026", &Constants::layer_2026},
    {"layer_trtllm_2023", &Constants::layer_trtllm_2023},
    {"layer_trtllm_2024", &Constants::layer_trtllm_2024},
    {"layer_vllm_2024", &Constants::layer_vllm_2024},
    {"layer_eager_2023", &Constants::layer_eager_2023},
    {"step_python", &Constants::step_python},
    {"step_2026", &Constants::step_2026},
    {"step_python_old", &Constants::step_python_old},
    {"step_cpp", &Constants::step_cpp},
    {"step_cpp_old", &Constants::step_cpp_old},
    {"sequence_python", &Constants::sequence_python},
    {"sequence_python_old", &Constants::sequence_python_old},
    {"sequence_eager", &Constants::sequence_eager},
    {"sequence_cpp", &Constants::sequence_cpp},
    {"prompt_eager", &Constants::prompt_eager},
    {"allreduce_latency_old", &Constants::allreduce_latency_old},
    {"allreduce_hop_old", &Constants::allreduce_hop_old},
    {"allreduce_bandwidth_old", &Constants::allreduce_bandwidth_old},
    {"allreduce_latency_new", &Constants::allreduce_latency_new},
    {"allreduce_hop_new", &Constants::allreduce_hop_new},
    {"allreduce_bandwidth_new", &Constants::allreduce_bandwidth_new},
    {"kv_reread_vllm", &Constants::kv_reread_vllm},
    {"kv_reread_trtllm", &Constants::kv_reread_trtllm},
    {"host_aging", &Constants::host_aging},
    {"ramp", &Constants::ramp},
    {"lockstep_prefill_first", &Constants::lockstep_prefill_first},
    {"request_fixed", &Constants::request_fixed},
    {"burst_lockstep", &Constants::burst_lockstep},
    {"burst_mixed", &Constants::burst_mixed},
    {"rocm_mfu", &Constants::rocm_mfu},
    {"rocm_bandwidth_kv", &Constants::rocm_bandwidth_kv},
    {"rocm_layer", &Constants::rocm_layer},
    {"rocm_step", &Constants::rocm_step},
    {"rocm_sequence", &Constants::rocm_sequence},
    {"rocm_allreduce_latency", &Constants::rocm_allreduce_latency},
    {"moe_width_half", &Constants::moe_width_half},
    {"moe_bandwidth", &Constants::moe_bandwidth},
    {"moe_layer", &Constants::moe_layer},
    {"encoder_mfu_fp16", &Constants::encoder_mfu_fp16},
    {"encoder_mfu_8bit", &Constants::encoder_mfu_8bit},
    {"encoder_tokens_half", &Constants::encoder_tokens_half},
    {"encoder_layer", &Constants::encoder_layer},
    {"encoder_mfu_attention", &Constants::encoder_mfu_attention},
    {"low_power", &Constants::low_power},
    {"encoder_general", &Constants::encoder_general},
    {"cnn_mfu_fp16", &Constants::cnn_mfu_fp16},
    {"cnn_fixed", &Constants::cnn_fixed},
    {"cnn_copy", &Constants::cnn_copy},
    {"cnn_mfu_batching", &Constants::cnn_mfu_batching},
    {"cnn_copy_overlapped", &Constants::cnn_copy_overlapped},
    {"cnn_round_trip", &Constants::cnn_round_trip},
    {"dlrm_fixed", &Constants::dlrm_fixed},
    {"dlrm_launches_eager", &Constants::dlrm_launches_eager},
    {"dlrm_bandwidth", &Constants::dlrm_bandwidth},
    {"dlrm_mfu", &Constants::dlrm_mfu},
    {"dlrm_cpu", &Constants::dlrm_cpu},
    {"dlrm_fixed_cpu", &Constants::dlrm_fixed_cpu},
    {"offline_encoder_mfu", &Constants::offline_encoder_mfu},
    {"offline_cnn_mfu", &Constants::offline_cnn_mfu},
    {"offline_dlrm_share", &Constants::offline_dlrm_share},
    {"diffusion_mfu_fp16", &Constants::diffusion_mfu_fp16},
    {"diffusion_mfu_8bit", &Constants::diffusion_mfu_8bit},
    {"power_exponent", &Constants::power_exponent},
    {"beam_share", &Constants::beam_share},
    {"server_share", &Constants::server_share},
    {"cpu_share", &Constants::cpu_share},
    {"cpu_dlrm_share", &Constants::cpu_dlrm_share},
    {"vector_fixed_milvus", &Constants::vector_fixed_milvus},
    {"vector_candidate_milvus", &Constants::vector_candidate_milvus},
    {"vector_growth_milvus", &Constants::vector_growth_milvus},
    {"vector_segments_milvus", &Constants::vector_segments_milvus},
    {"vector_fixed_elastic", &Constants::vector_fixed_elastic},
    {"vector_candidate_elastic", &Constants::vector_candidate_elastic},
    {"vector_growth_elastic", &Constants::vector_growth_elastic},
    {"vector_segments_elastic", &Constants::vector_segments_elastic},
    {"vector_fixed_opensearch", &Constants::vector_fixed_opensearch},
    {"vector_candidate_opensearch", &Constants::vector_candidate_opensearch},
    {"vector_growth_opensearch", &Constants::vector_growth_opensearch},
    {"vector_segments_opensearch", &Constants::vector_segments_opensearch},
    {"vector_segment_growth", &Constants::vector_segment_growth},
    {"vector_4bit", &Constants::vector_4bit},
    {"vector_alone", &Constants::vector_alone},
    {"vector_parallel", &Constants::vector_parallel},
    {"vector_recall_miss", &Constants::vector_recall_miss},
    {"vector_recall_exponent", &Constants::vector_recall_exponent},
    {"vector_recall_growth", &Constants::vector_recall_growth},
    {"vector_round_trip", &Constants::vector_round_trip},
    {"vector_core_rate", &Constants::vector_core_rate},
    {"gemm_mfu", &Constants::gemm_mfu},
    {"gemm_bandwidth", &Constants::gemm_bandwidth},
    {"gemm_launch", &Constants::gemm_launch},
    {"gemm_tokens_half", &Constants::gemm_tokens_half},
    {"gemm_knee", &Constants::gemm_knee},
    {"allreduce_kernel_latency", &Constants::allreduce_kernel_latency},
    {"allreduce_kernel_bandwidth", &Constants::allreduce_kernel_bandwidth},
    {"power_per_tflops", &Constants::power_per_tflops},
    {"power_year", &Constants::power_year},
    {"launch_knee", &Constants::launch_knee},
    {"memory_share", &Constants::memory_share},
    {"memory_reserve", &Constants::memory_reserve},
    {"training_mfu", &Constants::training_mfu},
    {"fp4_bytes", &Constants::fp4_bytes},
    {"pcie_share", &Constants::pcie_share},
    {"pcie_latency", &Constants::pcie_latency},
    {"moe_popularity", &Constants::moe_popularity},
    {"encoder_bandwidth", &Constants::encoder_bandwidth},
    {"encoder_reference_tflops", &Constants::encoder_reference_tflops},
    {"cnn_bandwidth", &Constants::cnn_bandwidth},
    {"cnn_elements_per_flop", &Constants::cnn_elements_per_flop},
    {"image_elements", &Constants::image_elements},
    {"low_power_watts", &Constants::low_power_watts},
    {"host_year", &Constants::host_year},
};
static_assert(sizeof(members) / sizeof(Member) * sizeof(double) == sizeof(Constants), "every constant has an id");

[[noreturn]] void broken(const std::string& why) {
    std::fprintf(stderr, "resources/inference/constants.json: %s\n", why.c_str());
    std::abort();
}

/// Null if there is none.
double Constants::*found(std::string_view id) {
    static const std::vector<Member> sorted = [] {
        std::vector<Member> list(std::begin(members), std::end(members));
        std::ranges::sort(list, {}, &Member::id);
        return list;
    }();
    const auto it = std::ranges::lower_bound(sorted, id, {}, &Member::id);
    return it != sorted.end() && it->id == id ? it->value : nullptr;
}

double Constants::*member(const std::string& id) {
    if (double Constants::*value = found(id)) return value;
    throw std::invalid_argument("there is no constant " + id);
}

Accuracy decodeAccuracy(const Json& row) {
    const auto& band = row.at("band");
    return {row.at("id"), row.at("title"), row.at("rows"), row.at("p50"), row.at("p90"), band.at(0), band.at(1)};
}

Tables decode(const Json& json) {
    Tables tables;
    for (const Json& row : json.at("fits")) tables.fits.push_back({row.at("id"), row.at("title")});
    std::size_t given = 0;
    for (const Json& row : json.at("constants")) {
        Constant constant{row.at("id"), row.at("unit"), row.at("meaning"), row.at("fit"), member(row.at("id")), 0, 0};
        if (row.contains("range")) {
            constant.low = row.at("range").at(0);
            constant.high = row.at("range").at(1);
        }
        tables.values.*constant.value = row.at("value");
        tables.constants.push_back(std::move(constant));
        ++given;
    }
    if (given != std::size(members)) throw std::invalid_argument("a constant is missing");
    for (const Json& row : json.at("accuracy")) tables.accuracies.push_back(decodeAccuracy(row));
    for (const Json& row : json.at("vector_engines"))
        tables.vector_engines.push_back({row.at("id"), row.at("title"), member(row.at("fixed")),
                                         member(row.at("candidate")), member(row.at("growth")),
                                         member(row.at("segments")), row.at("parallel").get<bool>()});
    for (const Json& row : json.at("benchmarks"))
        tables.benchmarks.push_back({row.at("model"), row.at("title"), row.at("input_tokens").get<double>(),
                                     row.at("output_tokens").get<double>(), row.at("beams").get<double>()});
    return tables;
}

} // namespace

support::Result<Tables> readTables(std::string_view text) {
    try {
        return decode(Json::parse(text));
    } catch (const std::exception& error) {
        return tl::unexpected(support::Error{support::ErrorCode::Input, error.what(), {}, {}});
    }
}

const Tables& tables() {
    static const Tables result = [] {
        const support::EmbeddedFile* file = support::embeddedFile("resources/inference/constants.json");
        if (file == nullptr) broken("not compiled in");
        auto read = readTables(file->content);
        if (!read) broken(read.error().message);
        return std::move(*read);
    }();
    return result;
}

const Constants& constants() {
    return tables().values;
}

double Constants::*constant(std::string_view id) {
    if (double Constants::*value = found(id)) return value;
    broken("no constant " + std::string(id));
}

const Accuracy& accuracy(std::string_view id) {
    const auto& all = tables().accuracies;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Accuracy& row) { return row.id == id; });
    if (found == all.end()) broken("no accuracy " + std::string(id));
    return *found;
}

const VectorEngine* vectorEngine(std::string_view name) {
    const auto& all = tables().vector_engines;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const VectorEngine& row) { return name.starts_with(row.id); });
    return found == all.end() ? nullptr : &*found;
}

const Benchmark* benchmark(std::string_view model) {
    const auto& all = tables().benchmarks;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Benchmark& row) { return row.model == model; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace catenary::inference
