// SPDX-License-Identifier: Apache-2.0
#include "core/design/codec.h"
#include "core/scene/compose.h"
#include "core/scene/layout.h"
#include "core/scene/path.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace catenary::scene {
namespace {

const catalog::Catalog& kinds() {
    static const auto catalog = catalog::Catalog::builtIn();
    return *catalog;
}

design::Component card(const std::string& id, double x, double y, const std::string& name = {}) {
    design::Component c;
    c.id = design::ComponentId(id);
    c.kind = "service";
    c.name = name;
    c.at = Point{x, y};
    return c;
}

design::Connection wire(const std::string& from, const std::string& to, const std::string& label = {}) {
    design::Connection c;
    c.id = design::ConnectionId(from + "-" + to);
    c.from = design::ComponentId(from);
    c.to = design::ComponentId(to);
    c.label = label;
    return c;
}

design::Design chain() {
    design::Design d;
    d.components.add(card("a", 0, 0));
    d.components.add(card("b", 300, 0));
    d.components.add(card("c", 600, 200));
    d.connections.add(wire("a", "b", "ask"));
    d.connections.add(wire("b", "c"));
    return d;
}

Scene sceneOf(const design::Design& d, const ComposeOptions& options = {}) {
    return compose(d, kinds(), arrange(d, kinds()), options);
}

const Node* node(const Scene& scene, const std::string& id, Role role = Role::Component) {
    for (const auto& n : scene.nodes)
        if (n->id == id && n->role == role) return n.get();
    return nullptr;
}

std::vector<TextItem> texts(const Node& n) {
    std::vector<TextItem> result;
    for (const Item& item : n.items)
        if (const auto* text = std::get_if<TextItem>(&item)) result.push_back(*text);
    return result;
}

class Templates : public testing::TestWithParam<std::string> {
protected:
    void SetUp() override {
        const auto decoded = design::load(GetParam());
        ASSERT_TRUE(decoded) << support::describe(decoded.error());
        auto placed = withPlaces(decoded->design, kinds());
        ASSERT_TRUE(placed) << support::describe(placed.error());
        design = *placed;
    }
    design::Design design;
};

TEST_P(Templates, HaveNoConnectionThroughACard) {
    const Geometry geometry = arrange(design, kinds());
    for (const auto& connection : design.connections) {
        const std::vector<Point>& route = geometry.routes.at(connection->id.str());
        for (std::size_t i = 0; i + 1 < route.size(); ++i) {
            const Rect segment{std::min(route[i].x, route[i + 1].x), std::min(route[i].y, route[i + 1].y),
                               std::abs(route[i].x - route[i + 1].x), std::abs(route[i].y - route[i + 1].y)};
            for (const auto& component : design.components)
                EXPECT_FALSE(segment.grown(0.01).intersects(geometry.boxes.at(component->id.str()).grown(-0.5)))
                    << connection->id.str() << " crosses " << component->id.str();
        }
    }
}

TEST_P(Templates, HaveEveryLabelClearOfCardsAndOtherLabels) {
    const Scene scene = sceneOf(design);
    for (const auto& a : scene.nodes)
        for (const auto& b : scene.nodes)
            if (a != b && a->role == Role::ConnectionLabel &&
                (b->role == Role::ConnectionLabel || b->role == Role::Component)) {
                EXPECT_FALSE(a->bounds.intersects(b->bounds)) << a->title << " covers " << b->title;
            }
}

TEST_P(Templates, HaveTheirTextWithinTheirCards) {
    const Scene scene = sceneOf(design);
    const Geometry geometry = arrange(design, kinds());
    for (const auto& n : scene.nodes) {
        if (n->role != Role::Component) continue;
        const Rect box = geometry.boxes.at(n->id);
        for (const TextItem& text : texts(*n)) {
            const Rect bounds = boundsOf(text);
            EXPECT_GE(bounds.x, box.x) << text.text;
            EXPECT_LE(bounds.right(), box.right() + 0.5) << text.text;
        }
    }
}

std::vector<std::string> templateFiles() {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(CATENARY_SOURCE_DIR) + "/templates"))
        if (entry.path().extension() == ".catenary") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
}
INSTANTIATE_TEST_SUITE_P(All, Templates, testing::ValuesIn(templateFiles()), [](const auto& file) {
    std::string name = std::filesystem::path(file.param).stem().string();
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

TEST(Compose, IsDeterministic) {
    EXPECT_EQ(toText(sceneOf(chain())), toText(sceneOf(chain())));
}

TEST(Compose, DrawsEveryElementOnce) {
    const Scene scene = sceneOf(chain());
    std::set<std::pair<Role, std::string>> seen;
    for (const auto& n : scene.nodes) EXPECT_TRUE(seen.insert({n->role, n->id}).second) << n->id;
    EXPECT_EQ(seen.size(), 6u) << "three cards, two connections, one label";
}

TEST(Compose, DrawsCardsWithALargerZOverOthers) {
    design::Design d = chain();
    design::Component raised = d.components[0];
    raised.z = 1;
    d.components.replace(0, raised);
    std::vector<std::string> order;
    for (const auto& n : sceneOf(d).nodes)
        if (n->role == Role::Component) order.push_back(n->id);
    EXPECT_EQ(order, (std::vector<std::string>{"b", "c", "a"}));
}

TEST(Compose, KeepsALongNameInTheTitleAndElidesItOnTheCard) {
    design::Design d;
    const std::string name = "The component whose name is far too long for any card that one would want to look at";
    d.components.add(card("a", 0, 0, name));
    const Scene scene = sceneOf(d);
    const Node* a = node(scene, "a");
    ASSERT_NE(a, nullptr);
    EXPECT_EQ(a->title, name);
    const auto said = texts(*a);
    EXPECT_EQ(std::count_if(said.begin(), said.end(), [](const TextItem& t) { return t.weight == Weight::SemiBold; }),
              2);
    EXPECT_TRUE(said[1].text.ends_with("…"));
}

TEST(Compose, SharesWhatAnEditDidNotTouch) {
    const design::Design before = chain();
    design::Design after = before;
    after.components.replace(2, card("c", 600, 240));
    const Scene first = sceneOf(before);
    const Geometry geometry = arrange(before, kinds());
    const Earlier earlier{&first, &before, &geometry};
    const Scene second = compose(after, kinds(), arrange(after, kinds()), {.earlier = &earlier});
    EXPECT_EQ(node(first, "a"), node(second, "a"));
    EXPECT_NE(node(first, "c"), node(second, "c"));
    EXPECT_EQ(toText(second), toText(sceneOf(after)));
}

TEST(Compose, DrawsOnlyWhatIsAskedForAndTheConnectionsWithin) {
    const Scene scene = sceneOf(chain(), {.only = {"a", "b"}});
    EXPECT_NE(node(scene, "a-b", Role::Connection), nullptr);
    EXPECT_EQ(node(scene, "b-c", Role::Connection), nullptr);
    EXPECT_EQ(node(scene, "c"), nullptr);
}

TEST(Compose, WritesTheShareOfARoutersBranches) {
    design::Design d;
    d.components.add(card("r", 0, 0));
    d.components.add(card("a", 300, 0));
    d.components.add(card("b", 300, 200));
    design::Component router = d.components[0];
    router.kind = "router";
    d.components.replace(0, router);
    design::Connection major = wire("r", "a"), minor = wire("r", "b", "canary");
    major.weight = 3;
    d.connections.add(major);
    d.connections.add(minor);
    const Scene scene = sceneOf(d);
    ASSERT_NE(node(scene, "r-a", Role::ConnectionLabel), nullptr);
    EXPECT_EQ(node(scene, "r-a", Role::ConnectionLabel)->title, "75\u00a0%");
    EXPECT_EQ(node(scene, "r-b", Role::ConnectionLabel)->title, "canary\u00a0· 25\u00a0%");
}

TEST(Compose, LeavesLabelsWhereTheyAreWhenNumbersChange) {
    const design::Design before = chain();
    design::Design after = before;
    design::Component many = before.components[1];
    many.parameters.emplace_back("replicas", 40);
    after.components.replace(1, many);
    const auto estimate = insight::estimate(after, kinds());
    const Scene plain = sceneOf(before), busy = sceneOf(after, {.estimate = estimate ? &*estimate : nullptr});
    const Node *a = node(plain, "a-b", Role::ConnectionLabel), *b = node(busy, "a-b", Role::ConnectionLabel);
    ASSERT_TRUE(a != nullptr && b != nullptr);
    EXPECT_EQ(a->bounds, b->bounds);
}

TEST(Compose, HasRoomForADesignWithNothingInIt) {
    EXPECT_FALSE(sceneOf({}).bounds.empty());
}

TEST(Rearrange, KeepsRoutesFarFromTheChange) {
    design::Design before = chain();
    before.components.add(card("x", 0, 900));
    before.components.add(card("y", 300, 950));
    before.connections.add(wire("x", "y"));
    const Geometry geometry = arrange(before, kinds());
    design::Design after = before;
    after.components.replace(2, card("c", 620, 300));
    const Geometry moved = rearrange(geometry, before, after, kinds());
    EXPECT_EQ(moved.routes.at("x-y"), geometry.routes.at("x-y"));
    EXPECT_NE(moved.routes.at("b-c"), geometry.routes.at("b-c"));
    EXPECT_EQ(moved.boxes, arrange(after, kinds()).boxes);
}

TEST(Rearrange, LeadsRoutesAroundACardDroppedOnThem) {
    const design::Design before = chain();
    design::Design after = before;
    after.components.add(card("d", 200, 10));
    after.components.replace(1, card("b", 500, 0));
    const Geometry moved = rearrange(arrange(before, kinds()), before, after, kinds());
    EXPECT_GT(moved.routes.at("a-b").size(), 2u);
}

TEST(Layout, PlacesCardsApartAndInTheOrderOfTheFlow) {
    design::Design d;
    for (const char* id : {"c", "b", "a"}) {
        design::Component one = card(id, 0, 0);
        one.at.reset();
        d.components.add(one);
    }
    d.connections.add(wire("a", "b"));
    d.connections.add(wire("b", "c"));
    EXPECT_TRUE(needsLayout(d));
    const auto placed = withPlaces(d, kinds());
    ASSERT_TRUE(placed) << support::describe(placed.error());
    const auto at = [&](const char* id) { return *placed->component(design::ComponentId(id))->at; };
    EXPECT_GE(at("b").x, at("a").x + 176);
    EXPECT_GE(at("c").x, at("b").x + 176);
    const auto down = layout(d, kinds(), LayoutDirection::TopDown);
    ASSERT_TRUE(down);
    EXPECT_GT((*down)[0].second.y, (*down)[2].second.y) << "c below a";
}

TEST(Layout, LeavesLockedCardsWhereTheyAre) {
    design::Design d = chain();
    design::Component locked = d.components[1];
    locked.locked = true;
    locked.at = Point{1000, 500};
    d.components.replace(1, locked);
    const auto places = layout(d, kinds());
    ASSERT_TRUE(places);
    for (const auto& [id, at] : *places) EXPECT_NE(id, "b");
    EXPECT_LT((*places)[0].second.x, 1000 - 176) << "a stands before b, wherever b is";
}

design::Note note(const std::string& id, double x, double y) {
    design::Note n;
    n.id = design::NoteId(id);
    n.text = "what to look at";
    n.at = Point{x, y};
    n.size = Size{160, 60};
    return n;
}

design::Design tidied(const design::Design& d) {
    design::Design result = d;
    const auto places = layout(d, kinds());
    EXPECT_TRUE(places);
    for (const auto& [id, at] : *places) {
        for (std::size_t i = 0; i < d.components.size(); ++i)
            if (d.components[i].id.str() == id) {
                design::Component c = d.components[i];
                c.at = at;
                result.components.replace(i, std::move(c));
            }
        for (std::size_t i = 0; i < d.notes.size(); ++i)
            if (d.notes[i].id.str() == id) {
                design::Note n = d.notes[i];
                n.at = at;
                result.notes.replace(i, std::move(n));
            }
    }
    return result;
}

TEST(Layout, MovesNotesWithTheCardTheyStandBeside) {
    design::Design d = chain();
    d.notes.add(note("n", 600, 300));
    const design::Design after = tidied(d);
    const Point c = *after.components[2].at;
    EXPECT_EQ(after.notes[0].at, (Point{c.x, c.y + 100})) << "as far below c as before";
}

TEST(Layout, PutsNoNoteOnACardAnotherNoteOrAGroup) {
    design::Design d = chain();
    d.groups.add([] {
        design::Group g;
        g.id = design::GroupId("g");
        g.name = "Group";
        g.members = {"b", "c"};
        return g;
    }());
    for (const auto& [id, x, y] : {std::tuple{"n1", 10, 10}, {"n2", 20, 30}, {"n3", 310, 20}, {"n4", 620, 290}})
        d.notes.add(note(id, x, y));
    const design::Design after = tidied(d);
    const auto boxes = boxesOf(after);
    for (const auto& n : after.notes) {
        for (const auto& c : after.components)
            EXPECT_FALSE(boxes.at(n->id.str()).intersects(boxes.at(c->id.str()))) << n->id.str() << c->id.str();
        for (const auto& other : after.notes)
            if (other != n) {
                EXPECT_FALSE(boxes.at(n->id.str()).intersects(boxes.at(other->id.str())));
            }
    }
    EXPECT_FALSE(boxes.at("g").intersects(boxes.at("n1")));
}

TEST_P(Templates, HaveTheirGroupsApartAfterTidyingUp) {
    const auto boxes = boxesOf(tidied(design));
    for (const auto& a : design.groups)
        for (const auto& b : design.groups)
            if (a != b) {
                EXPECT_FALSE(boxes.at(a->id.str()).grown(15.9).intersects(boxes.at(b->id.str())))
                    << a->name << " and " << b->name;
            }
}

TEST_P(Templates, HaveEveryLabelOnItsOwnConnectionAlone) {
    const Scene scene = sceneOf(design);
    const Geometry geometry = arrange(design, kinds());
    for (const auto& n : scene.nodes) {
        if (n->role != Role::ConnectionLabel) continue;
        for (const auto& [id, route] : geometry.routes) {
            bool touches = false;
            for (std::size_t i = 0; i + 1 < route.size(); ++i) {
                const Rect line{std::min(route[i].x, route[i + 1].x), std::min(route[i].y, route[i + 1].y),
                                std::abs(route[i].x - route[i + 1].x), std::abs(route[i].y - route[i + 1].y)};
                touches = touches || line.grown(0.5).intersects(id == n->id ? n->bounds.grown(6) : n->bounds);
            }
            EXPECT_EQ(touches, id == n->id) << n->title << " and " << id;
        }
    }
}

TEST(Layout, KeepsPlacesThatAreThere) {
    design::Design d = chain();
    design::Component loose = card("d", 0, 0);
    loose.at.reset();
    d.components.add(loose);
    const auto placed = withPlaces(d, kinds());
    ASSERT_TRUE(placed);
    EXPECT_EQ(*placed->components[0].at, (Point{0, 0}));
    EXPECT_GT(placed->components[3].at->y, 272);
}

} // namespace
} // namespace catenary::scene
