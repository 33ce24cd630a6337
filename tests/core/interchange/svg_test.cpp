// SPDX-License-Identifier: Apache-2.0
#include "core/design/codec.h"
#include "core/interchange/font_subset.h"
#include "core/interchange/svg.h"
#include "core/scene/compose.h"
#include "core/scene/layout.h"
#include "core/scene/widths.h"
#include "tests/golden/golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <unistd.h>

namespace catenary::interchange {
namespace {

scene::Scene sceneOf(const design::Design& design, const scene::ComposeOptions& options = {}) {
    const auto catalog = catalog::Catalog::builtIn();
    const auto placed = scene::withPlaces(design, *catalog);
    return scene::compose(*placed, *catalog, scene::arrange(*placed, *catalog), options);
}

design::Design named(const std::string& name) {
    design::Design d;
    d.title = name;
    design::Component c;
    c.id = design::ComponentId("only-one");
    c.kind = "service";
    c.name = name;
    d.components.add(c);
    return d;
}

std::string svgOf(const design::Design& design, const SvgOptions& options = {}) {
    return writeSvg(sceneOf(design), options).value_or("");
}

bool wellFormed(const std::string& svg) {
    const std::filesystem::path file =
        std::filesystem::temp_directory_path() / ("catenary-svg-test-" + std::to_string(::getpid()) + ".svg");
    golden::write(file, svg);
    const bool good = std::system(("xmllint --noout --nonet '" + file.string() + "' 2>/dev/null").c_str()) == 0;
    std::filesystem::remove(file);
    return good;
}

TEST(Svg, IsWellFormedWhateverTheNames) {
    for (const char* name : {"plain", "<b>&\"quoted\"'</b> ]]>", "control \x01\x1b characters", "broken \xff\xc3 bytes",
                             "漢字 עברית 🙂", "a--b -->"})
        EXPECT_TRUE(wellFormed(svgOf(named(name)))) << name;
}

TEST(Svg, KeepsTextAsTextAndIdsAsIds) {
    const std::string svg = svgOf(named("Second ranker"));
    EXPECT_NE(svg.find(">Second ranker</text>"), std::string::npos);
    EXPECT_NE(svg.find("<g class=\"component\" id=\"only-one\"><title>Second ranker</title>"), std::string::npos);
}

TEST(Svg, CarriesItsFontsUnlessAskedNotTo) {
    EXPECT_NE(svgOf(named("Ranker")).find("@font-face"), std::string::npos);
    EXPECT_EQ(svgOf(named("Ranker"), {.embed_fonts = false}).find("@font-face"), std::string::npos);
}

TEST(Svg, IsTheSameToTheByte) {
    EXPECT_EQ(svgOf(named("Ranker")), svgOf(named("Ranker")));
}

TEST(Svg, OfATransparentSceneHasNoGround) {
    const std::string ground = "</style>\n<rect ";
    EXPECT_NE(svgOf(named("a")).find(ground), std::string::npos);
    EXPECT_EQ(writeSvg(sceneOf(named("a"), {.transparent = true}))->find(ground), std::string::npos);
}

TEST(Svg, RefusesAScaleOfNothing) {
    EXPECT_FALSE(writeSvg(sceneOf(named("a")), {.scale = 0}));
}

TEST(Base64, FollowsRfc4648) {
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("fo"), "Zm8=");
    EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(FontSubset, IsSmallerAndStillAFont) {
    const auto font = scene::fontFiles()[0].bytes;
    const auto subset = fontSubset(font, {U'a', U'b'});
    ASSERT_TRUE(subset);
    EXPECT_LT(subset->size(), font.size() / 4);
    EXPECT_EQ(subset->substr(0, 4), "OTTO");
    const auto packed = woff(*subset);
    ASSERT_TRUE(packed);
    EXPECT_EQ(packed->substr(0, 4), "wOFF");
    EXPECT_FALSE(woff("no font"));
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, ScenesAndSvgAreAsAgreed) {
    const auto decoded = design::load(std::string(CATENARY_SOURCE_DIR) + "/templates/" + GetParam() + ".catenary");
    ASSERT_TRUE(decoded) << support::describe(decoded.error());
    for (const auto theme : scene::themeNames) {
        const scene::Scene scene = sceneOf(decoded->design, {.theme = theme});
        const std::string name = GetParam() + "." + scene::toString(theme);
        EXPECT_TRUE(golden::matches(name + ".scene.txt", scene::toText(scene)))
            << name << ": see golden-differences/ or run tests/golden/update";
        EXPECT_TRUE(golden::matches(name + ".svg", writeSvg(scene, {.embed_fonts = false}).value_or("")))
            << name << ": see golden-differences/";
    }
}

INSTANTIATE_TEST_SUITE_P(Templates, Golden,
                         testing::Values("rag-legal-assistant", "realtime-inference-optimization",
                                         "restaurant-recommendation"),
                         [](const auto& name) {
                             std::string text = name.param;
                             std::replace(text.begin(), text.end(), '-', '_');
                             return text;
                         });

} // namespace
} // namespace catenary::interchange
