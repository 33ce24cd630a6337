// SPDX-License-Identifier: Apache-2.0
// How wide text is, without a display: advance widths of the embedded fonts, taken from them at build time. The fonts
// carry no kerning and no contextual alternates and their digits are of one width, so that a run is as wide as the sum
// of its characters everywhere. Characters the fonts lack are measured by `FallbackWidths`.
#pragma once

#include "core/scene/scene.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace catenary::scene {

using Weight = TextItem::Weight;

/// The family name of the embedded fonts: Inter in three weights with figures of one width.
inline constexpr const char* fontFamily = "Catenary Sans";
/// That of the handwriting of the sketch theme: Klee One, regular and semi-bold. What it lacks is drawn in the other.
inline constexpr const char* handFamily = "Catenary Hand";

struct FontFile {
    const char* family = fontFamily;
    Weight weight = Weight::Regular;
    std::string_view bytes; ///< an OpenType font
};
/// As embedded.
[[nodiscard]] std::span<const FontFile> fontFiles();

/// Advances, in em, of characters outside the embedded fonts, measured by who will draw them. What is not in `em`
/// counts `wide` when it is East Asian or an emoji, else `average`; combining marks count nothing.
struct FallbackWidths {
    std::map<char32_t, double> em;
    double average = 0.6;
    double wide = 1.0;
    bool operator==(const FallbackWidths&) const = default;
};

/// True if the embedded fonts have every character of `text`.
[[nodiscard]] bool coveredByFonts(std::string_view text);

/// Width of one line of UTF-8 in canvas units at `size`. Invalid bytes count as U+FFFD.
[[nodiscard]] double textWidth(std::string_view text, double size, Weight weight, const FallbackWidths& fallback = {});

/// The same in the handwriting.
[[nodiscard]] double handWidth(std::string_view text, double size, Weight weight, const FallbackWidths& fallback = {});
/// True if the handwriting has this character.
[[nodiscard]] bool inHand(char32_t character);

/// `text`, or its beginning with "…", whichever fits `width`. "…" alone where nothing else fits.
[[nodiscard]] std::string elided(std::string_view text, double width, double size, Weight weight,
                                 const FallbackWidths& fallback = {});

/// At most `lines` lines no wider than `width`: broken at spaces, hyphens and slashes, a longer word within; the last
/// line is elided. Runs of blanks count as one; "\n" breaks. No empty text gives no lines.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, double width, std::size_t lines, double size,
                                               Weight weight, const FallbackWidths& fallback = {});

/// The code points of UTF-8 text; U+FFFD for what is not.
[[nodiscard]] std::u32string codePoints(std::string_view text);
[[nodiscard]] std::string utf8(std::u32string_view text);

} // namespace catenary::scene
