// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tools/place_tool.h"

#include "core/scene/theme.h"

#include <cmath>

namespace catenary::studio {

QPointF PlaceTool::corner(QPointF canvas) {
    const QPointF corner = canvas - QPointF(scene::metrics::cardWidth, scene::metrics::cardHeight) / 2;
    return {std::round(corner.x() / 4) * 4, std::round(corner.y() / 4) * 4};
}

void PlaceTool::hover(const Pointer& at) {
    m_at = at.canvas;
    m_stage.redraw();
}

void PlaceTool::paint(QPainter& painter) const {
    const Viewport& view = m_stage.viewport();
    const QRectF card(corner(m_at), QSizeF(scene::metrics::cardWidth, scene::metrics::cardHeight));
    painter.setPen(QPen(m_stage.colours().accent, 1.5, Qt::DashLine));
    painter.setBrush(m_stage.colours().selection);
    const double radius = scene::metrics::cardRadius * view.zoom();
    painter.drawRoundedRect(view.toScreen(card), radius, radius);
}

} // namespace catenary::studio
