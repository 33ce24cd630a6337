// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/play_layer.h"

#include "core/insight/estimate.h"
#include "core/scene/numbers.h"
#include "core/scene/theme.h"
#include "core/simulation/sample_traces.h"

#include <QFutureWatcher>
#include <QPainter>
#include <QtConcurrentRun>

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

constexpr std::size_t requests = 400;
constexpr double secondsOfARequest = 5; ///< that a usual one takes on the screen
constexpr double leastWay = 0.35;       ///< s on the screen
constexpr int frameMs = 16;
constexpr int mostSigns = 8; ///< people in a queue that are drawn one by one

QColor toQColor(scene::Colour c) {
    return {c.r, c.g, c.b, c.a};
}

/// A run of its own, short: the film needs no figures but where it warms up.
support::Result<network::Performance> roughRun(const network::Network& network, std::stop_token stop) {
    simulation::Options options;
    options.requests = 20'000;
    options.threads = 1;
    options.stop = std::move(stop);
    return simulation::simulate(network, options);
}

} // namespace

PlayLayer::PlayLayer(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    setAcceptedMouseButtons(Qt::NoButton);
    m_frames.setInterval(frameMs);
    m_frames.setTimerType(Qt::PreciseTimer);
    connect(&m_frames, &QTimer::timeout, this, &PlayLayer::step);
}

PlayLayer::~PlayLayer() {
    m_stop.request_stop();
}

void PlayLayer::setEstimate(EstimateController* estimate) {
    if (estimate == m_estimate) return;
    if (m_estimate != nullptr) m_estimate->disconnect(this);
    m_estimate = estimate;
    if (estimate != nullptr)
        connect(estimate, &EstimateController::estimateChanged, this, [this] {
            m_film.reset();
            if (m_playing) make();
        });
    emit estimateChanged();
}

void PlayLayer::setCanvas(DiagramCanvas* canvas) {
    if (canvas == m_canvas) return;
    m_canvas = canvas;
    emit canvasChanged();
}

void PlayLayer::setPlaying(bool on) {
    if (on == m_playing) return;
    m_playing = on;
    if (on && !m_film) make();
    if (on) {
        m_clock.start();
        m_frames.start();
    } else {
        m_frames.stop();
        m_stop.request_stop();
        m_making = false;
        ++m_ticket;
        update();
    }
    emit playingChanged();
    emit statusChanged();
}

void PlayLayer::make() {
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_film.reset();
    m_error.clear();
    m_at = 0;
    const std::shared_ptr<const insight::Estimate> estimate = m_estimate == nullptr ? nullptr : m_estimate->estimate();
    if (!estimate || estimate->network.classes.empty()) {
        m_error = tr("There are no requests to show.");
        emit statusChanged();
        return;
    }
    m_making = true;
    auto* watcher = new QFutureWatcher<std::shared_ptr<Made>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, ticket = ++m_ticket] {
        watcher->deleteLater();
        if (ticket != m_ticket) return;
        m_making = false;
        m_film = watcher->result()->film;
        m_msPerSecond = watcher->result()->msPerSecond;
        m_error = watcher->result()->error;
        m_clock.start();
        emit playingChanged();
        emit statusChanged();
    });
    watcher->setFuture(QtConcurrent::run([estimate, stop = m_stop.get_token()] {
        auto made = std::make_shared<Made>();
        const auto performance = roughRun(estimate->network, stop);
        const auto row = performance
                             ? simulation::requestsInARow(estimate->network, *performance, requests, stop)
                             : support::Result<std::vector<network::RequestTrace>>(tl::unexpected(performance.error()));
        if (!row || row->empty()) {
            made->error = row ? tr("No request comes to its end.") : QString::fromStdString(row.error().message);
            return made;
        }
        std::vector<double> latencies;
        for (const network::RequestTrace& trace : *row) latencies.push_back(trace.latency_ms);
        std::nth_element(latencies.begin(), latencies.begin() + static_cast<std::ptrdiff_t>(latencies.size() / 2),
                         latencies.end());
        made->msPerSecond = std::max(latencies[latencies.size() / 2], 1e-6) / secondsOfARequest;
        made->film = std::make_shared<const scene::Film>(estimate->network, *row, leastWay * made->msPerSecond);
        return made;
    }));
    emit playingChanged();
    emit statusChanged();
}

void PlayLayer::step() {
    if (!m_film) return;
    m_at += static_cast<double>(m_clock.restart()) / 1000 * m_msPerSecond * m_speed;
    if (m_at > m_film->duration()) m_at = 0;
    update();
}

QString PlayLayer::status() const {
    if (!m_error.isEmpty()) return m_error;
    if (m_making) return tr("Simulating…");
    if (!m_playing || !m_film) return {};
    return tr("One second here is %1").arg(QString::fromStdString(scene::sayDuration(m_msPerSecond * m_speed)));
}

void PlayLayer::paint(QPainter* painter) {
    if (!m_film || !m_playing || m_canvas == nullptr || m_canvas->scene() == nullptr) return;
    const scene::ThemeColours& colours = scene::themeColours(m_canvas->themeName());
    const QRectF visible = m_canvas->visibleArea();
    const double zoom = m_canvas->zoom();
    const auto place = [&](scene::Point p) { return QPointF((p.x - visible.x()) * zoom, (p.y - visible.y()) * zoom); };
    painter->setRenderHint(QPainter::Antialiasing);
    const auto crowds = m_film->crowdsAt(m_at);
    std::map<std::string, const scene::Node*> lines;
    for (const auto& node : m_canvas->scene()->nodes) {
        if (node->role == scene::Role::Connection && node->line.size() > 1) lines[node->id] = node.get();
        if (node->role != scene::Role::Component) continue;
        const auto crowd = crowds.find(node->id);
        if (crowd == crowds.end()) continue;
        // Those that wait stand in a line along the lower edge, from the right; those served are counted in its corner.
        const double size = 7 * zoom, gap = 2 * zoom;
        QPointF at = place({node->bounds.right(), node->bounds.bottom()}) - QPointF(size + 6 * zoom, -4 * zoom);
        painter->setPen(Qt::NoPen);
        for (int i = 0; i < std::min(crowd->second.waiting, mostSigns); ++i) {
            painter->setBrush(toQColor(crowd->second.waiting > mostSigns ? colours.missed : colours.close));
            painter->drawRoundedRect(QRectF(at.x(), at.y(), size, size), 1.5 * zoom, 1.5 * zoom);
            at.rx() -= size + gap;
        }
        const QString words = crowd->second.waiting > mostSigns
                                  ? tr("%1 served, %2 wait").arg(crowd->second.served).arg(crowd->second.waiting)
                                  : tr("%1 served").arg(crowd->second.served);
        if (zoom < 0.45 || (crowd->second.served == 0 && crowd->second.waiting <= mostSigns)) continue;
        QFont font = painter->font();
        font.setPixelSize(std::max(static_cast<int>(std::lround(10 * zoom)), 7));
        painter->setFont(font);
        painter->setPen(toQColor(colours.quiet));
        const QPointF corner = place({node->bounds.x, node->bounds.bottom()});
        painter->drawText(corner + QPointF(4 * zoom, 12 * zoom), words);
    }
    for (const scene::Film::Dot& dot : m_film->dotsAt(m_at)) {
        const auto line = lines.find(*dot.connection);
        if (line == lines.end()) continue;
        const QPointF at = place(scene::pointAlong(line->second->line, dot.along));
        const double radius = std::max(3.4 * zoom, 2.2);
        const QColor colour = toQColor(dot.failed ? colours.missed : colours.accent);
        painter->setPen(QPen(dot.answer ? colour : toQColor(colours.canvas), std::max(1.2 * zoom, 1.0)));
        painter->setBrush(dot.answer ? toQColor(colours.canvas) : colour);
        painter->drawEllipse(at, radius, radius);
    }
}

} // namespace catenary::studio
