// SPDX-License-Identifier: Apache-2.0
// Snap guides: brings the edges and centres of a moving box in line with those of the boxes that stand still, and its
// gaps to them to the gaps they have.
#pragma once

#include <QLineF>
#include <QRectF>

#include <vector>

namespace catenary::studio {

struct Snap {
    QPointF delta;              ///< to add to the moving box
    std::vector<QLineF> guides; ///< in canvas coordinates
    std::vector<QLineF> gaps;   ///< across each of the gaps that are equal, in canvas coordinates
};

class Snapper {
public:
    explicit Snapper(std::vector<QRectF> still) : m_still(std::move(still)) {}
    /// The smallest correction within `reach` (canvas units), each axis on its own. Without a box in reach an axis is
    /// brought to the grid of `grid` units.
    [[nodiscard]] Snap snap(const QRectF& moving, double reach, double grid) const;

private:
    std::vector<QRectF> m_still;
};

} // namespace catenary::studio
