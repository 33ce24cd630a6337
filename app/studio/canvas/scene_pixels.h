// SPDX-License-Identifier: Apache-2.0
// Parts of a scene as pixels. Usable from any thread.
#pragma once

#include "core/scene/scene.h"

#include <QImage>
#include <QRectF>

#include <vector>

namespace catenary::studio {

/// Fills `image` with `area` of the scene at `scale` pixels per canvas unit, ground included.
void paintArea(QImage& image, const scene::Scene& scene, const QRectF& area, double scale);
/// Paints anew only the parts of `image` (which shows `area`) that lie in `changed`.
void paintAreas(QImage& image, const scene::Scene& scene, const QRectF& area, double scale,
                const std::vector<QRectF>& changed);

} // namespace catenary::studio
