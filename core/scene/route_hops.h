// SPDX-License-Identifier: Apache-2.0
// Where lines cross, the horizontal one hops over the other.
#pragma once

#include "core/scene/route.h"

namespace catenary::scene {

/// For each route the points where one of its horizontal segments crosses a vertical segment of another, in the order
/// of its way. Only where there is room for a hop. Slanted segments neither hop nor are hopped over.
[[nodiscard]] std::vector<std::vector<Point>> hopsOf(const Routes& routes);

/// The route with a small bridge at each of its hops; hops too near each other for two bridges share one.
[[nodiscard]] std::vector<Point> withHops(const std::vector<Point>& route, const std::vector<Point>& hops);

} // namespace catenary::scene
