// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/design_inspector.h"

#include "app/studio/catalog/workload_edits.h"
#include "app/studio/estimate/estimate_rows.h"
#include "app/studio/models/each.h"
#include "app/studio/models/figure_text.h"
#include "core/design/codec.h"
#include "core/design/path.h"

namespace catenary::studio {

namespace {

QString text(const std::string& value) {
    return QString::fromStdString(value);
}

/// "Poisson · 3 k/s", "Closed · users: 40".
QString arrivalText(const design::Arrival& arrival) {
    QString process = QString::fromLatin1(design::toString(arrival.process));
    process[0] = process[0].toUpper();
    if (arrival.process == design::Process::Closed)
        return DesignInspector::tr("%1 · users: %2").arg(process).arg(arrival.users);
    const double rate = meanRate(arrival);
    return rate > 0 ? process + QStringLiteral(" · ") + figureText(rate, QStringLiteral("request/s")) : process;
}

} // namespace

DesignInspector::DesignInspector(DocumentController& document, DocumentController::CatalogSource catalog,
                                 QObject* parent)
    : QObject(parent), m_document(document), m_catalog(catalog), m_teaching({"heading", "text"}),
      m_sources({"title", "where", "year"}), m_variants({"name", "note"}),
      m_workloads({"name", "source", "sourceTitle", "detail"}), m_workloadSheet(document, std::move(catalog)),
      m_objectives(document) {
    connect(&m_document, &DocumentController::changed, this, [this](const design::ChangeSet& changes) {
        if (!changes.onlyMoves()) refresh();
    });
    refresh();
}

void DesignInspector::refresh() {
    fillWorkloadSources();
    const design::Design& design = m_document.design();
    QList<KeyedModel::Row> rows;
    const auto lesson = [&](const QString& heading, const std::vector<std::string>& lines) {
        int number = 0;
        for (const std::string& line : lines)
            rows.append({heading + QString::number(number), {number == 0 ? heading : QString(), text(line)}}), ++number;
    };
    lesson(tr("What an interviewer asks next"), design.teaching.follow_ups);
    lesson(tr("A strong answer covers"), design.teaching.rubric);
    lesson(tr("Trade-offs"), design.teaching.trade_offs);
    lesson(tr("What fails"), design.teaching.failure_modes);
    m_teaching.replace(std::move(rows));

    rows = {};
    int number = 0;
    for (const design::Source& source : design.sources)
        rows.append({QString::number(number++),
                     {text(source.title.empty() ? source.id : source.title), text(source.where),
                      source.year ? QString::number(*source.year) : QString()}});
    m_sources.replace(std::move(rows));

    rows = {};
    for (const design::Variant& variant : design.variants)
        rows.append({text(variant.id), {text(variant.name.empty() ? variant.id : variant.name), text(variant.note)}});
    m_variants.replace(std::move(rows));

    rows = {};
    for (const design::Workload& workload : each(design.workloads)) {
        const QString source = text(workload.source.str());
        rows.append({text(workload.id.str()),
                     {text(workload.name.empty() ? workload.id.str() : workload.name), source, titleOf(design, source),
                      arrivalText(workload.arrival)}});
    }
    m_workloads.replace(std::move(rows));
    if (!m_workload.isEmpty() && design.workload(design::WorkloadId(m_workload.toStdString())) == nullptr) {
        m_workload.clear();
        emit workloadChanged();
    }
    fillWorkloadSheet();
    ++m_changes;
    emit changed();
}

void DesignInspector::fillWorkloadSheet() {
    const design::Workload* workload = m_document.design().workload(design::WorkloadId(m_workload.toStdString()));
    m_workloadSheet.setFields(workload == nullptr ? QList<Field>() : workloadFields(*workload, m_document.design()));
}

void DesignInspector::setWorkload(const QString& id) {
    if (id == m_workload) return;
    m_workload = id;
    fillWorkloadSheet();
    emit workloadChanged();
}

QStringList DesignInspector::assumptions() const {
    QStringList list;
    for (const std::string& assumption : m_document.design().assumptions) list.append(text(assumption));
    return list;
}

void DesignInspector::fillWorkloadSources() {
    QVariantList sources, others;
    const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
    for (const design::Component& component : each(m_document.design().components)) {
        const catalog::Kind* kind = catalog->kind(component.kind);
        const bool source = kind != nullptr && kind->station == catalog::StationType::Source;
        (source ? sources : others)
            .append(QVariantMap{{QStringLiteral("value"), text(component.id.str())},
                                {QStringLiteral("text"), text(component.title())}});
    }
    m_workloadSources = sources + others;
}

QStringList DesignInspector::workloadsOf(const QString& component) const {
    QStringList ids;
    for (const design::Workload& workload : each(m_document.design().workloads))
        if (text(workload.source.str()) == component) ids.append(text(workload.id.str()));
    return ids;
}

bool DesignInspector::setTitle(const QString& title) {
    return m_document.apply(design::SetHeader{title.trimmed().toStdString(), m_document.design().summary});
}

bool DesignInspector::setSummary(const QString& summary) {
    return m_document.apply(design::SetHeader{m_document.design().title, summary.trimmed().toStdString()});
}

bool DesignInspector::applyVariant(const QString& id) {
    support::Result<design::Design> made = design::applyVariant(m_document.design(), id.toStdString());
    if (!made) {
        emit refused(text(made.error().message));
        return false;
    }
    const int row = m_variants.rowOf(id);
    m_document.replace(std::move(*made), tr("Apply “%1”").arg(m_variants.at(row, QStringLiteral("name")).toString()));
    return true;
}

bool DesignInspector::addWorkload(const QString& source) {
    const design::Design& design = m_document.design();
    const design::Component* component = design.component(design::ComponentId(source.toStdString()));
    if (component == nullptr) return false;
    design::Workload workload;
    workload.id = design::WorkloadId(design.freeId(component->id.str() + "-requests"));
    workload.source = component->id;
    workload.arrival.rate_per_s = 100;
    const QString id = text(workload.id.str());
    if (!m_document.apply(design::AddWorkload{std::move(workload)})) return false;
    setWorkload(id);
    return true;
}

bool DesignInspector::renameWorkload(const QString& id, const QString& name) {
    return m_document.apply(design::RenameElement{id.toStdString(), name.trimmed().toStdString()});
}

bool DesignInspector::removeWorkload(const QString& id) {
    return m_document.apply(design::RemoveElements{{id.toStdString()}});
}

} // namespace catenary::studio
