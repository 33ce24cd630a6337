// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/edit_actions.h"

#include "app/studio/document/boxes.h"
#include "core/scene/layout.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

} // namespace

EditActions::EditActions(DocumentController& document, Selection& selection, DocumentController::CatalogSource catalog,
                         QObject* parent)
    : QObject(parent), m_document(document), m_selection(selection), m_catalog(std::move(catalog)) {
    connect(&selection, &Selection::changed, this, &EditActions::endNudges);
}

void EditActions::rename(const QString& id, const QString& name) {
    if (name != nameOf(id)) m_document.apply(design::RenameElement{id.toStdString(), name.toStdString()});
}

QString EditActions::nameOf(const QString& id) const {
    const design::Design& design = m_document.design();
    const std::string key = id.toStdString();
    if (const auto* component = design.component(design::ComponentId(key))) return text(component->title());
    if (const auto* connection = design.connection(design::ConnectionId(key))) return text(connection->label);
    if (const auto* group = design.group(design::GroupId(key))) return text(group->name);
    if (const auto* note = design.note(design::NoteId(key))) return text(note->text);
    return {};
}

QString EditActions::titleOf(const QString& id) const {
    const design::Design& design = m_document.design();
    if (const auto* connection = design.connection(design::ConnectionId(id.toStdString()))) {
        const design::Component* from = design.component(connection->from);
        const design::Component* to = design.component(connection->to);
        return tr("%1 to %2")
            .arg(text(from != nullptr ? from->title() : connection->from.str()),
                 text(to != nullptr ? to->title() : connection->to.str()));
    }
    const QString name = nameOf(id);
    return name.isEmpty() ? id : name;
}

void EditActions::remove() {
    std::vector<design::ElementId> ids = m_selection.elementIds();
    if (ids.empty()) return;
    const design::InsertFragment all = design::fragmentOf(m_document.design(), ids);
    for (const design::Component& component : all.components) ids.push_back(component.id.str());
    for (const design::Group& group : all.groups) ids.push_back(group.id.str());
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    m_document.apply(design::RemoveElements{std::move(ids)});
}

void EditActions::duplicate() {
    duplicate(false);
}

void EditActions::duplicateConnected() {
    duplicate(true);
}

void EditActions::duplicate(bool outward) {
    design::InsertFragment fragment = design::fragmentOf(m_document.design(), m_selection.elementIds(), outward);
    fragment.offset = {24, 24};
    insert(std::move(fragment));
}

bool EditActions::duplicateInPlace(quint64 gesture) {
    design::InsertFragment fragment = design::fragmentOf(m_document.design(), m_selection.elementIds());
    if (fragment.components.empty() && fragment.notes.empty()) return false;
    insert(std::move(fragment), gesture);
    return true;
}

void EditActions::copy() const {
    if (m_selection.count() == 0) return;
    putOnClipboard(design::fragmentOf(m_document.design(), m_selection.elementIds()), m_catalog);
    m_pastes = 0;
}

void EditActions::cut() {
    copy();
    remove();
    m_pastes = -1; // the first paste goes where it was
}

void EditActions::paste() {
    std::optional<Pasted> pasted = pastedOrTold();
    if (!pasted) return;
    ++m_pastes;
    pasted->fragment.offset = {24.0 * m_pastes, 24.0 * m_pastes};
    insertPasted(std::move(*pasted));
}

void EditActions::pasteAt(QPointF canvas) {
    std::optional<Pasted> pasted = pastedOrTold();
    if (!pasted) return;
    QRectF box;
    for (const design::Component& component : pasted->fragment.components) box = box.united(boxOf(component));
    for (const design::Note& note : pasted->fragment.notes) box = box.united(boxOf(note));
    const QPointF offset = canvas - box.center();
    pasted->fragment.offset = {std::round(offset.x() / 4) * 4, std::round(offset.y() / 4) * 4};
    insertPasted(std::move(*pasted));
}

std::optional<Pasted> EditActions::pastedOrTold() {
    support::Result<Pasted> pasted = onClipboard(*m_catalog());
    if (pasted) return std::move(*pasted);
    emit m_document.editRefused(text(pasted.error().message), text(pasted.error().hint));
    return std::nullopt;
}

void EditActions::insertPasted(Pasted pasted) {
    design::InsertFragment& fragment = pasted.fragment;
    const auto there = [&](const design::ComponentId& id) {
        return m_document.design().component(id) != nullptr ||
               std::any_of(fragment.components.begin(), fragment.components.end(),
                           [&](const design::Component& component) { return component.id == id; });
    };
    const bool loose = std::any_of(
        fragment.connections.begin(), fragment.connections.end(),
        [&](const design::Connection& connection) { return !there(connection.from) || !there(connection.to); });
    const bool nothing = fragment.components.empty() && fragment.notes.empty();
    if (loose || (nothing && !fragment.connections.empty())) {
        emit m_document.editRefused(tr("A connection is pasted together with the components it joins."),
                                    tr("Copy both components; the connections between them come along."));
    } else if (nothing) {
        emit m_document.editRefused(tr("The clipboard holds no component and no note."), tr("Copy components first."));
    } else if (!design::apply(m_document.design(), fragment)) {
        emit m_document.editRefused(tr("What the clipboard holds is damaged: two elements have the same id, or an id, "
                                       "a number or a group is not sound."),
                                    tr("Correct the text, or copy the components again where they come from."));
    } else {
        const quint64 gesture = m_document.beginGesture();
        insert(std::move(fragment), gesture);
        if (pasted.drawn)
            for (const QString& id : m_selection.ids())
                addWorkloadWhereNeeded(design::ComponentId(id.toStdString()), gesture);
        m_document.endGesture();
    }
}

void EditActions::insert(design::InsertFragment fragment, quint64 gesture) {
    if (fragment.components.empty() && fragment.notes.empty()) return;
    for (design::Component& component : fragment.components) component.locked = false; // a copy is there to be moved
    const design::Design before = m_document.design();
    if (!m_document.apply(fragment, gesture)) return;
    QStringList added;
    for (const std::string& id : design::diff(before, m_document.design()).added)
        if (m_document.design().connection(design::ConnectionId(id)) == nullptr) added.append(text(id));
    m_selection.set(added);
}

void EditActions::group() {
    std::vector<std::string> members;
    const design::Design& design = m_document.design();
    for (const std::string& id : m_selection.elementIds())
        if (design.component(design::ComponentId(id)) != nullptr || design.group(design::GroupId(id)) != nullptr)
            members.push_back(id);
    if (members.empty()) return;
    design::Group group;
    group.id = design::GroupId(design.freeId("group"));
    group.name = tr("Group").toStdString();
    group.members = std::move(members);
    const QString id = text(group.id.str());
    if (m_document.apply(design::AddGroup{std::move(group)})) m_selection.select(id);
}

void EditActions::ungroup() {
    const design::Design& design = m_document.design();
    std::vector<design::ElementId> groups;
    QStringList members;
    for (const std::string& id : m_selection.elementIds())
        if (const design::Group* group = design.group(design::GroupId(id))) {
            groups.push_back(id);
            for (const std::string& member : group->members) members.append(text(member));
        }
    if (!groups.empty() && m_document.apply(design::RemoveElements{groups})) m_selection.set(members);
}

void EditActions::nudge(qreal dx, qreal dy) {
    std::vector<design::ElementId> ids;
    for (const std::string& id : m_selection.elementIds())
        if (m_document.design().connection(design::ConnectionId(id)) == nullptr) ids.push_back(id);
    if (ids.empty()) return;
    if (m_nudges == 0) m_nudges = m_document.beginGesture();
    m_document.apply(design::MoveElements{ids, dx, dy}, m_nudges);
}

void EditActions::endNudges() {
    if (m_nudges == 0) return;
    m_nudges = 0;
    m_document.endGesture();
}

void EditActions::tidyUp() {
    if (m_tidying || m_document.design().components.empty()) return;
    using Places = support::Result<std::vector<std::pair<std::string, scene::Point>>>;
    const quint64 revision = m_document.revision();
    auto* watcher = new QFutureWatcher<std::shared_ptr<Places>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, revision] {
        watcher->deleteLater();
        m_tidying = false;
        emit tidyingChanged();
        const std::shared_ptr<Places> places = watcher->result();
        if (!*places) {
            qWarning("%s", support::describe(places->error()).c_str());
            emit m_document.editRefused(
                tr("The layout could not be computed; everything stays where it is."),
                tr("Place the components by hand. If no design can be tidied up, install Graphviz with its plugins."));
        } else if (revision == m_document.revision()) {
            if (m_document.apply(design::PlaceElements{**places})) emit tidied();
        }
    });
    m_tidying = true;
    emit tidyingChanged();
    watcher->setFuture(QtConcurrent::run([design = m_document.design(), catalog = m_catalog] {
        return std::make_shared<Places>(scene::layout(design, *catalog()));
    }));
}

} // namespace catenary::studio
