// SPDX-License-Identifier: Apache-2.0
// The cheapest orthogonal way between two boxes: A* over the lines that pass beside the boxes in between.
#pragma once

#include "core/scene/grid_index.h"
#include "core/scene/scene.h"

#include <array>
#include <cstdint>
#include <vector>

namespace catenary::scene {

using design::Side;
inline constexpr std::array<Side, 4> allSides = {Side::Right, Side::Bottom, Side::Left, Side::Top};
[[nodiscard]] constexpr bool isHorizontal(Side side) {
    return side == Side::Right || side == Side::Left;
}
/// Which way is out of a box at that side.
[[nodiscard]] constexpr Point outward(Side side) {
    return side == Side::Right    ? Point{1, 0}
           : side == Side::Left   ? Point{-1, 0}
           : side == Side::Bottom ? Point{0, 1}
                                  : Point{0, -1};
}
/// The point of a side at `along` (y of a left or right side, x of a top or bottom one).
[[nodiscard]] Point onSide(const Rect& box, Side side, double along);
[[nodiscard]] double middleOf(const Rect& box, Side side);

/// Where a route may begin or end: a point on the border of its box, and how far it goes straight from there.
struct Port {
    Side side = Side::Right;
    Point at;
    double stub = 0;
    double cost = 0; ///< added when this one is used
};

struct FoundRoute {
    std::vector<Point> points; ///< from border to border; corners only
    Side from = Side::Right, to = Side::Right;
    bool clear = false; ///< meets no box but its ends
};

namespace routing {
inline constexpr double margin = 16;   ///< between a route and the boxes it goes around
inline constexpr double clear = 2.5;   ///< the least such distance
inline constexpr double bendCost = 55; ///< a bend counts as so much length
} // namespace routing

class RouteSearch {
public:
    explicit RouteSearch(const std::vector<Rect>& boxes);

    /// How far a route may go straight out of that side: half the way to the next box, at most the margin.
    [[nodiscard]] double stubOf(std::size_t box, Side side) const;
    /// True if no box but the two given meets the line.
    [[nodiscard]] bool isClear(const std::vector<Point>& line, std::size_t from, std::size_t to) const;
    [[nodiscard]] const GridIndex& index() const { return m_index; }

    /// The best route from one of `starts` to one of `goals`; `ends` is around what it leads from and to. When there is
    /// none, an elbow through whatever is there.
    [[nodiscard]] FoundRoute find(const Rect& ends, const std::vector<Port>& starts, const std::vector<Port>& goals);

private:
    struct Grid;
    bool search(const Grid& grid, const std::vector<Port>& starts, const std::vector<Port>& goals, FoundRoute& found);

    const std::vector<Rect>& m_boxes;
    GridIndex m_index;
    struct State { ///< a node and the direction it was entered in
        double cost = 0;
        std::uint32_t came = 0;   // the state before
        std::uint32_t search = 0; // the search that wrote it
    };
    std::vector<State> m_states; // kept between searches
    std::uint32_t m_search = 0;
};

/// Without points that lie on the line between their neighbours.
[[nodiscard]] std::vector<Point> simplified(const std::vector<Point>& line);

} // namespace catenary::scene
