// SPDX-License-Identifier: Apache-2.0
#include "core/inference/calibration.h"
#include "core/inference/dynamic_batching.h"
#include "core/inference/kernels.h"
#include "core/inference/run.h"
#include "core/inference/serving.h"

#include <algorithm>
#include <cmath>

namespace catenary::inference {

namespace {

using support::ErrorCode;

/// A value with the time it follows from and whose error applies.
struct Answer {
    double value = 0;
    Time time;
    const char* accuracy = "";
};

/// Most sequences that an engine runs at once, on each accelerator where attention is not split.
constexpr double mostSequences = 2048;

tl::unexpected<support::Error> because(const std::string& reason) {
    return support::fail(ErrorCode::Unsupported, reason);
}

double perDevice(const Run& run, double throughput) {
    return run.figure == Figure::ThroughputPerDevice ? throughput / run.devices : throughput;
}

Deployment deploymentOf(const Run& run, int devices) {
    Deployment deployment;
    deployment.model = run.model;
    deployment.accelerator = run.hardware;
    deployment.tensor_parallel = devices;
    deployment.weights = run.precision;
    deployment.activations = run.activations;
    deployment.kv = run.kv;
    deployment.engine = run.engine;
    deployment.expert_parallel = run.load == Load::Full && run.model->experts > 0 && devices > 1;
    return deployment;
}

tl::unexpected<support::Error> doesNotFit(const Decoder& server) {
    return because("the weights do not fit: " + server.memoryStatement());
}

/// Several copies of the smallest server that holds the weights and leaves room for as much cache.
support::Result<Answer> languageBenchmark(const Run& run, const Constants& constants) {
    const Benchmark& asked = *benchmark(run.model->id);
    Deployment deployment = deploymentOf(run, 1);
    deployment.expert_parallel = false;
    deployment.kv = Precision::Fp8;
    if (run.hardware->tflops_fp4 > 0) deployment.weights = Precision::Fp4;
    Decoder server(deployment, constants);
    while (server.weightBytes() > server.usableBytes() / 2 && deployment.tensor_parallel * 2 <= run.devices) {
        deployment.tensor_parallel *= 2;
        server = Decoder(deployment, constants);
    }
    if (run.hardware->platform != "cuda")
        return because("no run at full load on the platform `" + run.hardware->platform + "` is known");
    if (server.kvTokens() < 1) return doesNotFit(server);
    const Lengths lengths{run.input_tokens / asked.beams, run.output_tokens};
    const double samples = 24576;
    const FullLoad load = fullLoad(server, samples * asked.beams, mostSequences, lengths, constants);
    const double copies = static_cast<double>(run.devices) / deployment.tensor_parallel;
    const double share =
        (run.load == Load::Server ? constants.server_share : 1) * (asked.beams > 1 ? constants.beam_share : 1);
    return Answer{copies * load.tokens_per_s / asked.beams * share, load.step, "llm-mlperf"};
}

support::Result<Answer> languageModel(const Run& run, const Constants& constants) {
    if (run.load == Load::Offline || run.load == Load::Server) return languageBenchmark(run, constants);
    const Decoder server(deploymentOf(run, run.devices), constants);
    const bool experts = server.shape().experts > 0, rocm = run.hardware->platform == "rocm";
    if (server.kvTokens() < 1) return doesNotFit(server);
    const double share = run.lockstep ? 1 : 0.9; // lengths drawn from 0.8 to 1.0 of the stated ones
    const Lengths lengths{run.input_tokens * share, run.output_tokens * share};
    const auto named = [&](const char* dense) { return rocm ? "amd" : experts ? "moe" : dense; };
    if (run.load == Load::Full) {
        const double limit = mostSequences * (server.deployment().expert_parallel ? run.devices : 1);
        const FullLoad load = fullLoad(server, run.requests > 0 ? run.requests : 1e9, limit, lengths, constants);
        if (run.figure == Figure::Tpot) return Answer{load.step.ms(), load.step, named("llm-tpot")};
        return Answer{perDevice(run, load.tokens_per_s), load.step, named("llm-load")};
    }
    if (run.load == Load::Closed) {
        if (run.figure == Figure::Ttft) {
            Time time = closedLoopFirstToken(server, run.users, lengths, run.lockstep, constants);
            const double value = time.ms();
            return Answer{value, std::move(time), experts ? "moe-ttft-load" : "llm-ttft-load"};
        }
        Time step = closedLoopStep(server, run.users, lengths, run.lockstep, constants);
        const double sequences = concurrentSequences(server, run.users, lengths);
        const double value = run.figure == Figure::Tpot ? step.ms() : perDevice(run, sequences / step.ms() * 1e3);
        return Answer{value, std::move(step), named("llm-tpot")};
    }
    if (run.figure == Figure::Ttft) {
        Time time = server.prefill(lengths.input, run.batch);
        const double value = time.ms();
        return Answer{value, std::move(time), named("llm-ttft")};
    }
    if (run.figure == Figure::Tpot) {
        Time time = server.step(run.batch, lengths.input + lengths.output / 2);
        const double value = time.ms();
        return Answer{value, std::move(time), named("llm-tpot")};
    }
    Time time = staticBatch(server, run.batch, lengths);
    const double value =
        run.figure == Figure::Latency ? time.ms() : perDevice(run, run.batch * lengths.output / time.ms() * 1e3);
    return Answer{value, std::move(time), named("llm-static")};
}

BatchDeployment::Engine engineOf(const Run& run) {
    using Engine = BatchDeployment::Engine;
    if (run.software.find("eager") != std::string::npos) return Engine::Eager;
    if (run.model->family != "encoder") return Engine::General;
    return run.software.find("demoBERT") != std::string::npos || run.software == "tensorrt" ? Engine::Compiled
                                                                                            : Engine::General;
}

support::Result<Answer> oneShotModel(const Run& run, const Constants& constants) {
    BatchDeployment deployment;
    deployment.model = run.model;
    deployment.accelerator = run.hardware;
    deployment.precision = run.precision;
    deployment.tokens = run.input_tokens;
    deployment.engine = engineOf(run);
    const std::string& family = run.model->family;
    const double machines = run.hardware->platform == "cpu" ? 1 : run.devices;
    if (run.figure == Figure::Ttft || run.figure == Figure::Tpot)
        return because("a model that answers at once has no tokens to time");
    if (run.load == Load::Static) {
        Time time = batch(deployment, run.batch, constants);
        const double value =
            run.figure == Figure::Latency ? time.ms() : perDevice(run, machines * run.batch / time.ms() * 1e3);
        return Answer{value, std::move(time), accuracy(deployment).id.c_str()};
    }
    if (run.load == Load::Closed) {
        Time time = closedLoop(deployment, run.users, constants);
        const double value =
            run.figure == Figure::Latency ? time.ms() : perDevice(run, machines * run.users / time.ms() * 1e3);
        return Answer{value, std::move(time), "cnn-batching"};
    }
    if (run.figure == Figure::Latency) return because("full load has a throughput, not a latency");
    const char* group = family == "cnn"         ? "cnn-offline"
                        : family == "dlrm"      ? "dlrm-offline"
                        : family == "diffusion" ? "diffusion"
                                                : "encoder-offline";
    const bool bulk = family == "encoder" && run.batch > 1;
    Time time = bulk ? batch(deployment, run.batch, constants) : itemWhenSaturated(deployment, constants);
    const double share = run.load == Load::Server ? constants.server_share : 1;
    const double items = machines * (bulk ? run.batch : 1) / time.ms() * 1e3 * share;
    return Answer{perDevice(run, run.tokens_asked ? items * run.input_tokens : items), std::move(time),
                  bulk ? "encoder" : group};
}

support::Result<Answer> vectorSearch(const Run& run, const Constants& constants) {
    const bool throughput = run.figure == Figure::Throughput;
    Time time = throughput ? searchWork(run.index, run.candidates, constants)
                           : searchAlone(run.index, run.candidates, constants);
    const double value = throughput ? searchesPerSecond(run.index.cores, time.ms()) : time.ms();
    return Answer{value, std::move(time), "vector"};
}

support::Result<Answer> answer(const Run& run, const Constants& constants) {
    if (run.index.engine != nullptr) return vectorSearch(run, constants);
    if (run.load == Load::Kernel) {
        const bool product = run.operation == "gemm";
        Time time = product ? layerProducts(*run.model, *run.hardware, run.devices, run.tokens, constants)
                            : allReduce(*run.hardware, run.devices, run.bytes, constants);
        const double value = time.ms();
        return Answer{value, std::move(time), product ? "gemm" : "allreduce"};
    }
    if (run.model->family == "decoder") return languageModel(run, constants);
    if (run.model->family == "speech") return because("speech models are not measured in this form");
    return oneShotModel(run, constants);
}

/// Core time, or time alone, that a value of a search stands for.
double searchTime_ms(const Run& run, double value) {
    return run.figure == Figure::Throughput ? run.index.cores * 1e3 / value : value;
}

/// The value of a search by the line through measured points of its own figure.
std::optional<double> byLine(const Run& run, const Constants& constants) {
    std::vector<SearchPoint> points;
    for (const Run::Measured& measured : run.calibrate)
        if (measured.run.index.engine != nullptr && measured.run.figure == run.figure)
            points.push_back({measured.run.candidates, searchTime_ms(measured.run, measured.value)});
    if (points.empty()) return std::nullopt;
    const bool throughput = run.figure == Figure::Throughput;
    const auto modelled = [&](double candidates) {
        return (throughput ? searchWork(run.index, candidates, constants)
                           : searchAlone(run.index, candidates, constants))
            .ms();
    };
    SearchLine model;
    model.candidate = (modelled(400) - modelled(100)) / 300;
    model.fixed = modelled(100) - 100 * model.candidate;
    const SearchLine line = searchLine(points, model);
    const double time = line.fixed + line.candidate * run.candidates;
    if (time <= 0) return std::nullopt;
    return throughput ? searchesPerSecond(run.index.cores, time) : time;
}

/// By the factors by which the measured runs differ from their predictions.
std::optional<Calibrated> byFactors(const Run& run, const Accuracy& group, const Constants& constants) {
    std::vector<double> ratios;
    for (const Run::Measured& measured : run.calibrate) {
        const auto predicted = answer(measured.run, constants);
        if (!predicted || predicted->value <= 0) continue;
        const bool slower =
            (measured.run.figure == Figure::Throughput || measured.run.figure == Figure::ThroughputPerDevice) !=
            (run.figure == Figure::Throughput || run.figure == Figure::ThroughputPerDevice);
        ratios.push_back(slower ? predicted->value / measured.value : measured.value / predicted->value);
    }
    return calibrated(ratios, group);
}

} // namespace

support::Result<Prediction> predict(const Run& run, const Constants& constants) {
    auto answered = answer(run, constants);
    if (!answered) return tl::unexpected(answered.error());
    Prediction prediction;
    prediction.value = answered->value;
    prediction.dominant = answered->time.dominant().name;
    prediction.time = std::move(answered->time);
    prediction.accuracy = &accuracy(answered->accuracy);
    std::optional<Calibrated> by;
    if (!run.calibrate.empty()) {
        if (const auto value = byLine(run, constants)) {
            prediction.value = *value;
            prediction.accuracy = &accuracy("vector-calibrated");
            prediction.calibrated = true;
        } else if (by = byFactors(run, *prediction.accuracy, constants); by) {
            prediction.value *= by->factor;
            prediction.calibrated = true;
        }
    }
    const Band band = by && by->band ? *by->band : Band{prediction.accuracy->low, prediction.accuracy->high};
    prediction.low = prediction.value * band.low;
    prediction.high = prediction.value * band.high;
    return prediction;
}

} // namespace catenary::inference
