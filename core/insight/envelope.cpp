// SPDX-License-Identifier: Apache-2.0
#include "core/insight/envelope.h"

#include "core/insight/explanation_parts.h"

namespace catenary::insight {
namespace {

constexpr double secondsPerDay = 86400;

Explanation secondsADay() {
    return leaf("Seconds per day", secondsPerDay, "s/day", "24 × 3600");
}

EnvelopeSection ofWorkload(const Subject& subject, std::size_t requestClass) {
    const auto& request = subject.estimate.network.classes[requestClass];
    EnvelopeSection section{request.id.str(), request.name, {}};
    section.figures.push_back(node(Operation::Product, "Requests per day", "request/day", "rate × 86 400 s",
                                   {explainOffered(subject, requestClass), secondsADay()}));
    auto peak = explainOffered(subject, requestClass);
    const auto& arrival = request.arrival;
    if (arrival.process == design::Process::Bursty || arrival.process == design::Process::Diurnal)
        peak = node(Operation::Product, "Peak rate", "request/s", "mean rate × peak ratio",
                    {std::move(peak), leaf("Peak ratio", arrival.peak_ratio, "1", "set in this design",
                                           "workloads." + request.id.str() + ".arrival.peak_ratio")});
    peak.label = "Peak rate";
    section.figures.push_back(std::move(peak));
    return section;
}

std::optional<EnvelopeSection> ofConnection(const Subject& subject, std::size_t index) {
    const auto& call = subject.estimate.network.calls[index];
    if (call.request_bytes + call.response_bytes <= 0) return std::nullopt;
    const std::string place = "connections." + call.id.str();
    const auto& network = subject.estimate.network;
    EnvelopeSection section{call.id.str(),
                            network.stations[static_cast<std::size_t>(call.from)].name + " → " +
                                network.stations[static_cast<std::size_t>(call.to)].name,
                            {}};
    auto perSecond =
        node(Operation::Product, "Bytes per second", "byte/s", "calls × (request + response)",
             {leaf("Calls", subject.estimate.performance.calls_per_s[index], "request/s", "traffic equations"),
              node(Operation::Sum, "Bytes of a call", "byte", "request + response",
                   {leaf("Request", call.request_bytes, "byte", "set in this design", place + ".request_bytes"),
                    leaf("Response", call.response_bytes, "byte", "set in this design", place + ".response_bytes")})});
    section.figures.push_back(perSecond);
    section.figures.push_back(
        node(Operation::Product, "Bytes per month", "byte/month", "bytes per second × 730 h",
             {std::move(perSecond), leaf("Seconds per month", cost::secondsPerMonth, "s/month", "730 h × 3600 s/h")}));
    return section;
}

/// What a store holds after a day, a month and a year of writes, and in the steady state of its retention.
std::optional<EnvelopeSection> ofStore(const Subject& subject, std::size_t station) {
    const auto perItem = parameterLeaf(subject, station, "bytes_per_item");
    const auto capacity = parameterLeaf(subject, station, "capacity_bytes");
    if (!(perItem.value > 0) && !(capacity.value > 0)) return std::nullopt;
    const auto& model = subject.station(station);
    EnvelopeSection section{model.id.str(), model.name, {}};
    auto copies = parameterLeaf(subject, station, "replication");
    if (!(copies.value > 0)) copies = leaf("Copies", 1, "1", "no replication set", model.id.str() + ".replication");
    if (!(perItem.value > 0)) {
        section.figures.push_back(
            node(Operation::Product, "Stored bytes", "byte", "capacity × copies", {capacity, copies}));
        return section;
    }
    const auto daily =
        node(Operation::Product, "Written per day", "byte/day", "arrivals × 86 400 s × bytes per item × copies",
             {leaf("Arrivals", subject.figures(station).arrivals_per_s, "request/s", "traffic equations"),
              secondsADay(), perItem, copies});
    const auto after = [&](const char* label, double days) {
        return node(Operation::Product, label, "byte", "written per day × days",
                    {daily, leaf("Days", days, "day", "by definition")});
    };
    section.figures.push_back(after("After a day", 1));
    section.figures.push_back(after("After a month", 365.0 / 12));
    section.figures.push_back(after("After a year", 365));
    if (auto days = parameterLeaf(subject, station, "retention_days"); days.value > 0)
        section.figures.push_back(node(Operation::Product, "Held in the steady state", "byte",
                                       "written per day × retention", {daily, std::move(days)}));
    return section;
}

double bytesPerParameter(const std::string& precision) {
    if (precision == "fp32") return 4;
    if (precision == "fp8" || precision == "int8") return 1;
    if (precision == "fp4" || precision == "int4") return 0.5;
    return 2;
}

/// Memory of a model's weights: parameters × bytes of the precision × copies.
std::optional<EnvelopeSection> ofModel(const Subject& subject, std::size_t station) {
    const auto& component = *subject.design.component(subject.station(station).id);
    const auto* kind = subject.catalog.kind(component.kind);
    const auto resolved = kind ? subject.catalog.resolve(*kind, component.parameters)
                               : support::fail(support::ErrorCode::NotFound, "unknown kind");
    if (!resolved) return std::nullopt;
    const auto text = [&](const char* name) {
        const auto it = resolved->find(name);
        return it != resolved->end() && it->second.value.is_string() ? it->second.value.get<std::string>()
                                                                     : std::string();
    };
    const auto* model = subject.catalog.model(text("model"));
    if (!model || !(model->published_parameters > 0)) return std::nullopt;
    const std::string precision = text("precision");
    const std::string id = component.id.str();
    EnvelopeSection section{id, subject.station(station).name, {}};
    auto weights = node(Operation::Product, "Weights", "byte", "parameters × bytes per parameter",
                        {leaf("Parameters of " + model->title, model->published_parameters, "1",
                              sourceText(model->source), id + ".model"),
                         leaf("Bytes per parameter", bytesPerParameter(precision), "byte",
                              precision.empty() ? "16-bit, the default" : precision, id + ".precision")});
    section.figures.push_back(weights);
    section.figures.push_back(
        node(Operation::Product, "Weights on all replicas", "byte", "weights × replicas",
             {std::move(weights), leaf("Replicas", subject.estimate.cost.components[station].replicas, "1",
                                       "mean running", id + ".replicas")}));
    return section;
}

} // namespace

std::vector<EnvelopeSection> envelope(const Estimate& estimate, const design::Design& design,
                                      const catalog::Catalog& catalog) {
    const Subject subject{estimate, design, catalog};
    std::vector<EnvelopeSection> sections;
    const auto add = [&](std::optional<EnvelopeSection> section) {
        if (section) sections.push_back(std::move(*section));
    };
    for (std::size_t c = 0; c < estimate.network.classes.size(); ++c) sections.push_back(ofWorkload(subject, c));
    for (std::size_t i = 0; i < estimate.network.calls.size(); ++i) add(ofConnection(subject, i));
    for (std::size_t s = 0; s < estimate.network.stations.size(); ++s) {
        if (!design.component(estimate.network.stations[s].id)) continue;
        add(ofStore(subject, s));
        add(ofModel(subject, s));
    }
    return sections;
}

} // namespace catenary::insight
