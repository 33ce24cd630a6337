// SPDX-License-Identifier: Apache-2.0
#include "core/insight/findings.h"

#include "core/insight/objective.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <map>
#include <sstream>

namespace catenary::insight {
namespace {

using support::Finding;
using support::Findings;
using support::Severity;

std::string digits(double value) {
    std::ostringstream text;
    text.imbue(std::locale::classic());
    const double size = std::abs(value);
    if (size >= 1e6) {
        text << std::fixed << std::setprecision(0) << value;
    } else {
        text << std::setprecision(size >= 1000 ? 6 : 4) << value;
    }
    return text.str();
}

void unstableStations(const Estimate& estimate, Findings& findings) {
    const auto& stations = estimate.performance.stations;
    const auto count = std::count_if(stations.begin(), stations.end(), [](const auto& at) { return !at.stable; });
    for (std::size_t s = 0; s < stations.size(); ++s) {
        const auto& figures = stations[s];
        if (figures.stable) continue;
        const auto& station = estimate.network.stations[s];
        const double load = figures.saturates_at_load.value_or(0);
        std::string message =
            "`" + station.name + "` is unstable: it is offered " + digits(figures.arrivals_per_s) + " requests/s";
        // Behind another that is unstable less arrives than the load would send.
        if (load > 0 && count == 1)
            message += " and can serve " + digits(figures.arrivals_per_s * load / estimate.network.load);
        else
            message += ", more than it can serve";
        if (load > 0) message += "; it would be stable below load " + digits(load);
        findings.push_back({Severity::Error, station.id.str(), message + ".",
                            "Add replicas or workers, shorten its service time, or lower the load.", 0});
    }
}

/// Stations that work may get to: from where workloads begin and from jobs that run on their own, along every
/// connection of the design, also those that carry nothing at present.
std::vector<bool> reachable(const network::Network& network, const design::Design& design) {
    std::vector<bool> reached(network.stations.size(), false);
    std::vector<network::Index> open;
    const auto reach = [&](network::Index station) {
        if (station == network::none || reached[static_cast<std::size_t>(station)]) return;
        reached[static_cast<std::size_t>(station)] = true;
        open.push_back(station);
    };
    for (const auto& requestClass : network.classes) reach(requestClass.source);
    for (std::size_t s = 0; s < network.stations.size(); ++s)
        if (std::holds_alternative<network::JobStation>(network.stations[s].model))
            reach(static_cast<network::Index>(s));
    std::map<design::ComponentId, network::Index> indices;
    for (std::size_t s = 0; s < network.stations.size(); ++s)
        indices.emplace(network.stations[s].id, static_cast<network::Index>(s));
    std::vector<std::vector<network::Index>> next(network.stations.size());
    for (const auto& connection : design.connections) {
        const auto from = indices.find(connection->from);
        const auto to = indices.find(connection->to);
        if (from == indices.end() || to == indices.end()) continue;
        next[static_cast<std::size_t>(from->second)].push_back(to->second);
        // What a job reads in batches is used by it.
        if (connection->mode == design::Mode::Batch) next[static_cast<std::size_t>(to->second)].push_back(from->second);
    }
    while (!open.empty()) {
        const network::Index at = open.back();
        open.pop_back();
        for (const network::Index to : next[static_cast<std::size_t>(at)]) reach(to);
    }
    return reached;
}

/// Components no request ever gets to: drawn, but not part of the design's work.
void unreached(const Estimate& estimate, const design::Design& design, Findings& findings) {
    if (estimate.network.classes.empty()) return;
    const std::vector<bool> reached = reachable(estimate.network, design);
    for (std::size_t s = 0; s < estimate.network.stations.size(); ++s) {
        const auto& station = estimate.network.stations[s];
        if (reached[s] || std::holds_alternative<network::NoStation>(station.model)) continue;
        const bool source = std::holds_alternative<network::SourceStation>(station.model);
        findings.push_back({Severity::Warning, station.id.str(),
                            source ? "`" + station.name + "` starts no requests: no workload begins here."
                                   : "No request reaches `" + station.name + "`, so it counts for nothing here.",
                            source ? "Give it a workload, or remove it."
                                   : "Connect it to what calls it, or give a workload that begins before it.",
                            0});
    }
}

/// The row that takes most of the slow requests' time.
const network::BreakdownRow* heaviest(const std::vector<network::BreakdownRow>& rows) {
    const network::BreakdownRow* best = nullptr;
    for (const auto& row : rows)
        if (row.station != network::none && (!best || row.total_ms() > best->total_ms())) best = &row;
    return best;
}

std::string subjectOf(const Estimate& estimate, const design::Objective& objective) {
    if (!objective.flow.empty()) return "flow `" + objective.flow.str() + "`";
    const auto index = estimate.network.classOf(objective.workload);
    if (index == network::none) return "the system";
    return "`" + estimate.network.classes[static_cast<std::size_t>(index)].name + "`";
}

void missedObjectives(const Estimate& estimate, Findings& findings) {
    for (const auto& result : estimate.objectives) {
        if (result.met) continue;
        const auto& objective = result.objective;
        const std::string where = !objective.flow.empty() ? objective.flow.str() : objective.workload.str();
        const MetricText text = metricText(objective.metric);
        const std::string unit = text.unit.empty() || text.unit == "1" ? "" : " " + text.unit;
        std::string message = text.title + " of " + subjectOf(estimate, objective);
        message += result.value ? " is " + digits(*result.value) + unit : " has no finite value";
        if (objective.at_most) message += ", objective at most " + digits(*objective.at_most) + unit;
        if (objective.at_least) message += ", objective at least " + digits(*objective.at_least) + unit;
        std::string hint;
        const auto index = estimate.network.classOf(objective.workload);
        const auto metric = parseMetric(objective.metric);
        if (index != network::none && metric && metric->of == Metric::Of::Latency) {
            const auto& figures = estimate.performance.classes[static_cast<std::size_t>(index)];
            const auto& rows = metric->quantile > 0.9 ? figures.breakdown_p99 : figures.breakdown;
            if (const auto* row = heaviest(rows))
                hint = "Most of the time of " +
                       std::string(metric->quantile > 0.9 ? "slow requests" : "a mean request") + " goes to `" +
                       estimate.network.stations[static_cast<std::size_t>(row->station)].name +
                       "`: " + digits(row->total_ms()) + " ms, of which " + digits(row->waiting_ms + row->batching_ms) +
                       " ms waiting and " + digits(row->network_ms) + " ms on the network to it and back.";
        }
        findings.push_back({Severity::Warning, where, message + ".", hint, 0});
    }
}

void nearlyFull(const Estimate& estimate, Findings& findings) {
    for (std::size_t s = 0; s < estimate.network.stations.size(); ++s) {
        const auto& figures = estimate.performance.stations[s];
        const double load = figures.saturates_at_load.value_or(0);
        if (!figures.stable || !(load > 0) || load > estimate.network.load / 0.9) continue;
        const auto& station = estimate.network.stations[s];
        findings.push_back(
            {Severity::Warning, station.id.str(),
             "`" + station.name + "` saturates at load " + digits(load) + ": the queue before it grows fast from here.",
             "Keep utilisation below 90 %, or bound its queue.", 0});
    }
}

} // namespace

Findings findingsOf(const Estimate& estimate, const design::Design& design) {
    Findings findings;
    unstableStations(estimate, findings);
    unreached(estimate, design, findings);
    missedObjectives(estimate, findings);
    nearlyFull(estimate, findings);
    return findings;
}

void appendFindings(Findings& list, const Findings& more) {
    for (const auto& finding : more) {
        const bool known = std::any_of(list.begin(), list.end(), [&](const Finding& other) {
            return other.where == finding.where && other.message == finding.message;
        });
        if (!known) list.push_back(finding);
    }
}

} // namespace catenary::insight
