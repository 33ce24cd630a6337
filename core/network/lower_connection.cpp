// SPDX-License-Identifier: Apache-2.0
#include "core/network/lower_connection.h"

#include "core/network/distances.h"

#include <algorithm>

namespace catenary::network {

using design::Connection;
using design::Mode;
using design::When;
using support::Severity;

namespace {

std::string pathOf(const Connection& connection, const std::string& field) {
    return "connections." + connection.id.str() + "." + field;
}

template <class Model> bool isA(const Network& network, Index station) {
    return std::holds_alternative<Model>(network.stations[static_cast<std::size_t>(station)].model);
}

/// Bytes over a link of so many Mbit/s: bytes·8 ÷ (Mbit/s·10⁶) s, in ms.
double transfer_ms(double bytes, const std::optional<double>& mbps) {
    return mbps ? bytes * 8 / (*mbps * 1e3) : 0;
}

std::vector<bool> classesOf(const Connection& connection, const Network& network, support::Findings& findings) {
    if (!connection.workloads) return std::vector<bool>(network.classes.size(), true);
    std::vector<bool> carried(network.classes.size(), false);
    for (const design::WorkloadId& id : *connection.workloads) {
        const Index index = network.classOf(id);
        if (index == none)
            findings.push_back(
                {Severity::Error, pathOf(connection, "workloads"), "there is no workload `" + id.str() + "`", {}});
        else
            carried[static_cast<std::size_t>(index)] = true;
    }
    return carried;
}

/// A stream to the source of a request is its answer coming bit by bit; to other workloads it would be a call.
void markResponseStream(Call& call, const Network& network, support::Findings& findings) {
    if (call.mode != Mode::Stream || !isA<SourceStation>(network, call.to)) return;
    std::vector<bool> own = call.classes;
    for (std::size_t i = 0; i < own.size(); ++i) own[i] = own[i] && network.classes[i].source == call.to;
    call.response_stream = std::find(own.begin(), own.end(), true) != own.end();
    if (!call.response_stream || own == call.classes) return;
    for (std::size_t i = 0; i < own.size(); ++i)
        if (call.classes[i] && !own[i])
            findings.push_back({Severity::Warning, "connections." + call.id.str() + ".workloads",
                                "`" + call.id.str() + "` streams the answer to `" +
                                    network.stations[static_cast<std::size_t>(call.to)].id.str() +
                                    "`, where workload `" + network.classes[i].id.str() +
                                    "` does not start: not modelled for it",
                                "draw a connection of its own for that workload"});
    call.classes = std::move(own);
}

Call lowerConnection(const Connection& connection, Index from, Index to, const Network& network,
                     support::Findings& findings) {
    Call call;
    call.id = connection.id;
    call.from = from;
    call.to = to;
    call.mode = connection.mode;
    call.stage = connection.mode == Mode::Forward ? 1 : connection.stage;
    call.count = connection.mode == Mode::Forward ? Distribution::constant(1) : connection.calls;
    call.in_sequence = connection.in_sequence;
    call.probability = connection.probability.value_or(1);
    call.probability_given = connection.probability.has_value();
    call.weight = connection.weight;
    call.classes = classesOf(connection, network, findings);
    call.when = connection.when.value_or(isA<CacheStation>(network, from) ? When::OnMiss : When::Always);
    call.request_bytes = connection.request_bytes;
    call.response_bytes = connection.response_bytes;
    call.request_transfer_ms = transfer_ms(connection.request_bytes, connection.bandwidth_mbps);
    call.response_transfer_ms = transfer_ms(connection.response_bytes, connection.bandwidth_mbps);
    call.policy = connection.policy;

    using Kind = design::Distance::Kind;
    call.distance = connection.distance.kind;
    if (call.distance == Kind::Unset)
        call.distance = defaultDistance(network.stations[static_cast<std::size_t>(from)].kind);
    call.request_network_ms =
        call.distance == Kind::Custom ? connection.distance.latency_ms : distanceClass(call.distance).latency_ms;
    call.response_network_ms = call.request_network_ms;

    const auto bad = [&](const std::string& field, const std::string& message) {
        findings.push_back({Severity::Error, pathOf(connection, field), message, {}});
    };
    if (connection.probability && (*connection.probability < 0 || *connection.probability > 1))
        bad("probability", "`probability` must be from 0 to 1");
    if (connection.weight < 0) bad("weight", "`weight` must be at least 0");
    if (connection.bandwidth_mbps && *connection.bandwidth_mbps <= 0)
        bad("bandwidth_mbps", "`bandwidth_mbps` must be above 0");
    if (connection.request_bytes < 0) bad("request_bytes", "`request_bytes` must be at least 0");
    if (connection.response_bytes < 0) bad("response_bytes", "`response_bytes` must be at least 0");
    if (connection.join && connection.join->wait_for && *connection.join->wait_for < 1)
        bad("join.wait_for", "`wait_for` must be at least 1");
    markResponseStream(call, network, findings);
    return call;
}

bool carriesLoad(const Connection& connection, Index from, Index to, const Network& network) {
    if (connection.mode != Mode::Forward && connection.calls.isZero()) return false;
    if (const auto drawn = connection.extra.find("drawn_only");
        drawn != connection.extra.end() && *drawn == support::Json(true))
        return false;
    return !isA<NoStation>(network, from) && !isA<NoStation>(network, to);
}

/// Puts calls into the stages of their stations and joins the connections' words on joining.
void buildStages(const design::Design& design, Network& network, support::Findings& findings) {
    std::vector<Index> order;
    for (std::size_t i = 0; i < network.calls.size(); ++i) order.push_back(static_cast<Index>(i));
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { // non-async first within a stage
        const Call& left = network.calls[static_cast<std::size_t>(a)];
        const Call& right = network.calls[static_cast<std::size_t>(b)];
        return std::pair(left.stage, left.mode != Mode::Sync) < std::pair(right.stage, right.mode != Mode::Sync);
    });
    for (const Index index : order) {
        const Call& call = network.calls[static_cast<std::size_t>(index)];
        Station& station = network.stations[static_cast<std::size_t>(call.from)];
        if (call.mode == Mode::Forward) {
            station.forwards.push_back(index);
            continue;
        }
        if (station.stages.empty() || station.stages.back().number != call.stage)
            station.stages.push_back({.number = call.stage});
        Stage& stage = station.stages.back();
        stage.calls.push_back(index);
        const Connection* connection = design.connection(call.id);
        if (connection == nullptr || !connection->join) continue;
        stage.cancel_losers = stage.cancel_losers || connection->join->cancel_losers;
        if (!connection->join->wait_for) continue;
        if (stage.wait_for && *stage.wait_for != *connection->join->wait_for)
            findings.push_back({Severity::Error, pathOf(*connection, "join.wait_for"),
                                "stage " + std::to_string(call.stage) + " of `" + station.id.str() + "` waits for " +
                                    std::to_string(*stage.wait_for) + " and for " +
                                    std::to_string(*connection->join->wait_for) + " calls",
                                "`wait_for` holds for the whole stage: give one number"});
        stage.wait_for = connection->join->wait_for;
    }
}

/// Resolves `of`: the call whose outcome a conditional call asks.
void resolveConditions(const design::Design& design, Network& network, support::Findings& findings) {
    for (Call& call : network.calls) {
        const Connection* connection = design.connection(call.id);
        if (connection == nullptr) continue;
        const auto bad = [&](const std::string& field, const std::string& message, const std::string& hint = {}) {
            findings.push_back({Severity::Error, pathOf(*connection, field), message, hint});
        };
        const bool asksCache = call.when == When::OnMiss || call.when == When::OnHit;
        if (connection->of.empty()) {
            if (asksCache && !isA<CacheStation>(network, call.from))
                bad("when",
                    "`" + call.id.str() + "` asks for a hit or a miss, but `" + connection->from.str() +
                        "` is no cache",
                    "name the call to the cache in `of`");
            continue;
        }
        call.of = network.call(connection->of);
        if (call.of == none) {
            if (design.connection(connection->of) == nullptr)
                bad("of", "there is no connection `" + connection->of.str() + "`");
            else
                bad("of", "`" + connection->of.str() + "` carries no load, so `" + call.id.str() + "` is never made");
            continue;
        }
        const Call& asked = network.calls[static_cast<std::size_t>(call.of)];
        if (asked.mode != Mode::Sync || asked.from != call.from || asked.stage >= call.stage)
            bad("of", "`" + asked.id.str() + "` must be a sync connection of `" + connection->from.str() +
                          "` in an earlier stage");
        else if (asksCache && !isA<CacheStation>(network, asked.to))
            bad("of", "`" + asked.id.str() + "` does not lead to a cache, so it neither hits nor misses");
    }
}

} // namespace

void lowerConnections(const design::Design& design, Network& network, support::Findings& findings) {
    std::map<design::ComponentId, Index> stations;
    for (std::size_t i = 0; i < network.stations.size(); ++i)
        stations.emplace(network.stations[i].id, static_cast<Index>(i));
    for (const auto& part : design.connections) {
        const Connection& connection = *part;
        const auto from = stations.find(connection.from);
        const auto to = stations.find(connection.to);
        const auto unknown = [&](const std::string& field, const design::ComponentId& id) {
            findings.push_back(
                {Severity::Error, pathOf(connection, field), "there is no component `" + id.str() + "`", {}});
        };
        if (from == stations.end()) unknown("from", connection.from);
        if (to == stations.end()) unknown("to", connection.to);
        if (from == stations.end() || to == stations.end()) continue;
        if (!carriesLoad(connection, from->second, to->second, network)) continue;
        network.calls.push_back(lowerConnection(connection, from->second, to->second, network, findings));
    }
    buildStages(design, network, findings);
    resolveConditions(design, network, findings);
}

} // namespace catenary::network
