// SPDX-License-Identifier: Apache-2.0
#include "core/scene/widths.h"

#include "core/scene/fonts/tables.h"

#include <algorithm>
#include <array>
#include <optional>

namespace catenary::scene {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr char32_t ellipsis = 0x2026;

std::optional<double> tableWidth(char32_t c, Weight weight) {
    const std::span<const fonts::Advance> table = fonts::advances();
    const auto found = std::lower_bound(table.begin(), table.end(), c,
                                        [](const fonts::Advance& a, char32_t code) { return a.code < code; });
    if (found == table.end() || found->code != c) return std::nullopt;
    return found->units[static_cast<std::size_t>(weight)] / fonts::unitsPerEm;
}

std::optional<double> handTableWidth(char32_t c, Weight weight) {
    const std::span<const fonts::HandAdvance> table = fonts::handAdvances();
    const auto found = std::lower_bound(table.begin(), table.end(), c,
                                        [](const fonts::HandAdvance& a, char32_t code) { return a.code < code; });
    if (found == table.end() || found->code != c) return std::nullopt;
    return found->units[weight == Weight::SemiBold ? 1 : 0] / fonts::handUnitsPerEm;
}

bool within(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

bool isMark(char32_t c) {
    return within(c, 0x300, 0x36F) || within(c, 0x200B, 0x200F) || within(c, 0x20D0, 0x20FF) ||
           within(c, 0xFE00, 0xFE0F) || c == 0x2060 || c == 0xFEFF;
}

bool isWide(char32_t c) {
    return within(c, 0x1100, 0x115F) || within(c, 0x2E80, 0xA4CF) || within(c, 0xAC00, 0xD7A3) ||
           within(c, 0xF900, 0xFAFF) || within(c, 0xFE30, 0xFE6F) || within(c, 0xFF00, 0xFF60) ||
           within(c, 0xFFE0, 0xFFE6) || within(c, 0x1F000, 0x1FAFF) || within(c, 0x20000, 0x3FFFD);
}

double emWidth(char32_t c, Weight weight, const FallbackWidths& fallback) {
    if (const std::optional<double> known = tableWidth(c, weight)) return *known;
    if (const auto found = fallback.em.find(c); found != fallback.em.end()) return found->second;
    if (c < 0x20 || isMark(c)) return 0;
    return isWide(c) ? fallback.wide : fallback.average;
}

double widthOf(std::u32string_view text, double size, Weight weight, const FallbackWidths& fallback) {
    double em = 0;
    for (const char32_t c : text) em += emWidth(c, weight, fallback);
    return em * size;
}

bool breaksAfter(char32_t c) {
    return c == U' ' || c == U'-' || c == U'/' || c == 0x2013 || c == 0x2014;
}

std::u32string trimmed(std::u32string_view text) {
    while (!text.empty() && text.front() == U' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == U' ') text.remove_suffix(1);
    return std::u32string(text);
}

std::u32string elidedText(std::u32string text, double width, double size, Weight weight,
                          const FallbackWidths& fallback) {
    if (widthOf(text, size, weight, fallback) <= width) return text;
    const double dots = emWidth(ellipsis, weight, fallback) * size;
    double used = dots;
    std::size_t kept = 0;
    while (kept < text.size() && used + emWidth(text[kept], weight, fallback) * size <= width)
        used += emWidth(text[kept++], weight, fallback) * size;
    text.resize(kept);
    while (!text.empty() && (text.back() == U' ' || text.back() == U',')) text.pop_back();
    return text + ellipsis;
}

/// How many characters of `text` make the next line.
std::size_t lineLength(std::u32string_view text, double width, double size, Weight weight,
                       const FallbackWidths& fallback) {
    double used = 0;
    std::size_t lastBreak = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == U'\n') return i;
        used += emWidth(text[i], weight, fallback) * size;
        // A blank may hang over the edge: it is trimmed away.
        if (used > width && text[i] != U' ') return lastBreak > 0 ? lastBreak : std::max<std::size_t>(i, 1);
        if (breaksAfter(text[i]))
            lastBreak = i + 1;
        else if (isWide(text[i]))
            lastBreak = i + 1;
    }
    return text.size();
}

} // namespace

std::u32string codePoints(std::string_view text) {
    std::u32string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80                   ? 1
                                   : lead >= 0xC2 && lead < 0xE0 ? 2
                                   : lead >= 0xE0 && lead < 0xF0 ? 3
                                   : lead >= 0xF0 && lead < 0xF5 ? 4
                                                                 : 0;
        char32_t code = length == 1 ? lead : length == 0 ? replacement : lead & (0x7Fu >> length);
        std::size_t used = 1;
        for (; used < length && i + used < text.size(); ++used) {
            const auto byte = static_cast<unsigned char>(text[i + used]);
            if ((byte & 0xC0u) != 0x80) break;
            code = (code << 6) | (byte & 0x3Fu);
        }
        constexpr std::array<char32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
        if (length == 0 || used < length || code < least[length] || within(code, 0xD800, 0xDFFF) || code > 0x10FFFF)
            code = replacement;
        result += code;
        i += used;
    }
    return result;
}

std::string utf8(std::u32string_view text) {
    std::string result;
    const auto put = [&result](char32_t value) { result += static_cast<char>(static_cast<unsigned char>(value)); };
    for (const char32_t c : text) {
        if (c < 0x80)
            put(c);
        else if (c < 0x800) {
            put(0xC0 | (c >> 6));
            put(0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            put(0xE0 | (c >> 12));
            put(0x80 | ((c >> 6) & 0x3F));
            put(0x80 | (c & 0x3F));
        } else {
            put(0xF0 | (c >> 18));
            put(0x80 | ((c >> 12) & 0x3F));
            put(0x80 | ((c >> 6) & 0x3F));
            put(0x80 | (c & 0x3F));
        }
    }
    return result;
}

std::span<const FontFile> fontFiles() {
    return fonts::files();
}

bool coveredByFonts(std::string_view text) {
    const std::u32string codes = codePoints(text);
    return std::all_of(codes.begin(), codes.end(),
                       [](char32_t c) { return tableWidth(c, Weight::Regular).has_value(); });
}

double textWidth(std::string_view text, double size, Weight weight, const FallbackWidths& fallback) {
    return widthOf(codePoints(text), size, weight, fallback);
}

double handWidth(std::string_view text, double size, Weight weight, const FallbackWidths& fallback) {
    double em = 0;
    for (const char32_t c : codePoints(text)) em += handTableWidth(c, weight).value_or(emWidth(c, weight, fallback));
    return em * size;
}

bool inHand(char32_t character) {
    return handTableWidth(character, Weight::Regular).has_value();
}

std::string elided(std::string_view text, double width, double size, Weight weight, const FallbackWidths& fallback) {
    return utf8(elidedText(codePoints(text), width, size, weight, fallback));
}

std::vector<std::string> wrapped(std::string_view text, double width, std::size_t lines, double size, Weight weight,
                                 const FallbackWidths& fallback) {
    std::u32string rest;
    for (char32_t c : codePoints(text)) {
        if (c == U'\t' || c == U'\r') c = U' ';
        if (c == U' ' && (rest.empty() || rest.back() == U' ' || rest.back() == U'\n')) continue;
        rest += c;
    }
    while (!rest.empty() && (rest.back() == U' ' || rest.back() == U'\n')) rest.pop_back();
    std::vector<std::string> result;
    while (!rest.empty() && result.size() < lines) {
        const std::size_t length = lineLength(rest, width, size, weight, fallback);
        const bool last = result.size() + 1 == lines;
        if (last && length < rest.size()) {
            std::u32string all = rest;
            std::replace(all.begin(), all.end(), U'\n', U' ');
            result.push_back(utf8(elidedText(trimmed(all), width, size, weight, fallback)));
            break;
        }
        result.push_back(utf8(trimmed(std::u32string_view(rest).substr(0, length))));
        rest.erase(0, length);
        if (!rest.empty() && (rest.front() == U'\n' || rest.front() == U' ')) rest.erase(0, 1);
    }
    return result;
}

} // namespace catenary::scene
