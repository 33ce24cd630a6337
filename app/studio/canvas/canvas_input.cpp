// SPDX-License-Identifier: Apache-2.0
// Input of the canvas: every event goes to the tool in force, after what holds for all tools (panning, zooming,
// Escape).
#include "app/studio/canvas/diagram_canvas.h"
#include "app/studio/canvas/tool_list.h"
#include "app/studio/canvas/tools/direction.h"
#include "app/studio/canvas/tools/pan_tool.h"
#include "app/studio/canvas/tools/select_tool.h"

#include <QInputDevice>
#include <QNativeGestureEvent>

#include <cmath>
#include <utility>

namespace catenary::studio {

Pointer DiagramCanvas::pointer(const QMouseEvent& event) const {
    return {event.position(), m_viewport.toCanvas(event.position()), event.button(), event.modifiers()};
}

void DiagramCanvas::finishEvent() {
    m_finished.clear();
    if (!m_resumed.isEmpty() && dynamic_cast<SelectTool*>(m_tool.get()) != nullptr)
        chooseTool(std::exchange(m_resumed, QString()));
    setCursor(m_tool->cursor());
}

void DiagramCanvas::mousePressEvent(QMouseEvent* event) {
    forceActiveFocus(Qt::MouseFocusReason);
    m_pointer = event->position();
    m_buttonDown = true;
    if (event->button() == Qt::MiddleButton) {
        m_tool->cancel();
        m_resumed = m_chosen;
        enter(std::make_unique<PanTool>(stage(), PanTool::Until::Release));
    }
    m_tool->press(pointer(*event));
    finishEvent();
}

void DiagramCanvas::mouseMoveEvent(QMouseEvent* event) {
    m_pointer = event->position();
    m_tool->move(pointer(*event));
    finishEvent();
    emit pointerMoved();
}

void DiagramCanvas::mouseReleaseEvent(QMouseEvent* event) {
    m_buttonDown = false;
    m_tool->release(pointer(*event));
    finishEvent();
    emit pointerMoved();
}

void DiagramCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    m_tool->doubleClick(pointer(*event));
    finishEvent();
}

void DiagramCanvas::mouseUngrabEvent() {
    if (!m_buttonDown) return; // an ordinary release ends the grab, too
    m_buttonDown = false;
    m_tool->cancel();
    leave();
    finishEvent();
    emit pointerMoved();
}

void DiagramCanvas::hoverMoveEvent(QHoverEvent* event) {
    m_pointerInside = true;
    m_pointer = event->position();
    Pointer at;
    at.screen = event->position();
    at.canvas = m_viewport.toCanvas(at.screen);
    at.modifiers = event->modifiers();
    m_tool->hover(at);
    finishEvent();
    emit pointerMoved();
}

void DiagramCanvas::hoverLeaveEvent(QHoverEvent*) {
    m_pointerInside = false;
    m_tool->leaveItem();
    finishEvent();
}

void DiagramCanvas::wheelEvent(QWheelEvent* event) {
    const bool touchpad = event->device() != nullptr && event->device()->type() == QInputDevice::DeviceType::TouchPad;
    const bool zooming = event->modifiers().testFlag(Qt::ControlModifier) || !(touchpad || event->hasPixelDelta());
    if (event->modifiers().testFlag(Qt::ShiftModifier) && !touchpad) {
        const QPointF turn = event->angleDelta();
        pan({(turn.x() != 0 ? turn.x() : turn.y()) / 2, 0});
    } else if (zooming) {
        const double steps = (event->angleDelta().y() != 0 ? event->angleDelta().y() : event->pixelDelta().y()) / 120.0;
        m_viewport.zoomAt(event->position(), m_viewport.zoom() * std::pow(1.2, steps));
        viewMoved(true);
    } else {
        pan(event->hasPixelDelta() ? QPointF(event->pixelDelta()) : QPointF(event->angleDelta()) / 2);
    }
    event->accept();
}

bool DiagramCanvas::event(QEvent* event) {
    if (event->type() == QEvent::NativeGesture) {
        auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            m_viewport.zoomAt(gesture->position(), m_viewport.zoom() * (1 + gesture->value()));
            viewMoved(true);
            return true;
        }
    }
    if (event->type() == QEvent::ShortcutOverride && m_tool->atWork()) {
        event->accept(); // keys belong to the tool while it is at work
        return true;
    }
    return QQuickItem::event(event);
}

void DiagramCanvas::keyPressEvent(QKeyEvent* event) {
    event->setAccepted(m_tool->atWork() ? keyAtWork(*event) : keyAtRest(*event));
    finishEvent();
}

bool DiagramCanvas::keyAtWork(const QKeyEvent& event) {
    if (event.key() == Qt::Key_Escape) {
        m_tool->cancel();
        leave();
        return true;
    }
    return m_tool->key(event) || event.key() == Qt::Key_Space;
}

bool DiagramCanvas::keyAtRest(const QKeyEvent& event) {
    const bool selecting = dynamic_cast<SelectTool*>(m_tool.get()) != nullptr;
    const bool plain = event.modifiers() == Qt::NoModifier;
    if (event.key() == Qt::Key_Escape && !selecting) {
        leave();
        return true;
    }
    if (event.key() == Qt::Key_Space && m_interactive && plain) {
        if (event.isAutoRepeat()) return true;
        m_resumed = m_chosen;
        auto tool = std::make_unique<PanTool>(stage(), PanTool::Until::Key);
        PanTool* entered = tool.get();
        enter(std::move(tool));
        m_spacePan = entered;
        return true;
    }
    if (m_tool->key(event)) return true;
    if (m_interactive && plain) {
        if (const ToolEntry* entry = toolOfKey(event.key()); entry != nullptr) {
            chooseTool(QLatin1String(entry->id));
            return true;
        }
        if (event.key() == Qt::Key_K) {
            changeKindOfSelected();
            return true;
        }
    }
    const std::optional<Side> side = sideOf(event);
    if (!side) return false;
    const QPointF direction = directionOf(*side);
    if (m_interactive && selection().count() > 0) {
        const double step = event.modifiers().testFlag(Qt::ShiftModifier) ? 20 : 4;
        m_studio->actions()->nudge(direction.x() * step, direction.y() * step);
    } else {
        pan(-direction * 40);
    }
    return true;
}

void DiagramCanvas::keyReleaseEvent(QKeyEvent* event) {
    const bool ours = event->key() == Qt::Key_Space && !event->isAutoRepeat() && m_spacePan != nullptr;
    if (ours) m_spacePan->letGo();
    if (!event->isAutoRepeat()) m_studio->actions()->endNudges();
    event->setAccepted(ours);
    finishEvent();
}

void DiagramCanvas::focusOutEvent(QFocusEvent* event) {
    if (m_spacePan != nullptr) m_spacePan->letGo();
    if (m_studio != nullptr) m_studio->actions()->endNudges();
    finishEvent();
    QQuickItem::focusOutEvent(event);
}

} // namespace catenary::studio
