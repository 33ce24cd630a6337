// SPDX-License-Identifier: Apache-2.0
#include "app/studio/estimate/estimate_controller.h"

#include "app/studio/estimate/estimate_rows.h"
#include "app/studio/models/each.h"
#include "app/studio/models/figure_text.h"
#include "app/studio/models/words.h"
#include "core/design/validate.h"
#include "core/insight/agreement.h"
#include "core/insight/serving.h"

#include <QtConcurrentRun>

#include <algorithm>

namespace catenary::studio {

namespace {
/// What takes longer is said; what does not would only flicker.
constexpr int patienceMs = 150;

/// Why there is no estimate is told at its place, too, where nothing is yet.
void addReason(const support::Error& error, support::Findings& findings) {
    const auto told = [&](const support::Finding& finding) {
        return finding.severity == support::Severity::Error && finding.where == error.where.path;
    };
    if (!error.where.path.empty() && std::none_of(findings.begin(), findings.end(), told))
        findings.push_back({support::Severity::Error, error.where.path, error.message, error.hint});
}

} // namespace

EstimateController::EstimateController(DocumentController& document, DocumentController::CatalogSource catalog,
                                       QObject* parent)
    : QObject(parent), m_document(document), m_source(std::move(catalog)),
      m_strip({"label", "value", "unit", "figure", "tone", "hint", "check", "parting"}),
      m_objectives({"objective", "value", "met", "known", "figure"}),
      m_findings({"severity", "where", "place", "message", "hint", "path"}) {
    m_pool.setMaxThreadCount(1);
    m_pool.setExpiryTimeout(-1);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        m_running = false;
        const std::shared_ptr<const Outcome> outcome = m_watcher.result();
        if (outcome->revision == m_document.revision()) take(*outcome);
        if (m_wanted) start();
        if (!busy()) setLate(false);
        emit busyChanged();
    });
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMs);
    connect(&m_patience, &QTimer::timeout, this, [this] { setLate(busy()); });
    connect(&m_document, &DocumentController::opened, this, &EstimateController::forget);
    connect(&m_document, &DocumentController::changed, this, [this](const design::ChangeSet& changes) {
        // A picture that only moved keeps its numbers, unless they are of an older revision still under way.
        if (changes.semantic || busy()) want();
    });
    want();
}

EstimateController::~EstimateController() {
    m_pool.waitForDone();
}

void EstimateController::want() {
    const bool was = busy();
    const bool asked = m_wanted;
    m_wanted = true;
    if (!was) {
        m_patience.start();
        emit busyChanged();
    }
    // Edits of one turn of the event loop are estimated once.
    if (!m_running && !asked)
        QTimer::singleShot(0, this, [this] {
            if (m_wanted && !m_running) start();
        });
}

void EstimateController::setLate(bool late) {
    if (!late) m_patience.stop();
    if (late == m_late) return;
    m_late = late;
    emit lateChanged();
}

void EstimateController::forget() {
    m_settled = false;
    m_design = {};
    m_estimate.reset();
    m_simulated.reset();
    m_ownFindings.clear();
    m_error.clear();
    m_errorHint.clear();
    m_errorPlace.clear();
    publish();
    want();
}

void EstimateController::publish() {
    chooseWorkload();
    fillStrip();
    fillObjectives();
    fillFindings();
    emit workloadsChanged();
    emit estimateChanged();
}

void EstimateController::start() {
    m_wanted = false;
    m_running = true;
    m_watcher.setFuture(
        QtConcurrent::run(&m_pool, [design = m_document.design(), revision = m_document.revision(), source = m_source] {
            auto outcome = std::make_shared<Outcome>();
            outcome->revision = revision;
            outcome->catalog = source();
            if (support::Result<insight::Estimate> estimate = insight::estimate(design, *outcome->catalog)) {
                outcome->findings = estimate->findings;
                outcome->estimate = std::make_shared<const insight::Estimate>(std::move(*estimate));
            } else {
                outcome->error = estimate.error();
                outcome->findings = design::validate(design, *outcome->catalog);
                addReason(outcome->error, outcome->findings);
            }
            outcome->design = design;
            return std::shared_ptr<const Outcome>(std::move(outcome));
        }));
}

void EstimateController::take(const Outcome& outcome) {
    m_design = outcome.design;
    m_catalog = outcome.catalog;
    m_estimate = outcome.estimate;
    m_simulated.reset();
    m_ownFindings = outcome.findings;
    const std::string& where = outcome.error.where.path;
    m_error = inWords(outcome.error.message, m_design, *m_catalog, where);
    m_errorHint = inWords(outcome.error.hint, m_design, *m_catalog, where);
    m_errorPlace = elementOf(m_design, where);
    m_settled = true;
    publish();
}

void EstimateController::chooseWorkload() {
    const auto known = [&](const QString& id) {
        return m_design.workload(design::WorkloadId(id.toStdString())) != nullptr;
    };
    if (!m_workload.isEmpty() && known(m_workload)) return;
    const QString first =
        m_design.workloads.empty() ? QString() : QString::fromStdString(m_design.workloads[0].id.str());
    if (first == m_workload) return;
    m_workload = first;
    emit workloadChanged();
}

void EstimateController::setWorkload(const QString& id) {
    if (id == m_workload) return;
    m_workload = id;
    emit workloadChanged();
    fillStrip();
}

QVariantList EstimateController::modelServers() const {
    QVariantList list;
    if (!m_estimate) return list;
    for (const network::Index s : insight::modelServers(m_estimate->network)) {
        const network::Station& station = m_estimate->network.stations[static_cast<std::size_t>(s)];
        list.append(QVariantMap{{QStringLiteral("value"), QString::fromStdString(station.id.str())},
                                {QStringLiteral("text"), QString::fromStdString(station.name)}});
    }
    return list;
}

QVariantList EstimateController::workloads() const {
    QVariantList list;
    for (const design::Workload& workload : each(m_design.workloads)) {
        const QString id = QString::fromStdString(workload.id.str());
        list.append(
            QVariantMap{{QStringLiteral("value"), id},
                        {QStringLiteral("text"), workload.name.empty() ? id : QString::fromStdString(workload.name)}});
    }
    return list;
}

QString EstimateController::bottleneck() const {
    return m_estimate ? QString::fromStdString(m_estimate->system.bottleneck) : QString();
}

QString EstimateController::verdict() const {
    if (stable()) return {};
    const design::Component* component = m_design.component(design::ComponentId(m_estimate->system.bottleneck));
    const QString name = component ? QString::fromStdString(component->title()) : QString();
    const std::optional<double> limit = m_estimate->system.saturation_load;
    if (!limit || name.isEmpty()) return tr("Not stable at this load: a queue grows without end.");
    return tr("Not stable at this load: the queue of %1 grows without end. Stable below %2 of it.")
        .arg(name, figureText(*limit, QStringLiteral("ratio")));
}

int EstimateController::objectivesMet() const {
    if (!m_estimate) return 0;
    return static_cast<int>(std::count_if(m_estimate->objectives.begin(), m_estimate->objectives.end(),
                                          [](const insight::ObjectiveResult& result) { return result.met; }));
}

int EstimateController::count(support::Severity severity) const {
    return static_cast<int>(
        std::count_if(m_allFindings.begin(), m_allFindings.end(),
                      [severity](const support::Finding& finding) { return finding.severity == severity; }));
}

void EstimateController::fillStrip() {
    m_strip.replace(m_estimate ? stripRows(*m_estimate, m_workload.toStdString(), m_simulated.get())
                               : QList<KeyedModel::Row>());
}

void EstimateController::setSimulated(std::shared_ptr<const insight::Estimate> simulated) {
    m_simulated = std::move(simulated);
    fillStrip();
    fillFindings();
    emit simulatedChanged();
}

void EstimateController::fillObjectives() {
    m_objectives.replace(m_estimate ? objectiveRows(*m_estimate, m_design) : QList<KeyedModel::Row>());
}

void EstimateController::fillFindings() {
    m_allFindings = m_ownFindings;
    if (m_estimate && m_simulated)
        for (support::Finding& finding :
             insight::disagreementFindings(m_estimate->network, m_estimate->performance, m_simulated->performance))
            m_allFindings.push_back(std::move(finding));
    m_findings.replace(m_allFindings.empty() ? QList<KeyedModel::Row>()
                                             : findingRows(m_allFindings, m_design, *m_catalog));
    emit findingsChanged();
}

} // namespace catenary::studio
