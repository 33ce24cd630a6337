// SPDX-License-Identifier: Apache-2.0
// How connections are drawn on request, where they cross, and what a move leaves as it was.
#include "core/design/edit.h"
#include "core/scene/compose.h"
#include "core/scene/route.h"
#include "core/scene/route_hops.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace catenary::scene {
namespace {

using design::RouteStyle;

const catalog::Catalog& kinds() {
    static const auto catalog = catalog::Catalog::builtIn();
    return *catalog;
}

design::Component card(const std::string& id, double x, double y) {
    design::Component component;
    component.id = design::ComponentId(id);
    component.kind = "service";
    component.at = design::Point{x, y};
    return component;
}

design::Connection line(const std::string& from, const std::string& to, const std::string& id = {}) {
    design::Connection connection;
    connection.id = design::ConnectionId(id.empty() ? from + "-" + to : id);
    connection.from = design::ComponentId(from);
    connection.to = design::ComponentId(to);
    return connection;
}

/// Cards on a jittered grid with labelled connections between random ones.
design::Design randomGrid(const std::vector<int>& numbers, int columns, int rows, int connections) {
    design::Design design;
    std::size_t next = 0;
    const auto number = [&](int below) { return numbers[next++ % numbers.size()] % below; };
    for (int i = 0; i < columns * rows; ++i)
        design.components.add(
            card("s" + std::to_string(i), i % columns * 280 + number(30), i / columns * 150 + number(30)));
    for (int i = 0; i < connections; ++i) {
        const int from = number(columns * rows), to = number(columns * rows);
        design::Connection connection =
            line("s" + std::to_string(from), "s" + std::to_string(to), "c" + std::to_string(i));
        if (number(2) == 0) connection.label = "call " + std::to_string(i);
        design.connections.add(std::move(connection));
    }
    return design;
}

rc::Gen<std::vector<int>> numbers() {
    return rc::gen::container<std::vector<int>>(97, rc::gen::inRange(0, 1 << 20));
}

Rect segment(Point a, Point b) {
    return {std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)};
}

bool passes(const std::vector<Point>& route, Point p) {
    for (std::size_t i = 0; i + 1 < route.size(); ++i) {
        const double length = std::hypot(route[i + 1].x - route[i].x, route[i + 1].y - route[i].y);
        const double by =
            std::hypot(p.x - route[i].x, p.y - route[i].y) + std::hypot(route[i + 1].x - p.x, route[i + 1].y - p.y);
        if (by < length + 0.01) return true;
    }
    return false;
}

const std::vector<Rect> pair = {{0, 0, 176, 72}, {500, 300, 176, 72}};

TEST(Routes, PassThroughTheirWaypoints) {
    for (const RouteStyle style : {RouteStyle::Orthogonal, RouteStyle::Straight, RouteStyle::Curved}) {
        const std::vector<Point> waypoints = {{300, -80}, {400, 200}};
        const Routes routes = routeAll(pair, {{0, 1, style, waypoints, {}, {}}});
        for (const Point& p : waypoints) EXPECT_TRUE(passes(routes[0], p)) << p.x << ", " << p.y;
    }
}

TEST(Routes, OfAStyleGoWhereTheStyleSays) {
    const Routes routes =
        routeAll(pair, {{0, 1, RouteStyle::Straight, {}, {}, {}}, {0, 1, RouteStyle::Curved, {}, {}, {}}});
    EXPECT_EQ(routes[0].size(), 2u);
    // A curve leaves square to its side: at first straight to the right.
    EXPECT_EQ(routes[1].front().x, 176);
    EXPECT_LT(std::abs(routes[1][1].y - routes[1][0].y), (routes[1][1].x - routes[1][0].x) / 4);
}

TEST(Routes, LeaveAndEnterOnTheSidesAskedFor) {
    for (const RouteStyle style : {RouteStyle::Orthogonal, RouteStyle::Curved}) {
        const Routes routes = routeAll(pair, {{0, 1, style, {}, design::Side::Top, design::Side::Bottom}});
        EXPECT_EQ(routes[0].front().y, 0);
        EXPECT_EQ(routes[0].back().y, 372);
    }
}

TEST(Routes, OfTheSameTwoBoxesAreApart) {
    for (const RouteStyle style : {RouteStyle::Orthogonal, RouteStyle::Straight, RouteStyle::Curved}) {
        const Wire wire{0, 1, style, {}, {}, {}}, back{1, 0, style, {}, {}, {}};
        const Routes routes = routeAll(pair, {wire, wire, back});
        const Routes distinct = {routes[0], routes[1], {routes[2].rbegin(), routes[2].rend()}};
        for (std::size_t a = 0; a < 3; ++a)
            for (std::size_t b = 0; b < a; ++b) {
                EXPECT_GT(std::hypot(distinct[a][0].x - distinct[b][0].x, distinct[a][0].y - distinct[b][0].y), 6);
            }
    }
}

TEST(Routes, OfSeveralLoopsLieOneInTheOther) {
    const Routes routes = routeAll({{0, 0, 176, 72}}, {{0, 0, {}, {}, {}, {}}, {0, 0, {}, {}, {}, {}}});
    EXPECT_GT(routes[1][1].x, routes[0][1].x);
    EXPECT_GT(routes[1][2].y, routes[0][2].y);
}

TEST(Hops, AreWhereAHorizontalLineCrossesAVerticalOne) {
    const Routes routes = {{{0, 100}, {300, 100}}, {{150, 0}, {150, 200}}, {{0, 0}, {0, 300}}};
    const auto hops = hopsOf(routes);
    EXPECT_EQ(hops[0], (std::vector<Point>{{150, 100}}));
    EXPECT_TRUE(hops[1].empty());
    EXPECT_TRUE(hops[2].empty()) << "lines that only touch do not cross";
}

TEST(Hops, ThatAreNearEachOtherShareABridge) {
    const std::vector<Point> route = {{0, 100}, {300, 100}};
    // one bridge has 4 corners
    EXPECT_EQ(withHops(route, {{150, 100}}).size(), 6u);
    EXPECT_EQ(withHops(route, {{150, 100}, {158, 100}}).size(), 6u);
    EXPECT_EQ(withHops(route, {{150, 100}, {190, 100}}).size(), 10u);
    const std::vector<Point> back = withHops({{300, 100}, {0, 100}}, {{190, 100}, {150, 100}});
    for (std::size_t i = 0; i + 1 < back.size(); ++i) EXPECT_LE(back[i + 1].x, back[i].x) << "never turns back";
}

RC_GTEST_PROP(Moves, LeaveRoutesThatTheyDoNotTouchAsTheyWere, ()) {
    const design::Design before = randomGrid(*numbers(), 6, 5, 24);
    const std::size_t index = *rc::gen::inRange<std::size_t>(0, before.components.size());
    const std::string id = before.components[index].id.str();
    const auto after = design::apply(before, design::MoveElements{{id}, 24, -16});
    RC_ASSERT(after.has_value());
    const Geometry old = arrange(before, kinds()), now = rearrange(old, before, *after, kinds());
    std::set<std::string> beside{id}; // what shares a box with a line of the one that moved makes room
    for (const auto& connection : before.connections)
        if (connection->from.str() == id || connection->to.str() == id) {
            beside.insert(connection->from.str());
            beside.insert(connection->to.str());
        }
    const Rect arrived = now.boxes.at(id).grown(2);
    // A line on whose way the card now lies is made anew, and then those that share a box with that one.
    for (const auto& connection : before.connections) {
        const std::vector<Point>& route = old.routes.at(connection->id.str());
        for (std::size_t i = 0; i + 1 < route.size(); ++i)
            if (segment(route[i], route[i + 1]).grown(0.01).intersects(arrived)) {
                beside.insert(connection->from.str());
                beside.insert(connection->to.str());
            }
    }
    for (const auto& connection : before.connections)
        if (!beside.contains(connection->from.str()) && !beside.contains(connection->to.str()))
            RC_ASSERT(old.routes.at(connection->id.str()) == now.routes.at(connection->id.str()));
}

RC_GTEST_PROP(Moves, ComposeWhatIsComposedWithoutAnEarlierScene, ()) {
    const design::Design before = randomGrid(*numbers(), 5, 4, 16);
    const std::string id = before.components[*rc::gen::inRange<std::size_t>(0, before.components.size())].id.str();
    const auto after = design::apply(before, design::MoveElements{{id}, 20, 12});
    RC_ASSERT(after.has_value());
    const Geometry old = arrange(before, kinds()), now = arrange(*after, kinds());
    const Scene first = compose(before, kinds(), old);
    const Earlier earlier{&first, &before, &old};
    RC_ASSERT(toText(compose(*after, kinds(), now, {.earlier = &earlier})) == toText(compose(*after, kinds(), now)));
}

RC_GTEST_PROP(Moves, LeaveNoLabelOnACardOrAnotherLabel, ()) {
    design::Design design = randomGrid(*numbers(), 5, 4, 12);
    Geometry geometry = arrange(design, kinds());
    Scene scene = compose(design, kinds(), geometry);
    for (int step = 0; step < 5; ++step) {
        const auto moved = design::apply(design, design::MoveElements{{"s7"}, 8, 4});
        RC_ASSERT(moved.has_value());
        Geometry now = rearrange(geometry, design, *moved, kinds());
        Earlier earlier{&scene, &design, &geometry};
        earlier.labels_stay = true;
        Scene next = compose(*moved, kinds(), now, {.earlier = &earlier});
        design = *moved;
        geometry = std::move(now);
        scene = std::move(next);
        std::vector<Rect> taken;
        for (const auto& [name, box] : geometry.boxes) taken.push_back(box);
        for (const auto& node : scene.nodes)
            if (node->role == Role::ConnectionLabel) {
                for (const Rect& other : taken) RC_ASSERT(!node->bounds.intersects(other));
                taken.push_back(node->bounds);
            }
    }
}

TEST(Labels, HaveThreeSlots) {
    design::Design design;
    design.components.add(card("a", 0, 0));
    design.components.add(card("b", 600, 0));
    design::Connection connection = line("a", "b");
    connection.start_label = "1";
    connection.label = "calls";
    connection.end_label = "0..n";
    design.connections.add(connection);
    const Scene scene = compose(design, kinds(), arrange(design, kinds()));
    std::vector<double> places;
    for (const auto& node : scene.nodes)
        if (node->role == Role::ConnectionLabel) places.push_back(node->bounds.x + node->bounds.width / 2);
    ASSERT_EQ(places.size(), 3u);
    EXPECT_LT(places[0], 260);
    EXPECT_NEAR(places[1], 388, 20);
    EXPECT_GT(places[2], 520);
}

TEST(MoveElements, TakeWaypointsAlongWhereBothEndsMove) {
    design::Design design;
    design.components.add(card("a", 0, 0));
    design.components.add(card("b", 600, 0));
    design::Connection connection = line("a", "b");
    connection.waypoints = {{300, 200}};
    design.connections.add(connection);
    const auto one = design::apply(design, design::MoveElements{{"a"}, 10, 20});
    EXPECT_EQ(one->connections[0].waypoints, connection.waypoints);
    const auto both = design::apply(design, design::MoveElements{{"a", "b"}, 10, 20});
    EXPECT_EQ(both->connections[0].waypoints, (std::vector<Point>{{310, 220}}));
}

} // namespace
} // namespace catenary::scene
