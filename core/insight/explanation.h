// SPDX-License-Identifier: Apache-2.0
// "Why this number?": a tree of operation, terms, unit, source and place. `evaluate` recomputes the tree from its
// leaves and gives the number shown to its last digit.
#pragma once

#include "core/insight/estimate.h"

#include <functional>

namespace catenary::insight {

/// What a node does with the values of its terms.
enum class Operation {
    Given, ///< a leaf: a parameter, a price, a constant
    Sum,
    Difference,
    Product,
    Quotient,
    Minimum,
    Maximum,
    Ceiling,  ///< of its one term
    Function, ///< a named formula or algorithm over its terms: `function` computes it
    Engine,   ///< an algorithm without a short formula: the engine's own value; the terms are what entered
};

struct Explanation {
    std::string label; ///< "Utilisation of Second-pass ranker"
    double value = 0;  ///< NaN where the estimate has none
    std::string unit;  ///< "ms", "1", "usd/month", "request/s", …
    Operation operation = Operation::Given;
    std::string formula;     ///< for people: "arrivals × service time ÷ workers"; empty for a leaf
    std::string source;      ///< title, year and grade of a figure, or the reference of a formula; may be empty
    std::string place;       ///< PATH in the design the leaf can be changed at; empty if it cannot
    bool assumption = false; ///< our planning default (grade C), not a measurement or the author's value
    std::vector<Explanation> terms;
    std::function<double(const std::vector<double>&)> function; ///< of Operation::Function
};

/// The value of the tree, from its leaves up.
[[nodiscard]] double evaluate(const Explanation& explanation);

/// Why a figure is what it is. FIGURE is one of
///   workloads.ID.{offered_per_s,completed_per_s,latency_mean_ms,latency_p50_ms,…,latency_p999_ms,goodput_per_s,
///                 success_ratio} and, of those that wait for tokens, {ttft,tpot}_{mean,p50,…,p999}_ms
///   components.ID.{arrivals_per_s,utilisation,capacity_share,waiting_ms,queue_length,in_service,saturates_at_load,
///                  usd_per_month} and, where they have them, {batch_size,hit_ratio,lag} and `servingFigures`
///   connections.ID.calls_per_s
///   connections.ID.WORKLOAD.{completed_per_s,latency_mean_ms,…,latency_p999_ms} of one not waited for and, where it
///                           has them, {lag,freshness_mean_s,freshness_p99_s}
///   groups.ID.{members,utilisation,usd_per_month}
///   system.{usd_per_month,usd_per_1k_requests,load_line,saturation_load,availability}
/// Error: no such figure.
[[nodiscard]] support::Result<Explanation> explain(std::string_view figure, const Estimate& estimate,
                                                   const design::Design& design, const catalog::Catalog& catalog);

/// Every FIGURE of an estimate of `design`, in the order of its JSON, groups after connections.
[[nodiscard]] std::vector<std::string> figures(const Estimate& estimate, const design::Design& design);

} // namespace catenary::insight
