// SPDX-License-Identifier: Apache-2.0
// Orthogonal routes around boxes. Start at `routeAll`; the search for one route is in route_search.h, keeping parallel
// segments apart in route_nudge.h.
#pragma once

#include "core/scene/scene.h"

#include <cstddef>
#include <vector>

namespace catenary::scene {

struct Wire {
    std::size_t from = 0, to = 0; ///< indexes of boxes; equal for a loop
};

using Routes = std::vector<std::vector<Point>>;

/// A route for each wire, from a side of its source's box to a side of its target's: horizontal and vertical segments
/// that meet no box but at their two ends, with few bends; several ends on one side are spread along it, and parallel
/// segments are kept apart. Where boxes overlap so that no such way exists, an elbow. `kept`, where given, holds for
/// each wire a route to keep as it is, or none. Deterministic: depends only on the arguments.
[[nodiscard]] Routes routeAll(const std::vector<Rect>& boxes, const std::vector<Wire>& wires, const Routes& kept = {});

} // namespace catenary::scene
