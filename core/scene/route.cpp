// SPDX-License-Identifier: Apache-2.0
#include "core/scene/route.h"

namespace catenary::scene {

std::vector<std::vector<Point>> routeAll(const std::vector<Rect>& boxes, const std::vector<Wire>& wires) {
    std::vector<std::vector<Point>> routes;
    for (const Wire& wire : wires) {
        const Rect &a = boxes[wire.from], &b = boxes[wire.to];
        const bool right = b.x >= a.x;
        const Point from{right ? a.right() : a.x, a.y + a.height / 2}, to{right ? b.x : b.right(), b.y + b.height / 2};
        const double middle = (from.x + to.x) / 2;
        routes.push_back(from.y == to.y ? std::vector<Point>{from, to}
                                        : std::vector<Point>{from, {middle, from.y}, {middle, to.y}, to});
    }
    return routes;
}

} // namespace catenary::scene
