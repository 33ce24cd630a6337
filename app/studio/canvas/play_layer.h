// SPDX-License-Identifier: Apache-2.0
// Requests as they go, over a canvas: dots on the connections, hollow on the way back, and at each component how many
// wait and are served. Shows a film of the estimate's simulation (core/scene/film.h), slowed down so that one request
// takes some seconds. The film is made on a worker; a new estimate ends it.
#pragma once

#include "app/studio/canvas/diagram_canvas.h"
#include "app/studio/estimate/estimate_controller.h"
#include "core/scene/film.h"

#include <QElapsedTimer>
#include <QQuickPaintedItem>
#include <QTimer>

#include <stop_token>

namespace catenary::studio {

class PlayLayer : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(catenary::studio::EstimateController* estimate MEMBER m_estimate WRITE setEstimate NOTIFY estimateChanged
                   REQUIRED)
    Q_PROPERTY(catenary::studio::DiagramCanvas* canvas MEMBER m_canvas WRITE setCanvas NOTIFY canvasChanged REQUIRED)
    Q_PROPERTY(bool playing READ playing WRITE setPlaying NOTIFY playingChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY playingChanged)         ///< the film is being made
    Q_PROPERTY(double speed MEMBER m_speed NOTIFY playingChanged) ///< 0.25 … 4 times the usual
    /// "1 s on the screen is 7 ms", or why nothing can be shown.
    Q_PROPERTY(QString status READ status NOTIFY statusChanged)

public:
    explicit PlayLayer(QQuickItem* parent = nullptr);
    ~PlayLayer() override;

    void setEstimate(EstimateController* estimate);
    void setCanvas(DiagramCanvas* canvas);
    [[nodiscard]] bool playing() const { return m_playing; }
    void setPlaying(bool on);
    [[nodiscard]] bool busy() const { return m_making; }
    [[nodiscard]] QString status() const;
    void paint(QPainter* painter) override;

signals:
    void estimateChanged();
    void canvasChanged();
    void playingChanged();
    void statusChanged();

private:
    struct Made {
        std::shared_ptr<const scene::Film> film;
        double msPerSecond = 0; ///< of the film, in a second on the screen
        QString error;
    };

    void make();
    void step();

    EstimateController* m_estimate = nullptr;
    DiagramCanvas* m_canvas = nullptr;
    std::shared_ptr<const scene::Film> m_film;
    double m_msPerSecond = 0, m_at = 0, m_speed = 1;
    QString m_error;
    QTimer m_frames;
    QElapsedTimer m_clock;
    std::stop_source m_stop;
    quint64 m_ticket = 0;
    bool m_playing = false, m_making = false;
};

} // namespace catenary::studio
