// SPDX-License-Identifier: Apache-2.0
#include "core/insight/load_line.h"
#include "core/insight/objective.h"

#include <algorithm>

namespace catenary::insight {
namespace {

using network::Eviction;

bool worsens(const network::ServersStation& station) {
    return !station.setup_ms && !station.autoscaling;
}
bool worsens(const network::BatcherStation& station) {
    return station.min_batch <= 1;
}
bool worsens(const network::CacheStation& station) {
    return worsens(station.lookup) && !station.cold && (station.hit_ratio || station.eviction != Eviction::Ttl);
}
bool worsens(const network::RouterStation& station) {
    return worsens(station.own);
}
template <class Other> bool worsens(const Other&) {
    return true;
}

/// Of a metric that load moves one way, does the bound ask for the side that load leaves?
bool worsens(const design::Objective& objective) {
    using Of = Metric::Of;
    const auto metric = parseMetric(objective.metric);
    if (!metric) return false;
    switch (metric->of) {
    case Of::Latency:
    case Of::Ttft:
    case Of::Tpot:
    case Of::Lag:
    case Of::UsdPerMonth:
        return !objective.at_least;
    case Of::SuccessRatio:
    case Of::Availability:
        return !objective.at_most;
    case Of::Throughput:
    case Of::Goodput:
    case Of::Freshness:
    case Of::UsdPer1k:
        return false;
    }
    return false;
}

/// The longest that requests of a class wait for batches to fill.
double fillingOf(std::size_t request_class, const Estimate& estimate) {
    const double offered = estimate.performance.classes[request_class].offered_per_s;
    double delays = 0;
    for (std::size_t s = 0; s < estimate.network.stations.size(); ++s) {
        const auto* batcher = std::get_if<network::BatcherStation>(&estimate.network.stations[s].model);
        if (batcher == nullptr || batcher->max_batch == 1) continue;
        const double visits = estimate.performance.stations[s].arrivals_by_class[request_class] / offered;
        if (visits > 0) delays += batcher->max_delay_ms * std::max(1.0, 2 * visits);
    }
    return delays;
}

} // namespace

std::vector<double> reliefOf(const design::Design& design, const Estimate& estimate) {
    const network::Network& network = estimate.network;
    const auto station = [](const network::Station& of) {
        return std::visit([](const auto& model) { return worsens(model); }, of.model);
    };
    if (!std::all_of(design.objectives.begin(), design.objectives.end(),
                     [](const design::Objective& objective) { return worsens(objective); }) ||
        !std::all_of(network.stations.begin(), network.stations.end(), station) ||
        std::any_of(network.calls.begin(), network.calls.end(),
                    [](const network::Call& call) { return call.when == design::When::OnError; }))
        return {};
    std::vector<double> relief;
    for (const design::Objective& objective : design.objectives) {
        double filling = 0;
        for (std::size_t k = 0; k < network.classes.size(); ++k)
            if (objective.workload.empty() || network.classes[k].id == objective.workload)
                filling = std::max(filling, fillingOf(k, estimate));
        const bool isTime = objective.at_most && parseMetric(objective.metric)->of != Metric::Of::UsdPerMonth;
        relief.push_back(!isTime || filling == 0 ? 0 : filling / *objective.at_most);
    }
    return relief;
}

} // namespace catenary::insight
