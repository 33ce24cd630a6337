// SPDX-License-Identifier: Apache-2.0
// Where the labels of connections go.
#pragma once

#include "core/scene/scene.h"

#include <vector>

namespace catenary::scene {

struct LabelRequest {
    std::size_t route = 0;   ///< index of the route it belongs to
    std::vector<Size> sizes; ///< the shapes its text can take, the preferred one first
};

struct LabelPlace {
    Point at;              ///< top-left corner
    std::size_t shape = 0; ///< which of the sizes
};

/// A place for each label: on its route where that is free of boxes, other labels and other routes, else
/// beside it, else where fewest lines are covered. Never on a box of `obstacles` or on another label. Labels are placed
/// in the given order.
[[nodiscard]] std::vector<LabelPlace> placeLabels(const std::vector<std::vector<Point>>& routes,
                                                  const std::vector<Rect>& obstacles,
                                                  const std::vector<LabelRequest>& labels);

} // namespace catenary::scene
