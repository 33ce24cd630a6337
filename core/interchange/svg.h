// SPDX-License-Identifier: Apache-2.0
//
// interchange: readers and writers of other programs' formats. SVG here: text stays text, groups carry the ids of the
// design's elements. Start at `writeSvg`.
#pragma once

#include "core/scene/scene.h"
#include "core/support/result.h"

#include <string>
#include <string_view>

namespace catenary::interchange {

struct SvgOptions {
    double scale = 1;        ///< of `width` and `height`, > 0; the picture itself is in canvas units
    bool embed_fonts = true; ///< the characters used, as fonts within the file; else only their names
    std::string design;      ///< the text of a `.catenary` file to be kept in it (embedded.h); empty: none
};

/// The scene as an SVG 1.1 file, the same to the byte for the same scene. A transparent scene has no ground.
/// Errors: scale not above 0; a font could not be made.
[[nodiscard]] support::Result<std::string> writeSvg(const scene::Scene& scene, const SvgOptions& options = {});

/// `text` for XML content and attributes: markup escaped, characters XML forbids replaced by U+FFFD.
[[nodiscard]] std::string escapedXml(std::string_view text);

} // namespace catenary::interchange
