// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tools/resize_tool.h"

#include <algorithm>

namespace catenary::studio {

namespace {

constexpr QSizeF smallest(80, 40); ///< canvas units: a word in one line

} // namespace

ResizeTool::ResizeTool(Stage& stage, std::string note, Qt::Corner corner)
    : Tool(stage), m_note(std::move(note)), m_corner(corner) {}

QPointF ResizeTool::cornerOf(const QRectF& box, Qt::Corner corner) {
    switch (corner) {
    case Qt::TopLeftCorner:
        return box.topLeft();
    case Qt::TopRightCorner:
        return box.topRight();
    case Qt::BottomLeftCorner:
        return box.bottomLeft();
    case Qt::BottomRightCorner:
        break;
    }
    return box.bottomRight();
}

QCursor ResizeTool::cursorOf(Qt::Corner corner) {
    return corner == Qt::TopLeftCorner || corner == Qt::BottomRightCorner ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor;
}

void ResizeTool::press(const Pointer& at) {
    m_before = m_stage.grid().box(m_note);
    m_offset = cornerOf(m_before, m_corner) - at.canvas;
    m_gesture = m_stage.document().beginGesture();
}

void ResizeTool::move(const Pointer& at) {
    const QPointF corner = at.canvas + m_offset;
    const bool left = m_corner == Qt::TopLeftCorner || m_corner == Qt::BottomLeftCorner;
    const bool top = m_corner == Qt::TopLeftCorner || m_corner == Qt::TopRightCorner;
    QRectF box = m_before;
    if (left)
        box.setLeft(std::min(corner.x(), box.right() - smallest.width()));
    else
        box.setRight(std::max(corner.x(), box.left() + smallest.width()));
    if (top)
        box.setTop(std::min(corner.y(), box.bottom() - smallest.height()));
    else
        box.setBottom(std::max(corner.y(), box.top() + smallest.height()));
    resize(box);
    m_stage.redraw();
}

bool ResizeTool::resize(const QRectF& box) {
    return m_stage.document().apply(design::ResizeElement{m_note, {box.x(), box.y()}, {box.width(), box.height()}},
                                    m_gesture);
}

void ResizeTool::release(const Pointer&) {
    m_stage.document().endGesture();
    m_stage.leave();
}

void ResizeTool::cancel() {
    resize(m_before);
    m_stage.document().endGesture();
}

} // namespace catenary::studio
