// SPDX-License-Identifier: Apache-2.0
// What a component looks like.
#include "core/scene/draw.h"
#include "core/scene/icons.h"
#include "core/scene/numbers.h"
#include "core/scene/path.h"

#include <algorithm>
#include <cmath>

namespace catenary::scene {
namespace {

constexpr double lidHeight = 6; // half height of a store's lid
constexpr double edgeWidth = 4; // the coloured edge that tells the group
constexpr double copyStep = 4;  // how far each further copy looks out below
constexpr double tile = 30;     // ground of the icon
constexpr double slotStep = 7;  // between the slots of a queue
constexpr int slotCount = 3;
constexpr double markRadius = 9.5;
constexpr double nameLine = 16, smallLine = 14, overlayRow = 18;

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

/// The last line of a card: how busy, and which part of the p99; of a source, how much it sends.
void drawRow(const Pen& pen, const OverlayRow& row, double left, double right, double baseline,
             std::vector<Item>& items) {
    const ThemeColours& c = pen.colours;
    if (row.offered_per_s) {
        items.emplace_back(
            pen.text(sayRate(*row.offered_per_s), {left, baseline}, metrics::smallSize, Weight::Medium, c.text));
        return;
    }
    if (row.share_ms && row.share_ms > 0) {
        TextItem share = pen.text(sayDuration(*row.share_ms), {right, baseline}, metrics::smallSize, Weight::Medium,
                                  c.text, TextItem::Anchor::End);
        right -= std::max(share.width, 40.0) + 8;
        items.emplace_back(std::move(share));
    }
    if (row.fullness.value_or(0) == 0 && row.stable) return; // nothing that could be busy
    const double busy = row.fullness.value_or(1);
    const std::string said = !row.stable ? "overloaded" : sayShare(busy < 0.01 ? busy : std::round(busy * 100) / 100);
    const Colour colour = row.stable ? loadColour(c, busy) : c.missed;
    TextItem percent = pen.text(said, {right, baseline}, metrics::smallSize, Weight::Medium,
                                busy >= closeUtilisation || !row.stable ? colour : c.quiet, TextItem::Anchor::End);
    const double barRight = right - std::max(percent.width, 30.0) - 6;
    items.emplace_back(std::move(percent));
    const Rect track{left, baseline - 6, barRight - left, 4};
    if (track.width < 12) return;
    items.emplace_back(RectItem{track, 2, c.track});
    const double filled = track.width * std::clamp(row.stable ? busy : 1.0, 0.0, 1.0);
    if (filled > 0) items.emplace_back(RectItem{{track.x, track.y, std::max(filled, 4.0), track.height}, 2, colour});
}

/// Where the mark of the bottleneck stands: on a corner, clear of text.
Point markAt(const Rect& box) {
    return {box.x + 4, box.y};
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

std::array<Rect, 2> coveredBy(const Rect& box) {
    constexpr int mostCopies = 1000;
    const Point mark = markAt(box);
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

    const bool overlay =
        row != nullptr && (row->fullness.value_or(0) > 0 || row->share_ms || row->offered_per_s || !row->stable);
    const double headTop = box.y + (shape == Shape::Store ? lidHeight * 1.3 : 0);
    const double headBottom =
        box.bottom() - (overlay ? overlayRow : 0) - (shape == Shape::Store && !overlay ? lidHeight * 0.5 : 0);
    const double middle = (headTop + headBottom) / 2 + (overlay ? 1.5 : 0);

    const double indent = shape == Shape::Actor ? 20 : 14;
    const Point tileAt{box.x + indent, middle - tile / 2};
    if (shape == Shape::Actor)
        items.emplace_back(PathBuilder().circle(tileAt.x + tile / 2, middle, tile / 2).filled(group.tint));
    else
        items.emplace_back(RectItem{{tileAt.x, tileAt.y, tile, tile}, 8, group.tint});
    const double inset = (tile - 18) / 2;
    for (PathItem& part :
         drawnIcon(icon(kind != nullptr ? kind->icon : std::string(), kind != nullptr ? kind->group : std::string()),
                   {tileAt.x + inset, tileAt.y + inset}, 18, group.edge))
        items.emplace_back(std::move(part));

    const double left = tileAt.x + tile + 10;
    const double right = box.right() - (shape == Shape::Queue   ? slotStep * slotCount + 6
                                        : shape == Shape::Actor ? 18
                                                                : 10);
    const double room = std::max(right - left, 8.0);
    const std::size_t lines = headBottom - headTop >= 2 * nameLine + smallLine ? 2 : 1;
    const std::vector<std::string> name =
        wrapped(component.title(), room, lines, metrics::nameSize, Weight::SemiBold, pen.fallback);
    const double block = nameLine * static_cast<double>(name.size()) + smallLine;
    double baseline = middle - block / 2 + 12;
    for (const std::string& line : name) {
        items.emplace_back(pen.text(line, {left, baseline}, metrics::nameSize, Weight::SemiBold, c.text));
        baseline += nameLine;
    }
    baseline -= 1;
    double kindRoom = room;
    if (copies > 1) {
        TextItem count = pen.text("×" + sayCount(copies), {right, baseline}, metrics::smallSize, Weight::SemiBold,
                                  c.text, TextItem::Anchor::End);
        kindRoom -= count.width + 6;
        items.emplace_back(std::move(count));
    }
    const std::string said = elided(kind != nullptr ? kind->title : component.kind, kindRoom, metrics::smallSize,
                                    Weight::Regular, pen.fallback);
    items.emplace_back(pen.text(said, {left, baseline}, metrics::smallSize, Weight::Regular, c.quiet));

    if (overlay) {
        const double rowLeft = shape == Shape::Actor ? left : box.x + indent;
        const double rowRight = shape == Shape::Store ? box.right() - 12 : right;
        drawRow(pen, *row, rowLeft, rowRight, box.bottom() - (shape == Shape::Store ? 10 : 9), items);
    }
    if (row != nullptr && row->bottleneck)
        drawAnchor(pen, {box.right() - 14, box.y + (shape == Shape::Store ? 3 : 0)},
                   row->stable ? row->fullness.value_or(0) : 1, items);
    return items;
}

} // namespace catenary::scene
