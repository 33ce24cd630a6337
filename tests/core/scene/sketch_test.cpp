// SPDX-License-Identifier: Apache-2.0
// The sketch theme draws the same things by hand.
#include "core/scene/sketch.h"

#include <gtest/gtest.h>

#include <cmath>

namespace catenary::scene {
namespace {

const Stroke ink{{0, 0, 0, 255}, 1.5, {}, true};

PathItem line(Point a, Point b, Stroke stroke = ink) {
    PathItem path;
    path.verbs = {PathItem::Verb::Move, PathItem::Verb::Line};
    path.points = {a, b};
    path.stroke = std::move(stroke);
    return path;
}

TEST(Sketch, IsTheSameForTheSameElementAndAnotherForAnother) {
    const std::vector<Item> items{RectItem{{0, 0, 176, 72}, 10, {255, 255, 255, 255}, ink}, line({0, 0}, {300, 0})};
    EXPECT_EQ(sketched(items, "a"), sketched(items, "a"));
    EXPECT_NE(sketched(items, "a"), sketched(items, "b"));
}

TEST(Sketch, StaysNearWhatItDraws) {
    for (const double length : {5.0, 60.0, 400.0, 3000.0})
        for (const char* seed : {"a", "b", "c", "d"})
            for (const Item& item : sketched({line({0, 0}, {length, 0})}, seed))
                for (const Point p : std::get<PathItem>(item).points) {
                    EXPECT_LE(std::abs(p.y), 1.3 + 1.3 + 0.006 * length) << length;
                    EXPECT_GE(p.x, -2.0);
                    EXPECT_LE(p.x, length + 2.0);
                }
}

TEST(Sketch, DrawsLongLinesTwiceAndDashesOnce) {
    Stroke dashed = ink;
    dashed.dash = {4, 4};
    EXPECT_EQ(sketched({line({0, 0}, {200, 0})}, "a").size(), 2U);
    EXPECT_EQ(sketched({line({0, 0}, {20, 0})}, "a").size(), 1U);
    EXPECT_EQ(sketched({line({0, 0}, {200, 0}, dashed)}, "a").size(), 1U);
}

TEST(Sketch, AClosedOutlineEndsWhereItBegins) {
    const auto items = sketched({RectItem{{0, 0, 176, 72}, 10, {0, 0, 0, 0}, ink}}, "a");
    ASSERT_FALSE(items.empty());
    for (const Item& item : items) {
        const auto& points = std::get<PathItem>(item).points;
        EXPECT_LT(std::hypot(points.front().x - points.back().x, points.front().y - points.back().y), 2.5);
    }
}

TEST(Sketch, FillsAreNotMoved) {
    const RectItem bar{{3, 4, 50, 6}, 3, {10, 20, 30, 255}, {{0, 0, 0, 0}, 0, {}, true}};
    EXPECT_EQ(sketched({bar}, "a"), std::vector<Item>{bar});
}

TEST(Sketch, HandwritingTakesNoMoreRoomThanPrint) {
    for (const char* said : {"Second-pass ranker", "WWWWWW", "iiiiii", "p99 88 ms ± 1", "41 % → 70 %", "模型 ranker"}) {
        TextItem text;
        text.text = said;
        text.size = 13;
        text.width = textWidth(said, 13, Weight::Regular);
        const auto hand = std::get<TextItem>(sketched({text}, "a").front());
        EXPECT_LE(hand.width, text.width + 1e-9) << said;
        EXPECT_NEAR(hand.width, handWidth(said, hand.size, Weight::Regular), 1e-9) << said;
        EXPECT_EQ(hand.family, handFamily);
        EXPECT_GE(hand.size, 8) << said;
    }
}

} // namespace
} // namespace catenary::scene
