// SPDX-License-Identifier: Apache-2.0
// Where the labels of connections go.
#pragma once

#include "core/scene/scene.h"

#include <optional>
#include <vector>

namespace catenary::scene {

struct LabelRequest {
    std::size_t route = 0;     ///< index of the route it belongs to
    std::vector<Size> sizes;   ///< the shapes its text can take, the preferred one first
    double share = 0.5;        ///< of its route's length, where it would like to stand: 0 the start, 1 the end
    std::optional<Rect> stays; ///< it stands there already, and others keep off; what it is given has no meaning
};

struct LabelPlace {
    Point at;              ///< top-left corner
    std::size_t shape = 0; ///< which of the sizes
};

/// What labels keep off.
struct LabelGround {
    std::vector<Rect> obstacles; ///< never covered where that can be avoided: cards, notes, titles of groups
    std::vector<Rect> borders;   ///< better not covered: boxes whose outline is drawn
};

namespace labelling {
inline constexpr double clearance = 3; ///< between a label and what it must not touch
inline constexpr double reach = 6;     ///< a label that belongs to its route is no further from it
inline constexpr double apart = 2;     ///< between a label on its route and other routes
inline constexpr double aloof = 12; ///< between a label beside its route and other routes: nearer, it could be theirs
} // namespace labelling

/// A place for each label. A clean place touches the label's own route – centred on it, or beside it within `reach` –
/// and covers no obstacle, no other label and no other route, nor comes near one. Of the clean places a label takes the
/// one it likes best: on a long straight part, near the middle. Without a clean one it takes the cheapest, where each
/// other route covered or near costs 100, a place away from the own route 1000 and more, and each obstacle or label
/// covered a million. Whoever stands in the way of a label that has no other clean place moves to one of its own.
/// Deterministic: depends only on the arguments.
[[nodiscard]] std::vector<LabelPlace> placeLabels(const std::vector<const std::vector<Point>*>& routes,
                                                  const LabelGround& ground, const std::vector<LabelRequest>& labels);

} // namespace catenary::scene
