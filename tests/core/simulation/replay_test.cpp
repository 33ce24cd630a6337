// SPDX-License-Identifier: Apache-2.0
// Recorded requests played once, and a language-model server whose cache is short of blocks: against counting.
#include "core/simulation/replay.h"
#include "tests/core/simulation/runs.h"

#include <memory>

using namespace catenary;
using namespace catenary::testing;
using network::Index;
using network::Performance;

namespace {

/// Requests at these times with these tokens, at a server whose steps take 1 ms and `perPrefillToken` for each token of
/// prompts.
struct Recorded {
    Recorded(std::vector<double> at_ms, std::vector<double> input, std::vector<double> output, double kvTokens,
             double perPrefillToken = 0) {
        const Index app = build.source();
        network::DecoderStation model;
        model.step = inference::IterationTime::linear(1, perPrefillToken, 0, 0);
        model.kv_tokens = kvTokens;
        server = build.station("llm", model);
        build.call(app, server);
        build.poisson("requests", app, 10);
        network::Trace trace;
        trace.period_ms = at_ms.back() + 1000;
        trace.at_ms = std::move(at_ms);
        trace.attributes["input_tokens"] = std::move(input);
        trace.attributes["output_tokens"] = std::move(output);
        build.network().classes.at(0).arrival.process = design::Process::Trace;
        build.network().classes.at(0).trace = std::make_shared<const network::Trace>(std::move(trace));
    }
    Performance played() {
        auto found = simulation::simulateReplay(build.network());
        EXPECT_TRUE(found.has_value());
        return found.value_or(Performance{});
    }
    Build build;
    Index server = 0;
};

} // namespace

TEST(Replay, PlaysEachRequestOnceWithItsOwnTokens) {
    Recorded recorded({0, 5000}, {10, 20}, {5, 11}, 1e6, 0.01);
    const Performance found = recorded.played();
    // A step with the prompt, then one for each further token: 1.1 + 4 and 1.2 + 10
    EXPECT_NEAR(found.classes[0].latency.mean.value, (5.1 + 11.2) / 2, 1e-6);
    EXPECT_NEAR(found.classes[0].ttft->mean.value, (1.1 + 1.2) / 2, 1e-6);
    EXPECT_EQ(found.stations[static_cast<std::size_t>(recorded.server)].preemptions_per_s, 0);
}

TEST(Replay, NeedsATraceOfEveryWorkload) {
    Build build;
    const Index app = build.source();
    build.call(app, build.service("s", support::Distribution::constant(1)));
    build.poisson("requests", app, 10);
    const auto found = simulation::simulateReplay(build.network());
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().where.path, "workloads.requests.arrival");
}

TEST(SimulatedDecoders, TakeWholeBlocksAndLetTheLastToComeGiveWay) {
    // Three blocks of 16. One that came at 0 holds 17 tokens, two blocks, after a step; the other is let in with one
    // block at 1 and needs a second at 2, where it gives way. The first goes on alone until 20; the second reads its
    // 17 tokens again by 21, which gives its second token, and has its 20th at 39.
    Recorded recorded({0, 0.5}, {16, 16}, {20, 20}, 48);
    const Performance found = recorded.played();
    EXPECT_NEAR(found.classes[0].latency.mean.value, (20 + 38.5) / 2, 1e-6);
    EXPECT_NEAR(found.classes[0].ttft->mean.value, (1 + 1.5) / 2, 1e-6);
    EXPECT_GT(found.stations[static_cast<std::size_t>(recorded.server)].preemptions_per_s, 0);
}

TEST(SimulatedDecoders, LetNobodyInWhoseBlocksAreNotFree) {
    // 33 tokens are three blocks: with 63 tokens of cache, three blocks too, the second waits for the first to go.
    Recorded recorded({0, 0.5}, {33, 1}, {3, 1}, 63);
    const Performance found = recorded.played();
    EXPECT_NEAR(found.classes[0].latency.mean.value, (3 + 3.5) / 2, 1e-6);
    Recorded roomier({0, 0.5}, {33, 1}, {3, 1}, 64);
    EXPECT_NEAR(roomier.played().classes[0].latency.mean.value, (3 + 1.5) / 2, 1e-6);
}
