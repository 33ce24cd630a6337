// SPDX-License-Identifier: Apache-2.0
// Rules the analysis keeps whatever the network: conservation, agreement of its two modes, honest findings.
#include "core/analysis/analyse.h"
#include "core/analysis/state.h"
#include "core/analysis/stations/decoding.h"
#include "tests/core/analysis/networks.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

using namespace catenary;
using namespace catenary::testing;

namespace {

double rowsSum(const std::vector<network::BreakdownRow>& rows) {
    double sum = 0;
    for (const network::BreakdownRow& row : rows) sum += row.total_ms();
    return sum;
}

} // namespace

TEST(Behaviour, retriesMultiplyAttemptsAndLoseOnlyWhatFailsEveryTime) {
    // Half of the visits fail: one retry makes 1.5 attempts a call, and a quarter is lost.
    Textbook textbook(Distribution::exponential(1), 100);
    textbook.build.servers(textbook.queue).failure_ratio = 0.5;
    design::Policy policy;
    policy.retries = 1;
    textbook.build.connection(0).policy = policy;
    const network::Performance found = analysis::analyse(textbook.build.network());
    EXPECT_NEAR(found.stations[1].arrivals_per_s, 150, 1e-6);
    EXPECT_NEAR(found.classes[0].failed_per_s, 25, 1e-6);
    EXPECT_NEAR(outcomes(found.classes[0]), 100, 1e-9);
    EXPECT_NEAR(found.calls_per_s[0], 150, 1e-6);
}

TEST(Behaviour, aStageThatWaitsForSomeFailsWithTheOthers) {
    // Two of three calls must succeed, each fails with q: 1 − (1 − q)³ − 3 q (1 − q)², also where q hardly counts.
    for (const double q : {0.0, 1e-17, 4e-17, 1e-9, 0.1, 0.5, 1.0}) {
        Build build;
        const Index app = build.source();
        for (const char* id : {"a", "b", "c"}) {
            const Index s = build.service(id, Distribution::exponential(1));
            build.servers(s).failure_ratio = q;
            build.call(app, s);
        }
        build.at(app).stages[0].wait_for = 2;
        build.poisson("requests", app, 100);
        const network::Performance found = analysis::analyse(build.network());
        const double completes = (1 - q) * (1 - q) * (1 + 2 * q);
        EXPECT_NEAR(found.classes[0].completed_per_s, 100 * completes, 1e-6) << q;
    }
}

TEST(Behaviour, aFailedAttemptCountsAsRetryTime) {
    // With two attempts allowed, the second succeeds in a third of the completed requests: 1/3 of a failed sojourn.
    Build build;
    const Index app = build.source();
    build.poisson("requests", app, 1);
    const Index far = build.delay("far", Distribution::exponential(6));
    const Index near = build.service("near", Distribution::constant(0));
    (void)far;
    build.servers(near).failure_ratio = 0.5;
    const Index c = build.call(app, near);
    build.connection(c).request_network_ms = Distribution::constant(3);
    design::Policy policy;
    policy.retries = 1;
    policy.backoff_ms = Distribution::constant(2);
    build.connection(c).policy = policy;
    const network::ClassPerformance found = analysis::analyse(build.network()).classes[0];
    EXPECT_NEAR(found.latency.mean.value, 3 + (3 + 2) / 3.0, 1e-6);
}

TEST(Behaviour, timeoutsCutTheLawAtTheTimeout) {
    // X exponential of mean 10, timeout 20: e^−2 time out; E[X | X <= 20] = 10 − 20 e^−2/(1 − e^−2)
    Build build;
    const Index app = build.source();
    build.poisson("requests", app, 100);
    design::Policy policy;
    policy.timeout_ms = 20;
    build.connection(build.call(app, build.delay("work", Distribution::exponential(10)))).policy = policy;
    const network::ClassPerformance found = analysis::analyse(build.network()).classes[0];
    const double late = std::exp(-2.0);
    EXPECT_NEAR(found.timed_out_per_s, 100 * late, 1e-3);
    EXPECT_NEAR(found.latency.mean.value, 10 - 20 * late / (1 - late), 0.02);
    EXPECT_LE(found.latency.p999.value, 20.1);
    EXPECT_NEAR(outcomes(found), 100, 1e-6);
}

TEST(Behaviour, percentilesAscendAndAreThoseOfTheCurve) {
    // Laws that end at a timeout, far below the rare ones that are tried again after a long pause
    for (const double timeout : {3.0, 5.0, 8.0, 15.0})
        for (const double pause : {50.0, 300.0, 2000.0}) {
            Build build;
            const Index app = build.source();
            build.poisson("requests", app, 100);
            design::Policy policy;
            policy.timeout_ms = timeout;
            policy.retries = 2;
            policy.backoff_ms = Distribution::exponential(pause);
            build.connection(build.call(app, build.delay("work", Distribution::exponential(2)))).policy = policy;
            const network::ClassPerformance found = analysis::analyse(build.network()).classes[0];
            const network::Latency& latency = found.latency;
            double before = 0;
            for (const auto& [p, measure] : {std::pair{0.5, latency.p50},
                                             {0.9, latency.p90},
                                             {0.95, latency.p95},
                                             {0.99, latency.p99},
                                             {0.999, latency.p999}}) {
                EXPECT_GE(measure.value, before) << timeout << " " << pause << " " << p;
                EXPECT_EQ(measure.value, found.curve.quantile(p)) << timeout << " " << pause;
                before = measure.value;
            }
        }
}

TEST(Behaviour, aTimeoutOverAnOverloadedStationEndsEveryRequest) {
    Textbook textbook(Distribution::exponential(10), 200);
    design::Policy policy;
    policy.timeout_ms = 50;
    textbook.build.connection(0).policy = policy;
    const network::Performance found = analysis::analyse(textbook.build.network());
    EXPECT_FALSE(found.stations[1].stable);
    EXPECT_NEAR(found.classes[0].timed_out_per_s, 200, 1e-6);
}

TEST(Behaviour, usersAndAnOpenStreamShareAServerInProductForm) {
    // Baskett, Chandy, Muntz and Palacios 1975: to users of a closed class an open one of load ρ makes the server
    // 1/(1 − ρ) times as slow; an open request finds as many ahead as are there on average, and as many open ones.
    constexpr double service = 10.0;
    constexpr double open = 0.5;
    constexpr double think = 50.0;
    constexpr int users = 6;
    Build build;
    const Index app = build.source();
    network::Class& closed = build.classAt(build.poisson("users", app, 0));
    closed.arrival.process = design::Process::Closed;
    closed.arrival.users = users;
    closed.arrival.think_time_ms = Distribution::exponential(think);
    const Index other = build.source("other");
    build.poisson("stream", other, open * 1000.0 / service);
    const Index queue = build.service("queue", Distribution::exponential(service));
    const Index first = build.call(app, queue);
    const Index second = build.call(other, queue);
    network::Network& made = build.network();
    made.calls[static_cast<std::size_t>(first)].classes = {true, false};
    made.calls[static_cast<std::size_t>(second)].classes = {false, true};
    double present = 0.0;
    double response = 0.0;
    for (int n = 1; n <= users; ++n) {
        response = service / (1.0 - open) * (1.0 + present);
        present = n / (response + think) * response;
    }
    const network::Performance found = analysis::analyse(made);
    EXPECT_NEAR(found.classes[0].latency.mean.value, response, 1e-6 * response);
    EXPECT_NEAR(found.classes[1].latency.mean.value, service * (1.0 + present) / (1.0 - open), 1e-6 * response);
    EXPECT_NEAR(*found.stations[2].saturates_at_load, 1.0 / open, 1e-9);
    // Behind a number that is nearly all of them waits vary less than they last: no tail of an exponential time.
    EXPECT_LT(found.classes[0].latency.p99.value, 3.5 * found.classes[0].latency.mean.value);
}

TEST(Behaviour, aHolderAboveWhatIsOverloadedSettles) {
    Build build;
    const Index app = build.source();
    build.poisson("requests", app, 500);
    const Index holder = build.service("holder", Distribution::exponential(1), 200);
    build.servers(holder).holds_worker = true;
    const Index inner = build.service("inner", Distribution::exponential(1), 20);
    build.servers(inner).holds_worker = true;
    const Index slow = build.service("slow", Distribution::exponential(10), 2); // 200 a second
    build.call(app, holder);
    build.call(holder, inner);
    build.call(inner, slow);
    const network::Performance found = analysis::analyse(build.network());
    EXPECT_FALSE(found.stable);
    EXPECT_FALSE(found.classes[0].stable);
    EXPECT_FALSE(found.classes[0].latency.mean.defined());
    EXPECT_NEAR(found.classes[0].completed_per_s, 200, 2);
    EXPECT_NEAR(*found.stations[3].saturates_at_load, 0.4, 1e-6);
}

TEST(Behaviour, whatIsBehindAnOverloadSaturatesWhereItWouldWithoutIt) {
    Build build;
    const Index app = build.source();
    build.poisson("requests", app, 200);
    const Index first = build.service("first", Distribution::exponential(10));   // 100 a second
    const Index second = build.service("second", Distribution::exponential(20)); // 50 a second
    build.call(app, first);
    build.call(first, second);
    const network::Performance found = analysis::analyse(build.network());
    EXPECT_NEAR(*found.stations[1].saturates_at_load, 0.5, 1e-9);
    EXPECT_NEAR(*found.stations[2].saturates_at_load, 0.25, 1e-9);
}

TEST(Behaviour, callsMadeAtOnceToOneServerEndWithTheLast) {
    // M^X/D/1: the last of a group ends when the work found, that of M/D/1 with groups as services, and all of its own
    // are done.
    constexpr double rate = 15.0;
    constexpr double each = 5.0;
    constexpr int calls = 8;
    Textbook textbook(Distribution::constant(each), rate);
    textbook.build.connection(0).count = Distribution::constant(calls);
    const network::Performance found = analysis::analyse(textbook.build.network());
    const double whole = calls * each;
    const double rho = rate / 1000.0 * whole;
    EXPECT_NEAR(found.classes[0].latency.mean.value, rho * whole / (2.0 * (1.0 - rho)) + whole, 1e-6);
    EXPECT_EQ(found.classes[0].breakdown.size(), 1u);
}

TEST(Behaviour, callsMadeAtOnceToABatchServerEndWithTheirLastBatch) {
    // Batches of one are the server above; eight at a time are one service of an M/D/1.
    constexpr double rate = 15.0;
    for (const int most : {1, 8}) {
        for (const bool routed : {false, true}) {
            Build build;
            const Index app = build.source();
            build.poisson("requests", app, rate);
            network::BatcherStation batcher;
            batcher.max_batch = most;
            batcher.time.whole_ms = Distribution::constant(5);
            Index caller = app;
            if (routed) {
                caller = build.station("router", network::RouterStation{});
                build.network().stations[static_cast<std::size_t>(caller)].routing = network::Routing::Weighted;
                build.call(app, caller);
            }
            const Index server = build.station("server", batcher);
            build.connection(build.call(caller, server)).count = Distribution::constant(8);
            const network::Performance found = analysis::analyse(build.network());
            const double whole = 5.0 * 8 / most;
            const double rho = rate / 1000.0 * whole;
            EXPECT_NEAR(found.classes[0].latency.mean.value, rho * whole / (2.0 * (1.0 - rho)) + whole, 1e-3);
            EXPECT_NEAR(found.stations.back().utilisation.value, rho, 1e-6);
        }
    }
}

TEST(Behaviour, whatFollowsAJoinComesAsOftenAsTheJoin) {
    Build build;
    const Index app = build.source();
    build.poisson("requests", app, 60);
    const Index pair = build.service("pair", Distribution::exponential(2));
    const Index after = build.service("after", Distribution::exponential(10));
    build.connection(build.call(app, pair)).count = Distribution::constant(2);
    build.call(app, after, 2);
    const network::Performance found = analysis::analyse(build.network());
    EXPECT_NEAR(found.stations[2].waiting_ms.value, 0.6 * 10 / 0.4, 0.5);
}

TEST(Behaviour, aHolderWithRoomForNearlyAllAddsLittleToTheTail) {
    // What it calls now and then is slow and varies: a hundredth of the requests makes the p99.
    const auto p99 = [](bool held) {
        Build build;
        const Index app = build.source();
        build.poisson("requests", app, 418);
        const Index holder = build.service("holder", Distribution::exponential(2.7), 26);
        build.servers(holder).holds_worker = held;
        const Index fast = build.service("fast", Distribution::exponential(1), 4);
        const Index slow = build.service("slow", Distribution::hyperexponential(84, 1.2), 4);
        build.call(app, holder);
        build.call(holder, fast);
        network::Call& rare = build.connection(build.call(holder, slow, 2));
        rare.count = Distribution::constant(0.09);
        return analysis::analyse(build.network()).classes[0].latency.p99.value;
    };
    EXPECT_NEAR(p99(true), p99(false), 0.05 * p99(false));
}

TEST(Behaviour, callsMadeAtOnceToManyServersEndWithTheLongest) {
    Textbook textbook(Distribution::exponential(10), 1, 100);
    textbook.build.connection(0).count = Distribution::constant(3);
    const network::Performance found = analysis::analyse(textbook.build.network());
    EXPECT_NEAR(found.classes[0].latency.mean.value, 10.0 * (1.0 + 1.0 / 2.0 + 1.0 / 3.0), 0.1);
}

TEST(Behaviour, everyNumberOfCallsHasItsChance) {
    for (const Distribution& law :
         {Distribution::uniform(1, 3), Distribution::uniform(0.5, 11), Distribution::erlang(3, 2),
          Distribution::constant(2.25), Distribution::exponential(1.5)}) {
        const std::vector<double> chances = analysis::countProbabilities(law);
        double sum = 0;
        double mean = 0;
        for (std::size_t n = 0; n < chances.size(); ++n) {
            sum += chances[n];
            mean += static_cast<double>(n) * chances[n];
        }
        EXPECT_NEAR(sum, 1, 1e-8);
        EXPECT_NEAR(mean, law.mean(), 1e-6);
    }
}

TEST(Behaviour, lowPriorityStarvesAlone) {
    Build build;
    const Index app = build.source();
    build.poisson("first", app, 500);
    build.classAt(build.poisson("second", app, 700)).priority = 1;
    const Index queue = build.service("queue", Distribution::exponential(1));
    build.servers(queue).discipline = network::Discipline::Priority;
    build.call(app, queue);
    const network::Performance found = analysis::analyse(build.network());
    EXPECT_TRUE(found.classes[0].latency.mean.defined());
    EXPECT_TRUE(found.classes[0].stable);
    EXPECT_FALSE(found.classes[1].latency.mean.defined());
    // What is left of the server: 1000 − 500 a second
    EXPECT_NEAR(found.classes[1].completed_per_s, 500, 1e-6);
}

TEST(Behaviour, hitsOfACacheWithTimeToLiveFeedTheStoreLess) {
    // Σ p λpT/(1 + λpT) over one item: λT/(1 + λT) = 0.9 at 90 requests a lifetime of 0.1 s
    Build build;
    const Index app = build.source();
    build.poisson("requests", app, 90);
    network::CacheStation model;
    model.lookup.service_ms = Distribution::exponential(0.1);
    model.items = 1;
    model.eviction = network::Eviction::Ttl;
    model.ttl_s = 0.1;
    const Index cache = build.station("cache", model);
    build.call(app, cache);
    const Index miss = build.call(cache, build.service("store", Distribution::exponential(5)));
    build.connection(miss).when = design::When::OnMiss;
    const network::Performance found = analysis::analyse(build.network());
    EXPECT_NEAR(found.stations[static_cast<std::size_t>(cache)].hit_ratio->value, 0.9, 1e-9);
    EXPECT_NEAR(found.stations[2].arrivals_per_s, 9, 1e-6);
}

TEST(Behaviour, loopsOfForwardsAreChargedForEveryVisit) {
    // Feedback with probability 1/4: 4/3 visits of 1/(1 − 0.8) ms
    Textbook textbook(Distribution::exponential(1), 600);
    const Index again = textbook.build.call(textbook.queue, textbook.queue, 1, design::Mode::Forward);
    textbook.build.connection(again).probability = 0.25;
    const network::ClassPerformance found = analysis::analyse(textbook.build.network()).classes[0];
    ASSERT_EQ(found.breakdown.size(), 1u);
    EXPECT_NEAR(found.breakdown[0].service_ms, 4.0 / 3, 1e-6);
    EXPECT_NEAR(found.breakdown[0].waiting_ms, 4 * 4.0 / 3, 1e-6);
}

TEST(Behaviour, aLanguageModelAnswersItsFirstTokenBeforeItsLast) {
    Build build;
    const Index app = build.source();
    const Index k = build.poisson("chat", app, 2);
    build.classAt(k).attributes["input_tokens"] = Distribution::exponential(1000);
    build.classAt(k).attributes["output_tokens"] = Distribution::exponential(200);
    network::DecoderStation model;
    model.kv_tokens = 400000;
    model.step = inference::IterationTime::linear(8, 0.02, 0.02, 1e-5);
    const Index server = build.station("llm", model);
    build.call(app, server);
    const network::Performance found = analysis::analyse(build.network());
    const network::ClassPerformance& chat = found.classes[0];
    ASSERT_TRUE(chat.ttft && chat.tpot && chat.tokens_per_s);
    EXPECT_NEAR(*chat.tokens_per_s, 400, 1e-6);
    // Alone a step takes 8 + 0.02 + 1100·1e-5; sharing only adds.
    EXPECT_GT(chat.tpot->mean.value, 8.03);
    EXPECT_GT(chat.ttft->mean.value, 0.02 * 1000);
    EXPECT_NEAR(chat.latency.mean.value, chat.ttft->mean.value + 199 * chat.tpot->mean.value,
                0.01 * chat.latency.mean.value);
    ASSERT_TRUE(found.stations[1].saturates_at_load);
    EXPECT_GT(*found.stations[1].saturates_at_load, 1);
}

TEST(Behaviour, aLanguageModelThatHardlyAnyoneAsksIsIdle) {
    network::DecoderStation model;
    model.kv_tokens = 400000;
    model.step = inference::IterationTime::linear(8, 0.02, 0.02, 1e-5);
    analysis::DecoderLoad load;
    load.prompts = {{1000, 0, 1}};
    load.context = 1100;
    load.rounds = 199;
    for (const double rate : {1e-9, 1e-13, 1e-17, 1e-25, 1e-300}) {
        load.rate = rate;
        const analysis::DecoderFigures found = analysis::solveDecoderQueue(model, load);
        EXPECT_NEAR(found.round, 8.031, 1e-3) << rate;
        double shares = 0;
        for (const auto& step : found.steps) {
            EXPECT_TRUE(std::isfinite(step.length)) << rate;
            shares += step.share;
        }
        EXPECT_NEAR(shares, 1, 1e-9) << rate;
    }
}

TEST(Behaviour, aLanguageModelThatMostAskForNothingServesTheFewThatDo) {
    network::DecoderStation model;
    model.kv_tokens = 400000;
    model.step = inference::IterationTime::linear(8, 0.02, 0.02, 1e-5);
    model.chunked_prefill = true;
    model.token_budget = 2048;
    for (const double share : {1e-3, 1e-6, 1e-9, 1e-12}) {
        analysis::DecoderLoad load;
        load.prompts = {{0, 0, 1 - share}, {1000, 0, share}};
        load.context = 1100;
        load.rounds = 199 * share;
        load.rate = 1e-3;
        const analysis::DecoderFigures found = analysis::solveDecoderQueue(model, load);
        EXPECT_TRUE(found.stable) << share;
        EXPECT_NEAR(found.round, 8.031, 0.05) << share;
    }
}

TEST(Behaviour, whatIsNotCarriedIsNamed) {
    Textbook textbook(Distribution::exponential(1), 100);
    design::Policy policy;
    policy.breaker = design::Breaker{};
    textbook.build.connection(0).policy = policy;
    textbook.build.servers(textbook.queue).queue_capacity = 5;
    textbook.build.servers(textbook.queue).replicas = 2;
    textbook.build.servers(textbook.queue).dispatch = network::Dispatch::RoundRobin;
    const network::Performance found = analysis::analyse(textbook.build.network());
    EXPECT_TRUE(says(found, textbook.build.connection(0).id.str(), "`policy.breaker`"));
    EXPECT_TRUE(says(found, "queue", "`dispatch`"));
    EXPECT_FALSE(says(found, "queue", "`queue_capacity`"));
}

TEST(Behaviour, anIdleNetworkHasNoFiguresToDivideBy) {
    Textbook textbook(Distribution::exponential(1), 0);
    const network::Performance found = analysis::analyse(textbook.build.network());
    EXPECT_TRUE(found.stable);
    EXPECT_EQ(found.stations[1].waiting_ms.value, 0);
    EXPECT_FALSE(found.stations[1].saturates_at_load);
}

RC_GTEST_PROP(Behaviour, bothModesAgreeAndRowsAddUp, ()) {
    const auto law = [] {
        const double mean = *rc::gen::inRange(1, 40) / 4.0;
        switch (*rc::gen::inRange(0, 4)) {
        case 0:
            return Distribution::exponential(mean);
        case 1:
            return Distribution::lognormal(mean, 1.5);
        case 2:
            return Distribution::constant(mean);
        default:
            return Distribution::gamma(mean, 0.5);
        }
    };
    Build build;
    const Index app = build.source();
    build.poisson("requests", app, *rc::gen::inRange(5, 40));
    const Index front = build.service("front", law(), 2);
    build.call(app, front);
    const int branches = *rc::gen::inRange(1, 4);
    for (int i = 0; i < branches; ++i) {
        const Index c = build.call(front, build.service("branch" + std::to_string(i), law(), 1 + i), 1 + i / 2);
        build.connection(c).request_network_ms = Distribution::lognormal(0.5, 1);
    }
    const network::Performance full = analysis::analyse(build.network());
    analysis::Options options;
    options.percentiles = false;
    const network::Performance means = analysis::analyse(build.network(), options);
    const network::ClassPerformance& found = full.classes[0];
    RC_ASSERT(full.stable);
    RC_ASSERT(std::abs(found.latency.mean.value / means.classes[0].latency.mean.value - 1) < 5e-3);
    RC_ASSERT(std::abs(rowsSum(found.breakdown) / found.latency.mean.value - 1) < 1e-9);
    RC_ASSERT(found.latency.p50.value <= found.latency.p90.value);
    RC_ASSERT(found.latency.p90.value <= found.latency.p99.value);
    RC_ASSERT(found.latency.p99.value <= found.latency.p999.value);
    // Up to a horizon the law is the same, from one grid.
    analysis::Options near;
    near.breakdown = near.flows = near.tokens = false;
    near.horizon_ms = {1.05 * found.latency.p99.value};
    const network::Performance upTo = analysis::analyse(build.network(), near);
    RC_ASSERT(std::abs(upTo.classes[0].latency.p99.value / found.latency.p99.value - 1) < 5e-3);
    RC_ASSERT(upTo.classes[0].breakdown.empty());
    // Rows of the tail lie in the window they are taken from.
    const double tail = rowsSum(found.breakdown_p99);
    RC_ASSERT(tail > 0.9 * found.latency.p95.value);
    RC_ASSERT(tail < 1.1 * found.latency.p999.value);
    RC_ASSERT(std::abs(outcomes(found) - found.offered_per_s) < 1e-9 * found.offered_per_s);
    for (const network::StationPerformance& station : full.stations)
        RC_ASSERT(station.utilisation.value >= 0 && station.utilisation.value <= 1);
}
