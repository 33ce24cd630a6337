// SPDX-License-Identifier: Apache-2.0
#include "app/studio/estimate/simulation_controller.h"

#include "core/insight/simulated.h"
#include "core/scene/numbers.h"

#include <QThread>
#include <QtConcurrentRun>

#include <algorithm>
#include <array>

namespace catenary::studio {

namespace {

/// An estimate younger than this is likely to change again.
constexpr int pauseMs = 300;

struct Stage {
    double precision;
    std::uint64_t most; ///< requests, where the precision is far away
};
constexpr std::array stages = {Stage{0.05, 300'000}, Stage{0.01, 5'000'000}};

QString within(double precision) {
    return QStringLiteral("± ") + QString::fromStdString(scene::sayShare(precision));
}

/// Largest half-width over value of the mean and p99 of every class.
double precisionOf(const insight::Estimate& estimate) {
    double worst = 0;
    for (const auto& figures : estimate.performance.classes)
        for (const network::Measure* measure : {&figures.latency.mean, &figures.latency.p99})
            if (measure->defined() && measure->value > 0)
                worst = std::max(worst, 0.5 * (measure->high - measure->low) / measure->value);
    return worst;
}

} // namespace

SimulationController::SimulationController(EstimateController& estimate, QObject* parent)
    : QObject(parent), m_estimate(estimate) {
    m_pool.setMaxThreadCount(1);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (!m_running) start();
    });
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        m_running = false;
        take(*m_watcher.result());
    });
    connect(&m_estimate, &EstimateController::estimateChanged, this, &SimulationController::follow);
    follow();
}

SimulationController::~SimulationController() {
    m_stop.request_stop();
    m_pool.waitForDone();
}

void SimulationController::follow() {
    if (m_estimate.estimate() == m_of) return;
    m_stop.request_stop();
    m_of = m_estimate.estimate();
    m_simulated.reset();
    m_error.clear();
    m_progress = {};
    m_stage = 0;
    if (m_of && !m_of->performance.classes.empty())
        m_pause.start();
    else
        m_pause.stop();
    emit changed();
}

void SimulationController::start() {
    m_stop = std::stop_source();
    m_running = true;
    simulation::Options options;
    options.precision = stages[m_stage].precision;
    options.max_requests = stages[m_stage].most;
    options.threads = static_cast<unsigned>(std::max(QThread::idealThreadCount() - 1, 1)); // one is for the screen
    options.stop = m_stop.get_token();
    options.progress = [this, of = m_of](const simulation::Progress& progress) {
        QMetaObject::invokeMethod(
            this,
            [this, of, progress] {
                if (of != m_of) return;
                m_progress = progress;
                emit changed();
            },
            Qt::QueuedConnection);
    };
    m_watcher.setFuture(QtConcurrent::run(
        &m_pool, [of = m_of, design = m_estimate.estimatedDesign(), catalog = m_estimate.catalog(), options] {
            auto outcome = std::make_shared<Outcome>();
            outcome->of = of;
            insight::Request request;
            request.load_line = false;
            if (auto simulated = insight::simulated(design, *catalog, options, request, false))
                outcome->simulated = std::make_shared<const insight::Estimate>(std::move(*simulated));
            else if (simulated.error().code != support::ErrorCode::Cancelled)
                outcome->error = QString::fromStdString(simulated.error().message);
            return std::shared_ptr<const Outcome>(std::move(outcome));
        }));
    emit changed();
}

void SimulationController::take(const Outcome& outcome) {
    if (outcome.of != m_of) { // a newer estimate waits
        if (m_of && !m_of->performance.classes.empty() && !m_pause.isActive()) m_pause.start();
        emit changed();
        return;
    }
    m_error = outcome.error;
    if (outcome.simulated) {
        m_simulated = outcome.simulated;
        m_estimate.setSimulated(m_simulated);
        if (++m_stage < stages.size() && m_simulated->performance.stable) start();
    }
    emit changed();
}

QString SimulationController::status() const {
    if (!m_of || m_of->performance.classes.empty()) return {};
    if (!m_error.isEmpty()) return tr("no simulation: %1").arg(m_error);
    if (m_running) {
        const double underWay = m_progress.precision.value_or(network::undefined);
        const double precision = std::isfinite(underWay) ? underWay
                                 : m_simulated           ? precisionOf(*m_simulated)
                                                         : network::undefined;
        return std::isfinite(precision) ? tr("simulating… %1").arg(within(precision)) : tr("simulating…");
    }
    if (!m_simulated) return {};
    if (!m_simulated->performance.stable) return tr("simulated: not stable");
    const auto& run = m_simulated->performance.run;
    const QString requests = QString::fromStdString(scene::sayCount(run ? static_cast<double>(run->requests) : 0.0));
    const double precision = precisionOf(*m_simulated);
    return std::isfinite(precision) ? tr("simulated %1, %2 requests").arg(within(precision), requests)
                                    : tr("simulated, %1 requests").arg(requests);
}

} // namespace catenary::studio
