// SPDX-License-Identifier: Apache-2.0
// One design, sound as it stands; each case changes one thing and says what must be found.
#include "core/design/validate.h"

#include "core/design/codec.h"

#include <gtest/gtest.h>

namespace catenary::design {
namespace {

using support::Finding;
using support::OrderedJson;
using support::Severity;

const char* const sound = R"({"format": "catenary-design", "version": 1,
"components": [
{"id": "app", "kind": "client"},
{"id": "api", "kind": "service", "parameters": {"replicas": 2}},
{"id": "cache", "kind": "cache", "parameters": {"hit_ratio": 0.8}},
{"id": "db", "kind": "service"},
{"id": "log", "kind": "event_log"}
],
"connections": [
{"id": "app-api", "from": "app", "to": "api"},
{"id": "api-cache", "from": "api", "to": "cache"},
{"id": "api-db", "from": "api", "to": "db", "stage": 2, "when": "on_miss", "of": "api-cache"},
{"id": "api-log", "from": "api", "to": "log", "mode": "async", "stage": 2}
],
"groups": [{"id": "inner", "members": ["db"]}, {"id": "outer", "members": ["api", "inner"]}],
"workloads": [
{"id": "read", "source": "app", "arrival": {"process": "poisson", "rate_per_s": 100}}
],
"objectives": [{"workload": "read", "metric": "latency_p99_ms", "at_most": 100}],
"variants": [{"id": "peak", "set": {"load": 2, "api.replicas": 4}}]
})";

support::Findings findingsOf(const OrderedJson& json) {
    const auto decoded = decode(json.dump());
    if (!decoded) {
        ADD_FAILURE() << support::describe(decoded.error());
        return {};
    }
    return validate(decoded->design, *catalog::Catalog::builtIn(), decoded->lines);
}

std::string text(const support::Findings& findings) {
    std::string all;
    for (const Finding& finding : findings)
        all += std::string(support::toString(finding.severity)) + " " + finding.where + ": " + finding.message + " (" +
               finding.hint + ")\n";
    return all;
}

TEST(Validate, ASoundDesignHasNoFindings) {
    EXPECT_EQ(text(findingsOf(*support::parseJson(sound))), "");
}

TEST(Validate, FindingsHaveTheLineOfTheirElement) {
    std::string broken = sound;
    broken.replace(broken.find("replicas"), 8, "replicaz");
    const auto decoded = decode(broken);
    ASSERT_TRUE(decoded);
    const auto findings = validate(decoded->design, *catalog::Catalog::builtIn(), decoded->lines);
    ASSERT_EQ(findings.size(), 1u) << text(findings);
    EXPECT_EQ(findings[0].line, 4);
    EXPECT_EQ(findings[0].where, "api.replicaz");
    EXPECT_EQ(findings[0].message, "unknown parameter `replicaz` of `service`");
    EXPECT_EQ(findings[0].hint, "did you mean `replicas`?");
    EXPECT_EQ(findings[0].severity, Severity::Warning);
}

struct Case {
    const char* name;
    const char* patch; ///< RFC 6902
    Severity severity;
    const char* where;
    const char* says;
};

class Rules : public testing::TestWithParam<Case> {};

TEST_P(Rules, IsFoundWhereItIs) {
    const OrderedJson json = support::parseJson(sound)->patch(OrderedJson::parse(GetParam().patch));
    const auto findings = findingsOf(json);
    const auto found = std::find_if(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.severity == GetParam().severity && finding.where == GetParam().where &&
               (finding.message + " " + finding.hint).find(GetParam().says) != std::string::npos;
    });
    EXPECT_NE(found, findings.end()) << "found instead:\n" << text(findings);
}

constexpr Severity error = Severity::Error;
constexpr Severity warning = Severity::Warning;

INSTANTIATE_TEST_SUITE_P(
    Validate, Rules,
    testing::Values(
        Case{"DuplicateId", R"([{"op": "replace", "path": "/components/3/id", "value": "cache"}])", error, "cache",
             "already"},
        Case{"IdSharedAcrossSorts", R"([{"op": "add", "path": "/sources", "value": [{"id": "db"}]}])", error, "db",
             "source"},
        Case{"BadId", R"([{"op": "replace", "path": "/components/4/id", "value": "a b"}])", error, "a b",
             "cannot be an id"},
        Case{"UnknownKind", R"([{"op": "replace", "path": "/components/1/kind", "value": "servise"}])", error,
             "api.kind", "did you mean `service`"},
        Case{"WrongParameterType",
             R"([{"op": "replace", "path": "/components/1/parameters/replicas", "value": "two"}])", error,
             "api.replicas", "replicas"},
        Case{"ParameterOutOfRange",
             R"([{"op": "replace", "path": "/components/2/parameters/hit_ratio", "value": 1.5}])", error,
             "cache.hit_ratio", "1"},
        Case{
            "DistributionArgument",
            R"([{"op": "add", "path": "/components/1/parameters/service_time_ms", "value": {"distribution": "gamma", "mean": 1, "cv": 1, "sd": 2}}])",
            warning, "api.service_time_ms", "unknown argument `sd`"},
        Case{
            "ByWorkloadUnknown",
            R"([{"op": "add", "path": "/components/1/parameters/by_workload", "value": {"raed": {"service_time_ms": 1}}}])",
            error, "api.by_workload.raed", "did you mean `read`"},
        Case{
            "ByWorkloadParameter",
            R"([{"op": "add", "path": "/components/1/parameters/by_workload", "value": {"read": {"service_tim_ms": 1}}}])",
            warning, "api.by_workload.read.service_tim_ms", "did you mean `service_time_ms`"},
        Case{"HitRatioAndItems", R"([{"op": "add", "path": "/components/2/parameters/items", "value": 1000}])", error,
             "cache.hit_ratio", "not both"},
        Case{"BurstWithoutLimit", R"([{"op": "add", "path": "/components/1/parameters/rate_burst", "value": 5}])",
             warning, "api.rate_burst", "no effect"},
        Case{"DanglingEnd", R"([{"op": "replace", "path": "/connections/0/to", "value": "apo"}])", error,
             "connections.app-api.to", "did you mean `app`"},
        Case{"DanglingWorkload", R"([{"op": "add", "path": "/connections/0/workloads", "value": ["write"]}])", error,
             "connections.app-api.workloads", "`write`"},
        Case{"DanglingOf", R"([{"op": "replace", "path": "/connections/2/of", "value": "api-cash"}])", error,
             "connections.api-db.of", "did you mean `api-cache`"},
        Case{"OfInALaterStage", R"([{"op": "replace", "path": "/connections/2/stage", "value": 1}])", error,
             "connections.api-db.of", "earlier stage"},
        Case{"OfOfAnotherComponent", R"([{"op": "replace", "path": "/connections/2/of", "value": "app-api"}])", error,
             "connections.api-db.of", "not a call of `api`"},
        Case{"OfAnAsyncCall", R"([{"op": "add", "path": "/connections/1/mode", "value": "async"}])", error,
             "connections.api-db.of", "not a sync call"},
        Case{"MissWithoutCache", R"([{"op": "replace", "path": "/connections/1/to", "value": "db"}])", error,
             "connections.api-db.when", "does not lead to a cache"},
        Case{"MissWithoutOf", R"([{"op": "remove", "path": "/connections/2/of"}])", error, "connections.api-db.when",
             "without `of`"},
        Case{"OfWithoutWhen", R"([{"op": "remove", "path": "/connections/2/when"}])", warning, "connections.api-db.of",
             "no effect"},
        Case{"StageBelowOne", R"([{"op": "add", "path": "/connections/0/stage", "value": 0}])", error,
             "connections.app-api.stage", "at least 1"},
        Case{"StageOnForward", R"([{"op": "replace", "path": "/connections/3/mode", "value": "forward"}])", warning,
             "connections.api-log.stage", "means nothing"},
        Case{
            "CallsOnForward",
            R"([{"op": "replace", "path": "/connections/3/mode", "value": "forward"}, {"op": "add", "path": "/connections/3/calls", "value": 2}])",
            warning, "connections.api-log.calls", "means nothing"},
        Case{
            "JoinOnForward",
            R"([{"op": "replace", "path": "/connections/3/mode", "value": "forward"}, {"op": "add", "path": "/connections/3/join", "value": {"wait_for": 1}}])",
            warning, "connections.api-log.join", "means nothing"},
        Case{
            "WhenOnForward",
            R"([{"op": "replace", "path": "/connections/3/mode", "value": "forward"}, {"op": "add", "path": "/connections/3/when", "value": "on_error"}])",
            error, "connections.api-log.when", "cache's own"},
        Case{
            "SeveralForwards",
            R"([{"op": "replace", "path": "/connections/3/mode", "value": "forward"}, {"op": "add", "path": "/connections/-", "value": {"id": "f2", "from": "api", "to": "db", "mode": "forward", "probability": 0.5}}])",
            error, "connections.api-log.probability", "each needs"},
        Case{
            "ForwardsAboveOne",
            R"([{"op": "add", "path": "/connections/-", "value": {"id": "f1", "from": "api", "to": "log", "mode": "forward", "probability": 0.6}}, {"op": "add", "path": "/connections/-", "value": {"id": "f2", "from": "api", "to": "db", "mode": "forward", "probability": 0.5}}])",
            error, "connections.f2.probability", "above 1"},
        Case{
            "ProbabilityOutOfRange",
            R"([{"op": "replace", "path": "/connections/3/mode", "value": "forward"}, {"op": "add", "path": "/connections/3/probability", "value": 1.5}])",
            error, "connections.api-log.probability", "between 0 and 1"},
        Case{"ProbabilityOfACall", R"([{"op": "add", "path": "/connections/0/probability", "value": 0.5}])", warning,
             "connections.app-api.probability", "no effect"},
        Case{
            "ConflictingJoins",
            R"([{"op": "add", "path": "/connections/1/join", "value": {"wait_for": 1}}, {"op": "add", "path": "/connections/-", "value": {"id": "c2", "from": "api", "to": "cache", "join": {"wait_for": 2}}}])",
            error, "connections.c2.join.wait_for", "whole stage"},
        Case{"SyncCycle",
             R"([{"op": "add", "path": "/connections/-", "value": {"id": "back", "from": "db", "to": "api"}}])", error,
             "back", "form a cycle"},
        Case{"WeightWithoutRouter", R"([{"op": "add", "path": "/connections/0/weight", "value": 2}])", warning,
             "connections.app-api.weight", "no effect"},
        Case{"PolicyField", R"([{"op": "add", "path": "/connections/0/policy", "value": {"timeout": 5}}])", warning,
             "connections.app-api.policy.timeout", "did you mean `timeout_ms`"},
        Case{"PolicyOfAnEvent", R"([{"op": "add", "path": "/connections/3/policy", "value": {"timeout_ms": 5}}])",
             warning, "connections.api-log.policy", "no effect"},
        Case{"TimeoutOfZero", R"([{"op": "add", "path": "/connections/0/policy", "value": {"timeout_ms": 0}}])", error,
             "connections.app-api.policy.timeout_ms", "above 0"},
        Case{"BackoffWithoutRetries", R"([{"op": "add", "path": "/connections/0/policy", "value": {"backoff_ms": 5}}])",
             warning, "connections.app-api.policy.backoff_ms", "no effect"},
        Case{"BreakerRatio",
             R"([{"op": "add", "path": "/connections/0/policy", "value": {"breaker": {"failure_ratio": 2}}}])", error,
             "connections.app-api.policy.breaker.failure_ratio", "between 0 and 1"},
        Case{"BandwidthWithoutBytes", R"([{"op": "add", "path": "/connections/0/bandwidth_mbps", "value": 5}])",
             warning, "connections.app-api.bandwidth_mbps", "no effect"},
        Case{"MisspeltField", R"([{"op": "add", "path": "/connections/0/stge", "value": 2}])", warning,
             "connections.app-api.stge", "did you mean `stage`"},
        Case{"GroupMember", R"([{"op": "add", "path": "/groups/0/members/-", "value": "nobody"}])", error,
             "inner.members", "`nobody`"},
        Case{"GroupCycle", R"([{"op": "add", "path": "/groups/0/members/-", "value": "outer"}])", error,
             "inner.members", "contains itself"},
        Case{"WorkloadSource", R"([{"op": "replace", "path": "/workloads/0/source", "value": "ap"}])", error,
             "workloads.read.source", "did you mean"},
        Case{"NoRate", R"([{"op": "remove", "path": "/workloads/0/arrival/rate_per_s"}])", error,
             "workloads.read.arrival.rate_per_s", "needs `rate_per_s`"},
        Case{"NegativeRate", R"([{"op": "replace", "path": "/workloads/0/arrival/rate_per_s", "value": -1}])", error,
             "workloads.read.arrival.rate_per_s", "at least 0"},
        Case{
            "TwoRates",
            R"([{"op": "add", "path": "/workloads/0/arrival/population", "value": {"daily_users": 1, "actions_per_user": 1}}])",
            error, "workloads.read.arrival.population", "both"},
        Case{"FieldOfAnotherProcess", R"([{"op": "add", "path": "/workloads/0/arrival/users", "value": 5}])", warning,
             "workloads.read.arrival.users", "no effect"},
        Case{"UnknownArrivalField", R"([{"op": "add", "path": "/workloads/0/arrival/rate", "value": 5}])", warning,
             "workloads.read.arrival.rate", "unknown field"},
        Case{
            "DiurnalPeak",
            R"([{"op": "replace", "path": "/workloads/0/arrival", "value": {"process": "diurnal", "rate_per_s": 1, "peak_ratio": 3}}])",
            error, "workloads.read.arrival.peak_ratio", "between 1 and 2"},
        Case{
            "BurstsOverfull",
            R"([{"op": "replace", "path": "/workloads/0/arrival", "value": {"process": "bursty", "rate_per_s": 1, "peak_ratio": 3, "burst_fraction": 0.5, "burst_ms": 10}}])",
            error, "workloads.read.arrival.peak_ratio", "above 1"},
        Case{"ClosedWithoutUsers",
             R"([{"op": "replace", "path": "/workloads/0/arrival", "value": {"process": "closed"}}])", error,
             "workloads.read.arrival.users", "at least 1"},
        Case{"TraceWithoutFile",
             R"([{"op": "replace", "path": "/workloads/0/arrival", "value": {"process": "trace"}}])", error,
             "workloads.read.arrival.file", "needs `file`"},
        Case{"UnknownAttribute", R"([{"op": "add", "path": "/workloads/0/attributes", "value": {"item": 5}}])", warning,
             "workloads.read.attributes.item", "did you mean `items`"},
        Case{"PriorityWithoutEffect", R"([{"op": "add", "path": "/workloads/0/priority", "value": 1}])", warning,
             "workloads.read.priority", "no effect"},
        Case{"UnknownMetric", R"([{"op": "replace", "path": "/objectives/0/metric", "value": "latency_p98_ms"}])",
             error, "objectives.0", "did you mean"},
        Case{"ObjectiveWorkload", R"([{"op": "replace", "path": "/objectives/0/workload", "value": "write"}])", error,
             "objectives.0", "no workload `write`"},
        Case{"ObjectiveWithoutBound", R"([{"op": "remove", "path": "/objectives/0/at_most"}])", error, "objectives.0",
             "no bound"},
        Case{"ObjectiveWithTwoBounds", R"([{"op": "add", "path": "/objectives/0/at_least", "value": 1}])", error,
             "objectives.0", "one bound"},
        Case{"ObjectiveWithoutWorkload", R"([{"op": "remove", "path": "/objectives/0/workload"}])", error,
             "objectives.0", "needs a `workload`"},
        Case{
            "ObjectiveOfNoFlow",
            R"([{"op": "replace", "path": "/objectives/0", "value": {"flow": "app-api", "metric": "lag", "at_most": 1}}])",
            error, "objectives.0", "begins no flow"},
        Case{"FlowMetricWithoutFlow",
             R"([{"op": "replace", "path": "/objectives/0", "value": {"metric": "lag", "at_most": 1}}])", error,
             "objectives.0", "of a flow"},
        Case{"VariantPath", R"([{"op": "add", "path": "/variants/0/set/apo.replicas", "value": 1}])", error,
             "peak.apo.replicas", "leads nowhere"}),
    [](const auto& info) { return info.param.name; });

struct Silent {
    const char* name;
    const char* patch;
};

class NoFindings : public testing::TestWithParam<Silent> {};

TEST_P(NoFindings, WhereTheFormatAllowsIt) {
    const OrderedJson json = support::parseJson(sound)->patch(OrderedJson::parse(GetParam().patch));
    EXPECT_EQ(text(findingsOf(json)), "");
}

INSTANTIATE_TEST_SUITE_P(
    Validate, NoFindings,
    testing::Values(
        Silent{
            "OwnNamesBeginWithX",
            R"([{"op": "add", "path": "/components/1/parameters/x-mine", "value": 1}, {"op": "add", "path": "/connections/0/policy", "value": {"x-p": 1}}, {"op": "add", "path": "/workloads/0/attributes", "value": {"x-a": "text"}}])"},
        Silent{
            "ReservedFields",
            R"([{"op": "add", "path": "/components/0/look", "value": {}}, {"op": "add", "path": "/groups/0/zone", "value": "a"}, {"op": "add", "path": "/view", "value": {}}])"},
        Silent{
            "CycleOfDifferentWorkloads",
            R"([{"op": "add", "path": "/workloads/-", "value": {"id": "write", "source": "app", "arrival": {"rate_per_s": 1}}}, {"op": "add", "path": "/connections/2/workloads", "value": ["read"]}, {"op": "add", "path": "/connections/-", "value": {"id": "back", "from": "db", "to": "api", "workloads": ["write"]}}])"},
        Silent{
            "CycleThroughAnEvent",
            R"([{"op": "add", "path": "/connections/-", "value": {"id": "back", "from": "db", "to": "api", "mode": "async"}}])"},
        Silent{
            "CycleDrawnWithoutLoad",
            R"([{"op": "add", "path": "/connections/-", "value": {"id": "back", "from": "db", "to": "api", "calls": 0}}])"},
        Silent{
            "ForwardsOfDifferentWorkloads",
            R"([{"op": "add", "path": "/workloads/-", "value": {"id": "write", "source": "app", "arrival": {"rate_per_s": 1}}}, {"op": "add", "path": "/connections/-", "value": {"id": "f1", "from": "db", "to": "log", "mode": "forward", "workloads": ["read"]}}, {"op": "add", "path": "/connections/-", "value": {"id": "f2", "from": "db", "to": "cache", "mode": "forward", "workloads": ["write"]}}])"},
        Silent{"Empty", R"([{"op": "replace", "path": "", "value": {"format": "catenary-design", "version": 1}}])"}),
    [](const auto& info) { return info.param.name; });

} // namespace
} // namespace catenary::design
