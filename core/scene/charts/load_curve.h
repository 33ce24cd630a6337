// SPDX-License-Identifier: Apache-2.0
// Latency against load, as a chart.
#pragma once

#include "core/insight/load_curve.h"
#include "core/scene/charts/chart.h"

namespace catenary::scene {

/// Mean, p50 and p99 over the load factor, with today's load, the load line, saturation and the objectives marked. The
/// latency axis ends where the objectives and today's figures can be told apart; the curves leave it above.
[[nodiscard]] Chart loadCurveChart(const insight::LoadCurve& curve, const std::string& workload, ThemeName theme);

} // namespace catenary::scene
