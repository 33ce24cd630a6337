// SPDX-License-Identifier: Apache-2.0
// What stands around a diagram that leaves the program.
#include "core/scene/frame.h"

#include "core/scene/layout.h"

#include "core/design/codec.h"
#include "core/support/files.h"

#include <gtest/gtest.h>

namespace catenary::scene {
namespace {

struct Picture {
    std::shared_ptr<const catalog::Catalog> catalog = catalog::Catalog::builtIn();
    design::Design design;
    insight::Estimate estimate;
    ComposeOptions options;
    Scene plain;
    explicit Picture(const char* name = "templates/rag-legal-assistant.catenary") {
        design = *withPlaces(design::decode(support::embeddedFile(name)->content)->design, *catalog);
        estimate = *insight::estimate(design, *catalog);
        options.estimate = &estimate;
        plain = compose(design, *catalog, arrange(design, *catalog), options);
    }
    [[nodiscard]] Scene with(const FrameOptions& frame) const {
        return framed(plain, design, *catalog, options, frame);
    }
};

const Node* find(const Scene& scene, const std::string& id) {
    for (const auto& node : scene.nodes)
        if (node->id == id) return node.get();
    return nullptr;
}

std::string words(const Node& node) {
    std::string all;
    for (const Item& item : node.items)
        if (const auto* text = std::get_if<TextItem>(&item)) all += text->text + "\n";
    return all;
}

TEST(Frame, AddsNothingThatIsNotAskedFor) {
    const Picture picture;
    EXPECT_EQ(toText(picture.with({})), toText(picture.plain));
}

TEST(Frame, TheTitleBlockSaysTheTitleAndTheFigures) {
    const Picture picture;
    const Scene scene = picture.with({.title_block = true});
    const Node* block = find(scene, "title-block");
    ASSERT_NE(block, nullptr);
    EXPECT_NE(words(*block).find(picture.design.title.substr(0, 20)), std::string::npos) << words(*block);
    EXPECT_NE(words(*block).find("p99"), std::string::npos);
    EXPECT_NE(words(*block).find("/mo"), std::string::npos);
}

TEST(Frame, TheLegendNamesWhatOccursAndNothingElse) {
    Picture picture;
    const Scene scene = picture.with({.legend = true});
    const Node* legend = find(scene, "legend");
    ASSERT_NE(legend, nullptr);
    const std::string said = words(*legend);
    EXPECT_NE(said.find("Language models"), std::string::npos) << said;
    EXPECT_NE(said.find("critical path"), std::string::npos);
    EXPECT_EQ(said.find("Training"), std::string::npos);
    picture.options.estimate = nullptr;
    EXPECT_EQ(words(*find(picture.with({.legend = true}), "legend")).find("critical path"), std::string::npos);
}

TEST(Frame, NothingCoversTheDiagramOrLeavesThePicture) {
    for (const char* name :
         {"templates/rag-legal-assistant.catenary", "templates/restaurant-recommendation.catenary"}) {
        const Picture picture(name);
        const Scene scene = picture.with({true, true, true});
        const Node *block = find(scene, "title-block"), *legend = find(scene, "legend");
        ASSERT_TRUE(block != nullptr && legend != nullptr && find(scene, "grid") != nullptr);
        EXPECT_FALSE(block->bounds.intersects(legend->bounds));
        for (const auto& node : picture.plain.nodes) {
            EXPECT_FALSE(node->bounds.intersects(block->bounds)) << node->id;
            EXPECT_FALSE(node->bounds.intersects(legend->bounds)) << node->id;
        }
        for (const Node* node : {block, legend}) {
            EXPECT_GE(node->bounds.x, scene.bounds.x);
            EXPECT_LE(node->bounds.right(), scene.bounds.right());
            EXPECT_LE(node->bounds.bottom(), scene.bounds.bottom());
        }
        EXPECT_EQ(scene.nodes.front()->id, "grid");
    }
}

} // namespace
} // namespace catenary::scene
