// SPDX-License-Identifier: Apache-2.0
// The estimate as the JSON of the public format. Infinite and undefined numbers are null.
#include "core/insight/estimate_json.h"

#include <cmath>

namespace catenary::insight {
namespace {

using network::Latency;
using network::Measure;
using support::OrderedJson;

OrderedJson number(double value) {
    return std::isfinite(value) ? OrderedJson(value) : OrderedJson(nullptr);
}

OrderedJson number(const std::optional<double>& value) {
    return value ? number(*value) : OrderedJson(nullptr);
}

OrderedJson toJson(const Measure& measure) {
    OrderedJson json;
    json["value"] = number(measure.value);
    if (std::isfinite(measure.low) && std::isfinite(measure.high)) {
        json["low"] = measure.low;
        json["high"] = measure.high;
    }
    json["how"] = network::toString(measure.how);
    if (measure.band) json["band"] = OrderedJson::array({measure.band->first, measure.band->second});
    return json;
}

OrderedJson toJson(const std::optional<Measure>& measure) {
    return measure ? toJson(*measure) : OrderedJson(nullptr);
}

OrderedJson toJson(const Latency& latency) {
    OrderedJson json;
    json["mean"] = toJson(latency.mean);
    json["p50"] = toJson(latency.p50);
    json["p90"] = toJson(latency.p90);
    json["p95"] = toJson(latency.p95);
    json["p99"] = toJson(latency.p99);
    json["p999"] = toJson(latency.p999);
    return json;
}

OrderedJson toJson(const std::optional<Latency>& latency) {
    return latency ? toJson(*latency) : OrderedJson(nullptr);
}

OrderedJson rows(const std::vector<network::BreakdownRow>& breakdown, const network::Network& network) {
    OrderedJson json = OrderedJson::array();
    for (const auto& row : breakdown) {
        OrderedJson entry;
        entry["component"] = row.station == network::none
                                 ? std::string("unattributed")
                                 : network.stations[static_cast<std::size_t>(row.station)].id.str();
        entry["waiting_ms"] = number(row.waiting_ms);
        entry["batching_ms"] = number(row.batching_ms);
        entry["service_ms"] = number(row.service_ms);
        entry["network_ms"] = number(row.network_ms);
        entry["retry_ms"] = number(row.retry_ms);
        json.push_back(std::move(entry));
    }
    return json;
}

OrderedJson workloads(const Estimate& estimate) {
    OrderedJson json = OrderedJson::array();
    for (std::size_t c = 0; c < estimate.network.classes.size(); ++c) {
        const auto& figures = estimate.performance.classes[c];
        OrderedJson entry;
        entry["id"] = estimate.network.classes[c].id.str();
        entry["offered_per_s"] = number(figures.offered_per_s);
        entry["completed_per_s"] = number(figures.completed_per_s);
        entry["goodput_per_s"] = number(estimate.goodput_per_s[c]);
        entry["rejected_per_s"] = number(figures.rejected_per_s);
        entry["timed_out_per_s"] = number(figures.timed_out_per_s);
        entry["failed_per_s"] = number(figures.failed_per_s);
        entry["abandoned_per_s"] = number(figures.abandoned_per_s);
        entry["latency_ms"] = toJson(figures.latency);
        entry["ttft_ms"] = toJson(figures.ttft);
        entry["tpot_ms"] = toJson(figures.tpot);
        entry["tokens_per_s"] = number(figures.tokens_per_s);
        entry["breakdown"] = rows(figures.breakdown, estimate.network);
        entry["breakdown_p99"] = rows(figures.breakdown_p99, estimate.network);
        json.push_back(std::move(entry));
    }
    return json;
}

OrderedJson flows(const Estimate& estimate) {
    OrderedJson json = OrderedJson::array();
    for (const auto& flow : estimate.performance.flows) {
        OrderedJson entry;
        entry["connection"] = estimate.network.calls[static_cast<std::size_t>(flow.call)].id.str();
        entry["workload"] =
            flow.request_class == network::none
                ? OrderedJson(nullptr)
                : OrderedJson(estimate.network.classes[static_cast<std::size_t>(flow.request_class)].id.str());
        entry["offered_per_s"] = number(flow.offered_per_s);
        entry["completed_per_s"] = number(flow.completed_per_s);
        entry["latency_ms"] = toJson(flow.latency);
        entry["lag"] = toJson(flow.lag);
        if (flow.freshness_mean_s || flow.freshness_p99_s) {
            OrderedJson freshness;
            freshness["mean"] = toJson(flow.freshness_mean_s);
            freshness["p99"] = toJson(flow.freshness_p99_s);
            entry["freshness_s"] = std::move(freshness);
        } else {
            entry["freshness_s"] = nullptr;
        }
        entry["stable"] = flow.stable;
        json.push_back(std::move(entry));
    }
    return json;
}

OrderedJson components(const Estimate& estimate) {
    OrderedJson json = OrderedJson::array();
    for (std::size_t s = 0; s < estimate.network.stations.size(); ++s) {
        const auto& station = estimate.network.stations[s];
        if (std::holds_alternative<network::SourceStation>(station.model)) continue;
        const auto& figures = estimate.performance.stations[s];
        OrderedJson entry;
        entry["id"] = station.id.str();
        entry["arrivals_per_s"] = number(figures.arrivals_per_s);
        entry["utilisation"] = toJson(figures.utilisation);
        entry["queue_length"] = toJson(figures.queue_length);
        entry["waiting_ms"] = toJson(figures.waiting_ms);
        entry["in_service"] = toJson(figures.in_service);
        entry["batch_size"] = toJson(figures.batch_size);
        entry["hit_ratio"] = toJson(figures.hit_ratio);
        entry["lag"] = toJson(figures.lag);
        entry["saturates_at_load"] = number(figures.saturates_at_load);
        entry["usd_per_month"] = number(estimate.cost.components[s].usd_per_month);
        json.push_back(std::move(entry));
    }
    return json;
}

OrderedJson system(const SystemFigures& figures) {
    OrderedJson json;
    json["bottleneck"] = figures.bottleneck.empty() ? OrderedJson(nullptr) : OrderedJson(figures.bottleneck);
    json["load_line"] = number(figures.load_line);
    json["saturation_load"] = number(figures.saturation_load);
    json["availability"] = number(figures.availability);
    json["usd_per_month"] = number(figures.usd_per_month);
    json["usd_per_1k_requests"] = number(figures.usd_per_1k_requests);
    json["storage_bytes"] = number(figures.storage_bytes);
    json["egress_bytes_per_month"] = number(figures.egress_bytes_per_month);
    json["watts"] = number(figures.watts);
    json["kg_co2_per_month"] = number(figures.kg_co2_per_month);
    return json;
}

OrderedJson objectives(const Estimate& estimate) {
    OrderedJson json = OrderedJson::array();
    for (const auto& result : estimate.objectives) {
        OrderedJson entry;
        if (!result.objective.workload.empty()) entry["workload"] = result.objective.workload.str();
        if (!result.objective.flow.empty()) entry["flow"] = result.objective.flow.str();
        entry["metric"] = result.objective.metric;
        if (result.objective.at_most) entry["at_most"] = *result.objective.at_most;
        if (result.objective.at_least) entry["at_least"] = *result.objective.at_least;
        entry["value"] = number(result.value);
        entry["met"] = result.met;
        json.push_back(std::move(entry));
    }
    return json;
}

OrderedJson findings(const support::Findings& list) {
    OrderedJson json = OrderedJson::array();
    for (const auto& finding : list) {
        OrderedJson entry;
        entry["severity"] = support::toString(finding.severity);
        entry["where"] = finding.where;
        entry["message"] = finding.message;
        entry["hint"] = finding.hint;
        json.push_back(std::move(entry));
    }
    return json;
}

OrderedJson run(const network::RunStatistics& statistics) {
    OrderedJson json;
    json["events"] = statistics.events;
    json["requests"] = statistics.requests;
    json["simulated_s"] = number(statistics.simulated_s);
    json["wall_s"] = number(statistics.wall_s);
    json["replications"] = statistics.replications;
    json["warm_up_s"] = number(statistics.warm_up_s);
    json["converged"] = statistics.converged;
    return json;
}

} // namespace

support::OrderedJson asJson(const Estimate& estimate) {
    const bool simulated = estimate.performance.engine == network::Performance::Engine::Simulation;
    OrderedJson json;
    json["format"] = "catenary-estimate";
    json["version"] = 1;
    json["engine"] = simulated ? "simulation" : "analysis";
    if (simulated) json["seed"] = estimate.performance.seed;
    json["stable"] = estimate.performance.stable;
    json["workloads"] = workloads(estimate);
    json["flows"] = flows(estimate);
    json["components"] = components(estimate);
    json["system"] = system(estimate.system);
    json["objectives"] = objectives(estimate);
    json["findings"] = findings(estimate.findings);
    if (estimate.performance.run) json["run"] = run(*estimate.performance.run);
    return json;
}

std::string text(const support::OrderedJson& json) {
    return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace);
}

support::Json asWritten(double value) {
    if (value == std::round(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
    return value;
}

std::string csvField(const std::string& field) {
    if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
    std::string result = "\"";
    for (const char c : field) result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + '"';
}

std::string toJson(const Estimate& estimate) {
    return text(asJson(estimate));
}

} // namespace catenary::insight
