// SPDX-License-Identifier: Apache-2.0
//
// scene: the picture as data, and the only place that decides what a diagram looks like. `compose` (compose.h) makes a
// `Scene` from a design, an estimate and a theme; the canvas, PNG, SVG, PDF and thumbnails only draw it. Coordinates
// are in canvas units (1 unit = 1 px at 100 %), y down. Text is measured by widths.h, connectors routed by route.h,
// automatic layout by layout.h (Graphviz). Start at `compose`.
#pragma once

#include "core/design/design.h"

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace catenary::scene {

using design::Point;
using design::Size;

struct Rect {
    double x = 0, y = 0, width = 0, height = 0;
    [[nodiscard]] double right() const { return x + width; }
    [[nodiscard]] double bottom() const { return y + height; }
    [[nodiscard]] bool empty() const { return width <= 0 || height <= 0; }
    [[nodiscard]] bool contains(Point p) const { return p.x >= x && p.x <= right() && p.y >= y && p.y <= bottom(); }
    [[nodiscard]] bool intersects(const Rect& o) const {
        return x < o.right() && o.x < right() && y < o.bottom() && o.y < bottom();
    }
    [[nodiscard]] Rect united(const Rect& o) const;
    [[nodiscard]] Rect grown(double by) const { return {x - by, y - by, width + 2 * by, height + 2 * by}; }
    bool operator==(const Rect&) const = default;
};

struct Colour {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    bool operator==(const Colour&) const = default;
};

struct Stroke {
    Colour colour;
    double width = 1;
    std::vector<double> dash; ///< lengths in units of canvas; empty: solid
    bool round_cap = true;
    bool operator==(const Stroke&) const = default;
};

/// A path of straight lines and cubic curves; may be closed, filled, stroked.
struct PathItem {
    enum class Verb : std::uint8_t { Move, Line, Cubic, Close };
    std::vector<Verb> verbs;
    std::vector<Point> points; ///< Move, Line: 1; Cubic: 3; Close: 0
    Colour fill{0, 0, 0, 0};
    Stroke stroke{{0, 0, 0, 0}, 0, {}, true};
    bool operator==(const PathItem&) const = default;
};

struct RectItem {
    Rect rect;
    double radius = 0;
    Colour fill{0, 0, 0, 0};
    Stroke stroke{{0, 0, 0, 0}, 0, {}, true};
    bool operator==(const RectItem&) const = default;
};

struct TextItem {
    enum class Weight : std::uint8_t { Regular, Medium, SemiBold };
    enum class Anchor : std::uint8_t { Start, Middle, End };
    std::string text; ///< UTF-8, one line
    Point at;         ///< baseline, at `anchor`
    double size = 13;
    Weight weight = Weight::Regular;
    Anchor anchor = Anchor::Start;
    Colour colour;
    double width = 0; ///< as measured; painters fit the run to it
    bool tabular = false;
    std::string family; ///< empty: the theme's (Inter)
    bool operator==(const TextItem&) const = default;
};

using Item = std::variant<PathItem, RectItem, TextItem>;

enum class Role : std::uint8_t { Background, Group, Connection, ConnectionLabel, Component, Note, Overlay, Legend };

/// Everything drawn for one element, in order. `id` is the design's element id.
struct Node {
    std::string id;
    Role role = Role::Component;
    std::string title; ///< for `<title>` and tooltips
    Rect bounds;       ///< of all items, strokes included
    std::vector<Item> items;
    std::vector<Point> line; ///< of a connection: its route, source to target
    bool operator==(const Node&) const = default;
};

/// Nodes from back to front. Immutable once made; unchanged nodes are shared between scenes.
struct Scene {
    std::vector<std::shared_ptr<const Node>> nodes;
    Rect bounds; ///< of all nodes, with a margin
    Colour background;
    std::string title, description;
};

} // namespace catenary::scene
