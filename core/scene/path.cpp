// SPDX-License-Identifier: Apache-2.0
#include "core/scene/path.h"

#include <algorithm>
#include <cmath>

namespace catenary::scene {
namespace {

/// Control point distance of a cubic that follows a quarter of a circle of radius 1.
constexpr double kappa = 0.5522847498;

double distance(Point a, Point b) {
    return std::hypot(b.x - a.x, b.y - a.y);
}

Point between(Point a, Point b, double share) {
    return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

} // namespace

PathBuilder& PathBuilder::move(double x, double y) {
    m_path.verbs.push_back(PathItem::Verb::Move);
    m_path.points.push_back({x, y});
    return *this;
}

PathBuilder& PathBuilder::line(double x, double y) {
    m_path.verbs.push_back(PathItem::Verb::Line);
    m_path.points.push_back({x, y});
    return *this;
}

PathBuilder& PathBuilder::cubic(Point a, Point b, Point to) {
    m_path.verbs.push_back(PathItem::Verb::Cubic);
    m_path.points.insert(m_path.points.end(), {a, b, to});
    return *this;
}

PathBuilder& PathBuilder::close() {
    m_path.verbs.push_back(PathItem::Verb::Close);
    return *this;
}

PathBuilder& PathBuilder::quarter(Point to, bool alongXFirst) {
    const Point from = m_path.points.back();
    const Point corner = alongXFirst ? Point{to.x, from.y} : Point{from.x, to.y};
    return cubic(between(from, corner, kappa), between(to, corner, kappa), to);
}

PathBuilder& PathBuilder::circle(double cx, double cy, double r) {
    move(cx + r, cy);
    quarter({cx, cy + r}, false);
    quarter({cx - r, cy}, true);
    quarter({cx, cy - r}, false);
    quarter({cx + r, cy}, true);
    return close();
}

PathBuilder& PathBuilder::roundedRect(const Rect& rect, double radius) {
    const double r = std::min({radius, rect.width / 2, rect.height / 2});
    move(rect.x + r, rect.y);
    line(rect.right() - r, rect.y);
    quarter({rect.right(), rect.y + r}, true);
    line(rect.right(), rect.bottom() - r);
    quarter({rect.right() - r, rect.bottom()}, false);
    line(rect.x + r, rect.bottom());
    quarter({rect.x, rect.bottom() - r}, true);
    line(rect.x, rect.y + r);
    quarter({rect.x + r, rect.y}, false);
    return close();
}

PathItem PathBuilder::filled(Colour fill) const {
    return item(fill, {{0, 0, 0, 0}, 0, {}, true});
}

PathItem PathBuilder::stroked(const Stroke& stroke) const {
    return item({0, 0, 0, 0}, stroke);
}

PathItem PathBuilder::item(Colour fill, const Stroke& stroke) const {
    PathItem result = m_path;
    result.fill = fill;
    result.stroke = stroke;
    return result;
}

PathItem roundedLine(const std::vector<Point>& points, double radius, const Stroke& stroke) {
    PathBuilder path;
    if (points.empty()) return path.stroked(stroke);
    path.move(points.front().x, points.front().y);
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        const double before = distance(points[i - 1], points[i]), after = distance(points[i], points[i + 1]);
        // A corner takes at most half of a segment that has a corner at its other end too.
        const double r = std::min({radius, i == 1 ? before : before / 2, i + 2 == points.size() ? after : after / 2});
        if (r <= 0) continue;
        const Point from = between(points[i], points[i - 1], r / before),
                    to = between(points[i], points[i + 1], r / after);
        path.line(from.x, from.y);
        path.cubic(between(from, points[i], kappa), between(to, points[i], kappa), to);
    }
    path.line(points.back().x, points.back().y);
    return path.stroked(stroke);
}

std::vector<Point> beside(const std::vector<Point>& points, double distanceToRight) {
    std::vector<Point> result = points;
    // Moves point `i` by what the segment from point `k` asks of it.
    const auto shift = [&](std::size_t i, std::size_t k) {
        const Point a = points[k], b = points[k + 1];
        if (a.x == b.x)
            result[i].x = points[i].x + (b.y > a.y ? -distanceToRight : distanceToRight);
        else
            result[i].y = points[i].y + (b.x > a.x ? distanceToRight : -distanceToRight);
    };
    for (std::size_t k = 0; k + 1 < points.size(); ++k) {
        shift(k, k);
        shift(k + 1, k);
    }
    return result;
}

std::vector<Point> shortened(std::vector<Point> points, double by) {
    while (points.size() > 2 && distance(points[points.size() - 2], points.back()) <= by) {
        by -= distance(points[points.size() - 2], points.back());
        points.pop_back();
    }
    if (points.size() < 2) return points;
    const Point before = points[points.size() - 2];
    const double last = distance(before, points.back());
    if (last > 0) points.back() = between(points.back(), before, std::min(1.0, by / last));
    return points;
}

double length(const std::vector<Point>& line) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) sum += distance(line[i], line[i + 1]);
    return sum;
}

Rect boundsOf(const Item& item) {
    if (const auto* path = std::get_if<PathItem>(&item)) {
        if (path->points.empty()) return {};
        double left = path->points[0].x, top = path->points[0].y, right = left, bottom = top;
        for (const Point& p : path->points) {
            left = std::min(left, p.x);
            right = std::max(right, p.x);
            top = std::min(top, p.y);
            bottom = std::max(bottom, p.y);
        }
        return Rect{left, top, right - left, bottom - top}.grown(std::max(path->stroke.width / 2, 0.01));
    }
    if (const auto* rect = std::get_if<RectItem>(&item)) return rect->rect.grown(rect->stroke.width / 2);
    const auto& text = std::get<TextItem>(item);
    const double left = text.anchor == TextItem::Anchor::Start    ? text.at.x
                        : text.anchor == TextItem::Anchor::Middle ? text.at.x - text.width / 2
                                                                  : text.at.x - text.width;
    // Ascent and descent of Inter.
    return {left, text.at.y - 0.97 * text.size, text.width, 1.22 * text.size};
}

std::shared_ptr<Node> nodeOf(std::string id, Role role, std::string title, std::vector<Item> items) {
    auto node = std::make_shared<Node>();
    node->id = std::move(id);
    node->role = role;
    node->title = std::move(title);
    for (const Item& item : items) node->bounds = node->bounds.united(boundsOf(item));
    node->items = std::move(items);
    return node;
}

} // namespace catenary::scene
