// SPDX-License-Identifier: Apache-2.0
// PNG files and thumbnails.
#pragma once

#include "core/scene/scene.h"
#include "core/support/result.h"

#include <QImage>

#include <filesystem>
#include <string>

namespace catenary::painting {

struct PngOptions {
    double scale = 2; ///< pixels for one canvas unit, > 0
};

/// The largest side of a PNG we write, in pixels.
inline constexpr int maxPngSide = 32768;

/// The whole scene as one image. Error: no side may exceed `maxPngSide`, nor all of it 256 megapixels; `writePng` has
/// only the first limit.
[[nodiscard]] support::Result<QImage> renderPng(const scene::Scene& scene, const PngOptions& options = {});

/// The bytes of a PNG file, painted in strips, so that memory stays small however large it is. Errors: too large (says
/// which scale fits), scale not above 0.
[[nodiscard]] support::Result<std::string> encodePng(const scene::Scene& scene, const PngOptions& options = {});

/// `encodePng` into a file, written whole or not at all.
[[nodiscard]] support::Result<void> writePng(const scene::Scene& scene, const std::filesystem::path& path,
                                             const PngOptions& options = {});

/// The scene fitted into `size`, centred on its background.
[[nodiscard]] QImage thumbnail(const scene::Scene& scene, QSize size, double devicePixelRatio = 1);

} // namespace catenary::painting
