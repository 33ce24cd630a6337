// SPDX-License-Identifier: Apache-2.0
// What a design's figures do while one value of it moves.
#pragma once

#include "core/design/path.h"
#include "core/insight/estimate.h"

#include <functional>
#include <stop_token>

namespace catenary::insight {

/// `steps` values from `from` to `to`, evenly spaced, both ends among them; one step is `from` alone.
struct Vary {
    std::string path; ///< PATH of the format: `ranker.replicas`, `load`, …
    double from = 0, to = 0;
    int steps = 1;
};

/// Reads PATH=FROM:TO:STEPS. Errors say which part is not what it should be; at most 10,000 steps.
[[nodiscard]] support::Result<Vary> parseVary(std::string_view text);

/// From a design to its figures, by one engine or the other. Called on several threads at once.
using Evaluate = std::function<support::Result<Estimate>(const design::Design&)>;

struct SweepPoint {
    double value = 0;
    support::Result<Estimate> estimate; ///< an error where the design cannot be modelled with this value
};

/// A point for each value, ascending steps in the order of `vary`. Where the parameter only takes whole numbers the
/// values are rounded and come once each. Error: the path names nothing in the design, or the work was stopped.
[[nodiscard]] support::Result<std::vector<SweepPoint>> sweep(const design::Design& design,
                                                             const catalog::Catalog& catalog, const Vary& vary,
                                                             const Evaluate& evaluate, unsigned threads = 0,
                                                             const std::stop_token& stop = {});

/// {"format": "catenary-sweep", "version": 1, "path", "points": [{"value", "estimate"} or {"value", "error"}]}.
[[nodiscard]] std::string toJson(const std::string& path, const std::vector<SweepPoint>& points);

/// A line for each point under a heading: the value, then of the system and of each workload what a plot needs.
/// What is undefined is empty. Fields by RFC 4180.
[[nodiscard]] std::string toCsv(const std::string& path, const std::vector<SweepPoint>& points);

} // namespace catenary::insight
