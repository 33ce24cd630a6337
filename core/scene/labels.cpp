// SPDX-License-Identifier: Apache-2.0
#include "core/scene/labels.h"

#include "core/scene/grid_index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace catenary::scene {
namespace {

constexpr double clearance = 3; // between a label and what it must not touch
constexpr double endRoom = 14;  // of a route kept free of labels: arrow heads
constexpr double beyond = 1e6;  // more than any number of covered lines costs

Rect segmentRect(Point a, Point b) {
    return Rect{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)}.grown(1.5);
}

struct Lines {
    GridIndex index;
    std::vector<std::size_t> route; ///< of each segment
};

class Placer {
public:
    Placer(const std::vector<std::vector<Point>>& routes, const std::vector<Rect>& obstacles) : m_routes(routes) {
        for (const Rect& box : obstacles) m_taken.add(box.grown(clearance));
        for (std::size_t r = 0; r < routes.size(); ++r)
            for (std::size_t i = 0; i + 1 < routes[r].size(); ++i) {
                m_lines.index.add(segmentRect(routes[r][i], routes[r][i + 1]));
                m_lines.route.push_back(r);
            }
    }

    LabelPlace place(const LabelRequest& label) {
        m_best = {};
        m_bestCost = std::numeric_limits<double>::infinity();
        const std::vector<Point>& route = m_routes[label.route];
        for (m_shape = 0; m_shape < label.sizes.size(); ++m_shape)
            for (std::size_t i = 0; i + 1 < route.size(); ++i) along(label, route, i);
        for (m_shape = 0; m_shape < label.sizes.size(); ++m_shape)
            if (m_bestCost > beyond / 2) around(label, route);
        const Size size = label.sizes[m_best.shape];
        m_taken.add(Rect{m_best.at.x, m_best.at.y, size.width, size.height}.grown(clearance));
        return m_best;
    }

private:
    /// Places on and beside one segment.
    void along(const LabelRequest& label, const std::vector<Point>& route, std::size_t i) {
        const Point a = route[i], b = route[i + 1];
        const Size size = label.sizes[m_shape];
        const bool horizontal = a.y == b.y;
        const double length = std::abs(b.x - a.x) + std::abs(b.y - a.y);
        const double extent = horizontal ? size.width : size.height;
        const bool last = i + 2 == route.size();
        const double room = length - (i == 0 ? 4 : 0) - (last ? endRoom : 0);
        // On the line a label wants some of the line seen on both sides; beside it, it need not.
        const bool fits = room >= extent + 12;
        constexpr std::array<double, 7> shares = {0.5, 0.35, 0.65, 0.2, 0.8, 0.05, 0.95};
        for (std::size_t s = 0; s < shares.size(); ++s) {
            const double free = std::max(0.0, length - extent - (last ? endRoom : 0));
            const double at = extent / 2 + free * shares[s];
            const Point on{a.x + (b.x - a.x) * (length > 0 ? at / length : 0),
                           a.y + (b.y - a.y) * (length > 0 ? at / length : 0)};
            const double base = 3.0 * static_cast<double>(s) + (horizontal ? 0 : 8) - std::min(length, 200.0) / 40;
            if (fits) consider(label, on, base);
            beside(label, on, horizontal, base + 14);
        }
        // Beside its corners a label may find room between the boxes there.
        if (i > 0) beside(label, a, horizontal, 30);
        if (!last) beside(label, b, horizontal, 30);
    }

    void beside(const LabelRequest& label, Point on, bool horizontal, double base) {
        const Size size = label.sizes[m_shape];
        const double across = (horizontal ? size.height : size.width) / 2 + 5;
        for (const double further : {0.0, 10.0, 20.0})
            for (const double side : {-1.0, 1.0}) {
                const double off = side * (across + further);
                consider(label, {on.x + (horizontal ? 0 : off), on.y + (horizontal ? off : 0)},
                         base + (side > 0 ? 2 : 0) + further);
            }
    }

    /// Rings around the middle of the route, growing until a place is free.
    void around(const LabelRequest& label, const std::vector<Point>& route) {
        const Point middle = route[route.size() / 2];
        for (int ring = 1; ring <= 200 && m_bestCost > beyond / 2; ++ring)
            for (int step = 0; step < 8 * ring; ++step) {
                const int side = step / (2 * ring), k = step % (2 * ring) - ring;
                const std::array<std::array<int, 2>, 4> spots = {{{k, -ring}, {ring, k}, {-k, ring}, {-ring, -k}}};
                const auto& spot = spots[static_cast<std::size_t>(side)];
                consider(label, {middle.x + spot[0] * 12.0, middle.y + spot[1] * 12.0}, 100.0 + ring);
            }
    }

    void consider(const LabelRequest& label, Point centre, double cost) {
        const Size size = label.sizes[m_shape];
        const Rect rect{std::round(centre.x - size.width / 2), std::round(centre.y - size.height / 2), size.width,
                        size.height};
        cost += 10 * static_cast<double>(m_shape);
        if (cost >= m_bestCost) return;
        if (m_taken.meetsAny(rect))
            cost += beyond;
        else {
            std::vector<std::size_t> covered;
            for (const std::size_t segment : m_lines.index.meeting(rect.grown(1)))
                if (m_lines.route[segment] != label.route) covered.push_back(m_lines.route[segment]);
            covered.erase(std::unique(covered.begin(), covered.end()), covered.end());
            cost += 60 * static_cast<double>(covered.size());
        }
        if (cost < m_bestCost) {
            m_bestCost = cost;
            m_best = {{rect.x, rect.y}, m_shape};
        }
    }

    const std::vector<std::vector<Point>>& m_routes;
    GridIndex m_taken;
    Lines m_lines;
    LabelPlace m_best;
    std::size_t m_shape = 0;
    double m_bestCost = 0;
};

} // namespace

std::vector<LabelPlace> placeLabels(const std::vector<std::vector<Point>>& routes, const std::vector<Rect>& obstacles,
                                    const std::vector<LabelRequest>& labels) {
    Placer placer(routes, obstacles);
    std::vector<LabelPlace> places;
    places.reserve(labels.size());
    for (const LabelRequest& label : labels) places.push_back(placer.place(label));
    return places;
}

} // namespace catenary::scene
