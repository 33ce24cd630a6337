// SPDX-License-Identifier: Apache-2.0
// Removing elements with everything that hangs on them, each list walked once.
#include "core/design/edit_steps.h"

#include <algorithm>

namespace catenary::design {

namespace {

using Ids = std::unordered_set<std::string>;

/// Connections whose ends or conditions are gone: the first go too, the second become unconditional.
void cleanConnections(Design& design, Ids& gone) {
    for (const auto& connection : design.connections)
        if (gone.contains(connection->from.str()) || gone.contains(connection->to.str()))
            gone.insert(connection->id.str());

    Parts<Connection> kept;
    for (const auto& part : design.connections) {
        if (gone.contains(part->id.str())) continue;
        const bool condition = gone.contains(part->of.str());
        const bool load = part->workloads && std::any_of(part->workloads->begin(), part->workloads->end(),
                                                         [&](const auto& id) { return gone.contains(id.str()); });
        if (!condition && !load) {
            kept.add(part);
            continue;
        }
        Connection connection = *part;
        if (condition) {
            // Without the call it asks about, a hit or a miss cannot happen; an error of any stage still can.
            connection.of = {};
            if (connection.when != When::OnError) connection.when.reset();
        }
        if (load) std::erase_if(*connection.workloads, [&](const auto& id) { return gone.contains(id.str()); });
        kept.add(std::move(connection));
    }
    design.connections = std::move(kept);
}

/// Memberships go; a group that loses its last member goes too, and so on outwards.
void cleanGroups(Design& design, Ids& gone) {
    for (bool again = true; again;) {
        again = false;
        Parts<Group> kept;
        for (const auto& part : design.groups) {
            if (gone.contains(part->id.str())) continue;
            Group group = *part;
            std::erase_if(group.members, [&](const auto& id) { return gone.contains(id); });
            if (group.members.size() == part->members.size()) {
                kept.add(part);
            } else if (group.members.empty()) {
                gone.insert(group.id.str());
                again = true;
            } else {
                kept.add(std::move(group));
            }
        }
        design.groups = std::move(kept);
    }
}

/// What a workload's absence takes from parameters: its own row in `by_workload`.
void cleanComponents(Design& design, const Ids& gone) {
    Parts<Component> kept;
    for (const auto& part : design.components) {
        if (gone.contains(part->id.str())) continue;
        const Json* rows = findParameter(part->parameters, "by_workload");
        const bool affected = rows != nullptr && rows->is_object() &&
                              std::any_of(gone.begin(), gone.end(), [&](const auto& id) { return rows->contains(id); });
        if (!affected) {
            kept.add(part);
            continue;
        }
        Component component = *part;
        for (auto& [name, value] : component.parameters)
            if (name == "by_workload")
                for (const auto& id : gone) value.erase(id);
        std::erase_if(component.parameters,
                      [](const auto& entry) { return entry.first == "by_workload" && entry.second.empty(); });
        kept.add(std::move(component));
    }
    design.components = std::move(kept);
}

/// True if PATH leads through an element that is gone.
bool leadsThrough(const std::string& path, const Ids& gone) {
    const auto segment = [&](std::size_t begin) { return path.substr(begin, path.find('.', begin) - begin); };
    const std::string first = segment(0);
    if (gone.contains(first) && first != "connections" && first != "workloads") return true;
    const bool inList = first == "connections" || first == "workloads";
    return inList && path.size() > first.size() && gone.contains(segment(first.size() + 1));
}

void cleanVariants(Design& design, const Ids& gone) {
    for (Variant& variant : design.variants)
        std::erase_if(variant.set, [&](const auto& entry) { return leadsThrough(entry.first, gone); });
}

} // namespace

Result<Design> applyRemove(const Design& design, const RemoveElements& edit) {
    const Index index(design);
    Ids gone;
    for (const ElementId& id : edit.ids) {
        const Index::Entry* entry = index.find(id);
        if (entry == nullptr || entry->sort == Sort::Other) return noSuchElement(id);
        if (entry->sort == Sort::Component && design.components[entry->at].locked)
            return refuse("`" + id + "` is locked", id, "unlock it first");
        gone.insert(id);
    }
    if (gone.empty()) return design;

    Design result = design;
    Parts<Workload> workloads;
    for (const auto& part : design.workloads) {
        if (gone.contains(part->source.str())) gone.insert(part->id.str());
        if (!gone.contains(part->id.str())) workloads.add(part);
    }
    result.workloads = std::move(workloads);
    cleanConnections(result, gone);
    cleanComponents(result, gone);
    cleanGroups(result, gone);
    Parts<Note> notes;
    for (const auto& part : design.notes)
        if (!gone.contains(part->id.str())) notes.add(part);
    result.notes = std::move(notes);
    std::erase_if(result.objectives, [&](const Objective& objective) {
        return gone.contains(objective.workload.str()) || gone.contains(objective.flow.str());
    });
    cleanVariants(result, gone);
    return result;
}

} // namespace catenary::design
