// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tools/marquee_tool.h"

namespace catenary::studio {

void MarqueeTool::press(const Pointer& at) {
    m_start = at.canvas;
    m_add = at.modifiers.testFlag(Qt::ShiftModifier);
    m_before = m_stage.selection().ids();
}

void MarqueeTool::move(const Pointer& at) {
    m_area = QRectF(m_start, at.canvas).normalized();
    QStringList ids = m_add ? m_before : QStringList();
    for (const std::string& id : m_stage.grid().within(m_area)) ids.append(text(id));
    m_stage.selection().set(ids);
    m_stage.redraw();
}

void MarqueeTool::release(const Pointer&) {
    m_stage.leave();
}

void MarqueeTool::cancel() {
    m_stage.selection().set(m_before);
}

void MarqueeTool::paint(QPainter& painter) const {
    painter.setPen(QPen(m_stage.colours().accent, 1));
    painter.setBrush(m_stage.colours().selection);
    painter.drawRect(m_stage.viewport().toScreen(m_area));
}

} // namespace catenary::studio
