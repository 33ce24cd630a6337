// SPDX-License-Identifier: Apache-2.0
#include "core/inference/run.h"

#include <algorithm>

namespace catenary::inference {

namespace {

using support::ErrorCode;
using support::Json;

std::string text(const Json& row, const char* key) {
    const auto found = row.find(key);
    return found != row.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number(const Json& row, const char* key, double fallback) {
    const auto found = row.find(key);
    return found != row.end() && found->is_number() ? found->get<double>() : fallback;
}

tl::unexpected<support::Error> because(const std::string& reason) {
    return support::fail(ErrorCode::Unsupported, reason);
}

/// "fp8", "int8/fp8", "fp8 (weights …)", "SQ8": the first word known; nothing for other words.
std::optional<Precision> precisionOf(const std::string& words) {
    return precision(words.substr(0, words.find_first_of("/ ")));
}

support::Result<Load> loadOf(const std::string& mode) {
    static const std::pair<const char*, Load> known[] = {
        {"static", Load::Static},          {"closed", Load::Closed},        {"maxload", Load::Full},
        {"mlperf-offline", Load::Offline}, {"mlperf-server", Load::Server}, {"kernel", Load::Kernel},
        {"latency", Load::Static},         {"bulk", Load::Offline},         {"throughput", Load::Offline},
    };
    for (const auto& [word, load] : known)
        if (mode == word) return load;
    if (mode == "open-loop trace") return because("the requests of the trace are not in the row");
    return because("unknown mode `" + mode + "`");
}

support::Result<Figure> figureOf(const std::string& metric, const std::string& unit) {
    if (metric == "throughput" || metric == "qps_max")
        return unit.ends_with("/GPU") ? Figure::ThroughputPerDevice : Figure::Throughput;
    if (metric.starts_with("ttft_ms")) return Figure::Ttft;
    if (metric.starts_with("tpot_ms")) return Figure::Tpot;
    if (metric.starts_with("latency_") && metric.ends_with("_ms")) {
        if (metric == "latency_ms" || metric == "latency_avg_ms" || metric == "latency_p50_ms") return Figure::Latency;
        return because("no percentile but the median is modelled: `" + metric + "`");
    }
    return because("unknown metric `" + metric + "`");
}

support::Result<Run> readVectorRun(Run run, const Json& row) {
    const std::string engine = text(row, "engine");
    run.index.engine = vectorEngine(engine);
    if (run.index.engine == nullptr) return because("nothing is known of the vector database `" + engine + "`");
    run.index.vectors = number(row, "n_vectors", 0);
    run.candidates = number(row, "ef", 0);
    if (run.index.vectors <= 0 || run.candidates <= 0) return because("`n_vectors` and `ef` are needed");
    run.index.cores = run.devices;
    const std::string stored = text(row, "precision") + " " + engine;
    run.index.bits = stored.find("SQ4") != std::string::npos || stored.find("sq4") != std::string::npos   ? 4
                     : stored.find("SQ8") != std::string::npos || stored.find("sq8") != std::string::npos ? 8
                                                                                                          : 32;
    run.index.merged = engine.find("force_merge") != std::string::npos;
    return run;
}

support::Result<Run> readKernelRun(Run run, const Json& row) {
    if (text(row, "model").starts_with("allreduce")) {
        run.operation = "allreduce";
        run.bytes = number(row, "size_bytes", 0);
        if (run.bytes <= 0) return because("`size_bytes` is needed");
        return run;
    }
    run.operation = "gemm";
    run.tokens = number(row, "tokens", number(row, "batch", 0));
    if (run.tokens <= 0) return because("`tokens` are needed");
    if (run.model == nullptr) return because("there is no model `" + text(row, "model") + "`");
    return run;
}

/// What a language model needs to be known of its requests.
support::Result<Run> checkLanguageRun(Run run, const std::string& engine, const catalog::Catalog& catalog) {
    if (run.load == Load::Offline || run.load == Load::Server) {
        const Benchmark* asked = benchmark(run.model->id);
        if (asked == nullptr)
            return because("the lengths of the benchmark's requests are not known for `" + run.model->id + "`");
        if (run.input_tokens <= 0) run.input_tokens = asked->input_tokens;
        if (run.output_tokens <= 0) run.output_tokens = asked->output_tokens;
        run.engine = catalog.engine(run.hardware->platform == "rocm" ? "vllm-2024" : "trtllm");
        return run;
    }
    run.engine = catalog.engine(engine);
    if (run.engine == nullptr) return because("nothing is known of the engine `" + engine + "`");
    if (run.input_tokens <= 0) return because("`input_len` is needed");
    if (run.output_tokens <= 0 && run.figure != Figure::Ttft) return because("`output_len` is needed");
    return run;
}

/// The numbers that must be at least so large where they are given.
support::Result<void> checkNumbers(const Json& row) {
    static const std::pair<const char*, double> least[] = {
        {"n_gpu", 1},      {"batch", 1},      {"concurrency", 1},      {"num_requests", 1},
        {"input_len", 1},  {"output_len", 1}, {"n_vectors", 1},        {"ef", 1},
        {"size_bytes", 1}, {"tokens", 1},     {"tokens_per_sample", 1}};
    for (const auto& [name, smallest] : least) {
        const double value = number(row, name, smallest);
        if (!(value >= smallest && value <= 1e15))
            return because("`" + std::string(name) + "` is at least " + support::shortestNumber(smallest));
    }
    return {};
}

support::Result<void> readCalibration(Run& run, const Json& row, const catalog::Catalog& catalog) {
    const auto found = row.find("calibrate");
    if (found == row.end() || !found->is_array()) return {};
    for (const Json& point : *found) {
        auto measured = readRun(point, catalog);
        if (!measured) return because("a row to calibrate by: " + measured.error().message);
        const double value = number(point, "value", 0);
        if (value <= 0) return because("a row to calibrate by has no `value`");
        run.calibrate.push_back({std::move(*measured), value});
    }
    return {};
}

} // namespace

support::Result<Run> readRun(const Json& row, const catalog::Catalog& catalog) {
    if (!row.is_object()) return because("a row is an object");
    Run run;
    run.id = text(row, "id");
    const auto load = loadOf(text(row, "mode"));
    if (!load) return tl::unexpected(load.error());
    run.load = *load;
    const auto figure = figureOf(text(row, "metric"), text(row, "unit"));
    if (!figure) return tl::unexpected(figure.error());
    run.figure = *figure;
    const std::string model = text(row, "model"), hardware = text(row, "gpu"), engine = text(row, "engine");
    run.model = catalog.model(model);
    run.hardware = catalog.hardware(hardware);
    if (const auto sound = checkNumbers(row); !sound) return tl::unexpected(sound.error());
    run.devices = static_cast<int>(std::min(number(row, "n_gpu", 1), 1e6));
    run.software = engine;
    if (const auto calibration = readCalibration(run, row, catalog); !calibration)
        return tl::unexpected(calibration.error());
    if (text(row, "metric") == "qps_max" || row.contains("ef")) return readVectorRun(std::move(run), row);
    if (run.hardware == nullptr || run.hardware->hbm_gb_per_s <= 0)
        return because("no peak and bandwidth are known of `" + hardware + "`");
    if (run.load == Load::Kernel) return readKernelRun(std::move(run), row);
    if (run.model == nullptr) return because("there is no model `" + model + "`");
    const auto bits = precisionOf(text(row, "precision"));
    if (!bits) return because("there is no precision `" + text(row, "precision") + "`");
    run.precision = *bits;
    for (const auto& [name, member] :
         {std::pair("activation_precision", &Run::activations), std::pair("kv_precision", &Run::kv)}) {
        if (!row.contains(name)) continue;
        run.*member = precisionOf(text(row, name));
        if (!(run.*member)) return because("there is no precision `" + text(row, name) + "`");
    }
    run.batch = number(row, "batch", 1);
    run.users = number(row, "concurrency", 1);
    run.requests = number(row, "num_requests", 0);
    run.input_tokens = number(row, "input_len", 0);
    run.output_tokens = number(row, "output_len", number(row, "tokens_per_sample", 0));
    run.lockstep = text(row, "lengths") != "uniform 0.8-1.0x";
    run.tokens_asked = text(row, "unit").starts_with("tok");
    if (run.model->family == "decoder") return checkLanguageRun(std::move(run), engine, catalog);
    if (run.model->family == "encoder" && run.input_tokens <= 0) {
        const Benchmark* asked = benchmark(run.model->id);
        if (asked == nullptr) return because("`input_len` is needed");
        run.input_tokens = asked->input_tokens;
    }
    return run;
}

} // namespace catenary::inference
