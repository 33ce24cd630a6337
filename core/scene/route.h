// SPDX-License-Identifier: Apache-2.0
// Orthogonal routes around boxes.
#pragma once

#include "core/scene/scene.h"

#include <cstddef>
#include <vector>

namespace catenary::scene {

struct Wire {
    std::size_t from = 0, to = 0; ///< indexes of boxes; equal for a loop
};

/// A route for each wire, from a side of its source's box to a side of its target's: horizontal and vertical segments
/// that meet no box but at their two ends, with few bends; several ends on one side are spread along it, and parallel
/// segments are kept apart. Where boxes overlap so that no such way exists, the route crosses as few as it can.
/// Deterministic: depends only on the arguments.
[[nodiscard]] std::vector<std::vector<Point>> routeAll(const std::vector<Rect>& boxes, const std::vector<Wire>& wires);

} // namespace catenary::scene
