// SPDX-License-Identifier: Apache-2.0
// The icon set (resources/icons/icons.json): line drawings on a field of 20 × 20, stroked.
#pragma once

#include "core/scene/scene.h"
#include "core/support/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace catenary::scene {

/// One stroke or dot of an icon; dots have a fill and no stroke of their own.
struct IconPart {
    std::vector<PathItem::Verb> verbs;
    std::vector<Point> points;
    bool dot = false;
};

struct Icon {
    std::vector<IconPart> parts;
};

inline constexpr double iconField = 20, iconStroke = 1.5;

/// The icon of that name; else the one that stands for the group of kinds; else the plain one.
[[nodiscard]] const Icon& icon(std::string_view name, std::string_view group = {});
[[nodiscard]] bool hasIcon(std::string_view name);
[[nodiscard]] std::vector<std::string> iconNames(); ///< sorted

/// Reads one path of the icon language; says what is wrong in it.
[[nodiscard]] support::Result<IconPart> parseIconPath(std::string_view path);

/// The icon with its field's top-left corner at `at`, `size` wide.
[[nodiscard]] std::vector<PathItem> drawnIcon(const Icon& icon, Point at, double size, Colour colour);

} // namespace catenary::scene
