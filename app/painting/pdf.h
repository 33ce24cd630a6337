// SPDX-License-Identifier: Apache-2.0
// PDF files.
#pragma once

#include "core/scene/scene.h"
#include "core/support/result.h"

#include <string>

namespace catenary::painting {

struct PdfOptions {
    std::string design; ///< the text of a `.catenary` file to be attached; empty: none
};

/// The largest side of a page, in points (PDF 32000-1, annex C): what is larger is drawn smaller.
inline constexpr double maxPdfSide = 14400;

/// The bytes of a PDF file with the scene as one page of its size (a canvas unit is 1/96 inch): lines stay lines and
/// text stays text. Not the same to the byte from run to run. Error: there is nothing to draw.
[[nodiscard]] support::Result<std::string> encodePdf(const scene::Scene& scene, const PdfOptions& options = {});

} // namespace catenary::painting
