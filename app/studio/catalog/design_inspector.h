// SPDX-License-Identifier: Apache-2.0
// What the inspector shows while nothing is selected: the design's title and summary, its workloads, objectives,
// assumptions, sources, teaching text and variants.
#pragma once

#include "app/studio/catalog/field_sheet.h"
#include "app/studio/catalog/objectives_sheet.h"

namespace catenary::studio {

class DesignInspector : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(int changes READ changes NOTIFY changed) ///< counts up whenever anything here does
    Q_PROPERTY(QString title READ title NOTIFY changed)
    Q_PROPERTY(QString summary READ summary NOTIFY changed)
    Q_PROPERTY(QStringList assumptions READ assumptions NOTIFY changed)
    Q_PROPERTY(QString prompt READ prompt NOTIFY changed)
    Q_PROPERTY(catenary::studio::KeyedModel* teaching READ teaching CONSTANT)
    Q_PROPERTY(catenary::studio::KeyedModel* sources READ sources CONSTANT)
    Q_PROPERTY(catenary::studio::KeyedModel* variants READ variants CONSTANT)
    Q_PROPERTY(catenary::studio::KeyedModel* workloads READ workloads CONSTANT)
    Q_PROPERTY(
        QString workload READ workload WRITE setWorkload NOTIFY workloadChanged) ///< the one whose fields are shown
    Q_PROPERTY(catenary::studio::FieldSheet* workloadSheet READ workloadSheet CONSTANT)
    Q_PROPERTY(catenary::studio::ObjectivesSheet* objectives READ objectives CONSTANT)
    Q_PROPERTY(QVariantList workloadSources READ workloadSources NOTIFY
                   changed) ///< {value, text}: components a new workload can come from

public:
    DesignInspector(DocumentController& document, DocumentController::CatalogSource catalog, QObject* parent = nullptr);

    Q_INVOKABLE bool setTitle(const QString& title);
    Q_INVOKABLE bool setSummary(const QString& summary);
    Q_INVOKABLE bool applyVariant(const QString& id); ///< as one undo step
    Q_INVOKABLE bool addWorkload(const QString& source);
    Q_INVOKABLE bool renameWorkload(const QString& id, const QString& name);
    Q_INVOKABLE bool removeWorkload(const QString& id);
    /// Workloads that begin at a component, as `workloads` has them.
    Q_INVOKABLE [[nodiscard]] QStringList workloadsOf(const QString& component) const;

    [[nodiscard]] int changes() const { return m_changes; }
    [[nodiscard]] QString title() const { return QString::fromStdString(m_document.design().title); }
    [[nodiscard]] QString summary() const { return QString::fromStdString(m_document.design().summary); }
    [[nodiscard]] QStringList assumptions() const;
    [[nodiscard]] QString prompt() const { return QString::fromStdString(m_document.design().teaching.prompt); }
    [[nodiscard]] KeyedModel* teaching() { return &m_teaching; }
    [[nodiscard]] KeyedModel* sources() { return &m_sources; }
    [[nodiscard]] KeyedModel* variants() { return &m_variants; }
    [[nodiscard]] KeyedModel* workloads() { return &m_workloads; }
    [[nodiscard]] const QString& workload() const { return m_workload; }
    void setWorkload(const QString& id);
    [[nodiscard]] FieldSheet* workloadSheet() { return &m_workloadSheet; }
    [[nodiscard]] ObjectivesSheet* objectives() { return &m_objectives; }
    [[nodiscard]] const QVariantList& workloadSources() const { return m_workloadSources; }

signals:
    void changed();
    void workloadChanged();
    /// A variant could not be applied.
    void refused(const QString& message);

private:
    void refresh();
    void fillWorkloadSources();
    void fillWorkloadSheet();

    DocumentController& m_document;
    DocumentController::CatalogSource m_catalog;
    KeyedModel m_teaching;          ///< heading, text
    KeyedModel m_sources;           ///< title, where, year
    KeyedModel m_variants;          ///< name, note
    KeyedModel m_workloads;         ///< name, source, sourceTitle, detail
    QVariantList m_workloadSources; ///< kept: QML reads a list anew for each of its items
    QString m_workload;
    int m_changes = 0;
    FieldSheet m_workloadSheet;
    ObjectivesSheet m_objectives;
};

} // namespace catenary::studio
