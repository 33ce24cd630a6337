// SPDX-License-Identifier: Apache-2.0
// The constants of the physics: data of resources/inference/constants.json, each with unit, meaning, the values that
// make sense and the group of measured runs it was fitted to. Every function of inference takes them as a value, so
// that a fit can try others.
#pragma once

#include "core/support/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace catenary::inference {

/// The values, by the ids of constants.json, which says unit and meaning of each.
struct Constants {
    // dense
    double mfu_fp16 = 0, mfu_fp8 = 0, mfu_fp4 = 0, mfu_attention = 0, bandwidth_weights = 0, bandwidth_kv = 0,
           tokens_half = 0, knee = 0, activation_passes = 0, activation_passes_old = 0, activation_passes_eager = 0,
           layer_modern = 0, layer_trtllm_2023 = 0, layer_trtllm_2024 = 0, layer_vllm_2024 = 0, layer_eager_2023 = 0,
           step_python = 0, step_python_old = 0, step_cpp = 0, step_cpp_old = 0, sequence_python = 0,
           sequence_python_old = 0, sequence_eager = 0, sequence_cpp = 0, prompt_eager = 0, allreduce_latency_old = 0,
           allreduce_hop_old = 0, allreduce_bandwidth_old = 0, allreduce_latency_new = 0, allreduce_hop_new = 0,
           allreduce_bandwidth_new = 0, kv_reread_vllm = 0, kv_reread_trtllm = 0, host_aging = 0, ramp = 0,
           lockstep_prefill_first = 0;
    // moe
    double layer_2026 = 0, step_2026 = 0, moe_width_half = 0, moe_bandwidth = 0, moe_layer = 0;
    // load
    double request_fixed = 0, burst_lockstep = 0, burst_mixed = 0;
    // amd
    double rocm_mfu = 0, rocm_bandwidth_kv = 0, rocm_layer = 0, rocm_step = 0, rocm_sequence = 0,
           rocm_allreduce_latency = 0;
    // encoder
    double encoder_mfu_fp16 = 0, encoder_mfu_8bit = 0, encoder_tokens_half = 0, encoder_layer = 0,
           encoder_mfu_attention = 0, low_power = 0, encoder_general = 0;
    // cnn
    double cnn_mfu_fp16 = 0, cnn_fixed = 0, cnn_copy = 0, cnn_mfu_batching = 0, cnn_copy_overlapped = 0,
           cnn_round_trip = 0;
    // dlrm
    double dlrm_fixed = 0, dlrm_launches_eager = 0, dlrm_bandwidth = 0, dlrm_mfu = 0, dlrm_cpu = 0, dlrm_fixed_cpu = 0;
    // mlperf
    double offline_encoder_mfu = 0, offline_cnn_mfu = 0, offline_dlrm_share = 0, diffusion_mfu_fp16 = 0,
           diffusion_mfu_8bit = 0, power_exponent = 0, beam_share = 0, server_share = 0, cpu_share = 0,
           cpu_dlrm_share = 0;
    // vector
    double vector_fixed_milvus = 0, vector_candidate_milvus = 0, vector_growth_milvus = 0, vector_segments_milvus = 0,
           vector_fixed_elastic = 0, vector_candidate_elastic = 0, vector_growth_elastic = 0,
           vector_segments_elastic = 0, vector_fixed_opensearch = 0, vector_candidate_opensearch = 0,
           vector_growth_opensearch = 0, vector_segments_opensearch = 0, vector_segment_growth = 0, vector_4bit = 0,
           vector_alone = 0, vector_parallel = 0, vector_recall_miss = 0, vector_recall_exponent = 0,
           vector_recall_growth = 0;
    // convention
    double vector_round_trip = 0, vector_core_rate = 0, power_per_tflops = 0, power_year = 0, launch_knee = 0,
           memory_share = 0, memory_reserve = 0, training_mfu = 0, fp4_bytes = 0, pcie_share = 0, pcie_latency = 0,
           moe_popularity = 0, encoder_bandwidth = 0, encoder_reference_tflops = 0, cnn_bandwidth = 0,
           cnn_elements_per_flop = 0, image_elements = 0, low_power_watts = 0, host_year = 0;
    // kernel
    double gemm_mfu = 0, gemm_bandwidth = 0, gemm_launch = 0, gemm_tokens_half = 0, gemm_knee = 0,
           allreduce_kernel_latency = 0, allreduce_kernel_bandwidth = 0;
};

/// What is known of a constant beside its value.
struct Constant {
    std::string id, unit, meaning;
    std::string fit; ///< id of a Fit; "convention" for constants that were set
    double Constants::*value = nullptr;
    double low = 0, high = 0; ///< values that make sense; both 0 for constants that are not fitted
};

/// What a set of constants was fitted to.
struct Fit {
    std::string id, title;
};

/// How far predictions of one kind were from measured runs that the constants had not seen.
struct Accuracy {
    std::string id, title;
    int rows = 0;             ///< measured runs; 0: none
    double p50 = 0, p90 = 0;  ///< absolute relative error
    double low = 1, high = 1; ///< measured ÷ predicted: 10th and 90th percentile
};

/// A vector database: which constants are the work of its searches.
struct VectorEngine {
    std::string id, title;
    double Constants::*fixed = nullptr;     ///< core time of a query beside its candidates
    double Constants::*candidate = nullptr; ///< core time of a candidate
    double Constants::*growth = nullptr;    ///< exponent of the number of vectors
    double Constants::*segments = nullptr;  ///< factor where segments are not merged
    bool parallel = false;                  ///< one query runs on several cores
};

/// What a public benchmark asks of a model.
struct Benchmark {
    std::string model, title;
    double input_tokens = 0, output_tokens = 0, beams = 1;
};

/// Everything in a constants file.
struct Tables {
    std::vector<Constant> constants;
    std::vector<Fit> fits;
    std::vector<Accuracy> accuracies;
    std::vector<VectorEngine> vector_engines;
    std::vector<Benchmark> benchmarks;
    Constants values;
};

/// Error: what of the file cannot be read, or is missing.
[[nodiscard]] support::Result<Tables> readTables(std::string_view text);

/// The tables compiled in, read once; an error in them aborts (a test reads them).
[[nodiscard]] const Tables& tables();
[[nodiscard]] const Constants& constants(); ///< values of `tables`

/// The member of an id of constants.json. An unknown id is a programmer error and aborts.
[[nodiscard]] double Constants::*constant(std::string_view id);
/// An unknown id is a programmer error and aborts.
[[nodiscard]] const Accuracy& accuracy(std::string_view id);
/// The vector database whose id `name` begins with ("milvus 16c64g"); nullptr if there is none.
[[nodiscard]] const VectorEngine* vectorEngine(std::string_view name);
/// What MLPerf asks of a model; nullptr if it does not.
[[nodiscard]] const Benchmark* benchmark(std::string_view model);

} // namespace catenary::inference
