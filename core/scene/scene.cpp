// SPDX-License-Identifier: Apache-2.0
#include "core/scene/scene.h"

#include <algorithm>

namespace catenary::scene {

Rect Rect::united(const Rect& o) const {
    if (empty()) return o;
    if (o.empty()) return *this;
    const double left = std::min(x, o.x), top = std::min(y, o.y);
    return {left, top, std::max(right(), o.right()) - left, std::max(bottom(), o.bottom()) - top};
}

} // namespace catenary::scene
