// SPDX-License-Identifier: Apache-2.0
// Requests under way, from how they went.
#include "core/scene/film.h"

#include <gtest/gtest.h>

#include <cmath>

namespace catenary::scene {
namespace {

network::Network twoStations() {
    network::Network network;
    for (const char* id : {"client", "server"}) {
        network::Station station;
        station.id = design::ComponentId(id);
        network.stations.push_back(station);
    }
    network::Call call;
    call.id = design::ConnectionId("line");
    call.from = 0;
    call.to = 1;
    network.calls.push_back(call);
    return network;
}

/// Sent at `began`: 10 ms there, 20 ms of waiting, 30 ms of work, 40 ms back.
network::RequestTrace request(double began) {
    network::Span span;
    span.station = 1;
    span.call = 0;
    span.sent_ms = 0;
    span.arrived_ms = 10;
    span.began_ms = 30;
    span.worked_ms = 60;
    span.ended_ms = 100;
    span.waited_for = true;
    span.outcome = "completed";
    network::RequestTrace trace;
    trace.request_class = 0;
    trace.began_ms = began;
    trace.latency_ms = 100;
    trace.spans = {span};
    return trace;
}

TEST(Film, ARequestGoesThereWaitsIsServedAndComesBack) {
    const Film film(twoStations(), {request(0)}, 0);
    EXPECT_EQ(film.duration(), 100);
    ASSERT_EQ(film.dotsAt(5).size(), 1U);
    EXPECT_EQ(*film.dotsAt(5)[0].connection, "line");
    EXPECT_DOUBLE_EQ(film.dotsAt(5)[0].along, 0.5);
    EXPECT_FALSE(film.dotsAt(5)[0].answer);
    EXPECT_TRUE(film.dotsAt(20).empty());
    EXPECT_EQ(film.crowdsAt(20).at("server"), (Film::Crowd{1, 0}));
    EXPECT_EQ(film.crowdsAt(40).at("server"), (Film::Crowd{0, 1}));
    EXPECT_TRUE(film.crowdsAt(61).empty());
    ASSERT_EQ(film.dotsAt(70).size(), 1U);
    EXPECT_TRUE(film.dotsAt(70)[0].answer);
    EXPECT_DOUBLE_EQ(film.dotsAt(70)[0].along, 0.75);
    EXPECT_TRUE(film.dotsAt(100).empty());
}

TEST(Film, ManyRequestsAreCountedTogether) {
    std::vector<network::RequestTrace> traces;
    for (int i = 0; i < 50; ++i) traces.push_back(request(i));
    const Film film(twoStations(), traces, 0);
    // At 35.5 the first 6 are served (since 30 after they were sent), the next 20 wait, the next 10 are on their way.
    EXPECT_EQ(film.crowdsAt(35.5).at("server"), (Film::Crowd{20, 6}));
    EXPECT_EQ(film.dotsAt(35.5).size(), 10U);
}

TEST(Film, AShortWayIsStretchedSoThatItCanBeSeenAndEndsWhenItDoes) {
    const Film film(twoStations(), {request(100)}, 25);
    ASSERT_EQ(film.dotsAt(97.5).size(), 1U);
    EXPECT_DOUBLE_EQ(film.dotsAt(97.5)[0].along, 0.5);
    EXPECT_EQ(film.crowdsAt(110.5).at("server").waiting, 1);
}

TEST(Film, AnAnswerWaitsForTheCallsItNeeds) {
    network::Network network = twoStations();
    network::Station store;
    store.id = design::ComponentId("store");
    network.stations.push_back(store);
    network::Call call = network.calls[0];
    call.id = design::ConnectionId("deeper");
    call.from = 1;
    call.to = 2;
    network.calls.push_back(call);
    network::RequestTrace trace = request(0);
    network::Span inner = trace.spans[0];
    inner.parent = 0;
    inner.station = 2;
    inner.call = 1;
    inner.sent_ms = 60;
    inner.arrived_ms = inner.began_ms = 62;
    inner.worked_ms = 70;
    inner.ended_ms = 80;
    trace.spans.push_back(inner);
    const Film film(network, {trace}, 0);
    for (const Film::Dot& dot : film.dotsAt(75)) EXPECT_EQ(*dot.connection, "deeper");
    ASSERT_EQ(film.dotsAt(90).size(), 1U);
    EXPECT_DOUBLE_EQ(film.dotsAt(90)[0].along, 0.5);
}

TEST(Film, WhatNeverArrivedIsNotShown) {
    network::RequestTrace trace = request(0);
    trace.spans[0].arrived_ms = trace.spans[0].began_ms = trace.spans[0].worked_ms = std::nan("");
    trace.spans[0].outcome = "timed_out";
    const Film film(twoStations(), {trace}, 0);
    for (double t = 0; t < 100; t += 7) EXPECT_TRUE(film.dotsAt(t).empty() && film.crowdsAt(t).empty());
}

TEST(PointAlong, GoesByLength) {
    const std::vector<Point> route{{0, 0}, {30, 0}, {30, 10}};
    EXPECT_EQ(pointAlong(route, 0), (Point{0, 0}));
    EXPECT_EQ(pointAlong(route, 0.75), (Point{30, 0}));
    EXPECT_EQ(pointAlong(route, 1), (Point{30, 10}));
    EXPECT_EQ(pointAlong({{3, 4}}, 0.5), (Point{3, 4}));
}

} // namespace
} // namespace catenary::scene
