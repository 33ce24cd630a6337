// SPDX-License-Identifier: Apache-2.0
// Routes of connections: orthogonal around boxes unless asked otherwise. Start at `routeAll`; the search for one route
// is in route_search.h, keeping parallel segments apart in route_nudge.h, lines and curves through whatever is there in
// route_free.h, hops over each other in route_hops.h.
#pragma once

#include "core/scene/scene.h"

#include <cstddef>
#include <optional>
#include <stop_token>
#include <vector>

namespace catenary::scene {

struct Wire {
    std::size_t from = 0, to = 0; ///< indexes of boxes; equal for a loop
    design::RouteStyle style = design::RouteStyle::Orthogonal;
    std::vector<Point> waypoints; ///< what it passes through, in order
    std::optional<design::Side> fromSide, toSide;
};

using Routes = std::vector<std::vector<Point>>;

/// A route for each wire, from a side of its source's box to a side of its target's: horizontal and vertical segments
/// that meet no box but at their two ends, with few bends; several ends on one side are spread along it, and parallel
/// segments are kept apart. Where boxes overlap so that no such way exists, an elbow. `kept`, where given, holds for
/// each wire a route to keep as it is, or none. Straight and curved wires go through whatever is there; a curve is
/// given as many short segments. Deterministic: depends only on the arguments, unless stopped: then routes may be
/// missing.
[[nodiscard]] Routes routeAll(const std::vector<Rect>& boxes, const std::vector<Wire>& wires, const Routes& kept = {},
                              const std::stop_token& stop = {});

} // namespace catenary::scene
