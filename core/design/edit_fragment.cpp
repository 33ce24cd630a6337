// SPDX-License-Identifier: Apache-2.0
// Copying a part of a design, and inserting it here or elsewhere under ids of its own.
#include "core/design/edit_steps.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace catenary::design {

namespace {

/// New ids for the elements of a fragment. Free in the design and among each other.
class Renaming {
public:
    explicit Renaming(const Design& design) {
        const auto take = [this](const auto& parts) {
            for (const auto& part : parts) m_taken.insert(part->id.str());
        };
        take(design.components);
        take(design.connections);
        take(design.groups);
        take(design.notes);
        take(design.workloads);
        for (const auto& source : design.sources) m_taken.insert(source.id);
        for (const auto& variant : design.variants) m_taken.insert(variant.id);
    }

    /// False if the fragment has that id twice, or it cannot be an id.
    bool add(const std::string& id) {
        if (!support::isValidId(id)) return false;
        std::string free = id;
        if (m_taken.contains(free)) {
            int& number = m_next.try_emplace(id, 2).first->second;
            do free = id + "-" + std::to_string(number++);
            while (m_taken.contains(free));
        }
        m_taken.insert(free);
        return m_renamed.emplace(id, free).second;
    }
    [[nodiscard]] const std::string* find(const std::string& id) const {
        const auto found = m_renamed.find(id);
        return found == m_renamed.end() ? nullptr : &found->second;
    }

private:
    std::unordered_set<std::string> m_taken;
    std::map<std::string, std::string> m_renamed;
    std::map<std::string, int> m_next;
};

/// An end of a connection: the copy if it is in the fragment, else the original if the design has it.
Result<ComponentId> mapEnd(const ComponentId& end, const Renaming& renaming, const Index& index,
                           const std::string& where) {
    if (const std::string* copy = renaming.find(end.str())) return ComponentId(*copy);
    if (index.is(end.str(), Sort::Component)) return end;
    return refuse("the connection `" + where + "` needs the component `" + end.str() + "`, which is not here", where);
}

Result<Connection> mapConnection(Connection connection, const Renaming& renaming, const Index& index) {
    const std::string where = connection.id.str();
    auto from = mapEnd(connection.from, renaming, index, where);
    if (!from) return tl::unexpected<support::Error>(from.error());
    auto to = mapEnd(connection.to, renaming, index, where);
    if (!to) return tl::unexpected<support::Error>(to.error());
    connection.from = *from;
    connection.to = *to;
    if (!connection.of.empty()) {
        if (const std::string* copy = renaming.find(connection.of.str())) {
            connection.of = ConnectionId(*copy);
        } else {
            // The call it asks about was not copied and belongs to another component: the condition cannot be kept.
            connection.of = {};
            if (connection.when != When::OnError) connection.when.reset();
        }
    }
    if (connection.workloads) {
        // Workloads are not part of a fragment: those of another design do not exist here.
        std::erase_if(*connection.workloads, [&](const auto& id) { return !index.is(id.str(), Sort::Workload); });
        if (connection.workloads->empty()) connection.workloads.reset();
    }
    connection.id = ConnectionId(*renaming.find(where));
    return connection;
}

} // namespace

Result<Design> applyInsert(const Design& design, const InsertFragment& edit) {
    if (!std::isfinite(edit.offset.x) || !std::isfinite(edit.offset.y))
        return refuse("the offset is not a finite number", {});
    const Index index(design);
    Renaming renaming(design);
    const auto name = [&](const auto& elements) -> Result<void> {
        for (const auto& element : elements)
            if (!renaming.add(element.id.str()))
                return refuse("`" + element.id.str() + "` cannot be inserted: its id is malformed or there twice",
                              element.id.str());
        return {};
    };
    for (const auto& named : {name(edit.components), name(edit.connections), name(edit.groups), name(edit.notes)})
        if (!named) return tl::unexpected<support::Error>(named.error());

    Design result = design;
    for (Component component : edit.components) {
        component.id = ComponentId(*renaming.find(component.id.str()));
        if (component.at) component.at = Point{component.at->x + edit.offset.x, component.at->y + edit.offset.y};
        if (auto finite = checkNumbers(encodeComponent(component), component.id.str()); !finite)
            return tl::unexpected<support::Error>(finite.error());
        result.components.add(std::move(component));
    }
    for (const Connection& connection : edit.connections) {
        auto mapped = mapConnection(connection, renaming, index);
        if (!mapped) return tl::unexpected<support::Error>(mapped.error());
        for (Point& at : mapped->waypoints) at = {at.x + edit.offset.x, at.y + edit.offset.y};
        if (auto finite = checkNumbers(encodeConnection(*mapped), mapped->id.str()); !finite)
            return tl::unexpected<support::Error>(finite.error());
        result.connections.add(std::move(*mapped));
    }
    for (Group group : edit.groups) {
        for (std::string& member : group.members) {
            const std::string* copy = renaming.find(member);
            if (copy == nullptr) return noSuchElement(member);
            member = *copy;
        }
        group.id = GroupId(*renaming.find(group.id.str()));
        result.groups.add(std::move(group));
    }
    for (Note note : edit.notes) {
        note.id = NoteId(*renaming.find(note.id.str()));
        note.at = Point{note.at.x + edit.offset.x, note.at.y + edit.offset.y};
        result.notes.add(std::move(note));
    }
    return result;
}

InsertFragment fragmentOf(const Design& design, const std::vector<ElementId>& ids, bool outward) {
    const Index index(design);
    std::unordered_set<std::string_view> selected;
    std::vector<std::string_view> open(ids.begin(), ids.end());
    while (!open.empty()) {
        const std::string_view id = open.back();
        open.pop_back();
        const Index::Entry* entry = index.find(id);
        if (entry == nullptr || !selected.insert(id).second) continue;
        if (entry->sort == Sort::Group)
            for (const std::string& member : design.groups[entry->at].members) open.push_back(member);
    }

    InsertFragment fragment;
    for (const auto& part : design.components)
        if (selected.contains(part->id.str())) fragment.components.push_back(*part);
    for (const auto& part : design.connections) {
        const bool from = selected.contains(part->from.str()), to = selected.contains(part->to.str());
        if ((from && to) || (outward && (from || to))) fragment.connections.push_back(*part);
    }
    // A group whose members are all selected is selected; that may complete the group around it.
    for (bool again = true; again;) {
        again = false;
        for (const auto& part : design.groups) {
            if (selected.contains(part->id.str()) || part->members.empty()) continue;
            if (!std::all_of(part->members.begin(), part->members.end(),
                             [&](const auto& id) { return selected.contains(id); }))
                continue;
            selected.insert(part->id.str());
            again = true;
        }
    }
    for (const auto& part : design.groups)
        if (selected.contains(part->id.str())) {
            Group group = *part;
            std::erase_if(group.members, [&](const auto& id) { return !selected.contains(id); });
            fragment.groups.push_back(std::move(group));
        }
    for (const auto& part : design.notes)
        if (selected.contains(part->id.str())) fragment.notes.push_back(*part);
    return fragment;
}

} // namespace catenary::design
