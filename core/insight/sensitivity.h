// SPDX-License-Identifier: Apache-2.0
// Which number of a design moves its latency most.
#pragma once

#include "core/insight/levers.h"
#include "core/insight/sweep.h"

namespace catenary::insight {

struct SensitivityRequest {
    /// A metric of workloads or of the whole system by the format; ranks are by it.
    std::string metric = "latency_p99_ms";
    double step = 0.1;    ///< share by which each number goes down and up; whole numbers by one at least
    unsigned threads = 0; ///< 0: all cores
};

/// Figures of one workload. Latencies are those of completed requests. Undefined (NaN): a queue grows without end, or
/// too few requests are answered.
struct SensitivityFigures {
    double metric = network::undefined, mean_ms = network::undefined, p99_ms = network::undefined;
};

/// What the design would be with one number changed.
struct SensitivitySide {
    double value = 0;                          ///< of the lever
    std::string impossible;                    ///< why there is no such design; empty: there is
    std::vector<SensitivityFigures> workloads; ///< empty if it is impossible
    double usd_per_month = network::undefined;
    bool stable = true;
};

/// d ln figure ÷ d ln value between the two sides, of one side where the other is not defined; NaN where both are not.
struct Elasticity {
    double metric = network::undefined, mean_ms = network::undefined, p99_ms = network::undefined;
};

struct SensitivityRow {
    Lever lever;
    SensitivitySide now, down, up; ///< `now` is the design but where the lever replaces something
    std::vector<Elasticity> workloads;
    double usd_elasticity = network::undefined;
    std::string not_modelled; ///< the finding that says so; empty if there is none
};

struct Sensitivity {
    SensitivityRequest request;
    std::vector<std::string> workloads; ///< ids
    SensitivitySide now;
    std::vector<SensitivityRow> rows; ///< in the order of the design
};

/// Estimates the design with every lever down and up by `evaluate` (the analysis where absent), called on several
/// threads at once. Errors: unknown metric or step out of (0, 0.5] (Input), a design that cannot be modelled, stopped
/// (Cancelled).
[[nodiscard]] support::Result<Sensitivity> sensitivity(const design::Design& design, const catalog::Catalog& catalog,
                                                       const SensitivityRequest& request = {},
                                                       const std::stop_token& stop = {}, const Evaluate& evaluate = {});

/// A row in the ranking by one workload's metric.
struct Ranked {
    std::size_t row = 0;
    int rank = 0;        ///< from 1; equal where the swings are equal to six digits; 0: no effect
    double swing = 0;    ///< largest change of the metric over its value now; infinite where a side has none
    bool uneven = false; ///< the two sides' own elasticities differ by half or more: it bends or jumps here
};

/// Every row, those that move the metric of the workload most first, then those without effect.
[[nodiscard]] std::vector<Ranked> ranking(const Sensitivity& sensitivity, std::size_t workload);

/// {"format": "catenary-sensitivity", "version": 1, "metric", "step", "workloads": [{"id", "now", "ranking": [{"rank",
/// "path"}]}], "parameters": [{"path", "value", "unit", "default", "down", "up", "elasticity"}]}.
[[nodiscard]] std::string toJson(const Sensitivity& sensitivity);

/// A line for each workload and parameter, best rank first, under a heading. Fields by RFC 4180.
[[nodiscard]] std::string toCsv(const Sensitivity& sensitivity);

} // namespace catenary::insight
