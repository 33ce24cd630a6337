// SPDX-License-Identifier: Apache-2.0
// The light layer above the tiles: selection outlines and whatever the tool in force draws. Repainted often, so it is
// hidden while there is nothing in it.
#pragma once

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
    void paint(QPainter* painter) override { m_draw(*painter); }

private:
    std::function<void(QPainter&)> m_draw;
};

} // namespace catenary::studio
