// SPDX-License-Identifier: Apache-2.0
#include "core/scene/route_nudge.h"

#include "core/scene/route_search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace catenary::scene {
namespace {

constexpr double apart = 10;      // wanted between parallel segments
constexpr double least = 6;       // nearer than that they cannot be told apart
constexpr double sourceRoom = 8;  // of the first segment that must stay
constexpr double targetRoom = 14; // of the last one: an arrow head and a little line
constexpr double narrow = 40;     // a channel in which lines need the room that ends have to spare
constexpr double narrowSourceRoom = 4, narrowTargetRoom = 10;
constexpr double boxRoom = 4; // between a segment and a box
constexpr double channelReach = 400;
constexpr double unmoved = 1e6; // weight of a segment that stays

/// One pass treats the segments of one orientation. In its terms a segment lies at `at` across and from `begin` to
/// `end` along.
struct Segment {
    std::size_t route = 0, first = 0; // points first, first + 1
    double at = 0, begin = 0, end = 0;
    double low = 0, high = 0; // where it may lie
    double wanted = 0;
    double beforeSide = 0, afterSide = 0; // where its neighbours leave to: -1 lower, 1 higher, 0 none
    double startAlong = 0, stopAlong = 0; // along, of its first and second point
    bool fixed = false;

    [[nodiscard]] double lowest() const { return fixed ? at : low; }
    [[nodiscard]] double highest() const { return fixed ? at : high; }
};

class Pass {
public:
    Pass(Routes& routes, const std::vector<Limits>& limits, const std::vector<Rect>& boxes, const GridIndex& index,
         bool vertical)
        : m_routes(routes), m_limits(limits), m_boxes(boxes), m_index(index), m_vertical(vertical) {}

    void run() {
        collect();
        std::vector<std::size_t> order(m_segments.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return m_segments[a].wanted < m_segments[b].wanted; });
        // Segments that would lie too near each other belong together, with all those they bring.
        std::vector<std::size_t> parent(m_segments.size());
        std::iota(parent.begin(), parent.end(), std::size_t{0});
        const auto root = [&](std::size_t s) {
            while (parent[s] != s) s = parent[s] = parent[parent[s]];
            return s;
        };
        for (std::size_t i = 0; i < order.size(); ++i)
            for (std::size_t j = i + 1;
                 j < order.size() && m_segments[order[j]].wanted - m_segments[order[i]].wanted < apart; ++j)
                if (meet(m_segments[order[i]], m_segments[order[j]])) parent[root(order[j])] = root(order[i]);
        std::vector<std::vector<std::size_t>> bundles(m_segments.size());
        for (const std::size_t s : order) bundles[root(s)].push_back(s);
        for (std::vector<std::size_t>& bundle : bundles)
            if (!bundle.empty()) spread(bundle);
        separate();
        for (const Segment& s : m_segments) move(s);
    }

private:
    [[nodiscard]] double across(const Point& p) const { return m_vertical ? p.x : p.y; }
    [[nodiscard]] double along(const Point& p) const { return m_vertical ? p.y : p.x; }

    static bool meet(const Segment& a, const Segment& b) {
        return a.route != b.route && a.begin < b.end + apart && b.begin < a.end + apart;
    }

    void collect() {
        for (std::size_t r = 0; r < m_routes.size(); ++r) {
            const std::vector<Point>& line = m_routes[r];
            for (std::size_t i = 0; i + 1 < line.size(); ++i) {
                const bool isVertical = line[i].x == line[i + 1].x;
                if (isVertical != m_vertical || (!isVertical && line[i].y != line[i + 1].y)) continue;
                Segment s;
                s.route = r;
                s.first = i;
                s.at = s.wanted = across(line[i]);
                s.startAlong = along(line[i]);
                s.stopAlong = along(line[i + 1]);
                s.begin = std::min(s.startAlong, s.stopAlong);
                s.end = std::max(s.startAlong, s.stopAlong);
                s.fixed = m_limits[r].fixed || i == 0 || i + 2 == line.size();
                const auto sign = [](double v) { return v < 0 ? -1.0 : v > 0 ? 1.0 : 0.0; };
                if (i > 0) s.beforeSide = sign(across(line[i - 1]) - s.at);
                if (i + 2 < line.size()) s.afterSide = sign(across(line[i + 2]) - s.at);
                if (!s.fixed) bound(s, line);
                m_segments.push_back(s);
            }
        }
    }

    /// Where a segment may go: between the boxes beside it and not over the ends of its neighbours.
    void bound(Segment& s, const std::vector<Point>& line) {
        s.low = s.at - channelReach;
        s.high = s.at + channelReach;
        const Rect channel = m_vertical ? Rect{s.low, s.begin, s.high - s.low, s.end - s.begin}
                                        : Rect{s.begin, s.low, s.end - s.begin, s.high - s.low};
        double boxLow = -std::numeric_limits<double>::infinity(), boxHigh = std::numeric_limits<double>::infinity();
        m_index.visit(channel.grown(boxRoom), [&](std::size_t b) {
            const Rect& box = m_boxes[b];
            const double from = m_vertical ? box.x : box.y, to = m_vertical ? box.right() : box.bottom();
            if (to <= s.at)
                boxLow = std::max(boxLow, to);
            else if (from >= s.at)
                boxHigh = std::min(boxHigh, from);
            else
                boxLow = boxHigh = s.at; // lies on a box: stays
            return true;
        });
        const bool walled = std::isfinite(boxLow) && std::isfinite(boxHigh);
        s.low = std::max(s.low, boxLow + boxRoom);
        s.high = std::min(s.high, boxHigh - boxRoom);
        const auto neighbour = [&](double side, double far, double room) {
            if (side < 0) s.low = std::max(s.low, far + room);
            if (side > 0) s.high = std::min(s.high, far - room);
        };
        const bool second = s.first == 1, lastButOne = s.first + 3 == line.size();
        const bool tight = walled && boxHigh - boxLow < narrow;
        neighbour(s.beforeSide, across(line[s.first - 1]), second ? tight ? narrowSourceRoom : sourceRoom : 0);
        neighbour(s.afterSide, across(line[s.first + 2]), lastButOne ? tight ? narrowTargetRoom : targetRoom : 0);
        if (s.low > s.high || s.at < s.low - 1e-9 || s.at > s.high + 1e-9) { // no room to move in
            s.low = std::min(s.at, s.low);
            s.high = std::max(s.at, s.high);
            if (s.low < s.at) s.low = s.at;
            if (s.high > s.at) s.high = s.at;
        }
        // One that leads across a gap between two boxes lies in its middle.
        if (s.beforeSide * s.afterSide < 0 && walled && boxHigh - boxLow < channelReach)
            s.wanted = std::clamp((boxLow + boxHigh) / 2, s.low, s.high);
    }

    /// Crossings of the stubs of `a` and `b` when `a` lies lower, and stubs that would lie on each other.
    static int crossings(const Segment& a, const Segment& b) {
        const auto within = [](double v, const Segment& s) { return v > s.begin + 0.01 && v < s.end - 0.01; };
        int count = 0;
        for (const auto& [sideA, alongA] : {std::pair{a.beforeSide, a.startAlong}, {a.afterSide, a.stopAlong}})
            for (const auto& [sideB, alongB] : {std::pair{b.beforeSide, b.startAlong}, {b.afterSide, b.stopAlong}})
                if (sideA > 0 && sideB < 0 && std::abs(alongA - alongB) < least) count += 2;
        if (a.beforeSide > 0 && within(a.startAlong, b)) ++count;
        if (a.afterSide > 0 && within(a.stopAlong, b)) ++count;
        if (b.beforeSide < 0 && within(b.startAlong, a)) ++count;
        if (b.afterSide < 0 && within(b.stopAlong, a)) ++count;
        return count;
    }

    void spread(std::vector<std::size_t>& bundle) {
        if (bundle.size() == 1) {
            Segment& s = m_segments[bundle.front()];
            if (!s.fixed) s.at = s.wanted;
            return;
        }
        // Insertion keeps the order of wanted places where crossings do not ask for another.
        for (std::size_t i = 1; i < bundle.size(); ++i)
            for (std::size_t j = i; j > 0; --j) {
                const Segment &a = m_segments[bundle[j - 1]], &b = m_segments[bundle[j]];
                const bool fits = b.lowest() + least <= a.highest();
                if (!meet(a, b) || crossings(b, a) >= crossings(a, b) || (a.fixed && b.fixed) || !fits) break;
                std::swap(bundle[j - 1], bundle[j]);
            }
        double low = -std::numeric_limits<double>::infinity(), high = -low;
        for (const std::size_t s : bundle) {
            low = std::max(low, m_segments[s].fixed ? m_segments[s].at - channelReach : m_segments[s].low);
            high = std::min(high, m_segments[s].fixed ? m_segments[s].at + channelReach : m_segments[s].high);
        }
        const double count = static_cast<double>(bundle.size() - 1);
        const double step = high > low ? std::min(apart, (high - low) / count) : std::min(apart, 4.0);
        // Least squares with at least `step` between neighbours: pools of equal shift (isotonic regression).
        struct Pool {
            double sum, weight;
            std::size_t size;
        };
        std::vector<Pool> pools;
        for (std::size_t k = 0; k < bundle.size(); ++k) {
            const Segment& s = m_segments[bundle[k]];
            const double weight = s.fixed ? unmoved : 1;
            pools.push_back({((s.fixed ? s.at : s.wanted) - step * static_cast<double>(k)) * weight, weight, 1});
            while (pools.size() > 1 && pools[pools.size() - 2].sum / pools[pools.size() - 2].weight >=
                                           pools.back().sum / pools.back().weight) {
                const Pool last = pools.back();
                pools.pop_back();
                pools.back().sum += last.sum;
                pools.back().weight += last.weight;
                pools.back().size += last.size;
            }
        }
        std::size_t k = 0;
        for (const Pool& pool : pools)
            for (std::size_t i = 0; i < pool.size; ++i, ++k) {
                Segment& s = m_segments[bundle[k]];
                if (!s.fixed) s.at = pool.sum / pool.weight + step * static_cast<double>(k);
            }
    }

    /// Two segments that meet: the second lies higher by `gap` at least.
    struct Gap {
        std::size_t lower = 0, higher = 0;
        double gap = apart;
    };

    /// All segments that meet and could come too near each other from where they may lie.
    [[nodiscard]] std::vector<Gap> gapsBetween() const {
        const auto reach = [](const Segment& s) {
            return Rect{s.lowest(), s.begin, s.highest() - s.lowest(), s.end - s.begin}.grown(apart / 2);
        };
        GridIndex index;
        for (const Segment& s : m_segments) index.add(reach(s));
        std::vector<Gap> gaps;
        for (std::size_t j = 0; j < m_segments.size(); ++j) {
            if (m_segments[j].fixed) continue;
            for (const std::size_t i : index.meeting(reach(m_segments[j])))
                if ((m_segments[i].fixed || i < j) && meet(m_segments[i], m_segments[j]))
                    gaps.push_back({std::min(i, j), std::max(i, j), apart});
        }
        std::sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) {
            return std::pair(a.higher, a.lower) < std::pair(b.higher, b.lower);
        });
        return gaps;
    }

    /// Moves every segment to between its walls and off those beside it, as near to where it is as that allows. Where
    /// there is less room than wanted between two walls, those between them share it.
    void separate() {
        std::vector<std::size_t> order(m_segments.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            const auto place = [](const Segment& s) { return std::clamp(s.at, s.lowest(), s.highest()); };
            return std::pair(place(m_segments[a]), m_segments[a].at) <
                   std::pair(place(m_segments[b]), m_segments[b].at);
        });
        std::vector<Segment> sorted;
        for (const std::size_t s : order) sorted.push_back(m_segments[s]);
        m_segments = std::move(sorted);

        std::vector<Gap> gaps = gapsBetween(); // sorted by the higher one
        std::vector<std::size_t> byLower(gaps.size());
        std::iota(byLower.begin(), byLower.end(), std::size_t{0});
        std::stable_sort(byLower.begin(), byLower.end(),
                         [&](std::size_t a, std::size_t b) { return gaps[a].lower > gaps[b].lower; });

        constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
        const std::size_t n = m_segments.size();
        std::vector<double> lowest(n), highest(n);
        for (std::size_t attempt = 0; attempt <= n; ++attempt) {
            std::vector<std::size_t> below(n, none), above(n, none); // the gaps that bind
            for (std::size_t s = 0; s < n; ++s) {
                lowest[s] = m_segments[s].lowest();
                highest[s] = m_segments[s].highest();
            }
            for (std::size_t g = 0; g < gaps.size(); ++g)
                if (const double least = lowest[gaps[g].lower] + gaps[g].gap; least > lowest[gaps[g].higher]) {
                    lowest[gaps[g].higher] = least;
                    below[gaps[g].higher] = g;
                }
            for (const std::size_t g : byLower)
                if (const double most = highest[gaps[g].higher] - gaps[g].gap; most < highest[gaps[g].lower]) {
                    highest[gaps[g].lower] = most;
                    above[gaps[g].lower] = g;
                }
            std::size_t tight = 0;
            while (tight < n && lowest[tight] <= highest[tight] + 1e-6) ++tight;
            if (tight == n) break;
            // All between the two walls that press on this one share the room there is.
            std::vector<std::size_t> chain;
            std::size_t first = tight, last = tight;
            for (; below[first] != none; first = gaps[below[first]].lower) chain.push_back(below[first]);
            for (; above[last] != none; last = gaps[above[last]].higher) chain.push_back(above[last]);
            if (chain.empty()) break;
            const double room = m_segments[last].highest() - m_segments[first].lowest();
            const double share = std::max(0.0, room / static_cast<double>(chain.size()) - 1e-3);
            for (const std::size_t g : chain) gaps[g].gap = std::min(gaps[g].gap, share);
        }
        std::size_t g = 0;
        for (std::size_t s = 0; s < n; ++s) {
            Segment& segment = m_segments[s];
            double from = lowest[s];
            for (; g < gaps.size() && gaps[g].higher == s; ++g)
                from = std::max(from, m_segments[gaps[g].lower].at + gaps[g].gap);
            if (!segment.fixed)
                segment.at = std::clamp(std::max(std::min(segment.at, highest[s]), from), segment.low, segment.high);
        }
    }

    void move(const Segment& s) {
        if (s.fixed) return;
        std::vector<Point>& line = m_routes[s.route];
        double at = s.at; // no step too small to be seen: it would be lost on the way to a scene
        for (const std::size_t i : {s.first - 1, s.first + 2})
            if (std::abs(across(line[i]) - at) < 0.02) at = across(line[i]);
        for (const std::size_t i : {s.first, s.first + 1}) (m_vertical ? line[i].x : line[i].y) = at;
    }

    Routes& m_routes;
    const std::vector<Limits>& m_limits;
    const std::vector<Rect>& m_boxes;
    const GridIndex& m_index;
    bool m_vertical;
    std::vector<Segment> m_segments;
};

} // namespace

void nudge(Routes& routes, const std::vector<Limits>& limits, const std::vector<Rect>& boxes, const GridIndex& index) {
    const auto simplify = [&] { // a segment without length has no orientation
        for (std::size_t r = 0; r < routes.size(); ++r)
            if (!limits[r].fixed) routes[r] = simplified(routes[r]);
    };
    for (int round = 0; round < 2; ++round)
        for (const bool vertical : {true, false}) {
            simplify();
            Pass(routes, limits, boxes, index, vertical).run();
        }
    simplify();
}

} // namespace catenary::scene
