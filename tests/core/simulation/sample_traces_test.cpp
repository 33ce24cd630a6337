// SPDX-License-Identifier: Apache-2.0
// Single requests as they went: their moments add up to their latency, and what was waited for is what took the time.
#include "core/simulation/sample_traces.h"
#include "tests/core/simulation/runs.h"

#include <cmath>

using namespace catenary;
using namespace catenary::testing;
using network::RequestTrace;
using network::Span;

namespace {

std::vector<RequestTrace> tracesOf(Build& build, std::size_t count) {
    simulation::Options options;
    options.requests = 20'000;
    options.threads = 1;
    options.traces = count;
    auto performance = simulation::simulate(build.network(), options);
    EXPECT_TRUE(performance.has_value());
    return performance ? performance->traces : std::vector<RequestTrace>{};
}

/// The time along the critical path: of each visit its way, wait and work, then what it waited for, then the answer.
double alongThePath(const RequestTrace& trace, std::size_t number) {
    const Span& span = trace.spans[number];
    double end = span.worked_ms;
    double sum = span.worked_ms - span.sent_ms;
    for (std::size_t i = number + 1; i < trace.spans.size(); ++i) {
        const Span& callee = trace.spans[i];
        if (callee.parent != static_cast<int>(number) || !callee.waited_for) continue;
        EXPECT_NEAR(callee.sent_ms, end, 1e-9); // a stage begins when the one before has joined
        sum += alongThePath(trace, i);
        end = callee.ended_ms;
    }
    return sum + span.ended_ms - end;
}

/// app -> front -> (first, second), then last; forward to tail. Each way takes a ms.
struct Fanned {
    Build build;
    Index app, front, first, second, last, tail;
    Fanned()
        : app(build.source()), front(build.service("front", Distribution::exponential(1))),
          first(build.service("first", Distribution::exponential(5))),
          second(build.service("second", Distribution::exponential(4))),
          last(build.service("last", Distribution::exponential(3))),
          tail(build.service("tail", Distribution::exponential(2))) {
        build.poisson("requests", app, 50);
        build.call(app, front);
        for (const Index c : {build.call(front, first, 1), build.call(front, second, 1), build.call(front, last, 2),
                              build.call(front, tail, 1, design::Mode::Forward)}) {
            build.connection(c).request_network_ms = Distribution::constant(1);
            build.connection(c).response_network_ms = Distribution::constant(1);
        }
    }
};

} // namespace

TEST(SampledRequests, AddUpToTheirLatency) {
    Fanned fanned;
    const auto traces = tracesOf(fanned.build, 20);
    ASSERT_EQ(traces.size(), 20u);
    for (const RequestTrace& trace : traces) {
        ASSERT_EQ(trace.spans.size(), 5u);
        EXPECT_EQ(trace.spans[0].station, fanned.front);
        EXPECT_NEAR(alongThePath(trace, 0), trace.latency_ms, 1e-9);
        EXPECT_TRUE((trace.share > 0.4 && trace.share < 0.6) || (trace.share > 0.98 && trace.share < 1)) << trace.share;
        int waited = 0;
        for (const Span& span : trace.spans) {
            EXPECT_EQ(span.outcome, "completed");
            waited += span.waited_for ? 1 : 0;
            if (span.station == fanned.first || span.station == fanned.second) {
                EXPECT_NEAR(span.arrived_ms - span.sent_ms, 1, 1e-9);
            }
        }
        EXPECT_EQ(waited, 4); // of the two that run at once only the later
    }
}

TEST(SampledRequests, ShowTheAttemptsOfACall) {
    Fanned fanned;
    design::Policy policy;
    policy.timeout_ms = 8;
    policy.retries = 5;
    policy.cancel = true;
    fanned.build.connection(fanned.build.at(fanned.front).stages[0].calls[0]).policy = policy;
    bool again = false;
    for (const RequestTrace& trace : tracesOf(fanned.build, 40)) {
        EXPECT_NEAR(trace.spans[0].ended_ms, trace.spans.back().ended_ms, 1e-9);
        for (const Span& span : trace.spans) {
            if (span.attempt == 1) continue;
            again = true;
            EXPECT_EQ(span.station, fanned.first);
        }
        // an attempt given up is not what the request went on with
        for (const Span& span : trace.spans) EXPECT_FALSE(span.outcome == "unheard" && span.waited_for);
    }
    EXPECT_TRUE(again);
}

TEST(SampledRequests, AreNoneOfAnUnstableClass) {
    Textbook queue(Distribution::exponential(10), 150);
    EXPECT_TRUE(tracesOf(queue.build, 4).empty());
}

TEST(SampledRequests, CostNothingAndChangeNothingWhereNotAskedFor) {
    Fanned one;
    Fanned other;
    simulation::Options options;
    options.requests = 8000;
    options.threads = 1;
    const auto without = simulation::simulate(one.build.network(), options);
    options.traces = 3;
    const auto with = simulation::simulate(other.build.network(), options);
    ASSERT_TRUE(without && with);
    EXPECT_TRUE(without->traces.empty());
    EXPECT_EQ(with->traces.size(), 3u);
    EXPECT_EQ(without->run->events, with->run->events);
    EXPECT_EQ(without->classes[0].latency.p99.value, with->classes[0].latency.p99.value);
}

TEST(RequestsInARow, FollowOneAnotherAsTheyWereSent) {
    Fanned fanned;
    const auto performance = simulation::simulate(fanned.build.network(), {.requests = 20'000, .threads = 1});
    ASSERT_TRUE(performance);
    const auto row = simulation::requestsInARow(fanned.build.network(), *performance, 400);
    ASSERT_TRUE(row);
    ASSERT_EQ(row->size(), 400U);
    EXPECT_EQ(row->front().began_ms, 0.0);
    for (std::size_t i = 1; i < row->size(); ++i) EXPECT_GE((*row)[i].began_ms, (*row)[i - 1].began_ms);
    // 50 requests/s: 400 of them take 8 s, give or take what chance does (5 %) and those under way at the end.
    EXPECT_NEAR(row->back().began_ms, 8000.0, 1600.0);
    for (const RequestTrace& trace : *row) EXPECT_FALSE(trace.spans.empty());
}

TEST(RequestsInARow, HoldThoseThatFailToo) {
    Build build;
    const Index app = build.source();
    const Index front = build.service("front", Distribution::exponential(10));
    build.servers(front).failure_ratio = 0.5;
    build.poisson("requests", app, 50);
    build.call(app, front);
    const auto performance = simulation::simulate(build.network(), {.requests = 5'000, .threads = 1});
    ASSERT_TRUE(performance);
    const auto row = simulation::requestsInARow(build.network(), *performance, 200);
    ASSERT_TRUE(row);
    const auto failed = std::count_if(
        row->begin(), row->end(), [](const RequestTrace& trace) { return trace.spans.front().outcome == "failed"; });
    EXPECT_GT(failed, 60);
    EXPECT_LT(failed, 140);
}
