// SPDX-License-Identifier: Apache-2.0
// What two states of a design look like in one picture.
#include "core/scene/comparison.h"

#include "core/design/edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace catenary::scene {
namespace {

design::Component component(const char* id, double x) {
    design::Component made;
    made.id = design::ComponentId(id);
    made.kind = "service";
    made.at = design::Point{x, 0};
    return made;
}

design::Connection connection(const char* from, const char* to) {
    design::Connection made;
    made.id = design::ConnectionId(std::string(from) + "-" + to);
    made.from = design::ComponentId(from);
    made.to = design::ComponentId(to);
    return made;
}

/// Titles of what is marked.
std::vector<std::string> marksOf(const Scene& scene) {
    std::vector<std::string> titles;
    for (const auto& node : scene.nodes)
        if (node->title.ends_with(")")) titles.push_back(node->id + node->title.substr(node->title.rfind(" (")));
    return titles;
}

TEST(Comparison, MarksWhatWasAddedRemovedChangedAndMovedAndNothingElse) {
    design::Design before;
    for (const auto& [id, x] : {std::pair{"stays", 0.0}, {"goes", 300.0}, {"changes", 600.0}, {"moves", 900.0}})
        before.components.add(component(id, x));
    before.connections.add(connection("stays", "goes"));
    before.connections.add(connection("stays", "changes"));
    design::Design after = before;
    const auto make = [&](const design::Edit& edit) {
        const auto done = design::apply(after, edit);
        ASSERT_TRUE(done) << done.error().message;
        after = *done;
    };
    make(design::RemoveElements{{"goes"}});
    make(design::RenameElement{"changes", "Another name"});
    make(design::MoveElements{{"moves"}, 0, 200});
    make(design::AddComponent{component("comes", 0)});
    make(design::MoveElements{{"comes"}, 0, 400});
    make(design::AddConnection{connection("comes", "moves")});

    const Scene scene = composeComparison(before, after, *catalog::Catalog::builtIn());
    EXPECT_THAT(marksOf(scene),
                testing::UnorderedElementsAre("goes (removed)", "stays-goes (removed)", "changes (changed)",
                                              "moves (moved)", "comes (added)", "comes-moves (added)"));
    for (const auto& node : scene.nodes) {
        EXPECT_GE(node->bounds.x, scene.bounds.x);
        EXPECT_LE(node->bounds.bottom(), scene.bounds.bottom());
    }
}

TEST(Comparison, OfADesignWithItselfIsItsPicture) {
    design::Design design;
    design.components.add(component("a", 0));
    const auto catalog = catalog::Catalog::builtIn();
    EXPECT_EQ(toText(composeComparison(design, design, *catalog)),
              toText(compose(design, *catalog, arrange(design, *catalog))));
}

} // namespace
} // namespace catenary::scene
