// SPDX-License-Identifier: Apache-2.0
#include "core/insight/incident.h"

#include "core/simulation/transient.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace catenary::insight {

namespace {

constexpr double mostVisits = 8e6; ///< of all stations and replications: some two seconds of one processor
constexpr std::array lengths = {600.0, 300.0, 120.0, 60.0, 30.0, 10.0, 5.0, 2.0, 1.0};
constexpr double scaledLength = 1200; ///< where replicas follow the load, which takes minutes

bool scales(const network::Station& station) {
    const auto* servers = std::get_if<network::ServersStation>(&station.model);
    return servers != nullptr && servers->autoscaling;
}

std::string between(double from, double to, const std::string& what) {
    return support::shortestNumber(from) + ':' + support::shortestNumber(to) + ':' + what;
}

/// What can be lost: "zone.b" or the id of a component; empty for none.
std::string whatToLose(const Estimate& estimate) {
    const network::Network& network = estimate.network;
    for (const network::Zone& zone : network.zones)
        for (const network::Index s : zone.stations)
            if (simulation::serversToLose(network.stations[static_cast<std::size_t>(s)].model) > 0)
                return "zone." + zone.name;
    const network::Index bottleneck = network.station(design::ComponentId(estimate.system.bottleneck));
    if (bottleneck == network::none) return {};
    const network::Station& station = network.stations[static_cast<std::size_t>(bottleneck)];
    return simulation::serversToLose(station.model) > 0 ? station.id.str() : std::string();
}

} // namespace

IncidentRun incidentRun(const Estimate& estimate, Incident incident) {
    const network::Network& network = estimate.network;
    double perSecond = 0;
    for (const network::StationPerformance& figures : estimate.performance.stations)
        if (std::isfinite(figures.arrivals_per_s)) perSecond += figures.arrivals_per_s;
    const double times = incident == Incident::Spike ? 2.8 : 1.0; // a fifth of the run at ten times the load
    const double most = mostVisits / simulation::replications / std::max(perSecond * times, 1e-9);
    IncidentRun run;
    run.seconds = lengths.back();
    const bool scaled = std::any_of(network.stations.begin(), network.stations.end(), scales);
    if (scaled && scaledLength <= most)
        run.seconds = scaledLength;
    else if (const auto length = std::find_if(lengths.begin(), lengths.end(), [&](double s) { return s <= most; });
             length != lengths.end())
        run.seconds = *length;
    const double from = 0.3 * run.seconds;
    const double to = 0.5 * run.seconds;
    switch (incident) {
    case Incident::Start:
        break;
    case Incident::Spike:
        run.shocks.push_back(between(from, to, "load=10"));
        break;
    case Incident::Cold:
        for (const network::Station& station : network.stations)
            if (const auto* cache = std::get_if<network::CacheStation>(&station.model); cache && !cache->hit_ratio)
                run.shocks.push_back(between(from, from, station.id.str() + ".cold"));
        if (run.shocks.empty()) run.impossible = "No cache of this design computes its hits: none can be cold.";
        break;
    case Incident::Loss:
        if (const std::string lost = whatToLose(estimate); !lost.empty())
            run.shocks.push_back(between(from, to, lost + ".down"));
        else
            run.impossible = "There is no zone and no bottleneck with servers that could be lost.";
        break;
    }
    return run;
}

} // namespace catenary::insight
