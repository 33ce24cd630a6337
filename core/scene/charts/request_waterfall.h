// SPDX-License-Identifier: Apache-2.0
// One request as it went.
#pragma once

#include "core/network/performance.h"
#include "core/scene/theme.h"
#include "core/scene/widths.h"

namespace catenary::scene {

/// Every visit of the request as a row on a time axis, callees below and to the right of their caller: the way there,
/// waiting, own work, and then a line while it waits for its own calls and the answer is on its way. What the request
/// waited for is drawn heavier. Of more than 40 visits those it waited for come first. `width` wide (360 at least).
[[nodiscard]] Scene requestWaterfall(const network::Network& network, const network::RequestTrace& trace,
                                     ThemeName theme, double width, const FallbackWidths& fallback = {});

} // namespace catenary::scene
