// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/viewport.h"

#include <algorithm>

namespace catenary::studio {

void Viewport::centreOn(QPointF canvas) {
    m_origin = canvas - QPointF(m_size.width(), m_size.height()) / (2 * m_zoom);
}

void Viewport::zoomAt(QPointF screen, double zoom) {
    const QPointF fixed = toCanvas(screen);
    m_zoom = std::clamp(zoom, minimumZoom, maximumZoom);
    m_origin = fixed - screen / m_zoom;
}

void Viewport::fit(const QRectF& canvas, double margin, double largest) {
    if (canvas.isEmpty() || m_size.isEmpty()) return;
    const double across = std::max(1.0, m_size.width() - 2 * margin) / canvas.width();
    const double down = std::max(1.0, m_size.height() - 2 * margin) / canvas.height();
    m_zoom = std::clamp(std::min({across, down, largest}), minimumZoom, maximumZoom);
    centreOn(canvas.center());
}

} // namespace catenary::studio
