// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/snapper.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace catenary::studio {

namespace {

struct Best {
    double delta;
    double line;
    QRectF partner;
};

std::array<double, 3> marks(double low, double high) {
    return {low, (low + high) / 2, high};
}

void consider(std::optional<Best>& best, double moving, double still, double reach, const QRectF& partner) {
    const double delta = still - moving;
    if (std::abs(delta) <= reach && (!best || std::abs(delta) < std::abs(best->delta)))
        best = Best{delta, still, partner};
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
    Snap snap;
    snap.delta = {across ? across->delta : toGrid(moving.left(), grid),
                  down ? down->delta : toGrid(moving.top(), grid)};
    const QRectF placed = moving.translated(snap.delta);
    if (across) {
        const QRectF both = placed.united(across->partner);
        snap.guides.emplace_back(across->line, both.top(), across->line, both.bottom());
    }
    if (down) {
        const QRectF both = placed.united(down->partner);
        snap.guides.emplace_back(both.left(), down->line, both.right(), down->line);
    }
    return snap;
}

} // namespace catenary::studio
