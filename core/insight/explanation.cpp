// SPDX-License-Identifier: Apache-2.0
#include "core/insight/explanation.h"

#include "core/insight/explanation_parts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace catenary::insight {
namespace {

constexpr std::array<std::string_view, 9> classFigures = {"offered_per_s",   "completed_per_s", "goodput_per_s",
                                                          "latency_mean_ms", "latency_p50_ms",  "latency_p90_ms",
                                                          "latency_p95_ms",  "latency_p99_ms",  "latency_p999_ms"};
constexpr std::array<std::string_view, 7> componentFigures = {
    "arrivals_per_s", "utilisation", "queue_length", "waiting_ms", "in_service", "saturates_at_load", "usd_per_month"};
constexpr std::array<std::string_view, 4> systemFigures = {"load_line", "saturation_load", "usd_per_month",
                                                           "usd_per_1k_requests"};

template <std::size_t N> bool contains(const std::array<std::string_view, N>& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

support::Result<Explanation> unknown(std::string_view figure) {
    return support::fail(support::ErrorCode::NotFound, "there is no figure `" + std::string(figure) + "`", {},
                         "Figures are workloads.ID.…, components.ID.… and system.…");
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
    const std::string id(figure.substr(first + 1, last - first - 1));
    const auto name = figure.substr(last + 1);
    if (figure.starts_with("workloads.") && contains(classFigures, name)) {
        const auto index = estimate.network.classOf(design::WorkloadId(id));
        if (index != network::none) return explainClass(subject, static_cast<std::size_t>(index), name);
    }
    if (figure.starts_with("components.") && contains(componentFigures, name)) {
        const auto index = estimate.network.station(design::ComponentId(id));
        if (index != network::none) return explainComponent(subject, static_cast<std::size_t>(index), name);
    }
    return unknown(figure);
}

std::vector<std::string> figures(const Estimate& estimate) {
    std::vector<std::string> list;
    for (const auto& requestClass : estimate.network.classes)
        for (const auto name : classFigures)
            list.push_back("workloads." + requestClass.id.str() + "." + std::string(name));
    for (const auto& station : estimate.network.stations) {
        if (std::holds_alternative<network::SourceStation>(station.model)) continue;
        for (const auto name : componentFigures)
            list.push_back("components." + station.id.str() + "." + std::string(name));
    }
    for (const auto name : systemFigures) list.push_back("system." + std::string(name));
    return list;
}

} // namespace catenary::insight
