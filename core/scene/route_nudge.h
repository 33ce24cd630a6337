// SPDX-License-Identifier: Apache-2.0
// Keeps parallel segments of routes apart.
#pragma once

#include "core/scene/grid_index.h"
#include "core/scene/route.h"

namespace catenary::scene {

struct Limits {
    bool fixed = false; ///< the route stays as it is; others keep off it
    std::size_t from = 0, to = 0;
};

/// Moves segments between their neighbours: those that lead across a gap to its middle, those that share a channel
/// apart from each other, in the order that makes few crossings. First and last segments stay on their line. No
/// segment comes nearer to a box than it must.
void nudge(Routes& routes, const std::vector<Limits>& limits, const std::vector<Rect>& boxes, const GridIndex& index);

} // namespace catenary::scene
