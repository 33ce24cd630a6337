// SPDX-License-Identifier: Apache-2.0
#include "core/scene/labels.h"
#include "core/scene/route.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

namespace catenary::scene {
namespace {

struct Plan {
    std::vector<Rect> boxes;
    std::vector<Wire> wires;
};

/// Cards on a jittered grid, so that none overlap, with random wires between them.
Plan planFrom(const std::vector<int>& numbers, std::size_t columns, std::size_t rows, std::size_t wires) {
    Plan plan;
    std::size_t next = 0;
    const auto number = [&](int below) { return numbers[next++ % numbers.size()] % below; };
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c) {
            if (number(5) == 0) continue;
            plan.boxes.push_back(
                {static_cast<double>(c) * 240 + number(40), static_cast<double>(r) * 124 + number(30), 176, 72});
        }
    for (std::size_t w = 0; w < wires && !plan.boxes.empty(); ++w) {
        const int count = static_cast<int>(plan.boxes.size());
        plan.wires.push_back({static_cast<std::size_t>(number(count)), static_cast<std::size_t>(number(count))});
    }
    return plan;
}

rc::Gen<std::vector<int>> numbers() {
    return rc::gen::container<std::vector<int>>(97, rc::gen::inRange(0, 1 << 20));
}

Rect segment(Point a, Point b) {
    return {std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)};
}

bool onBorder(const Rect& box, Point p) {
    const bool vertical = (p.x == box.x || p.x == box.right()) && p.y >= box.y && p.y <= box.bottom();
    return vertical || ((p.y == box.y || p.y == box.bottom()) && p.x >= box.x && p.x <= box.right());
}

RC_GTEST_PROP(Routes, MeetNoBoxButTheirEnds, ()) {
    const Plan plan = planFrom(*numbers(), 5, 4, 14);
    const Routes routes = routeAll(plan.boxes, plan.wires);
    RC_ASSERT(routes.size() == plan.wires.size());
    for (std::size_t w = 0; w < routes.size(); ++w)
        for (std::size_t i = 0; i + 1 < routes[w].size(); ++i)
            for (std::size_t b = 0; b < plan.boxes.size(); ++b) {
                // The border of an own end is touched, its inside is not.
                const Rect inside = plan.boxes[b].grown(-0.5);
                RC_ASSERT(!segment(routes[w][i], routes[w][i + 1]).grown(0.01).intersects(inside));
            }
}

RC_GTEST_PROP(Routes, AreOrthogonalFromBorderToBorder, ()) {
    const Plan plan = planFrom(*numbers(), 5, 4, 14);
    const Routes routes = routeAll(plan.boxes, plan.wires);
    for (std::size_t w = 0; w < routes.size(); ++w) {
        RC_ASSERT(routes[w].size() >= 2u);
        RC_ASSERT(onBorder(plan.boxes[plan.wires[w].from], routes[w].front()));
        RC_ASSERT(onBorder(plan.boxes[plan.wires[w].to], routes[w].back()));
        for (std::size_t i = 0; i + 1 < routes[w].size(); ++i)
            RC_ASSERT((routes[w][i].x == routes[w][i + 1].x) != (routes[w][i].y == routes[w][i + 1].y));
    }
}

RC_GTEST_PROP(Routes, DependOnlyOnTheArguments, ()) {
    const Plan plan = planFrom(*numbers(), 4, 4, 10);
    RC_ASSERT(routeAll(plan.boxes, plan.wires) == routeAll(plan.boxes, plan.wires));
}

RC_GTEST_PROP(Routes, StayWhereTheyAreKept, ()) {
    const Plan plan = planFrom(*numbers(), 4, 3, 8);
    Routes kept = routeAll(plan.boxes, plan.wires);
    for (std::size_t w = 0; w < kept.size(); w += 2) kept[w].clear();
    const Routes routes = routeAll(plan.boxes, plan.wires, kept);
    for (std::size_t w = 1; w < kept.size(); w += 2) RC_ASSERT(routes[w] == kept[w]);
}

TEST(Routes, GoStraightBetweenBoxesThatFaceEachOther) {
    const std::vector<Rect> boxes = {{0, 0, 176, 72}, {300, 0, 176, 72}};
    EXPECT_EQ(routeAll(boxes, {{0, 1}}), (Routes{{{176, 36}, {300, 36}}}));
}

TEST(Routes, GoAroundABoxInBetween) {
    const std::vector<Rect> boxes = {{0, 0, 176, 72}, {600, 0, 176, 72}, {300, 0, 176, 72}};
    const Routes routes = routeAll(boxes, {{0, 1}});
    EXPECT_GT(routes[0].size(), 2u);
}

TEST(Routes, LeaveOneSideApart) {
    const std::vector<Rect> boxes = {{0, 200, 176, 72}, {400, 0, 176, 72}, {400, 200, 176, 72}, {400, 400, 176, 72}};
    const Routes routes = routeAll(boxes, {{0, 1}, {0, 2}, {0, 3}});
    std::vector<double> ends;
    for (const auto& route : routes) ends.push_back(route.front().y);
    EXPECT_LT(ends[0], ends[1]) << "the upper target is left for above the middle one";
    EXPECT_LT(ends[1], ends[2]);
}

TEST(Routes, DoNotShareASegmentWhereThereIsRoom) {
    const std::vector<Rect> boxes = {{0, 0, 176, 72}, {0, 200, 176, 72}, {400, 40, 176, 72}, {400, 240, 176, 72}};
    const Routes routes = routeAll(boxes, {{0, 3}, {1, 2}});
    for (std::size_t i = 0; i + 1 < routes[0].size(); ++i)
        for (std::size_t j = 0; j + 1 < routes[1].size(); ++j) {
            const bool parallel = (routes[0][i].x == routes[0][i + 1].x) == (routes[1][j].x == routes[1][j + 1].x);
            if (!parallel) continue;
            EXPECT_FALSE(
                segment(routes[0][i], routes[0][i + 1]).grown(2).intersects(segment(routes[1][j], routes[1][j + 1])));
        }
}

TEST(Routes, CanBeToldApartInAGapThatIsNarrow) {
    // n lines across a gap need (n − 1) × 6 of it between the ends that stay
    for (const double gap : {32.0, 36.0, 39.0, 40.0, 48.0}) {
        std::vector<Rect> boxes;
        for (int row = 0; row < 4; ++row)
            for (const double x : {0.0, 176.0 + gap}) boxes.push_back({x, row * 92.0, 176, 72});
        const Routes routes = routeAll(boxes, {{0, 7}, {2, 5}, {4, 3}, {6, 1}});
        std::vector<Rect> vertical;
        for (const auto& route : routes)
            for (std::size_t i = 0; i + 1 < route.size(); ++i)
                if (route[i].x == route[i + 1].x) vertical.push_back(segment(route[i], route[i + 1]));
        ASSERT_EQ(vertical.size(), 4u) << gap;
        for (std::size_t a = 0; a < vertical.size(); ++a)
            for (std::size_t b = 0; b < a; ++b)
                EXPECT_GE(std::abs(vertical[a].x - vertical[b].x), 5.99) << "a gap of " << gap;
    }
}

TEST(Routes, OfALoopComeBackToTheirBox) {
    const Routes routes = routeAll({{0, 0, 176, 72}}, {{0, 0}});
    EXPECT_EQ(routes[0].front().x, 176);
    EXPECT_EQ(routes[0].back().y, 72);
}

TEST(Routes, AreGivenEvenBetweenBoxesThatOverlap) {
    const Routes routes = routeAll({{0, 0, 176, 72}, {20, 10, 176, 72}, {10, 5, 300, 300}}, {{0, 1}});
    EXPECT_GE(routes[0].size(), 2u);
}

/// As `placeLabels` wants them.
std::vector<const std::vector<Point>*> all(const Routes& routes) {
    std::vector<const std::vector<Point>*> pointers;
    for (const auto& route : routes) pointers.push_back(&route);
    return pointers;
}

RC_GTEST_PROP(Labels, CoverNoBoxAndNoOtherLabel, ()) {
    const std::vector<int> random = *numbers();
    const Plan plan = planFrom(random, 4, 4, 12);
    const Routes routes = routeAll(plan.boxes, plan.wires);
    std::vector<LabelRequest> labels;
    for (std::size_t w = 0; w < routes.size(); ++w)
        labels.push_back({w, {{40.0 + random[w] % 120, 20}, {40.0 + random[w] % 60, 34}}});
    const std::vector<LabelPlace> places = placeLabels(all(routes), {plan.boxes, {}}, labels);
    std::vector<Rect> taken = plan.boxes;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const Size size = labels[i].sizes[places[i].shape];
        const Rect plate{places[i].at.x, places[i].at.y, size.width, size.height};
        for (const Rect& other : taken) RC_ASSERT(!plate.intersects(other));
        taken.push_back(plate);
    }
}

/// True if the plate touches its own route and no other route, box or label of `taken`.
bool isClean(const Rect& plate, const Routes& routes, std::size_t own, const std::vector<Rect>& taken) {
    bool touches = false;
    for (std::size_t r = 0; r < routes.size(); ++r)
        for (std::size_t i = 0; i + 1 < routes[r].size(); ++i) {
            const Rect line = segment(routes[r][i], routes[r][i + 1]).grown(0.01);
            if (r == own)
                touches = touches || line.intersects(plate.grown(labelling::reach));
            else if (line.intersects(plate))
                return false;
        }
    return touches && std::none_of(taken.begin(), taken.end(), [&](const Rect& t) { return t.intersects(plate); });
}

RC_GTEST_PROP(Labels, StandOnTheirOwnRouteAloneWhereverThatIsPossible, ()) {
    const std::vector<int> random = *numbers();
    const Plan plan = planFrom(random, 4, 4, 10);
    const Routes routes = routeAll(plan.boxes, plan.wires);
    std::vector<LabelRequest> labels;
    for (std::size_t w = 0; w < routes.size(); ++w) labels.push_back({w, {{40.0 + random[w] % 80, 20}}});
    const std::vector<LabelPlace> places = placeLabels(all(routes), {plan.boxes, {}}, labels);
    const auto plateOf = [&](std::size_t i) {
        return Rect{places[i].at.x, places[i].at.y, labels[i].sizes[0].width, labels[i].sizes[0].height};
    };
    for (std::size_t i = 0; i < labels.size(); ++i) {
        std::vector<Rect> taken = plan.boxes;
        for (std::size_t other = 0; other < labels.size(); ++other)
            if (other != i) taken.push_back(plateOf(other));
        if (isClean(plateOf(i), routes, i, taken)) continue;
        // Then there is no place on the route with a little room around it.
        for (std::size_t s = 0; s + 1 < routes[i].size(); ++s) {
            const Rect line = segment(routes[i][s], routes[i][s + 1]);
            const Size size = labels[i].sizes[0];
            const double spare = line.height == 0 ? line.width - size.width : line.height - size.height;
            for (double at = 24; at <= spare - 24; at += 4) {
                const Rect plate = line.height == 0
                                       ? Rect{line.x + at, line.y - size.height / 2, size.width, size.height}
                                       : Rect{line.x - size.width / 2, line.y + at, size.width, size.height};
                RC_ASSERT(!isClean(plate.grown(6), routes, i, taken));
            }
        }
    }
}

TEST(Labels, KeepOffABundleTheyCouldNotBeTellApartIn) {
    // Three lines side by side: the label of the middle one stands on the stretch it has for itself.
    const Routes routes = {{{0, 0}, {100, 0}, {100, 400}, {300, 400}},
                           {{0, 10}, {110, 10}, {110, 300}, {300, 300}},
                           {{0, 20}, {120, 20}, {120, 200}, {300, 200}}};
    const LabelPlace place = placeLabels(all(routes), {}, {{1, {{80, 20}}}}).front();
    EXPECT_EQ(place.at.y, 290);
    EXPECT_GT(place.at.x, 110);
}

TEST(Labels, GiveWayToOneThatHasNoOtherPlace) {
    // The first label likes the middle of its line, where alone the second one's line leaves room.
    const std::vector<Rect> boxes = {{0, 20, 150, 60}, {250, 20, 150, 60}};
    const Routes routes = {{{0, 0}, {400, 0}}, {{200, 10}, {200, 90}}};
    const auto places = placeLabels(all(routes), {boxes, {}}, {{0, {{90, 20}}}, {1, {{60, 20}}}});
    EXPECT_FALSE((Rect{places[0].at.x, places[0].at.y, 90, 20}.intersects({places[1].at.x, places[1].at.y, 60, 20})));
    EXPECT_EQ(places[1].at.x, 170);
}

} // namespace
} // namespace catenary::scene
