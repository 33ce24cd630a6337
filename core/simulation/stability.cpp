// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/report.h"

#include <algorithm>
#include <cmath>

namespace catenary::simulation {

namespace {

/// Work a station is offered per ms where nothing is lost on the way: servers it would keep busy.
double nominalLoad(const Plan& plan, std::size_t s) {
    double load = 0.0;
    for (std::size_t k = 0; k < plan.classCount; ++k) {
        const VisitPlan& visit = plan.visits[plan.at(s, k)];
        load += plan.classes[k].perHour / 3.6e6 * plan.classes[k].ratesBy * visit.nominal * visit.meanOwn;
    }
    return load;
}

bool fedByClosed(const Plan& plan, std::size_t s) {
    for (std::size_t k = 0; k < plan.classCount; ++k)
        if (plan.classes[k].source == Source::Closed && plan.visits[plan.at(s, k)].nominal > 0.0) return true;
    return false;
}

double mostReplicas(const network::ServersStation& model) {
    return model.autoscaling ? model.autoscaling->max : model.replicas;
}

/// Servers at work on average where there is always work.
double serversOf(const Plan& plan, std::size_t s) {
    const StationPlan& station = plan.stations[s];
    switch (station.work) {
    case Work::Nothing:
    case Work::Delay:
        return never;
    case Work::Queue:
    case Work::Sharing:
        return static_cast<double>(station.queues) * station.servers;
    case Work::Batcher:
    case Work::Decoder:
        return station.servers;
    case Work::Replicas:
        break;
    }
    const network::ServersStation& model = *station.model;
    double replicas = mostReplicas(model);
    if (model.mtbf_s && model.mttr_s) replicas *= *model.mtbf_s / (*model.mtbf_s + *model.mttr_s);
    return replicas * model.workers;
}

/// Does every replica get as much as the others, also those that are slow?
bool isBlind(const network::ServersStation& model) {
    using network::Dispatch;
    return model.slow_replicas > 0 && model.slow_factor > 1.0 && mostReplicas(model) > 1.0 &&
           (model.dispatch == Dispatch::Random || model.dispatch == Dispatch::RoundRobin);
}

/// Servers of a station times the work each does in a ms: what it can be offered at most. Infinite where nothing is
/// limited.
double capacityOf(const Plan& plan, std::size_t s) {
    const StationPlan& station = plan.stations[s];
    double pace = serversOf(plan, s);
    if (station.work != Work::Replicas) return pace;
    const network::ServersStation& model = *station.model;
    if (isBlind(model)) return pace / model.slow_factor;
    if (model.slow_replicas > 0 && model.slow_factor > 0.0) {
        const double replicas = mostReplicas(model);
        const double slow = std::min<double>(model.slow_replicas, replicas);
        pace *= (replicas - slow + slow / model.slow_factor) / replicas;
    }
    return pace;
}

/// Servers the arrivals so far would keep busy, slow ones as long as they are; absent where nothing was served yet.
std::optional<double> measuredLoad(const Plan& plan, const std::vector<Engine*>& engines, std::size_t s) {
    double arrivals = 0.0;
    double time = 0.0;
    double occupied = 0.0;
    double served = 0.0;
    for (Engine* engine : engines) {
        const Tally& tally = engine->tally();
        for (std::size_t k = 0; k < plan.classCount; ++k)
            arrivals += static_cast<double>(tally.visits[plan.at(s, k)].arrivals);
        time += tally.time;
        occupied += tally.stations[s].visits.occupied;
        served += static_cast<double>(tally.stations[s].visits.served);
    }
    if (served <= 0.0 || time <= 0.0) return std::nullopt;
    double each = occupied / served;
    if (plan.stations[s].work == Work::Batcher) { // of a full batch
        each = 0.0;
        for (std::size_t k = 0; k < plan.classCount; ++k) each = std::max(each, plan.visits[plan.at(s, k)].meanOwn);
    }
    return arrivals / time * each;
}

/// Where so few groups came that one may be most of what waits at a station: some of the largest.
double groupsWaiting(const std::vector<Engine*>& engines, const Plan& plan, std::size_t s) {
    constexpr double few = 10.0;
    constexpr double atOnce = 4.0;
    double time = never;
    for (Engine* engine : engines) time = std::min(time, engine->tally().time);
    double waiting = 0.0;
    for (std::size_t k = 0; k < plan.classCount; ++k) {
        const ClassPlan& of = plan.classes[k];
        if ((of.source != Source::Batch && of.source != Source::Schedule) || time >= few * of.between) continue;
        const auto& size = plan.network.classes[k].arrival.size;
        waiting += atOnce * size.secondMoment() / std::max(size.mean(), 1e-9) * plan.visits[plan.at(s, k)].nominal;
    }
    return waiting;
}

/// Is the backlog of a station after the run above what it was, beyond doubt?
bool grows(const std::vector<Engine*>& engines, const Plan& plan, std::size_t s) {
    std::vector<double> waiting;
    std::vector<double> growth; // per ms
    double busy = 0.0;
    for (Engine* engine : engines) {
        waiting.push_back(engine->waitingAt(s));
        const Tally& tally = engine->tally();
        if (tally.time <= 0.0) return false;
        growth.push_back(waiting.back() / tally.time);
        busy += utilisationOf(plan, tally, s) / static_cast<double>(engines.size());
    }
    // Servers that break are idle now and then, however much waits for them, and so are others than the slow ones.
    constexpr double clearly = 1.1;
    const bool blind = plan.stations[s].work == Work::Replicas && isBlind(*plan.stations[s].model);
    if (!blind && busy < 0.98 && measuredLoad(plan, engines, s).value_or(0.0) < clearly * serversOf(plan, s))
        return false;
    const Interval backlog = ofReplications(waiting);
    // A stable queue at this load is about as long as it varies; one that grows is many times that.
    const double least = 50.0 + 20.0 * std::min(capacityOf(plan, s), 1000.0) + groupsWaiting(engines, plan, s);
    if (backlog.value <= least) return false;
    const auto isSure = [](const Interval& of) { return (of.high - of.low) / 2.0 < 0.5 * of.value; };
    if (isSure(backlog)) return true;
    // Replications end with their requests, and what grows is as long as they took.
    return measuredLoad(plan, engines, s).value_or(0.0) > clearly * serversOf(plan, s) &&
           isSure(ofReplications(growth));
}

/// Does a replication end with more waiting at a station than it served? Holders that wait for one another never let
/// go, whatever the others did; nor is that seen of their utilisation where it comes late. Users may wait so.
bool stuck(const std::vector<Engine*>& engines, const Plan& plan, std::size_t s) {
    if (fedByClosed(plan, s)) return false;
    const double least = 20.0 + std::min(capacityOf(plan, s), 1000.0) + groupsWaiting(engines, plan, s);
    return std::any_of(engines.begin(), engines.end(), [&](Engine* engine) {
        const Tally& tally = engine->tally();
        const double waiting = engine->waitingAt(s);
        return waiting > least && waiting > static_cast<double>(tally.stations[s].visits.begun);
    });
}

} // namespace

double utilisationOf(const Plan& plan, const Tally& tally, std::size_t s) {
    const StationPlan& station = plan.stations[s];
    const StationTally& of = tally.stations[s];
    if (tally.time <= 0.0) return 0.0;
    switch (station.work) {
    case Work::Nothing:
    case Work::Delay:
        return 0.0;
    case Work::Batcher:
    case Work::Decoder:
        return of.busy / (station.servers * tally.time);
    case Work::Replicas:
        return of.workers > 0.0 ? of.visits.occupied / of.workers : 0.0;
    case Work::Queue:
    case Work::Sharing:
        break;
    }
    return of.visits.occupied / (static_cast<double>(station.queues) * station.servers * tally.time);
}

std::vector<std::size_t> unstableStations(const Plan& plan, const std::vector<Engine*>& engines) {
    std::vector<std::size_t> found;
    for (std::size_t s = 0; s < plan.stationCount; ++s) {
        const StationPlan& station = plan.stations[s];
        if (!station.unbounded || station.maxConcurrency != unlimited) continue;
        const bool decodes = station.work == Work::Decoder; // how much it can do depends on what comes together
        const bool known = plan.nominalHolds && !station.holds && !decodes && !fedByClosed(plan, s);
        const double capacity = capacityOf(plan, s);
        // Exactly at capacity a queue grows as well, unless all comes like clockwork.
        const bool over = known && nominalLoad(plan, s) > capacity * (1.0 - 1e-9);
        if (over || grows(engines, plan, s) || (!known && !decodes && stuck(engines, plan, s))) found.push_back(s);
    }
    return found;
}

std::optional<double> saturation(const Plan& plan, const std::vector<Engine*>& engines, std::size_t s) {
    const StationPlan& station = plan.stations[s];
    if (!station.unbounded || station.admits || fedByClosed(plan, s)) return std::nullopt;
    double capacity = capacityOf(plan, s);
    if (!(capacity < never)) return std::nullopt;
    double offered = 0.0; // servers it would keep busy
    if (station.work == Work::Decoder) return std::nullopt;
    if (plan.nominalHolds && !station.holds) {
        offered = nominalLoad(plan, s);
    } else {
        const auto measured = measuredLoad(plan, engines, s);
        if (!measured) return std::nullopt;
        offered = *measured;
        capacity = serversOf(plan, s);
    }
    if (offered <= 0.0) return std::nullopt;
    return plan.network.load * capacity / offered;
}

} // namespace catenary::simulation
