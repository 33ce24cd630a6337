// SPDX-License-Identifier: Apache-2.0
#include "core/insight/sensitivity.h"

#include "core/analysis/analyse.h"
#include "core/insight/estimate_json.h"
#include "core/insight/objective.h"
#include "core/insight/whole_way.h"
#include "core/support/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace catenary::insight {

using network::undefined;
using support::OrderedJson;
using support::Result;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double noEffect = 1e-9; ///< relative changes below are those of the last digits
constexpr double equalSwing = 1e-6;
constexpr double unevenFrom = 0.5; ///< difference of the one-sided elasticities to the larger
constexpr double largestStep = 0.5;

/// A latency of completed requests.
double latencyOf(const network::Latency& latency, double quantile) {
    const std::array measures = {std::pair(0.0, &latency.mean), std::pair(0.5, &latency.p50),
                                 std::pair(0.9, &latency.p90),  std::pair(0.95, &latency.p95),
                                 std::pair(0.99, &latency.p99), std::pair(0.999, &latency.p999)};
    for (const auto& [of, measure] : measures)
        if (of == quantile) return measure->value;
    return undefined;
}

class Analyst {
public:
    Analyst(const design::Design& design, const catalog::Catalog& catalog, const SensitivityRequest& request,
            const std::stop_token& stop, const Evaluate& evaluate)
        : m_design(design), m_catalog(catalog), m_request(request), m_stop(stop),
          m_evaluate(evaluate ? evaluate : [this](const design::Design& changed) { return analysed(changed); }) {}

    Result<Sensitivity> run();

private:
    [[nodiscard]] Result<Estimate> analysed(const design::Design& changed) const {
        Request request;
        request.load_line = false;
        return wholeWay(changed, m_catalog, request, [](const network::Network& network) {
            analysis::Options options;
            options.breakdown = options.flows = false;
            return Result<network::Performance>(analysis::analyse(network, options));
        });
    }
    void read(const Estimate& estimate, SensitivitySide& side) const;
    [[nodiscard]] double valueOf(const Lever& lever, bool up) const;
    [[nodiscard]] SensitivitySide sideOf(const Lever& lever, double value, SensitivityRow* row) const;
    [[nodiscard]] SensitivityRow rowOf(const Lever& lever, const SensitivitySide& now) const;

    const design::Design& m_design;
    const catalog::Catalog& m_catalog;
    const SensitivityRequest& m_request;
    const std::stop_token& m_stop;
    Evaluate m_evaluate;
    Metric m_metric;
};

void Analyst::read(const Estimate& estimate, SensitivitySide& side) const {
    side.stable = estimate.performance.stable;
    side.usd_per_month = estimate.system.usd_per_month;
    for (std::size_t k = 0; k < estimate.network.classes.size(); ++k) {
        const auto& of = estimate.performance.classes[k];
        SensitivityFigures figures;
        figures.mean_ms = of.latency.mean.value;
        figures.p99_ms = of.latency.p99.value;
        if (m_metric.of == Metric::Of::Latency) {
            figures.metric = latencyOf(of.latency, m_metric.quantile);
        } else {
            design::Objective objective;
            objective.metric = m_request.metric;
            objective.workload = estimate.network.classes[k].id;
            objective.at_least = 0;
            const ObjectiveResult judged =
                judge(objective, m_design, estimate.network, estimate.performance, estimate.cost);
            figures.metric = judged.value.value_or(undefined);
        }
        for (double* figure : {&figures.metric, &figures.mean_ms, &figures.p99_ms})
            if (!std::isfinite(*figure)) *figure = undefined;
        side.workloads.push_back(figures);
    }
}

double Analyst::valueOf(const Lever& lever, bool up) const {
    double change = m_request.step * std::abs(lever.value);
    if (lever.whole) change = std::max(std::round(change), 1.0);
    double value = lever.value + (up ? change : -change);
    if (lever.min) value = std::max(value, *lever.min);
    if (lever.max) value = std::min(value, *lever.max);
    return value;
}

/// Takes up what the findings of the changed design say of the lever, if `row` is given.
SensitivitySide Analyst::sideOf(const Lever& lever, double value, SensitivityRow* row) const {
    SensitivitySide side;
    side.value = value;
    const auto changed = lever.set(m_design, value);
    const auto estimate = changed ? m_evaluate(*changed) : tl::unexpected(changed.error());
    if (!estimate) {
        side.impossible = estimate.error().message;
        return side;
    }
    read(*estimate, side);
    if (row == nullptr) return side;
    // A finding names the parameter, the structure it belongs to, or a member by its path.
    for (const support::Finding& finding : estimate->findings) {
        const std::string& message = finding.message;
        if (message.find("not modelled") == std::string::npos) continue;
        const std::size_t open = message.find('`');
        const std::size_t close = open == std::string::npos ? open : message.find('`', open + 1);
        if (close == std::string::npos || (finding.where + ".").find(lever.place + ".") == std::string::npos) continue;
        const std::string name = "." + message.substr(open + 1, close - open - 1) + ".";
        if (("." + lever.path + ".").find(name) != std::string::npos) row->not_modelled = message;
    }
    return side;
}

/// d ln y ÷ d ln x over the widest pair of points that are defined.
double elasticity(const std::array<double, 3>& x, const std::array<double, 3>& y) {
    const auto between = [&](std::size_t a, std::size_t b) {
        return std::log(y.at(b) / y.at(a)) / std::log(x.at(b) / x.at(a));
    };
    for (const auto& [a, b] : {std::pair<std::size_t, std::size_t>{0, 2}, {1, 2}, {0, 1}})
        if (y.at(a) > 0 && y.at(b) > 0 && x.at(a) > 0 && x.at(b) > x.at(a)) return between(a, b);
    return undefined;
}

SensitivityRow Analyst::rowOf(const Lever& lever, const SensitivitySide& now) const {
    SensitivityRow row;
    row.lever = lever;
    row.now = lever.replaces ? sideOf(lever, lever.value, nullptr) : now;
    row.now.value = lever.value;
    for (const bool up : {false, true}) {
        SensitivitySide& side = up ? row.up : row.down;
        const double value = valueOf(lever, up);
        const bool away = up ? value > lever.value : value < lever.value;
        if (away && (value > 0 || !lever.scaled)) {
            side = sideOf(lever, value, &row);
        } else {
            side.value = value;
            side.impossible = up ? "it is at its upper end" : "it is at its lower end";
        }
    }
    const std::array x = {row.down.value, row.now.value, row.up.value};
    const auto at = [&](const SensitivitySide& side, std::size_t k, double SensitivityFigures::*figure) {
        return side.impossible.empty() && k < side.workloads.size() ? side.workloads[k].*figure : undefined;
    };
    for (std::size_t k = 0; k < now.workloads.size(); ++k) {
        const auto of = [&](double SensitivityFigures::*figure) {
            return elasticity(x, {at(row.down, k, figure), at(row.now, k, figure), at(row.up, k, figure)});
        };
        row.workloads.push_back(
            {of(&SensitivityFigures::metric), of(&SensitivityFigures::mean_ms), of(&SensitivityFigures::p99_ms)});
    }
    row.usd_elasticity = elasticity(x, {row.down.usd_per_month, row.now.usd_per_month, row.up.usd_per_month});
    return row;
}

Result<Sensitivity> Analyst::run() {
    const auto metric = parseMetric(m_request.metric);
    if (!metric || metric->of == Metric::Of::Lag || metric->of == Metric::Of::Freshness) {
        const std::string nearest = support::nearestWord(m_request.metric, metricNames());
        return support::fail(support::ErrorCode::Input, "`" + m_request.metric + "` is no metric of a workload", {},
                             nearest.empty() || metric ? "for example latency_p99_ms"
                                                       : "did you mean `" + nearest + "`?");
    }
    m_metric = *metric;
    if (!(m_request.step > 0) || m_request.step > largestStep)
        return support::fail(support::ErrorCode::Input, "the step is a share above 0, at most 0.5");
    const auto estimate = m_evaluate(m_design);
    if (!estimate) return tl::unexpected(estimate.error());

    Sensitivity result;
    result.request = m_request;
    for (const network::Class& of : estimate->network.classes) result.workloads.push_back(of.id.str());
    read(*estimate, result.now);
    const std::vector<Lever> all = levers(m_design, m_catalog, estimate->network);
    result.rows.resize(all.size());
    const bool done = support::forEachIndex(
        all.size(), m_request.threads, [&](std::size_t i) { result.rows[i] = rowOf(all[i], result.now); }, m_stop);
    if (!done || m_stop.stop_requested()) return support::fail(support::ErrorCode::Cancelled, "stopped");
    return result;
}

} // namespace

Result<Sensitivity> sensitivity(const design::Design& design, const catalog::Catalog& catalog,
                                const SensitivityRequest& request, const std::stop_token& stop,
                                const Evaluate& evaluate) {
    return Analyst(design, catalog, request, stop, evaluate).run();
}

std::vector<Ranked> ranking(const Sensitivity& sensitivity, std::size_t workload) {
    std::vector<Ranked> ranked;
    for (std::size_t i = 0; i < sensitivity.rows.size(); ++i) {
        const SensitivityRow& row = sensitivity.rows[i];
        if (row.now.workloads.size() <= workload) continue;
        Ranked entry;
        entry.row = i;
        const double before = row.now.workloads[workload].metric;
        std::vector<double> own; // elasticities of the sides
        for (const SensitivitySide* side : {&row.down, &row.up}) {
            if (!side->impossible.empty()) continue;
            const double after = side->workloads[workload].metric;
            double change = std::isnan(before) && std::isnan(after) ? 0 : std::abs(after - before);
            if (change > 0) change /= std::abs(before); // infinite from nothing
            if (std::isnan(change)) change = infinity;
            entry.swing = std::max(entry.swing, change);
            own.push_back(std::log(after / before) / std::log(side->value / row.now.value));
        }
        if (entry.swing < noEffect) entry.swing = 0;
        if (own.size() == 2 && entry.swing > 0)
            entry.uneven = !(std::abs(own[0] - own[1]) < unevenFrom * std::max(std::abs(own[0]), std::abs(own[1])));
        ranked.push_back(entry);
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) { return a.swing > b.swing; });
    for (std::size_t i = 0; i < ranked.size() && ranked[i].swing > 0; ++i) {
        const bool tie = i > 0 && (ranked[i].swing == ranked[i - 1].swing ||
                                   ranked[i - 1].swing - ranked[i].swing < equalSwing * ranked[i].swing);
        ranked[i].rank = tie ? ranked[i - 1].rank : static_cast<int>(i) + 1;
    }
    return ranked;
}

namespace {

OrderedJson number(double value) {
    return std::isfinite(value) ? OrderedJson(value) : OrderedJson(nullptr);
}

OrderedJson asJson(const SensitivitySide& side, const std::vector<std::string>& ids, bool changed) {
    OrderedJson json;
    if (changed) json["value"] = number(side.value);
    if (!side.impossible.empty()) {
        json["impossible"] = side.impossible;
        return json;
    }
    json["stable"] = side.stable;
    json["usd_per_month"] = number(side.usd_per_month);
    json["workloads"] = OrderedJson::array();
    for (std::size_t k = 0; k < ids.size(); ++k)
        json["workloads"].push_back({{"id", ids[k]},
                                     {"metric", number(side.workloads[k].metric)},
                                     {"mean_ms", number(side.workloads[k].mean_ms)},
                                     {"p99_ms", number(side.workloads[k].p99_ms)}});
    return json;
}

} // namespace

std::string toJson(const Sensitivity& sensitivity) {
    OrderedJson json;
    json["format"] = "catenary-sensitivity";
    json["version"] = 1;
    json["metric"] = sensitivity.request.metric;
    json["step"] = sensitivity.request.step;
    json["now"] = asJson(sensitivity.now, sensitivity.workloads, false);
    json["rankings"] = OrderedJson::array();
    for (std::size_t k = 0; k < sensitivity.workloads.size(); ++k) {
        OrderedJson list = OrderedJson::array();
        for (const Ranked& ranked : ranking(sensitivity, k)) {
            if (ranked.rank == 0) break;
            list.push_back({{"rank", ranked.rank},
                            {"path", sensitivity.rows[ranked.row].lever.path},
                            {"swing", number(ranked.swing)},
                            {"uneven", ranked.uneven}});
        }
        json["rankings"].push_back({{"workload", sensitivity.workloads[k]}, {"parameters", std::move(list)}});
    }
    json["parameters"] = OrderedJson::array();
    for (const SensitivityRow& row : sensitivity.rows) {
        OrderedJson entry;
        entry["path"] = row.lever.path;
        entry["title"] = row.lever.title;
        entry["value"] = row.lever.value;
        entry["unit"] = row.lever.unit;
        entry["default"] = !row.lever.given;
        entry["down"] = asJson(row.down, sensitivity.workloads, true);
        entry["up"] = asJson(row.up, sensitivity.workloads, true);
        entry["elasticity"] = OrderedJson::array();
        for (std::size_t k = 0; k < sensitivity.workloads.size(); ++k)
            entry["elasticity"].push_back({{"id", sensitivity.workloads[k]},
                                           {"metric", number(row.workloads[k].metric)},
                                           {"mean_ms", number(row.workloads[k].mean_ms)},
                                           {"p99_ms", number(row.workloads[k].p99_ms)}});
        entry["usd_elasticity"] = number(row.usd_elasticity);
        if (!row.not_modelled.empty()) entry["not_modelled"] = row.not_modelled;
        json["parameters"].push_back(std::move(entry));
    }
    return text(json);
}

std::string toCsv(const Sensitivity& sensitivity) {
    const auto number = [](double value) {
        return std::isfinite(value) ? support::shortestNumber(value) : std::string();
    };
    const std::string& metric = sensitivity.request.metric;
    std::string csv = "workload,rank,path,value,unit,down,up," + metric + "_now," + metric + "_down," + metric +
                      "_up,elasticity,mean_elasticity,p99_elasticity,usd_elasticity\r\n";
    for (std::size_t k = 0; k < sensitivity.workloads.size(); ++k)
        for (const Ranked& ranked : ranking(sensitivity, k)) {
            const SensitivityRow& row = sensitivity.rows[ranked.row];
            const auto of = [&](const SensitivitySide& side) {
                return side.impossible.empty() ? number(side.workloads[k].metric) : std::string();
            };
            const Elasticity& elasticity = row.workloads[k];
            csv += csvField(sensitivity.workloads[k]) + ',' + (ranked.rank > 0 ? std::to_string(ranked.rank) : "") +
                   ',' + csvField(row.lever.path) + ',' + number(row.lever.value) + ',' + csvField(row.lever.unit) +
                   ',' + number(row.down.value) + ',' + number(row.up.value) + ',' + of(row.now) + ',' + of(row.down) +
                   ',' + of(row.up) + ',' + number(elasticity.metric) + ',' + number(elasticity.mean_ms) + ',' +
                   number(elasticity.p99_ms) + ',' + number(row.usd_elasticity) + "\r\n";
        }
    return csv;
}

} // namespace catenary::insight
