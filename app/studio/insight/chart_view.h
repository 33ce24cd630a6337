// SPDX-License-Identifier: Apache-2.0
// One chart of the estimate on the screen: a scene of core/scene/charts, made again whenever the estimate, the
// workload, the theme or the width change. What takes more than drawing is computed on a worker, the latest wins. Lives
// on the GUI thread.
#pragma once

#include "app/studio/estimate/estimate_controller.h"
#include "core/scene/theme.h"

#include <QQuickPaintedItem>
#include <QTimer>

#include <functional>
#include <stop_token>

namespace catenary::studio {

class ChartView : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        catenary::studio::EstimateController* estimate READ estimate WRITE setEstimate NOTIFY estimateChanged REQUIRED)
    /// "load": latency against load; "mean", "slow": where the time of such a request goes; "moves": which numbers of
    /// the design move its p99 most; "request": one slow request as it went; "time": a run from empty with `incident`;
    /// "roofline", "serving-time", "batches", "memory": of the model server `component`.
    Q_PROPERTY(QString chart MEMBER m_chart NOTIFY chartChanged REQUIRED)
    /// What happens during the run of "time": "start", "spike", "cold" or "loss" (core/insight/incident.h). Empty:
    /// nothing is run, and a run under way is stopped.
    Q_PROPERTY(QString incident READ incident WRITE setIncident NOTIFY incidentChanged)
    Q_PROPERTY(QString component MEMBER m_component NOTIFY componentChanged) ///< id
    Q_PROPERTY(bool dark MEMBER m_dark NOTIFY darkChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    Q_PROPERTY(double progress READ progress NOTIFY progressChanged) ///< of a run over time, 0 … 1
    Q_PROPERTY(QString summary READ summary NOTIFY sceneChanged)     ///< for those who do not see it

public:
    explicit ChartView(QQuickItem* parent = nullptr);
    ~ChartView() override;

    [[nodiscard]] EstimateController* estimate() const { return m_estimate; }
    void setEstimate(EstimateController* estimate);
    [[nodiscard]] const QString& incident() const { return m_incident; }
    void setIncident(const QString& incident);
    [[nodiscard]] bool busy() const { return m_busy || m_pause.isActive() || waits(); }
    [[nodiscard]] double progress() const { return m_progress; }
    [[nodiscard]] QString summary() const;
    /// What is drawn at a point of the item, in words; empty for nothing.
    Q_INVOKABLE [[nodiscard]] QString wordsAt(qreal x, qreal y) const;
    /// Writes the chart as it is; `path` ends in `.svg` or `.png`. Returns why it could not, empty if it could.
    Q_INVOKABLE [[nodiscard]] QString save(const QString& path) const;
    void paint(QPainter* painter) override;

signals:
    void estimateChanged();
    void chartChanged();
    void incidentChanged();
    void componentChanged();
    void darkChanged();
    void busyChanged();
    void progressChanged();
    void sceneChanged();

protected:
    void geometryChange(const QRectF& now, const QRectF& before) override;

private:
    /// What was computed, ready to be drawn for a class.
    using Drawing = std::function<scene::Scene(network::Index shown, scene::ThemeName, double width)>;
    /// Computes a chart; called on a worker. Empty: there is nothing to compute.
    using Computation = std::function<Drawing(const std::stop_token&)>;

    void renew();   ///< of other numbers
    void compose(); ///< of the same numbers, in another size, theme or class
    void compute();
    void finished();
    void setProgress(double progress);
    [[nodiscard]] bool computed() const; ///< the chart takes more than drawing
    [[nodiscard]] bool waits() const;    ///< for the simulation that the strip shows; keeps what is drawn until then
    [[nodiscard]] Computation computation();
    [[nodiscard]] Computation overTime();
    [[nodiscard]] scene::Scene unknown(network::Index shown, scene::ThemeName theme) const; ///< instead of a drawing

    EstimateController* m_estimate = nullptr;
    QString m_chart, m_incident, m_component;
    bool m_dark = false;
    bool m_busy = false;
    bool m_again = false;
    double m_progress = 0;
    std::stop_source m_stop;
    QTimer m_pause;     ///< before a simulation: the estimate may change again
    QThreadPool m_pool; ///< one thread
    QFutureWatcher<Drawing> m_watcher;
    Drawing m_drawing; ///< of a chart that is computed; empty until it is
    scene::Scene m_scene;
};

} // namespace catenary::studio
