// SPDX-License-Identifier: Apache-2.0
#include "core/inference/serving.h"

#include "core/inference/techniques.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

using namespace catenary;
using inference::Decoder;
using inference::Lengths;

namespace {

Decoder server(const char* model = "llama-3.1-70b", const char* accelerator = "H100-SXM", int devices = 4,
               const char* engine = "vllm") {
    inference::Deployment deployment;
    deployment.model = catalog::Catalog::builtIn()->model(model);
    deployment.accelerator = catalog::Catalog::builtIn()->hardware(accelerator);
    deployment.tensor_parallel = devices;
    deployment.engine = catalog::Catalog::builtIn()->engine(engine);
    return Decoder(deployment);
}

} // namespace

// Prefill of all prompts, then output − 1 steps at the mean context.
TEST(StaticBatch, IsOnePrefillAndAStepForEachFurtherToken) {
    const Decoder decoder = server();
    EXPECT_NEAR(inference::staticBatch(decoder, 8, {512, 128}).ms(),
                decoder.prefill(512, 8).ms() + 127 * decoder.step(8, 512 + 64).ms(), 1e-6);
    EXPECT_DOUBLE_EQ(inference::staticBatch(decoder, 8, {512, 1}).ms(), decoder.prefill(512, 8).ms());
}

TEST(StaticBatch, WhatTheCacheDoesNotHoldWaitsForAnotherWave) {
    const Decoder decoder = server();
    const double fit = std::floor(decoder.kvTokens() / 4096);
    const double one = inference::staticBatch(decoder, fit, {2048, 2048}).ms();
    EXPECT_NEAR(inference::staticBatch(decoder, 2 * fit, {2048, 2048}).ms(), 2 * one, 1e-6 * one);
    EXPECT_GT(inference::staticBatch(decoder, fit + 1, {2048, 2048}).ms(), 1.3 * one);
}

TEST(LoadedStep, WithoutPromptsIsAPlainStep) {
    const Decoder decoder = server();
    EXPECT_NEAR(inference::loadedStep(decoder, 16, {1000, 1e9}, 1, 2048).ms(), decoder.step(16, 1000 + 5e8).ms(), 1);
}

TEST(FullLoad, RunsAsManySequencesAsTheCacheHoldsToTheirEnd) {
    const Decoder decoder = server();
    const auto load = inference::fullLoad(decoder, 1e6, 1e6, {1000, 1000});
    EXPECT_NEAR(load.sequences, decoder.kvTokens() / 2000, 1e-9);
    EXPECT_NEAR(load.tokens_per_s, load.sequences / load.step.ms() * 1e3, 0.01 * load.tokens_per_s);
    EXPECT_EQ(inference::fullLoad(decoder, 1e6, 64, {1000, 1000}).sequences, 64);
}

RC_GTEST_PROP(ClosedLoop, MoreUsersMakeAnswersSlowerAndThroughputNoSmaller, ()) {
    const Decoder decoder = server();
    const double users = *rc::gen::inRange(1, 256);
    const Lengths lengths{static_cast<double>(*rc::gen::inRange(1, 4096)),
                          static_cast<double>(*rc::gen::inRange(2, 2048))};
    const double one = inference::closedLoopStep(decoder, users, lengths, false).ms();
    const double more = inference::closedLoopStep(decoder, users + 1, lengths, false).ms();
    RC_ASSERT(more >= one * (1 - 1e-12));
    RC_ASSERT(inference::closedLoopFirstToken(decoder, users + 1, lengths, false).ms() >=
              inference::closedLoopFirstToken(decoder, users, lengths, false).ms());
}

TEST(PrefixCache, OnlyTheRestOfThePromptIsRead) {
    const Decoder decoder = server();
    EXPECT_DOUBLE_EQ(inference::prefillWithCache(decoder, 4096, 0).ms(), decoder.prefill(4096).ms());
    EXPECT_LT(inference::prefillWithCache(decoder, 4096, 0.9).ms(), 0.3 * decoder.prefill(4096).ms());
    // (capacity − shared) ÷ own
    EXPECT_EQ(inference::sequencesWithSharedPrefix(decoder, 1000, 100), std::floor((decoder.kvTokens() - 1000) / 100));
}

// γ = 4, α = 0.8: (1 − 0.8⁵)/0.2 = 3.3616
TEST(Speculation, ARoundYieldsTheAcceptedGuessesAndOneMore) {
    EXPECT_NEAR(inference::tokensPerRound({4, 0.8, 0}), 3.3616, 1e-9);
    EXPECT_EQ(inference::tokensPerRound({4, 0, 0}), 1);
    EXPECT_EQ(inference::tokensPerRound({4, 1, 0}), 5);
}

TEST(Speculation, HelpsAFewSequencesMoreThanMany) {
    const Decoder decoder = server();
    const auto gain = [&](double sequences) {
        return decoder.step(sequences, 1000).ms() /
               inference::speculativeStep(decoder, sequences, 1000, {4, 0.8, 0}).ms();
    };
    EXPECT_GT(gain(1), 2);
    EXPECT_LT(gain(256), 0.8 * gain(1));
}

// λ · t_prefill and λ · o · step ÷ B servers are busy; the cache of a prompt travels once.
TEST(Disaggregation, PoolsAreSizedByTheWorkOfEach) {
    const Decoder decoder = server();
    const auto pools = inference::disaggregate(decoder, decoder, 10, 32, {2000, 200});
    EXPECT_DOUBLE_EQ(pools.prefill_servers, 10 * decoder.prefill(2000).ms() / 1e3);
    EXPECT_DOUBLE_EQ(pools.decode_servers, 10 * 200 * decoder.step(32, 2100).ms() / 1e3 / 32);
    EXPECT_DOUBLE_EQ(pools.transfer_ms, 2000 * decoder.kvBytesPerToken() / decoder.linkRate() * 1e3);
}
