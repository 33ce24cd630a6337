// SPDX-License-Identifier: Apache-2.0
#include "tests/core/network/lowering.h"

#include <gmock/gmock.h>

using namespace catenary;
using namespace catenary::network;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

const std::string apiAndDb = R"({"id": "api", "kind": "service"}, {"id": "db", "kind": "service"})";
const std::string appApi = R"({"id": "app-api", "from": "app", "to": "api"})";

std::string withCalls(const std::string& more) {
    return appApi + "," + more;
}

} // namespace

TEST(Lowering, TheReadingCheckBecomesSixStationsAndSixCalls) {
    const Network net = networkOf(
        R"({"id": "api", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 4}}},
           {"id": "cache", "kind": "cache", "parameters": {"hit_ratio": 0.8, "workers": 1, "service_time_ms": {"distribution": "exponential", "mean": 2}}},
           {"id": "db", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 20}}},
           {"id": "features", "kind": "service"}, {"id": "profile", "kind": "service"}, {"id": "events", "kind": "service"})",
        R"({"id": "app-api", "from": "app", "to": "api", "mode": "sync", "distance": "none"},
           {"id": "api-cache", "from": "api", "to": "cache", "stage": 1, "distance": "none"},
           {"id": "api-db", "from": "api", "to": "db", "stage": 2, "when": "on_miss", "of": "api-cache", "distance": "none"},
           {"id": "api-events", "from": "api", "to": "events", "mode": "async", "stage": 3, "distance": "none"},
           {"id": "api-features", "from": "api", "to": "features", "stage": 3, "distance": "none"},
           {"id": "api-profile", "from": "api", "to": "profile", "stage": 3, "distance": "none"})");
    ASSERT_EQ(net.stations.size(), 7U);
    ASSERT_EQ(net.calls.size(), 6U);
    EXPECT_TRUE(std::holds_alternative<SourceStation>(net.stations[0].model));
    EXPECT_EQ(modelOf<ServersStation>(net, "api").service_ms, support::Distribution::exponential(4));
    EXPECT_EQ(modelOf<CacheStation>(net, "cache").hit_ratio, 0.8);
    EXPECT_EQ(modelOf<CacheStation>(net, "cache").lookup.workers, 1);
    const Station& api = stationOf(net, "api");
    ASSERT_EQ(api.stages.size(), 3U);
    EXPECT_EQ(api.stages[2].number, 3);
    EXPECT_THAT(api.stages[2].calls, ElementsAre(4, 5, 3)) << "async calls come last in their stage";
    EXPECT_EQ(callOf(net, "api-db").when, design::When::OnMiss);
    EXPECT_EQ(callOf(net, "api-db").of, net.call(design::ConnectionId("api-cache")));
    EXPECT_TRUE(callOf(net, "api-db").request_network_ms.isZero());
    EXPECT_DOUBLE_EQ(net.classes.at(0).rate_per_s, 100);
    EXPECT_TRUE(net.classes[0].from_client);
}

TEST(Lowering, StagesAscendWhateverTheOrderOfTheFile) {
    const Network net = networkOf(
        apiAndDb,
        withCalls(
            R"({"id": "late", "from": "api", "to": "db", "stage": 7}, {"id": "early", "from": "api", "to": "db", "stage": 2})"));
    const Station& api = stationOf(net, "api");
    ASSERT_EQ(api.stages.size(), 2U);
    EXPECT_EQ(api.stages[0].number, 2);
    EXPECT_EQ(api.stages[1].number, 7);
}

TEST(Lowering, LinesWithoutCallsOrOnlyDrawnCarryNoLoad) {
    const Network net = networkOf(
        apiAndDb,
        withCalls(
            R"({"id": "line", "from": "api", "to": "db", "calls": 0}, {"id": "drawn", "from": "api", "to": "db", "drawn_only": true})"));
    EXPECT_EQ(net.calls.size(), 1U);
}

TEST(Lowering, KindsThatCarryNoLoadHaveNoCalls) {
    const Network net = networkOf(R"({"id": "api", "kind": "service"}, {"id": "registry", "kind": "model_registry"})",
                                  withCalls(R"({"id": "load", "from": "api", "to": "registry"})"));
    EXPECT_TRUE(std::holds_alternative<NoStation>(stationOf(net, "registry").model));
    EXPECT_EQ(net.calls.size(), 1U);
}

TEST(Distances, ClientsAreAcrossTheInternetAndTheRestInTheSameZone) {
    const Network net = networkOf(apiAndDb, withCalls(R"({"id": "api-db", "from": "api", "to": "db"})"));
    EXPECT_EQ(callOf(net, "app-api").distance, design::Distance::Kind::Internet);
    EXPECT_EQ(callOf(net, "api-db").distance, design::Distance::Kind::SameZone);
    EXPECT_GT(callOf(net, "app-api").request_network_ms.mean(), callOf(net, "api-db").request_network_ms.mean());
    EXPECT_EQ(callOf(net, "app-api").request_network_ms, callOf(net, "app-api").response_network_ms);
}

TEST(Distances, NoneIsExactlyZeroAndTheClassesAscend) {
    std::string connections = appApi;
    for (const char* id : {"none", "same_host", "same_zone", "cross_zone", "cross_region"})
        connections +=
            R"(, {"id": "d-)" + std::string(id) + R"(", "from": "api", "to": "db", "distance": ")" + id + "\"}";
    const Network net = networkOf(apiAndDb, connections);
    EXPECT_EQ(net.calls[1].request_network_ms, support::Distribution::constant(0));
    for (std::size_t i = 2; i < net.calls.size(); ++i)
        EXPECT_GT(net.calls[i].request_network_ms.mean(), net.calls[i - 1].request_network_ms.mean())
            << net.calls[i].id.str();
}

TEST(Distances, AnAuthorsLatencyIsTakenAsItIs) {
    const Network net = networkOf(
        apiAndDb,
        withCalls(
            R"({"id": "far", "from": "api", "to": "db", "distance": {"latency_ms": {"distribution": "exponential", "mean": 7}}})"));
    EXPECT_EQ(callOf(net, "far").request_network_ms, support::Distribution::exponential(7));
}

// Transfer = bytes · 8 ÷ (Mbit/s · 10⁶) s: 1 MB over 100 Mbit/s is 80 ms.
TEST(Distances, BytesTakeTheirTimeOnTheBandwidth) {
    const Network net = networkOf(
        apiAndDb,
        withCalls(
            R"({"id": "big", "from": "api", "to": "db", "request_bytes": 1000000, "response_bytes": 2000, "bandwidth_mbps": 100},
                                                       {"id": "wide", "from": "api", "to": "db", "request_bytes": 1000000})"));
    EXPECT_DOUBLE_EQ(callOf(net, "big").request_transfer_ms, 80);
    EXPECT_DOUBLE_EQ(callOf(net, "big").response_transfer_ms, 0.16);
    EXPECT_EQ(callOf(net, "wide").request_transfer_ms, 0);
    EXPECT_EQ(callOf(net, "wide").request_bytes, 1000000);
}

TEST(Caches, TheirOwnCallsAreTakenOnAMissUnlessTheySayOtherwise) {
    const Network net = networkOf(
        R"({"id": "api", "kind": "cache"}, {"id": "db", "kind": "service"})",
        withCalls(
            R"({"id": "miss", "from": "api", "to": "db"}, {"id": "hit", "from": "api", "to": "db", "when": "on_hit"}, {"id": "both", "from": "api", "to": "db", "when": "always"})"));
    EXPECT_EQ(callOf(net, "miss").when, design::When::OnMiss);
    EXPECT_EQ(callOf(net, "miss").of, none);
    EXPECT_EQ(callOf(net, "hit").when, design::When::OnHit);
    EXPECT_EQ(callOf(net, "both").when, design::When::Always);
}

TEST(Routers, ChooseByWeightUnlessToldOtherwise) {
    const std::string branches =
        withCalls(R"({"id": "a", "from": "api", "to": "db", "weight": 3}, {"id": "b", "from": "api", "to": "other"})");
    const Network net = networkOf(
        R"({"id": "api", "kind": "router"}, {"id": "db", "kind": "service"}, {"id": "other", "kind": "service"})",
        branches);
    EXPECT_EQ(stationOf(net, "api").routing, Routing::Weighted);
    EXPECT_EQ(callOf(net, "a").weight, 3);
    EXPECT_TRUE(modelOf<RouterStation>(net, "api").own.service_ms.isZero());
    const Network hashed = networkOf(
        R"({"id": "api", "kind": "router", "parameters": {"routing": "hash"}}, {"id": "db", "kind": "service"}, {"id": "other", "kind": "service"})",
        branches);
    EXPECT_EQ(stationOf(hashed, "api").routing, Routing::Hash);
    const Network service = networkOf(
        R"({"id": "api", "kind": "service"}, {"id": "db", "kind": "service"}, {"id": "other", "kind": "service"})",
        branches);
    EXPECT_EQ(stationOf(service, "api").routing, Routing::All);
}

TEST(Routers, WithoutAChoiceAreAnError) {
    EXPECT_THAT(errorOf(lowered(R"({"id": "api", "kind": "router"})", appApi)),
                HasSubstr("api: `api` chooses one of its calls"));
}

TEST(Streams, ToTheSourceOfTheRequestAreItsAnswer) {
    const Network net = networkOf(
        apiAndDb,
        withCalls(
            R"({"id": "tokens", "from": "api", "to": "app", "mode": "stream"}, {"id": "feed", "from": "api", "to": "db", "mode": "stream"})"));
    EXPECT_TRUE(callOf(net, "tokens").response_stream);
    EXPECT_FALSE(callOf(net, "feed").response_stream);
}

TEST(Joins, WaitForHoldsForTheWholeStage) {
    const Network net = networkOf(
        apiAndDb,
        withCalls(
            R"({"id": "a", "from": "api", "to": "db", "join": {"wait_for": 1, "cancel_losers": true}}, {"id": "b", "from": "api", "to": "db"})"));
    EXPECT_EQ(stationOf(net, "api").stages.at(0).wait_for, 1);
    EXPECT_TRUE(stationOf(net, "api").stages.at(0).cancel_losers);
}

TEST(Joins, TwoDifferentNumbersForOneStageAreAnError) {
    EXPECT_THAT(
        errorOf(lowered(
            apiAndDb,
            withCalls(
                R"({"id": "a", "from": "api", "to": "db", "join": {"wait_for": 1}}, {"id": "b", "from": "api", "to": "db", "join": {"wait_for": 2}})"))),
        HasSubstr("connections.b.join.wait_for: stage 1 of `api` waits for 1 and for 2 calls"));
}

TEST(Conditions, AskAnEarlierSyncCallToACache) {
    const auto miss = [](const std::string& fields) {
        return errorOf(lowered(
            R"({"id": "api", "kind": "service"}, {"id": "db", "kind": "service"}, {"id": "cache", "kind": "cache"})",
            withCalls(
                R"({"id": "look", "from": "api", "to": "cache", "stage": 1}, {"id": "plain", "from": "api", "to": "db", "stage": 1}, {"id": "fill", "from": "api", "to": "db", )" +
                fields + "}")));
    };
    EXPECT_EQ(miss(R"("stage": 2, "when": "on_miss", "of": "look")"), "");
    EXPECT_THAT(miss(R"("stage": 1, "when": "on_miss", "of": "look")"), HasSubstr("in an earlier stage"));
    EXPECT_THAT(miss(R"("stage": 2, "when": "on_miss", "of": "plain")"), HasSubstr("does not lead to a cache"));
    EXPECT_THAT(miss(R"("stage": 2, "when": "on_miss")"), HasSubstr("is no cache"));
    EXPECT_THAT(miss(R"("stage": 2, "when": "on_miss", "of": "nowhere")"),
                HasSubstr("there is no connection `nowhere`"));
    EXPECT_EQ(miss(R"("stage": 2, "when": "on_error")"), "") << "any error of an earlier stage";
}

TEST(Workloads, OfAConnectionSayWhichClassesItCarries) {
    const std::string two =
        R"({"id": "read", "source": "app", "arrival": {"process": "poisson", "rate_per_s": 1}}, {"id": "write", "source": "app", "arrival": {"process": "poisson", "rate_per_s": 1}})";
    const Network net =
        networkOf(apiAndDb, withCalls(R"({"id": "api-db", "from": "api", "to": "db", "workloads": ["write"]})"), two);
    EXPECT_THAT(callOf(net, "app-api").classes, ElementsAre(true, true));
    EXPECT_THAT(callOf(net, "api-db").classes, ElementsAre(false, true));
    EXPECT_THAT(
        errorOf(lowered(apiAndDb, withCalls(R"({"id": "api-db", "from": "api", "to": "db", "workloads": ["gone"]})"))),
        HasSubstr("there is no workload `gone`"));
}
