// SPDX-License-Identifier: Apache-2.0
// What is beyond what a system bears: queues that are bounded or lose patience, workers held above an overload, calls
// tried for ever, laws without a variance.
#include "core/analysis/analyse.h"
#include "tests/core/analysis/networks.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace catenary;
using namespace catenary::testing;

namespace {

/// client -> holder -> work: workers held for 1 ms of their own and 4 ms of work that anyone may do at once.
struct Holder {
    Build build;
    Index app, holder;
    Holder(double perSecond, int workers) : app(build.source()), holder(build.service("holder", law(1), workers)) {
        build.poisson("requests", app, perSecond);
        build.call(app, holder);
        build.call(holder, build.delay("work", law(4)));
        build.servers(holder).holds_worker = true;
    }
    static Distribution law(double mean) { return Distribution::exponential(mean); }
};

} // namespace

TEST(Overload, heldWorkersWithoutAQueueLoseByTheirHoldingTime) {
    // Erlang B of three servers, whatever the law: a = 2.5, B = (a³/6)/(1 + a + a²/2 + a³/6)
    Holder of(500, 3);
    of.build.servers(of.holder).queue_capacity = 0;
    const network::Performance found = analysis::analyse(of.build.network());
    const double lost = 15.625 / 6 / (1 + 2.5 + 3.125 + 15.625 / 6);
    EXPECT_NEAR(found.classes[0].rejected_per_s, 500 * lost, 1e-6);
    EXPECT_NEAR(found.stations[1].utilisation.value, 2.5 * (1 - lost) / 3, 1e-9);
}

TEST(Overload, aBoundedQueueForHeldWorkersIsStableAtAnyLoad) {
    Holder of(4000, 2);
    of.build.servers(of.holder).queue_capacity = 3;
    const network::Performance found = analysis::analyse(of.build.network());
    EXPECT_TRUE(found.stable);
    EXPECT_FALSE(found.stations[1].saturates_at_load);
    EXPECT_NEAR(outcomes(found.classes[0]), 4000, 1e-6);
    EXPECT_NEAR(found.classes[0].completed_per_s, 400, 1); // two workers of 5 ms each
    EXPECT_LE(found.stations[1].queue_length.value, 3 * (1 + 1e-9));
}

TEST(Overload, aBoundedQueueWorksNoMoreThanAllTheTime) {
    for (double load = 3; load < 1e14; load *= 7) {
        Textbook textbook(Distribution::exponential(1), 1000 * load, 5);
        textbook.build.servers(textbook.queue).queue_capacity = 16;
        const network::StationPerformance found =
            analysis::analyse(textbook.build.network()).stations[static_cast<std::size_t>(textbook.queue)];
        EXPECT_LE(found.utilisation.value, 1) << load;
        EXPECT_NEAR(found.utilisation.value, 1, load < 5 ? 0.5 : 0.05) << load;
    }
}

TEST(Overload, manyHeldWorkersAndALongQueueStayWithinNumbers) {
    // Fifty million a second for 60 workers of 5 ms and 200 places: as good as all are turned away.
    Holder of(5e7, 60);
    of.build.servers(of.holder).queue_capacity = 200;
    of.build.servers(of.holder).patience_ms = Distribution::exponential(100);
    const network::Performance found = analysis::analyse(of.build.network());
    EXPECT_NEAR(outcomes(found.classes[0]), 5e7, 1);
    EXPECT_NEAR(found.classes[0].completed_per_s, 12000, 1);
}

TEST(Overload, impatienceForHeldWorkersKeepsTheQueueFinite) {
    Holder of(4000, 2);
    of.build.servers(of.holder).patience_ms = Distribution::exponential(10);
    const network::Performance found = analysis::analyse(of.build.network());
    EXPECT_TRUE(found.stable);
    EXPECT_NEAR(outcomes(found.classes[0]), 4000, 1e-6);
    EXPECT_NEAR(found.classes[0].completed_per_s, 400, 4);
    EXPECT_NEAR(found.stations[1].queue_length.value, 36, 1); // 3.6 more a ms than are served leave after 10 ms
}

TEST(Overload, whoComesToAHolderBesideAnOverloadedOneGetsThrough) {
    // The gate holds two workers, so no more than two of its requests are at the holder, which has room beside them.
    Build build;
    const Index app = build.source();
    const Index gate = build.service("gate", Distribution::exponential(1), 2);
    const Index holder = build.service("holder", Distribution::exponential(1), 2);
    build.call(app, gate);
    build.call(gate, holder);
    build.call(holder, build.service("store", Distribution::exponential(5)));
    build.servers(gate).holds_worker = build.servers(holder).holds_worker = true;
    build.poisson("many", app, 2000);
    const Index timer = build.source("timer");
    build.poisson("few", timer, 1);
    build.call(timer, holder);
    const network::Performance found = analysis::analyse(build.network());
    EXPECT_FALSE(found.classes[0].stable);
    EXPECT_TRUE(found.classes[1].stable);
    EXPECT_NEAR(outcomes(found.classes[1]), 1, 1e-6);
    EXPECT_TRUE(found.classes[1].latency.mean.defined());
}

TEST(Overload, whatAlwaysFailsAndIsTriedForEverPilesUp) {
    Textbook textbook(Distribution::exponential(1), 100);
    textbook.build.servers(textbook.queue).failure_ratio = 1;
    design::Policy policy;
    policy.retries.reset();
    textbook.build.connection(0).policy = policy;
    const network::Performance found = analysis::analyse(textbook.build.network());
    EXPECT_FALSE(found.stable);
    EXPECT_FALSE(found.classes[0].stable);
    EXPECT_TRUE(says(found, "requests", "pile up"));
    EXPECT_TRUE(std::isfinite(found.calls_per_s[0]));
}

TEST(Overload, pausesThatGrowFasterThanFailuresBecomeRarePileUp) {
    // Nine in ten fail, and each pause is twice the last: a third of them come to pauses of weeks.
    Textbook textbook(Distribution::exponential(1), 10);
    textbook.build.servers(textbook.queue).failure_ratio = 0.9;
    design::Policy policy;
    policy.retries.reset();
    policy.backoff_ms = Distribution::constant(1000);
    policy.backoff_factor = 2;
    textbook.build.connection(0).policy = policy;
    EXPECT_TRUE(says(analysis::analyse(textbook.build.network()), "requests", "pile up"));
    // One in ten: one in a million is tried six times, a minute in all.
    textbook.build.servers(textbook.queue).failure_ratio = 0.1;
    const network::Performance found = analysis::analyse(textbook.build.network());
    EXPECT_TRUE(found.stable);
    EXPECT_NEAR(found.classes[0].completed_per_s, 10, 1e-6);
}

TEST(Overload, aBatchServerThatHardlyAnythingComesToWaitsItsDelay) {
    Build build;
    const Index app = build.source();
    network::BatcherStation batcher;
    batcher.max_batch = 8;
    batcher.max_delay_ms = 5;
    batcher.instances = 3;
    batcher.time.base_ms = 10;
    build.call(app, build.station("batches", batcher));
    build.poisson("requests", app, 1e-34);
    EXPECT_NEAR(analysis::analyse(build.network()).classes[0].latency.mean.value, 15, 1e-3);
}

TEST(Overload, whatNearlyAlwaysFailsIsTriedAsOftenAsAllowed) {
    Textbook textbook(Distribution::exponential(1), 100);
    textbook.build.servers(textbook.queue).failure_ratio = 1 - 1e-16;
    design::Policy policy;
    policy.retries = 4;
    textbook.build.connection(0).policy = policy;
    EXPECT_NEAR(analysis::analyse(textbook.build.network()).calls_per_s[0], 500, 1e-6);
}

TEST(Overload, completesNothingRatherThanLessWhereAllFails) {
    // Some never get to the server, the rest fail there whenever they try.
    for (double perSecond = 1100; perSecond < 1e6; perSecond *= 1.7)
        for (const int retries : {1, 3, 4}) {
            Textbook textbook(Distribution::exponential(1), perSecond);
            textbook.build.servers(textbook.queue).failure_ratio = 1;
            design::Policy policy;
            policy.retries = retries;
            textbook.build.connection(0).policy = policy;
            EXPECT_EQ(analysis::analyse(textbook.build.network()).classes[0].completed_per_s, 0) << perSecond;
        }
    // Whichever is chosen fails.
    for (double weight = 0.1; weight < 1e3; weight *= 1.9) {
        Build build;
        const Index app = build.source();
        const Index router = build.service("router", Distribution::constant(0));
        build.at(router).routing = network::Routing::Weighted;
        build.call(app, router);
        build.poisson("requests", app, 100);
        for (const double own : {1.0, 0.3, weight}) {
            const Index queue = build.service("queue" + std::to_string(own), Distribution::exponential(1));
            build.servers(queue).failure_ratio = 1;
            build.connection(build.call(router, queue)).weight = own;
        }
        EXPECT_NEAR(analysis::analyse(build.network()).classes[0].completed_per_s, 0, 1e-12) << weight;
        EXPECT_GE(analysis::analyse(build.network()).classes[0].completed_per_s, 0) << weight;
    }
}

TEST(Overload, hasNoPartInASharedServerThatIsNearlyIdle) {
    Textbook textbook(Distribution::exponential(5), 1e-11);
    textbook.build.servers(textbook.queue).discipline = network::Discipline::ProcessorSharing;
    const network::Performance found = analysis::analyse(textbook.build.network());
    EXPECT_NEAR(found.classes[0].latency.p99.value, 5 * std::log(100), 0.05);
}

TEST(HeavyTails, lawsWithoutAVarianceHaveFiguresAndSaySo) {
    Textbook textbook(Distribution::pareto(1, 1.5), 500);
    const network::Performance found = analysis::analyse(textbook.build.network());
    EXPECT_TRUE(says(found, "queue", "`service_time_ms`"));
    EXPECT_NEAR(found.stations[1].utilisation.value, 0.5, 1e-9);
    const network::Latency& latency = found.classes[0].latency;
    EXPECT_TRUE(latency.mean.defined());
    // Half find the server idle, and half of their services are below 0.53: the median is that of waits as well.
    EXPECT_GT(latency.p50.value, Distribution::pareto(1, 1.5).quantile(0.5));
    EXPECT_LT(latency.p50.value, latency.p90.value);
    // Without a queue there is no wait: what is answered takes the law itself.
    textbook.build.servers(textbook.queue).queue_capacity = 0;
    const network::Performance alone = analysis::analyse(textbook.build.network());
    EXPECT_NEAR(alone.classes[0].latency.p99.value, Distribution::pareto(1, 1.5).quantile(0.99), 0.2);
    EXPECT_NEAR(alone.classes[0].latency.mean.value, 1, 1e-6);
}

TEST(HeavyTails, holdersAboveThemHaveFigures) {
    Holder of(200, 3);
    of.build.call(of.holder, of.build.service("slow", Distribution::pareto(2, 1.2), 4), 2);
    const network::Performance found = analysis::analyse(of.build.network());
    EXPECT_TRUE(found.stable);
    EXPECT_TRUE(found.classes[0].latency.p99.defined());
    EXPECT_NEAR(outcomes(found.classes[0]), 200, 1e-6);
}

TEST(Overload, aSlowReplicaThatGetsItsShareIsOverloadedAlone) {
    // A third of 60 a second for a replica that can do 16; the others, which can do 40 each, have 20.
    Textbook textbook(Distribution::exponential(25), 60);
    auto& servers = textbook.build.servers(textbook.queue);
    servers.replicas = 3;
    servers.slow_replicas = 1;
    servers.slow_factor = 2.5;
    for (const auto dispatch : {network::Dispatch::Random, network::Dispatch::RoundRobin}) {
        servers.dispatch = dispatch;
        const network::Performance found = analysis::analyse(textbook.build.network());
        const auto& station = found.stations[static_cast<std::size_t>(textbook.queue)];
        EXPECT_FALSE(station.stable);
        EXPECT_NEAR(station.saturates_at_load.value_or(0), 0.8, 1e-9);
        EXPECT_NEAR(station.utilisation.value, (1 + 2 * 0.5) / 3, 1e-9);
        EXPECT_NEAR(found.classes[0].completed_per_s, 16 + 40, 1e-6);
    }
    servers.dispatch = network::Dispatch::ShortestQueue;
    EXPECT_TRUE(analysis::analyse(textbook.build.network()).stable);

    // Where twelve may run and three do, one of them slow, the slow ones of twelve bear four times as much.
    servers.dispatch = network::Dispatch::Random;
    servers.autoscaling = network::Autoscaling{};
    servers.autoscaling->min = 3;
    servers.autoscaling->max = 12;
    servers.autoscaling->target_utilisation = 0.9;
    textbook.build.network().load = 0.5;
    const network::Performance light = analysis::analyse(textbook.build.network());
    EXPECT_TRUE(light.stable);
    EXPECT_NEAR(light.stations[static_cast<std::size_t>(textbook.queue)].saturates_at_load.value_or(0), 3.2, 1e-9);
}

TEST(Overload, whatALimitLetsInOfBurstsIsWhatQueues) {
    // Twenty times as much comes as the limit lets in, in bursts of 1.6 times the mean: what is let in keeps the server
    // a fifth busy, 32 % in bursts, and waits no less than Poisson arrivals would and no more than those of bursts.
    Textbook textbook(Distribution::exponential(2), 2000);
    auto& arrival = textbook.build.classAt(0).arrival;
    arrival.process = design::Process::Bursty;
    arrival.peak_ratio = 1.6;
    arrival.burst_fraction = 0.25;
    arrival.burst_ms = 400;
    textbook.build.at(textbook.queue).admission.rate_limit_per_s = 100;
    const network::Performance found = analysis::analyse(textbook.build.network());
    const double wait = found.stations[static_cast<std::size_t>(textbook.queue)].waiting_ms.value;
    EXPECT_GE(wait, 2 * 0.2 / (1 - 0.2) * (1 - 1e-6));
    EXPECT_LE(wait, 2 * 0.32 / (1 - 0.32));
}
