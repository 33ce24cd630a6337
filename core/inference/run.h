// SPDX-License-Identifier: Apache-2.0
// A run of a model server, described as published measurements describe theirs, and what the physics predicts for it.
// Start at `readRun` and `predict`.
#pragma once

#include "core/catalog/catalog.h"
#include "core/inference/decoder.h"
#include "core/inference/vector_search.h"

#include <optional>
#include <string>
#include <vector>

namespace catenary::inference {

/// How requests come.
enum class Load {
    Static,  ///< one batch that starts and ends together
    Closed,  ///< users that each wait for an answer before asking again
    Full,    ///< everything at once
    Offline, ///< a benchmark's data set, in any order
    Server,  ///< the same as Poisson arrivals, under a bound on the tail of the latency
    Kernel,  ///< one operation alone
};

enum class Figure {
    Throughput,          ///< output tokens, items or queries a second, as `unit` says
    ThroughputPerDevice, ///< the same ÷ devices
    Ttft,                ///< ms
    Tpot,                ///< ms
    Latency,             ///< ms
};

struct Run {
    std::string id;
    Load load = Load::Static;
    Figure figure = Figure::Latency;
    const catalog::Model* model = nullptr;
    const catalog::Hardware* hardware = nullptr;
    std::string operation; ///< of Load::Kernel: "gemm" or "allreduce"
    int devices = 1;
    Precision precision = Precision::Fp16;
    std::optional<Precision> activations, kv; ///< language models; absent: what the engine does
    const catalog::Engine* engine = nullptr;  ///< language models
    std::string software;                     ///< as written, of models that answer at once
    double batch = 1;
    double users = 1;    ///< Load::Closed
    double requests = 0; ///< Load::Full
    double input_tokens = 0, output_tokens = 0;
    bool lockstep = false;     ///< all requests have exactly these lengths, else 0.8 to 1.0 of them
    double bytes = 0;          ///< of an all-reduce
    double tokens = 0;         ///< of a matrix product
    bool tokens_asked = false; ///< throughput of an encoder counts tokens, not items
    GraphIndex index;          ///< vector search; `engine` is null elsewhere
    double candidates = 0;     ///< ef

    /// Measured runs of the same component, with their values: what is free in the prediction is fitted to them.
    struct Measured;
    std::vector<Measured> calibrate;
};
struct Run::Measured {
    Run run;
    double value = 0;
};

/// Reads a row: an object with `model`, `gpu`, `n_gpu`, `precision`, `engine`, `mode`, `metric`, `unit` and, as the
/// mode wants, `batch`, `concurrency`, `num_requests`, `input_len`, `output_len`, `lengths`, `n_vectors`, `ef`,
/// `size_bytes`, `tokens`, `activation_precision`, `kv_precision`, `calibrate`. What was measured is not read, except
/// of the rows to calibrate by. The error is the reason why nothing can be predicted: what is missing or unknown.
[[nodiscard]] support::Result<Run> readRun(const support::Json& row, const catalog::Catalog& catalog);

struct Prediction {
    double value = 0;
    double low = 0, high = 0; ///< 10th and 90th percentile
    std::string dominant;     ///< the largest term
    Time time;                ///< what the value follows from: of a step, a batch, a request or an item
    const Accuracy* accuracy = nullptr;
    bool calibrated = false;
};

/// Error: the weights do not fit, or the figure is not one the physics has.
[[nodiscard]] support::Result<Prediction> predict(const Run& run, const Constants& constants = inference::constants());

} // namespace catenary::inference
