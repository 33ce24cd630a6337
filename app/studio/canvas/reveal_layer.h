// SPDX-License-Identifier: Apache-2.0
// A veil over a canvas that leaves some elements to be seen, and the light of a pointer: for telling a design step by
// step.
#pragma once

#include "app/studio/canvas/diagram_canvas.h"

#include <QElapsedTimer>
#include <QQuickPaintedItem>
#include <QTimer>

namespace catenary::studio {

class RevealLayer : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(catenary::studio::DiagramCanvas* canvas READ canvas WRITE setCanvas NOTIFY canvasChanged REQUIRED)
    Q_PROPERTY(QStringList shown READ shown WRITE setShown NOTIFY shownChanged) ///< ids of elements without the veil
    Q_PROPERTY(QStringList fresh READ fresh WRITE setFresh NOTIFY shownChanged) ///< of these, those that are marked
    Q_PROPERTY(bool laser READ laser WRITE setLaser NOTIFY laserChanged)        ///< the pointer leaves a trail of light

public:
    explicit RevealLayer(QQuickItem* parent = nullptr);

    [[nodiscard]] DiagramCanvas* canvas() const { return m_canvas; }
    void setCanvas(DiagramCanvas* canvas);
    [[nodiscard]] const QStringList& shown() const { return m_shown; }
    void setShown(const QStringList& ids);
    [[nodiscard]] const QStringList& fresh() const { return m_fresh; }
    void setFresh(const QStringList& ids);
    [[nodiscard]] bool laser() const { return m_laser; }
    void setLaser(bool on);
    void paint(QPainter* painter) override;

signals:
    void canvasChanged();
    void shownChanged();
    void laserChanged();

private:
    struct Spot {
        QPointF at;
        qint64 ms = 0;
    };
    void follow(); ///< the pointer moved
    void age();
    void paintVeil(QPainter& painter) const;
    void paintTrail(QPainter& painter) const;

    DiagramCanvas* m_canvas = nullptr;
    QStringList m_shown, m_fresh;
    std::vector<Spot> m_trail;
    QElapsedTimer m_clock;
    QTimer m_fading;
    bool m_laser = false;
};

} // namespace catenary::studio
