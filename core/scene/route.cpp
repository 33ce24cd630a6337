// SPDX-License-Identifier: Apache-2.0
#include "core/scene/route.h"

#include "core/scene/route_free.h"
#include "core/scene/route_nudge.h"
#include "core/scene/route_search.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace catenary::scene {
namespace {

constexpr double portGap = 16;    // wanted between two ends on a side
constexpr double leastGap = 6.5;  // nearer than that they cannot be told apart
constexpr double cornerRoom = 12; // of a side kept free of ends
constexpr double leastRoom = 5;   // the same where a side is crowded
constexpr double nearby = 420;    // further away from a route made anew no other has to do with it
constexpr double lineGap = 14;    // between straight lines of the same two boxes
constexpr double loopGap = 12;    // between loops of one box

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
    if (next.y == end.y || (next.x != end.x && (end.x == box.x || end.x == box.right())))
        return end.x > box.x + box.width / 2 ? Side::Right : Side::Left;
    return end.y > box.y + box.height / 2 ? Side::Bottom : Side::Top;
}

class Router {
public:
    Router(const std::vector<Rect>& boxes, const std::vector<Wire>& wires, const Routes& kept,
           const std::stop_token& stop)
        : m_boxes(boxes), m_wires(wires), m_kept(kept), m_stop(stop), m_search(boxes), m_plans(wires.size()),
          m_busy(boxes.size(), false) {
        for (std::size_t w = 0; w < wires.size(); ++w)
            if (!isKept(w)) m_busy[wires[w].from] = m_busy[wires[w].to] = true;
    }

    Routes run() {
        for (std::size_t w = 0; w < m_wires.size() && !m_stop.stop_requested(); ++w)
            if (hasPorts(w)) chooseSides(w);
        assignPorts();
        countLinesAndLoops();
        Routes routes(m_wires.size());
        for (std::size_t w = 0; w < m_wires.size() && !m_stop.stop_requested(); ++w)
            routes[w] = isKept(w) ? m_kept[w] : made(w);
        if (!m_stop.stop_requested()) nudgeThose(nearNewOnes(routes), routes);
        return routes;
    }

private:
    [[nodiscard]] bool isKept(std::size_t w) const { return w < m_kept.size() && m_kept[w].size() >= 2; }
    [[nodiscard]] bool isLoop(std::size_t w) const { return m_wires[w].from == m_wires[w].to; }
    [[nodiscard]] bool isStraight(std::size_t w) const { return m_wires[w].style == design::RouteStyle::Straight; }
    [[nodiscard]] bool isCurved(std::size_t w) const { return m_wires[w].style == design::RouteStyle::Curved; }
    /// Its ends take part in the spreading of ends along sides, and one of those may change.
    [[nodiscard]] bool hasPorts(std::size_t w) const {
        return !isLoop(w) && !isStraight(w) && (m_busy[m_wires[w].from] || m_busy[m_wires[w].to]);
    }

    [[nodiscard]] std::vector<Point> made(std::size_t w) {
        const Wire& wire = m_wires[w];
        if (isLoop(w)) return loop(m_boxes[wire.from], m_ordinal[w]);
        if (isStraight(w)) return straightRoute(m_boxes[wire.from], m_boxes[wire.to], wire.waypoints, m_ordinal[w]);
        const Plan& plan = m_plans[w];
        if (!isCurved(w)) return finalRoute(w);
        return curvedRoute(port(wire.from, plan.route.from, plan.fromAlong, 0),
                           port(wire.to, plan.route.to, plan.toAlong, 0), wire.waypoints);
    }

    /// Loops of one box lie one in the other, straight lines of the same two boxes side by side.
    void countLinesAndLoops() {
        m_ordinal.assign(m_wires.size(), 0);
        std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>> together;
        for (std::size_t w = 0; w < m_wires.size(); ++w)
            if (isLoop(w) || isStraight(w)) together[std::minmax(m_wires[w].from, m_wires[w].to)].push_back(w);
        for (const auto& [boxes, wires] : together)
            for (std::size_t k = 0; k < wires.size(); ++k) {
                const double fromMiddle = static_cast<double>(k) - static_cast<double>(wires.size() - 1) / 2;
                const double side = m_wires[wires[k]].from == boxes.first ? 1 : -1;
                m_ordinal[wires[k]] = isLoop(wires[k]) ? static_cast<double>(k) : fromMiddle * lineGap * side;
            }
    }

    /// The wires made anew and those so near that they have to do with them.
    [[nodiscard]] std::vector<std::size_t> nearNewOnes(const Routes& routes) const {
        const auto segment = [](Point a, Point b) {
            return Rect{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)};
        };
        bool anyKept = false;
        GridIndex fresh(1024);
        for (std::size_t w = 0; w < routes.size(); ++w) {
            anyKept = anyKept || isKept(w);
            for (std::size_t i = 0; i + 1 < routes[w].size() && !isKept(w); ++i)
                fresh.add(segment(routes[w][i], routes[w][i + 1]).grown(nearby));
        }
        std::vector<std::size_t> chosen;
        for (std::size_t w = 0; w < routes.size(); ++w) {
            bool near = !anyKept || !isKept(w);
            for (std::size_t i = 0; i + 1 < routes[w].size() && !near; ++i)
                near = fresh.meetsAny(segment(routes[w][i], routes[w][i + 1]).grown(0.5));
            if (near) chosen.push_back(w);
        }
        return chosen;
    }

    void nudgeThose(const std::vector<std::size_t>& chosen, Routes& routes) const {
        Routes lines;
        std::vector<Limits> limits;
        for (const std::size_t w : chosen) {
            const Wire& wire = m_wires[w];
            const bool free = !isKept(w) && hasPorts(w) && !isCurved(w) && wire.waypoints.empty();
            lines.push_back(routes[w]);
            limits.push_back({!free || !m_plans[w].route.clear, wire.from, wire.to});
        }
        nudge(lines, limits, m_boxes, m_search.index());
        for (std::size_t k = 0; k < chosen.size(); ++k) {
            const Wire& wire = m_wires[chosen[k]];
            if (!limits[k].fixed && m_search.isClear(lines[k], wire.from, wire.to))
                routes[chosen[k]] = std::move(lines[k]);
        }
    }

    [[nodiscard]] Port port(std::size_t box, Side side, double along, double cost) const {
        return {side, onSide(m_boxes[box], side, along), m_search.stubOf(box, side), cost};
    }

    /// Of the sides that are allowed, by what it costs to leave or enter there: reading goes from left to right, so a
    /// request leaves on the right and comes in on the left if it can.
    [[nodiscard]] std::vector<Port> middles(std::size_t box, bool target, const std::optional<Side>& wanted) const {
        std::vector<Port> ports;
        const Side best = target ? Side::Left : Side::Right, worst = target ? Side::Right : Side::Left;
        for (const Side side : allSides)
            if (!wanted || side == *wanted)
                ports.push_back(port(box, side, middleOf(m_boxes[box], side),
                                     side == best    ? 0
                                     : side == worst ? 60
                                                     : 25));
        return ports;
    }

    /// From one box to another, through the waypoints where there are some.
    FoundRoute found(const Wire& wire, std::vector<Port> starts, const std::vector<Port>& goals) {
        if (wire.waypoints.empty()) return m_search.find(m_boxes[wire.from].united(m_boxes[wire.to]), starts, goals);
        FoundRoute whole;
        whole.clear = true;
        Rect from = m_boxes[wire.from];
        const auto go = [&](const Rect& to, const std::vector<Port>& ends) {
            FoundRoute leg = m_search.find(from.united(to), starts, ends);
            if (whole.points.empty()) whole.from = leg.from;
            whole.points.insert(whole.points.end(), leg.points.begin(), leg.points.end());
            whole.clear = whole.clear && leg.clear;
            whole.to = leg.to;
            from = to;
        };
        for (const Point& p : wire.waypoints) {
            std::vector<Port> ends;
            for (const Side side : allSides) ends.push_back({side, p, 0, 0});
            go(Rect{p.x - 1, p.y - 1, 2, 2}, ends);
            std::erase_if(ends, [&](const Port& end) { return end.side == whole.to; }); // not back where it came from
            starts = std::move(ends);
        }
        go(m_boxes[wire.to], goals);
        whole.points = simplified(whole.points);
        return whole;
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
        if (isCurved(w)) {
            const auto [from, to] = facingSides(a, b);
            plan.route = {{}, wire.fromSide.value_or(from), wire.toSide.value_or(to), true};
            plan.route.points = {onSide(a, plan.route.from, middleOf(a, plan.route.from)),
                                 onSide(b, plan.route.to, middleOf(b, plan.route.to))};
            return;
        }
        if (straightOn(wire, plan)) return;
        plan.route = found(wire, middles(wire.from, false, wire.fromSide), middles(wire.to, true, wire.toSide));
    }

    /// Boxes that see each other squarely need no search.
    bool straightOn(const Wire& wire, Plan& plan) {
        const Rect &a = m_boxes[wire.from], &b = m_boxes[wire.to];
        if (!wire.waypoints.empty()) return false;
        const auto attempt = [&](Side from, Side to, double along) {
            if (wire.fromSide.value_or(from) != from || wire.toSide.value_or(to) != to) return false;
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
            if (!hasPorts(w) || m_plans[w].route.points.size() < 2) continue;
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
            if (!hasPorts(w) || isKept(w) || isCurved(w) || !m_wires[w].waypoints.empty()) continue;
            Plan& plan = m_plans[w];
            if (plan.route.points.size() < 2) continue;
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
        if (aligned && wire.waypoints.empty() && isHorizontal(start.side) == isHorizontal(goal.side) &&
            start.side != goal.side && m_search.isClear(straight, wire.from, wire.to)) {
            plan.route.clear = true;
            return straight;
        }
        plan.route = found(wire, {start}, {goal});
        return plan.route.points;
    }

    /// Out on the right and back in from below.
    static std::vector<Point> loop(const Rect& box, double ordinal) {
        const double further = routing::margin + ordinal * loopGap;
        const double out = box.right() + further, low = box.bottom() + further;
        const double y = box.y + box.height * std::max(0.7 - ordinal * 0.15, 0.1);
        const double x = box.x + box.width * std::max(0.8 - ordinal * 0.08, 0.1);
        return {{box.right(), y}, {out, y}, {out, low}, {x, low}, {x, box.bottom()}};
    }

    const std::vector<Rect>& m_boxes;
    const std::vector<Wire>& m_wires;
    const Routes& m_kept;
    const std::stop_token& m_stop;
    RouteSearch m_search;
    std::vector<Plan> m_plans;
    std::vector<bool> m_busy;      ///< boxes with a wire that is made anew
    std::vector<double> m_ordinal; ///< which of the loops of its box; how far a straight line is shifted
};

} // namespace

Routes routeAll(const std::vector<Rect>& boxes, const std::vector<Wire>& wires, const Routes& kept,
                const std::stop_token& stop) {
    return Router(boxes, wires, kept, stop).run();
}

} // namespace catenary::scene
