// SPDX-License-Identifier: Apache-2.0
// What is said on a card fits it, whatever its kind, name, size and estimate.
#include "core/scene/draw.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace catenary::scene {
namespace {

constexpr double slots = 21; // of a queue, on its right

/// What the letters of a line cover, without the room above capitals and below descenders.
Rect inkOf(const TextItem& text) {
    const double left = text.anchor == TextItem::Anchor::End ? text.at.x - text.width : text.at.x;
    return {left, text.at.y - 0.76 * text.size, text.width, 0.95 * text.size};
}

double distance(const Rect& r, Point p) {
    return std::hypot(std::max({r.x - p.x, p.x - r.right(), 0.0}), std::max({r.y - p.y, p.y - r.bottom(), 0.0}));
}

void expectFit(const catalog::Kind& kind, const std::string& name, int copies, Size size, const OverlayRow* row) {
    design::Component component;
    component.id = design::ComponentId("c");
    component.kind = kind.id;
    component.name = name.empty() ? kind.title : name;
    component.parameters.emplace_back("replicas", copies);
    const Rect box{100, 50, size.width, size.height};
    const Shape shape = shapeOf(&kind);
    const FallbackWidths fallback;
    const Pen pen{themeColours(ThemeName::Light), fallback};
    std::vector<Rect> letters, marks;
    for (const Item& item : drawComponent(pen, component, &kind, box, row)) {
        if (const auto* text = std::get_if<TextItem>(&item)) letters.push_back(inkOf(*text));
        if (const auto* rect = std::get_if<RectItem>(&item)) marks.push_back(rect->rect);
    }
    const std::string what = kind.id + " “" + component.name + "” ×" + std::to_string(copies) + ", " +
                             std::to_string(static_cast<int>(size.width)) + " by " +
                             std::to_string(static_cast<int>(size.height));
    ASSERT_FALSE(letters.empty()) << what;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const Rect& ink = letters[i];
        for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(ink.intersects(letters[j])) << what << ": lines touch";
        for (const Rect& mark : marks) EXPECT_FALSE(ink.intersects(mark)) << what << ": a line touches icon or bar";
        EXPECT_GE(ink.y, box.y) << what;
        EXPECT_LE(ink.bottom(), box.bottom()) << what;
        const double left = box.x + std::max(outlineInset(shape, 1, box, {box.x, ink.y}),
                                             outlineInset(shape, 1, box, {box.x, ink.bottom()}));
        EXPECT_GE(ink.x, left) << what;
        const double right = box.right() - std::max(outlineInset(shape, 1, box, {box.right(), ink.y}),
                                                    outlineInset(shape, 1, box, {box.right(), ink.bottom()}));
        EXPECT_LE(ink.right(), right - (shape == Shape::Queue ? slots : 0)) << what;
        if (shape == Shape::Store) {
            const double lid = 2 * outlineInset(shape, 1, box, {box.x, box.y});
            EXPECT_GE(ink.y, box.y + lid) << what << ": a line touches the lid";
        }
        if (row != nullptr && row->bottleneck) {
            const Rect mark = coveredBy(shape, box)[1];
            EXPECT_GT(distance(ink, {mark.x + mark.width / 2, mark.y + mark.height / 2}), mark.width / 2)
                << what << ": a line touches the mark";
        }
    }
}

TEST(Cards, KeepNameKindFiguresAndMarkApartInEveryBody) {
    const auto catalog = catalog::Catalog::builtIn();
    OverlayRow busy, bottleneck, overloaded, source;
    busy.fullness = 0.02;
    busy.share_ms = 0.924;
    bottleneck.fullness = 0.9995;
    bottleneck.share_ms = 412;
    bottleneck.bottleneck = true;
    overloaded.stable = false;
    overloaded.share_ms = 12e3;
    overloaded.bottleneck = true;
    source.offered_per_s = 12345;
    for (const catalog::Kind& kind : catalog->kinds())
        for (const std::string name : {"", "Ranker", "Second-pass ranker", "Relational database (OLTP) of all orders",
                                       "Incomprehensibilities Counterrevolutionaries"})
            for (const int copies : {1, 24})
                for (const Size size : {Size{176, 72}, Size{240, 120}, Size{140, 60}})
                    for (const OverlayRow* row :
                         std::initializer_list<const OverlayRow*>{nullptr, &busy, &bottleneck, &overloaded, &source})
                        expectFit(kind, name, copies, size, row);
}

TEST(Cards, SayTheKindOnlyWhereTheNameDoesNot) {
    const auto catalog = catalog::Catalog::builtIn();
    const catalog::Kind* kind = catalog->kind("service");
    ASSERT_NE(kind, nullptr);
    const FallbackWidths fallback;
    const Pen pen{themeColours(ThemeName::Light), fallback};
    const auto lines = [&](const std::string& name) {
        design::Component component;
        component.id = design::ComponentId("c");
        component.kind = kind->id;
        component.name = name;
        const auto items = drawComponent(pen, component, kind, {0, 0, 176, 72}, nullptr);
        return std::count_if(items.begin(), items.end(),
                             [](const Item& i) { return std::holds_alternative<TextItem>(i); });
    };
    EXPECT_EQ(lines("Ranker"), 2);
    EXPECT_EQ(lines(kind->title), 1);
}

} // namespace
} // namespace catenary::scene
