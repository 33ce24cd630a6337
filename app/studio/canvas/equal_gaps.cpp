// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/equal_gaps.h"

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

constexpr double same = 1e-6; ///< canvas units; places are multiples of a quarter

QRectF turned(const QRectF& box) {
    return {box.y(), box.x(), box.height(), box.width()};
}

/// In the middle of what the two boxes have in common across the line; both are in one row.
QLineF across(const QRectF& a, const QRectF& b) {
    const double y = (std::max(a.top(), b.top()) + std::min(a.bottom(), b.bottom())) / 2;
    return {a.right(), y, b.left(), y};
}

} // namespace

EqualGaps::EqualGaps(const std::vector<QRectF>& still, const QRectF& moving, Qt::Orientation along) : m_along(along) {
    const auto laid = [&](const QRectF& box) { return along == Qt::Horizontal ? box : turned(box); };
    const QRectF box = laid(moving);
    // From the moving box outwards.
    std::vector<QRectF> before, after;
    for (const QRectF& one : still) {
        const QRectF other = laid(one);
        if (other.bottom() <= box.top() || other.top() >= box.bottom()) continue;
        (other.center().x() < box.center().x() ? before : after).push_back(other);
    }
    std::sort(before.begin(), before.end(), [](const auto& a, const auto& b) { return a.right() > b.right(); });
    std::sort(after.begin(), after.end(), [](const auto& a, const auto& b) { return a.left() < b.left(); });
    // The next but one is the first that stands clear of the neighbour, and shares a row with it.
    const auto inRow = [](const QRectF& a, const QRectF& b) { return a.top() < b.bottom() && b.top() < a.bottom(); };
    if (!before.empty()) {
        const QRectF near = before.front();
        const auto far = std::find_if(before.begin(), before.end(), [&](const QRectF& other) {
            return other.right() < near.left() && inRow(other, near);
        });
        if (far != before.end())
            consider(near.right() + (near.left() - far->right()) - box.left(), {*far, near}, {near, box});
    }
    if (!after.empty()) {
        const QRectF near = after.front();
        const auto far = std::find_if(after.begin(), after.end(), [&](const QRectF& other) {
            return other.left() > near.right() && inRow(other, near);
        });
        if (far != after.end())
            consider(near.left() - (far->left() - near.right()) - box.right(), {box, near}, {near, *far});
    }
    if (!before.empty() && !after.empty() && after.front().left() - before.front().right() > box.width())
        consider((before.front().right() + after.front().left()) / 2 - box.center().x(), {before.front(), box},
                 {box, after.front()});
}

void EqualGaps::consider(double delta, const Gap& one, const Gap& other) {
    m_deltas.push_back(delta);
    if (std::abs(delta) > same) return;
    for (const Gap& gap : {one, other}) {
        const QLineF line = across(gap.a, gap.b);
        m_gaps.push_back(m_along == Qt::Horizontal ? line : QLineF(line.y1(), line.x1(), line.y2(), line.x2()));
    }
}

} // namespace catenary::studio
