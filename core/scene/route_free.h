// SPDX-License-Identifier: Apache-2.0
// Routes that do not look where they go: straight lines and curves on request.
#pragma once

#include "core/scene/route_search.h"

namespace catenary::scene {

/// A line between two boxes through the waypoints, from border to border; `shift` units to the right of the line
/// between their middles, so that several can be told apart.
[[nodiscard]] std::vector<Point> straightRoute(const Rect& from, const Rect& to, const std::vector<Point>& waypoints,
                                               double shift);

/// A curve from port to port through the waypoints that leaves and enters square to the sides, as short segments.
[[nodiscard]] std::vector<Point> curvedRoute(const Port& from, const Port& to, const std::vector<Point>& waypoints);

/// The sides of two boxes that look at each other most.
[[nodiscard]] std::pair<Side, Side> facingSides(const Rect& from, const Rect& to);

} // namespace catenary::scene
