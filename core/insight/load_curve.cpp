// SPDX-License-Identifier: Apache-2.0
#include "core/insight/load_curve.h"

#include "core/analysis/analyse.h"
#include "core/insight/objective.h"

#include <algorithm>
#include <cmath>

namespace catenary::insight {
namespace {

constexpr double nearSaturation = 0.995; ///< the curve ends at this share of the saturation load
constexpr double leastReach = 2.0;       ///< how far it goes where nothing saturates

/// Where a curve that never saturates ends: past the design's own load and past its load line.
double reachOf(const LoadCurve& curve) {
    if (curve.saturation_load) return nearSaturation * *curve.saturation_load;
    return std::max(leastReach, std::min(1.25 * curve.load_line.value_or(0), 100.0));
}

} // namespace

LoadCurve loadCurve(const design::Design& design, const Estimate& estimate, network::Index request_class, int points,
                    const std::stop_token& stop) {
    LoadCurve curve;
    curve.request_class = request_class;
    curve.load_line = estimate.system.load_line;
    curve.saturation_load = estimate.system.saturation_load;
    const auto k = static_cast<std::size_t>(request_class);
    const network::Class& given = estimate.network.classes[k];
    curve.rate_per_s = given.rate_per_s;
    for (const design::Objective& objective : design.objectives) {
        const auto metric = parseMetric(objective.metric);
        if (!metric || metric->of != Metric::Of::Latency || !objective.at_most || !objective.flow.empty()) continue;
        if (!objective.workload.empty() && objective.workload != given.id) continue;
        curve.bounds.push_back({metricText(objective.metric).title, *objective.at_most});
    }
    analysis::Options options;
    options.breakdown = options.flows = options.tokens = false;
    network::Network network = estimate.network;
    const double reach = reachOf(curve);
    for (int i = 1; i <= points && !stop.stop_requested(); ++i) {
        const double left = 1.0 - static_cast<double>(i) / points;
        network.load = reach * (1.0 - left * std::sqrt(left)); // a queue bends most at the end
        const auto performance = analysis::analyse(network, options);
        const network::Latency& latency = performance.classes[k].latency;
        if (!latency.mean.defined()) continue;
        curve.points.push_back({network.load, latency.mean.value, latency.p50.value, latency.p99.value});
    }
    return curve;
}

} // namespace catenary::insight
