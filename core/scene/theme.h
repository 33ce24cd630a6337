// SPDX-License-Identifier: Apache-2.0
// The colours and measures every picture and every view is made of: the one source for the scene and for the
// program's own controls. Text colours keep a contrast of at least 4.5 : 1 to the grounds they stand on (tested).
#pragma once

#include "core/scene/scene.h"

#include <array>
#include <optional>
#include <string_view>

namespace catenary::scene {

/// Sketch: light, on paper, drawn by hand (sketch.h).
enum class ThemeName { Light, Dark, Sketch };
inline constexpr std::array themeNames{ThemeName::Light, ThemeName::Dark, ThemeName::Sketch};
[[nodiscard]] const char* toString(ThemeName theme); ///< "light", "dark", "sketch"
[[nodiscard]] std::optional<ThemeName> themeNamed(std::string_view name);

/// The colours of one group of kinds: `edge` marks a card, `tint` is the ground of its icon, `area` that of a design
/// group in which this group of kinds prevails.
struct GroupColours {
    std::string_view group; ///< as in `catalog::Kind::group`; empty: any other
    Colour edge, tint, area;
};

struct ThemeColours {
    Colour canvas; ///< ground of diagrams
    Colour panel;  ///< cards, side panels, controls
    Colour raised; ///< menus, hovered rows
    Colour line;   ///< hairlines, borders of cards
    Colour border; ///< borders of controls: seen at 3 : 1 against canvas and panel
    Colour text, quiet;
    Colour accent, onAccent;             ///< `onAccent`: text on a ground of accent
    Colour good, close, missed;          ///< met; within reach of the limit; missed
    Colour wire;                         ///< connections
    Colour critical;                     ///< connections of the critical path
    Colour track;                        ///< ground of a bar
    Colour grid;                         ///< dots of the canvas
    Colour selection;                    ///< translucent
    Colour note, noteLine;               ///< ground and edge of a note
    std::array<GroupColours, 10> groups; ///< the nine groups, then any other

    [[nodiscard]] const GroupColours& group(std::string_view name) const;
};

[[nodiscard]] const ThemeColours& themeColours(ThemeName theme);

/// `#rrggbb`, or `#rrggbbaa` when not opaque.
[[nodiscard]] std::string toHex(Colour colour);
/// WCAG 2.1 contrast ratio of two opaque colours, 1 … 21.
[[nodiscard]] double contrast(Colour a, Colour b);
/// `over` laid on `ground` with opacity `amount`, 0 … 1.
[[nodiscard]] Colour mixed(Colour ground, Colour over, double amount);

/// Measures in canvas units, the same in every theme.
namespace metrics {
inline constexpr double cardWidth = 176, cardHeight = 72;
inline constexpr double cardRadius = 10, controlRadius = 6;
inline constexpr double nameSize = 13, smallSize = 11, groupTitleSize = 12;
inline constexpr double groupPadding = 24, groupTitleHeight = 24;
inline constexpr double wireWidth = 1.5, criticalWidth = 2.4;
inline constexpr double sceneMargin = 32;
} // namespace metrics

/// Thresholds of the overlay: utilisation from which a bar is amber, then red.
inline constexpr double closeUtilisation = 0.7, highUtilisation = 0.9;

} // namespace catenary::scene
