// SPDX-License-Identifier: Apache-2.0
// Every number of every template opens a tree that gives the number shown, and whose leaves are what it depends on.
#include "core/design/codec.h"
#include "core/design/path.h"
#include "core/insight/explanation.h"
#include "core/support/files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace catenary::insight {
namespace {

struct Explained {
    design::Design design;
    std::shared_ptr<const catalog::Catalog> catalog = catalog::Catalog::builtIn();
    Estimate result;
    explicit Explained(design::Design of) : design(std::move(of)), result(estimate(design, *catalog).value()) {}
    [[nodiscard]] Explanation why(const std::string& figure) const {
        return explain(figure, result, design, *catalog).value();
    }
};

std::vector<Explained> templates() {
    std::vector<Explained> all;
    for (const auto& file : support::embeddedFiles())
        if (file.path.starts_with("templates/"))
            all.emplace_back(design::decode(file.content, std::string(file.path)).value().design);
    return all;
}

/// The figure as the estimate has it; NaN where it has none.
double shown(const Estimate& estimate, const std::string& figure) {
    const auto first = figure.find('.');
    const auto last = figure.rfind('.');
    const std::string name = figure.substr(last + 1);
    if (figure.starts_with("system.")) {
        const auto& system = estimate.system;
        if (name == "load_line") return system.load_line.value_or(NAN);
        if (name == "saturation_load") return system.saturation_load.value_or(NAN);
        if (name == "usd_per_month") return system.usd_per_month;
        return system.usd_per_1k_requests.value_or(NAN);
    }
    const std::string id = figure.substr(first + 1, last - first - 1);
    if (figure.starts_with("workloads.")) {
        const auto k = static_cast<std::size_t>(estimate.network.classOf(design::WorkloadId(id)));
        const auto& figures = estimate.performance.classes[k];
        if (name == "offered_per_s") return figures.offered_per_s;
        if (name == "completed_per_s") return figures.completed_per_s;
        if (name == "goodput_per_s") return estimate.goodput_per_s[k];
        if (name == "latency_mean_ms") return figures.latency.mean.value;
        if (name == "latency_p50_ms") return figures.latency.p50.value;
        if (name == "latency_p90_ms") return figures.latency.p90.value;
        if (name == "latency_p95_ms") return figures.latency.p95.value;
        if (name == "latency_p99_ms") return figures.latency.p99.value;
        return figures.latency.p999.value;
    }
    const auto s = static_cast<std::size_t>(estimate.network.station(design::ComponentId(id)));
    const auto& station = estimate.performance.stations[s];
    if (name == "arrivals_per_s") return station.arrivals_per_s;
    if (name == "utilisation") return station.utilisation.value;
    if (name == "queue_length") return station.queue_length.value;
    if (name == "waiting_ms") return station.waiting_ms.value;
    if (name == "in_service") return station.in_service.value;
    if (name == "saturates_at_load") return station.saturates_at_load.value_or(NAN);
    return estimate.cost.components[s].usd_per_month;
}

/// Stands a value, in the end, on an algorithm of the engine that has no short formula?
bool standsOnEngine(const Explanation& node) {
    return node.operation == Operation::Engine || std::any_of(node.terms.begin(), node.terms.end(), standsOnEngine);
}

void leavesOf(Explanation& node, std::vector<Explanation*>& leaves) {
    if (node.operation == Operation::Given) leaves.push_back(&node);
    for (Explanation& term : node.terms) leavesOf(term, leaves);
}

TEST(Explanations, EveryFigureOfEveryTemplateEvaluatesToTheNumberShown) {
    for (const Explained& subject : templates())
        for (const auto& figure : figures(subject.result)) {
            const double value = shown(subject.result, figure);
            const double found = evaluate(subject.why(figure));
            if (std::isfinite(value)) {
                EXPECT_NEAR(found, value, 1e-9 * std::abs(value)) << subject.design.title << ": " << figure;
            } else {
                EXPECT_FALSE(std::isfinite(found)) << subject.design.title << ": " << figure;
            }
        }
}

TEST(Explanations, WhatHasAFormulaMovesWithItsLeaves) {
    for (const Explained& subject : templates())
        for (const auto& figure : figures(subject.result)) {
            Explanation tree = subject.why(figure);
            if (tree.operation == Operation::Given || standsOnEngine(tree)) continue;
            const double before = evaluate(tree);
            if (!std::isfinite(before) || before == 0 || figure == "system.load_line") continue;
            std::vector<Explanation*> leaves;
            leavesOf(tree, leaves);
            bool moved = false;
            for (Explanation* leaf : leaves) {
                const double value = leaf->value;
                leaf->value = 0.9 * value;
                moved = moved || evaluate(tree) != before;
                leaf->value = value;
            }
            EXPECT_TRUE(moved) << subject.design.title << ": " << figure;
        }
}

TEST(Explanations, LatencyThroughputAndCostNeverStandOnTheEnginesWordAlone) {
    for (const Explained& subject : templates())
        for (const auto& figure : figures(subject.result)) {
            const bool headline = figure.starts_with("workloads.") || figure.starts_with("system.") ||
                                  figure.ends_with(".usd_per_month") || figure.ends_with(".arrivals_per_s");
            if (headline) {
                EXPECT_NE(subject.why(figure).operation, Operation::Engine) << figure;
            }
        }
}

TEST(Explanations, TheLoadLineIsSearchedAnewFromItsBounds) {
    Explained subject(templates().front());
    Explanation tree = subject.why("system.load_line");
    const double before = evaluate(tree);
    for (Explanation& bound : tree.terms) bound.value *= 0.95;
    EXPECT_LT(evaluate(tree), before);
}

TEST(Findings, AComponentNoRequestReachesIsNamedAndTheTemplatesHaveNone) {
    const auto named = [](const Estimate& estimate, const std::string& id) {
        return std::any_of(estimate.findings.begin(), estimate.findings.end(), [&](const support::Finding& finding) {
            return finding.where == id && finding.message.find("No request reaches") != std::string::npos;
        });
    };
    for (const Explained& subject : templates())
        for (const auto& component : subject.design.components)
            EXPECT_FALSE(named(subject.result, component->id.str())) << component->id.str();

    constexpr const char* text = R"({"format": "catenary-design", "version": 1, "title": "Cut",
        "components": [{"id": "app", "kind": "client"}, {"id": "api", "kind": "service"}, {"id": "db", "kind": "service"}],
        "connections": [{"id": "a", "from": "app", "to": "api"}],
        "workloads": [{"id": "read", "source": "app", "arrival": {"process": "poisson", "rate_per_s": 10}}]})";
    const Explained cut(design::decode(text).value().design);
    EXPECT_TRUE(named(cut.result, "db"));
    EXPECT_FALSE(named(cut.result, "api"));
}

} // namespace
} // namespace catenary::insight
