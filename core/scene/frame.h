// SPDX-License-Identifier: Apache-2.0
// What may stand around a diagram when it leaves the program: a grid behind it, a block with its title and figures, a
// legend of what occurs in it.
#pragma once

#include "core/scene/compose.h"

namespace catenary::scene {

struct FrameOptions {
    bool grid = false;
    bool title_block = false;
    bool legend = false;
    [[nodiscard]] bool none() const { return !grid && !title_block && !legend; }
};

/// The scene of a design (`compose` with these options) with what is asked for. The title block and the legend stand
/// below it, side by side where there is room. The legend names the sorts of connections, the colours of the kinds and,
/// of an estimate, the signs that occur.
[[nodiscard]] Scene framed(Scene scene, const design::Design& design, const catalog::Catalog& catalog,
                           const ComposeOptions& options, const FrameOptions& frame);

} // namespace catenary::scene
