// SPDX-License-Identifier: Apache-2.0
#include "core/scene/theme.h"

#include <cmath>

namespace catenary::scene {
namespace {

constexpr Colour rgb(std::uint32_t value, std::uint8_t alpha = 255) {
    return {static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>((value >> 8) & 0xffu),
            static_cast<std::uint8_t>(value & 0xffu), alpha};
}

std::array<GroupColours, 10> groupsOf(const std::array<Colour, 10>& edges, Colour panel, Colour canvas, double tint,
                                      double area) {
    constexpr std::array<std::string_view, 10> names = {"edge", "compute",  "data",       "messaging", "ml-serving",
                                                        "llm",  "training", "operations", "external",  ""};
    std::array<GroupColours, 10> groups;
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = {names[i], edges[i], mixed(panel, edges[i], tint), mixed(canvas, edges[i], area)};
    return groups;
}

ThemeColours light() {
    ThemeColours c;
    c.canvas = rgb(0xFAFAF8);
    c.panel = rgb(0xFFFFFF);
    c.raised = rgb(0xF3F3EF);
    c.line = rgb(0xE3E3DE);
    c.border = rgb(0x8A8F98);
    c.text = rgb(0x1F2328);
    c.quiet = rgb(0x5F6773);
    c.accent = rgb(0x3F51D9);
    c.onAccent = rgb(0xFFFFFF);
    c.good = rgb(0x177245);
    c.close = rgb(0xA15C00);
    c.missed = rgb(0xB3261E);
    c.wire = rgb(0x7A828E);
    c.critical = rgb(0x343B46);
    c.track = rgb(0xE9E9E4);
    c.grid = rgb(0xE1E1DB);
    c.selection = rgb(0x3F51D9, 40);
    c.note = rgb(0xFFF8DC);
    c.noteLine = rgb(0xE8DDAF);
    c.groups = groupsOf({rgb(0x5B7391), rgb(0x2B6CD4), rgb(0x0F8286), rgb(0x7A4FD0), rgb(0xC4570C), rgb(0xC8336E),
                         rgb(0x6B7A12), rgb(0x596273), rgb(0x957637), rgb(0x5F6773)},
                        c.panel, c.canvas, 0.11, 0.055);
    return c;
}

ThemeColours dark() {
    ThemeColours c;
    c.canvas = rgb(0x14161A);
    c.panel = rgb(0x1C1F25);
    c.raised = rgb(0x262A32);
    c.line = rgb(0x2D313A);
    c.border = rgb(0x6C7480);
    c.text = rgb(0xE6E8EB);
    c.quiet = rgb(0x9AA3AF);
    c.accent = rgb(0x8C9BFF);
    c.onAccent = rgb(0x10131C);
    c.good = rgb(0x58C08A);
    c.close = rgb(0xE5A84B);
    c.missed = rgb(0xFF8A80);
    c.wire = rgb(0x7F8896);
    c.critical = rgb(0xD5DAE2);
    c.track = rgb(0x31363F);
    c.grid = rgb(0x262A31);
    c.selection = rgb(0x8C9BFF, 48);
    c.note = rgb(0x2B2819);
    c.noteLine = rgb(0x4A4426);
    c.groups = groupsOf({rgb(0x8FA6C2), rgb(0x79A7FF), rgb(0x4FC3C0), rgb(0xB095F5), rgb(0xF2995A), rgb(0xF583AB),
                         rgb(0xB7C457), rgb(0xA3ADBB), rgb(0xD9BC82), rgb(0x9AA3AF)},
                        c.panel, c.canvas, 0.16, 0.07);
    return c;
}

/// Ink on paper.
ThemeColours sketch() {
    ThemeColours c = light();
    c.canvas = rgb(0xFBF8EF);
    c.panel = rgb(0xFFFDF7);
    c.raised = rgb(0xF4EFE2);
    c.line = rgb(0x5E5A52);
    c.border = rgb(0x5E5A52);
    c.text = rgb(0x24211C);
    c.quiet = rgb(0x5C564A);
    c.wire = rgb(0x4A463F);
    c.critical = rgb(0x24211C);
    c.track = rgb(0xEAE4D5);
    c.grid = rgb(0xE4DDCB);
    c.note = rgb(0xFFF3C4);
    c.noteLine = rgb(0x8C7A3A);
    std::array<Colour, 10> edges{};
    for (std::size_t i = 0; i < edges.size(); ++i) edges[i] = c.groups[i].edge;
    c.groups = groupsOf(edges, c.panel, c.canvas, 0.13, 0.07);
    return c;
}

double linear(std::uint8_t channel) {
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Colour c) {
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

} // namespace

const char* toString(ThemeName theme) {
    switch (theme) {
    case ThemeName::Light:
        return "light";
    case ThemeName::Dark:
        return "dark";
    case ThemeName::Sketch:
        return "sketch";
    }
    return "";
}

std::optional<ThemeName> themeNamed(std::string_view name) {
    for (const ThemeName theme : themeNames)
        if (name == toString(theme)) return theme;
    return std::nullopt;
}

const GroupColours& ThemeColours::group(std::string_view name) const {
    for (const GroupColours& g : groups)
        if (g.group == name) return g;
    return groups.back();
}

const ThemeColours& themeColours(ThemeName theme) {
    static const std::array<ThemeColours, themeNames.size()> colours{light(), dark(), sketch()};
    return colours[static_cast<std::size_t>(theme)];
}

std::string toHex(Colour colour) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text = "#";
    const auto append = [&](std::uint8_t value) {
        text += digits[value >> 4];
        text += digits[value & 0xf];
    };
    append(colour.r);
    append(colour.g);
    append(colour.b);
    if (colour.a != 255) append(colour.a);
    return text;
}

double contrast(Colour a, Colour b) {
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

Colour mixed(Colour ground, Colour over, double amount) {
    const auto channel = [amount](std::uint8_t g, std::uint8_t o) {
        return static_cast<std::uint8_t>(std::lround(g + (o - g) * amount));
    };
    return {channel(ground.r, over.r), channel(ground.g, over.g), channel(ground.b, over.b), ground.a};
}

} // namespace catenary::scene
