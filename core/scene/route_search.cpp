// SPDX-License-Identifier: Apache-2.0
#include "core/scene/route_search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

namespace catenary::scene {
namespace {

using routing::bendCost;
using routing::clear;
using routing::margin;

constexpr double infinite = std::numeric_limits<double>::infinity();

Point stubEnd(const Port& port) {
    const Point out = outward(port.side);
    return {port.at.x + out.x * port.stub, port.at.y + out.y * port.stub};
}

constexpr std::size_t directionOf(Side side) {
    return static_cast<std::size_t>(side);
}
constexpr std::size_t opposite(std::size_t direction) {
    return (direction + 2) % 4;
}

/// Lines near each other become one, which keeps searches small; half a step is less than the margin.
double snapped(double value) {
    return std::round(value / 8) * 8;
}

void sortUnique(std::vector<double>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end(), [](double a, double b) { return b - a < 0.01; }),
                 values.end());
}

std::size_t lineAt(const std::vector<double>& lines, double value) {
    const auto found = std::lower_bound(lines.begin(), lines.end(), value - 0.01);
    return static_cast<std::size_t>(found - lines.begin());
}

} // namespace

Point onSide(const Rect& box, Side side, double along) {
    switch (side) {
    case Side::Right:
        return {box.right(), along};
    case Side::Left:
        return {box.x, along};
    case Side::Bottom:
        return {along, box.bottom()};
    case Side::Top:
        break;
    }
    return {along, box.y};
}

double middleOf(const Rect& box, Side side) {
    return isHorizontal(side) ? box.y + box.height / 2 : box.x + box.width / 2;
}

std::vector<Point> simplified(const std::vector<Point>& line) {
    std::vector<Point> result;
    for (const Point& p : line) {
        if (!result.empty() && std::abs(result.back().x - p.x) < 0.01 && std::abs(result.back().y - p.y) < 0.01)
            continue;
        if (result.size() >= 2) {
            const Point &a = result[result.size() - 2], &b = result.back();
            if ((std::abs(a.x - b.x) < 0.01 && std::abs(b.x - p.x) < 0.01) ||
                (std::abs(a.y - b.y) < 0.01 && std::abs(b.y - p.y) < 0.01))
                result.pop_back();
        }
        result.push_back(p);
    }
    if (result.size() == 1) result.push_back(result.front());
    return result;
}

/// The lines of one search and where boxes block them. Edges lie between neighbouring lines.
struct RouteSearch::Grid {
    std::vector<double> xs, ys;
    std::vector<bool> blockedAcross, blockedDown; ///< edge from (i, j) to (i+1, j), to (i, j+1)

    [[nodiscard]] std::size_t node(std::size_t i, std::size_t j) const { return j * xs.size() + i; }

    void block(const Rect& r) {
        const auto below = [](const std::vector<double>& lines, double v) { // first line > v
            return static_cast<std::size_t>(std::upper_bound(lines.begin(), lines.end(), v + 1e-9) - lines.begin());
        };
        const auto upTo = [](const std::vector<double>& lines, double v) { // first line >= v
            return static_cast<std::size_t>(std::lower_bound(lines.begin(), lines.end(), v - 1e-9) - lines.begin());
        };
        const std::size_t i0 = below(xs, r.x), i1 = upTo(xs, r.right()), j0 = below(ys, r.y), j1 = upTo(ys, r.bottom());
        const std::size_t iFirst = i0 > 0 ? i0 - 1 : 0, jFirst = j0 > 0 ? j0 - 1 : 0;
        for (std::size_t j = j0; j < j1; ++j)
            for (std::size_t i = iFirst; i < i1 && i + 1 < xs.size(); ++i) blockedAcross[node(i, j)] = true;
        for (std::size_t i = i0; i < i1; ++i)
            for (std::size_t j = jFirst; j < j1 && j + 1 < ys.size(); ++j) blockedDown[node(i, j)] = true;
    }
};

RouteSearch::RouteSearch(const std::vector<Rect>& boxes) : m_boxes(boxes) {
    for (const Rect& box : boxes) m_index.add(box);
}

double RouteSearch::stubOf(std::size_t box, Side side) const {
    const Rect& b = m_boxes[box];
    Rect beside;
    switch (side) {
    case Side::Right:
        beside = {b.right(), b.y, 2 * margin, b.height};
        break;
    case Side::Left:
        beside = {b.x - 2 * margin, b.y, 2 * margin, b.height};
        break;
    case Side::Bottom:
        beside = {b.x, b.bottom(), b.width, 2 * margin};
        break;
    case Side::Top:
        beside = {b.x, b.y - 2 * margin, b.width, 2 * margin};
        break;
    }
    double nearest = 2 * margin;
    m_index.visit(beside, [&](std::size_t other) {
        if (other == box) return true;
        const Rect& o = m_boxes[other];
        const double gap = side == Side::Right    ? o.x - b.right()
                           : side == Side::Left   ? b.x - o.right()
                           : side == Side::Bottom ? o.y - b.bottom()
                                                  : b.y - o.bottom();
        nearest = std::min(nearest, std::max(gap, 0.0));
        return true;
    });
    return std::max(nearest / 2, 3.0);
}

bool RouteSearch::isClear(const std::vector<Point>& line, std::size_t from, std::size_t to) const {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const Point a = line[i], b = line[i + 1];
        const Rect segment = Rect{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)};
        bool met = false;
        m_index.visit(segment.grown(0.5), [&](std::size_t box) {
            // At its own ends a route touches the border and no more.
            const bool own = box == from || box == to;
            met = own ? m_boxes[box].grown(-1).intersects(segment.grown(0.01)) : true;
            return !met;
        });
        if (met) return false;
    }
    return true;
}

bool RouteSearch::search(const Grid& grid, const std::vector<Port>& starts, const std::vector<Port>& goals,
                         FoundRoute& found) {
    struct Open {
        double estimate;
        std::uint32_t state;
        bool operator<(const Open& o) const { return estimate != o.estimate ? estimate > o.estimate : state > o.state; }
    };
    const std::size_t nx = grid.xs.size(), ny = grid.ys.size();
    constexpr std::uint32_t none = 0xffffffffu;
    if (m_states.size() < nx * ny * 4) m_states.resize(nx * ny * 4);
    ++m_search; // what an earlier search left counts as infinite
    const auto costOf = [&](std::size_t state) {
        return m_states[state].search == m_search ? m_states[state].cost : infinite;
    };

    struct Goal {
        Point at;
        std::size_t node;
        std::size_t out;
        double cost;
    };
    std::vector<Goal> ends;
    for (const Port& port : goals) {
        const Point at = stubEnd(port);
        ends.push_back({at, grid.node(lineAt(grid.xs, at.x), lineAt(grid.ys, at.y)), directionOf(port.side),
                        port.cost + port.stub});
    }
    const auto estimate = [&](Point p) {
        double least = infinite;
        for (const Goal& goal : ends) {
            const double dx = std::abs(goal.at.x - p.x), dy = std::abs(goal.at.y - p.y);
            least = std::min(least, dx + dy + (dx > 0.01 && dy > 0.01 ? bendCost : 0) + goal.cost);
        }
        return least;
    };
    std::priority_queue<Open> open;
    const auto push = [&](std::size_t node, std::size_t direction, double cost, std::uint32_t from) {
        const std::size_t state = node * 4 + direction;
        if (cost >= costOf(state) - 1e-9) return;
        m_states[state] = {cost, from, m_search};
        open.push({cost + estimate({grid.xs[node % nx], grid.ys[node / nx]}), static_cast<std::uint32_t>(state)});
    };
    std::vector<std::size_t> startNodes;
    for (const Port& port : starts) {
        const Point at = stubEnd(port);
        startNodes.push_back(grid.node(lineAt(grid.xs, at.x), lineAt(grid.ys, at.y)));
        push(startNodes.back(), directionOf(port.side), port.cost + port.stub, none);
    }

    double best = infinite;
    std::uint32_t bestState = none;
    std::size_t bestGoal = 0;
    while (!open.empty()) {
        const Open top = open.top();
        open.pop();
        if (top.estimate >= best) break;
        const std::size_t node = top.state / 4, direction = top.state % 4;
        const double cost = m_states[top.state].cost;
        const std::size_t i = node % nx, j = node / nx;
        if (top.estimate > cost + estimate({grid.xs[i], grid.ys[j]}) + 1e-6) continue; // found cheaper since
        for (std::size_t g = 0; g < ends.size(); ++g) {
            if (ends[g].node != node || direction == ends[g].out) continue;
            const double total = cost + ends[g].cost + (direction == opposite(ends[g].out) ? 0 : bendCost);
            if (total < best) {
                best = total;
                bestState = top.state;
                bestGoal = g;
            }
        }
        for (std::size_t next = 0; next < 4; ++next) {
            if (next == opposite(direction)) continue;
            const double turn = next == direction ? 0 : bendCost;
            if (next == 0 && i + 1 < nx && !grid.blockedAcross[grid.node(i, j)])
                push(node + 1, next, cost + turn + grid.xs[i + 1] - grid.xs[i], top.state);
            if (next == 2 && i > 0 && !grid.blockedAcross[grid.node(i - 1, j)])
                push(node - 1, next, cost + turn + grid.xs[i] - grid.xs[i - 1], top.state);
            if (next == 1 && j + 1 < ny && !grid.blockedDown[grid.node(i, j)])
                push(node + nx, next, cost + turn + grid.ys[j + 1] - grid.ys[j], top.state);
            if (next == 3 && j > 0 && !grid.blockedDown[grid.node(i, j - 1)])
                push(node - nx, next, cost + turn + grid.ys[j] - grid.ys[j - 1], top.state);
        }
    }
    if (bestState == none) return false;
    std::vector<Point> points{goals[bestGoal].at};
    std::uint32_t state = bestState;
    for (;; state = m_states[state].came) {
        const std::size_t node = state / 4;
        points.push_back({grid.xs[node % nx], grid.ys[node / nx]});
        if (m_states[state].came == none) break;
    }
    // Several starts may share a node: the one that left in this direction.
    for (std::size_t s = 0; s < starts.size(); ++s)
        if (startNodes[s] == state / 4 && directionOf(starts[s].side) == state % 4) {
            points.push_back(starts[s].at);
            found.from = starts[s].side;
            break;
        }
    std::reverse(points.begin(), points.end());
    found.to = goals[bestGoal].side;
    found.points = simplified(points);
    found.clear = true;
    return true;
}

FoundRoute RouteSearch::find(const Rect& ends, const std::vector<Port>& starts, const std::vector<Port>& goals) {
    FoundRoute found;
    for (const double around : {3 * margin, 260.0, 2000.0, 1e7}) {
        const Rect region = ends.grown(around);
        const std::vector<std::size_t> near = m_index.meeting(region);
        Grid grid;
        for (const std::size_t box : near) {
            const Rect& b = m_boxes[box];
            grid.xs.insert(grid.xs.end(), {snapped(b.x - margin), snapped(b.right() + margin)});
            grid.ys.insert(grid.ys.end(), {snapped(b.y - margin), snapped(b.bottom() + margin)});
        }
        // Outside the region nothing is known to be free.
        const auto outsideX = [&](double x) { return x < region.x - margin || x > region.right() + margin; };
        const auto outsideY = [&](double y) { return y < region.y - margin || y > region.bottom() + margin; };
        std::erase_if(grid.xs, outsideX);
        std::erase_if(grid.ys, outsideY);
        for (const std::vector<Port>* ports : {&starts, &goals})
            for (const Port& port : *ports) {
                const Point p = stubEnd(port);
                grid.xs.push_back(p.x);
                grid.ys.push_back(p.y);
            }
        sortUnique(grid.xs);
        sortUnique(grid.ys);
        grid.blockedAcross.assign(grid.xs.size() * grid.ys.size(), false);
        grid.blockedDown.assign(grid.xs.size() * grid.ys.size(), false);
        for (const std::size_t box : m_index.meeting(region.grown(2 * margin))) grid.block(m_boxes[box].grown(clear));
        if (search(grid, starts, goals, found)) return found;
        if (m_index.meeting(region).size() == m_boxes.size()) break;
    }
    const Port &a = starts.front(), &b = goals.front();
    const Point p = stubEnd(a), q = stubEnd(b);
    found.from = a.side;
    found.to = b.side;
    found.points = simplified({a.at, p, isHorizontal(a.side) ? Point{p.x, q.y} : Point{q.x, p.y}, q, b.at});
    found.clear = false;
    return found;
}

} // namespace catenary::scene
