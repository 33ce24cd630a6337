// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tools/arrow_tool.h"

#include "app/studio/canvas/tools/connect_tool.h"

namespace catenary::studio {

std::string ArrowTool::componentAt(const Pointer& at) const {
    return m_stage.grid().componentNear(at.canvas, hitTolerance / m_stage.viewport().zoom()).id;
}

void ArrowTool::press(const Pointer& at) {
    if (at.button != Qt::LeftButton) return;
    const std::string from = componentAt(at);
    if (from.empty()) {
        emit m_stage.document().editRefused(
            DocumentController::tr("A connection begins at a component."),
            DocumentController::tr("Press on a card and draw from there, or click one card and then the other."));
        return;
    }
    m_stage.enter(std::make_unique<ConnectTool>(m_stage, from, ConnectTool::By::Clicks, m_async));
}

void ArrowTool::hover(const Pointer& at) {
    const std::string now = componentAt(at);
    if (now == m_hover) return;
    m_hover = now;
    m_stage.redraw();
}

void ArrowTool::leaveItem() {
    m_hover.clear();
    m_stage.redraw();
}

bool ArrowTool::key(const QKeyEvent& event) {
    if (event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter) return false;
    const std::string from = m_stage.selection().current().toStdString();
    if (m_stage.document().design().component(design::ComponentId(from)) == nullptr) return false;
    m_stage.enter(std::make_unique<ConnectTool>(m_stage, from, ConnectTool::By::Keyboard, m_async));
    return true;
}

void ArrowTool::paint(QPainter& painter) const {
    if (!m_hover.empty()) m_stage.paintOutline(painter, m_hover, m_stage.colours().accent);
}

} // namespace catenary::studio
