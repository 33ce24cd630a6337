// SPDX-License-Identifier: Apache-2.0
#include "core/inference/dynamic_batching.h"
#include "core/inference/kernels.h"
#include "core/inference/speech.h"
#include "core/inference/training.h"
#include "core/inference/vector_search.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

using namespace catenary;
using inference::GraphIndex;

namespace {

const catalog::Catalog& builtIn() {
    return *catalog::Catalog::builtIn();
}

GraphIndex index(double vectors = 1e6) {
    GraphIndex result;
    result.engine = inference::vectorEngine("milvus");
    result.vectors = vectors;
    result.cores = 16;
    result.merged = true;
    return result;
}

} // namespace

// α = 1 ms, τ = 2 ms. λ → 0: the server is idle, and a request takes its own batch of one: α + τ = 3 ms.
TEST(DynamicBatching, AloneARequestTakesABatchOfOne) {
    EXPECT_NEAR(inference::meanWithDynamicBatching_ms({2, 1}, 1e-9), 3, 1e-6);
}

// λ = 0.5/ms: φ₀ = 3/(2·0.5)·(1 + 2·0.5·2 + (1 − 1)/1.5) = 9; φ₁ = 3/0.5 + 0.5·2.5/0.75 = 7.667
TEST(DynamicBatching, UnderLoadTheSmallerOfTwoBoundsHolds) {
    EXPECT_NEAR(inference::meanWithDynamicBatching_ms({2, 1}, 500), 6 + 0.5 * 2.5 / 0.75, 1e-9);
    EXPECT_TRUE(std::isinf(inference::meanWithDynamicBatching_ms({2, 1}, 1000)));
}

RC_GTEST_PROP(DynamicBatching, MoreUsersWaitLongerAndGetNoLessDone, ()) {
    inference::BatchDeployment what;
    what.model = builtIn().model("resnet-50");
    what.accelerator = builtIn().hardware("A40");
    const double users = *rc::gen::inRange(1, 512);
    const double one = inference::closedLoop(what, users).ms(), more = inference::closedLoop(what, users + 1).ms();
    RC_ASSERT(more > one);
    RC_ASSERT((users + 1) / more >= users / one);
}

TEST(VectorSearch, WorkIsALineInTheCandidates) {
    const double at100 = inference::searchWork(index(), 100).ms(), at200 = inference::searchWork(index(), 200).ms(),
                 at300 = inference::searchWork(index(), 300).ms();
    EXPECT_NEAR(at300 - at200, at200 - at100, 1e-9);
    EXPECT_LT(at100, inference::searchWork(index(1e7), 100).ms());
    GraphIndex apart = index();
    apart.merged = false;
    EXPECT_LT(at100, inference::searchWork(apart, 100).ms());
}

TEST(VectorSearch, MoreCandidatesFindMoreNeighbours) {
    EXPECT_LT(inference::recall(index(), 50), inference::recall(index(), 400));
    EXPECT_GT(inference::recall(index(), 1e6), 0.999);
    EXPECT_GE(inference::recall(index(), 1e-6), 0);
}

// [(80/2 ms)⁻² + 1000⁻²]^−½ with 80 users: 40,000/s idle, so nearly the greatest
TEST(VectorSearch, UsersInAClosedLoopReachTheGreatestThroughput) {
    EXPECT_NEAR(inference::searchesPerSecond(80, 2, 1000), 999.69, 0.01);
    EXPECT_NEAR(inference::searchesPerSecond(1, 2, 1e9), 500, 1e-3);
    EXPECT_EQ(inference::searchesPerSecond(16, 4), 4000); // 16 cores, 4 ms each
}

TEST(VectorSearch, TwoMeasuredPointsGiveTheLineThroughThem) {
    const inference::SearchPoint points[] = {{100, 3}, {300, 5}};
    const auto line = inference::searchLine(points, {1, 1});
    EXPECT_NEAR(line.fixed, 2, 1e-9);
    EXPECT_NEAR(line.candidate, 0.01, 1e-9);
    const auto scaled = inference::searchLine(std::span(points, 1), {1, 0.02}); // the model says 3 at 100
    EXPECT_NEAR(scaled.fixed, 1, 1e-9);
    EXPECT_NEAR(scaled.candidate, 0.02, 1e-9);
}

// 10⁶ vectors of 768 bytes in 1000 lists, 10 probed: 10,000 vectors of 768 B and 1000 centres of 3072 B
TEST(VectorSearch, ListsAreReadByTheirBytes) {
    const double rate = inference::constants().vector_core_rate * 1e9;
    EXPECT_NEAR(inference::listWork(1e6, 1000, 10, 768, 8).ms(), (1e4 * 768 + 1e3 * 3072) / rate * 1e3, 1e-9);
    EXPECT_EQ(inference::graphBytes(1e6, 768, 32, 16), 1e6 * (3072 + 128));
}

// 8·10⁹ parameters, 10¹² tokens: 6·P·D = 4.8·10²² operations, the smaller part attention
TEST(Training, OperationsAreSixForEachParameterAndToken) {
    inference::TrainingRun run;
    run.model = builtIn().model("llama-3.1-8b");
    run.accelerator = builtIn().hardware("H100-SXM");
    run.accelerators = 256;
    run.tokens = 1e12;
    const auto found = inference::train(run);
    EXPECT_NEAR(found.operations / 4.8e22, 1, 0.1);
    EXPECT_NEAR(found.hours(), found.operations / (256 * 989e12 * 0.4) / 3600, 1e-6 * found.hours());
    run.adapters_only = true;
    EXPECT_NEAR(inference::train(run).hours() / found.hours(), 4.0 / 6, 1e-9);
    EXPECT_DOUBLE_EQ(inference::trainingBytes(run), 8029995008.0 * 2 / 256);
}

// 1000 accelerators that each fail once in 1000 h: a failure an hour; checkpoints of 60 s every √(2·60·3600) = 657 s
TEST(Training, CheckpointsAreAsRareAsFailuresAllow) {
    inference::TrainingRun run;
    run.model = builtIn().model("llama-3.1-8b");
    run.accelerator = builtIn().hardware("H100-SXM");
    run.accelerators = 1000;
    run.tokens = 1e12;
    const double smooth = inference::train(run).hours();
    run.failures_per_accelerator_h = 1e-3;
    run.checkpoint_s = 60;
    run.restart_s = 300;
    const auto found = inference::train(run);
    EXPECT_NEAR(found.checkpoint_every_s, 657.27, 0.01);
    EXPECT_NEAR(found.hours() / smooth, 1 + 60 / 657.27 + (657.27 / 2 + 300) / 3600, 1e-4);
}

TEST(Training, StagesOfAPipelineWaitForEachOther) {
    inference::TrainingRun run;
    run.model = builtIn().model("llama-3.1-8b");
    run.accelerator = builtIn().hardware("H100-SXM");
    run.tokens = 1e9;
    const double whole = inference::train(run).hours();
    run.pipeline = 4;
    run.micro_batches = 12;
    EXPECT_NEAR(inference::train(run).hours() / whole, 1 + 3.0 / 12, 1e-9);
}

TEST(Speech, TwiceTheSoundTakesTwiceAsLong) {
    inference::SpeechDeployment what;
    what.model = builtIn().model("whisper-large-v3");
    what.accelerator = builtIn().hardware("L4");
    what.engine = builtIn().engine("vllm");
    const double one = inference::transcribe(what, 30).ms();
    EXPECT_NEAR(inference::transcribe(what, 60).ms(), 2 * one, 1e-9);
    EXPECT_LT(one, 30e3) << "faster than it is spoken";
    what.batch = 8;
    EXPECT_LT(inference::transcribe(what, 240).ms(), 0.5 * 8 * one);
}

TEST(Diffusion, AnImageTakesItsEvaluations) {
    inference::BatchDeployment what;
    what.model = builtIn().model("sdxl");
    what.accelerator = builtIn().hardware("H100-SXM");
    const double share = inference::constants().diffusion_mfu_fp16;
    EXPECT_NEAR(inference::batch(what, 1).ms(), (40 * 11.96e12 + 2.5e12) / (989e12 * share) * 1e3, 1e-6);
    EXPECT_NEAR(inference::batch(what, 4).ms(), 4 * inference::batch(what, 1).ms(), 1e-9);
}

TEST(Kernels, AnAllReduceIsItsLatencyAndTwoTransfers) {
    const auto& device = *builtIn().hardware("H100-SXM");
    const double latency = inference::constants().allreduce_kernel_latency * 1e-3;
    const double rate = 450e9 * inference::constants().allreduce_kernel_bandwidth;
    EXPECT_NEAR(inference::allReduce(device, 8, 1e9).ms(), latency + 2 * 7.0 / 8 * 1e9 / rate * 1e3, 1e-9);
    EXPECT_LT(inference::layerProducts(*builtIn().model("llama-2-7b"), device, 2, 64).ms(),
              inference::layerProducts(*builtIn().model("llama-2-7b"), device, 1, 64).ms());
}
