// SPDX-License-Identifier: Apache-2.0
#include "core/insight/explanation_parts.h"
#include "core/insight/serving.h"

#include <cmath>

namespace catenary::insight {
namespace {

constexpr double secondsPerHour = 3600;

const catalog::Hardware& acceleratorOf(const network::Physics& physics) {
    if (const auto* decoder = std::get_if<inference::Deployment>(&physics.served)) return *decoder->accelerator;
    return *std::get<inference::BatchDeployment>(physics.served).accelerator;
}

std::string measuredOn(const Serving& serving) {
    if (serving.accuracy == nullptr || serving.accuracy->rows == 0) return "docs/inference.md";
    return serving.accuracy->title + ": median error of " + std::to_string(serving.accuracy->rows) + " measured runs " +
           support::shortestNumber(serving.accuracy->p50 * 100) + " %";
}

/// The terms as computed, times what the author's measurements say of them.
Explanation timeOf(const Subject& subject, std::size_t station, const Serving& serving) {
    const std::string id = subject.station(station).id.str();
    const std::string label = "Time of a " + serving.point;
    std::vector<Explanation> terms;
    for (const inference::Term& term : serving.time.terms)
        terms.push_back(leaf(std::string(term.name), term.ms / serving.calibration, "ms", std::string(term.formula),
                             id + ".model"));
    auto sum = node(Operation::Sum, label, "ms", "sum of its terms", std::move(terms));
    sum.source = measuredOn(serving);
    if (serving.measured == 0) return sum;
    sum.label = "As computed from model and hardware";
    const std::string points = std::to_string(serving.measured) + " of your points";
    auto product =
        node(Operation::Product, label, "ms", "computed × factor of your points",
             {std::move(sum), leaf("Factor", serving.calibration, "1",
                                   "geometric mean of measured ÷ computed over " + points, id + ".calibration")});
    product.source = "calibrated by " + points;
    const auto said = [](double value) { return support::shortestNumber(std::round(value * 100) / 100); };
    if (serving.band)
        product.source += ": four fifths of further figures within × " + said(serving.band->low) + " to × " +
                          said(serving.band->high);
    return product;
}

Explanation memory(const Subject& subject, std::size_t station, const Serving& serving) {
    const std::string id = subject.station(station).id.str();
    std::vector<Explanation> terms{leaf("Weights", serving.memory.weights, "byte",
                                        "parameters × bytes of one, in the precision served", id + ".precision")};
    if (serving.tokens)
        terms.push_back(leaf("KV cache in use", serving.memory.cache, "byte",
                             "sequences × tokens of context × bytes of a token, of " +
                                 support::shortestNumber(serving.memory.tokens) + " tokens that fit",
                             id + ".kv_precision"));
    return node(Operation::Sum, "Memory of " + subject.station(station).name, "byte",
                serving.tokens ? "weights + cache, of one instance" : "weights, of one instance", std::move(terms));
}

/// How often what is counted is made in an hour.
Explanation unitsPerHour(const Subject& subject, std::size_t station, const Serving& serving,
                         const Serving::Yield& yield, bool full) {
    const std::string things = serving.tokens ? "Output tokens" : "Items", unit = serving.tokens ? "token" : "item";
    auto rate = node(Operation::Product, things + " a second", unit + "/s", "requests × " + unit + "s of a request",
                     {explainComponent(subject, station, "arrivals_per_s"),
                      leaf(things + " of a request", serving.each, unit, "mean over the workloads that come here")});
    if (full) {
        std::vector<Explanation> terms;
        terms.push_back(std::move(rate));
        terms.push_back(node(Operation::Quotient, "Times the present load", "1", "saturation load ÷ load factor",
                             {explainComponent(subject, station, "saturates_at_load"),
                              leaf("Load factor", subject.estimate.network.load, "1", "this estimate", "load")}));
        rate = node(Operation::Product, things + " a second at capacity", unit + "/s", "present rate × saturation load",
                    std::move(terms));
    }
    rate = agreeing(std::move(rate), things + " a second", {yield.per_s, {}, {}, network::How::Approximate, {}, {}},
                    unit + "/s");
    return node(Operation::Quotient, "Times a " + unitOf(serving) + " an hour", "1/h",
                "rate × 3600 s ÷ " + support::shortestNumber(serving.unit),
                {node(Operation::Product, things + " an hour", unit + "/h", "rate × 3600 s/h",
                      {std::move(rate), leaf("Seconds of an hour", secondsPerHour, "s/h", "by definition")}),
                 leaf("What is counted", serving.unit, unit, "by definition")});
}

Explanation instances(const Serving& serving) {
    return leaf("Instances running", serving.instances, "1", "mean over time");
}

Explanation money(const Subject& subject, std::size_t station, const Serving& serving, Explanation units) {
    const auto& cost = subject.estimate.cost.components[station];
    const std::string id = subject.station(station).id.str();
    const bool typed = cost.hardware == nullptr;
    return node(
        Operation::Quotient, "Cost of a " + unitOf(serving), "usd", "price of an hour ÷ what is made in it",
        {node(Operation::Product, "Price of an hour of all instances", "usd/h", "instances × price",
              {instances(serving), leaf("Price of an instance", serving.usd_per_hour, "usd/h",
                                        typed ? "set in this design"
                                              : sourceText(cost.hardware->source) + ", price of " + cost.hardware->date,
                                        id + (typed ? ".usd_per_hour" : ".hardware"))}),
         std::move(units)});
}

Explanation energy(const Subject& subject, std::size_t station, const Serving& serving, const Serving::Yield& yield,
                   Explanation units) {
    const auto& network = subject.station(station);
    const catalog::Hardware& accelerator = acceleratorOf(*network.physics);
    return node(
        Operation::Quotient, "Energy of a " + unitOf(serving), "kWh",
        "power ÷ what is made in an hour; accelerators alone, without host and cooling",
        {node(Operation::Product, "Power of the accelerators", "kW", "instances × power limit × share of time busy",
              {instances(serving),
               node(Operation::Quotient, "Power limit of an instance", "kW", "W ÷ 1000",
                    {node(Operation::Product, "Power limit of its accelerators", "W", "accelerators × power limit",
                          {leaf("Accelerators", serving.accelerators, "1", "of one instance"),
                           leaf("Power limit of " + serving.accelerator, accelerator.tdp_watts, "W",
                                sourceText(accelerator.source) +
                                    "; assumed: it draws its limit while it runs and nothing while it waits",
                                network.id.str() + ".hardware", true)}),
                     leaf("Watts of a kilowatt", 1000, "W/kW", "by definition")}),
               leaf("Share of time busy", yield.busy, "1", "utilisation; 1 at capacity")}),
         std::move(units)});
}

} // namespace

Explanation explainServing(const Subject& subject, std::size_t station, std::string_view figure) {
    const Serving of = *serving(subject.estimate, station);
    if (figure == "step_ms" || figure == "batch_ms") return timeOf(subject, station, of);
    if (figure == "memory_bytes") return memory(subject, station, of);
    const bool full = figure.ends_with("_at_capacity");
    const Serving::Yield& yield = full ? *of.full : *of.present;
    auto units = unitsPerHour(subject, station, of, yield, full);
    return figure.starts_with("usd") ? money(subject, station, of, std::move(units))
                                     : energy(subject, station, of, yield, std::move(units));
}

} // namespace catenary::insight
