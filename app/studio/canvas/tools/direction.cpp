// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tools/direction.h"

#include <cmath>
#include <limits>

namespace catenary::studio {

std::optional<Side> sideOf(const QKeyEvent& event) {
    switch (event.key()) {
    case Qt::Key_Right:
        return Side::Right;
    case Qt::Key_Left:
        return Side::Left;
    case Qt::Key_Up:
        return Side::Above;
    case Qt::Key_Down:
        return Side::Below;
    default:
        return std::nullopt;
    }
}

std::string nearestTowards(const HitGrid& grid, QPointF origin, Side side, const std::vector<std::string>& ids) {
    const QPointF direction = directionOf(side);
    double best = std::numeric_limits<double>::infinity();
    std::string nearest;
    for (const std::string& id : ids) {
        const QPointF off = grid.box(id).center() - origin;
        const double ahead = QPointF::dotProduct(off, direction);
        if (ahead <= 0) continue;
        const double aside = std::abs(off.x() * direction.y()) + std::abs(off.y() * direction.x());
        if (const double cost = ahead + 2 * aside; cost < best) {
            best = cost;
            nearest = id;
        }
    }
    return nearest;
}

} // namespace catenary::studio
