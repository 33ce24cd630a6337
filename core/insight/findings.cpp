// SPDX-License-Identifier: Apache-2.0
#include "core/insight/findings.h"

#include "core/insight/objective.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
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
    for (std::size_t s = 0; s < estimate.network.stations.size(); ++s) {
        const auto& figures = estimate.performance.stations[s];
        if (figures.stable) continue;
        const auto& station = estimate.network.stations[s];
        const double load = figures.saturates_at_load.value_or(0);
        std::string message =
            "`" + station.name + "` is unstable: it is offered " + digits(figures.arrivals_per_s) + " requests/s";
        if (load > 0)
            message += " and can serve " + digits(figures.arrivals_per_s * load / estimate.network.load) +
                       "; it would be stable below load " + digits(load);
        findings.push_back({Severity::Error, station.id.str(), message + ".",
                            "Add replicas or workers, shorten its service time, or lower the load.", 0});
    }
}

/// The row that takes most of the slow requests' time.
const network::BreakdownRow* heaviest(const std::vector<network::BreakdownRow>& rows) {
    const network::BreakdownRow* best = nullptr;
    for (const auto& row : rows)
        if (row.station != network::none && (!best || row.total_ms() > best->total_ms())) best = &row;
    return best;
}

std::string subjectOf(const design::Objective& objective) {
    if (!objective.flow.empty()) return "flow `" + objective.flow.str() + "`";
    return objective.workload.empty() ? "the system" : "`" + objective.workload.str() + "`";
}

void missedObjectives(const Estimate& estimate, Findings& findings) {
    for (const auto& result : estimate.objectives) {
        if (result.met) continue;
        const auto& objective = result.objective;
        const std::string where = !objective.flow.empty() ? objective.flow.str() : objective.workload.str();
        std::string message = objective.metric + " of " + subjectOf(objective);
        message += result.value ? " is " + digits(*result.value) : " has no finite value";
        if (objective.at_most) message += ", objective at most " + digits(*objective.at_most);
        if (objective.at_least) message += ", objective at least " + digits(*objective.at_least);
        std::string hint;
        const auto index = estimate.network.classOf(objective.workload);
        const auto metric = parseMetric(objective.metric);
        if (index != network::none && metric && metric->of == Metric::Of::Latency) {
            const auto& figures = estimate.performance.classes[static_cast<std::size_t>(index)];
            const auto& rows = metric->quantile > 0 ? figures.breakdown_p99 : figures.breakdown;
            if (const auto* row = heaviest(rows))
                hint = "Most of the time goes to `" +
                       estimate.network.stations[static_cast<std::size_t>(row->station)].name +
                       "`: " + digits(row->total_ms()) + " ms, of which " + digits(row->waiting_ms + row->batching_ms) +
                       " ms waiting.";
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

Findings findingsOf(const Estimate& estimate) {
    Findings findings;
    unstableStations(estimate, findings);
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
