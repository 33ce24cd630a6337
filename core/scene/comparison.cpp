// SPDX-License-Identifier: Apache-2.0
#include "core/scene/comparison.h"

#include "core/design/diff.h"
#include "core/scene/draw.h"

#include <map>
#include <set>

namespace catenary::scene {

namespace {

enum class Mark { Added, Removed, Changed, Moved };

struct MarkLook {
    const char* sign;
    Colour colour;
};

MarkLook lookOf(Mark mark, const ThemeColours& colours) {
    switch (mark) {
    case Mark::Added:
        return {"+", colours.good};
    case Mark::Removed:
        return {"–", colours.missed};
    case Mark::Changed:
        return {"~", colours.close};
    case Mark::Moved:
        return {"↔", colours.quiet};
    }
    return {"", colours.quiet};
}

template <class Part>
void addMissing(const design::Parts<Part>& from, design::Parts<Part>& to, const std::set<std::string>& removed) {
    for (std::size_t i = 0; i < from.size(); ++i)
        if (removed.contains(from[i].id.str())) to.add(from.part(i));
}

void fade(Colour& colour, Colour ground) {
    constexpr double left = 0.45;
    const std::uint8_t alpha = colour.a;
    if (alpha == 0) return;
    colour = mixed(ground, colour, left);
    colour.a = alpha;
}

void fade(std::vector<Item>& items, Colour ground) {
    for (Item& item : items) {
        if (auto* path = std::get_if<PathItem>(&item)) {
            fade(path->fill, ground);
            fade(path->stroke.colour, ground);
        } else if (auto* rect = std::get_if<RectItem>(&item)) {
            fade(rect->fill, ground);
            fade(rect->stroke.colour, ground);
        } else {
            fade(std::get<TextItem>(item).colour, ground);
        }
    }
}

/// A round badge with the sign, about a point.
void addBadge(std::vector<Item>& items, Point at, const MarkLook& look, Colour ground) {
    constexpr double radius = 9, size = 13;
    items.emplace_back(
        RectItem{{at.x - radius, at.y - radius, 2 * radius, 2 * radius}, radius, ground, {look.colour, 1.5, {}, true}});
    TextItem sign;
    sign.text = look.sign;
    sign.at = {at.x, at.y + 0.36 * size};
    sign.size = size;
    sign.weight = Weight::SemiBold;
    sign.anchor = TextItem::Anchor::Middle;
    sign.colour = look.colour;
    sign.width = textWidth(sign.text, size, sign.weight);
    items.emplace_back(std::move(sign));
}

Node marked(Node node, Mark mark, const ThemeColours& colours) {
    const MarkLook look = lookOf(mark, colours);
    if (mark == Mark::Removed) fade(node.items, colours.canvas);
    if (node.role == Role::Connection) {
        for (Item& item : node.items)
            if (auto* path = std::get_if<PathItem>(&item)) {
                if (path->stroke.colour.a > 0) path->stroke.colour = look.colour;
                if (path->fill.a > 0) path->fill = look.colour;
                if (mark == Mark::Removed && path->stroke.width > 0) path->stroke.dash = {3, 4};
            }
        if (node.line.size() > 1) {
            const std::size_t middle = node.line.size() / 2;
            const Point a = node.line[middle - 1], b = node.line[middle];
            addBadge(node.items, {(a.x + b.x) / 2, (a.y + b.y) / 2}, look, colours.canvas);
        }
    } else {
        const Rect around = node.bounds.grown(3);
        Stroke stroke{look.colour, 2, {}, true};
        if (mark == Mark::Removed) stroke.dash = {5, 5};
        if (mark == Mark::Moved) stroke.width = 1;
        node.items.emplace_back(RectItem{around, 12, {0, 0, 0, 0}, stroke});
        addBadge(node.items, {around.x + 4, around.y + 2}, look, colours.canvas);
    }
    node.bounds = node.bounds.grown(14);
    node.title += std::string(" (") +
                  (mark == Mark::Added     ? "added"
                   : mark == Mark::Removed ? "removed"
                   : mark == Mark::Changed ? "changed"
                                           : "moved") +
                  ")";
    return node;
}

} // namespace

Scene composeComparison(const design::Design& before, const design::Design& after, const catalog::Catalog& catalog,
                        const ComposeOptions& options) {
    const design::ChangeSet changes = design::diff(before, after);
    std::map<std::string, Mark> marks;
    for (const auto& id : changes.changed) marks[id] = Mark::Changed;
    for (const auto& id : changes.moved) marks[id] = Mark::Moved;
    for (const auto& id : changes.added) marks[id] = Mark::Added;
    for (const auto& id : changes.removed) marks[id] = Mark::Removed;

    design::Design both = after;
    const std::set<std::string> removed(changes.removed.begin(), changes.removed.end());
    addMissing(before.components, both.components, removed);
    addMissing(before.connections, both.connections, removed);
    addMissing(before.groups, both.groups, removed);
    addMissing(before.notes, both.notes, removed);

    ComposeOptions plain;
    plain.theme = options.theme;
    plain.transparent = options.transparent;
    plain.fallback = options.fallback;
    Scene scene = compose(both, catalog, arrange(both, catalog), plain);
    const ThemeColours& colours = themeColours(options.theme);
    for (auto& node : scene.nodes) {
        const auto mark = marks.find(node->id);
        if (mark == marks.end() || node->role == Role::ConnectionLabel) continue;
        node = std::make_shared<const Node>(marked(*node, mark->second, colours));
        scene.bounds = scene.bounds.united(node->bounds);
    }
    return scene;
}

} // namespace catenary::scene
