// SPDX-License-Identifier: Apache-2.0
#include "core/scene/route_hops.h"

#include "core/scene/grid_index.h"

#include <algorithm>
#include <cmath>

namespace catenary::scene {
namespace {

constexpr double half = 6;   // of a bridge's width
constexpr double top = 3;    // half of its upper line
constexpr double height = 6; // above the line
constexpr double room = 15;  // between a hop and the end of its segment: half a bridge and a rounded corner

} // namespace

std::vector<std::vector<Point>> hopsOf(const Routes& routes) {
    struct Vertical {
        double x, low, high;
        std::size_t route;
    };
    std::vector<Vertical> verticals;
    GridIndex index;
    for (std::size_t r = 0; r < routes.size(); ++r)
        for (std::size_t i = 0; i + 1 < routes[r].size(); ++i) {
            const Point a = routes[r][i], b = routes[r][i + 1];
            if (a.x != b.x || a.y == b.y) continue;
            verticals.push_back({a.x, std::min(a.y, b.y), std::max(a.y, b.y), r});
            index.add({a.x - 0.5, verticals.back().low, 1, verticals.back().high - verticals.back().low});
        }
    std::vector<std::vector<Point>> hops(routes.size());
    for (std::size_t r = 0; r < routes.size(); ++r)
        for (std::size_t i = 0; i + 1 < routes[r].size(); ++i) {
            const Point a = routes[r][i], b = routes[r][i + 1];
            const double left = std::min(a.x, b.x) + room, right = std::max(a.x, b.x) - room;
            if (a.y != b.y || left >= right) continue;
            const std::size_t first = hops[r].size();
            for (const std::size_t v : index.meeting({left, a.y - 0.5, right - left, 1})) {
                const Vertical& other = verticals[v];
                if (other.route != r && other.x > left && other.x < right && a.y > other.low + 1 &&
                    a.y < other.high - 1)
                    hops[r].push_back({other.x, a.y});
            }
            std::sort(hops[r].begin() + static_cast<std::ptrdiff_t>(first), hops[r].end(),
                      [&](Point p, Point q) { return b.x > a.x ? p.x < q.x : p.x > q.x; });
        }
    return hops;
}

std::vector<Point> withHops(const std::vector<Point>& route, const std::vector<Point>& hops) {
    if (hops.empty() || route.empty()) return route;
    std::vector<Point> line{route.front()};
    std::size_t next = 0;
    for (std::size_t i = 0; i + 1 < route.size(); ++i) {
        const Point a = route[i], b = route[i + 1];
        const double forward = b.x > a.x ? 1 : -1;
        const auto onSegment = [&](const Point& p) {
            return a.y == b.y && p.y == a.y && p.x > std::min(a.x, b.x) && p.x < std::max(a.x, b.x);
        };
        while (next < hops.size() && onSegment(hops[next])) {
            const double from = hops[next].x;
            double to = from;
            for (++next; next < hops.size() && onSegment(hops[next]) && std::abs(hops[next].x - to) < 2 * half + 2;
                 ++next)
                to = hops[next].x;
            line.push_back({from - forward * half, a.y});
            line.push_back({from - forward * top, a.y - height});
            line.push_back({to + forward * top, a.y - height});
            line.push_back({to + forward * half, a.y});
        }
        line.push_back(b);
    }
    return line;
}

} // namespace catenary::scene
