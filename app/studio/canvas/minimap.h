// SPDX-License-Identifier: Apache-2.0
// The whole scene in a corner, with a frame around what the canvas shows. Press or drag to go there.
#pragma once

#include "app/studio/canvas/diagram_canvas.h"

#include <QImage>
#include <QQuickPaintedItem>

namespace catenary::studio {

class Minimap : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(catenary::studio::DiagramCanvas* canvas READ canvas WRITE setCanvas NOTIFY canvasChanged REQUIRED)
    Q_PROPERTY(QColor frame MEMBER m_frame NOTIFY canvasChanged) ///< colour of the frame

public:
    explicit Minimap(QQuickItem* parent = nullptr);
    [[nodiscard]] DiagramCanvas* canvas() const { return m_canvas; }
    void setCanvas(DiagramCanvas* canvas);
    void paint(QPainter* painter) override;

signals:
    void canvasChanged();

protected:
    void mousePressEvent(QMouseEvent* event) override { go(event->position()); }
    void mouseMoveEvent(QMouseEvent* event) override { go(event->position()); }

private:
    void go(QPointF at);
    /// Where the overview is drawn, item coordinates.
    [[nodiscard]] QRectF place() const;

    DiagramCanvas* m_canvas = nullptr;
    QColor m_frame;
    QImage m_small; ///< the overview at the size it is drawn in; null until that is known
};

} // namespace catenary::studio
