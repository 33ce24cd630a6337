// SPDX-License-Identifier: Apache-2.0
// Which numbers of a design move a figure most.
#pragma once

#include "core/insight/sensitivity.h"
#include "core/scene/theme.h"
#include "core/scene/widths.h"

namespace catenary::scene {

/// A bar for each of the first `rows` numbers in the ranking of a workload, from the figure with the number lowered to
/// that with it raised, about a line at the figure now: a tornado. Where a side has no figure, for a queue grows
/// without end, the bar runs to the edge and says so. Numbers without effect are counted below. As high as its rows
/// need, `width` wide (360 at least).
[[nodiscard]] Scene tornado(const insight::Sensitivity& sensitivity, std::size_t workload, ThemeName theme,
                            double width, std::size_t rows = 12, const FallbackWidths& fallback = {});

} // namespace catenary::scene
