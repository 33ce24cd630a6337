// SPDX-License-Identifier: Apache-2.0
// What of a design an explanation must touch, and the numbers it can be held against: read from the estimate.
#pragma once

#include "core/insight/estimate.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace catenary::practice {

/// A component with the weight its absence has: 3 bottleneck or critical path, 2 elsewhere on a request's path, 1 off
/// it.
struct Weighted {
    std::string id;
    std::string title;
    double weight = 1;
};

/// A number worth saying, with what the model says.
struct Figure {
    std::string key;             ///< peak_rate, p99, capacity, bottleneck_utilisation, cost, availability
    std::string label;           ///< "Peak rate"
    std::string unit;            ///< "request/s", "ms", "1", "usd/month"
    std::optional<double> model; ///< absent: the estimate has none, and it is not asked for
};

struct Subject {
    std::vector<Weighted> components;                      ///< in the order of the design, sources left out
    std::vector<std::pair<std::string, std::string>> path; ///< edges of the request's path: from, to
    std::vector<Figure> figures;                           ///< the six, in order
};

/// Critical path: the components whose rows hold a share of at least 5 % of the main workload's mean latency, the
/// main workload being that with the highest offered rate (the first of equal ones). Request path: what sync calls and
/// forwards reach from the sources of workloads.
[[nodiscard]] Subject subjectOf(const insight::Estimate& estimate);

} // namespace catenary::practice
