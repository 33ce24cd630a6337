// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tools/place_tool.h"

#include "core/scene/theme.h"

namespace catenary::studio {

Hit PlaceTool::targetAt(Stage& stage, const QString& kind, QPointF canvas) {
    if (kind == QLatin1String("note")) return {};
    const Hit hit = stage.grid().at(canvas, hitTolerance / stage.viewport().zoom());
    if (hit.role == scene::Role::Connection) return hit;
    const design::Component* component = stage.document().design().component(design::ComponentId(hit.id));
    return component != nullptr && !component->locked ? hit : Hit{};
}

void PlaceTool::press(const Pointer& at) {
    m_down = at.button == Qt::LeftButton;
    m_press = at.canvas;
    hover(at);
}

void PlaceTool::move(const Pointer& at) {
    if (m_down) // as if a box were drawn: the card lies in its middle
        m_at = (m_press + at.canvas) / 2;
    m_stage.redraw();
}

void PlaceTool::release(const Pointer&) {
    if (!m_down) return;
    Stage& stage = m_stage;
    const QString kind = m_kind;
    const QPointF at = m_at;
    stage.leave();
    stage.place(kind, at, true);
}

void PlaceTool::hover(const Pointer& at) {
    m_at = at.canvas;
    m_stage.redraw();
}

bool PlaceTool::key(const QKeyEvent& event) {
    if (event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter) return false;
    Stage& stage = m_stage;
    const QString kind = m_kind;
    stage.leave();
    stage.place(kind, stage.nextPlace(), true);
    return true;
}

void PlaceTool::paint(QPainter& painter) const {
    const Viewport& view = m_stage.viewport();
    const Hit target = targetAt(m_stage, m_kind, m_at);
    const double radius = scene::metrics::cardRadius * view.zoom();
    if (target) m_stage.paintOutline(painter, target.id, m_stage.colours().accent);
    painter.setBrush(m_stage.colours().selection);
    if (target && target.role == scene::Role::Component) {
        painter.setPen(Qt::NoPen);
        painter.drawRoundedRect(view.toScreen(m_stage.grid().box(target.id)), radius, radius);
        return;
    }
    const QRectF card(cardCorner(m_at), QSizeF(scene::metrics::cardWidth, scene::metrics::cardHeight));
    painter.setPen(QPen(m_stage.colours().accent, 1.5, Qt::DashLine));
    painter.drawRoundedRect(view.toScreen(card), radius, radius);
}

} // namespace catenary::studio
