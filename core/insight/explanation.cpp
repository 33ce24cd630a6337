// SPDX-License-Identifier: Apache-2.0
#include "core/insight/explanation.h"

#include "core/insight/explanation_parts.h"
#include "core/insight/serving.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace catenary::insight {
namespace {

constexpr std::array<std::string_view, 10> classFigures = {
    "offered_per_s",  "completed_per_s", "goodput_per_s",  "success_ratio",  "latency_mean_ms",
    "latency_p50_ms", "latency_p90_ms",  "latency_p95_ms", "latency_p99_ms", "latency_p999_ms"};
constexpr std::array<std::string_view, 6> statistics = {"mean", "p50", "p90", "p95", "p99", "p999"};
constexpr std::array<std::string_view, 8> componentFigures = {"arrivals_per_s",    "utilisation",  "capacity_share",
                                                              "queue_length",      "waiting_ms",   "in_service",
                                                              "saturates_at_load", "usd_per_month"};
constexpr std::array<std::string_view, 3> groupFigures = {"members", "utilisation", "usd_per_month"};
constexpr std::array<std::string_view, 5> systemFigures = {"load_line", "saturation_load", "availability",
                                                           "usd_per_month", "usd_per_1k_requests"};

template <std::size_t N> bool contains(const std::array<std::string_view, N>& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

support::Result<Explanation> unknown(std::string_view figure) {
    return support::fail(support::ErrorCode::NotFound, "there is no figure `" + std::string(figure) + "`", {},
                         "Figures are workloads.ID.…, components.ID.…, connections.ID.…, groups.ID.… and system.…");
}

bool has(const std::vector<std::string>& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

std::vector<std::string> figuresOf(const network::ClassPerformance& performance) {
    std::vector<std::string> list(classFigures.begin(), classFigures.end());
    const auto add = [&](const char* family, bool present) {
        if (!present) return;
        for (const auto statistic : statistics) list.push_back(family + std::string(statistic) + "_ms");
    };
    add("ttft_", performance.ttft.has_value());
    add("tpot_", performance.tpot.has_value());
    return list;
}

std::vector<std::string> figuresOf(const Estimate& estimate, std::size_t station) {
    const network::StationPerformance& performance = estimate.performance.stations[station];
    std::vector<std::string> list(componentFigures.begin(), componentFigures.end());
    if (performance.batch_size) list.emplace_back("batch_size");
    if (performance.hit_ratio) list.emplace_back("hit_ratio");
    if (performance.lag) list.emplace_back("lag");
    if (const auto of = serving(estimate, station))
        for (std::string& name : servingFigures(*of)) list.push_back(std::move(name));
    return list;
}

std::vector<std::string> figuresOf(const network::FlowPerformance& performance) {
    std::vector<std::string> list{"completed_per_s"};
    for (const auto statistic : statistics) list.push_back("latency_" + std::string(statistic) + "_ms");
    if (performance.lag) list.emplace_back("lag");
    if (performance.freshness_mean_s) list.emplace_back("freshness_mean_s");
    if (performance.freshness_p99_s) list.emplace_back("freshness_p99_s");
    return list;
}

/// ID.NAME or ID.WORKLOAD.NAME of a connection.
support::Result<Explanation> explainCall(const Subject& subject, std::string_view figure, std::string_view path) {
    const auto& net = subject.estimate.network;
    const auto first = path.find('.');
    const auto last = path.rfind('.');
    const auto call = net.call(design::ConnectionId(std::string(path.substr(0, first))));
    const auto name = path.substr(last + 1);
    if (call == network::none) return unknown(figure);
    if (first == last)
        return name == "calls_per_s" ? explainCalls(subject, static_cast<std::size_t>(call)) : unknown(figure);
    const auto of = net.classOf(design::WorkloadId(std::string(path.substr(first + 1, last - first - 1))));
    for (const auto& flow : subject.estimate.performance.flows)
        if (flow.call == call && flow.request_class == of && has(figuresOf(flow), name))
            return explainFlow(subject, flow, name);
    return unknown(figure);
}

} // namespace

double evaluate(const Explanation& explanation) {
    if (explanation.operation == Operation::Given || explanation.operation == Operation::Engine)
        return explanation.value;
    std::vector<double> values;
    values.reserve(explanation.terms.size());
    for (const auto& term : explanation.terms) values.push_back(evaluate(term));
    if (explanation.operation == Operation::Function) return explanation.function(values);
    if (values.empty()) return explanation.operation == Operation::Product ? 1.0 : 0.0;
    switch (explanation.operation) {
    case Operation::Sum:
        return std::accumulate(values.begin(), values.end(), 0.0);
    case Operation::Difference:
        return std::accumulate(values.begin() + 1, values.end(), values.front(), std::minus<>());
    case Operation::Product:
        return std::accumulate(values.begin(), values.end(), 1.0, std::multiplies<>());
    case Operation::Quotient:
        return std::accumulate(values.begin() + 1, values.end(), values.front(), std::divides<>());
    case Operation::Minimum:
        return *std::min_element(values.begin(), values.end());
    case Operation::Maximum:
        return *std::max_element(values.begin(), values.end());
    case Operation::Ceiling:
        return std::ceil(values.front());
    case Operation::Given:
    case Operation::Function:
    case Operation::Engine:
        break;
    }
    return explanation.value;
}

support::Result<Explanation> explain(std::string_view figure, const Estimate& estimate, const design::Design& design,
                                     const catalog::Catalog& catalog) {
    const Subject subject{estimate, design, catalog};
    if (figure.starts_with("system.")) {
        const auto name = figure.substr(7);
        if (!contains(systemFigures, name)) return unknown(figure);
        return explainSystem(subject, name);
    }
    const auto first = figure.find('.');
    const auto last = figure.rfind('.');
    if (first == std::string_view::npos || first == last) return unknown(figure);
    if (figure.starts_with("connections.")) return explainCall(subject, figure, figure.substr(first + 1));
    const std::string id(figure.substr(first + 1, last - first - 1));
    const auto name = figure.substr(last + 1);
    if (figure.starts_with("workloads.")) {
        const auto index = estimate.network.classOf(design::WorkloadId(id));
        if (index == network::none) return unknown(figure);
        const auto at = static_cast<std::size_t>(index);
        if (has(figuresOf(estimate.performance.classes[at]), name)) return explainClass(subject, at, name);
    }
    if (figure.starts_with("components.")) {
        const auto index = estimate.network.station(design::ComponentId(id));
        if (index == network::none) return unknown(figure);
        const auto at = static_cast<std::size_t>(index);
        if (has(figuresOf(estimate, at), name)) return explainComponent(subject, at, name);
    }
    if (figure.starts_with("groups.") && contains(groupFigures, name))
        if (const auto* group = design.group(design::GroupId(id))) return explainGroup(subject, *group, name);
    return unknown(figure);
}

std::vector<std::string> figures(const Estimate& estimate, const design::Design& design) {
    const auto& net = estimate.network;
    const auto& performance = estimate.performance;
    std::vector<std::string> list;
    const auto add = [&](const std::string& root, const std::vector<std::string>& names) {
        for (const auto& name : names) list.push_back(root + name);
    };
    for (std::size_t c = 0; c < net.classes.size(); ++c)
        add("workloads." + net.classes[c].id.str() + ".", figuresOf(performance.classes[c]));
    for (std::size_t s = 0; s < net.stations.size(); ++s)
        if (!std::holds_alternative<network::SourceStation>(net.stations[s].model))
            add("components." + net.stations[s].id.str() + ".", figuresOf(estimate, s));
    for (const auto& call : net.calls) list.push_back("connections." + call.id.str() + ".calls_per_s");
    for (const auto& flow : performance.flows)
        add("connections." + net.calls[static_cast<std::size_t>(flow.call)].id.str() + "." +
                net.classes[static_cast<std::size_t>(flow.request_class)].id.str() + ".",
            figuresOf(flow));
    for (const auto& group : design.groups)
        add("groups." + group->id.str() + ".", {groupFigures.begin(), groupFigures.end()});
    for (const auto name : systemFigures) list.push_back("system." + std::string(name));
    return list;
}

} // namespace catenary::insight
