// SPDX-License-Identifier: Apache-2.0
// One chart of the estimate on the screen: a scene of core/scene/charts, made again whenever the estimate, the
// workload, the theme or the width change. What takes more than drawing is computed on a worker, the latest wins. Lives
// on the GUI thread.
#pragma once

#include "app/studio/estimate/estimate_controller.h"
#include "core/scene/theme.h"

#include <QQuickPaintedItem>

#include <functional>
#include <stop_token>

namespace catenary::studio {

class ChartView : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        catenary::studio::EstimateController* estimate READ estimate WRITE setEstimate NOTIFY estimateChanged REQUIRED)
    /// "load": latency against load; "mean", "slow": where the time of such a request goes; "moves": which numbers of
    /// the design move its p99 most.
    Q_PROPERTY(QString chart MEMBER m_chart NOTIFY chartChanged REQUIRED)
    Q_PROPERTY(bool dark MEMBER m_dark NOTIFY chartChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    Q_PROPERTY(QString summary READ summary NOTIFY sceneChanged) ///< for those who do not see it

public:
    explicit ChartView(QQuickItem* parent = nullptr);
    ~ChartView() override;

    [[nodiscard]] EstimateController* estimate() const { return m_estimate; }
    void setEstimate(EstimateController* estimate);
    [[nodiscard]] bool busy() const { return m_busy; }
    [[nodiscard]] QString summary() const;
    /// What is drawn at a point of the item, in words; empty for nothing.
    Q_INVOKABLE [[nodiscard]] QString wordsAt(qreal x, qreal y) const;
    /// Writes the chart as it is; `path` ends in `.svg` or `.png`. Returns why it could not, empty if it could.
    Q_INVOKABLE [[nodiscard]] QString save(const QString& path) const;
    void paint(QPainter* painter) override;

signals:
    void estimateChanged();
    void chartChanged();
    void busyChanged();
    void sceneChanged();

protected:
    void geometryChange(const QRectF& now, const QRectF& before) override;

private:
    void renew();   ///< of other numbers
    void compose(); ///< of the same numbers, in another size or theme
    void compute();

    /// What was computed, ready to be drawn.
    using Drawing = std::function<scene::Scene(scene::ThemeName, double width)>;
    /// Computes a chart; called on a worker. Empty: it needs no more than drawing.
    using Computation = std::function<Drawing(const std::stop_token&)>;
    [[nodiscard]] Computation computation() const;

    EstimateController* m_estimate = nullptr;
    QString m_chart;
    bool m_dark = false;
    bool m_busy = false;
    bool m_again = false;
    std::stop_source m_stop;
    QThreadPool m_pool; ///< one thread
    QFutureWatcher<Drawing> m_watcher;
    Drawing m_drawing; ///< of a chart that is computed; empty until it is
    scene::Scene m_scene;
};

} // namespace catenary::studio
