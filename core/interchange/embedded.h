// SPDX-License-Identifier: Apache-2.0
// The editable design within a picture of it: in a chunk of its own of a PNG, in the metadata of an SVG. Pictures of
// others are read only; what they show is left alone.
#pragma once

#include "core/design/design.h"
#include "core/support/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace catenary::interchange {

/// The chunk of a PNG that holds a design: ancillary, private, safe to copy (PNG specification, 4.7.2). Its content is
/// the text of a `.catenary` file, compressed (zlib).
inline constexpr const char* pngChunk = "caTn";

/// The text to put into a picture of a design: all of it, or where the picture shows only some elements, these and the
/// connections among them.
[[nodiscard]] std::string embeddable(const design::Design& design, const std::vector<std::string>& only = {});

/// A PNG file with `design`, the text of a `.catenary` file, in it; one that was there is replaced. Error: it is no
/// PNG.
[[nodiscard]] support::Result<std::string> pngWithDesign(std::string_view png, std::string_view design);

/// The `<metadata>` element of an SVG file that holds `design`.
[[nodiscard]] std::string svgMetadata(std::string_view design);

/// Is the file a picture in which a design may be (PNG or SVG, told by its content)?
[[nodiscard]] bool isPicture(std::string_view file);

/// The text of the design in a PNG or SVG file. Errors: it is neither, it holds none, or what it holds is damaged.
[[nodiscard]] support::Result<std::string> designInPicture(std::string_view file);

} // namespace catenary::interchange
