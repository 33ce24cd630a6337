// SPDX-License-Identifier: Apache-2.0
#include "app/cli/estimate_table.h"

#include "app/cli/output.h"

#include <cmath>

namespace catenary::cli {
namespace {

using insight::Estimate;
using network::Latency;
using network::Measure;

/// What is below half of the last place shown is nothing.
std::string figure(const Measure& measure) {
    return cli::figure(std::abs(measure.value) < 5e-4 ? 0.0 : measure.value);
}

std::string percent(const Measure& measure) {
    return measure.defined() ? cli::figure(100 * measure.value, 3) + " %" : "–";
}

std::string load(const std::optional<double>& factor) {
    return factor ? "× " + cli::figure(*factor) : "–";
}

std::string usd(double amount) {
    return "$" + cli::figure(amount, amount < 1 ? 5 : 4);
}

void addLatency(Table& table, const std::string& name, const std::string& offered, const std::string& completed,
                const Latency& latency) {
    table.row({name, offered, completed, figure(latency.mean), figure(latency.p50), figure(latency.p90),
               figure(latency.p95), figure(latency.p99), figure(latency.p999)});
}

std::string workloads(const Estimate& estimate) {
    Table table(
        {"workload", "offered/s", "completed/s", "mean ms", "p50 ms", "p90 ms", "p95 ms", "p99 ms", "p99.9 ms"});
    for (std::size_t c = 0; c < estimate.network.classes.size(); ++c) {
        const auto& figures = estimate.performance.classes[c];
        addLatency(table, estimate.network.classes[c].id.str(), cli::figure(figures.offered_per_s),
                   cli::figure(figures.completed_per_s), figures.latency);
        if (figures.ttft) addLatency(table, "  first token", "", "", *figures.ttft);
        if (figures.tpot) addLatency(table, "  each further token", "", "", *figures.tpot);
    }
    return table.empty() ? std::string() : table.text() + '\n';
}

std::string flows(const Estimate& estimate) {
    Table table({"flow", "offered/s", "completed/s", "mean ms", "p50 ms", "p90 ms", "p95 ms", "p99 ms", "p99.9 ms"});
    for (const auto& flow : estimate.performance.flows)
        addLatency(table, estimate.network.calls[static_cast<std::size_t>(flow.call)].id.str(),
                   cli::figure(flow.offered_per_s), cli::figure(flow.completed_per_s), flow.latency);
    return table.empty() ? std::string() : table.text() + '\n';
}

std::string components(const Estimate& estimate) {
    Table table({"component", "arrivals/s", "utilisation", "waiting ms", "queue", "saturates at load", "$/month"});
    for (std::size_t s = 0; s < estimate.network.stations.size(); ++s) {
        const auto& station = estimate.network.stations[s];
        if (std::holds_alternative<network::SourceStation>(station.model)) continue;
        const auto& figures = estimate.performance.stations[s];
        const auto& cost = estimate.cost.components[s];
        table.row({station.id.str(), cli::figure(figures.arrivals_per_s), percent(figures.utilisation),
                   figure(figures.waiting_ms), figure(figures.queue_length), load(figures.saturates_at_load),
                   cost.priced ? cli::figure(cost.usd_per_month) : "–"});
    }
    return table.empty() ? std::string() : table.text() + '\n';
}

/// How the workloads took a transient run.
std::string course(const Estimate& estimate) {
    if (!estimate.performance.series) return {};
    const network::TimeSeries& series = *estimate.performance.series;
    Table table({"over time", "p99 before", "worst p99 ms", "at s", "recovered after", "lost", "inside at end"});
    for (std::size_t k = 0; k < series.classes.size(); ++k) {
        const auto found = network::recovery(series, k);
        if (!found) continue;
        table.row({estimate.network.classes[k].id.str(),
                   found->before_p99_ms ? cli::figure(*found->before_p99_ms) : "–", cli::figure(found->worst_p99_ms),
                   cli::figure(found->worst_at_s),
                   found->recovered_after_s ? cli::figure(*found->recovered_after_s) + " s" : "not within the run",
                   cli::figure(series.classes[k].lost), cli::figure(series.classes[k].inside)});
    }
    std::string text = table.empty() ? std::string() : table.text();
    for (const network::TimeSeries::Shock& shock : series.shocks)
        text += "  " + cli::figure(shock.from_s) + " s to " + cli::figure(shock.to_s) + " s: " + printable(shock.what) +
                '\n';
    return text.empty() ? text : text + '\n';
}

/// Single requests as they went; a star marks what they waited for.
std::string traces(const Estimate& estimate) {
    std::string text;
    for (const network::RequestTrace& trace : estimate.performance.traces) {
        text += "a request of " + estimate.network.classes[static_cast<std::size_t>(trace.request_class)].id.str() +
                ": " + cli::figure(trace.latency_ms) + " ms, slower than " + cli::figure(100 * trace.share, 3) + " %\n";
        Table table({"  visit", "sent at ms", "on its way", "waiting", "own work", "calls, answer", "outcome"});
        std::vector<std::size_t> depth;
        for (const network::Span& span : trace.spans) {
            depth.push_back(span.parent < 0 ? 1 : depth[static_cast<std::size_t>(span.parent)] + 1);
            const auto lasted = [](double from, double to) { return cli::figure(to - from); };
            std::string name = estimate.network.stations[static_cast<std::size_t>(span.station)].id.str();
            if (span.attempt > 1) name += " (attempt " + std::to_string(span.attempt) + ")";
            table.row({std::string(2 * depth.back(), ' ') + (span.waited_for ? "* " : "  ") + name,
                       cli::figure(span.sent_ms), lasted(span.sent_ms, span.arrived_ms),
                       lasted(span.arrived_ms, span.began_ms), lasted(span.began_ms, span.worked_ms),
                       lasted(span.worked_ms, span.ended_ms), span.outcome});
        }
        text += table.text() + '\n';
    }
    return text;
}

std::string objectives(const Estimate& estimate) {
    Table table({"objective", "of", "metric", "wanted", "found"}, 4);
    for (const auto& result : estimate.objectives) {
        const auto& objective = result.objective;
        std::string subject = "system";
        if (!objective.workload.empty()) subject = objective.workload.str();
        if (!objective.flow.empty()) subject = objective.flow.str();
        const std::string bound = objective.at_most    ? "≤ " + cli::figure(*objective.at_most, 6)
                                  : objective.at_least ? "≥ " + cli::figure(*objective.at_least, 6)
                                                       : "–";
        table.row({result.met ? "met" : "MISSED", subject, objective.metric, bound,
                   result.value ? cli::figure(*result.value) : "–"});
    }
    return table.empty() ? std::string() : table.text() + '\n';
}

std::string findings(const Estimate& estimate) {
    return estimate.findings.empty() ? std::string() : describe(estimate.findings, {}) + '\n';
}

std::string system(const Estimate& estimate) {
    const auto& figures = estimate.system;
    std::string line = estimate.performance.stable ? "system: stable" : "system: UNSTABLE";
    line += " · bottleneck " + (figures.bottleneck.empty() ? "none" : figures.bottleneck);
    line += " · load line " + load(figures.load_line) + " · saturates at " + load(figures.saturation_load);
    if (figures.availability) line += " · availability " + cli::figure(100 * *figures.availability, 6) + " %";
    line += " · " + usd(figures.usd_per_month) + " a month";
    if (figures.usd_per_1k_requests) line += " · " + usd(*figures.usd_per_1k_requests) + " per 1,000 requests";
    return line + '\n';
}

} // namespace

std::string estimateTable(const design::Design& design, const Estimate& estimate) {
    std::string text = design.title.empty() ? std::string() : printable(design.title) + "\n\n";
    text += workloads(estimate) + course(estimate) + flows(estimate) + components(estimate) + traces(estimate) +
            objectives(estimate) + findings(estimate);
    return text + system(estimate);
}

} // namespace catenary::cli
