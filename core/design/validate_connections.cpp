// SPDX-License-Identifier: Apache-2.0
// Connections one by one: references, ranges, conditions, fields without effect.
#include "core/design/fields.h"
#include "core/design/validate_rules.h"

#include <algorithm>
#include <limits>

namespace catenary::design {

using catalog::StationType;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool isAsynchronous(Mode mode) {
    return mode == Mode::Async || mode == Mode::Stream || mode == Mode::Batch;
}

void checkEnds(Check& check, const Connection& connection) {
    const std::string& id = connection.id.str();
    for (const auto& [field, end] : {std::pair("from", &connection.from), std::pair("to", &connection.to)}) {
        if (check.component(*end) != nullptr) continue;
        std::vector<std::string> known;
        for (const auto& part : check.design.components) known.push_back(part->id.str());
        check.error(id, field,
                    std::string("`") + field + "` names the component `" + end->str() + "`, which does not exist",
                    Check::suggestion(end->str(), known));
    }
    if (!connection.workloads) return;
    std::vector<std::string> workloads;
    for (const auto& part : check.design.workloads) workloads.push_back(part->id.str());
    for (const WorkloadId& workload : *connection.workloads)
        if (!check.index.is(workload.str(), Sort::Workload))
            check.error(id, "workloads", "there is no workload `" + workload.str() + "`",
                        Check::suggestion(workload.str(), workloads));
    if (connection.workloads->empty())
        check.warning(id, "workloads", "no workload uses this connection: the list is empty",
                      "leave `workloads` out to let all of them use it");
}

void checkPolicy(Check& check, const Connection& connection, const Policy& policy) {
    const std::string& id = connection.id.str();
    const auto field = [](const char* name) { return std::string("policy.") + name; };
    const std::vector<std::string> known(fields::policy.begin(), fields::policy.end());
    for (const auto& [name, value] : policy.extra.items()) {
        if (fields::contains(fields::policy, name)) continue;
        if (!name.starts_with("x-"))
            check.warning(id, "policy." + name, "unknown policy field `" + name + "`", Check::suggestion(name, known));
    }
    if (const auto breaker = policy.extra.find("breaker"); breaker != policy.extra.end() && breaker->is_object())
        for (const auto& [name, value] : breaker->items())
            if (!name.starts_with("x-"))
                check.warning(
                    id, "policy.breaker." + name, "unknown policy field `" + name + "` of `breaker`",
                    Check::suggestion(name, std::vector<std::string>(fields::breaker.begin(), fields::breaker.end())));
    if (const auto backoff = policy.extra.find("backoff_ms"); backoff != policy.extra.end())
        check.distributionArguments(id, field("backoff_ms"), *backoff);

    if (policy.timeout_ms) check.positive(id, field("timeout_ms"), *policy.timeout_ms);
    if (policy.retries) check.range(id, field("retries"), *policy.retries, 0, infinity);
    check.positive(id, field("backoff_factor"), policy.backoff_factor);
    if (policy.hedge && !policy.hedge->at_p95)
        check.range(id, field("hedge_after_ms"), policy.hedge->after_ms, 0, infinity);
    if (policy.breaker) {
        check.range(id, field("breaker.failure_ratio"), policy.breaker->failure_ratio, 0, 1);
        check.positive(id, field("breaker.window_ms"), policy.breaker->window_ms);
        check.range(id, field("breaker.min_calls"), policy.breaker->min_calls, 0, infinity);
        check.range(id, field("breaker.open_ms"), policy.breaker->open_ms, 0, infinity);
    }
    if (isAsynchronous(connection.mode) || connection.mode == Mode::Forward)
        check.warning(id, "policy", "`policy` has no effect: only a sync call waits for an answer");
    const bool retried = !policy.retries || *policy.retries > 0;
    if (!retried && !policy.backoff_ms.isZero())
        check.warning(id, field("backoff_ms"), "`backoff_ms` has no effect: the call is not retried", "set `retries`");
    if (policy.backoff_factor != 1 && (!retried || policy.backoff_ms.isZero()))
        check.warning(id, field("backoff_factor"), "`backoff_factor` has no effect without `retries` and `backoff_ms`");
    if (policy.cancel && !policy.timeout_ms && !policy.hedge)
        check.warning(id, field("cancel"), "`cancel` has no effect without `timeout_ms` or `hedge_after_ms`");
}

void checkForwardFields(Check& check, const Connection& connection) {
    const std::string& id = connection.id.str();
    if (connection.mode != Mode::Forward) {
        if (connection.probability)
            check.warning(id, "probability", "`probability` has no effect: it belongs to a forward");
        return;
    }
    if (connection.stage != 1) check.warning(id, "stage", "`stage` means nothing on a forward: it follows all stages");
    if (!(connection.calls == Distribution::constant(1)))
        check.warning(id, "calls", "`calls` means nothing on a forward: the request moves on once");
    if (connection.join) check.warning(id, "join", "`join` means nothing on a forward");
    if (connection.in_sequence) check.warning(id, "in", "`in` means nothing on a forward");
    if (connection.probability) check.range(id, "probability", *connection.probability, 0, 1);
    if (connection.when && check.stationOf(connection.from) != StationType::Cache)
        check.error(id, "when", "`when` on a forward is possible only on a cache's own",
                    "use `probability`, or a sync call with `when` and `of`");
}

/// `when` and `of`: what the condition asks about must be there.
void checkCondition(Check& check, const Connection& connection) {
    const std::string& id = connection.id.str();
    const bool fromCache = check.stationOf(connection.from) == StationType::Cache;
    const When when = connection.when.value_or(When::Always);
    const bool asksCache = when == When::OnMiss || when == When::OnHit;
    if (connection.of.empty()) {
        if (asksCache && !fromCache && connection.mode != Mode::Forward)
            check.error(id, "when",
                        std::string("`when: ") + (when == When::OnMiss ? "on_miss" : "on_hit") +
                            "` without `of` is possible only on a cache's own calls",
                        "say in `of` which call to a cache it asks about");
        return;
    }
    if (when == When::Always) {
        check.warning(id, "of", "`of` has no effect without `when`", "add `when`: on_miss, on_hit or on_error");
    }
    const Connection* of = check.connection(connection.of);
    if (of == nullptr) {
        std::vector<std::string> known;
        for (const auto& part : check.design.connections)
            if (part->from == connection.from) known.push_back(part->id.str());
        check.error(id, "of", "`of` names the connection `" + connection.of.str() + "`, which does not exist",
                    Check::suggestion(connection.of.str(), known));
        return;
    }
    if (when == When::Always) return;
    if (of->from != connection.from)
        check.error(id, "of", "`" + of->id.str() + "` is not a call of `" + connection.from.str() + "`");
    else if (of->mode != Mode::Sync)
        check.error(id, "of", "`" + of->id.str() + "` is not a sync call: nobody sees its outcome");
    else if (of->stage >= connection.stage)
        check.error(id, "of", "`" + of->id.str() + "` is not in an earlier stage",
                    "give this connection a `stage` above " + std::to_string(of->stage));
    else if (asksCache && check.component(of->to) != nullptr && check.stationOf(of->to) != StationType::Cache)
        check.error(id, "when", "`" + of->id.str() + "` does not lead to a cache: it has no hits and misses");
}

void checkEffects(Check& check, const Connection& connection) {
    const std::string& id = connection.id.str();
    if (connection.join && isAsynchronous(connection.mode))
        check.warning(id, "join", "`join` has no effect: a call of this mode is never waited for");
    if (connection.in_sequence && connection.calls.isConstant() && connection.calls.mean() <= 1)
        check.warning(id, "in", "`in: sequence` has no effect on a single call");
    if (connection.bandwidth_mbps && connection.request_bytes == 0 && connection.response_bytes == 0)
        check.warning(id, "bandwidth_mbps", "`bandwidth_mbps` has no effect: the connection carries no bytes");
    if (connection.weight != 1 && check.component(connection.from) != nullptr) {
        const Component& from = *check.component(connection.from);
        const Json* routing = findParameter(from.parameters, "routing");
        const bool weighted =
            routing != nullptr ? *routing == "weighted" : check.stationOf(connection.from) == StationType::Router;
        if (!weighted)
            check.warning(id, "weight", "`weight` has no effect: `" + from.id.str() + "` does not route by weight");
    }
}

} // namespace

void checkConnections(Check& check) {
    for (const auto& part : check.design.connections) {
        const Connection& connection = *part;
        const std::string& id = connection.id.str();
        check.misspelt(id, connection.extra, fields::connection);
        checkEnds(check, connection);
        check.range(id, "stage", connection.stage, 1, infinity);
        check.range(id, "weight", connection.weight, 0, infinity);
        check.range(id, "request_bytes", connection.request_bytes, 0, infinity);
        check.range(id, "response_bytes", connection.response_bytes, 0, infinity);
        if (connection.bandwidth_mbps) check.positive(id, "bandwidth_mbps", *connection.bandwidth_mbps);
        if (connection.join && connection.join->wait_for)
            check.range(id, "join.wait_for", *connection.join->wait_for, 1, infinity);
        if (const auto join = connection.extra.find("join"); join != connection.extra.end())
            for (const auto& [name, value] : join->items())
                if (!name.starts_with("x-"))
                    check.warning(
                        id, "join." + name, "unknown field `" + name + "` of `join`",
                        Check::suggestion(name, std::vector<std::string>(fields::join.begin(), fields::join.end())));
        if (const auto calls = connection.extra.find("calls"); calls != connection.extra.end())
            check.distributionArguments(id, "calls", *calls);
        if (const auto distance = connection.extra.find("distance");
            distance != connection.extra.end() && distance->contains("latency_ms"))
            check.distributionArguments(id, "distance.latency_ms", (*distance)["latency_ms"]);
        checkForwardFields(check, connection);
        checkCondition(check, connection);
        if (connection.policy) checkPolicy(check, connection, *connection.policy);
        checkEffects(check, connection);
    }
}

} // namespace catenary::design
