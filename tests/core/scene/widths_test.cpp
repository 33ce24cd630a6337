// SPDX-License-Identifier: Apache-2.0
#include "core/scene/icons.h"
#include "core/scene/widths.h"

#include "core/catalog/catalog.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace catenary::scene {
namespace {

constexpr double size = 13;
double width(std::string_view text, Weight weight = Weight::Regular) {
    return textWidth(text, size, weight);
}

TEST(Widths, AreTheSumOfTheirCharacters) {
    EXPECT_NEAR(width("AV"), width("A") + width("V"), 1e-9);
}

TEST(Widths, OfAllDigitsAreEqual) {
    // Inter's medium 4 is a thousandth of an em narrower than the others.
    for (const char* digit : {"1", "4", "7", "9"})
        EXPECT_NEAR(width(digit, Weight::Medium), width("0", Weight::Medium), 0.002 * size);
}

TEST(Widths, GrowWithTheWeight) {
    EXPECT_LT(width("Ranker"), width("Ranker", Weight::SemiBold));
}

TEST(Widths, KnowTheSignsOfDiagrams) {
    EXPECT_TRUE(coveredByFonts("Überlast → µs ± × ≤ … · α Ω é ł"));
}

TEST(Widths, OfCharactersOutsideTheFontsAreWhatTheCallerMeasured) {
    FallbackWidths measured;
    measured.em[U'漢'] = 0.9;
    EXPECT_FALSE(coveredByFonts("漢"));
    EXPECT_NEAR(textWidth("漢", 10, Weight::Regular, measured), 9, 1e-9);
    EXPECT_NEAR(textWidth("字", 10, Weight::Regular, measured), 10, 1e-9);
}

TEST(Widths, OfBrokenBytesAreThoseOfTheReplacementCharacter) {
    EXPECT_NEAR(width("\xff"), width("\uFFFD"), 1e-9);
}

RC_GTEST_PROP(Widths, OfElidedTextFitTheRoom, (const std::string& text)) {
    const double room = *rc::gen::inRange(20, 300);
    RC_ASSERT(width(elided(text, room, size, Weight::Regular)) <= room + 1e-9);
}

RC_GTEST_PROP(Widths, OfWrappedLinesFitTheRoom, ()) {
    const auto text = *rc::gen::container<std::string>(rc::gen::element('a', 'W', ' ', '-', 'i', '/', 'm'));
    const auto lines = wrapped(text, 60, 3, size, Weight::SemiBold);
    RC_ASSERT(lines.size() <= 3u);
    for (const std::string& line : lines) RC_ASSERT(width(line, Weight::SemiBold) <= 60 + 1e-9);
}

TEST(Wrapping, BreaksAtBlanksAndEndsInAnEllipsis) {
    EXPECT_EQ(wrapped("Second-pass ranker", 90, 2, size, Weight::SemiBold),
              (std::vector<std::string>{"Second-pass", "ranker"}));
    EXPECT_EQ(wrapped("a  b\tc", 500, 2, size, Weight::Regular), (std::vector<std::string>{"a b c"}));
    EXPECT_TRUE(wrapped("  ", 90, 2, size, Weight::Regular).empty());
    const auto lines = wrapped("An exceedingly long name of a component of the design", 90, 2, size, Weight::Regular);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_TRUE(lines[1].ends_with("…"));
}

TEST(CodePoints, SurviveTheWayThereAndBack) {
    const std::string text = "aß→漢🙂";
    EXPECT_EQ(utf8(codePoints(text)), text);
    EXPECT_EQ(codePoints("\xc0\xaf\xed\xa0\x80").find_first_not_of(0xFFFD), std::u32string::npos)
        << "overlong forms and surrogates are refused";
}

TEST(Icons, AreThereForEveryKind) {
    for (const catalog::Kind& kind : catalog::Catalog::builtIn()->kinds())
        EXPECT_TRUE(hasIcon(kind.icon)) << kind.id << ": " << kind.icon;
}

TEST(Icons, StayWithinTheirField) {
    for (const std::string& name : iconNames())
        for (const IconPart& part : icon(name).parts)
            for (const Point& p : part.points) {
                EXPECT_GE(std::min(p.x, p.y), 0) << name;
                EXPECT_LE(std::max(p.x, p.y), iconField) << name;
            }
}

TEST(Icons, OfUnknownNamesAreThatOfTheGroup) {
    EXPECT_EQ(&icon("no such icon", "data"), &icon("database"));
    EXPECT_EQ(&icon("no such icon"), &icon("component"));
}

TEST(Icons, SayWhatIsWrongInAPath) {
    EXPECT_FALSE(parseIconPath("M1"));
    EXPECT_FALSE(parseIconPath("L1 1"));
    EXPECT_FALSE(parseIconPath("X"));
    EXPECT_FALSE(parseIconPath(""));
    EXPECT_TRUE(parseIconPath("M1 1 L2 2 Z"));
}

} // namespace
} // namespace catenary::scene
