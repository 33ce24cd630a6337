// SPDX-License-Identifier: Apache-2.0
// Scene -> QPainter.
#pragma once

#include "core/scene/scene.h"

#include <QRectF>

class QPainter;

namespace catenary::painting {

struct PaintOptions {
    bool background = true; ///< fill `clip` with the scene's background first
    /// Text less high than this on the device is drawn as a bar of its colour: it could not be read.
    double leastTextPixels = 3.5;
    /// Shapes smaller than this on the device, across and down, are left out: they would only be grey. 0: none.
    double leastShapePixels = 0;
    /// A component less high than this on the device is one area between the colours of its ground and its edge, so
    /// that it is seen. 0: none.
    double leastCardPixels = 0;
    /// Text as the shapes of its letters, alike on every device; false: as text, for devices that keep it.
    bool outlines = true;
};

/// Draws what of the scene meets `clip` (canvas units). The painter's transformation maps canvas units to the device;
/// its state is restored.
void paint(const scene::Scene& scene, QPainter& painter, const QRectF& clip, const PaintOptions& options = {});

/// Draws one node, wholly.
void paint(const scene::Node& node, QPainter& painter, const PaintOptions& options = {});

} // namespace catenary::painting
