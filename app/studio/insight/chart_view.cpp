// SPDX-License-Identifier: Apache-2.0
#include "app/studio/insight/chart_view.h"

#include "app/painting/painter.h"
#include "app/painting/png.h"
#include "app/studio/insight/serving_chart.h"
#include "core/insight/incident.h"
#include "core/insight/simulated.h"
#include "core/interchange/svg.h"
#include "core/scene/charts/load_curve.h"
#include "core/scene/charts/request_waterfall.h"
#include "core/scene/charts/time_series.h"
#include "core/scene/charts/tornado.h"
#include "core/scene/charts/waterfall.h"
#include "core/simulation/sample_traces.h"
#include "core/support/files.h"

#include <QPainter>
#include <QThread>
#include <QtConcurrentRun>

#include <algorithm>
#include <array>
#include <memory>

namespace catenary::studio {

namespace {

constexpr double curveRatio = 0.62, leastCurveHeight = 220; ///< height of a load curve to its width

constexpr int pauseMs = 300; ///< an estimate younger than this is likely to change again

struct NamedIncident {
    const char* name;
    insight::Incident incident;
};
constexpr std::array incidents = {
    NamedIncident{"start", insight::Incident::Start}, NamedIncident{"spike", insight::Incident::Spike},
    NamedIncident{"cold", insight::Incident::Cold}, NamedIncident{"loss", insight::Incident::Loss}};

/// The class the strip shows; none where there is no estimate.
network::Index shownClass(const EstimateController* estimate) {
    if (estimate == nullptr || !estimate->estimate()) return network::none;
    return estimate->estimate()->network.classOf(design::WorkloadId(estimate->workload().toStdString()));
}

std::string nameOf(const network::Class& of) {
    return of.name.empty() ? of.id.str() : of.name;
}

/// One slow request of a class, from the simulation that is shown.
scene::Scene slowRequest(const network::Network& network, const std::vector<network::RequestTrace>& traces,
                         network::Index shown, scene::ThemeName theme, double width) {
    for (const network::RequestTrace& trace : traces)
        if (trace.request_class == shown) return scene::requestWaterfall(network, trace, theme, width);
    return scene::message("One slow request", "The simulation has none: it is not stable, or no request completes.",
                          theme, width);
}

} // namespace

ChartView::ChartView(QQuickItem* parent) : QQuickPaintedItem(parent) {
    m_pool.setMaxThreadCount(1);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        compute();
        emit busyChanged();
    });
    connect(this, &ChartView::chartChanged, this, &ChartView::renew);
    connect(this, &ChartView::componentChanged, this, &ChartView::compose);
    connect(this, &ChartView::darkChanged, this, &ChartView::compose);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &ChartView::finished);
}

void ChartView::finished() {
    m_busy = false;
    if (m_again) {
        compute();
    } else if (!m_stop.stop_requested()) { // else a stale answer, which is dropped
        m_drawing = m_watcher.result();
        compose();
    }
    emit busyChanged();
}

ChartView::~ChartView() {
    m_stop.request_stop();
    m_pool.waitForDone();
}

void ChartView::setEstimate(EstimateController* estimate) {
    if (estimate == m_estimate) return;
    if (m_estimate != nullptr) m_estimate->disconnect(this);
    m_estimate = estimate;
    if (m_estimate != nullptr) {
        connect(m_estimate, &EstimateController::estimateChanged, this, &ChartView::renew);
        connect(m_estimate, &EstimateController::workloadChanged, this, [this] {
            if (m_chart == QLatin1String("load"))
                renew();
            else
                compose(); // computed for every class
        });
        connect(m_estimate, &EstimateController::simulatedChanged, this, [this] {
            if (m_chart == QLatin1String("request")) renew();
        });
    }
    emit estimateChanged();
    renew();
}

void ChartView::setIncident(const QString& incident) {
    if (incident == m_incident) return;
    m_incident = incident;
    m_drawing = {}; // a run of something else
    emit incidentChanged();
    if (m_chart != QLatin1String("time")) return;
    m_pause.stop();
    compute(); // at once: somebody waits for it
    compose();
    emit busyChanged();
}

void ChartView::setProgress(double progress) {
    m_progress = progress;
    emit progressChanged();
}

bool ChartView::waits() const {
    return m_chart == QLatin1String("request") && shownClass(m_estimate) != network::none && !m_estimate->simulated();
}

bool ChartView::computed() const {
    return m_chart == QLatin1String("load") || m_chart == QLatin1String("moves") || m_chart == QLatin1String("time") ||
           m_chart == QLatin1String("request");
}

void ChartView::renew() {
    if (m_chart == QLatin1String("time") && !m_incident.isEmpty()) {
        m_stop.request_stop();
        m_pause.start();
    } else if (computed()) {
        compute();
    } else {
        compose();
    }
    emit busyChanged();
}

ChartView::Computation ChartView::computation() {
    const network::Index shown = shownClass(m_estimate);
    if (shown == network::none) return {};
    const auto design = m_estimate->estimatedDesign();
    if (m_chart == QLatin1String("load"))
        return [design, of = m_estimate->estimate(), shown](const std::stop_token& stop) -> Drawing {
            return [curve = insight::loadCurve(design, *of, shown, 40, stop),
                    name = nameOf(of->network.classes[static_cast<std::size_t>(shown)])](
                       network::Index, scene::ThemeName theme, double width) {
                return scene::drawChart(scene::loadCurveChart(curve, name, theme), theme,
                                        {width, std::max(width * curveRatio, leastCurveHeight)});
            };
        };
    if (m_chart == QLatin1String("time")) return overTime();
    if (m_chart == QLatin1String("request")) {
        const auto simulated = m_estimate->simulated();
        if (!simulated) return {};
        return [simulated](const std::stop_token& stop) -> Drawing {
            const auto traces = simulation::sampleTraces(simulated->network, simulated->performance, 1, stop);
            if (!traces) return {};
            return [simulated, traces = *traces](network::Index of, scene::ThemeName theme, double width) {
                return slowRequest(simulated->network, traces, of, theme, width);
            };
        };
    }
    return [design, catalog = m_estimate->catalog()](const std::stop_token& stop) -> Drawing {
        const auto found = insight::sensitivity(design, *catalog, {}, stop);
        if (!found) return {};
        return [found = *found](network::Index of, scene::ThemeName theme, double width) {
            return scene::tornado(found, static_cast<std::size_t>(of), theme, width);
        };
    };
}

ChartView::Computation ChartView::overTime() {
    const auto named = std::find_if(incidents.begin(), incidents.end(),
                                    [this](const NamedIncident& of) { return m_incident == QLatin1String(of.name); });
    if (named == incidents.end()) return {};
    const insight::IncidentRun run = insight::incidentRun(*m_estimate->estimate(), named->incident);
    const auto saying = [](const std::string& words) -> Drawing {
        return [words](network::Index, scene::ThemeName theme, double width) {
            return scene::message("", words, theme, width);
        };
    };
    if (!run.impossible.empty()) return [saying, run](const std::stop_token&) { return saying(run.impossible); };
    simulation::TransientOptions options;
    options.seconds = run.seconds;
    options.threads = static_cast<unsigned>(std::max(QThread::idealThreadCount() - 1, 1)); // one is for the screen
    options.progress = [this](const simulation::Progress& progress) {
        QMetaObject::invokeMethod(
            this, [this, share = progress.share.value_or(0)] { setProgress(share); }, Qt::QueuedConnection);
    };
    return [design = m_estimate->estimatedDesign(), catalog = m_estimate->catalog(), run, options,
            saying](const std::stop_token& stop) mutable -> Drawing {
        options.stop = stop;
        insight::Request request;
        request.load_line = false;
        auto estimate = insight::simulatedTransient(design, *catalog, options, run.shocks, request);
        if (!estimate) return saying(estimate.error().message);
        return [of = std::make_shared<const insight::Estimate>(std::move(*estimate))](
                   network::Index shown, scene::ThemeName theme, double width) {
            if (static_cast<std::size_t>(shown) >= of->network.classes.size()) return scene::Scene();
            return scene::timeSeries(*of, shown, scene::telling(*of), theme, width);
        };
    };
}

scene::Scene ChartView::unknown(network::Index shown, scene::ThemeName theme) const {
    const auto words = [&](const char* title, const QString& text) {
        return scene::message(title, text.toStdString(), theme, width());
    };
    if (m_chart == QLatin1String("time"))
        return words("", m_incident.isEmpty()
                             ? tr("Choose what happens, and see how the design takes it: a simulation from "
                                  "empty queues and caches.")
                             : QString());
    if (m_chart == QLatin1String("request"))
        return words("One slow request", tr("Comes with the simulation of this design."));
    if (m_chart != QLatin1String("load")) return {};
    scene::Chart chart = scene::loadCurveChart(
        {}, nameOf(m_estimate->estimate()->network.classes[static_cast<std::size_t>(shown)]), theme);
    chart.nothing = tr("Computing…").toStdString();
    return scene::drawChart(chart, theme, {width(), std::max(width() * curveRatio, leastCurveHeight)});
}

void ChartView::compute() {
    m_again = m_busy;
    m_stop.request_stop();
    if (m_busy) return; // begins anew when the one under way has stopped
    Computation computation = this->computation();
    if (!computation) {
        if (!waits()) m_drawing = {};
        compose();
        return;
    }
    m_stop = std::stop_source();
    m_busy = true;
    setProgress(0);
    m_watcher.setFuture(QtConcurrent::run(
        &m_pool, [computation = std::move(computation), stop = m_stop.get_token()] { return computation(stop); }));
    emit busyChanged();
}

void ChartView::compose() {
    const network::Index shown = shownClass(m_estimate);
    const scene::ThemeName theme = m_dark ? scene::ThemeName::Dark : scene::ThemeName::Light;
    m_scene = {};
    if (width() <= 0 || shown == network::none) {
        // Nothing to draw on, or of.
    } else if (computed()) {
        m_scene = m_drawing ? m_drawing(shown, theme, width()) : unknown(shown, theme);
    } else if (isServingChart(m_chart)) {
        m_scene = servingChart(m_chart, *m_estimate->estimate(), m_component, theme, width());
    } else {
        m_scene = scene::waterfall(
            m_estimate->estimatedDesign(), *m_estimate->estimate(), shown,
            m_chart == QLatin1String("slow") ? scene::WaterfallOf::Slow : scene::WaterfallOf::Mean, theme, width());
    }
    setImplicitHeight(m_scene.bounds.height);
    emit sceneChanged();
    update();
}

void ChartView::geometryChange(const QRectF& now, const QRectF& before) {
    QQuickPaintedItem::geometryChange(now, before);
    if (now.width() != before.width()) compose();
}

QString ChartView::summary() const {
    return QString::fromStdString((m_scene.title.empty() ? "" : m_scene.title + ". ") + m_scene.description);
}

QString ChartView::wordsAt(qreal x, qreal y) const {
    for (auto node = m_scene.nodes.rbegin(); node != m_scene.nodes.rend(); ++node)
        if (((*node)->role == scene::Role::Component || (*node)->role == scene::Role::Overlay) &&
            (*node)->bounds.contains({x, y}))
            return QString::fromStdString((*node)->title);
    return {};
}

QString ChartView::save(const QString& path) const {
    const std::filesystem::path file(path.toStdString());
    const auto written = [&]() -> support::Result<void> {
        if (path.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) return painting::writePng(m_scene, file);
        const auto svg = interchange::writeSvg(m_scene);
        if (!svg) return tl::unexpected(svg.error());
        return support::writeFileAtomically(file, *svg);
    }();
    return written ? QString() : QString::fromStdString(written.error().message);
}

void ChartView::paint(QPainter* painter) {
    painter->setRenderHint(QPainter::Antialiasing);
    painting::paint(m_scene, *painter, QRectF(0, 0, width(), height()));
}

} // namespace catenary::studio
