// SPDX-License-Identifier: Apache-2.0
// One chart of the estimate on the screen: a scene of core/scene/charts, made again whenever the estimate, the
// workload, the theme or the width change. A load curve is computed on a worker, the latest wins. Lives on the GUI
// thread.
#pragma once

#include "app/studio/estimate/estimate_controller.h"
#include "core/insight/load_curve.h"
#include "core/scene/scene.h"

#include <QQuickPaintedItem>

#include <stop_token>

namespace catenary::studio {

class ChartView : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        catenary::studio::EstimateController* estimate READ estimate WRITE setEstimate NOTIFY estimateChanged REQUIRED)
    /// "load": latency against load; "mean", "slow": where the time of such a request goes.
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
    void computeCurve();

    EstimateController* m_estimate = nullptr;
    QString m_chart;
    bool m_dark = false;
    bool m_busy = false;
    bool m_again = false;
    std::stop_source m_stop;
    QThreadPool m_pool; ///< one thread
    QFutureWatcher<insight::LoadCurve> m_watcher;
    insight::LoadCurve m_curve;
    bool m_computed = false; ///< `m_curve` is the answer to something
    scene::Scene m_scene;
};

} // namespace catenary::studio
