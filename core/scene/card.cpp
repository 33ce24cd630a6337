// SPDX-License-Identifier: Apache-2.0
// What a component looks like.
#include "core/scene/draw.h"
#include "core/scene/icons.h"
#include "core/scene/numbers.h"
#include "core/scene/path.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace catenary::scene {
namespace {

constexpr double lidHeight = 4.5; // half height of a store's lid
constexpr double edgeWidth = 4;   // the coloured edge that tells the group
constexpr double copyStep = 4;    // how far each further copy looks out below
constexpr double tileSize = 30;   // ground of the icon
constexpr double slotStep = 7;    // between the slots of a queue
constexpr int slotCount = 3;
constexpr double markRadius = 9.5;

// What letters take above and below their baseline, and the least room between one thing and the next.
constexpr double nameAbove = 10, nameBelow = 3, smallAbove = 8.5, smallBelow = 2.5;
constexpr double rowBaseline = 9; // above the bottom of the box
constexpr double room = 2, roomAboveRow = 3, roomAtEdge = 5;

/// Outline of a shape, closed.
PathBuilder outline(Shape shape, const Rect& box) {
    PathBuilder path;
    if (shape == Shape::Store) {
        const double cx = box.x + box.width / 2;
        path.move(box.x, box.y + lidHeight);
        path.quarter({cx, box.y}, false);
        path.quarter({box.right(), box.y + lidHeight}, true);
        path.line(box.right(), box.bottom() - lidHeight);
        path.quarter({cx, box.bottom()}, false);
        path.quarter({box.x, box.bottom() - lidHeight}, true);
        return path.close();
    }
    return path.roundedRect(box, shape == Shape::Actor ? box.height / 2 : metrics::cardRadius);
}

/// The coloured band along the left side, within the outline.
PathBuilder edgeBand(Shape shape, const Rect& box) {
    PathBuilder path;
    if (shape == Shape::Store) {
        // The wall of the cylinder from below the lid to above the foot.
        const double x = box.x + edgeWidth;
        const double half = box.width / 2;
        const double dip = lidHeight * std::sqrt(1 - std::pow((half - edgeWidth) / half, 2));
        path.move(box.x, box.y + lidHeight).line(box.x, box.bottom() - lidHeight);
        path.line(x, box.bottom() - lidHeight + dip).line(x, box.y + lidHeight + dip);
        return path.close();
    }
    const double r = metrics::cardRadius;
    const double reach = std::sqrt(r * r - (r - edgeWidth) * (r - edgeWidth));
    path.move(box.x + edgeWidth, box.y + r - reach);
    path.cubic({box.x + edgeWidth * 0.45, box.y + r * 0.32}, {box.x, box.y + r * 0.62}, {box.x, box.y + r});
    path.line(box.x, box.bottom() - r);
    path.cubic({box.x, box.bottom() - r * 0.62}, {box.x + edgeWidth * 0.45, box.bottom() - r * 0.32},
               {box.x + edgeWidth, box.bottom() - r + reach});
    return path.close();
}

int visibleCopies(int copies) {
    return copies <= 1 ? 0 : copies == 2 ? 1 : 2;
}

Colour loadColour(const ThemeColours& c, double utilisation) {
    return utilisation >= highUtilisation ? c.missed : utilisation >= closeUtilisation ? c.close : c.good;
}

/// True if the row says a part of the p99 that is not nought.
bool hasShare(const OverlayRow& row) {
    return row.share_ms && *row.share_ms > 0 && sayDuration(*row.share_ms) != sayDuration(0);
}
bool hasLoad(const OverlayRow& row) {
    return row.fullness.value_or(0) > 0 || !row.stable;
}

/// The last line of a card: how busy, and which part of the p99; of a source, how much it sends. What does not fit is
/// left out, the bar first.
void drawRow(const Pen& pen, const OverlayRow& row, double left, double right, double baseline,
             std::vector<Item>& items) {
    const ThemeColours& c = pen.colours;
    if (row.offered_per_s) {
        TextItem rate =
            pen.text(sayRate(*row.offered_per_s), {left, baseline}, metrics::smallSize, Weight::Medium, c.text);
        if (rate.width <= right - left) items.emplace_back(std::move(rate));
        return;
    }
    if (hasShare(row)) {
        TextItem share = pen.text(sayDuration(*row.share_ms), {right, baseline}, metrics::smallSize, Weight::Medium,
                                  c.text, TextItem::Anchor::End);
        if (share.width <= right - left) {
            right -= std::max(share.width, 40.0) + 8;
            items.emplace_back(std::move(share));
        }
    }
    if (!hasLoad(row)) return;
    const double busy = row.fullness.value_or(1);
    const std::string said = !row.stable ? "overloaded" : sayShare(busy < 0.01 ? busy : std::round(busy * 100) / 100);
    const Colour colour = row.stable ? loadColour(c, busy) : c.missed;
    TextItem percent = pen.text(said, {right, baseline}, metrics::smallSize, Weight::Medium,
                                busy >= closeUtilisation || !row.stable ? colour : c.quiet, TextItem::Anchor::End);
    if (percent.width > right - left) return;
    const double barRight = right - std::max(percent.width, 30.0) - 6;
    items.emplace_back(std::move(percent));
    const Rect track{left, baseline - 6, barRight - left, 4};
    if (track.width < 12) return;
    items.emplace_back(RectItem{track, 2, c.track});
    const double filled = track.width * std::clamp(row.stable ? busy : 1.0, 0.0, 1.0);
    if (filled > 0) items.emplace_back(RectItem{{track.x, track.y, std::max(filled, 4.0), track.height}, 2, colour});
}

/// Where the mark of the bottleneck stands: on the outline's upper left, clear of icon and text.
Point markAt(Shape shape, const Rect& box) {
    if (shape == Shape::Actor) {
        const double corner = box.height / 2 * (1 - std::sqrt(0.5));
        return {box.x + corner, box.y + corner};
    }
    return {box.x + 4, box.y + (shape == Shape::Store ? 2 : 0)};
}

/// An anchor in a disc: here the load line hangs.
void drawAnchor(const Pen& pen, Point at, double utilisation, std::vector<Item>& items) {
    const ThemeColours& c = pen.colours;
    const Colour disc = utilisation >= closeUtilisation ? loadColour(c, utilisation) : c.text;
    items.emplace_back(PathBuilder().circle(at.x, at.y, markRadius).item(disc, {c.canvas, 2, {}, true}));
    const Stroke stroke{c.panel, 1.3, {}, true};
    items.emplace_back(PathBuilder().circle(at.x, at.y - 3.9, 1.2).stroked(stroke));
    PathBuilder shank;
    shank.move(at.x, at.y - 2.6).line(at.x, at.y + 4.6);
    shank.move(at.x - 2, at.y - 0.9).line(at.x + 2, at.y - 0.9);
    shank.move(at.x - 4.3, at.y + 1).cubic({at.x - 4.1, at.y + 3.4}, {at.x - 2.2, at.y + 4.6}, {at.x, at.y + 4.6});
    shank.cubic({at.x + 2.2, at.y + 4.6}, {at.x + 4.1, at.y + 3.4}, {at.x + 4.3, at.y + 1});
    items.emplace_back(shank.stroked(stroke));
}

/// What the second line says: the kind, where the name does not say it already.
std::string kindLine(const design::Component& component, const catalog::Kind* kind) {
    const std::string& said = kind != nullptr ? kind->title : component.kind;
    return said == component.title() ? std::string() : said;
}

std::string countOf(int copies) {
    return "×" + sayCount(copies);
}

/// Where what is said on a card goes.
struct Text {
    std::vector<std::string> name;
    double left = 0, right = 0;                         // of name and detail
    double firstBaseline = 0, step = 0, detailStep = 0; // from line to line, and from the last one to the detail
    bool detail = false;                                // kind and copies are said below the name
    bool countBesideName = false;                       // copies are said beside its last line
    bool row = false;                                   // the estimate is said
    Rect tile;
};

/// How the lines of a card's head are set, the preferred way first.
struct Setting {
    std::size_t lines;
    bool detail;
    double step, detailStep;
    [[nodiscard]] double height(std::size_t used) const {
        return nameAbove + step * static_cast<double>(used - 1) + (detail ? detailStep + smallBelow : nameBelow);
    }
};

/// Fits name, detail and row between top and bottom of the shape: closer together, then without what matters least.
Text textOf(const Pen& pen, const design::Component& component, const catalog::Kind* kind, Shape shape, const Rect& box,
            const OverlayRow* row, int copies) {
    Text text;
    const bool wantsRow = row != nullptr && (hasLoad(*row) || hasShare(*row) || row->offered_per_s);
    const std::string said = kindLine(component, kind);
    const double countWidth = copies > 1 ? textWidth(countOf(copies), metrics::smallSize, Weight::SemiBold) + 6 : 0;
    const double top = box.y + (shape == Shape::Store ? 2 * lidHeight + room : roomAtEdge);
    const double indent = shape == Shape::Actor ? 20 : 14;
    double end = shape == Shape::Queue ? slotStep * slotCount + 6 : 10;
    if (shape == Shape::Actor) { // clear of the round end at the height of the first line
        const double r = box.height / 2;
        end = std::max(end, r - std::sqrt(r * r - std::pow(r - roomAtEdge - 1, 2)) + room);
    }
    text.right = box.right() - end;
    const auto fit = [&](double bottom) {
        const double height = std::max(bottom - top, 0.0);
        const double side = std::clamp(height, 12.0, tileSize);
        text.tile = {box.x + indent, (top + bottom - side) / 2, side, side};
        text.left = text.tile.right() + 10;
        constexpr std::array<Setting, 8> settings = {{{2, true, 16, 15},
                                                      {2, true, 15, 14},
                                                      {2, true, 14.5, 13.5},
                                                      {2, false, 15, 0},
                                                      {2, false, 14.5, 0},
                                                      {1, true, 15, 15},
                                                      {1, true, 13.5, 13.5},
                                                      {1, false, 15, 0}}};
        for (const Setting& setting : settings) {
            text.name = wrapped(component.title(), std::max(text.right - text.left, 8.0), setting.lines,
                                metrics::nameSize, Weight::SemiBold, pen.fallback);
            if (text.name.empty()) text.name.emplace_back();
            const double lastName =
                textWidth(text.name.back(), metrics::nameSize, Weight::SemiBold, pen.fallback) + countWidth;
            text.countBesideName = said.empty() && lastName <= text.right - text.left;
            if (setting.detail && said.empty() && (copies <= 1 || text.countBesideName)) continue;
            const double needed = setting.height(text.name.size());
            text.firstBaseline = (top + bottom - needed) / 2 + nameAbove;
            text.step = setting.step;
            text.detailStep = setting.detailStep;
            text.detail = setting.detail;
            if (needed <= height + 1e-9) return true;
        }
        return false;
    };
    text.row = wantsRow && fit(box.bottom() - rowBaseline - smallAbove - roomAboveRow);
    if (!text.row) fit(box.bottom() - (shape == Shape::Store ? lidHeight * 0.5 + room : roomAtEdge));
    return text;
}

} // namespace

Shape shapeOf(const catalog::Kind* kind) {
    if (kind == nullptr) return Shape::Card;
    if (kind->shape == "store") return Shape::Store;
    if (kind->shape == "queue") return Shape::Queue;
    if (kind->shape == "actor") return Shape::Actor;
    if (kind->shape == "external") return Shape::External;
    return Shape::Card;
}

TextItem Pen::text(std::string said, Point at, double size, Weight weight, Colour colour,
                   TextItem::Anchor anchor) const {
    TextItem item;
    item.width = textWidth(said, size, weight, fallback);
    item.text = std::move(said);
    item.at = at;
    item.size = size;
    item.weight = weight;
    item.anchor = anchor;
    item.colour = colour;
    item.tabular = true;
    return item;
}

int copiesOf(const design::Component& component, const catalog::Kind*) {
    for (const char* name : {"replicas", "instances", "consumers"})
        if (const support::Json* value = design::findParameter(component.parameters, name);
            value != nullptr && value->is_number()) {
            const double copies = value->get<double>();
            return copies >= 1 && copies <= 1e6 ? static_cast<int>(copies) : 1;
        }
    return 1;
}

double outlineInset(Shape shape, int copies, const Rect& box, Point at) {
    const bool top = at.y <= box.y, bottom = at.y >= box.bottom();
    const double below = bottom ? -copyStep * visibleCopies(copies) : 0;
    if (shape == Shape::Store && (top || bottom)) {
        const double u = std::clamp((at.x - box.x - box.width / 2) / (box.width / 2), -1.0, 1.0);
        return lidHeight * (1 - std::sqrt(1 - u * u)) + below;
    }
    if (shape == Shape::Actor) {
        const double r = box.height / 2;
        if (top || bottom) {
            const double into = std::max({box.x + r - at.x, at.x - (box.right() - r), 0.0});
            return r - std::sqrt(std::max(0.0, r * r - into * into)) + below;
        }
        const double off = std::min(std::abs(at.y - box.y - r), r);
        return r - std::sqrt(r * r - off * off);
    }
    return below;
}

std::array<Rect, 2> coveredBy(Shape shape, const Rect& box) {
    constexpr int mostCopies = 1000;
    const Point mark = markAt(shape, box);
    const double r = markRadius + 1;
    return {Rect{box.x, box.y, box.width, box.height + copyStep * visibleCopies(mostCopies)},
            Rect{mark.x - r, mark.y - r, 2 * r, 2 * r}};
}

std::vector<Item> drawComponent(const Pen& pen, const design::Component& component, const catalog::Kind* kind,
                                const Rect& box, const OverlayRow* row) {
    const ThemeColours& c = pen.colours;
    const Shape shape = shapeOf(kind);
    const GroupColours& group = c.group(kind != nullptr ? kind->group : std::string());
    const int copies = copiesOf(component, kind);
    std::vector<Item> items;

    const Colour rim = mixed(c.line, group.edge, 0.28);
    const Stroke border{rim, 1, shape == Shape::External ? std::vector<double>{5, 3.5} : std::vector<double>{}, true};
    for (int i = visibleCopies(copies); i >= 1; --i) {
        const Rect behind{box.x + 5.0 * i, box.y + copyStep * i, box.width - 10.0 * i, box.height};
        items.emplace_back(outline(shape, behind).item(mixed(c.panel, c.line, 0.35 * i), border));
    }
    items.emplace_back(outline(shape, box).filled(c.panel));
    if (shape == Shape::Queue)
        for (int i = 1; i <= slotCount; ++i) {
            const double x = box.right() - slotStep * i;
            const double inset = i == 1 ? 1.5 : 0.5;
            items.emplace_back(
                PathBuilder().move(x, box.y + inset).line(x, box.bottom() - inset).stroked({rim, 1, {}, false}));
        }
    if (shape != Shape::Actor && shape != Shape::External) items.emplace_back(edgeBand(shape, box).filled(group.edge));
    items.emplace_back(outline(shape, box).stroked(border));
    if (shape == Shape::Store) {
        PathBuilder lid;
        lid.move(box.x, box.y + lidHeight).quarter({box.x + box.width / 2, box.y + 2 * lidHeight}, false);
        lid.quarter({box.right(), box.y + lidHeight}, true);
        items.emplace_back(lid.stroked({rim, 1, {}, true}));
    }

    const Text text = textOf(pen, component, kind, shape, box, row, copies);
    const Rect& tile = text.tile;
    if (shape == Shape::Actor)
        items.emplace_back(
            PathBuilder().circle(tile.x + tile.width / 2, tile.y + tile.height / 2, tile.width / 2).filled(group.tint));
    else
        items.emplace_back(RectItem{tile, 8, group.tint});
    const double inset = tile.width * 0.2;
    for (PathItem& part :
         drawnIcon(icon(kind != nullptr ? kind->icon : std::string(), kind != nullptr ? kind->group : std::string()),
                   {tile.x + inset, tile.y + inset}, tile.width - 2 * inset, group.edge))
        items.emplace_back(std::move(part));

    double baseline = text.firstBaseline;
    for (const std::string& line : text.name) {
        items.emplace_back(pen.text(line, {text.left, baseline}, metrics::nameSize, Weight::SemiBold, c.text));
        baseline += text.step;
    }
    baseline += (text.detail ? text.detailStep : 0) - text.step;
    double detailRoom = text.right - text.left;
    if (copies > 1 && (text.detail || text.countBesideName)) {
        TextItem count = pen.text(countOf(copies), {text.right, baseline}, metrics::smallSize, Weight::SemiBold, c.text,
                                  TextItem::Anchor::End);
        detailRoom -= count.width + 6;
        items.emplace_back(std::move(count));
    }
    if (const std::string said = text.detail ? kindLine(component, kind) : ""; !said.empty())
        items.emplace_back(pen.text(elided(said, detailRoom, metrics::smallSize, Weight::Regular, pen.fallback),
                                    {text.left, baseline}, metrics::smallSize, Weight::Regular, c.quiet));
    if (text.row)
        drawRow(pen, *row, shape == Shape::Actor ? text.left : tile.x,
                shape == Shape::Store ? box.right() - 12 : text.right, box.bottom() - rowBaseline, items);
    if (row != nullptr && row->bottleneck)
        drawAnchor(pen, markAt(shape, box), row->stable ? row->fullness.value_or(0) : 1, items);
    return items;
}

} // namespace catenary::scene
