// SPDX-License-Identifier: Apache-2.0
#include "app/studio/insight/chart_view.h"

#include "app/painting/painter.h"
#include "app/painting/png.h"
#include "core/interchange/svg.h"
#include "core/scene/charts/load_curve.h"
#include "core/scene/charts/tornado.h"
#include "core/scene/charts/waterfall.h"
#include "core/support/files.h"

#include <QPainter>
#include <QtConcurrentRun>

#include <algorithm>

namespace catenary::studio {

namespace {

constexpr double curveRatio = 0.62, leastCurveHeight = 220; ///< height of a load curve to its width

/// The class the strip shows; none where there is no estimate.
network::Index shownClass(const EstimateController* estimate) {
    if (estimate == nullptr || !estimate->estimate()) return network::none;
    return estimate->estimate()->network.classOf(design::WorkloadId(estimate->workload().toStdString()));
}

} // namespace

ChartView::ChartView(QQuickItem* parent) : QQuickPaintedItem(parent) {
    m_pool.setMaxThreadCount(1);
    connect(this, &ChartView::chartChanged, this, &ChartView::renew);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        m_busy = false;
        if (m_again) {
            compute();
        } else {
            m_drawing = m_watcher.result();
            compose();
        }
        emit busyChanged();
    });
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
        connect(m_estimate, &EstimateController::workloadChanged, this, &ChartView::renew);
    }
    emit estimateChanged();
    renew();
}

void ChartView::renew() {
    if (m_chart == QLatin1String("load") || m_chart == QLatin1String("moves"))
        compute();
    else
        compose();
}

ChartView::Computation ChartView::computation() const {
    const network::Index shown = shownClass(m_estimate);
    if (shown == network::none) return {};
    const auto design = m_estimate->estimatedDesign();
    if (m_chart == QLatin1String("load"))
        return [design, of = m_estimate->estimate(), shown](const std::stop_token& stop) -> Drawing {
            const network::Class& given = of->network.classes[static_cast<std::size_t>(shown)];
            return [curve = insight::loadCurve(design, *of, shown, 40, stop),
                    name = given.name.empty() ? given.id.str() : given.name](scene::ThemeName theme, double width) {
                return scene::drawChart(scene::loadCurveChart(curve, name, theme), theme,
                                        {width, std::max(width * curveRatio, leastCurveHeight)});
            };
        };
    return [design, catalog = m_estimate->catalog(), shown](const std::stop_token& stop) -> Drawing {
        const auto found = insight::sensitivity(design, *catalog, {}, stop);
        if (!found) return {};
        return [found = *found, shown](scene::ThemeName theme, double width) {
            return scene::tornado(found, static_cast<std::size_t>(shown), theme, width);
        };
    };
}

void ChartView::compute() {
    m_again = m_busy;
    m_stop.request_stop();
    if (m_busy) return; // begins anew when the one under way has stopped
    Computation computation = this->computation();
    if (!computation) {
        m_drawing = {};
        compose();
        return;
    }
    m_stop = std::stop_source();
    m_busy = true;
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
    } else if (m_chart == QLatin1String("load") || m_chart == QLatin1String("moves")) {
        if (m_drawing) {
            m_scene = m_drawing(theme, width());
        } else if (m_chart == QLatin1String("load")) {
            const network::Class& of = m_estimate->estimate()->network.classes[static_cast<std::size_t>(shown)];
            scene::Chart chart = scene::loadCurveChart({}, of.name.empty() ? of.id.str() : of.name, theme);
            chart.nothing = tr("Computing…").toStdString();
            m_scene = scene::drawChart(chart, theme, {width(), std::max(width() * curveRatio, leastCurveHeight)});
        }
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
    return QString::fromStdString(m_scene.title + ". " + m_scene.description);
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
