// SPDX-License-Identifier: Apache-2.0
#include "core/scene/theme.h"

#include <gtest/gtest.h>

#include <set>

namespace catenary::scene {
namespace {

class Themes : public testing::TestWithParam<ThemeName> {
protected:
    const ThemeColours& c = themeColours(GetParam());
};

// WCAG 2.1, success criterion 1.4.3: text has a contrast of at least 4.5 : 1 to its ground.
TEST_P(Themes, TextCanBeReadOnEveryGroundItStandsOn) {
    for (const Colour ground : {c.canvas, c.panel, c.raised, c.note})
        for (const Colour text : {c.text, c.quiet})
            EXPECT_GE(contrast(text, ground), 4.5) << toHex(text) << " on " << toHex(ground);
    for (const Colour ground : {c.canvas, c.panel})
        for (const Colour text : {c.accent, c.good, c.close, c.missed})
            EXPECT_GE(contrast(text, ground), 4.5) << toHex(text) << " on " << toHex(ground);
    EXPECT_GE(contrast(c.onAccent, c.accent), 4.5);
    for (const GroupColours& group : c.groups) EXPECT_GE(contrast(c.quiet, group.area), 4.5) << group.group;
}

// Criterion 1.4.11: what is not text but must be seen has 3 : 1.
TEST_P(Themes, SignsCanBeSeen) {
    for (const Colour ground : {c.canvas, c.panel}) EXPECT_GE(contrast(c.border, ground), 3.0);
    for (const GroupColours& group : c.groups) {
        EXPECT_GE(contrast(group.edge, c.panel), 3.0) << group.group;
        EXPECT_GE(contrast(group.edge, group.tint), 3.0) << group.group;
        EXPECT_GE(contrast(c.wire, group.area), 3.0) << group.group;
    }
}

TEST_P(Themes, GiveEveryGroupOfKindsAColourOfItsOwn) {
    std::set<std::string> edges;
    for (const GroupColours& group : c.groups) edges.insert(toHex(group.edge));
    EXPECT_EQ(edges.size(), c.groups.size());
    EXPECT_EQ(c.group("llm").group, "llm");
    EXPECT_EQ(c.group("no such group").group, "");
}

INSTANTIATE_TEST_SUITE_P(All, Themes, testing::ValuesIn(themeNames),
                         [](const auto& name) { return std::string(toString(name.param)); });

TEST(Contrast, OfBlackAndWhiteIsTwentyOne) {
    EXPECT_NEAR(contrast({0, 0, 0, 255}, {255, 255, 255, 255}), 21, 1e-9);
}

} // namespace
} // namespace catenary::scene
