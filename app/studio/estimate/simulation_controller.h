// SPDX-License-Identifier: Apache-2.0
// The second engine, in the background. Once an estimate has stood for a moment, `SimulationController` simulates the
// same design, roughly first and then to a hundredth, and hands each result to the estimate's strip. What belongs to an
// older estimate is stopped and dropped. Lives on the GUI thread, computes on others.
#pragma once

#include "app/studio/estimate/estimate_controller.h"
#include "core/simulation/simulate.h"

#include <stop_token>

namespace catenary::studio {

class SimulationController : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(bool running READ running NOTIFY changed)
    /// "simulating… ± 3 %", "simulated: ± 0.9 %, 1.2 M requests", why there is none; empty where there is no design.
    Q_PROPERTY(QString status READ status NOTIFY changed)

public:
    explicit SimulationController(EstimateController& estimate, QObject* parent = nullptr);
    ~SimulationController() override;

    [[nodiscard]] bool running() const { return m_running; }
    [[nodiscard]] QString status() const;
    /// The latest result for the estimate that is shown; null until there is one.
    [[nodiscard]] const std::shared_ptr<const insight::Estimate>& simulated() const { return m_simulated; }

signals:
    void changed();

private:
    struct Outcome {
        std::shared_ptr<const insight::Estimate> of; ///< the estimate it was asked for
        std::shared_ptr<const insight::Estimate> simulated;
        QString error;
    };
    void follow(); ///< the estimate is another one
    void start();
    void take(const Outcome& outcome);

    EstimateController& m_estimate;
    QThreadPool m_pool; ///< one thread, which leads the run
    QFutureWatcher<std::shared_ptr<const Outcome>> m_watcher;
    QTimer m_pause;
    std::stop_source m_stop;
    std::shared_ptr<const insight::Estimate> m_of; ///< what is being simulated, or was
    std::shared_ptr<const insight::Estimate> m_simulated;
    std::size_t m_stage = 0;
    bool m_running = false;
    simulation::Progress m_progress;
    QString m_error;
};

} // namespace catenary::studio
