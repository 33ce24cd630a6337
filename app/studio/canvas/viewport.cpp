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

void Viewport::fit(const QRectF& canvas, const QMarginsF& margins, double largest) {
    if (canvas.isEmpty() || m_size.isEmpty()) return;
    const double across = std::max(1.0, m_size.width() - margins.left() - margins.right()) / canvas.width();
    const double down = std::max(1.0, m_size.height() - margins.top() - margins.bottom()) / canvas.height();
    m_zoom = std::clamp(std::min({across, down, largest}), minimumZoom, maximumZoom);
    centreOn(canvas.center());
    panBy({(margins.left() - margins.right()) / 2, (margins.top() - margins.bottom()) / 2});
}

} // namespace catenary::studio
