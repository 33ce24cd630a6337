// SPDX-License-Identifier: Apache-2.0
// The load line: how much load the design bears.
#pragma once

#include "core/insight/estimate.h"

#include <functional>
#include <vector>

namespace catenary::insight {

/// How far a design is from breaking each of its objectives at a load: not negative where it holds, −infinity where it
/// is out of sight. As many at every load.
using Slacks = std::function<std::vector<double>(double load)>;

/// Largest f in [0, 1000] such that no slack is negative at every g in [min(1, f), f]: scan by factors of 1.1 from
/// 1, then close in to 0.1 %. If it fails at 1: the largest f < 1 that holds, or 0 if none above 1/1000 does.
[[nodiscard]] double loadLine(const Slacks& slacks);

/// The load line of an estimate's design, whatever its load. Nullopt: it has no objectives.
[[nodiscard]] std::optional<double> loadLine(const design::Design& design, const catalog::Catalog& catalog,
                                             const network::Network& network);

} // namespace catenary::insight
