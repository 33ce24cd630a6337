// SPDX-License-Identifier: Apache-2.0
// Where a request's time goes, component after component.
#pragma once

#include "core/design/design.h"
#include "core/insight/estimate.h"
#include "core/scene/theme.h"
#include "core/scene/widths.h"

namespace catenary::scene {

/// Which request: the mean over all, or the mean of those between the 98.5th and the 99.5th percentile.
enum class WaterfallOf { Mean, Slow };

/// One bar for each component on the critical path, in the order a request first comes to it, each beginning where the
/// one before ended, in parts: waiting, batching, service, network, retries. What several visits took is one bar, so
/// the offsets tell shares, not moments. Components below a thousandth of the whole are one bar, "others". As high as
/// its rows need, `width` wide (360 at least).
[[nodiscard]] Scene waterfall(const design::Design& design, const insight::Estimate& estimate,
                              network::Index request_class, WaterfallOf of, ThemeName theme, double width,
                              const FallbackWidths& fallback = {});

} // namespace catenary::scene
