// SPDX-License-Identifier: Apache-2.0
// The light layer above the tiles: selection outlines and whatever the tool in force draws. Repainted often, so it is
// only as large as what is in it.
#pragma once

#include <QPainter>
#include <QQuickPaintedItem>

#include <functional>

namespace catenary::studio {

class OverlayItem : public QQuickPaintedItem {
    Q_OBJECT
public:
    OverlayItem(std::function<void(QPainter&)> draw, QQuickItem* parent)
        : QQuickPaintedItem(parent), m_draw(std::move(draw)) {
        setAntialiasing(true);
        setAcceptedMouseButtons(Qt::NoButton);
    }
    /// Shows what is drawn within `area`, parent coordinates; nothing where that is empty.
    void showArea(const QRectF& area) {
        const QRectF whole = area.intersected(parentItem()->boundingRect()).toAlignedRect();
        setVisible(!whole.isEmpty());
        if (whole.isEmpty()) return;
        setPosition(whole.topLeft());
        setSize(whole.size());
        update();
    }
    void paint(QPainter* painter) override {
        painter->translate(-position());
        m_draw(*painter);
    }

private:
    std::function<void(QPainter&)> m_draw;
};

} // namespace catenary::studio
