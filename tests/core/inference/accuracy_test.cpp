// SPDX-License-Identifier: Apache-2.0
// The physics against measured runs: tests/accuracy/serving_rows.json, each row with its source.
#include "core/inference/batch.h"
#include "core/inference/decoder.h"
#include "core/support/files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace catenary;
using support::Json;

namespace {

Json rows() {
    std::ifstream file(CATENARY_SOURCE_DIR "/tests/accuracy/serving_rows.json");
    return Json::parse(file).at("rows");
}

inference::Decoder decoder(const Json& row) {
    inference::Deployment deployment;
    deployment.model = catalog::Catalog::builtIn()->model(row.at("model").get<std::string>());
    deployment.accelerator = catalog::Catalog::builtIn()->hardware(row.at("gpu").get<std::string>());
    deployment.tensor_parallel = row.at("n_gpu").get<int>();
    deployment.weights = *inference::precision(row.at("precision").get<std::string>());
    deployment.engine = inference::engine(row.at("engine").get<std::string>());
    return inference::Decoder(deployment);
}

/// A batch that starts and ends together: prefill of all prompts, then a step for each further token. Where the cache
/// does not hold the batch it runs in waves.
double staticBatch_ms(const inference::Decoder& server, double batch, double input, double output) {
    const double capacity = server.kvTokens();
    const double together = batch * (input + output) > capacity
                                ? std::max(1.0, std::min(batch, std::floor(capacity / (input + output / 2))))
                                : batch;
    double time = server.iteration(0, 0, together * input, input / 2).ms();
    if (output > 1) time += (output - 1) * server.step(together, input + output / 2).ms();
    return time * batch / together;
}

/// Mean step of a closed loop of `users` where each finished sequence is replaced by one that needs its prompt read:
/// B·i/o prompt tokens for each step, in iterations of at most `chunk` of them. In lockstep runs 0.917 of them are
/// felt.
double closedStep_ms(const inference::Decoder& server, double users, double input, double output, bool lockstep) {
    const double sequences = std::max(1.0, std::min(users, server.kvTokens() / (input + output)));
    const double context = input + output / 2, chunk = std::min(8192.0, std::max(input, 2048.0));
    const double prompt = (lockstep ? 0.917 : 1) * sequences * input / output;
    const auto mixed = [&](double tokens) {
        return server.iteration(sequences, sequences * context, tokens, input / 2).ms();
    };
    if (prompt >= chunk) return mixed(prompt);
    const double step = server.step(sequences, context).ms();
    return step + prompt / chunk * (mixed(chunk) - step);
}

double predicted(const Json& row) {
    const std::string group = row.at("group");
    const auto number = [&](const char* name) { return row.at(name).get<double>(); };
    if (group == "encoder_trt" || group == "cnn_triton_offline" || group == "dlrm") {
        inference::BatchDeployment deployment;
        deployment.model = catalog::Catalog::builtIn()->model(row.at("model").get<std::string>());
        deployment.accelerator = catalog::Catalog::builtIn()->hardware(row.at("gpu").get<std::string>());
        deployment.precision = *inference::precision(row.at("precision").get<std::string>());
        deployment.tokens = row.value("input_len", 0.0);
        using Engine = inference::BatchDeployment::Engine;
        const std::string engine = row.at("engine");
        deployment.engine = engine == "tensorrt" ? Engine::Compiled
                            : engine == "triton" ? Engine::General
                                                 : Engine::Eager;
        return inference::batch(deployment, number("batch")).ms();
    }
    const inference::Decoder server = decoder(row);
    const double input = number("input_len"), output = number("output_len");
    if (group == "llm_trt_static") {
        const double batch = number("batch");
        return batch * output / (staticBatch_ms(server, batch, input, output) / 1e3) / number("n_gpu");
    }
    if (group.starts_with("llm_argonne")) return staticBatch_ms(server, number("batch"), input, output);
    if (group == "llm_trt_ttft") return server.prefill(input).ms();
    if (group == "llm_eager_tpot") return server.step(number("batch"), input + 64).ms();
    const bool lockstep = row.at("lengths") == "fixed";
    const double length = lockstep ? 1 : 0.9; // lengths drawn from 0.8 to 1.0 of the stated ones
    return closedStep_ms(server, number("concurrency"), input * length, output * length, lockstep);
}

std::vector<double> errors(const std::vector<std::string>& groups) {
    std::vector<double> result;
    for (const Json& row : rows()) {
        if (std::find(groups.begin(), groups.end(), row.at("group").get<std::string>()) == groups.end()) continue;
        const double value = predicted(row), measured = row.at("value").get<double>();
        result.push_back(std::abs(value / measured - 1));
        EXPECT_LT(result.back(), 0.35) << row.at("id") << " predicted " << value << " measured " << measured;
    }
    std::sort(result.begin(), result.end());
    return result;
}

double median(const std::vector<double>& sorted) {
    return sorted.at(sorted.size() / 2);
}

} // namespace

TEST(ServingAccuracy, DenseLanguageModelsAreWithinTenPercentInTheMedian) {
    const auto sorted = errors({"llm_trt_static", "llm_trt_ttft", "llm_serve_dense_tpot", "llm_argonne_trt",
                                "llm_argonne_vllm", "llm_eager_tpot"});
    ASSERT_GE(sorted.size(), 30U);
    EXPECT_LT(median(sorted), 0.08);
    EXPECT_LT(sorted[sorted.size() * 9 / 10], 0.20);
}

TEST(ServingAccuracy, MixtureOfExpertsModelsAreWithinAFifthInTheMedian) {
    const auto sorted = errors({"llm_serve_moe_tpot"});
    ASSERT_GE(sorted.size(), 4U);
    EXPECT_LT(median(sorted), 0.20);
}

TEST(ServingAccuracy, EncodersAreWithinEightPercentInTheMedian) {
    const auto sorted = errors({"encoder_trt"});
    ASSERT_GE(sorted.size(), 6U);
    EXPECT_LT(median(sorted), 0.08);
}

TEST(ServingAccuracy, VisionModelsAreWithinTwelvePercentInTheMedian) {
    const auto sorted = errors({"cnn_triton_offline"});
    ASSERT_GE(sorted.size(), 4U);
    EXPECT_LT(median(sorted), 0.12);
}

TEST(ServingAccuracy, RecommendationModelsAreWithinTenPercentInTheMedian) {
    const auto sorted = errors({"dlrm"});
    ASSERT_GE(sorted.size(), 5U);
    EXPECT_LT(median(sorted), 0.10);
}
