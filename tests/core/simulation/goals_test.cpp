// SPDX-License-Identifier: Apache-2.0
// When a run knows enough, and when it sees that it never will.
#include "tests/core/simulation/runs.h"

#include <algorithm>

using namespace catenary;
using namespace catenary::testing;
using network::Measure;

namespace {

double relative(const Measure& measure) {
    return (measure.high - measure.low) / 2 / measure.value;
}

network::Performance converged(Build& build, double precision) {
    simulation::Options options;
    options.precision = precision;
    options.threads = 1;
    auto performance = simulation::simulate(build.network(), options);
    EXPECT_TRUE(performance && performance->run->converged);
    return performance.value_or(network::Performance{});
}

} // namespace

TEST(Goals, anOutcomeThatIsNotRareIsKnownBeforeTheRunStops) {
    // Erlang's loss system: nobody waits, so that latencies are known at once; B(20, 14) = 0.0304. An interval of
    // 2 · 3 % at most: within 1.5 of that but for one run in 300.
    Build build;
    const Index app = build.source();
    build.poisson("requests", app, 3500);
    const Index loss = build.service("loss", Distribution::exponential(4), 20);
    build.servers(loss).queue_capacity = 0;
    build.call(app, loss);
    const auto performance = converged(build, 0.03);
    const auto& found = performance.classes[0];
    double erlang = 1;
    for (int servers = 1; servers <= 20; ++servers) erlang = 14 * erlang / (servers + 14 * erlang);
    EXPECT_NEAR(found.rejected_per_s / found.offered_per_s, erlang, 0.09 * erlang);
}

TEST(Goals, aWaitThatIsPartOfTheLatencyIsKnownBeforeTheRunStops) {
    // A short wait before long work: the latency hardly tells of it.
    Build build;
    const Index app = build.source();
    build.poisson("requests", app, 700);
    const Index queue = build.service("queue", Distribution::exponential(1));
    const Index work = build.station("work", network::DelayStation{Distribution::constant(16)});
    build.call(app, queue);
    build.call(queue, work);
    const auto found = converged(build, 0.05);
    EXPECT_LE(relative(at(found, queue).waiting_ms), 2 * 0.05);
    expectNear(at(found, queue).waiting_ms, 0.7 / 0.3, "wait");
}

TEST(Goals, aComputedHitRatioIsKnownBeforeTheRunStops) {
    Build build;
    const Index app = build.source();
    build.poisson("requests", app, 1000);
    network::CacheStation model;
    model.items = 100;
    model.capacity_items = 50;
    model.zipf_skew = 1;
    const Index cache = build.station("cache", model);
    build.call(app, cache);
    const auto found = converged(build, 0.02);
    const Measure& hits = *at(found, cache).hit_ratio;
    EXPECT_LE((hits.high - hits.low) / 2, 0.02 * std::min(hits.value, 1 - hits.value));
}

TEST(Goals, aQueueThatGrowsWithoutEndIsSeenEarly) {
    for (const double perSecond : {1100.0, 3000.0}) {
        Build build;
        const Index app = build.source();
        build.poisson("requests", app, perSecond);
        build.call(app, build.service("queue", Distribution::exponential(1)));
        simulation::Options options;
        options.threads = 1;
        const auto found = simulation::simulate(build.network(), options);
        ASSERT_TRUE(found);
        EXPECT_FALSE(found->stable);
        EXPECT_FALSE(found->run->converged);
        EXPECT_LE(found->run->requests, 8U * 4000U); // the first look
    }
}
