// SPDX-License-Identifier: Apache-2.0
// Equal gaps in a row or a column of boxes: where a box has the distance to its neighbour that the next two have, or
// the same distance to both sides.
#pragma once

#include <QLineF>
#include <QRectF>

#include <vector>

namespace catenary::studio {

/// Boxes are in one row (`Qt::Horizontal`) where their heights overlap, in one column (`Qt::Vertical`) where their
/// widths do.
class EqualGaps {
public:
    EqualGaps(const std::vector<QRectF>& still, const QRectF& moving, Qt::Orientation along);

    /// How far the box may go along the line to stand at an equal gap: one entry for each way there is.
    [[nodiscard]] const std::vector<double>& deltas() const { return m_deltas; }
    /// The gaps that are equal where the box stands, as lines across them; empty if none are.
    [[nodiscard]] const std::vector<QLineF>& gaps() const { return m_gaps; }

private:
    /// `a` lies before `b` along the line.
    struct Gap {
        QRectF a, b;
    };
    void consider(double delta, const Gap& one, const Gap& other);

    Qt::Orientation m_along;
    std::vector<double> m_deltas;
    std::vector<QLineF> m_gaps;
};

} // namespace catenary::studio
