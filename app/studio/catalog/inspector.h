// SPDX-License-Identifier: Apache-2.0
// What the inspector shows for the selection: one component, one connection, one group or note, several, or nothing
// (then the design itself, see design_inspector.h). Follows the document, the selection and the estimate.
#pragma once

#include "app/studio/catalog/design_inspector.h"
#include "app/studio/catalog/field_sheet.h"
#include "app/studio/catalog/measurement_sheet.h"
#include "app/studio/document/selection.h"
#include "app/studio/estimate/estimate_controller.h"

namespace catenary::studio {

class Inspector : public QObject {
    Q_OBJECT
    QML_NAMED_ELEMENT(SelectionInspector)
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(
        QString mode READ mode NOTIFY changed) ///< "design", "component", "connection", "group", "note", "several"
    Q_PROPERTY(QString id READ id NOTIFY changed)
    Q_PROPERTY(QString name READ name NOTIFY changed)               ///< what `rename` changes
    Q_PROPERTY(QString placeholder READ placeholder NOTIFY changed) ///< shown while there is no name
    Q_PROPERTY(QString kindTitle READ kindTitle NOTIFY changed)
    Q_PROPERTY(QString kindSummary READ kindSummary NOTIFY changed)
    Q_PROPERTY(QString products READ products NOTIFY changed)
    Q_PROPERTY(QString group READ group NOTIFY changed)
    Q_PROPERTY(QString icon READ icon NOTIFY changed)
    Q_PROPERTY(QString detail READ detail NOTIFY
                   changed) ///< a second line: ends of a connection, members of a group, "3 components, 1 note"
    Q_PROPERTY(QString notes READ notes NOTIFY changed) ///< what the author says of the component
    Q_PROPERTY(int count READ count NOTIFY changed)     ///< of selected elements
    Q_PROPERTY(int placed READ placed NOTIFY changed)   ///< of those, how many can be aligned
    Q_PROPERTY(catenary::studio::FieldSheet* sheet READ sheet CONSTANT)
    Q_PROPERTY(catenary::studio::KeyedModel* figures READ figures CONSTANT)
    /// Of a model on hardware, beside `figures`; empty for others.
    Q_PROPERTY(catenary::studio::KeyedModel* serving READ serving CONSTANT)
    Q_PROPERTY(catenary::studio::KeyedModel* sources READ sources CONSTANT)
    Q_PROPERTY(catenary::studio::KeyedModel* findings READ findings CONSTANT)
    Q_PROPERTY(catenary::studio::MeasurementSheet* measurements READ measurements CONSTANT)
    Q_PROPERTY(catenary::studio::DesignInspector* design READ design CONSTANT)
    Q_PROPERTY(QString focusedPath READ focusedPath NOTIFY focusRequested) ///< field that an explanation sent us to

public:
    Inspector(DocumentController& document, Selection& selection, EstimateController& estimate,
              DocumentController::CatalogSource catalog, QObject* parent = nullptr);

    /// Selects what a PATH is about and asks the view to bring its field forward.
    Q_INVOKABLE void goTo(const QString& path);
    /// Asks the view for the measurements of the selected component.
    Q_INVOKABLE void measure();
    Q_INVOKABLE bool rename(const QString& name);
    Q_INVOKABLE bool setNotes(const QString& notes); ///< of the selected component

    [[nodiscard]] const QString& mode() const { return m_mode; }
    [[nodiscard]] const QString& id() const { return m_id; }
    [[nodiscard]] const QString& name() const { return m_name; }
    [[nodiscard]] const QString& placeholder() const { return m_placeholder; }
    [[nodiscard]] const QString& kindTitle() const { return m_kindTitle; }
    [[nodiscard]] const QString& kindSummary() const { return m_kindSummary; }
    [[nodiscard]] const QString& products() const { return m_products; }
    [[nodiscard]] const QString& group() const { return m_group; }
    [[nodiscard]] const QString& icon() const { return m_icon; }
    [[nodiscard]] const QString& detail() const { return m_detail; }
    [[nodiscard]] const QString& notes() const { return m_notes; }
    [[nodiscard]] int count() const { return m_selection.count(); }
    [[nodiscard]] int placed() const { return m_placed; }
    [[nodiscard]] FieldSheet* sheet() { return &m_sheet; }
    [[nodiscard]] KeyedModel* figures() { return &m_figures; }
    [[nodiscard]] KeyedModel* serving() { return &m_serving; }
    [[nodiscard]] KeyedModel* sources() { return &m_sources; }
    [[nodiscard]] KeyedModel* findings() { return &m_findings; }
    [[nodiscard]] MeasurementSheet* measurements() { return &m_measurements; }
    [[nodiscard]] DesignInspector* design() { return &m_designInspector; }
    [[nodiscard]] const QString& focusedPath() const { return m_focusedPath; }

signals:
    void changed();
    void focusRequested();
    void measureRequested();

private:
    void refresh();
    void showComponent(const design::Component& component);
    void showConnection(const design::Connection& connection);
    void showGroup(const design::Group& group);
    void showNote(const design::Note& note);
    void showSeveral();
    void fillSources();
    void fillFigures();
    void fillFindings();

    DocumentController& m_document;
    Selection& m_selection;
    EstimateController& m_estimate;
    DocumentController::CatalogSource m_catalog;
    FieldSheet m_sheet;
    DesignInspector m_designInspector;
    MeasurementSheet m_measurements;
    KeyedModel m_figures;  ///< label, value, unit, figure, tone
    KeyedModel m_serving;  ///< as m_figures
    KeyedModel m_sources;  ///< title, where, detail, of
    KeyedModel m_findings; ///< as EstimateController::findings
    QString m_mode, m_id, m_name, m_placeholder, m_kindTitle, m_kindSummary, m_products, m_group, m_icon, m_detail;
    QString m_notes, m_focusedPath;
    int m_placed = 0;
};

/// Numbers of a component from an estimate: label, value, unit, figure (what explains it), tone.
[[nodiscard]] QList<KeyedModel::Row> componentFigures(const insight::Estimate& estimate, const design::ComponentId& id);
/// What a model server makes at its load and at most, and what that costs in money and energy; as above.
[[nodiscard]] QList<KeyedModel::Row> servingFigures(const insight::Estimate& estimate, const design::ComponentId& id);
/// Numbers of a group: members, what they cost together, the fullest of them.
[[nodiscard]] QList<KeyedModel::Row> groupFigures(const insight::Estimate& estimate, const design::Design& design,
                                                  const catalog::Catalog& catalog, const design::GroupId& id);
/// Numbers of a connection: calls per second, of the flow of each workload its latency, lag and freshness.
[[nodiscard]] QList<KeyedModel::Row> connectionFigures(const insight::Estimate& estimate,
                                                       const design::ConnectionId& id);

} // namespace catenary::studio
