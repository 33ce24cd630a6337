// SPDX-License-Identifier: Apache-2.0
// A design whose figures can be had by hand: cache aside, a parallel stage, an async event; every station one
// exponential server, so every flow is Poisson (Burke, Jackson) and each mean sojourn is 1/(μ − λ).
#include "core/analysis/analyse.h"
#include "tests/core/analysis/networks.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace catenary;
using namespace catenary::testing;

namespace {

struct ReadingCheck {
    Build build;
    Index app, api, cache, db, features, profile, events, read, toEvents;

    explicit ReadingCheck(double perSecond) {
        app = build.source();
        api = build.service("api", Distribution::exponential(4));
        network::CacheStation model;
        model.lookup.service_ms = Distribution::exponential(2);
        model.hit_ratio = 0.8;
        cache = build.station("cache", model);
        db = build.service("db", Distribution::exponential(20));
        features = build.service("features", Distribution::exponential(5));
        profile = build.service("profile", Distribution::exponential(5));
        events = build.service("events", Distribution::exponential(3));
        read = build.poisson("read", app, perSecond);
        build.call(app, api);
        const Index lookup = build.call(api, cache, 1);
        const Index fallback = build.call(api, db, 2);
        build.connection(fallback).when = design::When::OnMiss;
        build.connection(fallback).of = lookup;
        build.call(api, features, 3);
        build.call(api, profile, 3);
        toEvents = build.call(api, events, 3, design::Mode::Async);
    }
    network::Performance analyse() { return analysis::analyse(build.network()); }
};

const network::StationPerformance& at(const network::Performance& performance, Index s) {
    return performance.stations[static_cast<std::size_t>(s)];
}

const network::BreakdownRow* row(const network::ClassPerformance& performance, Index s) {
    for (const network::BreakdownRow& found : performance.breakdown)
        if (found.station == s) return &found;
    return nullptr;
}

} // namespace

TEST(ReadingCheck, everyStationIsItsOwnQueue) {
    ReadingCheck check(100);
    const network::Performance found = check.analyse();
    struct Line {
        Index station;
        double arrivals, utilisation, waiting, queue, saturates;
    };
    const std::vector<Line> table{
        {check.api, 100, 0.4, 8.0 / 3, 0.8 / 3, 2.5}, {check.cache, 100, 0.2, 0.5, 0.05, 5},
        {check.db, 20, 0.4, 40.0 / 3, 0.8 / 3, 2.5},  {check.features, 100, 0.5, 5, 0.5, 2},
        {check.profile, 100, 0.5, 5, 0.5, 2},         {check.events, 100, 0.3, 9.0 / 7, 0.9 / 7, 10.0 / 3},
    };
    for (const Line& line : table) {
        const network::StationPerformance& station = at(found, line.station);
        EXPECT_NEAR(station.arrivals_per_s, line.arrivals, 1e-9);
        EXPECT_NEAR(station.utilisation.value, line.utilisation, 1e-12);
        EXPECT_NEAR(station.waiting_ms.value, line.waiting, 1e-9);
        EXPECT_NEAR(station.queue_length.value, line.queue, 1e-10);
        EXPECT_NEAR(*station.saturates_at_load, line.saturates, 1e-9);
        EXPECT_EQ(station.utilisation.how, network::How::Exact);
    }
    EXPECT_TRUE(found.stable);
}

TEST(ReadingCheck, meanLatencyIsExact) {
    // 6.6667 + 2.5 + 0.2·33.3333 + (12 − 0.5)/8·10
    const double expected = 20.0 / 3 + 2.5 + 0.2 * 100.0 / 3 + 14.375;
    ReadingCheck check(100);
    const network::ClassPerformance found = check.analyse().classes[0];
    EXPECT_NEAR(found.latency.mean.value, expected, 1e-9);
    EXPECT_NEAR(found.completed_per_s, 100, 1e-9);
    analysis::Options means;
    means.percentiles = false;
    EXPECT_NEAR(analysis::analyse(check.build.network(), means).classes[0].latency.mean.value, expected, 1e-9);
}

TEST(ReadingCheck, percentilesAreWithinOnePercentOfTheSimulatedOnes) {
    ReadingCheck check(100);
    const network::Latency latency = check.analyse().classes[0].latency;
    EXPECT_NEAR(latency.p50.value, 23.83, 0.01 * 23.83);
    EXPECT_NEAR(latency.p95.value, 75.2, 0.01 * 75.2);
    EXPECT_NEAR(latency.p99.value, 127.0, 0.01 * 127.0);
    EXPECT_NEAR(latency.p999.value, 203.6, 0.01 * 203.6);
}

TEST(ReadingCheck, breakdownChargesTheCallThatCompletesTheJoin) {
    ReadingCheck check(100);
    const network::ClassPerformance found = check.analyse().classes[0];
    const auto expect = [&](Index s, double waiting, double service, double tolerance) {
        const network::BreakdownRow* line = row(found, s);
        ASSERT_NE(line, nullptr);
        EXPECT_NEAR(line->waiting_ms, waiting, tolerance);
        EXPECT_NEAR(line->service_ms, service, tolerance);
    };
    expect(check.api, 8.0 / 3, 4, 1e-6);
    expect(check.cache, 0.5, 2, 1e-6);
    expect(check.db, 0.2 * 40.0 / 3, 4, 1e-6);
    // Simulated 3.77 + 3.42: the analysis lets siblings' waits differ more than they do, and so charges waiting more.
    expect(check.features, 3.77, 3.42, 0.2);
    EXPECT_NEAR(row(found, check.features)->total_ms(), 7.1875, 1e-3);
    EXPECT_NEAR(row(found, check.profile)->total_ms(), 7.1875, 1e-3);
    EXPECT_EQ(row(found, check.events), nullptr);
    double sum = 0;
    for (const network::BreakdownRow& line : found.breakdown) sum += line.total_ms();
    EXPECT_NEAR(sum, found.latency.mean.value, 1e-9);
}

TEST(ReadingCheck, theAsyncEventIsAFlowOfItsOwn) {
    ReadingCheck check(100);
    const network::Performance found = check.analyse();
    ASSERT_EQ(found.flows.size(), 1u);
    EXPECT_EQ(found.flows[0].call, check.toEvents);
    EXPECT_NEAR(found.flows[0].offered_per_s, 100, 1e-9);
    EXPECT_NEAR(found.flows[0].latency.mean.value, 30.0 / 7, 1e-9);
}

TEST(ReadingCheck, meanLatencyMeetsTheObjectiveAtTheLoadLine) {
    // 1.48675 is the root of 1000·[1/(250−100f) + 1/(500−100f) + 0.2/(50−20f) + (12−f/2)/8/(200−100f)] = 50
    ReadingCheck check(100);
    check.build.network().load = 1.48675;
    EXPECT_NEAR(check.analyse().classes[0].latency.mean.value, 50, 1e-3);
}

TEST(ReadingCheck, anOverloadedStationTakesItsOwnFiguresAndWhatItFeedsOnly) {
    ReadingCheck check(220);
    const network::Performance found = check.analyse();
    EXPECT_FALSE(found.stable);
    EXPECT_FALSE(at(found, check.features).stable);
    EXPECT_FALSE(at(found, check.features).waiting_ms.defined());
    EXPECT_FALSE(found.classes[0].latency.mean.defined());
    EXPECT_FALSE(found.classes[0].latency.p99.defined());
    EXPECT_TRUE(at(found, check.api).stable);
    EXPECT_NEAR(at(found, check.api).waiting_ms.value, 1000.0 / 30 - 4, 1e-9);
    // events are sent when their stage begins: 220/s whatever features do
    EXPECT_NEAR(found.flows[0].latency.mean.value, 1000.0 / (1000.0 / 3 - 220), 1e-9);
}

TEST(ReadingCheck, heldWorkersMakeTheApiOneMG1Queue) {
    // E[S] = 4 + 2 + 0.2·20 + 7.5, Var S = 16 + 4 + (0.2·800 − 16) + 31.25, P–K: W = λE[S²]/(2(1−ρ))
    ReadingCheck check(40);
    check.build.servers(check.api).holds_worker = true;
    const network::Performance found = check.analyse();
    const double mean = 17.5;
    const double second = 195.25 + mean * mean;
    const double waiting = 0.04 * second / (2 * (1 - 0.7));
    EXPECT_NEAR(at(found, check.api).utilisation.value, 0.7, 1e-9);
    EXPECT_NEAR(at(found, check.api).waiting_ms.value, waiting, 1e-6);
    EXPECT_NEAR(found.classes[0].latency.mean.value, waiting + mean, 1e-6);
    EXPECT_NEAR(found.classes[0].latency.mean.value, 50.9333, 5e-5);
    EXPECT_NEAR(*at(found, check.api).saturates_at_load, 1.428571, 1e-6);
    for (const Index s : {check.cache, check.db, check.features, check.profile})
        EXPECT_NEAR(at(found, s).waiting_ms.value, 0, 1e-12);
    EXPECT_GT(at(found, check.events).waiting_ms.value, 0.1);
}

TEST(ReadingCheck, heldWorkersAreUnstableBeyondOneOverTheirHoldingTime) {
    // 1000/17.5 = 57.1429 a second: 0.571429 of 100
    ReadingCheck check(100);
    check.build.servers(check.api).holds_worker = true;
    check.build.network().load = 0.571;
    EXPECT_TRUE(check.analyse().stable);
    check.build.network().load = 0.572;
    EXPECT_FALSE(check.analyse().stable);
    EXPECT_NEAR(check.analyse().classes[0].completed_per_s, 57.142857, 1e-4);
}
