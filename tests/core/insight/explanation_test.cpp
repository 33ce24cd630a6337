// SPDX-License-Identifier: Apache-2.0
// Every number of every template opens a tree that gives the number shown, and whose leaves are what it depends on.
#include "core/design/codec.h"
#include "core/design/path.h"
#include "core/insight/explanation.h"
#include "core/insight/serving.h"
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

double shown(const network::Latency& latency, const std::string& name) {
    const auto is = [&](const char* statistic) { return name.find(statistic) != std::string::npos; };
    return (is("_p999_")  ? latency.p999
            : is("_p99_") ? latency.p99
            : is("_p95_") ? latency.p95
            : is("_p90_") ? latency.p90
            : is("_p50_") ? latency.p50
                          : latency.mean)
        .value;
}

double shown(const std::optional<network::Measure>& measure) {
    return measure ? measure->value : NAN;
}

double shownOfConnection(const Estimate& estimate, const std::string& path, const std::string& name) {
    const auto dot = path.find('.');
    const auto call = estimate.network.call(design::ConnectionId(path.substr(0, dot)));
    if (dot == std::string::npos) return estimate.performance.calls_per_s[static_cast<std::size_t>(call)];
    const auto of = estimate.network.classOf(design::WorkloadId(path.substr(dot + 1)));
    for (const auto& flow : estimate.performance.flows) {
        if (flow.call != call || flow.request_class != of) continue;
        return name == "completed_per_s"    ? flow.completed_per_s
               : name == "lag"              ? shown(flow.lag)
               : name == "freshness_mean_s" ? shown(flow.freshness_mean_s)
               : name == "freshness_p99_s"  ? shown(flow.freshness_p99_s)
                                            : shown(flow.latency, name);
    }
    return NAN;
}

/// Of the groups of the templates, which lie beside each other.
double shownOfGroup(const Explained& subject, const std::string& id, const std::string& name) {
    double sum = 0, most = NAN;
    for (const auto& member : subject.design.group(design::GroupId(id))->members) {
        const auto s = static_cast<std::size_t>(subject.result.network.station(design::ComponentId(member)));
        sum += name == "members" ? 1 : subject.result.cost.components[s].usd_per_month;
        most = std::fmax(most, fullness(subject.result, s).value_or(NAN));
    }
    return name == "utilisation" ? most : sum;
}

double shownOfServer(const Serving& server, const std::string& name) {
    if (name.ends_with("_ms")) return server.time.ms();
    if (name == "memory_bytes") return server.memory.weights + server.memory.cache;
    const Serving::Yield& yield = name.ends_with("_at_capacity") ? server.full.value() : server.present.value();
    return name.starts_with("usd") ? yield.usd.value() : yield.kwh.value();
}

/// The figure as the estimate has it; NaN where it has none.
double shown(const Explained& subject, const std::string& figure) {
    const Estimate& estimate = subject.result;
    const auto first = figure.find('.');
    const auto last = figure.rfind('.');
    const std::string name = figure.substr(last + 1);
    if (figure.starts_with("system.")) {
        const auto& system = estimate.system;
        if (name == "load_line") return system.load_line.value_or(NAN);
        if (name == "saturation_load") return system.saturation_load.value_or(NAN);
        if (name == "usd_per_month") return system.usd_per_month;
        if (name == "availability") return system.availability.value_or(NAN);
        return system.usd_per_1k_requests.value_or(NAN);
    }
    const std::string id = figure.substr(first + 1, last - first - 1);
    if (figure.starts_with("workloads.")) {
        const auto k = static_cast<std::size_t>(estimate.network.classOf(design::WorkloadId(id)));
        const auto& figures = estimate.performance.classes[k];
        if (name == "offered_per_s") return figures.offered_per_s;
        if (name == "completed_per_s") return figures.completed_per_s;
        if (name == "goodput_per_s") return estimate.goodput_per_s[k];
        if (name == "success_ratio") return figures.completed_per_s / figures.offered_per_s;
        if (name.starts_with("ttft_")) return shown(*figures.ttft, name);
        if (name.starts_with("tpot_")) return shown(*figures.tpot, name);
        return shown(figures.latency, name);
    }
    if (figure.starts_with("connections.")) return shownOfConnection(estimate, id, name);
    if (figure.starts_with("groups.")) return shownOfGroup(subject, id, name);
    const auto s = static_cast<std::size_t>(estimate.network.station(design::ComponentId(id)));
    const auto& station = estimate.performance.stations[s];
    if (name == "arrivals_per_s") return station.arrivals_per_s;
    if (name == "utilisation") return station.utilisation.value;
    if (name == "queue_length") return station.queue_length.value;
    if (name == "waiting_ms") return station.waiting_ms.value;
    if (name == "in_service") return station.in_service.value;
    if (name == "saturates_at_load") return station.saturates_at_load.value_or(NAN);
    if (name == "capacity_share") return fullness(estimate, s).value_or(NAN);
    if (name == "batch_size") return shown(station.batch_size);
    if (name == "hit_ratio") return shown(station.hit_ratio);
    if (name == "lag") return shown(station.lag);
    if (name == "usd_per_month") return estimate.cost.components[s].usd_per_month;
    return shownOfServer(serving(estimate, s).value(), name);
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
        for (const auto& figure : figures(subject.result, subject.design)) {
            const double value = shown(subject, figure);
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
        for (const auto& figure : figures(subject.result, subject.design)) {
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
        for (const auto& figure : figures(subject.result, subject.design)) {
            const bool meanOfTokens = figure.ends_with(".ttft_mean_ms") || figure.ends_with(".tpot_mean_ms");
            const bool headline = (figure.starts_with("workloads.") && !meanOfTokens) ||
                                  figure.starts_with("system.") || figure.ends_with(".usd_per_month") ||
                                  figure.ends_with(".arrivals_per_s");
            if (headline) {
                EXPECT_NE(subject.why(figure).operation, Operation::Engine) << figure;
            }
        }
}

TEST(Explanations, OfABatchServerItsCapacityInUseIsTheLoadOverTheSaturationLoad) {
    // share = load ÷ saturation load, less than the share of the time it is busy
    bool found = false;
    for (const Explained& subject : templates())
        for (std::size_t s = 0; s < subject.result.network.stations.size(); ++s) {
            const auto& station = subject.result.network.stations[s];
            const auto& figures = subject.result.performance.stations[s];
            if (!std::holds_alternative<network::DecoderStation>(station.model)) continue;
            found = true;
            const Explanation share = subject.why("components." + station.id.str() + ".capacity_share");
            ASSERT_EQ(share.terms.size(), 2u);
            EXPECT_EQ(share.terms[0].value / share.terms[1].value, share.value);
            EXPECT_EQ(share.terms[1].value, figures.saturates_at_load);
            EXPECT_LT(share.value, figures.utilisation.value) << station.id.str();
            EXPECT_NE(subject.why("components." + station.id.str() + ".utilisation").formula.find("an instance runs"),
                      std::string::npos);
        }
    EXPECT_TRUE(found);
}

TEST(Explanations, AGivenHitRatioLeadsToItsField) {
    bool found = false;
    for (const Explained& subject : templates())
        for (const auto& figure : figures(subject.result, subject.design)) {
            if (!figure.ends_with(".hit_ratio")) continue;
            const Explanation tree = subject.why(figure);
            if (tree.operation != Operation::Given) continue;
            found = true;
            EXPECT_EQ(tree.place, figure.substr(std::string("components.").size()));
        }
    EXPECT_TRUE(found);
}

TEST(Explanations, CallsOfAConnectionAreVisitsTimesCallsWhereNothingIsRetried) {
    int explained = 0, all = 0;
    for (const Explained& subject : templates())
        for (const auto& call : subject.result.network.calls) {
            ++all;
            if (subject.why("connections." + call.id.str() + ".calls_per_s").operation == Operation::Product)
                ++explained;
        }
    EXPECT_GT(explained, all / 2);
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
