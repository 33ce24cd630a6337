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
        entry["kv_occupancy"] = toJson(figures.kv_occupancy);
        entry["preemptions_per_s"] = number(figures.preemptions_per_s);
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

OrderedJson numbers(const std::vector<double>& values) {
    OrderedJson json = OrderedJson::array();
    for (const double value : values) json.push_back(number(value));
    return json;
}

OrderedJson course(const network::Course& figure) {
    OrderedJson json;
    json["value"] = numbers(figure.value);
    json["low"] = numbers(figure.low);
    json["high"] = numbers(figure.high);
    return json;
}

OrderedJson orNull(const std::optional<network::Course>& figure) {
    return figure ? course(*figure) : OrderedJson(nullptr);
}

OrderedJson recoveryJson(const network::TimeSeries& series, std::size_t k) {
    const auto found = network::recovery(series, k);
    if (!found) return nullptr;
    OrderedJson json;
    json["before_p99_ms"] = number(found->before_p99_ms);
    json["worst_p99_ms"] = number(found->worst_p99_ms);
    json["worst_at_s"] = number(found->worst_at_s);
    json["recovered_after_s"] = number(found->recovered_after_s);
    return json;
}

OrderedJson seriesOfWorkloads(const Estimate& estimate, const network::TimeSeries& series) {
    OrderedJson json = OrderedJson::array();
    for (std::size_t k = 0; k < series.classes.size(); ++k) {
        const network::TimeSeries::OfClass& of = series.classes[k];
        OrderedJson entry;
        entry["id"] = estimate.network.classes[k].id.str();
        entry["offered_per_s"] = numbers(of.offered_per_s);
        entry["completed_per_s"] = numbers(of.completed_per_s);
        entry["rejected_per_s"] = numbers(of.rejected_per_s);
        entry["timed_out_per_s"] = numbers(of.timed_out_per_s);
        entry["failed_per_s"] = numbers(of.failed_per_s);
        entry["abandoned_per_s"] = numbers(of.abandoned_per_s);
        OrderedJson latency;
        latency["mean"] = course(of.mean_ms);
        latency["p50"] = course(of.p50_ms);
        latency["p99"] = course(of.p99_ms);
        entry["latency_ms"] = std::move(latency);
        OrderedJson requests;
        requests["offered"] = number(of.offered);
        requests["completed"] = number(of.completed);
        requests["lost"] = number(of.lost);
        requests["inside_at_end"] = number(of.inside);
        entry["requests"] = std::move(requests);
        entry["recovery"] = recoveryJson(series, k);
        json.push_back(std::move(entry));
    }
    return json;
}

OrderedJson seriesOfComponents(const Estimate& estimate, const network::TimeSeries& series) {
    OrderedJson json = OrderedJson::array();
    for (std::size_t s = 0; s < series.stations.size(); ++s) {
        const network::TimeSeries::OfStation& of = series.stations[s];
        if (!of.serves && !of.hit_ratio) continue;
        OrderedJson entry;
        entry["id"] = estimate.network.stations[s].id.str();
        entry["utilisation"] = of.serves ? course(of.utilisation) : OrderedJson(nullptr);
        entry["queue_length"] = of.serves ? course(of.queue_length) : OrderedJson(nullptr);
        entry["busy"] = of.serves ? numbers(of.busy) : OrderedJson(nullptr);
        entry["running_replicas"] = of.serves ? numbers(of.running_replicas) : OrderedJson(nullptr);
        entry["hit_ratio"] = orNull(of.hit_ratio);
        entry["lag"] = orNull(of.lag);
        json.push_back(std::move(entry));
    }
    return json;
}

OrderedJson seriesJson(const Estimate& estimate, const network::TimeSeries& series) {
    OrderedJson json;
    json["bucket_s"] = number(series.bucket_s);
    json["end_s"] = number(series.end_s);
    json["at_s"] = numbers(series.at_s);
    OrderedJson shocks = OrderedJson::array();
    for (const network::TimeSeries::Shock& shock : series.shocks) {
        OrderedJson entry;
        entry["from_s"] = shock.from_s;
        entry["to_s"] = shock.to_s;
        entry["what"] = shock.what;
        shocks.push_back(std::move(entry));
    }
    json["shocks"] = std::move(shocks);
    json["workloads"] = seriesOfWorkloads(estimate, series);
    json["components"] = seriesOfComponents(estimate, series);
    return json;
}

OrderedJson traces(const Estimate& estimate) {
    const network::Network& network = estimate.network;
    OrderedJson json = OrderedJson::array();
    for (const network::RequestTrace& trace : estimate.performance.traces) {
        OrderedJson entry;
        entry["workload"] = network.classes[static_cast<std::size_t>(trace.request_class)].id.str();
        entry["latency_ms"] = trace.latency_ms;
        entry["percentile"] = 100.0 * trace.share;
        OrderedJson spans = OrderedJson::array();
        for (const network::Span& span : trace.spans) {
            OrderedJson one;
            one["component"] = network.stations[static_cast<std::size_t>(span.station)].id.str();
            one["connection"] = network.calls[static_cast<std::size_t>(span.call)].id.str();
            one["parent"] = span.parent < 0 ? OrderedJson(nullptr) : OrderedJson(span.parent);
            one["attempt"] = span.attempt;
            one["sent_ms"] = number(span.sent_ms);
            one["arrived_ms"] = number(span.arrived_ms);
            one["began_ms"] = number(span.began_ms);
            one["worked_ms"] = number(span.worked_ms);
            one["ended_ms"] = number(span.ended_ms);
            one["waited_for"] = span.waited_for;
            one["outcome"] = span.outcome;
            spans.push_back(std::move(one));
        }
        entry["spans"] = std::move(spans);
        json.push_back(std::move(entry));
    }
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
    if (estimate.performance.series) json["series"] = seriesJson(estimate, *estimate.performance.series);
    if (!estimate.performance.traces.empty()) json["traces"] = traces(estimate);
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
