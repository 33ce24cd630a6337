// SPDX-License-Identifier: Apache-2.0
#include "core/scene/route_free.h"

#include <algorithm>
#include <cmath>

namespace catenary::scene {
namespace {

constexpr int pieces = 14; ///< of a curve between two of its points

Point middle(const Rect& box) {
    return {box.x + box.width / 2, box.y + box.height / 2};
}

/// Where the way from `inside`, a point of the box, to `outside` leaves the box.
Point leaving(const Rect& box, Point inside, Point outside) {
    const double dx = outside.x - inside.x, dy = outside.y - inside.y;
    double part = 1;
    if (dx > 0) part = std::min(part, (box.right() - inside.x) / dx);
    if (dx < 0) part = std::min(part, (box.x - inside.x) / dx);
    if (dy > 0) part = std::min(part, (box.bottom() - inside.y) / dy);
    if (dy < 0) part = std::min(part, (box.y - inside.y) / dy);
    return {inside.x + dx * part, inside.y + dy * part};
}

} // namespace

std::pair<Side, Side> facingSides(const Rect& from, const Rect& to) {
    const Point a = middle(from), b = middle(to);
    const double across = std::abs(b.x - a.x) - (from.width + to.width) / 2;
    const double down = std::abs(b.y - a.y) - (from.height + to.height) / 2;
    if (across >= down) return b.x >= a.x ? std::pair{Side::Right, Side::Left} : std::pair{Side::Left, Side::Right};
    return b.y >= a.y ? std::pair{Side::Bottom, Side::Top} : std::pair{Side::Top, Side::Bottom};
}

std::vector<Point> straightRoute(const Rect& from, const Rect& to, const std::vector<Point>& waypoints, double shift) {
    Point a = middle(from), b = middle(to);
    if (const double way = std::hypot(b.x - a.x, b.y - a.y); way > 0) {
        const auto aside = [&](Point p, const Rect& box) { // not so far that it leaves its box
            const double most = std::min(box.width, box.height) / 2 - 4, by = std::clamp(shift, -most, most);
            return Point{p.x - (b.y - a.y) / way * by, p.y + (b.x - a.x) / way * by};
        };
        const Point moved = aside(a, from);
        b = aside(b, to);
        a = moved;
    }
    std::vector<Point> line{leaving(from, a, waypoints.empty() ? b : waypoints.front())};
    line.insert(line.end(), waypoints.begin(), waypoints.end());
    line.push_back(leaving(to, b, waypoints.empty() ? a : waypoints.back()));
    return line;
}

std::vector<Point> curvedRoute(const Port& from, const Port& to, const std::vector<Point>& waypoints) {
    std::vector<Point> through{from.at};
    through.insert(through.end(), waypoints.begin(), waypoints.end());
    through.push_back(to.at);
    // Tangents: square to the sides at the ends, else along the way from the point before to the one after.
    std::vector<Point> tangents(through.size());
    const auto pull = [&](std::size_t i, std::size_t k) {
        const double way = std::hypot(through[k].x - through[i].x, through[k].y - through[i].y);
        return std::max(way * 1.2, 60.0);
    };
    const Point out = outward(from.side), in = outward(to.side);
    const std::size_t last = through.size() - 1;
    tangents.front() = {out.x * pull(0, 1), out.y * pull(0, 1)};
    tangents.back() = {-in.x * pull(last, last - 1), -in.y * pull(last, last - 1)};
    for (std::size_t i = 1; i < last; ++i)
        tangents[i] = {(through[i + 1].x - through[i - 1].x) / 2, (through[i + 1].y - through[i - 1].y) / 2};
    std::vector<Point> line{from.at};
    for (std::size_t i = 0; i < last; ++i) // cubic Hermite interpolation
        for (int k = 1; k <= pieces; ++k) {
            const double t = static_cast<double>(k) / pieces, u = 1 - t;
            const double a = u * u * (1 + 2 * t), b = t * u * u, c = t * t * (3 - 2 * t), d = -t * t * u;
            line.push_back({a * through[i].x + b * tangents[i].x + c * through[i + 1].x + d * tangents[i + 1].x,
                            a * through[i].y + b * tangents[i].y + c * through[i + 1].y + d * tangents[i + 1].y});
        }
    line.back() = to.at;
    return line;
}

} // namespace catenary::scene
