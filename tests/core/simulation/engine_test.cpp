// SPDX-License-Identifier: Apache-2.0
// What holds of every run, and the reading check by simulation (docs: the cache-aside design with a parallel stage and
// an async event, both variants).
#include "core/simulation/sampler.h"
#include "tests/core/simulation/runs.h"

#include <algorithm>
#include <cmath>

using namespace catenary;
using namespace catenary::testing;
using network::Performance;

namespace {

Distribution exponential(double mean) {
    return Distribution::exponential(mean);
}

struct ReadingCheck {
    Build build;
    Index app, api, cache, db, features, profile, events, event;
    explicit ReadingCheck(double perSecond, bool held = false) {
        app = build.source();
        api = build.service("api", exponential(4));
        network::CacheStation model;
        model.lookup.service_ms = exponential(2);
        model.hit_ratio = 0.8;
        cache = build.station("cache", model);
        db = build.service("db", exponential(20));
        features = build.service("features", exponential(5));
        profile = build.service("profile", exponential(5));
        events = build.service("events", exponential(3));
        build.poisson("read", app, perSecond);
        build.servers(api).holds_worker = held;
        build.call(app, api);
        const Index lookup = build.call(api, cache, 1);
        const Index miss = build.call(api, db, 2);
        build.connection(miss).when = design::When::OnMiss;
        build.connection(miss).of = lookup;
        build.call(api, features, 3);
        build.call(api, profile, 3);
        event = build.call(api, events, 3, design::Mode::Async);
    }
};

/// A network with most things in it: bounded queue, retries, hedging, a router, a loop of forwards, a batcher.
Build manifold() {
    Build build;
    const Index app = build.source();
    build.poisson("first", app, 400);
    build.classAt(build.poisson("second", app, 100)).priority = 1;
    const Index gateway = build.service("gateway", exponential(1));
    const Index router = build.station("router", network::RouterStation{});
    build.at(router).routing = network::Routing::Weighted;
    const Index left = build.service("left", Distribution::lognormal(2, 1.5), 2);
    const Index right = build.service("right", exponential(2));
    build.servers(right).queue_capacity = 3;
    network::BatcherStation batches;
    batches.max_batch = 8;
    batches.max_delay_ms = 4;
    batches.time.base_ms = 1;
    batches.time.per_item_ms = 0.2;
    const Index batcher = build.station("batcher", batches);
    build.call(app, gateway);
    build.call(gateway, router);
    build.call(router, left);
    const Index tried = build.call(router, right);
    design::Policy policy;
    policy.timeout_ms = 9;
    policy.retries = 2;
    policy.backoff_ms = exponential(3);
    build.connection(tried).policy = policy;
    const Index scored = build.call(gateway, batcher, 2);
    build.connection(scored).response_network_ms = exponential(0.4);
    const Index again = build.call(left, left, 1, design::Mode::Forward);
    build.connection(again).probability = 0.2;
    return build;
}

std::vector<double> figures(const Performance& found) {
    std::vector<double> list;
    const auto add = [&](const network::Measure& measure) {
        list.insert(list.end(), {measure.value, measure.low, measure.high});
    };
    for (const auto& k : found.classes) {
        add(k.latency.mean);
        add(k.latency.p99);
        list.insert(list.end(), {k.offered_per_s, k.completed_per_s, k.rejected_per_s, k.timed_out_per_s});
        for (const auto& row : k.breakdown) list.push_back(row.total_ms());
    }
    for (const auto& s : found.stations) {
        add(s.utilisation);
        add(s.waiting_ms);
        list.push_back(s.arrivals_per_s);
    }
    list.push_back(static_cast<double>(found.run->events));
    std::erase_if(list, [](double value) { return std::isnan(value); });
    return list;
}

} // namespace

TEST(Simulation, agreesWithTheReadingCheck) {
    ReadingCheck check(100);
    const Performance found = run(check.build, 400'000);
    // 6.6667 + 2.5 + 0.2 · 33.3333 + 14.375
    expectNear(found.classes[0].latency.mean, 30.20833, "mean latency");
    expectNear(found.classes[0].latency.p99, 127.0, "p99");
    // M/M/1: W = ρ/(μ − λ); 20 of 100 look-ups a second miss
    expectNear(at(found, check.api).waiting_ms, 2.66667, "api");
    expectNear(at(found, check.cache).waiting_ms, 0.5, "cache");
    expectNear(at(found, check.db).waiting_ms, 13.33333, "db");
    expectNear(at(found, check.features).waiting_ms, 5, "features");
    expectNear(at(found, check.events).waiting_ms, 1.28571, "events");
    EXPECT_NEAR(at(found, check.db).arrivals_per_s, 20, 0.3);
    // The event is outside the request: 1/(μ − λ) = 1/(333.3 − 100) s
    ASSERT_EQ(found.flows.size(), 1U);
    EXPECT_EQ(found.flows[0].call, check.event);
    expectNear(found.flows[0].latency.mean, 4.28571, "events' flow");
    // Offered work ÷ workers is known: nothing is estimated
    EXPECT_NEAR(*at(found, check.features).saturates_at_load, 2.0, 1e-9);
    EXPECT_NEAR(*at(found, check.profile).saturates_at_load, 2.0, 1e-9);
}

TEST(Simulation, agreesWithTheReadingCheckOfHeldWorkers) {
    ReadingCheck check(40, true);
    const Performance found = run(check.build, 400'000);
    // M/G/1 with E[S] = 17.5 ms, E[S²] = 501.5 ms²: W = λE[S²]/(2(1 − ρ)), ρ = 0.7
    expectNear(at(found, check.api).waiting_ms, 33.43333, "api");
    expectNear(at(found, check.api).utilisation, 0.7, "utilisation");
    expectNear(found.classes[0].latency.mean, 50.93333, "mean latency");
    // Nobody else is in the house.
    EXPECT_EQ(at(found, check.db).waiting_ms.value, 0);
    EXPECT_EQ(at(found, check.features).waiting_ms.value, 0);
    EXPECT_NEAR(*at(found, check.api).saturates_at_load, 1.428571, 0.01);
}

TEST(Simulation, addsUpToTheLatency) {
    for (Build build : {ReadingCheck(100).build, manifold()}) {
        const Performance found = run(build, 40'000);
        // Σ rows = mean latency, to the last digits
        for (const auto& k : found.classes)
            EXPECT_NEAR(total(k.breakdown), k.latency.mean.value, 1e-6 * k.latency.mean.value);
    }
}

TEST(Simulation, isTheSameOnAnyNumberOfThreads) {
    Build build = manifold();
    simulation::Options options;
    options.precision = 0.05;
    options.threads = 1;
    const auto one = simulation::simulate(build.network(), options);
    ASSERT_TRUE(one);
    for (const unsigned threads : {2U, 3U}) {
        options.threads = threads;
        const auto several = simulation::simulate(build.network(), options);
        ASSERT_TRUE(several);
        EXPECT_EQ(figures(*one), figures(*several)) << threads << " threads";
    }
    options.seed = 2;
    EXPECT_NE(figures(*one), figures(*simulation::simulate(build.network(), options)));
}

TEST(Simulation, completesAsManyRequestsAsAskedFor) {
    Build build = manifold();
    const Performance found = run(build, 10'007);
    // Over the time of all replications, each class at its rate
    double completed = 0;
    for (const auto& k : found.classes) completed += k.completed_per_s;
    EXPECT_NEAR(completed * found.run->simulated_s, 10'007, 1e-6 * 10'007);
    EXPECT_EQ(found.run->replications, 8);
}

TEST(Simulation, losesNoRequest) {
    Build build = manifold();
    const Performance found = run(build, 100'000);
    // offered = completed + rejected + timed out + failed + abandoned, and what arrives is what was offered
    const std::vector<double> rates{400, 100};
    for (std::size_t i = 0; i < rates.size(); ++i) {
        const auto& k = found.classes[i];
        const double ended =
            k.completed_per_s + k.rejected_per_s + k.timed_out_per_s + k.failed_per_s + k.abandoned_per_s;
        EXPECT_NEAR(ended, k.offered_per_s, 1e-9 * ended);
        EXPECT_NEAR(ended, rates[i], 5 * std::sqrt(rates[i] / found.run->simulated_s));
        EXPECT_GT(k.timed_out_per_s, 0);
    }
}

TEST(Simulation, obeysLittlesLaw) {
    Build build = manifold();
    const Performance found = run(build, 100'000);
    for (const auto& station : found.stations) {
        if (!(station.waiting_ms.value > 0)) continue;
        // L = λ W, admitted visits only
        const double admitted = station.queue_length.value / station.waiting_ms.value * 1000;
        EXPECT_LE(admitted, station.arrivals_per_s * 1.01);
        EXPECT_GT(admitted, 0);
    }
}

// Lindley: W(n+1) = max(0, W(n) + S(n) − A(n)), with the numbers the engine draws.
TEST(Simulation, followsLindleysRecursion) {
    Textbook textbook(exponential(1), 800);
    simulation::Options options;
    options.requests = 80'000;
    options.warm_up_s = 0;
    const auto found = simulation::simulate(textbook.build.network(), options);
    ASSERT_TRUE(found);
    constexpr std::uint64_t arrivals = 1;
    constexpr std::uint64_t ownWork = 3;
    double sum = 0;
    for (std::uint64_t replication = 0; replication < simulation::replications; ++replication) {
        support::Random between(support::streamKey(1, replication, "requests", arrivals));
        support::Random service(support::streamKey(1, replication, "queue", ownWork));
        double wait = 0;
        (void)(1.25 * between.exponential()); // the first request
        for (int i = 0; i < 10'000; ++i) {
            const double own = service.exponential();
            sum += wait + own;
            wait = std::max(0.0, wait + own - 1.25 * between.exponential());
        }
    }
    EXPECT_NEAR(found->classes[0].latency.mean.value, sum / 80'000, 1e-9 * sum / 80'000);
}

TEST(Simulation, saysThatAnOverloadedQueueGrows) {
    for (const double load : {1.0, 1.02, 3.0}) {
        Textbook textbook(exponential(1), 1000 * load);
        const Index after = textbook.build.service("after", exponential(0.1));
        textbook.build.call(textbook.queue, after);
        simulation::Options options;
        options.max_requests = 400'000;
        const auto found = simulation::simulate(textbook.build.network(), options);
        ASSERT_TRUE(found);
        EXPECT_FALSE(found->stable) << load;
        EXPECT_FALSE(found->run->converged);
        EXPECT_FALSE(found->classes[0].latency.mean.defined());
        EXPECT_FALSE(at(*found, textbook.queue).waiting_ms.defined());
        EXPECT_TRUE(at(*found, after).waiting_ms.defined());
        // throughput is the capacity: 1/E[S]
        EXPECT_NEAR(found->classes[0].completed_per_s, 1000, 25);
    }
}

TEST(Simulation, saysThatAHeldWorkerIsOverloaded) {
    ReadingCheck check(100, true);
    simulation::Options options;
    options.max_requests = 1'000'000;
    const auto found = simulation::simulate(check.build.network(), options);
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->stable);
    EXPECT_FALSE(at(*found, check.api).stable);
    // stable below 57.14/100
    EXPECT_NEAR(*at(*found, check.api).saturates_at_load, 0.571429, 0.01);
}

TEST(Simulation, isStableWhereWhatDoesNotFitIsTurnedAway) {
    Textbook textbook(exponential(1), 5000);
    textbook.build.servers(textbook.queue).queue_capacity = 10;
    const Performance found = run(textbook.build, 20'000);
    EXPECT_TRUE(found.stable);
    EXPECT_TRUE(found.classes[0].latency.mean.defined());
    EXPECT_NEAR(found.classes[0].completed_per_s, 1000, 30);
}

TEST(Simulation, stopsWhenAsked) {
    ReadingCheck check(100);
    std::stop_source stop;
    simulation::Options options;
    options.precision = 1e-6;
    options.stop = stop.get_token();
    int told = 0;
    options.progress = [&](const simulation::Progress&) {
        if (++told == 2) stop.request_stop();
    };
    const auto found = simulation::simulate(check.build.network(), options);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, support::ErrorCode::Cancelled);
}

TEST(Simulation, drawsNothingForOthersFromAStream) {
    // A component elsewhere leaves the numbers of the others as they are.
    Textbook alone(exponential(1), 500);
    Textbook beside(exponential(1), 500);
    const Index more = beside.build.source("more");
    const Index other = beside.build.service("other", exponential(3));
    beside.build.poisson("others", more, 1);
    beside.build.call(more, other);
    simulation::Options options;
    options.warm_up_s = 0;
    options.requests = 8000;
    const auto one = simulation::simulate(alone.build.network(), options);
    const auto two = simulation::simulate(beside.build.network(), options);
    ASSERT_TRUE(one && two);
    // The same waits but for the few requests that the other class takes from the count
    EXPECT_NEAR(at(*one, alone.queue).waiting_ms.value, at(*two, beside.queue).waiting_ms.value,
                0.02 * at(*one, alone.queue).waiting_ms.value);
}
