// SPDX-License-Identifier: Apache-2.0
// What calls, policies and stations do to a request, on designs without chance: every time is constant, requests come
// one by one, so that each figure is known.
#include "tests/core/simulation/runs.h"

#include <cmath>

using namespace catenary;
using namespace catenary::testing;
using network::Performance;

namespace {

Distribution ms(double time) {
    return Distribution::constant(time);
}

/// client -> front -> … at one request every 100 ms, too far apart to meet.
struct Alone {
    Build build;
    Index app, front;
    Alone() : app(build.source()), front(build.delay("front", ms(1))) {
        auto& k = build.classAt(build.poisson("requests", app, 10));
        k.arrival.process = design::Process::Constant;
        build.call(app, front);
    }
    Performance solve(std::uint64_t requests = 800) { return run(build, requests); }
    design::Policy& policy(Index call) {
        auto& policy = build.connection(call).policy;
        if (!policy) policy = design::Policy{};
        return *policy;
    }
};

double mean(const Performance& found) {
    return found.classes[0].latency.mean.value;
}

double row(const Performance& found, Index station) {
    for (const auto& row : found.classes[0].breakdown)
        if (row.station == station) return row.total_ms();
    return 0;
}

network::ServersStation failing(double time) {
    network::ServersStation model;
    model.service_ms = ms(time);
    model.failure_ratio = 1;
    return model;
}

} // namespace

TEST(SimulatedCalls, ofAStageRunAtOnceAndStagesOneAfterTheOther) {
    Alone alone;
    const Index quick = alone.build.delay("quick", ms(2));
    const Index slow = alone.build.delay("slow", ms(5));
    alone.build.call(alone.front, quick, 1);
    alone.build.call(alone.front, slow, 1);
    alone.build.call(alone.front, quick, 2);
    const Performance found = alone.solve();
    // 1 + max(2, 5) + 2; at the join only the call that completed it is charged
    EXPECT_NEAR(mean(found), 8, 1e-9);
    EXPECT_NEAR(row(found, slow), 5, 1e-9);
    EXPECT_NEAR(row(found, quick), 2, 1e-9);
}

TEST(SimulatedCalls, inSequenceFollowEachOther) {
    Alone alone;
    const Index c = alone.build.call(alone.front, alone.build.delay("page", ms(3)));
    alone.build.connection(c).count = ms(4);
    EXPECT_NEAR(mean(alone.solve()), 1 + 3, 1e-9);
    alone.build.connection(c).in_sequence = true;
    EXPECT_NEAR(mean(alone.solve()), 1 + 4 * 3, 1e-9);
}

TEST(SimulatedCalls, takeTheirWayThereAndBack) {
    Alone alone;
    const Index worker = alone.build.delay("worker", ms(2));
    const Index c = alone.build.call(alone.front, worker);
    alone.build.connection(c).request_network_ms = ms(0.5);
    alone.build.connection(c).response_network_ms = ms(0.25);
    alone.build.connection(c).response_transfer_ms = 0.125;
    const Performance found = alone.solve();
    EXPECT_NEAR(mean(found), 1 + 0.5 + 2 + 0.25 + 0.125, 1e-9);
    for (const auto& row : found.classes[0].breakdown)
        if (row.station == worker) {
            EXPECT_NEAR(row.network_ms, 0.875, 1e-9);
        }
}

TEST(SimulatedCalls, fractionsAreMadeSoOften) {
    Alone alone;
    const Index c = alone.build.call(alone.front, alone.build.delay("some", ms(2)));
    alone.build.connection(c).count = ms(1.25);
    const Performance found = alone.solve(40'000);
    // ⌊1.25⌋ and one more with probability 0.25; ± 4 standard errors of 40 000 draws
    EXPECT_NEAR(found.calls_per_s[static_cast<std::size_t>(c)] / found.classes[0].offered_per_s, 1.25, 0.009);
}

TEST(SimulatedForwards, answerWhenTheLastIsDoneAndFreeTheWorkerAtOnce) {
    Alone alone;
    const Index entry = alone.build.service("entry", ms(60));
    alone.build.servers(entry).holds_worker = true;
    alone.build.call(alone.front, entry);
    alone.build.call(entry, alone.build.delay("later", ms(70)), 1, design::Mode::Forward);
    const Performance found = alone.solve();
    // 60 + 70 ms every 100 ms: nobody waits, for the worker is busy for 60 of them
    EXPECT_NEAR(mean(found), 1 + 60 + 70, 1e-6);
    EXPECT_EQ(at(found, entry).waiting_ms.value, 0);
    EXPECT_NEAR(at(found, entry).utilisation.value, 0.6, 0.01);
}

TEST(SimulatedJoins, loadTheirLosersUnlessCancelled) {
    for (const bool cancel : {false, true}) {
        Alone alone;
        const Index slow = alone.build.service("slow", ms(50));
        alone.build.call(alone.front, alone.build.delay("quick", ms(10)));
        alone.build.call(alone.front, slow);
        alone.build.at(alone.front).stages[0].wait_for = 1;
        alone.build.at(alone.front).stages[0].cancel_losers = cancel;
        const Performance found = alone.solve();
        EXPECT_NEAR(mean(found), 1 + 10, 1e-9);
        EXPECT_NEAR(at(found, slow).utilisation.value, cancel ? 0.1 : 0.5, 0.01);
    }
}

TEST(SimulatedErrors, endTheRequestAfterTheStageUnderWay) {
    Alone alone;
    alone.build.call(alone.front, alone.build.station("broken", failing(2)), 1);
    const Index never = alone.build.delay("never", ms(1));
    alone.build.call(alone.front, never, 2);
    simulation::Options options;
    options.max_requests = 64'000;
    const auto all = simulation::simulate(alone.build.network(), options);
    ASSERT_TRUE(all);
    EXPECT_NEAR(all->classes[0].failed_per_s, 10, 0.1);
    EXPECT_EQ(all->classes[0].completed_per_s, 0);
    EXPECT_EQ(at(*all, never).arrivals_per_s, 0);
}

TEST(SimulatedErrors, areHandledByACallThatAsksForThem) {
    for (const bool named : {true, false}) {
        Alone alone;
        const Index broken = alone.build.call(alone.front, alone.build.station("broken", failing(2)), 1);
        const Index fallback = alone.build.call(alone.front, alone.build.delay("fallback", ms(4)), 2);
        alone.build.connection(fallback).when = design::When::OnError;
        if (named) alone.build.connection(fallback).of = broken;
        const Performance found = alone.solve();
        EXPECT_NEAR(mean(found), 1 + 2 + 4, 1e-9);
        EXPECT_NEAR(found.classes[0].completed_per_s, found.classes[0].offered_per_s, 1e-9);
    }
}

TEST(SimulatedErrors, areNoneWhileTheJoinCanSucceed) {
    Alone alone;
    alone.build.call(alone.front, alone.build.station("broken", failing(2)));
    alone.build.call(alone.front, alone.build.delay("sound", ms(3)));
    alone.build.at(alone.front).stages[0].wait_for = 1;
    const Performance found = alone.solve();
    EXPECT_NEAR(mean(found), 1 + 3, 1e-9);
    EXPECT_EQ(found.classes[0].failed_per_s, 0);
}

TEST(SimulatedPolicies, timeOutEachAttemptAndTryAgainAfterAPause) {
    Alone alone;
    const Index slow = alone.build.service("slow", ms(20));
    const Index c = alone.build.call(alone.front, slow);
    alone.policy(c).timeout_ms = 15;
    alone.policy(c).retries = 2;
    alone.policy(c).backoff_ms = ms(1);
    alone.policy(c).backoff_factor = 2;
    simulation::Options options;
    options.max_requests = 64'000;
    const auto found = simulation::simulate(alone.build.network(), options);
    ASSERT_TRUE(found);
    // Three attempts of 20 ms behind each other, each given up after 15: all is in vain and the callee works on.
    EXPECT_NEAR(found->classes[0].timed_out_per_s, 10, 0.1);
    EXPECT_NEAR(found->calls_per_s[static_cast<std::size_t>(c)], 30, 0.3);
    EXPECT_NEAR(at(*found, slow).utilisation.value, 0.6, 0.01);

    alone.policy(c).cancel = true; // the callee stops: 3 × 15 ms of every 100
    const auto cancelled = simulation::simulate(alone.build.network(), options);
    ASSERT_TRUE(cancelled);
    EXPECT_NEAR(at(*cancelled, slow).utilisation.value, 0.45, 0.01);
}

TEST(SimulatedPolicies, chargeWhatFailedAttemptsCost) {
    Alone alone;
    network::ServersStation model = failing(3);
    model.failure_ratio = 0.5;
    const Index flaky = alone.build.station("flaky", model);
    const Index c = alone.build.call(alone.front, flaky);
    alone.policy(c).retries = std::nullopt;
    alone.policy(c).backoff_ms = ms(2);
    const Performance found = alone.solve(40'000);
    // Geometric: on average one failed attempt of 3 ms and its pause of 2, then 3 ms; ± 4 standard errors
    EXPECT_NEAR(mean(found), 1 + (3 + 2) * 1.0 + 3, 4 * 5 * std::sqrt(2.0) / 200);
    for (const auto& row : found.classes[0].breakdown)
        if (row.station == flaky) {
            EXPECT_NEAR(row.service_ms, 3, 1e-9);
            EXPECT_NEAR(row.retry_ms, mean(found) - 4 - row.waiting_ms, 1e-9);
        }
}

TEST(SimulatedPolicies, breakAfterFailuresAndLetOneCallTry) {
    Alone alone;
    const Index broken = alone.build.station("broken", failing(1));
    const Index c = alone.build.call(alone.front, broken);
    design::Breaker breaker;
    breaker.failure_ratio = 0.5;
    breaker.min_calls = 5;
    breaker.window_ms = 10'000;
    breaker.open_ms = 1950; // a trial every 20 requests
    alone.policy(c).breaker = breaker;
    simulation::Options options;
    options.max_requests = 64'000;
    const auto found = simulation::simulate(alone.build.network(), options);
    ASSERT_TRUE(found);
    EXPECT_NEAR(at(*found, broken).arrivals_per_s, 0.5, 0.02);
    EXPECT_NEAR(found->classes[0].rejected_per_s, 9.5, 0.1);
    EXPECT_NEAR(found->classes[0].failed_per_s, 0.5, 0.02);
}

TEST(SimulatedAdmission, letsInWhatTheBucketHolds) {
    Alone alone;
    alone.build.at(alone.front).admission.rate_limit_per_s = 4;
    simulation::Options options;
    options.max_requests = 64'000;
    const auto found = simulation::simulate(alone.build.network(), options);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->stable);
    // 4 of 10 a second at most; a bucket of one, asked every 100 ms, is full again after 300
    EXPECT_NEAR(found->classes[0].completed_per_s, 10.0 / 3, 0.05);
}

TEST(SimulatedAdmission, countsFromAdmissionToAnswer) {
    Alone alone;
    alone.build.at(alone.front).admission.max_concurrency = 1;
    alone.build.call(alone.front, alone.build.delay("long", ms(149)));
    simulation::Options options;
    options.max_requests = 64'000;
    const auto found = simulation::simulate(alone.build.network(), options);
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->classes[0].completed_per_s, 5, 0.1); // 150 ms inside: every other is turned away
}

TEST(SimulatedCaches, askOnMissOnly) {
    Alone alone;
    network::CacheStation model;
    model.lookup.service_ms = ms(1);
    model.hit_ratio = 0.75;
    const Index cache = alone.build.station("cache", model);
    const Index miss = alone.build.call(cache, alone.build.delay("origin", ms(8)));
    alone.build.connection(miss).when = design::When::OnMiss;
    alone.build.call(alone.front, cache);
    const Performance found = alone.solve(40'000);
    EXPECT_NEAR(mean(found), 1 + 1 + 0.25 * 8, 4 * 8 * std::sqrt(0.1875) / 200);
}

TEST(SimulatedDecoders, giveOneTokenAStep) {
    Alone alone;
    network::DecoderStation model;
    model.step = inference::IterationTime::linear(1, 0.01, 0, 0);
    model.input_tokens = ms(100);
    model.output_tokens = ms(21);
    const Index server = alone.build.station("llm", model);
    alone.build.call(alone.front, server);
    const Performance found = alone.solve();
    // First token: front + a step with 100 prompt tokens; then 20 steps of 1 ms
    ASSERT_TRUE(found.classes[0].ttft && found.classes[0].tpot);
    EXPECT_NEAR(found.classes[0].ttft->mean.value, 1 + 1 + 1, 1e-6);
    EXPECT_NEAR(found.classes[0].tpot->mean.value, 1, 1e-6);
    EXPECT_NEAR(mean(found), 1 + 2 + 20, 1e-6);
    EXPECT_NEAR(*found.classes[0].tokens_per_s, 10 * 21, 1);
}

TEST(SimulatedLogs, workAPartitionOneRecordAtATime) {
    Build build;
    const Index app = build.source();
    build.poisson("records", app, 400);
    network::LogStation model;
    model.partitions = 4;
    model.consumers = 2;
    model.consume_ms = Distribution::exponential(4);
    const Index log = build.station("log", model);
    build.call(app, log, 1, design::Mode::Async);
    const Performance found = run(build, 200'000);
    // Two consumers of two partitions each: M/M/1 at ρ = 0.8, L = 2 ρ/(1 − ρ)
    expectNear(*at(found, log).lag, 8, "lag");
    expectNear(found.flows.at(0).latency.mean, 20, "latency");
}
