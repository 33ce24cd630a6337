// SPDX-License-Identifier: Apache-2.0
// A whole as one bar of its parts, with a row for each.
#pragma once

#include "core/scene/theme.h"
#include "core/scene/widths.h"

#include <functional>
#include <string>
#include <vector>

namespace catenary::scene {

struct Bar {
    struct Part {
        std::string name;
        double amount = 0; ///< not below 0
        std::string words; ///< what there is to say of it when it is pointed at
        Colour colour;
    };
    std::string title, subtitle;
    std::vector<Part> parts;                ///< in the order of the bar; they add up to the whole
    std::function<std::string(double)> say; ///< an amount in words, with its unit
    std::string note;                       ///< below the rows; may be empty
};

/// As high as its rows and note need, `width` wide (240 at least).
[[nodiscard]] Scene drawBar(const Bar& bar, ThemeName theme, double width, const FallbackWidths& fallback = {});

} // namespace catenary::scene
