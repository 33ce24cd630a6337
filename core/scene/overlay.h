// SPDX-License-Identifier: Apache-2.0
// What the picture shows of an estimate: one row a component, and the calls of the critical path.
#pragma once

#include "core/insight/estimate.h"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace catenary::scene {

struct OverlayRow {
    std::optional<double> fullness;      ///< 0 … 1 and above, of `insight::fullness`
    std::optional<double> share_ms;      ///< part in the p99 of the workload shown
    std::optional<double> offered_per_s; ///< of a source
    bool stable = true;
    bool bottleneck = false;
};

struct Overlay {
    std::map<std::string, OverlayRow> rows; ///< by component id
    std::set<std::string> critical;         ///< ids of connections
};

/// The workload whose p99 is split over components is the first one; a component it does not visit shows its part in
/// the first workload that does. The critical path follows, from the source of each workload with a finite p99, the
/// call of every stage behind which most of that p99 is spent.
[[nodiscard]] Overlay overlayOf(const insight::Estimate& estimate);

} // namespace catenary::scene
