// SPDX-License-Identifier: Apache-2.0
// How a transient run went.
#pragma once

#include "core/insight/estimate.h"
#include "core/scene/charts/chart.h"

namespace catenary::scene {

/// The component whose course tells most: one that a shock takes servers from or empties, else one whose replicas
/// change, else the fullest; none where nothing serves.
[[nodiscard]] network::Index telling(const insight::Estimate& estimate);

/// Small multiples over one time axis: p99 and p50 of a class with the 95 % interval of the p99, what is offered and
/// what completes, and of a component how busy it is, its replicas where they change, its hit ratio and lag where it
/// has them. Shocks are shaded. The latency axis is logarithmic where figures lie far apart. The estimate has a series.
[[nodiscard]] Scene timeSeries(const insight::Estimate& estimate, network::Index request_class, network::Index station,
                               ThemeName theme, double width, const FallbackWidths& fallback = {});

} // namespace catenary::scene
