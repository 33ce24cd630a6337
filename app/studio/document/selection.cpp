// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/selection.h"

#include "app/studio/document/document_controller.h"

namespace catenary::studio {

Selection::Selection(DocumentController& document, QObject* parent) : QObject(parent), m_document(document) {
    connect(&document, &DocumentController::changed, this, &Selection::prune);
    connect(&document, &DocumentController::stepped, this, &Selection::follow);
    connect(&document, &DocumentController::opened, this, &Selection::clear);
}

QString Selection::sort() const {
    const design::Design& design = m_document.design();
    const auto sortOf = [&](const std::string& id) {
        if (design.component(design::ComponentId(id)) != nullptr) return QStringLiteral("component");
        if (design.connection(design::ConnectionId(id)) != nullptr) return QStringLiteral("connection");
        return design.group(design::GroupId(id)) != nullptr ? QStringLiteral("group") : QStringLiteral("note");
    };
    QString common;
    for (const std::string& id : elementIds()) {
        const QString sort = sortOf(id);
        if (!common.isEmpty() && sort != common) return {};
        common = sort;
    }
    return common;
}

std::vector<std::string> Selection::elementIds() const {
    std::vector<std::string> ids;
    ids.reserve(static_cast<std::size_t>(m_ids.size()));
    for (const QString& id : m_ids) ids.push_back(id.toStdString());
    return ids;
}

void Selection::set(const QStringList& ids) {
    QStringList kept;
    for (const QString& id : ids)
        if (m_document.design().hasId(id.toStdString())) kept.append(id);
    kept.removeDuplicates();
    if (kept == m_ids) return;
    m_ids = kept;
    emit changed();
}

void Selection::toggle(const QString& id) {
    QStringList ids = m_ids;
    if (!ids.removeOne(id)) ids.append(id);
    set(ids);
}

void Selection::selectAll() {
    QStringList ids;
    const design::Design& design = m_document.design();
    for (const auto& component : design.components) ids.append(QString::fromStdString(component->id.str()));
    for (const auto& note : design.notes) ids.append(QString::fromStdString(note->id.str()));
    for (const auto& group : design.groups) ids.append(QString::fromStdString(group->id.str()));
    set(ids);
}

void Selection::follow(const design::ChangeSet& changes) {
    const design::Design& design = m_document.design();
    const auto drawn = [&](const std::vector<std::string>& ids) {
        QStringList cards, connections;
        for (const std::string& id : ids) {
            if (design.connection(design::ConnectionId(id)) != nullptr)
                connections.append(QString::fromStdString(id));
            else if (design.component(design::ComponentId(id)) != nullptr ||
                     design.note(design::NoteId(id)) != nullptr || design.group(design::GroupId(id)) != nullptr)
                cards.append(QString::fromStdString(id));
        }
        for (const QString& id : QStringList(cards)) // a group carries its members
            if (const design::Group* group = design.group(design::GroupId(id.toStdString())))
                for (const std::string& member : group->members) cards.removeOne(QString::fromStdString(member));
        return cards.isEmpty() ? connections : cards; // connections come and go with what they join
    };
    const QStringList back = drawn(changes.added);
    const QStringList wanted = back.isEmpty() ? drawn(changes.changed) : back;
    if (!wanted.isEmpty()) set(wanted);
}

void Selection::prune() {
    set(QStringList(m_ids));
}

} // namespace catenary::studio
