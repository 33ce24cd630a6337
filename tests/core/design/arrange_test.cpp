// SPDX-License-Identifier: Apache-2.0
#include "core/design/codec.h"
#include "core/design/edit.h"

#include <gtest/gtest.h>

#include <limits>

namespace catenary::design {
namespace {

Design threeCards() {
    Design design;
    for (const char* id : {"a", "b", "c"}) {
        Component component;
        component.id = ComponentId(id);
        component.kind = "service";
        component.at = Point{0, 0};
        design.components.add(component);
    }
    Group group;
    group.id = GroupId("both");
    group.members = {"a", "b"};
    design.groups.add(group);
    return design;
}

const Component& at(const Design& design, const char* id) {
    return *design.component(ComponentId(id));
}

TEST(SetLocked, HoldsWhatIsInAGroupAndLetsItGoAgain) {
    const Design locked = *apply(threeCards(), SetLocked{{"both"}, true});
    EXPECT_TRUE(at(locked, "a").locked && at(locked, "b").locked);
    EXPECT_FALSE(at(locked, "c").locked);
    const Design moved = *apply(locked, MoveElements{{"a", "c"}, 5, 5});
    EXPECT_EQ(at(moved, "a").at, (Point{0, 0}));
    EXPECT_EQ(at(moved, "c").at, (Point{5, 5}));
    EXPECT_FALSE(apply(locked, RemoveElements{{"a"}}));
    EXPECT_FALSE(apply(locked, ResizeElement{"a", {0, 0}, {200, 100}}));
    EXPECT_EQ(*apply(locked, SetLocked{{"both"}, false}), threeCards());
    EXPECT_FALSE(apply(locked, SetLocked{{"nobody"}, true}));
}

TEST(Restack, BringsOverAllOthersAndBelowThemKeepingTheOrderAmongItself) {
    const Design front = *apply(threeCards(), Restack{{"both"}, true});
    EXPECT_GT(at(front, "a").z, at(front, "c").z);
    EXPECT_EQ(at(front, "a").z, at(front, "b").z); // equal ones keep the order of the file
    const Design back = *apply(front, Restack{{"b"}, false});
    EXPECT_LT(at(back, "b").z, at(back, "c").z);
    EXPECT_GT(at(back, "a").z, at(back, "c").z);
    EXPECT_EQ(*apply(back, Restack{{"b"}, false}), back) << "it is below all others already";
    EXPECT_EQ(*apply(threeCards(), Restack{{"a", "b", "c"}, true}), threeCards()) << "there are no others";
}

TEST(Restack, SaysWhenThereIsNoNumberLeft) {
    Design design = threeCards();
    Component highest = design.components[2];
    highest.z = std::numeric_limits<int>::max();
    design.components.replace(2, highest);
    EXPECT_FALSE(apply(design, Restack{{"a"}, true}));
    EXPECT_TRUE(apply(design, Restack{{"a"}, false}));
}

TEST(Restack, TheOrderIsKeptInTheFile) {
    const Design front = *apply(threeCards(), Restack{{"a"}, true});
    const auto read = decode(encode(front));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->design, front);
    EXPECT_EQ(encode(threeCards()).find("\"z\""), std::string::npos) << "the usual order is not written";
}

TEST(FragmentOf, WithItsOutwardConnectionsACopyIsConnectedLikeTheOriginal) {
    Design design = threeCards();
    for (const auto& [id, from, to] : {std::tuple{"a-b", "a", "b"}, {"b-c", "b", "c"}, {"c-a", "c", "a"}}) {
        Connection connection;
        connection.id = ConnectionId(id);
        connection.from = ComponentId(from);
        connection.to = ComponentId(to);
        design.connections.add(connection);
    }
    const InsertFragment alone = fragmentOf(design, {"b"});
    EXPECT_TRUE(alone.connections.empty());
    const Design twice = *apply(design, fragmentOf(design, {"b"}, true));
    ASSERT_EQ(twice.components.size(), 4U);
    const std::string copy = twice.components[3].id.str();
    ASSERT_EQ(twice.connections.size(), 5U);
    EXPECT_EQ(twice.connections[3].from.str(), "a");
    EXPECT_EQ(twice.connections[3].to.str(), copy);
    EXPECT_EQ(twice.connections[4].from.str(), copy);
    EXPECT_EQ(twice.connections[4].to.str(), "c");
}

} // namespace
} // namespace catenary::design
