// SPDX-License-Identifier: Apache-2.0
// Building the paths of scene items.
#pragma once

#include "core/scene/scene.h"

#include <memory>
#include <string>
#include <vector>

namespace catenary::scene {

class PathBuilder {
public:
    PathBuilder& move(double x, double y);
    PathBuilder& line(double x, double y);
    PathBuilder& cubic(Point a, Point b, Point to);
    PathBuilder& close();
    /// A quarter of an ellipse from the current point to `to`, leaving it along x first or along y first.
    PathBuilder& quarter(Point to, bool alongXFirst);
    PathBuilder& circle(double cx, double cy, double r);
    PathBuilder& roundedRect(const Rect& rect, double radius);

    [[nodiscard]] PathItem filled(Colour fill) const;
    [[nodiscard]] PathItem stroked(const Stroke& stroke) const;
    [[nodiscard]] PathItem item(Colour fill, const Stroke& stroke) const;

private:
    PathItem m_path;
};

/// A line through `points` with corners rounded by `radius`, less where a segment is short.
[[nodiscard]] PathItem roundedLine(const std::vector<Point>& points, double radius, const Stroke& stroke);

/// A line beside an orthogonal one, `distance` to its right as seen along it.
[[nodiscard]] std::vector<Point> beside(const std::vector<Point>& points, double distance);

/// The line without its last `length`; two points at least.
[[nodiscard]] std::vector<Point> shortened(std::vector<Point> points, double length);

[[nodiscard]] double length(const std::vector<Point>& line);

/// What an item covers, stroke included.
[[nodiscard]] Rect boundsOf(const Item& item);

/// A node of these items, from back to front.
[[nodiscard]] std::shared_ptr<Node> nodeOf(std::string id, Role role, std::string title, std::vector<Item> items);

} // namespace catenary::scene
