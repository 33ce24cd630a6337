// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tools/erase_tool.h"

#include <QLineF>

namespace catenary::studio {

void EraseTool::press(const Pointer& at) {
    m_down = at.button == Qt::LeftButton;
    m_last = at.canvas;
    if (m_down) take(at.canvas);
}

void EraseTool::move(const Pointer& at) {
    if (!m_down) return;
    // A quick stroke leaves out no element: every few pixels of its way are looked at.
    const QLineF way(m_last, at.canvas);
    const int steps = 1 + static_cast<int>(way.length() * m_stage.viewport().zoom() / hitTolerance);
    for (int i = 1; i <= steps; ++i) take(way.pointAt(static_cast<double>(i) / steps));
    m_last = at.canvas;
}

void EraseTool::take(QPointF canvas) {
    const Hit hit = m_stage.grid().at(canvas, hitTolerance / m_stage.viewport().zoom());
    if (!hit || hit.role == scene::Role::Group) return;
    const design::Component* component = m_stage.document().design().component(design::ComponentId(hit.id));
    if (component != nullptr && component->locked) return;
    m_ids.insert(hit.id);
    m_stage.redraw();
}

void EraseTool::release(const Pointer&) {
    m_down = false;
    if (!m_ids.empty()) m_stage.document().apply(design::RemoveElements{{m_ids.begin(), m_ids.end()}});
    m_ids.clear();
    m_stage.redraw();
}

void EraseTool::cancel() {
    m_down = false;
    m_ids.clear();
}

void EraseTool::paint(QPainter& painter) const {
    QColor veil = m_stage.colours().ground;
    veil.setAlpha(190);
    for (const std::string& id : m_ids) {
        const scene::Node* node = m_stage.grid().node(id);
        if (node != nullptr && node->role == scene::Role::Connection) {
            m_stage.paintOutline(painter, id, m_stage.colours().ground);
            continue;
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(veil);
        painter.drawRect(m_stage.viewport().toScreen(m_stage.grid().box(id)));
    }
}

} // namespace catenary::studio
