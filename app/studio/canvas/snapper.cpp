// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/snapper.h"

#include "app/studio/canvas/equal_gaps.h"

#include <array>
#include <cmath>
#include <optional>

namespace catenary::studio {

namespace {

/// The smallest correction along one axis; without a partner it is for a gap.
struct Best {
    double delta;
    double line = 0;
    std::optional<QRectF> partner;
};

std::array<double, 3> marks(double low, double high) {
    return {low, (low + high) / 2, high};
}

void consider(std::optional<Best>& best, double moving, double still, double reach, const QRectF& partner) {
    const double delta = still - moving;
    if (std::abs(delta) <= reach && (!best || std::abs(delta) < std::abs(best->delta)))
        best = Best{delta, still, partner};
}

/// An edge in line is worth more than a gap that is as near.
void consider(std::optional<Best>& best, const EqualGaps& gaps, double reach) {
    for (const double delta : gaps.deltas())
        if (std::abs(delta) <= reach && (!best || std::abs(delta) < std::abs(best->delta))) best = Best{delta, 0, {}};
}

double toGrid(double value, double grid) {
    return grid > 0 ? std::round(value / grid) * grid - value : 0.0;
}

} // namespace

Snap Snapper::snap(const QRectF& moving, double reach, double grid) const {
    std::optional<Best> across, down;
    for (const QRectF& still : m_still) {
        for (double mine : marks(moving.left(), moving.right()))
            for (double theirs : marks(still.left(), still.right())) consider(across, mine, theirs, reach, still);
        for (double mine : marks(moving.top(), moving.bottom()))
            for (double theirs : marks(still.top(), still.bottom())) consider(down, mine, theirs, reach, still);
    }
    consider(across, EqualGaps(m_still, moving, Qt::Horizontal), reach);
    consider(down, EqualGaps(m_still, moving, Qt::Vertical), reach);
    Snap snap;
    snap.delta = {across ? across->delta : toGrid(moving.left(), grid),
                  down ? down->delta : toGrid(moving.top(), grid)};
    const QRectF placed = moving.translated(snap.delta);
    for (const Qt::Orientation along : {Qt::Horizontal, Qt::Vertical}) {
        const EqualGaps gaps(m_still, placed, along);
        snap.gaps.insert(snap.gaps.end(), gaps.gaps().begin(), gaps.gaps().end());
    }
    if (across && across->partner) {
        const QRectF both = placed.united(*across->partner);
        snap.guides.emplace_back(across->line, both.top(), across->line, both.bottom());
    }
    if (down && down->partner) {
        const QRectF both = placed.united(*down->partner);
        snap.guides.emplace_back(both.left(), down->line, both.right(), down->line);
    }
    return snap;
}

} // namespace catenary::studio
