// SPDX-License-Identifier: Apache-2.0
// The cheapest hardware that keeps the objectives: what to buy for a design as it is drawn.
#pragma once

#include "core/insight/sweep.h"

namespace catenary::insight {

struct SizingRequest {
    double headroom = 1.2; ///< the objectives must hold at this load factor; > 0
    unsigned threads = 0;  ///< 0: all cores
    /// The engine that has the last word on the result, at the headroom load (`network.load` is what it is given in the
    /// second argument). Absent: the analysis alone.
    std::function<support::Result<Estimate>(const design::Design&, double load)> prove;
};

/// One parameter that sizing set.
struct SizingChange {
    std::string component, parameter;
    support::Json before, after; ///< `before`: the value in force, set or default
    /// What the component costs then less what it costs now; with the last of its changes, absent with the others.
    std::optional<double> usd_per_month;
};

struct Sizing {
    design::Design design; ///< with the changes
    std::vector<SizingChange> changes;
    Estimate before, after;        ///< at load 1
    std::optional<Estimate> proof; ///< at the headroom load, by `prove`
    double margin = 0;             ///< relative distance from the bounds kept so that the proof holds
    int candidates = 0;            ///< designs looked at
    std::vector<std::string> kept; ///< components left alone, with the reason: "ranker: locked"
    /// Whose machines were looked at for a component, and why: "ranker: machines of aws, after its own hardware".
    std::vector<std::string> providers;
};

/// Varies replicas or instances of every component that has a price, `max_batch` of batch servers, and hardware within
/// the kind's list and of one provider (providers.h) where times follow from it; never what is locked, external, scaled
/// by itself or without a price. A descent from a design that holds (counts are doubled until it does), one step of the
/// best money per loss of slack at a time, then trades of one component's hardware for another's: a good answer, not a
/// proof of the best. Errors: no objective (Input); none of these designs holds (Unsupported: the message names the
/// binding objective and how near it came); stopped (Cancelled).
[[nodiscard]] support::Result<Sizing> size(const design::Design& design, const catalog::Catalog& catalog,
                                           const SizingRequest& request = {}, const std::stop_token& stop = {});

/// {"format": "catenary-sizing", "version": 1, "headroom", "margin", "candidates", "changes", "kept", "providers",
/// "before", "after", "proof"}; estimates as in the public format.
[[nodiscard]] std::string toJson(const Sizing& sizing, double headroom);

} // namespace catenary::insight
