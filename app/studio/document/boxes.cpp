// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/boxes.h"

#include "app/studio/models/each.h"
#include "core/scene/theme.h"

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

constexpr QSizeF card(scene::metrics::cardWidth, scene::metrics::cardHeight);
constexpr double margin = 8;     ///< around a card that nothing else may lie in
constexpr double gapAcross = 88; ///< between cards beside each other: room for a connection and its label
constexpr double gapDown = 56;   ///< between cards above each other
constexpr double gapAlong = 24;  ///< between cards on the same side of another

bool taken(const design::Design& design, QPointF corner) {
    const QRectF wanted = QRectF(corner, card).adjusted(-margin, -margin, margin, margin);
    const auto meets = [&](const auto& element) { return wanted.intersects(boxOf(element)); };
    return std::ranges::any_of(each(design.components), meets) || std::ranges::any_of(each(design.notes), meets);
}

QPointF onGrid(QPointF corner) {
    return {std::round(corner.x() / 4) * 4, std::round(corner.y() / 4) * 4};
}

} // namespace

QRectF boxOf(const design::Component& component) {
    const design::Size size = component.size.value_or(design::Size{card.width(), card.height()});
    const design::Point at = component.at.value_or(design::Point{});
    return {at.x, at.y, size.width, size.height};
}

QRectF boxOf(const design::Note& note) {
    return {note.at.x, note.at.y, note.size.width, note.size.height};
}

QPointF cardCorner(QPointF middle) {
    return onGrid(middle - QPointF(card.width(), card.height()) / 2);
}

QPointF freeCorner(const design::Design& design, QPointF corner, QPointF step) {
    while (taken(design, corner)) corner += step;
    return corner;
}

QPointF directionOf(Side side) {
    switch (side) {
    case Side::Right:
        return {1, 0};
    case Side::Left:
        return {-1, 0};
    case Side::Above:
        return {0, -1};
    case Side::Below:
        break;
    }
    return {0, 1};
}

QPointF freeCornerBeside(const design::Design& design, const QRectF& box, Side side) {
    const QPointF out = directionOf(side);
    const QPointF away(out.x() * ((box.width() + card.width()) / 2 + gapAcross),
                       out.y() * ((box.height() + card.height()) / 2 + gapDown));
    const QPointF along = out.x() != 0 ? QPointF(0, card.height() + gapAlong) : QPointF(card.width() + gapAlong, 0);
    const QPointF level = cardCorner(box.center() + away);
    for (int steps = 0;; ++steps)
        for (const QPointF& corner : {level + along * steps, level - along * steps})
            if (!taken(design, corner)) return corner;
}

} // namespace catenary::studio
