// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/inspector.h"

#include "app/studio/estimate/estimate_rows.h"

#include <algorithm>
#include <set>

namespace catenary::studio {

namespace {

QString text(const std::string& value) {
    return QString::fromStdString(value);
}

} // namespace

Inspector::Inspector(DocumentController& document, Selection& selection, EstimateController& estimate,
                     DocumentController::CatalogSource catalog, QObject* parent)
    : QObject(parent), m_document(document), m_selection(selection), m_estimate(estimate), m_catalog(catalog),
      m_sheet(document, catalog), m_designInspector(document, catalog), m_measurements(document, std::move(catalog)),
      m_figures({"label", "value", "unit", "figure", "tone"}), m_serving({"label", "value", "unit", "figure", "tone"}),
      m_sources({"title", "where", "detail", "of"}),
      m_findings({"severity", "where", "place", "message", "hint", "path"}) {
    connect(&m_document, &DocumentController::changed, this, [this](const design::ChangeSet& changes) {
        if (!changes.onlyMoves()) refresh();
    });
    connect(&m_selection, &Selection::changed, this, &Inspector::refresh);
    connect(&m_estimate, &EstimateController::estimateChanged, this, [this] {
        fillFigures();
        fillFindings();
    });
    refresh();
}

void Inspector::refresh() {
    m_mode = QStringLiteral("design");
    m_id = m_selection.current();
    for (QString* field :
         {&m_name, &m_placeholder, &m_kindTitle, &m_kindSummary, &m_products, &m_group, &m_icon, &m_detail, &m_notes})
        field->clear();
    m_placed = 0;
    const design::Design& design = m_document.design();
    const std::string id = m_id.toStdString();
    if (m_selection.count() > 1) {
        showSeveral();
    } else if (const design::Component* component = design.component(design::ComponentId(id))) {
        showComponent(*component);
    } else if (const design::Connection* connection = design.connection(design::ConnectionId(id))) {
        showConnection(*connection);
    } else if (const design::Group* group = design.group(design::GroupId(id))) {
        showGroup(*group);
    } else if (const design::Note* note = design.note(design::NoteId(id))) {
        showNote(*note);
    }
    if (m_mode != QLatin1String("component") && m_mode != QLatin1String("connection") &&
        m_mode != QLatin1String("several"))
        m_sheet.setFields({});
    fillSources();
    fillFigures();
    fillFindings();
    emit changed();
}

void Inspector::showComponent(const design::Component& component) {
    m_mode = QStringLiteral("component");
    m_name = text(component.name);
    m_placeholder = text(component.id.str());
    const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
    if (const catalog::Kind* kind = catalog->kind(component.kind)) {
        m_kindTitle = text(kind->title);
        m_kindSummary = text(kind->summary);
        m_group = text(kind->group);
        m_icon = text(kind->icon);
        QStringList products;
        for (const std::string& product : kind->products) products.append(text(product));
        m_products = products.join(QStringLiteral(", "));
    } else {
        m_kindTitle = tr("Unknown kind “%1”").arg(text(component.kind));
    }
    m_notes = text(component.notes);
    m_sheet.setFields(componentFields(component, *catalog));
}

void Inspector::showConnection(const design::Connection& connection) {
    const design::Design& design = m_document.design();
    m_mode = QStringLiteral("connection");
    m_name = text(connection.label);
    m_placeholder = tr("Connection");
    m_detail = titleOf(design, text(connection.from.str())) + QStringLiteral(" → ") +
               titleOf(design, text(connection.to.str()));
    m_sheet.setFields(connectionFields(connection, design, *m_catalog()));
}

void Inspector::showGroup(const design::Group& group) {
    m_mode = QStringLiteral("group");
    m_name = text(group.name);
    m_placeholder = text(group.id.str());
    QStringList members;
    for (const std::string& member : group.members) members.append(titleOf(m_document.design(), text(member)));
    m_detail = members.join(QStringLiteral(", "));
}

void Inspector::showNote(const design::Note& note) {
    m_mode = QStringLiteral("note");
    m_name = text(note.text);
    m_placeholder = tr("Note");
}

void Inspector::showSeveral() {
    m_mode = QStringLiteral("several");
    int components = 0, connections = 0, notes = 0, groups = 0;
    const design::Design& design = m_document.design();
    for (const std::string& id : m_selection.elementIds()) {
        if (design.component(design::ComponentId(id)))
            ++components;
        else if (design.connection(design::ConnectionId(id)))
            ++connections;
        else if (design.note(design::NoteId(id)))
            ++notes;
        else
            ++groups;
    }
    QStringList parts;
    const auto count = [&](int number, const QString& one, const QString& many) {
        if (number > 0) parts.append(number == 1 ? one : many.arg(number));
    };
    count(components, tr("1 component"), tr("%1 components"));
    count(connections, tr("1 connection"), tr("%1 connections"));
    count(notes, tr("1 note"), tr("%1 notes"));
    count(groups, tr("1 group"), tr("%1 groups"));
    m_detail = parts.join(QStringLiteral(", "));
    m_placed = components + notes;

    // Components of one kind are changed together.
    const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
    std::vector<const design::Component*> alike;
    std::set<const catalog::Kind*> kinds;
    for (const std::string& id : m_selection.elementIds())
        if (const design::Component* component = design.component(design::ComponentId(id))) {
            alike.push_back(component);
            kinds.insert(catalog->kind(component->kind));
        }
    const bool oneKind = alike.size() > 1 && kinds.size() == 1 && *kinds.begin() != nullptr;
    if (oneKind) m_kindTitle = text((*kinds.begin())->title);
    m_sheet.setFields(oneKind ? sharedFields(alike, *catalog) : QList<Field>());
}

void Inspector::fillSources() {
    QList<KeyedModel::Row> rows;
    if (m_mode == QLatin1String("component")) {
        QHash<QString, qsizetype> index;
        for (const Field& field : m_sheet.fields()) {
            const catalog::SourceNote& source = field.parameter->source;
            if (source.title.empty() || (!field.primary && source.grade == 'C')) continue;
            const QString key = text(source.title) + QLatin1Char('|') + text(source.where);
            const QString label = text(field.parameter->label);
            if (index.contains(key)) {
                QVariant& of = rows[index.value(key)].cells[3];
                of = QString(of.toString() + QStringLiteral(", ") + label);
                continue;
            }
            index.insert(key, rows.size());
            rows.append({key, {text(source.title), text(source.where), sourceText(source), label}});
        }
    }
    m_sources.replace(std::move(rows));
}

void Inspector::fillFigures() {
    QList<KeyedModel::Row> rows, serving;
    if (m_estimate.available()) {
        if (m_mode == QLatin1String("component")) {
            rows = componentFigures(*m_estimate.estimate(), design::ComponentId(m_id.toStdString()));
            serving = servingFigures(*m_estimate.estimate(), design::ComponentId(m_id.toStdString()));
        }
        if (m_mode == QLatin1String("group"))
            rows = groupFigures(*m_estimate.estimate(), m_document.design(), *m_catalog(),
                                design::GroupId(m_id.toStdString()));
        if (m_mode == QLatin1String("connection"))
            rows = connectionFigures(*m_estimate.estimate(), design::ConnectionId(m_id.toStdString()));
    }
    m_figures.replace(std::move(rows));
    m_serving.replace(std::move(serving));
}

void Inspector::fillFindings() {
    // What is about one field is told at the field, the rest above them.
    QList<KeyedModel::Row> rows;
    QHash<QString, QString> ofFields;
    for (const KeyedModel::Row& row : m_estimate.findings()->rows()) {
        if (m_id.isEmpty() || row.cells.value(2).toString() != m_id) continue;
        const QString path = row.cells.value(5).toString();
        if (m_sheet.has(path))
            ofFields.insert(path, row.cells.value(3).toString());
        else
            rows.append(row);
    }
    m_findings.replace(std::move(rows));
    m_sheet.setFindings(std::move(ofFields));
}

void Inspector::measure() {
    m_measurements.begin(m_id);
    emit measureRequested();
}

bool Inspector::rename(const QString& name) {
    if (m_id.isEmpty() || name == m_name) return true;
    return m_document.apply(design::RenameElement{m_id.toStdString(), name.trimmed().toStdString()});
}

bool Inspector::setNotes(const QString& notes) {
    if (m_mode != QLatin1String("component") || notes == m_notes) return true;
    return m_document.apply(design::SetNotes{m_id.toStdString(), notes.trimmed().toStdString()});
}

void Inspector::goTo(const QString& path) {
    const QString element = elementOf(m_document.design(), path.toStdString());
    if (element.isEmpty()) return;
    if (m_document.design().workload(design::WorkloadId(element.toStdString()))) {
        m_selection.clear();
        m_designInspector.setWorkload(element);
    } else {
        m_selection.select(element);
        if (path == element + QStringLiteral(".calibration")) return measure();
    }
    m_focusedPath = path;
    emit focusRequested();
}

} // namespace catenary::studio
