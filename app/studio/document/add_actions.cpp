// SPDX-License-Identifier: Apache-2.0
// What makes a diagram grow: components added, connected, put into connections, given another kind.
#include "app/studio/document/edit_actions.h"

#include "app/studio/models/each.h"
#include "app/studio/models/words.h"

#include <algorithm>

namespace catenary::studio {

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

const catalog::Kind* kindOf(const design::Design& design, const catalog::Catalog& catalog,
                            const design::ComponentId& id) {
    const design::Component* component = design.component(id);
    return component == nullptr ? nullptr : catalog.kind(component->kind);
}

} // namespace

std::optional<design::Component> EditActions::newComponent(const QString& kind, qreal x, qreal y) {
    const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
    const catalog::Kind* found = catalog->kind(kind.toStdString());
    if (found == nullptr) {
        emit m_document.editRefused(tr("There is no component of kind \"%1\".").arg(kind),
                                    tr("Choose one from the palette."));
        return std::nullopt;
    }
    design::Component component;
    component.id = design::ComponentId(m_document.design().freeId(support::idFromName(found->title)));
    component.kind = found->id;
    component.name = found->title;
    component.at = design::Point{x, y};
    return component;
}

void EditActions::addWorkloadWhereNeeded(const design::ComponentId& id, quint64 gesture) {
    const design::Design& design = m_document.design();
    const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
    const catalog::Kind* kind = kindOf(design, *catalog, id);
    if (kind == nullptr) return;
    if (std::ranges::any_of(each(design.workloads), [&](const auto& workload) { return workload.source == id; }))
        return;
    if (auto workload = design::usualWorkload(design, id, *kind))
        m_document.apply(design::AddWorkload{std::move(*workload)}, gesture);
}

bool EditActions::addConnection(const design::ComponentId& from, const design::ComponentId& to, bool async,
                                quint64 gesture) {
    const design::Design& design = m_document.design();
    const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
    design::Connection connection;
    connection.from = from;
    connection.to = to;
    connection.id = design::ConnectionId(design.freeId(from.str() + "-" + to.str()));
    connection.mode =
        async ? design::Mode::Async : design::usualMode(kindOf(design, *catalog, from), kindOf(design, *catalog, to));
    return m_document.apply(design::AddConnection{connection}, gesture);
}

QString EditActions::add(const QString& kind, qreal x, qreal y, const QString& connectFrom, bool async) {
    const quint64 gesture = m_document.beginGesture();
    QString added;
    if (kind == QLatin1String("note")) {
        design::Note note;
        note.id = design::NoteId(m_document.design().freeId("note"));
        note.text = tr("Note").toStdString();
        note.at = {x, y};
        if (m_document.apply(design::AddNote{note}, gesture)) added = text(note.id.str());
    } else if (const std::optional<design::Component> component = newComponent(kind, x, y)) {
        if (m_document.apply(design::AddComponent{*component}, gesture)) added = text(component->id.str());
        if (!added.isEmpty()) addWorkloadWhereNeeded(component->id, gesture);
        if (!added.isEmpty() && !connectFrom.isEmpty())
            addConnection(design::ComponentId(connectFrom.toStdString()), component->id, async, gesture);
    }
    m_document.endGesture();
    if (!added.isEmpty()) m_selection.select(added);
    return added;
}

QString EditActions::insertInto(const QString& connection, const QString& kind, qreal x, qreal y) {
    const std::optional<design::Component> component = newComponent(kind, x, y);
    if (!component) return {};
    const design::ConnectionId id(connection.toStdString());
    const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
    const quint64 gesture = m_document.beginGesture();
    take(design::withInserted(m_document.design(), *catalog, id, *component),
         tr("Insert %1").arg(text(component->title())), connection.toStdString(), gesture);
    const bool there = m_document.design().component(component->id) != nullptr;
    if (there) addWorkloadWhereNeeded(component->id, gesture);
    m_document.endGesture();
    if (!there) return {};
    m_selection.select(text(component->id.str()));
    return text(component->id.str());
}

bool EditActions::changeKind(const QString& id, const QString& kind) {
    const design::ComponentId component(id.toStdString());
    const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
    const catalog::Kind* wanted = catalog->kind(kind.toStdString());
    const quint64 gesture = m_document.beginGesture();
    take(design::withKind(m_document.design(), *catalog, component, kind.toStdString()),
         tr("Change %1").arg(titleOf(id)), component.str(), gesture);
    const bool changed = wanted != nullptr && kindOf(m_document.design(), *catalog, component) == wanted;
    if (changed) addWorkloadWhereNeeded(component, gesture);
    m_document.endGesture();
    if (changed) m_selection.select(id);
    return changed;
}

void EditActions::take(support::Result<design::Reworked> reworked, const QString& label, const std::string& where,
                       quint64 gesture) {
    const design::Design before = m_document.design();
    const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
    if (!reworked) {
        emit m_document.editRefused(inWords(reworked.error().message, before, *catalog, where),
                                    inWords(reworked.error().hint, before, *catalog, where));
        return;
    }
    m_document.replace(std::move(reworked->design), label, gesture);
    if (reworked->leftOut.empty()) return;
    std::string message = "left out, as it does not fit: ";
    for (std::size_t i = 0; i < reworked->leftOut.size(); ++i) message += (i > 0 ? ", " : "") + reworked->leftOut[i];
    emit leftOut(inWords(message, before, *catalog, where), tr("Undo brings it back."));
}

bool EditActions::connectElements(const QString& from, const QString& to, bool async) {
    const design::Design& design = m_document.design();
    const design::ComponentId source(from.toStdString()), target(to.toStdString());
    if (design.component(source) == nullptr || design.component(target) == nullptr) return false;
    const std::size_t before = design.connections.size();
    if (!addConnection(source, target, async, 0) || m_document.design().connections.size() == before) return false;
    m_selection.select(text(m_document.design().connections[before].id.str()));
    return true;
}

} // namespace catenary::studio
