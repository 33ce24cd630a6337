// SPDX-License-Identifier: Apache-2.0
// A scene as text, for golden tests.
#include "core/scene/compose.h"

#include <array>
#include <charconv>
#include <cmath>

namespace catenary::scene {
namespace {

std::string number(double value) {
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::round(value * 100) / 100 + 0.0);
    return {buffer.data(), end.ptr};
}

std::string text(const Rect& r) {
    return number(r.x) + " " + number(r.y) + " " + number(r.width) + " " + number(r.height);
}

std::string paint(Colour fill, const Stroke& stroke) {
    std::string result;
    if (fill.a != 0) result += " fill " + toHex(fill);
    if (stroke.width > 0 && stroke.colour.a != 0) {
        result += " stroke " + toHex(stroke.colour) + " " + number(stroke.width);
        for (std::size_t i = 0; i < stroke.dash.size(); ++i)
            result += (i == 0 ? " dash " : ",") + number(stroke.dash[i]);
    }
    return result;
}

std::string text(const PathItem& item) {
    std::string result = "path";
    std::size_t next = 0;
    for (const PathItem::Verb verb : item.verbs) {
        const std::size_t count = verb == PathItem::Verb::Cubic ? 3 : verb == PathItem::Verb::Close ? 0 : 1;
        result += std::string(" ") + "MLCZ"[static_cast<std::size_t>(verb)];
        for (std::size_t i = 0; i < count; ++i, ++next)
            result += (i == 0 ? "" : " ") + number(item.points[next].x) + "," + number(item.points[next].y);
    }
    return result + paint(item.fill, item.stroke);
}

std::string text(const RectItem& item) {
    return "rect " + text(item.rect) + (item.radius > 0 ? " radius " + number(item.radius) : "") +
           paint(item.fill, item.stroke);
}

std::string text(const TextItem& item) {
    constexpr std::array<const char*, 3> weights = {"regular", "medium", "semibold"},
                                         anchors = {"start", "middle", "end"};
    return "text " + number(item.at.x) + " " + number(item.at.y) + " " + number(item.size) + " " +
           weights[static_cast<std::size_t>(item.weight)] + " " + anchors[static_cast<std::size_t>(item.anchor)] + " " +
           toHex(item.colour) + " width " + number(item.width) + " \"" + item.text + "\"";
}

} // namespace

std::string toText(const Scene& scene) {
    constexpr std::array<const char*, 8> roles = {"background", "group", "connection", "label",
                                                  "component",  "note",  "overlay",    "legend"};
    std::string result = "scene " + text(scene.bounds) + " background " + toHex(scene.background) + "\n";
    for (const auto& node : scene.nodes) {
        result += std::string(roles[static_cast<std::size_t>(node->role)]) + " " + node->id + " [" +
                  text(node->bounds) + "] " + node->title + "\n";
        for (const Item& item : node->items)
            result += "  " + std::visit([](const auto& one) { return text(one); }, item) + "\n";
    }
    return result;
}

} // namespace catenary::scene
