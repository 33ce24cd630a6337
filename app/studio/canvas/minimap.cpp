// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/minimap.h"

#include <QPainter>

namespace catenary::studio {

Minimap::Minimap(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAcceptedMouseButtons(Qt::LeftButton);
    setAntialiasing(true);
}

void Minimap::setCanvas(DiagramCanvas* canvas) {
    if (canvas == m_canvas) return;
    if (m_canvas != nullptr) m_canvas->disconnect(this);
    m_canvas = canvas;
    if (m_canvas != nullptr) {
        connect(m_canvas, &DiagramCanvas::overviewChanged, this, [this] {
            m_small = {};
            update();
        });
        connect(m_canvas, &DiagramCanvas::viewChanged, this, [this] { update(); });
    }
    emit canvasChanged();
    update();
}

QRectF Minimap::place() const {
    const QRectF area = m_canvas->overviewArea();
    if (area.isEmpty()) return {};
    const double scale = std::min(width() / area.width(), height() / area.height());
    const QSizeF size = area.size() * scale;
    return {QPointF((width() - size.width()) / 2, (height() - size.height()) / 2), size};
}

void Minimap::paint(QPainter* painter) {
    if (m_canvas == nullptr || m_canvas->overview().isNull()) return;
    const QRectF place = this->place();
    if (place.isEmpty()) return;
    const QSize pixels = (place.size() * painter->device()->devicePixelRatioF()).toSize().expandedTo({1, 1});
    if (m_small.size() != pixels)
        m_small = m_canvas->overview().scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    painter->drawImage(place, m_small);
    const QRectF area = m_canvas->overviewArea();
    const double scale = place.width() / area.width();
    const QRectF seen = m_canvas->visibleArea();
    const QRectF frame(place.topLeft() + (seen.topLeft() - area.topLeft()) * scale, seen.size() * scale);
    const QRectF inside(1, 1, width() - 2, height() - 2);
    QColor fill = m_frame;
    fill.setAlpha(24);
    painter->setPen(QPen(m_frame, 1.5));
    painter->setBrush(fill);
    painter->drawRoundedRect(frame.intersected(inside), 3, 3);
}

void Minimap::go(QPointF at) {
    const QRectF place = m_canvas != nullptr ? this->place() : QRectF();
    if (place.isEmpty()) return;
    const QRectF area = m_canvas->overviewArea();
    const QPointF canvas = area.topLeft() + (at - place.topLeft()) * (area.width() / place.width());
    m_canvas->centreOn(canvas.x(), canvas.y());
}

} // namespace catenary::studio
