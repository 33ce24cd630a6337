// SPDX-License-Identifier: Apache-2.0
#include "core/inference/run.h"

#include <gtest/gtest.h>

using namespace catenary;
using support::Json;

namespace {

Json languageRow() {
    return {{"id", "a"},           {"model", "llama-3.1-8b"}, {"gpu", "H100-SXM"}, {"n_gpu", 1},
            {"precision", "fp16"}, {"engine", "vllm-0.12.0"}, {"mode", "closed"},  {"metric", "tpot_ms"},
            {"unit", "ms"},        {"concurrency", 16},       {"input_len", 1024}, {"output_len", 256},
            {"lengths", "fixed"}};
}

Json searchRow(double ef) {
    return {{"id", "v"},
            {"model", "milvus-hnsw"},
            {"gpu", "CPU-16c"},
            {"n_gpu", 16},
            {"engine", "milvus 16c64g-sq8-force_merge"},
            {"mode", "closed"},
            {"metric", "qps_max"},
            {"unit", "qps"},
            {"n_vectors", 1e6},
            {"ef", ef},
            {"precision", "SQ8"}};
}

support::Result<inference::Prediction> predicted(const Json& row) {
    const auto run = inference::readRun(row, *catalog::Catalog::builtIn());
    if (!run) return tl::unexpected(run.error());
    return inference::predict(*run);
}

std::string reason(const Json& row) {
    const auto prediction = predicted(row);
    return prediction ? "" : prediction.error().message;
}

} // namespace

TEST(Run, APredictionHasABandAroundItAndADominantTerm) {
    const auto prediction = predicted(languageRow());
    ASSERT_TRUE(prediction);
    EXPECT_LT(prediction->low, prediction->value);
    EXPECT_GT(prediction->high, prediction->value);
    EXPECT_EQ(prediction->dominant, prediction->time.dominant().name);
    EXPECT_NEAR(prediction->value, prediction->time.ms(), 1e-9);
    EXPECT_FALSE(prediction->calibrated);
}

TEST(Run, WhatWasMeasuredIsNeverRead) {
    Json row = languageRow();
    const double value = predicted(row)->value;
    row["value"] = 1;
    row["p99_ms"] = 1;
    EXPECT_EQ(predicted(row)->value, value);
}

TEST(Run, ThroughputPerDeviceIsThatOfAllOverTheirNumber) {
    Json row = languageRow();
    row["mode"] = "static";
    row["metric"] = "throughput";
    row["batch"] = 8;
    row["n_gpu"] = 2;
    row["unit"] = "out tok/s total";
    const double all = predicted(row)->value;
    row["unit"] = "out tok/s/GPU";
    EXPECT_NEAR(predicted(row)->value, all / 2, 1e-9);
}

TEST(Run, WhatCannotBePredictedHasAReason) {
    Json row = languageRow();
    row["model"] = "gpt-9";
    EXPECT_NE(reason(row).find("gpt-9"), std::string::npos);
    row = languageRow();
    row["engine"] = "ollama";
    EXPECT_NE(reason(row).find("ollama"), std::string::npos);
    row = languageRow();
    row["gpu"] = "CPU-8c";
    EXPECT_NE(reason(row).find("CPU-8c"), std::string::npos);
    row = languageRow();
    row["model"] = "llama-3.1-405b";
    EXPECT_NE(reason(row).find("do not fit"), std::string::npos);
    row = languageRow();
    row["mode"] = "open-loop trace";
    EXPECT_NE(reason(row).find("trace"), std::string::npos);
    row = languageRow();
    row.erase("output_len");
    EXPECT_NE(reason(row).find("output_len"), std::string::npos);
    row = languageRow();
    row["metric"] = "latency_p99_ms";
    EXPECT_NE(reason(row).find("percentile"), std::string::npos);
    row = languageRow();
    row["concurrency"] = -1;
    EXPECT_NE(reason(row).find("concurrency"), std::string::npos);
    EXPECT_FALSE(reason(Json(3)).empty());
    EXPECT_FALSE(reason(Json::object()).empty());
}

// Two points of a line: core-ms 2.68 at 100, 6.54 at 400; at 250 it is 4.61, 16 cores serve 16,000/4.61.
TEST(Run, TwoMeasuredSearchesCalibrateTheThird) {
    Json row = searchRow(250), one = searchRow(100), two = searchRow(400);
    one["value"] = 16e3 / 2.68;
    two["value"] = 16e3 / 6.54;
    row["calibrate"] = {one, two};
    const auto prediction = predicted(row);
    ASSERT_TRUE(prediction);
    EXPECT_TRUE(prediction->calibrated);
    EXPECT_NEAR(prediction->value, 16e3 / 4.61, 1e-6);
    EXPECT_LT(prediction->high / prediction->low, 1.2) << "a calibrated band is narrow";
    row["calibrate"][0].erase("value");
    EXPECT_NE(reason(row).find("value"), std::string::npos);
}

TEST(Run, AMeasuredRunOfTheSameServerShiftsTheOthers) {
    Json row = languageRow(), measured = languageRow();
    const double plain = predicted(row)->value;
    measured["concurrency"] = 32;
    measured["value"] = 1.2 * predicted(measured)->value;
    row["calibrate"] = {measured};
    EXPECT_NEAR(predicted(row)->value, 1.2 * plain, 1e-9);
    const auto width = [&] { return predicted(row)->high / predicted(row)->low; };
    const double one = width();
    row["calibrate"] = {measured, measured, measured};
    EXPECT_LT(width(), one) << "points that agree narrow the band";
}
