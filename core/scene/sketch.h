// SPDX-License-Identifier: Apache-2.0
// The sketch theme: what an element is drawn with, as a hand would draw it.
#pragma once

#include "core/scene/scene.h"
#include "core/scene/widths.h"

#include <string_view>

namespace catenary::scene {

/// The same items with strokes that waver, longer ones drawn twice, and text in handwriting, as large as in print or
/// smaller, so that it takes no more room. Depends only on the items and `seed` (the element's id): an element looks
/// the same in every picture and after every move.
[[nodiscard]] std::vector<Item> sketched(const std::vector<Item>& items, std::string_view seed,
                                         const FallbackWidths& fallback = {});

} // namespace catenary::scene
