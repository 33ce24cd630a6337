// SPDX-License-Identifier: Apache-2.0
#include "core/scene/charts/bar.h"

#include "core/scene/draw.h"
#include "core/scene/numbers.h"
#include "core/scene/path.h"

#include <algorithm>

namespace catenary::scene {
namespace {

constexpr double leastWidth = 240;
constexpr double margin = 16, lineHeight = 16, barHeight = 18, rowHeight = 20, swatch = 10;
constexpr double shareWidth = 44, gap = 10, seam = 1;
constexpr std::size_t mostLines = 6; ///< of the note

} // namespace

Scene drawBar(const Bar& bar, ThemeName theme, double width, const FallbackWidths& fallback) {
    const ThemeColours& c = themeColours(theme);
    const Pen pen{c, fallback};
    width = std::max(width, leastWidth);
    const double room = width - 2 * margin;
    const Stroke none{{0, 0, 0, 0}, 0, {}, true};
    double whole = 0;
    for (const Bar::Part& part : bar.parts) whole += part.amount;

    Scene scene;
    scene.title = bar.title;
    scene.description = bar.subtitle;
    scene.background = c.panel;
    const auto add = [&](std::string id, Role role, std::string title, std::vector<Item> items) {
        if (!items.empty()) scene.nodes.push_back(nodeOf(std::move(id), role, std::move(title), std::move(items)));
    };
    double y = margin + 11;
    std::vector<Item> head;
    const auto paragraph = [&](const std::string& words, std::size_t lines, double size, Weight weight, Colour colour) {
        for (const std::string& line : wrapped(words, room, lines, size, weight, fallback)) {
            head.emplace_back(pen.text(line, {margin, y}, size, weight, colour));
            y += lineHeight;
        }
    };
    paragraph(bar.title, 2, metrics::nameSize, Weight::SemiBold, c.text);
    paragraph(bar.subtitle, 2, metrics::smallSize, Weight::Regular, c.quiet);
    add("heading", Role::Legend, bar.title, std::move(head));

    y -= 6;
    std::vector<Item> pieces;
    double at = margin;
    for (const Bar::Part& part : bar.parts) {
        const double span = whole > 0 ? part.amount / whole * room : 0;
        if (span > seam) pieces.emplace_back(RectItem{{at, y, span - seam, barHeight}, 0, part.colour, none});
        at += span;
    }
    add("bar", Role::Background, bar.title, std::move(pieces));
    y += barHeight + 6;

    int number = 0;
    for (const Bar::Part& part : bar.parts) {
        std::vector<Item> items;
        const std::string amount = bar.say(part.amount);
        const double amountWidth = textWidth(amount, metrics::smallSize, Weight::Medium, fallback);
        const double amountEnd = width - margin - shareWidth;
        const double nameAt = margin + swatch + 6;
        items.emplace_back(RectItem{{margin, y + 5, swatch, swatch}, 2, part.colour, none});
        items.emplace_back(pen.text(
            elided(part.name, amountEnd - amountWidth - gap - nameAt, metrics::smallSize, Weight::Regular, fallback),
            {nameAt, y + 14}, metrics::smallSize, Weight::Regular, c.text));
        items.emplace_back(
            pen.text(amount, {amountEnd, y + 14}, metrics::smallSize, Weight::Medium, c.text, TextItem::Anchor::End));
        items.emplace_back(pen.text(sayShare(whole > 0 ? part.amount / whole : 0), {width - margin, y + 14},
                                    metrics::smallSize, Weight::Regular, c.quiet, TextItem::Anchor::End));
        items.emplace_back(PathBuilder()
                               .move(margin, y + rowHeight)
                               .line(width - margin, y + rowHeight)
                               .stroked({c.line, 1, {}, false}));
        add("part-" + std::to_string(++number), Role::Component, part.name + ": " + amount + ". " + part.words,
            std::move(items));
        y += rowHeight;
    }
    std::vector<Item> foot;
    y += lineHeight;
    for (const std::string& line : wrapped(bar.note, room, mostLines, metrics::smallSize, Weight::Regular, fallback)) {
        foot.emplace_back(pen.text(line, {margin, y}, metrics::smallSize, Weight::Regular, c.quiet));
        y += lineHeight;
    }
    add("note", Role::Legend, bar.note, std::move(foot));
    scene.bounds = {0, 0, width, y};
    return scene;
}

} // namespace catenary::scene
