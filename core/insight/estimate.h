// SPDX-License-Identifier: Apache-2.0
//
// insight: what the numbers mean for the author. `assess(Design, Catalog, Performance) -> Estimate` adds money,
// objectives, load line, bottleneck and findings; `estimate(Design, Catalog)` does the whole way from a design with
// the analytic engine. explanation.h says how each number came about; envelope.h is the back of the envelope.
// Start at `estimate`.
#pragma once

#include "core/catalog/catalog.h"
#include "core/cost/cost.h"
#include "core/network/lower.h"
#include "core/network/performance.h"

namespace catenary::insight {

struct ObjectiveResult {
    design::Objective objective;
    std::optional<double> value; ///< absent: not reached by enough requests, or undefined
    bool met = false;
};

struct SystemFigures {
    std::string bottleneck; ///< component id, empty if nothing saturates
    std::optional<double> load_line, saturation_load;
    std::optional<double> availability;
    double usd_per_month = 0;
    std::optional<double> usd_per_1k_requests;
    double storage_bytes = 0, egress_bytes_per_month = 0;
    std::optional<double> watts, kg_co2_per_month;
};

/// Everything the screens show, by index of the network it holds.
struct Estimate {
    network::Network network;
    network::Performance performance;
    std::vector<double> goodput_per_s; ///< by class
    cost::Cost cost;                   ///< by station, and of the whole
    SystemFigures system;
    std::vector<ObjectiveResult> objectives;
    support::Findings findings; ///< of validation, lowering, engine and assessment, without duplicates
};

/// Adds to what an engine said: money, objectives, bottleneck, load line, findings. `design`, `catalog` and `network`
/// are those the performance was computed from.
[[nodiscard]] Estimate assess(const design::Design& design, const catalog::Catalog& catalog, network::Network network,
                              network::Performance performance, bool withLoadLine = true);

/// How full a component is, for bars and warnings: its utilisation; of batch and LLM servers, whose instances run most
/// of the time long before they are full, the share of the load they could bear. Absent where nothing can be busy.
[[nodiscard]] std::optional<double> fullness(const Estimate& estimate, std::size_t station);

struct Request {
    bool load_line = true; ///< costs some tens of analyses, each of what the objectives ask for only
    double load = 1;       ///< load factor
};

/// The whole way with the analytic engine. Error: the design cannot be modelled (the first error finding).
[[nodiscard]] support::Result<Estimate> estimate(const design::Design& design, const catalog::Catalog& catalog,
                                                 const Request& request = {});

/// The estimate as the JSON of the public format ("catenary-estimate", version 1).
[[nodiscard]] std::string toJson(const Estimate& estimate);

} // namespace catenary::insight
