// SPDX-License-Identifier: Apache-2.0
#include "core/scene/labels.h"

#include "core/scene/grid_index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace catenary::scene {
namespace {

using labelling::clearance;
constexpr double besideLine = 3;  // between a label and the own route it stands beside
constexpr double startRoom = 6;   // of a segment that stays seen before a label on it
constexpr double arrowRoom = 16;  // and before the end of a route
constexpr double step = 8;        // between places along a segment
constexpr double preference = 60; // the most that liking a place less may cost
constexpr double perRoute = 100, awayFromRoute = 1000, covering = 1e6;
constexpr double perBorder = 12;
constexpr double around = 600; // of the routes that get labels: what matters to them
constexpr double slantedPiece = 16;
constexpr int rounds = 8; // of moving labels to where they like it better

constexpr Rect nowhere{1e9, 1e9, 0, 0}; // of a label without a place

Rect segmentRect(Point a, Point b) {
    return Rect{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)}.grown(1);
}

struct Place {
    Rect rect;
    std::size_t shape = 0;
    double base = 0; // what it costs by itself
    double keepOff = 0;
    std::optional<double> cost; // with what never moves: obstacles, routes, borders
};

class Placer {
public:
    Placer(const std::vector<const std::vector<Point>*>& routes, const LabelGround& ground,
           const std::vector<LabelRequest>& labels)
        : m_routes(routes), m_requests(labels), m_places(labels.size()), m_chosen(labels.size()),
          m_stuck(labels.size(), false) {
        for (std::size_t label = 0; label < labels.size(); ++label) {
            m_taken.add(labels[label].stays.value_or(nowhere));
            if (labels[label].stays)
                m_chosen[label] = Place{*labels[label].stays, 0, 0, 0, {}};
            else
                m_open.push_back(label);
        }
        const Rect ofInterest = whereLabelsGo();
        const auto matters = [&](const Rect& rect) { return rect.intersects(ofInterest); };
        for (const Rect& box : ground.obstacles)
            if (matters(box)) m_obstacles.add(box.grown(clearance));
        for (const Rect& box : ground.borders) {
            const Point a{box.x, box.y}, b{box.right(), box.y}, c{box.right(), box.bottom()}, d{box.x, box.bottom()};
            for (const auto& [from, to] : {std::pair{a, b}, {b, c}, {d, c}, {a, d}})
                if (matters(segmentRect(from, to))) m_borders.add(segmentRect(from, to));
        }
        for (std::size_t r = 0; r < routes.size(); ++r)
            for (std::size_t i = 0; i + 1 < routes[r]->size(); ++i)
                addLine(r, (*routes[r])[i], (*routes[r])[i + 1], matters);
    }

    std::vector<LabelPlace> run() {
        for (const std::size_t label : m_open) {
            collect(label);
            settle(label);
        }
        m_allPlaced = true;
        bool moved = true;
        for (int round = 0; round < rounds && moved; ++round) {
            moved = false;
            for (const std::size_t label : m_open) moved = settle(label) || moved;
        }
        std::vector<LabelPlace> result;
        for (const std::optional<Place>& place : m_chosen)
            result.push_back(place ? LabelPlace{{place->rect.x, place->rect.y}, place->shape} : LabelPlace{});
        return result;
    }

private:
    /// Around the routes of all labels that are to be placed.
    [[nodiscard]] Rect whereLabelsGo() const {
        Rect area;
        for (const std::size_t label : m_open) {
            const std::vector<Point>& route = *m_routes[m_requests[label].route];
            for (std::size_t i = 0; i + 1 < route.size(); ++i) area = area.united(segmentRect(route[i], route[i + 1]));
        }
        return area.grown(around);
    }

    /// A slanted line in pieces, each no wider than what it covers.
    template <class Matters> void addLine(std::size_t route, Point a, Point b, Matters matters) {
        const bool slanted = a.x != b.x && a.y != b.y;
        const int pieces = slanted ? static_cast<int>(std::ceil(distance(a, b) / slantedPiece)) : 1;
        for (int k = 0; k < pieces; ++k) {
            const auto at = [&](int i) {
                return Point{a.x + (b.x - a.x) * i / pieces, a.y + (b.y - a.y) * i / pieces};
            };
            const Rect piece = segmentRect(at(k), at(k + 1));
            if (!matters(piece)) continue;
            m_lines.add(piece);
            m_lineRoutes.push_back(route);
        }
    }

    // -- the places a label can take ------------------------------------------------------------------------------

    void collect(std::size_t label) {
        const LabelRequest& request = m_requests[label];
        const std::vector<Point>& route = *m_routes[request.route];
        double whole = 0;
        for (std::size_t i = 0; i + 1 < route.size(); ++i) whole += distance(route[i], route[i + 1]);
        for (std::size_t shape = 0; shape < request.sizes.size(); ++shape) {
            double before = 0;
            for (std::size_t i = 0; i + 1 < route.size(); ++i) {
                along(label, shape, i, before, whole);
                before += distance(route[i], route[i + 1]);
            }
        }
        std::stable_sort(m_places[label].begin(), m_places[label].end(),
                         [](const Place& a, const Place& b) { return a.base < b.base; });
    }

    static double distance(Point a, Point b) { return std::abs(b.x - a.x) + std::abs(b.y - a.y); }

    /// Places on and beside one segment; `before` of the route's length `whole` lies before it.
    void along(std::size_t label, std::size_t shape, std::size_t i, double before, double whole) {
        const LabelRequest& request = m_requests[label];
        const std::vector<Point>& route = *m_routes[request.route];
        const Point a = route[i], b = route[i + 1];
        const Size size = request.sizes[shape];
        const double length = distance(a, b);
        if (length <= 0) return;
        const bool horizontal = a.y == b.y, last = i + 2 == route.size();
        const double extent = horizontal ? size.width : size.height;
        const double across = (horizontal ? size.height : size.width) / 2 + besideLine;
        const double end = last ? arrowRoom : startRoom;
        const double from = startRoom + extent / 2, to = length - end - extent / 2;
        const bool fits = from <= to;
        const auto at = [&](double along) {
            return Point{a.x + (b.x - a.x) * along / length, a.y + (b.y - a.y) * along / length};
        };
        const auto liking = [&](double along) {
            const double shapeCost = 6.0 * static_cast<double>(shape), direction = horizontal ? 0 : 6;
            const double shortness = (200 - std::min(length, 200.0)) / 40;
            const double fromWanted = std::abs(before + along - whole * request.share) / 25;
            const double off = fromWanted + (request.share == 0.5 ? std::abs(along - length / 2) / 50 : 0);
            return std::min(shapeCost + direction + shortness + off, preference - 25);
        };
        const auto visit = [&](double along) {
            const Point p = at(along);
            if (fits && along >= from && along <= to) add(label, shape, p, liking(along), labelling::apart);
            for (const double side : {-across, across})
                add(label, shape, {p.x + (horizontal ? 0 : side), p.y + (horizontal ? side : 0)},
                    liking(along) + 22 + (side > 0 ? 1 : 0), labelling::aloof);
        };
        if (fits) visit((from + to) / 2);
        visit(length / 2);
        for (double off = step; length / 2 - off >= 0; off += step)
            for (const double along : {length / 2 - off, length / 2 + off})
                if (!last || along < length - end) visit(along);
    }

    void add(std::size_t label, std::size_t shape, Point centre, double base, double keepOff) {
        const Size size = m_requests[label].sizes[shape];
        m_places[label].push_back(
            {{std::round(centre.x - size.width / 2), std::round(centre.y - size.height / 2), size.width, size.height},
             shape,
             base,
             keepOff,
             {}});
    }

    /// Rings around the middle of the route, growing until a place is free of obstacles and labels.
    void away(std::size_t label, Place& best, double& bestCost) {
        const LabelRequest& request = m_requests[label];
        const std::vector<Point>& route = *m_routes[request.route];
        const Point middle = route[route.size() / 2];
        for (std::size_t shape = 0; shape < request.sizes.size(); ++shape)
            for (int ring = 1; ring <= 200 && bestCost >= covering; ++ring)
                for (int k = -ring; k < ring; ++k)
                    for (const auto& [dx, dy] : {std::pair{k, -ring}, {ring, k}, {-k, ring}, {-ring, -k}}) {
                        const Size size = request.sizes[shape];
                        Place place{{std::round(middle.x + dx * 12.0 - size.width / 2),
                                     std::round(middle.y + dy * 12.0 - size.height / 2), size.width, size.height},
                                    shape,
                                    awayFromRoute + ring,
                                    labelling::aloof,
                                    {}};
                        const double cost =
                            costOf(label, place) + covering * static_cast<double>(inTheWay(label, place.rect).size());
                        if (cost < bestCost) {
                            bestCost = cost;
                            best = place;
                        }
                    }
    }

    // -- what a place costs ---------------------------------------------------------------------------------------

    double costOf(std::size_t label, Place& place) const {
        if (place.cost) return *place.cost;
        double cost = place.base;
        std::vector<std::size_t> near;
        for (const std::size_t line : m_lines.meeting(place.rect.grown(place.keepOff)))
            if (m_lineRoutes[line] != m_requests[label].route) near.push_back(m_lineRoutes[line]);
        near.erase(std::unique(near.begin(), near.end()), near.end());
        cost += perRoute * static_cast<double>(near.size());
        cost += covering * static_cast<double>(m_obstacles.meeting(place.rect).size());
        if (m_borders.meetsAny(place.rect)) cost += perBorder;
        place.cost = cost;
        return cost;
    }

    /// Labels that stand where a label would.
    [[nodiscard]] std::vector<std::size_t> inTheWay(std::size_t label, const Rect& rect) const {
        std::vector<std::size_t> found = m_taken.meeting(rect.grown(clearance));
        std::erase(found, label);
        return found;
    }

    void choose(std::size_t label, const std::optional<Place>& place) {
        m_chosen[label] = place;
        m_taken.move(label, place ? place->rect : nowhere);
    }

    double costWithOthers(std::size_t label, Place& place) const {
        const double cost = costOf(label, place);
        return cost + covering * static_cast<double>(inTheWay(label, place.rect).size());
    }

    // -- choosing -------------------------------------------------------------------------------------------------

    /// Moves a label to its best place among the others as they stand; false if it stands there already.
    bool settle(std::size_t label) {
        std::optional<Place>& chosen = m_chosen[label];
        double bestCost = chosen ? costWithOthers(label, *chosen) : std::numeric_limits<double>::infinity();
        Place* best = nullptr;
        for (Place& place : m_places[label]) {
            if (place.base >= bestCost) break;
            if (costOf(label, place) >= bestCost) continue;
            if (const double cost = costWithOthers(label, place); cost < bestCost) {
                bestCost = cost;
                best = &place;
            }
        }
        if (bestCost >= perRoute && !m_stuck[label]) {
            if (displace(label)) return true;
            m_stuck[label] = m_allPlaced;
        }
        Place further;
        if (bestCost >= covering) {
            const double before = bestCost;
            away(label, further, bestCost);
            if (bestCost < before) best = &further;
        }
        if (best == nullptr) return false;
        choose(label, *best);
        return true;
    }

    /// Takes a clean place whose holders have another clean one.
    bool displace(std::size_t label) {
        for (Place& place : m_places[label]) {
            if (costOf(label, place) >= perRoute) continue;
            const std::vector<std::size_t> holders = inTheWay(label, place.rect);
            if (std::any_of(holders.begin(), holders.end(),
                            [&](std::size_t holder) { return m_requests[holder].stays.has_value(); }))
                continue;
            std::vector<std::pair<std::size_t, std::optional<Place>>> before{{label, m_chosen[label]}};
            choose(label, place);
            bool moved = true;
            for (const std::size_t holder : holders) {
                before.emplace_back(holder, m_chosen[holder]);
                moved = moved && settleCleanly(holder);
            }
            if (moved) return true;
            for (auto was = before.rbegin(); was != before.rend(); ++was) choose(was->first, was->second);
        }
        return false;
    }

    bool settleCleanly(std::size_t label) {
        for (Place& place : m_places[label])
            if (costOf(label, place) < perRoute && inTheWay(label, place.rect).empty()) {
                choose(label, place);
                return true;
            }
        return false;
    }

    const std::vector<const std::vector<Point>*>& m_routes;
    const std::vector<LabelRequest>& m_requests;
    std::vector<std::size_t> m_open; ///< labels that do not stay
    GridIndex m_obstacles, m_borders, m_lines;
    GridIndex m_taken;                     ///< by label
    std::vector<std::size_t> m_lineRoutes; ///< the route of each line
    std::vector<std::vector<Place>> m_places;
    std::vector<std::optional<Place>> m_chosen;
    std::vector<bool> m_stuck; ///< no displacing helps, with all labels placed
    bool m_allPlaced = false;
};

} // namespace

std::vector<LabelPlace> placeLabels(const std::vector<const std::vector<Point>*>& routes, const LabelGround& ground,
                                    const std::vector<LabelRequest>& labels) {
    return Placer(routes, ground, labels).run();
}

} // namespace catenary::scene
