// SPDX-License-Identifier: Apache-2.0
//
// estimate: the numbers of the open document. `EstimateController` asks the analytic engine after every edit that the
// model could see, off the GUI thread; the latest edit wins and what belongs to an older revision is dropped. It holds
// the estimate as a value for other controllers and as formatted rows for the strip. Lives on the GUI thread.
#pragma once

#include "app/studio/document/document_controller.h"
#include "app/studio/models/keyed_model.h"
#include "core/insight/estimate.h"

#include <QFutureWatcher>
#include <QThreadPool>
#include <QTimer>

namespace catenary::studio {

class EstimateController : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(bool available READ available NOTIFY estimateChanged) ///< there is an estimate to show
    Q_PROPERTY(bool settled READ settled NOTIFY estimateChanged)     ///< the open document was looked at once, at least
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    Q_PROPERTY(bool late READ late NOTIFY lateChanged) ///< busy for so long that the figures shown are worth a word
    Q_PROPERTY(QString error READ error NOTIFY estimateChanged) ///< why there is none; empty if there is
    Q_PROPERTY(QString errorHint READ errorHint NOTIFY estimateChanged)
    Q_PROPERTY(
        QString errorPlace READ errorPlace NOTIFY estimateChanged) ///< element id the error is about; may be empty
    Q_PROPERTY(bool stable READ stable NOTIFY estimateChanged)
    Q_PROPERTY(
        QString verdict READ verdict NOTIFY estimateChanged) ///< one sentence when the system is not stable, else empty
    Q_PROPERTY(QString bottleneck READ bottleneck NOTIFY estimateChanged)          ///< component id
    Q_PROPERTY(QVariantList modelServers READ modelServers NOTIFY estimateChanged) ///< {value, text} of each component
                                                                                   ///< with a model on hardware
    Q_PROPERTY(QVariantList workloads READ workloads NOTIFY workloadsChanged)      ///< {value, text} of each
    Q_PROPERTY(QString workload READ workload WRITE setWorkload NOTIFY workloadChanged) ///< the one the strip shows
    Q_PROPERTY(catenary::studio::KeyedModel* strip READ strip CONSTANT)
    Q_PROPERTY(catenary::studio::KeyedModel* objectives READ objectives CONSTANT)
    Q_PROPERTY(catenary::studio::KeyedModel* findings READ findings CONSTANT)
    Q_PROPERTY(int objectivesMet READ objectivesMet NOTIFY estimateChanged)
    Q_PROPERTY(int findingCount READ findingCount NOTIFY findingsChanged) ///< of all, listed or not
    Q_PROPERTY(int errorCount READ errorCount NOTIFY findingsChanged)
    Q_PROPERTY(int warningCount READ warningCount NOTIFY findingsChanged)

public:
    /// `catalog` is called on a worker.
    EstimateController(DocumentController& document, DocumentController::CatalogSource catalog,
                       QObject* parent = nullptr);
    ~EstimateController() override;

    /// The latest estimate, null when the design cannot be modelled or none is ready yet.
    [[nodiscard]] const std::shared_ptr<const insight::Estimate>& estimate() const { return m_estimate; }
    /// The design and catalog that estimate was made from.
    [[nodiscard]] const design::Design& estimatedDesign() const { return m_design; }
    [[nodiscard]] const std::shared_ptr<const catalog::Catalog>& catalog() const { return m_catalog; }

    [[nodiscard]] bool available() const { return m_estimate != nullptr; }
    [[nodiscard]] bool settled() const { return m_settled; }
    [[nodiscard]] bool busy() const { return m_running || m_wanted; }
    [[nodiscard]] bool late() const { return m_late; }
    [[nodiscard]] const QString& error() const { return m_error; }
    [[nodiscard]] const QString& errorHint() const { return m_errorHint; }
    [[nodiscard]] const QString& errorPlace() const { return m_errorPlace; }
    [[nodiscard]] bool stable() const { return !m_estimate || m_estimate->performance.stable; }
    [[nodiscard]] QString verdict() const;
    [[nodiscard]] QString bottleneck() const;
    [[nodiscard]] QVariantList modelServers() const;
    [[nodiscard]] QVariantList workloads() const;
    [[nodiscard]] const QString& workload() const { return m_workload; }
    void setWorkload(const QString& id);
    [[nodiscard]] KeyedModel* strip() { return &m_strip; }
    [[nodiscard]] KeyedModel* objectives() { return &m_objectives; }
    [[nodiscard]] KeyedModel* findings() { return &m_findings; }
    /// What the simulation says about the estimate that is shown; the strip puts it beside the analysis, and where the
    /// two part there is a finding.
    void setSimulated(std::shared_ptr<const insight::Estimate> simulated);
    /// What was set; null where there is nothing yet of the estimate that is shown.
    [[nodiscard]] const std::shared_ptr<const insight::Estimate>& simulated() const { return m_simulated; }
    [[nodiscard]] int objectivesMet() const;
    [[nodiscard]] int findingCount() const { return static_cast<int>(m_allFindings.size()); }
    [[nodiscard]] int errorCount() const { return count(support::Severity::Error); }
    [[nodiscard]] int warningCount() const { return count(support::Severity::Warning); }

signals:
    void estimateChanged();
    void simulatedChanged();
    void findingsChanged();
    void busyChanged();
    void lateChanged();
    void workloadsChanged();
    void workloadChanged();

private:
    struct Outcome {
        quint64 revision = 0;
        design::Design design;
        std::shared_ptr<const catalog::Catalog> catalog;
        std::shared_ptr<const insight::Estimate> estimate; ///< null: see `error`
        support::Error error;
        support::Findings findings;
    };

    void want();
    void start();
    void forget(); ///< what belongs to the document before
    void setLate(bool late);
    void take(const Outcome& outcome);
    void publish();
    void fillStrip();
    void fillObjectives();
    void fillFindings();
    void chooseWorkload();
    [[nodiscard]] int count(support::Severity severity) const;

    DocumentController& m_document;
    DocumentController::CatalogSource m_source;
    QThreadPool m_pool; ///< one thread that stays: the analysis keeps what an edit leaves alone by thread
    QFutureWatcher<std::shared_ptr<const Outcome>> m_watcher;
    bool m_running = false;
    bool m_wanted = false;
    bool m_settled = false;
    bool m_late = false;
    QTimer m_patience;

    design::Design m_design;
    std::shared_ptr<const catalog::Catalog> m_catalog;
    std::shared_ptr<const insight::Estimate> m_estimate;
    std::shared_ptr<const insight::Estimate> m_simulated; ///< of the same design; null until there is one
    support::Findings m_ownFindings;                      ///< of the design and its estimate
    support::Findings m_allFindings;                      ///< those, and where the simulation parts from it
    QString m_error, m_errorHint, m_errorPlace;
    QString m_workload;
    KeyedModel m_strip;      ///< label, value, unit, figure, tone, hint, check, parting
    KeyedModel m_objectives; ///< objective, value, met, known, figure
    KeyedModel m_findings;   ///< severity, where, place, message, hint, path
};

} // namespace catenary::studio
