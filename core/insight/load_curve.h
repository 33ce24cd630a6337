// SPDX-License-Identifier: Apache-2.0
// Latency against load: where the knee is, where the objective breaks, where the queue diverges.
#pragma once

#include "core/insight/estimate.h"

#include <stop_token>

namespace catenary::insight {

/// Of one workload, by the analytic engine.
struct LoadCurve {
    struct Point {
        double load = 0;                            ///< load factor; 1 is the design as it is
        double mean_ms = 0, p50_ms = 0, p99_ms = 0; ///< undefined (NaN) where there is no such figure
    };
    struct Bound {         ///< an objective on the workload's latency
        std::string title; ///< "p99 latency"
        double at_most_ms = 0;
    };
    network::Index request_class = network::none;
    std::vector<Point> points; ///< ascending; stable loads only
    std::vector<Bound> bounds;
    std::optional<double> load_line, saturation_load;
    double rate_per_s = 0; ///< offered at load 1; 0 for a closed workload
};

/// `estimate` is that of `design`, with its load line; the class is an index of its network. About `points` analyses,
/// closer together towards saturation. Stopped early it ends at the load it came to.
[[nodiscard]] LoadCurve loadCurve(const design::Design& design, const Estimate& estimate, network::Index request_class,
                                  int points = 40, const std::stop_token& stop = {});

} // namespace catenary::insight
