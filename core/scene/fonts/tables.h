// SPDX-License-Identifier: Apache-2.0
// What `make_fonts` writes at build time: the advance widths of the embedded fonts and the fonts themselves.
#pragma once

#include "core/scene/widths.h"

#include <cstdint>
#include <span>

namespace catenary::scene::fonts {

struct Advance {
    char32_t code;
    std::uint16_t units[3]; ///< by weight, in font units
};

struct HandAdvance {
    char32_t code;
    std::uint16_t units[2]; ///< regular, semi-bold
};

extern const double unitsPerEm, handUnitsPerEm;
[[nodiscard]] std::span<const Advance> advances(); ///< ascending by code
[[nodiscard]] std::span<const HandAdvance> handAdvances();
[[nodiscard]] std::span<const FontFile> files();

} // namespace catenary::scene::fonts
