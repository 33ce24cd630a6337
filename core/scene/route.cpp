// SPDX-License-Identifier: Apache-2.0
#include "core/scene/route.h"

#include "core/scene/route_nudge.h"
#include "core/scene/route_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

namespace catenary::scene {
namespace {

constexpr double portGap = 16;    // wanted between two ends on a side
constexpr double leastGap = 6.5;  // nearer than that they cannot be told apart
constexpr double cornerRoom = 12; // of a side kept free of ends
constexpr double leastRoom = 5;   // the same where a side is crowded

/// One end of a wire on a side of a box.
struct End {
    std::size_t wire = 0;
    bool target = false;
    bool fixed = false;  // of a route that is kept
    double turn = 0;     // -1: goes to lower coordinates, 0: straight on, 1: to higher ones
    double nearness = 0; // of the turn, where it leads straight to the other end: what turns first lies outermost
    double turnedTo = 0;
    double along = 0;
};

struct Plan {
    FoundRoute route;
    double fromAlong = 0, toAlong = 0;
};

Side sideOf(const Rect& box, Point end, Point next) {
    if (next.y == end.y) return end.x > box.x + box.width / 2 ? Side::Right : Side::Left;
    return end.y > box.y + box.height / 2 ? Side::Bottom : Side::Top;
}

class Router {
public:
    Router(const std::vector<Rect>& boxes, const std::vector<Wire>& wires, const Routes& kept)
        : m_boxes(boxes), m_wires(wires), m_kept(kept), m_search(boxes), m_plans(wires.size()) {
        m_stubs.resize(boxes.size());
        for (std::size_t b = 0; b < boxes.size(); ++b)
            for (const Side side : allSides) m_stubs[b][static_cast<std::size_t>(side)] = m_search.stubOf(b, side);
    }

    Routes run() {
        for (std::size_t w = 0; w < m_wires.size(); ++w)
            if (!isLoop(w)) chooseSides(w);
        assignPorts();
        Routes routes(m_wires.size());
        std::vector<Limits> limits(m_wires.size());
        for (std::size_t w = 0; w < m_wires.size(); ++w) {
            routes[w] = isKept(w) ? m_kept[w] : isLoop(w) ? loop(m_boxes[m_wires[w].from]) : finalRoute(w);
            limits[w] = {isKept(w) || isLoop(w) || !m_plans[w].route.clear, m_wires[w].from, m_wires[w].to};
        }
        const Routes before = routes;
        nudge(routes, limits, m_boxes, m_search.index());
        for (std::size_t w = 0; w < routes.size(); ++w)
            if (!limits[w].fixed && !m_search.isClear(routes[w], m_wires[w].from, m_wires[w].to)) routes[w] = before[w];
        return routes;
    }

private:
    [[nodiscard]] bool isKept(std::size_t w) const { return w < m_kept.size() && m_kept[w].size() >= 2; }
    [[nodiscard]] bool isLoop(std::size_t w) const { return m_wires[w].from == m_wires[w].to; }
    [[nodiscard]] double stub(std::size_t box, Side side) const { return m_stubs[box][static_cast<std::size_t>(side)]; }

    [[nodiscard]] Port port(std::size_t box, Side side, double along, double cost) const {
        return {side, onSide(m_boxes[box], side, along), stub(box, side), cost};
    }

    /// Sides by searching from the middle of every side to the middle of every side.
    void chooseSides(std::size_t w) {
        const Wire& wire = m_wires[w];
        Plan& plan = m_plans[w];
        const Rect &a = m_boxes[wire.from], &b = m_boxes[wire.to];
        if (isKept(w)) {
            const std::vector<Point>& line = m_kept[w];
            plan.route = {line, sideOf(a, line.front(), line[1]), sideOf(b, line.back(), line[line.size() - 2]), true};
            return;
        }
        if (straightOn(wire, plan)) return;
        std::vector<Port> starts, goals;
        // Reading goes from left to right: a request leaves on the right and comes in on the left if it can.
        for (const Side side : allSides) {
            starts.push_back(port(wire.from, side, middleOf(a, side),
                                  side == Side::Right  ? 0
                                  : side == Side::Left ? 60
                                                       : 25));
            goals.push_back(port(wire.to, side, middleOf(b, side),
                                 side == Side::Left    ? 0
                                 : side == Side::Right ? 60
                                                       : 25));
        }
        plan.route = m_search.find(wire.from, starts, wire.to, goals);
    }

    /// Boxes that see each other squarely need no search.
    bool straightOn(const Wire& wire, Plan& plan) {
        const Rect &a = m_boxes[wire.from], &b = m_boxes[wire.to];
        const auto attempt = [&](Side from, Side to, double along) {
            const std::vector<Point> line{onSide(a, from, along), onSide(b, to, along)};
            if (!m_search.isClear(line, wire.from, wire.to)) return false;
            plan.route = {line, from, to, true};
            return true;
        };
        const double tolerance = 6;
        const double ay = middleOf(a, Side::Right), by = middleOf(b, Side::Right);
        const double ax = middleOf(a, Side::Top), bx = middleOf(b, Side::Top);
        if (std::abs(ay - by) <= tolerance && b.x > a.right() && attempt(Side::Right, Side::Left, ay)) return true;
        if (std::abs(ay - by) <= tolerance && a.x > b.right() && attempt(Side::Left, Side::Right, ay)) return true;
        if (std::abs(ax - bx) <= tolerance && b.y > a.bottom() && attempt(Side::Bottom, Side::Top, ax)) return true;
        return std::abs(ax - bx) <= tolerance && a.y > b.bottom() && attempt(Side::Top, Side::Bottom, ax);
    }

    /// Spreads the ends on each side in an order that makes few crossings.
    void assignPorts() {
        std::map<std::pair<std::size_t, Side>, std::vector<End>> sides;
        for (std::size_t w = 0; w < m_wires.size(); ++w) {
            if (isLoop(w)) continue;
            const FoundRoute& route = m_plans[w].route;
            sides[{m_wires[w].from, route.from}].push_back(endOf(w, false));
            sides[{m_wires[w].to, route.to}].push_back(endOf(w, true));
        }
        for (auto& [where, ends] : sides) {
            const auto& [box, side] = where;
            std::stable_sort(ends.begin(), ends.end(), [](const End& x, const End& y) {
                return std::tie(x.turn, x.nearness, x.turnedTo) < std::tie(y.turn, y.nearness, y.turnedTo);
            });
            const double length = isHorizontal(side) ? m_boxes[box].height : m_boxes[box].width;
            const double count = static_cast<double>(ends.size());
            const double room = std::max(
                {length - 2 * cornerRoom, length * 0.3, std::min(length - 2 * leastRoom, leastGap * (count - 1))});
            const double gap =
                ends.size() > 1 ? std::min(portGap * (isHorizontal(side) ? 1 : 1.5), room / (count - 1)) : 0;
            for (std::size_t i = 0; i < ends.size(); ++i) {
                const double place = middleOf(m_boxes[box], side) + (static_cast<double>(i) - (count - 1) / 2) * gap;
                ends[i].along = ends.size() > 1 ? std::round(place * 4) / 4 : place; // never all but on a line
                if (!ends[i].fixed) along(ends[i]) = ends[i].along;
            }
        }
        alignLoneEnds(sides);
    }

    double& along(const End& end) { return end.target ? m_plans[end.wire].toAlong : m_plans[end.wire].fromAlong; }

    [[nodiscard]] End endOf(std::size_t w, bool target) {
        std::vector<Point> line = m_plans[w].route.points;
        if (target) std::reverse(line.begin(), line.end());
        End end{w, target, isKept(w)};
        const bool horizontal = isHorizontal(target ? m_plans[w].route.to : m_plans[w].route.from);
        const auto across = [&](const Point& p) { return horizontal ? p.y : p.x; };
        end.turnedTo = across(line.front());
        if (line.size() > 2) {
            end.turnedTo = across(line[2]);
            end.turn = end.turnedTo < across(line.front()) ? -1 : 1;
            if (line.size() == 3) {
                const double way = std::abs(line[1].x - line[0].x) + std::abs(line[1].y - line[0].y);
                end.nearness = -end.turn * way;
            }
        } else {
            // Straight to a box beside: ordered by where that one is.
            const Rect& other = m_boxes[target ? m_wires[w].from : m_wires[w].to];
            end.turnedTo = horizontal ? other.y + other.height / 2 : other.x + other.width / 2;
        }
        along(end) = across(target ? m_plans[w].route.points.back() : m_plans[w].route.points.front());
        return end;
    }

    /// An end alone on its side moves opposite the other one, where that makes the route straight.
    void alignLoneEnds(const std::map<std::pair<std::size_t, Side>, std::vector<End>>& sides) {
        for (std::size_t w = 0; w < m_wires.size(); ++w) {
            if (isLoop(w) || isKept(w)) continue;
            Plan& plan = m_plans[w];
            const Side from = plan.route.from, to = plan.route.to;
            if (isHorizontal(from) != isHorizontal(to) || from == to) continue;
            const auto alone = [&](std::size_t box, Side side) { return sides.at({box, side}).size() == 1; };
            const auto reaches = [&](std::size_t box, Side side, double at) {
                return std::abs(at - middleOf(m_boxes[box], side)) <=
                       (isHorizontal(side) ? m_boxes[box].height : m_boxes[box].width) / 2 - cornerRoom;
            };
            const Wire& wire = m_wires[w];
            if (std::abs(plan.fromAlong - plan.toAlong) < 0.01) continue;
            if (alone(wire.to, to) && reaches(wire.to, to, plan.fromAlong))
                plan.toAlong = plan.fromAlong;
            else if (alone(wire.from, from) && reaches(wire.from, from, plan.toAlong))
                plan.fromAlong = plan.toAlong;
        }
    }

    std::vector<Point> finalRoute(std::size_t w) {
        const Wire& wire = m_wires[w];
        Plan& plan = m_plans[w];
        const auto at = [](Side side, const Point& p) { return isHorizontal(side) ? p.y : p.x; };
        if (plan.route.clear && at(plan.route.from, plan.route.points.front()) == plan.fromAlong &&
            at(plan.route.to, plan.route.points.back()) == plan.toAlong)
            return plan.route.points; // found in choosing the sides
        const Port start = port(wire.from, plan.route.from, plan.fromAlong, 0),
                   goal = port(wire.to, plan.route.to, plan.toAlong, 0);
        const std::vector<Point> straight{start.at, goal.at};
        const bool aligned = isHorizontal(start.side) ? start.at.y == goal.at.y : start.at.x == goal.at.x;
        if (aligned && isHorizontal(start.side) == isHorizontal(goal.side) && start.side != goal.side &&
            m_search.isClear(straight, wire.from, wire.to)) {
            plan.route.clear = true;
            return straight;
        }
        plan.route = m_search.find(wire.from, {start}, wire.to, {goal});
        return plan.route.points;
    }

    /// Out on the right and back in from below.
    static std::vector<Point> loop(const Rect& box) {
        const double out = box.right() + routing::margin, low = box.bottom() + routing::margin;
        const double y = box.y + box.height * 0.7, x = box.x + box.width * 0.8;
        return {{box.right(), y}, {out, y}, {out, low}, {x, low}, {x, box.bottom()}};
    }

    const std::vector<Rect>& m_boxes;
    const std::vector<Wire>& m_wires;
    const Routes& m_kept;
    RouteSearch m_search;
    std::vector<Plan> m_plans;
    std::vector<std::array<double, 4>> m_stubs;
};

} // namespace

Routes routeAll(const std::vector<Rect>& boxes, const std::vector<Wire>& wires, const Routes& kept) {
    return Router(boxes, wires, kept).run();
}

} // namespace catenary::scene
