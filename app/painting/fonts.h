// SPDX-License-Identifier: Apache-2.0
//
// painting: draws a `Scene` with QPainter: the canvas, PNG files, thumbnails. It decides nothing about how a diagram
// looks. Start at `paint` (painter.h). Needs a QGuiApplication (the offscreen platform will do).
#pragma once

#include "core/scene/scene.h"

#include <QFont>

namespace catenary::painting {

/// Makes the embedded fonts known to Qt; once per process, further calls do nothing. False if Qt refused one.
bool registerFonts();

/// The font that draws a text item, `fontPixels` high; who draws with it scales by `item.size / fontPixels`.
inline constexpr int fontPixels = 64;
[[nodiscard]] QFont fontOf(const scene::TextItem& item);

} // namespace catenary::painting
