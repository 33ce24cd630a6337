// SPDX-License-Identifier: Apache-2.0
// Two states of a design in one picture.
#pragma once

#include "core/scene/compose.h"

namespace catenary::scene {

/// `after` with what only `before` had, where it stood: added elements are marked +, removed ones – and drawn faintly,
/// changed ones ~, and those that only stand elsewhere ↔. Of `options`, the theme, transparency and fallback count.
[[nodiscard]] Scene composeComparison(const design::Design& before, const design::Design& after,
                                      const catalog::Catalog& catalog, const ComposeOptions& options = {});

} // namespace catenary::scene
