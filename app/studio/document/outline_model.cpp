// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/outline_model.h"

namespace catenary::studio {

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

bool matches(const QString& words, const QString& query) {
    const QStringList wanted = query.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(wanted.begin(), wanted.end(),
                       [&](const QString& word) { return words.contains(word, Qt::CaseInsensitive); });
}

/// Title and note of a row.
QString wordsOf(const KeyedModel::Row& row) {
    return row.cells[0].toString() + QLatin1Char(' ') + row.cells[1].toString();
}

} // namespace

OutlineModel::OutlineModel(DocumentController& document, DocumentController::CatalogSource catalog, QObject* parent)
    : KeyedModel({"title", "note", "glyph", "group", "depth", "sort"}, parent), m_document(document),
      m_catalog(std::move(catalog)) {
    connect(&document, &DocumentController::changed, this, [this](const design::ChangeSet& changes) {
        // Where something stands does not matter here, and a drag changes nothing else.
        if (changes.changed.size() != changes.moved.size() || !changes.added.empty() || !changes.removed.empty())
            fill();
    });
    connect(&document, &DocumentController::opened, this, &OutlineModel::fill);
}

void OutlineModel::setQuery(const QString& query) {
    if (query == m_query) return;
    m_query = query;
    fill();
    emit queryChanged();
}

QString OutlineModel::titleOf(const design::ComponentId& id) const {
    const design::Component* component = m_document.design().component(id);
    return text(component == nullptr ? id.str() : component->title());
}

KeyedModel::Row OutlineModel::rowOf(const design::Component& component, int depth) const {
    const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
    const catalog::Kind* kind = catalog->kind(component.kind);
    return {text(component.id.str()),
            {text(component.title()), text(kind == nullptr ? component.kind : kind->title),
             text(kind == nullptr ? std::string("component") : kind->icon),
             text(kind == nullptr ? std::string() : kind->group), depth, QStringLiteral("component")}};
}

KeyedModel::Row OutlineModel::rowOf(const design::Group& group, int depth) const {
    return {text(group.id.str()),
            {text(group.name.empty() ? group.id.str() : group.name),
             tr("group of %n", nullptr, static_cast<int>(group.members.size())), QStringLiteral("template"), QString(),
             depth, QStringLiteral("group")}};
}

KeyedModel::Row OutlineModel::rowOf(const design::Note& note, int depth) const {
    return {text(note.id.str()),
            {text(note.text).section(QLatin1Char('\n'), 0, 0), tr("note"), QStringLiteral("note"), QString(), depth,
             QStringLiteral("note")}};
}

KeyedModel::Row OutlineModel::rowOf(const design::Connection& connection) const {
    const QString ends = tr("%1 to %2").arg(titleOf(connection.from), titleOf(connection.to));
    return {text(connection.id.str()),
            {connection.label.empty() ? ends : text(connection.label),
             connection.label.empty() ? tr("connection") : ends, QStringLiteral("goto"), QString(), 0,
             QStringLiteral("connection")}};
}

void OutlineModel::addGroup(QList<Row>& rows, const design::Group& group, int depth,
                            std::set<std::string>& seen) const {
    if (!seen.insert(group.id.str()).second) return;
    rows.append(rowOf(group, depth));
    const design::Design& design = m_document.design();
    for (const std::string& member : group.members) {
        if (const design::Group* inner = design.group(design::GroupId(member)))
            addGroup(rows, *inner, depth + 1, seen);
        else if (const design::Component* component = design.component(design::ComponentId(member));
                 component != nullptr && seen.insert(member).second)
            rows.append(rowOf(*component, depth + 1));
    }
}

void OutlineModel::addTree(QList<Row>& rows) const {
    const design::Design& design = m_document.design();
    std::set<std::string> inside, seen;
    for (const auto& group : design.groups) inside.insert(group->members.begin(), group->members.end());
    for (const auto& group : design.groups)
        if (!inside.contains(group->id.str())) addGroup(rows, *group, 0, seen);
    for (const auto& component : design.components)
        if (!seen.contains(component->id.str())) rows.append(rowOf(*component, 0));
    for (const auto& note : design.notes) rows.append(rowOf(*note, 0));
}

void OutlineModel::fill() {
    const design::Design& design = m_document.design();
    QList<Row> rows;
    if (m_query.trimmed().isEmpty()) {
        addTree(rows);
    } else {
        QList<Row> all;
        for (const auto& component : design.components) all.append(rowOf(*component, 0));
        for (const auto& group : design.groups) all.append(rowOf(*group, 0));
        for (const auto& note : design.notes)
            if (matches(text(note->text), m_query)) rows.append(rowOf(*note, 0));
        for (const auto& connection : design.connections) all.append(rowOf(*connection));
        for (const Row& row : all)
            if (matches(wordsOf(row), m_query)) rows.append(row);
    }
    replace(std::move(rows));
}

int OutlineModel::replaceAll(const QString& wanted, const QString& with) {
    if (wanted.isEmpty()) return 0;
    std::vector<design::RenameElement> edits;
    const auto change = [&](const std::string& id, const std::string& before) {
        QString after = text(before);
        after.replace(wanted, with, Qt::CaseInsensitive);
        if (after != text(before)) edits.push_back({id, after.toStdString()});
    };
    const design::Design& design = m_document.design();
    for (const auto& component : design.components) change(component->id.str(), component->title());
    for (const auto& group : design.groups) change(group->id.str(), group->name);
    for (const auto& note : design.notes) change(note->id.str(), note->text);
    for (const auto& connection : design.connections) change(connection->id.str(), connection->label);
    const quint64 gesture = m_document.beginGesture();
    int done = 0;
    for (const design::RenameElement& edit : edits)
        if (m_document.apply(edit, gesture)) ++done;
    m_document.endGesture();
    return done;
}

} // namespace catenary::studio
