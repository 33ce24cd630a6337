// SPDX-License-Identifier: Apache-2.0
// Where the elements of a design lie, canvas coordinates, and where there is room for one more.
#pragma once

#include "core/design/design.h"

#include <QPointF>
#include <QRectF>
#include <QString>

namespace catenary::studio {

[[nodiscard]] QRectF boxOf(const design::Component& component); ///< at the origin while it has no place
[[nodiscard]] QRectF boxOf(const design::Note& note);

/// Top left corner of a card of the usual size with its middle at `middle`, on the grid of 4 units.
[[nodiscard]] QPointF cardCorner(QPointF middle);

/// `corner`, or the first place from there in steps of `step` where a card meets no other and no note.
[[nodiscard]] QPointF freeCorner(const design::Design& design, QPointF corner, QPointF step);

enum class Side { Right, Left, Above, Below };
[[nodiscard]] QPointF directionOf(Side side); ///< of length 1; y grows downwards

/// Corner of a card beside `box` where there is room: level with it if possible, else the nearest place along that
/// side.
[[nodiscard]] QPointF freeCornerBeside(const design::Design& design, const QRectF& box, Side side);

} // namespace catenary::studio
