// SPDX-License-Identifier: Apache-2.0
// What connections, their labels, groups and notes look like.
#include "core/scene/draw.h"
#include "core/scene/path.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace catenary::scene {
namespace {

constexpr double cornerRadius = 9;
constexpr double headLength = 8, headHalf = 4;
constexpr double plateRoom = 150, plateLine = 14, platePadX = 6, platePadY = 3;

Point direction(Point from, Point to) {
    const double d = std::hypot(to.x - from.x, to.y - from.y);
    return d > 0 ? Point{(to.x - from.x) / d, (to.y - from.y) / d} : Point{1, 0};
}

/// Tip and the two corners behind it, of an arrow head that points along the end of `route`.
struct Head {
    Point tip, left, right;
};
Head headOf(Point before, Point tip, double length, double half) {
    const Point d = direction(before, tip);
    const Point back{tip.x - d.x * length, tip.y - d.y * length};
    return {tip, {back.x + d.y * half, back.y - d.x * half}, {back.x - d.y * half, back.y + d.x * half}};
}

PathItem closedHead(const Head& h, Colour colour) {
    return PathBuilder()
        .move(h.tip.x, h.tip.y)
        .line(h.left.x, h.left.y)
        .line(h.right.x, h.right.y)
        .close()
        .item(colour, {colour, 1, {}, true});
}

PathItem openHead(const Head& h, const Stroke& stroke) {
    return PathBuilder().move(h.left.x, h.left.y).line(h.tip.x, h.tip.y).line(h.right.x, h.right.y).stroked(stroke);
}

/// The middle of the longest segment.
std::pair<Point, Point> longestSegment(const std::vector<Point>& route) {
    std::pair<Point, Point> best{route.front(), route.back()};
    double most = -1;
    for (std::size_t i = 0; i + 1 < route.size(); ++i) {
        const double d = std::hypot(route[i + 1].x - route[i].x, route[i + 1].y - route[i].y);
        if (d > most) {
            most = d;
            best = {route[i], route[i + 1]};
        }
    }
    return best;
}

} // namespace

std::vector<Item> drawWire(const Pen& pen, const std::vector<Point>& route, const WireLook& look) {
    std::vector<Item> items;
    if (route.size() < 2) return items;
    const Colour colour = look.critical ? pen.colours.critical : pen.colours.wire;
    const double width = look.critical ? metrics::criticalWidth : metrics::wireWidth;
    const double grow = look.critical ? 1.25 : 1;
    const Head head = headOf(route[route.size() - 2], {route.back()}, headLength * grow, headHalf * grow);
    Stroke stroke{colour, width, {}, true};
    switch (look.mode) {
    case design::Mode::Sync:
        items.emplace_back(roundedLine(shortened(route, headLength * grow - 1), cornerRadius, stroke));
        items.emplace_back(closedHead(head, colour));
        break;
    case design::Mode::Forward: { // handed on: leaves with a dot, does not come back
        items.emplace_back(roundedLine(shortened(route, 1), cornerRadius, stroke));
        items.emplace_back(PathBuilder().circle(route.front().x, route.front().y, 3 * grow).filled(colour));
        items.emplace_back(openHead(head, stroke));
        break;
    }
    case design::Mode::Async: {
        Stroke dashed = stroke;
        dashed.dash = {6 * grow, 5 * grow};
        items.emplace_back(roundedLine(shortened(route, 1), cornerRadius, dashed));
        items.emplace_back(openHead(head, stroke));
        break;
    }
    case design::Mode::Stream: {
        Stroke dotted = stroke;
        dotted.width = width + 0.5;
        dotted.dash = {0.01, 4.75 * grow};
        items.emplace_back(roundedLine(shortened(route, 3), cornerRadius, dotted));
        items.emplace_back(openHead(head, stroke));
        const auto [a, b] = longestSegment(route);
        const Point d = direction(a, b);
        const double room = std::hypot(b.x - a.x, b.y - a.y);
        if (room >= 40)
            for (const double at : {room * 0.3, room * 0.7}) {
                const Point tip{a.x + d.x * at, a.y + d.y * at};
                items.emplace_back(openHead(headOf(a, tip, 5 * grow, 4 * grow), stroke));
            }
        break;
    }
    case design::Mode::Batch: {
        const std::vector<Point> line = shortened(route, headLength * grow - 1);
        const double apart = 1.9 * grow;
        stroke.width = width * 0.85;
        items.emplace_back(roundedLine(beside(line, apart), cornerRadius, stroke));
        items.emplace_back(roundedLine(beside(line, -apart), cornerRadius, stroke));
        items.emplace_back(
            closedHead(headOf(route[route.size() - 2], route.back(), headLength * grow, 5 * grow), colour));
        break;
    }
    }
    return items;
}

Rect groupTitleBox(const std::string& name, const Rect& box, const FallbackWidths& fallback) {
    const double width =
        std::min(textWidth(name, metrics::groupTitleSize, Weight::SemiBold, fallback), std::max(box.width - 32, 8.0));
    return {box.x + 16, box.y + 8, width, 16};
}

std::vector<Item> drawGroup(const Pen& pen, const std::string& name, const GroupColours& colours, const Rect& box) {
    std::vector<Item> items;
    items.emplace_back(RectItem{box, 14, colours.area, {mixed(colours.area, colours.edge, 0.22), 1, {}, true}});
    const std::string said =
        elided(name, std::max(box.width - 32, 8.0), metrics::groupTitleSize, Weight::SemiBold, pen.fallback);
    items.emplace_back(pen.text(said, {box.x + 16, box.y + 20}, metrics::groupTitleSize, Weight::SemiBold,
                                mixed(pen.colours.quiet, pen.colours.text, 0.25)));
    return items;
}

namespace {

constexpr double noteTextSize = 12, noteLine = 17, notePad = 10;

std::vector<std::string> noteLines(const std::string& text, double width, std::size_t most,
                                   const FallbackWidths& fallback) {
    return wrapped(text, std::max(width - 2 * notePad, 8.0), most, noteTextSize, Weight::Regular, fallback);
}

} // namespace

double noteHeight(const std::string& text, double width) {
    constexpr std::size_t most = 1000;
    return std::ceil(noteLine * static_cast<double>(noteLines(text, width, most, {}).size()) + 2 * notePad - 4);
}

std::vector<Item> drawNote(const Pen& pen, const std::string& text, const Rect& box) {
    std::vector<Item> items;
    items.emplace_back(RectItem{box, metrics::controlRadius, pen.colours.note, {pen.colours.noteLine, 1, {}, true}});
    const double fitting = std::floor((box.height - 2 * notePad + 4) / noteLine);
    double baseline = box.y + notePad + 11;
    for (const std::string& said :
         noteLines(text, box.width, static_cast<std::size_t>(std::max(1.0, fitting)), pen.fallback)) {
        if (!said.empty())
            items.emplace_back(
                pen.text(said, {box.x + notePad, baseline}, noteTextSize, Weight::Regular, pen.colours.text));
        baseline += noteLine;
    }
    return items;
}

std::vector<Plate> platesOf(const Pen& pen, const std::string& label) {
    std::vector<Plate> plates;
    const double whole = textWidth(label, metrics::smallSize, Weight::Medium, pen.fallback);
    double longestWord = 0; // no word is broken to gain room
    for (std::size_t begin = 0; begin < label.size();) {
        const std::size_t end = std::min(label.find(' ', begin), label.size());
        longestWord = std::max(
            longestWord, textWidth(label.substr(begin, end - begin), metrics::smallSize, Weight::Medium, pen.fallback));
        begin = end + 1;
    }
    for (const auto& [share, lines] : {std::pair{1.0, std::size_t{2}}, {0.62, 2}, {0.42, 3}}) {
        if (share == 1 && whole > plateRoom) continue; // two lines of like length rather than one with a rest
        const double room = std::min(share < 1 ? std::max(whole * share, longestWord + 0.01) : plateRoom, plateRoom);
        Plate plate;
        plate.lines = wrapped(label, room, lines, metrics::smallSize, Weight::Medium, pen.fallback);
        double width = 0;
        for (const std::string& line : plate.lines)
            width = std::max(width, textWidth(line, metrics::smallSize, Weight::Medium, pen.fallback));
        plate.size = {std::ceil(width) + 2 * platePadX,
                      plateLine * static_cast<double>(plate.lines.size()) + 2 * platePadY};
        // A narrower shape is worth having only if nothing is lost and something is gained.
        const bool useful =
            plates.empty() || (plate.size.width < plates.back().size.width && !plate.lines.back().ends_with("…"));
        if (!plate.lines.empty() && useful) plates.push_back(std::move(plate));
    }
    return plates;
}

std::vector<Item> drawPlate(const Pen& pen, const Plate& plate, Point topLeft, bool critical) {
    std::vector<Item> items;
    items.emplace_back(RectItem{{topLeft.x, topLeft.y, plate.size.width, plate.size.height}, 5, pen.colours.canvas});
    double baseline = topLeft.y + platePadY + 10.75;
    for (const std::string& line : plate.lines) {
        items.emplace_back(pen.text(line, {topLeft.x + plate.size.width / 2, baseline}, metrics::smallSize,
                                    Weight::Medium, critical ? pen.colours.text : pen.colours.quiet,
                                    TextItem::Anchor::Middle));
        baseline += plateLine;
    }
    return items;
}

} // namespace catenary::scene
