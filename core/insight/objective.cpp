// SPDX-License-Identifier: Apache-2.0
#include "core/insight/objective.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace catenary::insight {
namespace {

using network::Latency;
using network::Measure;
using network::Network;
using network::Performance;

struct Named {
    const char* name;
    Metric metric;
};

const std::vector<Named>& table() {
    static const std::vector<Named> metrics = [] {
        std::vector<Named> list;
        using Of = Metric::Of;
        static const std::array<const char*, 18> names = {
            "latency_mean_ms", "latency_p50_ms", "latency_p90_ms", "latency_p95_ms", "latency_p99_ms",
            "latency_p999_ms", "ttft_mean_ms",   "ttft_p50_ms",    "ttft_p90_ms",    "ttft_p95_ms",
            "ttft_p99_ms",     "ttft_p999_ms",   "tpot_mean_ms",   "tpot_p50_ms",    "tpot_p90_ms",
            "tpot_p95_ms",     "tpot_p99_ms",    "tpot_p999_ms"};
        static const std::array<double, 6> quantiles = {0, 0.5, 0.9, 0.95, 0.99, 0.999};
        static const std::array<Of, 3> subjects = {Of::Latency, Of::Ttft, Of::Tpot};
        for (std::size_t i = 0; i < names.size(); ++i) list.push_back({names[i], {subjects[i / 6], quantiles[i % 6]}});
        list.push_back({"throughput_per_s", {Of::Throughput, 0}});
        list.push_back({"success_ratio", {Of::SuccessRatio, 0}});
        list.push_back({"goodput_per_s", {Of::Goodput, 0}});
        list.push_back({"lag", {Of::Lag, 0}});
        list.push_back({"freshness_mean_s", {Of::Freshness, 0}});
        list.push_back({"freshness_p99_s", {Of::Freshness, 0.99}});
        list.push_back({"availability", {Of::Availability, 0}});
        list.push_back({"usd_per_month", {Of::UsdPerMonth, 0}});
        list.push_back({"usd_per_1k_requests", {Of::UsdPer1k, 0}});
        return list;
    }();
    return metrics;
}

std::optional<double> ifDefined(double value) {
    return std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

const Measure& atQuantile(const Latency& latency, double quantile) {
    if (quantile == 0) return latency.mean;
    if (quantile == 0.5) return latency.p50;
    if (quantile == 0.9) return latency.p90;
    if (quantile == 0.95) return latency.p95;
    if (quantile == 0.99) return latency.p99;
    return latency.p999;
}

/// The Q-quantile over offered requests, those lost counting as infinitely slow.
std::optional<double> overOffered(const Latency& latency, const network::Curve& curve, double quantile,
                                  double success) {
    if (quantile == 0) return success >= 0.99 ? ifDefined(latency.mean.value) : std::nullopt;
    if (success >= 1) return ifDefined(atQuantile(latency, quantile).value);
    if (quantile > success || curve.cdf.empty()) return std::nullopt;
    return ifDefined(curve.quantile(quantile / success));
}

std::optional<double> ofClass(const Metric& metric, network::Index index, const Performance& performance) {
    const auto& figures = performance.classes[static_cast<std::size_t>(index)];
    const double success = successRatio(figures);
    switch (metric.of) {
    case Metric::Of::Latency:
        return overOffered(figures.latency, figures.curve, metric.quantile, success);
    case Metric::Of::Ttft:
        if (!figures.ttft) return std::nullopt;
        return overOffered(*figures.ttft, figures.ttft_curve.value_or(network::Curve{}), metric.quantile, success);
    case Metric::Of::Tpot:
        if (!figures.tpot) return std::nullopt;
        return overOffered(*figures.tpot, figures.tpot_curve.value_or(network::Curve{}), metric.quantile, success);
    case Metric::Of::Throughput:
        return ifDefined(figures.completed_per_s);
    case Metric::Of::SuccessRatio:
        return success;
    default:
        return std::nullopt;
    }
}

std::optional<double> ofFlow(const Metric& metric, network::Index call, const Performance& performance) {
    std::optional<double> worst;
    for (const auto& flow : performance.flows) {
        if (flow.call != call) continue;
        std::optional<double> value;
        if (metric.of == Metric::Of::Latency) value = ifDefined(atQuantile(flow.latency, metric.quantile).value);
        if (metric.of == Metric::Of::Throughput) value = ifDefined(flow.completed_per_s);
        if (metric.of == Metric::Of::Lag && flow.lag) value = ifDefined(flow.lag->value);
        if (metric.of == Metric::Of::Freshness) {
            const auto& measure = metric.quantile == 0 ? flow.freshness_mean_s : flow.freshness_p99_s;
            if (measure) value = ifDefined(measure->value);
        }
        if (!flow.stable || !value) return std::nullopt;
        worst = worst ? std::max(*worst, *value) : *value;
    }
    return worst;
}

/// The value for the objective's workload; of an objective without one, the worst over all workloads.
std::optional<double> worstClass(const Metric& metric, const design::Objective& objective, const design::Design& design,
                                 const Network& network, const Performance& performance) {
    std::optional<double> worst;
    for (std::size_t c = 0; c < network.classes.size(); ++c) {
        if (!objective.workload.empty() && network.classes[c].id != objective.workload) continue;
        const auto index = static_cast<network::Index>(c);
        const auto value = metric.of == Metric::Of::Goodput ? ifDefined(goodput(index, design, network, performance))
                                                            : ofClass(metric, index, performance);
        if (!value) return std::nullopt;
        if (!worst) worst = value;
        worst = objective.at_least ? std::min(*worst, *value) : std::max(*worst, *value);
    }
    return worst;
}

} // namespace

std::optional<Metric> parseMetric(std::string_view name) {
    for (const auto& entry : table())
        if (name == entry.name) return entry.metric;
    return std::nullopt;
}

const std::vector<std::string>& metricNames() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> list;
        for (const auto& entry : table()) list.emplace_back(entry.name);
        return list;
    }();
    return names;
}

MetricText metricText(std::string_view name) {
    const auto metric = parseMetric(name);
    if (!metric) return {std::string(name), ""};
    const std::string quantile = metric->quantile == 0       ? "mean"
                                 : metric->quantile == 0.999 ? "p99.9"
                                                             : "p" + support::shortestNumber(metric->quantile * 100);
    switch (metric->of) {
    case Metric::Of::Latency:
        return {quantile + " latency", "ms"};
    case Metric::Of::Ttft:
        return {quantile + " time to first token", "ms"};
    case Metric::Of::Tpot:
        return {quantile + " time per output token", "ms"};
    case Metric::Of::Throughput:
        return {"throughput", "requests/s"};
    case Metric::Of::SuccessRatio:
        return {"success ratio", "1"};
    case Metric::Of::Goodput:
        return {"goodput", "requests/s"};
    case Metric::Of::Lag:
        return {"lag", "items"};
    case Metric::Of::Freshness:
        return {quantile + " freshness", "s"};
    case Metric::Of::Availability:
        return {"availability", "1"};
    case Metric::Of::UsdPerMonth:
        return {"cost", "USD/month"};
    case Metric::Of::UsdPer1k:
        return {"cost of 1000 requests", "USD"};
    }
    return {std::string(name), ""};
}

double successRatio(const network::ClassPerformance& performance) {
    if (!(performance.offered_per_s > 0)) return 1;
    const double lost = performance.rejected_per_s + performance.timed_out_per_s + performance.failed_per_s +
                        performance.abandoned_per_s;
    if (performance.stable) return std::clamp(1 - lost / performance.offered_per_s, 0.0, 1.0);
    return std::clamp(performance.completed_per_s / performance.offered_per_s, 0.0, 1.0);
}

std::optional<double> goodputBound(const design::WorkloadId& workload, const design::Design& design) {
    std::optional<double> bound;
    for (const auto& objective : design.objectives) {
        const auto metric = parseMetric(objective.metric);
        if (objective.workload != workload || !metric || metric->of != Metric::Of::Latency || metric->quantile == 0)
            continue;
        if (objective.at_most) bound = std::max(bound.value_or(0), *objective.at_most);
    }
    return bound;
}

double goodput(network::Index requestClass, const design::Design& design, const network::Network& network,
               const network::Performance& performance) {
    const auto& figures = performance.classes[static_cast<std::size_t>(requestClass)];
    const auto bound = goodputBound(network.classes[static_cast<std::size_t>(requestClass)].id, design);
    return bound ? figures.completed_per_s * figures.curve.share(*bound) : figures.completed_per_s;
}

std::optional<double> availability(const Performance& performance) {
    if (!performance.stable) return std::nullopt;
    double offered = 0, completed = 0;
    for (const auto& figures : performance.classes) {
        offered += figures.offered_per_s;
        completed += successRatio(figures) * figures.offered_per_s;
    }
    if (!(offered > 0)) return std::nullopt;
    return completed / offered;
}

std::optional<double> usdPer1kRequests(const Network& network, const Performance& performance, const cost::Cost& cost) {
    double completed = 0;
    for (std::size_t c = 0; c < network.classes.size(); ++c)
        if (network.classes[c].from_client) completed += performance.classes[c].completed_per_s;
    if (!(completed > 0)) return std::nullopt;
    return cost.usd_per_month * 1000 / (completed * cost::secondsPerMonth);
}

ObjectiveResult judge(const design::Objective& objective, const design::Design& design, const Network& network,
                      const Performance& performance, const cost::Cost& cost) {
    ObjectiveResult result{objective, std::nullopt, false};
    const auto metric = parseMetric(objective.metric);
    if (!metric) return result;
    if (!objective.flow.empty()) {
        if (const auto call = network.call(objective.flow); call != network::none)
            result.value = ofFlow(*metric, call, performance);
    } else if (metric->of == Metric::Of::Availability) {
        result.value = availability(performance);
    } else if (metric->of == Metric::Of::UsdPerMonth) {
        result.value = ifDefined(cost.usd_per_month);
    } else if (metric->of == Metric::Of::UsdPer1k) {
        result.value = usdPer1kRequests(network, performance, cost);
    } else {
        result.value = worstClass(*metric, objective, design, network, performance);
    }
    if (!result.value) return result;
    result.met = (!objective.at_most || *result.value <= *objective.at_most) &&
                 (!objective.at_least || *result.value >= *objective.at_least);
    return result;
}

} // namespace catenary::insight
