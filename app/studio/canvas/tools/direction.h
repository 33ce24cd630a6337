// SPDX-License-Identifier: Apache-2.0
// Which element lies in a direction, for the arrow keys.
#pragma once

#include "app/studio/canvas/hit_grid.h"
#include "app/studio/document/boxes.h"

#include <QKeyEvent>

#include <optional>

namespace catenary::studio {

/// The side an arrow key points to; nothing for other keys.
[[nodiscard]] std::optional<Side> sideOf(const QKeyEvent& event);

/// The one of `ids` that lies nearest to `origin` towards `side`, what is straight ahead before what is aside; empty
/// when nothing lies on that side.
[[nodiscard]] std::string nearestTowards(const HitGrid& grid, QPointF origin, Side side,
                                         const std::vector<std::string>& ids);

} // namespace catenary::studio
