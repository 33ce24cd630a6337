// SPDX-License-Identifier: Apache-2.0
#include "core/design/rework.h"

#include "core/design/edit.h"
#include "core/design/validate.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace catenary::design {
namespace {

const catalog::Catalog& builtIn() {
    static const std::shared_ptr<const catalog::Catalog> catalog = catalog::Catalog::builtIn();
    return *catalog;
}

Component component(const std::string& id, const std::string& kind, Parameters parameters = {}) {
    Component made;
    made.id = ComponentId(id);
    made.kind = kind;
    made.at = Point{10, 20};
    made.parameters = std::move(parameters);
    return made;
}

Connection connection(const std::string& id, const std::string& from, const std::string& to) {
    Connection made;
    made.id = ConnectionId(id);
    made.from = ComponentId(from);
    made.to = ComponentId(to);
    return made;
}

Workload workload(const std::string& id, const std::string& source) {
    Workload made;
    made.id = WorkloadId(id);
    made.source = ComponentId(source);
    made.arrival.rate_per_s = 10;
    return made;
}

/// A client that calls a service, which asks a cache and, on a miss, a database.
Design fixture() {
    Design design;
    design.components.add(component("app", "client"));
    design.components.add(component("api", "service", {{"replicas", 3}, {"patience_ms", 20}, {"x-owner", "us"}}));
    design.components.add(component("cache", "cache", {{"hit_ratio", 0.9}}));
    design.components.add(component("db", "relational_db"));
    design.connections.add(connection("app-api", "app", "api"));
    design.connections.add(connection("api-cache", "api", "cache"));
    Connection miss = connection("api-db", "api", "db");
    miss.stage = 2;
    miss.when = When::OnMiss;
    miss.of = ConnectionId("api-cache");
    design.connections.add(miss);
    design.workloads.add(workload("requests", "app"));
    return design;
}

std::size_t errorsOf(const Design& design) {
    const support::Findings findings = validate(design, builtIn());
    return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [](const auto& finding) {
        return finding.severity == support::Severity::Error;
    }));
}

TEST(WithKind, KeepsNamePlaceConnectionsAndTheParametersTheNewKindKnows) {
    const Design before = fixture();
    const auto changed = withKind(before, builtIn(), ComponentId("api"), "batch_server");
    ASSERT_TRUE(changed);
    const Component& now = *changed->design.component(ComponentId("api"));
    EXPECT_EQ(now.kind, "batch_server");
    EXPECT_EQ(now.title(), "api");
    EXPECT_EQ(now.at, (Point{10, 20}));
    EXPECT_EQ(changed->design.connections, before.connections);
    EXPECT_NE(findParameter(now.parameters, "x-owner"), nullptr);
    for (const auto& [name, value] : before.component(ComponentId("api"))->parameters) {
        const bool known = name.starts_with("x-") || builtIn().parameter(*builtIn().kind("batch_server"), name);
        const auto said = std::find(changed->leftOut.begin(), changed->leftOut.end(), "`" + name + "`");
        EXPECT_EQ(findParameter(now.parameters, name) != nullptr, known) << name;
        EXPECT_EQ(said != changed->leftOut.end(), !known) << name << " is lost in silence";
    }
    EXPECT_FALSE(changed->leftOut.empty());
}

TEST(WithKind, WithTheKindItHasChangesNothing) {
    const auto same = withKind(fixture(), builtIn(), ComponentId("api"), "service");
    ASSERT_TRUE(same);
    EXPECT_EQ(same->design, fixture());
    EXPECT_TRUE(same->leftOut.empty());
}

TEST(WithKind, ANameThatWasTheKindsTitleFollowsTheKind) {
    Design design;
    design.components.add(component("a", "service"));
    Component named = design.components[0];
    named.name = builtIn().kind("service")->title;
    design.components.replace(0, named);
    const auto changed = withKind(design, builtIn(), ComponentId("a"), "cache");
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->design.components[0].name, builtIn().kind("cache")->title);
}

TEST(WithKind, WhatIsNoSourceAnyMoreLosesItsWorkloadsAndSaysSo) {
    const auto changed = withKind(fixture(), builtIn(), ComponentId("app"), "service");
    ASSERT_TRUE(changed);
    EXPECT_TRUE(changed->design.workloads.empty());
    EXPECT_EQ(changed->leftOut, std::vector<std::string>{"the workload `requests`"});
}

TEST(WithKind, WhatIsNoCacheAnyMoreHasNoHitsToAskFor) {
    ASSERT_EQ(errorsOf(fixture()), 0U);
    const auto changed = withKind(fixture(), builtIn(), ComponentId("cache"), "service");
    ASSERT_TRUE(changed);
    EXPECT_EQ(errorsOf(changed->design), 0U);
    EXPECT_FALSE(changed->design.connection(ConnectionId("api-db"))->when);
    EXPECT_NE(std::find(changed->leftOut.begin(), changed->leftOut.end(), "the condition of the connection `api-db`"),
              changed->leftOut.end());
}

TEST(WithKind, RefusesWhatIsLockedOrUnknown) {
    const Design locked = *apply(fixture(), SetLocked{{"api"}, true});
    const auto refused = withKind(locked, builtIn(), ComponentId("api"), "cache");
    ASSERT_FALSE(refused);
    EXPECT_FALSE(refused.error().hint.empty());
    EXPECT_FALSE(withKind(fixture(), builtIn(), ComponentId("api"), "no-such-kind"));
    EXPECT_FALSE(withKind(fixture(), builtIn(), ComponentId("nobody"), "cache"));
}

TEST(WithInserted, BothHalvesKeepWhatFits) {
    Design design = fixture();
    Connection whole = design.connections[0];
    whole.stage = 2;
    whole.label = "ask";
    whole.request_bytes = 500;
    whole.workloads = {WorkloadId("requests")};
    whole.distance.kind = Distance::Kind::Internet;
    whole.policy = Policy{};
    whole.policy->timeout_ms = 80;
    design.connections.replace(0, whole);
    const auto split = withInserted(design, builtIn(), ConnectionId("app-api"), component("gateway", "api_gateway"));
    ASSERT_TRUE(split);
    EXPECT_TRUE(split->leftOut.empty());
    ASSERT_EQ(split->design.connections.size(), design.connections.size() + 1);
    Connection first = whole;
    first.to = ComponentId("gateway");
    EXPECT_EQ(split->design.connections[0], first);
    const Connection& second = split->design.connections[split->design.connections.size() - 1];
    EXPECT_EQ(second.from.str(), "gateway");
    EXPECT_EQ(second.to.str(), "api");
    EXPECT_EQ(second.mode, Mode::Sync);
    EXPECT_EQ(second.workloads, whole.workloads);
    EXPECT_EQ(second.request_bytes, 500);
    EXPECT_EQ(second.label, "");
    EXPECT_EQ(errorsOf(split->design), 0U);
}

TEST(WithInserted, ALogIsWrittenAsyncAndReadAsAStream) {
    const auto split = withInserted(fixture(), builtIn(), ConnectionId("app-api"), component("events", "event_log"));
    ASSERT_TRUE(split);
    EXPECT_EQ(split->design.connections[0].mode, Mode::Async);
    EXPECT_EQ(split->design.connections[split->design.connections.size() - 1].mode, Mode::Stream);
}

TEST(WithInserted, AModeItsAuthorChoseStaysOnBothHalves) {
    Design design = fixture();
    Connection batch = design.connections[0];
    batch.mode = Mode::Batch;
    design.connections.replace(0, batch);
    const auto split = withInserted(design, builtIn(), ConnectionId("app-api"), component("job", "service"));
    ASSERT_TRUE(split);
    EXPECT_EQ(split->design.connections[0].mode, Mode::Batch);
    EXPECT_EQ(split->design.connections[split->design.connections.size() - 1].mode, Mode::Batch);
}

TEST(WithInserted, AConditionOnACacheThatIsNotCalledAnyMoreGoesAndIsNamed) {
    const auto split = withInserted(fixture(), builtIn(), ConnectionId("api-cache"), component("proxy", "service"));
    ASSERT_TRUE(split);
    EXPECT_EQ(errorsOf(split->design), 0U);
    EXPECT_EQ(split->leftOut, std::vector<std::string>{"the condition of the connection `api-db`"});
}

TEST(WithInserted, RefusesAnIdThatIsTaken) {
    EXPECT_FALSE(withInserted(fixture(), builtIn(), ConnectionId("app-api"), component("db", "service")));
    EXPECT_FALSE(withInserted(fixture(), builtIn(), ConnectionId("none"), component("new", "service")));
}

} // namespace
} // namespace catenary::design
