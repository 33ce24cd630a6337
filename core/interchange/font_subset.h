// SPDX-License-Identifier: Apache-2.0
// The characters of a text as a small font.
#pragma once

#include "core/support/result.h"

#include <set>
#include <string>
#include <string_view>

namespace catenary::interchange {

/// An OpenType font with those of `characters` that `font` (an OpenType font) has.
[[nodiscard]] support::Result<std::string> fontSubset(std::string_view font, const std::set<char32_t>& characters);

/// `font` as WOFF 1.0: its tables, each compressed.
[[nodiscard]] support::Result<std::string> woff(std::string_view font);

[[nodiscard]] std::string base64(std::string_view bytes);

} // namespace catenary::interchange
