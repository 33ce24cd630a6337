// SPDX-License-Identifier: Apache-2.0
// The load line: how much load the design bears.
#pragma once

#include "core/insight/estimate.h"

#include <functional>

namespace catenary::insight {

/// Largest f in [0, 1000] such that `holds(g)` for every g in [min(1, f), f]: scan by factors of 1.1 from 1, then
/// bisect to 0.1 %. If it fails at 1: the largest f < 1 that holds, or 0 if none above 1/1000 does. `limit`: a factor
/// known to fail (the saturation load); the scan does not go beyond it.
[[nodiscard]] double loadLine(const std::function<bool(double)>& holds, double limit = 1000);

} // namespace catenary::insight
