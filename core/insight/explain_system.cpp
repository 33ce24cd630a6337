// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/analyse.h"
#include "core/insight/explanation_parts.h"
#include "core/insight/load_line.h"
#include "core/insight/objective.h"

#include <algorithm>

namespace catenary::insight {
namespace {

Explanation explainMonthlyCost(const Subject& subject) {
    std::vector<Explanation> terms;
    for (std::size_t s = 0; s < subject.estimate.network.stations.size(); ++s)
        if (subject.estimate.cost.components[s].usd_per_month != 0) terms.push_back(explainComponentCost(subject, s));
    return node(Operation::Sum, "Cost per month", "usd/month", "sum over the components", std::move(terms));
}

Explanation explainUnitCost(const Subject& subject) {
    std::vector<Explanation> completed;
    for (std::size_t c = 0; c < subject.estimate.network.classes.size(); ++c)
        if (subject.estimate.network.classes[c].from_client)
            completed.push_back(explainClass(subject, c, "completed_per_s"));
    auto thousands = node(
        Operation::Quotient, "Thousands of completed requests per month", "1/month", "rate × seconds per month ÷ 1000",
        {node(Operation::Product, "Completed requests per month", "request/month", "rate × seconds per month",
              {node(Operation::Sum, "Completed rate", "request/s", "sum over workloads that begin at a client",
                    std::move(completed)),
               leaf("Seconds per month", cost::secondsPerMonth, "s/month", "730 h × 3600 s/h")}),
         leaf("Requests of the unit", 1000, "request", "by definition")});
    return node(Operation::Quotient, "Cost per thousand requests", "usd",
                "cost per month ÷ thousands of completed requests per month",
                {explainMonthlyCost(subject), std::move(thousands)});
}

Explanation explainSaturation(const Subject& subject) {
    std::vector<Explanation> terms;
    for (std::size_t s = 0; s < subject.estimate.network.stations.size(); ++s)
        if (subject.figures(s).saturates_at_load) terms.push_back(explainComponent(subject, s, "saturates_at_load"));
    if (terms.empty()) return leaf("Saturation load", network::undefined, "1", "no component saturates at any load");
    return node(Operation::Minimum, "Saturation load", "1", "smallest load factor at which a component saturates",
                std::move(terms));
}

/// Objectives, by index, that a load breaks.
std::vector<std::size_t> brokenAt(const Subject& subject, double load) {
    network::Network scaled = subject.estimate.network;
    scaled.load = load;
    const auto performance = analysis::analyse(scaled);
    const auto cost = cost::cost(subject.design, subject.catalog, scaled, performance);
    std::vector<std::size_t> broken;
    for (std::size_t i = 0; i < subject.design.objectives.size(); ++i)
        if (!judge(subject.design.objectives[i], subject.design, scaled, performance, cost).met) broken.push_back(i);
    return broken;
}

Explanation explainLoadLine(const Subject& subject) {
    const auto& system = subject.estimate.system;
    if (!system.load_line) return leaf("Load line", network::undefined, "1", "the design has no objective");
    const std::vector<std::size_t> breaking = brokenAt(subject, 1.002 * *system.load_line);
    std::vector<Explanation> terms;
    for (std::size_t i = 0; i < subject.estimate.objectives.size(); ++i) {
        const auto& result = subject.estimate.objectives[i];
        const auto& objective = result.objective;
        const double bound = objective.at_most ? *objective.at_most : objective.at_least.value_or(network::undefined);
        const MetricText text = metricText(objective.metric);
        const bool first = std::find(breaking.begin(), breaking.end(), i) != breaking.end();
        terms.push_back(leaf(text.title + (objective.at_most ? " at most" : " at least"), bound, text.unit,
                             std::string("objective of this design") + (first ? "; the one that breaks here" : "")));
    }
    // The search itself, with the bounds of the terms.
    const auto search = [design = subject.design, catalog = subject.catalog,
                         estimate = subject.estimate](const std::vector<double>& bounds) {
        design::Design with = design;
        for (std::size_t i = 0; i < bounds.size(); ++i) {
            design::Objective& objective = with.objectives[i];
            (objective.at_most ? objective.at_most : objective.at_least) = bounds[i];
        }
        return loadLine(with, catalog, estimate).value_or(network::undefined);
    };
    return formula("Load line", "1", "largest load factor up to which every objective holds, to 0.1 %",
                   "the analysis at each load", std::move(terms), search);
}

/// Completed ÷ offered over all workloads.
Explanation explainAvailability(const Subject& subject) {
    const auto& value = subject.estimate.system.availability;
    if (!value)
        return leaf("Availability", network::undefined, "1", "nothing is offered, or a queue grows without end");
    const auto sum = [&](const char* label, const char* figure) {
        std::vector<Explanation> terms;
        for (std::size_t c = 0; c < subject.estimate.network.classes.size(); ++c)
            terms.push_back(explainClass(subject, c, figure));
        return node(Operation::Sum, label, "request/s", "sum over the workloads", std::move(terms));
    };
    auto candidate = node(Operation::Quotient, "Availability", "1", "completed ÷ offered over all workloads",
                          {sum("Completed rate", "completed_per_s"), sum("Offered rate", "offered_per_s")});
    return agreeing(std::move(candidate), "Availability",
                    {*value, {}, {}, network::How::Approximate, {}, "completed ÷ offered"}, "1");
}

} // namespace

Explanation explainSystem(const Subject& subject, std::string_view figure) {
    if (figure == "usd_per_month") return explainMonthlyCost(subject);
    if (figure == "usd_per_1k_requests") {
        if (!subject.estimate.system.usd_per_1k_requests)
            return leaf("Cost per thousand requests", network::undefined, "usd", "no request of a client completes");
        return explainUnitCost(subject);
    }
    if (figure == "availability") return explainAvailability(subject);
    if (figure == "saturation_load") return explainSaturation(subject);
    return explainLoadLine(subject);
}

Explanation explainComponentCost(const Subject& subject, std::size_t station) {
    const auto& cost = subject.estimate.cost.components[station];
    const auto& model = subject.station(station);
    std::vector<Explanation> terms;
    if (cost.usd_per_hour != 0) {
        const bool typed = cost.hardware == nullptr;
        const std::string price =
            typed ? "set in this design" : sourceText(cost.hardware->source) + ", price of " + cost.hardware->date;
        terms.push_back(
            node(Operation::Product, typed ? "Hours" : cost.hardware->title, "usd/month",
                 "730 h × replicas × price per hour",
                 {leaf("Hours per month", cost::hoursPerMonth, "h/month", "365 × 24 ÷ 12"),
                  leaf("Replicas running", cost.replicas, "1", "mean over time", model.id.str() + ".replicas"),
                  leaf("Price", cost.usd_per_hour, "usd/h", price,
                       model.id.str() + (typed ? ".usd_per_hour" : ".hardware"))}));
    }
    for (const auto& line : cost.usage)
        terms.push_back(
            node(Operation::Product, line.price->title, "usd/month", "amount ÷ quantity × price",
                 {node(Operation::Quotient, "Priced units", "1", "amount ÷ quantity",
                       {leaf("Amount per month", line.amount, line.price->unit, "from the estimate"),
                        leaf("Quantity of the price", line.price->quantity, line.price->unit, "price list")}),
                  leaf("Price", line.price->usd, "usd",
                       sourceText(line.price->source) + ", price of " + line.price->date)}));
    return node(Operation::Sum, "Cost of " + model.name, "usd/month", "hours + use", std::move(terms));
}

} // namespace catenary::insight
