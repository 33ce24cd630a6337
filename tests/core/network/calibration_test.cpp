// SPDX-License-Identifier: Apache-2.0
#include "core/inference/calibration.h"
#include "core/inference/serving.h"
#include "tests/core/network/lowering.h"

#include <gmock/gmock.h>

using namespace catenary;
using namespace catenary::network;
using testing::HasSubstr;

namespace {

const std::string encoder = R"("model": "bert-base", "hardware": "aws:g6.xlarge", "max_batch": 16)";
const std::string decoder = R"("model": "llama-3.1-8b", "hardware": "aws:g6.xlarge", "precision": "fp8")";

double batchTime(const std::string& parameters, int size) {
    const Network net = networkOf(component("model_server", parameters), toIt);
    return modelOf<BatcherStation>(net, "it").time.mean_ms(size);
}

double stepTime(const std::string& parameters) {
    const Network net = networkOf(component("llm_server", parameters), toIt);
    return modelOf<DecoderStation>(net, "it").step.ms(8, 8000, 100, 500);
}

std::string measured(const std::string& rows) {
    return R"(, "calibration": [)" + rows + "]";
}

std::string batchOf(int size, double ms, const std::string& more = {}) {
    return R"({"batch": )" + std::to_string(size) + R"(, "time_ms": )" + support::shortestNumber(ms) + more + "}";
}

} // namespace

TEST(Calibration, ScalesEveryTimeByTheGeometricMeanOfMeasuredOverComputed) {
    // √(2 · 8) = 4
    const std::string rows = batchOf(4, 2 * batchTime(encoder, 4)) + ", " + batchOf(16, 8 * batchTime(encoder, 16));
    for (const int size : {1, 7, 16})
        EXPECT_NEAR(batchTime(encoder + measured(rows), size) / batchTime(encoder, size), 4, 1e-9) << size;
}

TEST(Calibration, OfALanguageModelReadsEachFigureOfARowAndScalesTheWholeStep) {
    const Network net = networkOf(component("llm_server", decoder), toIt);
    const auto& served = std::get<inference::Deployment>(stationOf(net, "it").physics->served);
    const inference::Decoder server(served);
    const inference::Lengths lengths{1000, 200};
    const auto row = [](double tpot, double ttft) {
        return R"({"concurrency": 8, "input_tokens": 1000, "output_tokens": 200, "tpot_ms": )" +
               support::shortestNumber(tpot) + R"(, "ttft_ms": )" + support::shortestNumber(ttft) + "}";
    };
    const double tpot = inference::closedLoopStep(server, 8, lengths, true).ms();
    const double ttft = inference::closedLoopFirstToken(server, 8, lengths, true).ms();
    // √(1.5 · 6) = 3
    EXPECT_NEAR(stepTime(decoder + measured(row(1.5 * tpot, 6 * ttft))) / stepTime(decoder), 3, 1e-9);
    const double batch = server.step(8, 1100).ms();
    EXPECT_NEAR(stepTime(decoder + measured(R"({"batch": 8, "input_tokens": 1000, "output_tokens": 200, "tpot_ms": )" +
                                            support::shortestNumber(2 * batch) + "}")) /
                    stepTime(decoder),
                2, 1e-9);
}

TEST(Calibration, OfWhatWasMeasuredElsewhereComparesWithWhatIsComputedThere) {
    const std::string faster = R"("model": "bert-base", "hardware": "aws:p5.48xlarge", "max_batch": 16)";
    const std::string row = batchOf(8, 1.25 * batchTime(encoder, 8), R"(, "hardware": "aws:g6.xlarge")");
    EXPECT_NEAR(batchTime(faster + measured(row), 8) / batchTime(faster, 8), 1.25, 1e-9);
}

TEST(Calibration, SaysByHowManyMeasurementsAndByWhatFactor) {
    const auto result =
        lowered(component("model_server", encoder + measured(batchOf(4, 1.5 * batchTime(encoder, 4)))), toIt);
    ASSERT_TRUE(result) << errorOf(result);
    EXPECT_TRUE(says(result, support::Severity::Info, "calibrated by 1 of your points: computed times × 1.5"));
    EXPECT_NEAR(stationOf(result->network, "it").physics->calibration.factor, 1.5, 1e-9);
    EXPECT_EQ(stationOf(result->network, "it").physics->measured, 1);
    ASSERT_TRUE(stationOf(result->network, "it").physics->calibration.band);
    EXPECT_TRUE(says(result, support::Severity::Info, "four fifths of further figures"));
}

TEST(Calibration, DoubtsAFactorThatIsMoreLikelyASlip) {
    const auto seconds =
        lowered(component("model_server", encoder + measured(batchOf(4, batchTime(encoder, 4) / 1000))), toIt);
    EXPECT_TRUE(says(seconds, support::Severity::Warning, "times what is computed"));
}

TEST(Calibration, SaysWhichRowLacksWhat) {
    const auto fault = [](const std::string& kind, const std::string& parameters) {
        return errorOf(lowered(component(kind, parameters), toIt));
    };
    EXPECT_THAT(fault("model_server", encoder + measured(batchOf(4, 1) + R"(, {"batch": 4})")),
                HasSubstr("row 2 of `calibration` lacks `time_ms`"));
    EXPECT_THAT(fault("model_server", encoder + measured(R"({"batch": 0, "time_ms": 3})")),
                HasSubstr("row 1 of `calibration`: `batch` is 0"));
    EXPECT_THAT(fault("llm_server", decoder + measured(R"({"input_tokens": 9, "output_tokens": 9, "tpot_ms": 9})")),
                HasSubstr("either `concurrency`"));
    EXPECT_THAT(fault("llm_server", decoder + measured(R"({"batch": 1, "input_tokens": 9, "output_tokens": 9})")),
                HasSubstr("neither `tpot_ms` nor `ttft_ms`"));
    EXPECT_THAT(fault("model_server", encoder + measured(batchOf(4, 1, R"(, "model": "llama-3.1-8b")"))),
                HasSubstr("another family"));
}

TEST(Calibration, WithoutComputedTimesIsNamedAsNotModelled) {
    const auto result = lowered(component("model_server", R"("batch_time_ms": 5)" + measured(batchOf(4, 1))), toIt);
    ASSERT_TRUE(result) << errorOf(result);
    EXPECT_TRUE(says(result, support::Severity::Info, "not modelled: `calibration`"));
}
