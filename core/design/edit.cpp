// SPDX-License-Identifier: Apache-2.0
#include "core/design/edit.h"

#include "core/design/edit_steps.h"
#include "core/design/path.h"

#include <algorithm>
#include <cmath>

namespace catenary::design {

namespace {

bool finite(const Point& point) {
    return std::isfinite(point.x) && std::isfinite(point.y);
}

/// Moves one component or note. A locked component stays.
Result<void> moveOne(Design& design, const Index::Entry& entry, const std::string& id, double dx, double dy) {
    if (entry.sort == Sort::Component) {
        const Component& component = design.components[entry.at];
        if (component.locked) return {};
        if (!component.at) return refuse("`" + id + "` has no place yet", id, "lay the design out first");
        Component moved = component;
        moved.at = Point{component.at->x + dx, component.at->y + dy};
        if (moved.at != component.at) design.components.replace(entry.at, std::move(moved));
    } else if (entry.sort == Sort::Note) {
        Note note = design.notes[entry.at];
        note.at = Point{note.at.x + dx, note.at.y + dy};
        if (note.at != design.notes[entry.at].at) design.notes.replace(entry.at, std::move(note));
    } else {
        return refuse("`" + id + "` cannot be moved by itself", id);
    }
    return {};
}

Result<Design> applyMove(const Design& design, const MoveElements& edit) {
    if (!std::isfinite(edit.dx) || !std::isfinite(edit.dy)) return refuse("the distance is not a finite number", {});
    const Index index(design);
    Design result = design;
    std::unordered_set<std::string> moved;
    std::vector<std::string> open(edit.ids.rbegin(), edit.ids.rend());
    while (!open.empty()) {
        const std::string id = std::move(open.back());
        open.pop_back();
        if (!moved.insert(id).second) continue;
        const Index::Entry* entry = index.find(id);
        if (entry == nullptr) return noSuchElement(id);
        if (entry->sort == Sort::Group) {
            const auto& members = design.groups[entry->at].members;
            open.insert(open.end(), members.rbegin(), members.rend());
            continue;
        }
        // A connection in the selection follows its ends.
        if (entry->sort == Sort::Connection) continue;
        if (auto done = moveOne(result, *entry, id, edit.dx, edit.dy); !done)
            return tl::unexpected<support::Error>(done.error());
    }
    // What a line passes through goes with it where both its ends move.
    for (std::size_t i = 0; i < design.connections.size(); ++i) {
        const Connection& connection = design.connections[i];
        if (connection.waypoints.empty() || !moved.contains(connection.from.str()) ||
            !moved.contains(connection.to.str()))
            continue;
        Connection shifted = connection;
        for (Point& at : shifted.waypoints) at = {at.x + edit.dx, at.y + edit.dy};
        result.connections.replace(i, std::move(shifted));
    }
    return result;
}

Result<Design> applyPlace(const Design& design, const PlaceElements& edit) {
    const Index index(design);
    Design result = design;
    for (const auto& [id, at] : edit.places) {
        const Index::Entry* entry = index.find(id);
        if (entry == nullptr) return noSuchElement(id);
        if (!finite(at)) return refuse("the place of `" + id + "` is not a finite number", id);
        if (entry->sort == Sort::Component) {
            Component component = result.components[entry->at];
            if (component.locked && component.at) continue;
            if (component.at == at) continue;
            component.at = at;
            result.components.replace(entry->at, std::move(component));
        } else if (entry->sort == Sort::Note) {
            Note note = result.notes[entry->at];
            note.at = at;
            if (note != result.notes[entry->at]) result.notes.replace(entry->at, std::move(note));
        } else {
            return refuse("`" + id + "` has no place of its own", id);
        }
    }
    return result;
}

Result<Design> applyResize(const Design& design, const ResizeElement& edit) {
    if (!finite(edit.at) || !std::isfinite(edit.size.width) || !std::isfinite(edit.size.height) ||
        edit.size.width <= 0 || edit.size.height <= 0)
        return refuse("the size of `" + edit.id + "` must be positive", edit.id);
    Design result = design;
    const Index index(design);
    const Index::Entry* entry = index.find(edit.id);
    if (entry == nullptr) return noSuchElement(edit.id);
    if (entry->sort == Sort::Component) {
        Component component = design.components[entry->at];
        if (component.locked) return refuse("`" + edit.id + "` is locked", edit.id, "unlock it first");
        component.at = edit.at;
        component.size = edit.size;
        result.components.replace(entry->at, std::move(component));
    } else if (entry->sort == Sort::Note) {
        Note note = design.notes[entry->at];
        note.at = edit.at;
        note.size = edit.size;
        result.notes.replace(entry->at, std::move(note));
    } else {
        return refuse("`" + edit.id + "` has no size of its own", edit.id);
    }
    return result;
}

/// Replaces one part of a list by a changed copy.
template <class T, class Change> void change(Parts<T>& parts, std::size_t at, Change change) {
    T copy = parts[at];
    change(copy);
    parts.replace(at, std::move(copy));
}

Result<Design> applyRename(const Design& design, const RenameElement& edit) {
    Design result = design;
    const Index index(design);
    const Index::Entry* entry = index.find(edit.id);
    if (entry == nullptr) return noSuchElement(edit.id);
    switch (entry->sort) {
    case Sort::Component:
        change(result.components, entry->at, [&](Component& c) { c.name = edit.name; });
        break;
    case Sort::Connection:
        change(result.connections, entry->at, [&](Connection& c) { c.label = edit.name; });
        break;
    case Sort::Group:
        change(result.groups, entry->at, [&](Group& g) { g.name = edit.name; });
        break;
    case Sort::Note:
        change(result.notes, entry->at, [&](Note& n) { n.text = edit.name; });
        break;
    case Sort::Workload:
        change(result.workloads, entry->at, [&](Workload& w) { w.name = edit.name; });
        break;
    case Sort::Other:
        return refuse("`" + edit.id + "` cannot be renamed on the canvas", edit.id);
    }
    return result;
}

Result<Design> applyNotes(const Design& design, const SetNotes& edit) {
    const Index index(design);
    if (!index.is(edit.component, Sort::Component)) return noSuchElement(edit.component);
    Design result = design;
    change(result.components, index.find(edit.component)->at, [&](Component& c) { c.notes = edit.notes; });
    return result;
}

Result<Design> applyReplace(const Design& design, const ReplaceConnection& edit) {
    const std::string& id = edit.connection.id.str();
    const Index index(design);
    if (!index.is(id, Sort::Connection)) return noSuchElement(id);
    if (auto sound = checkReferences(edit.connection, index); !sound)
        return tl::unexpected<support::Error>(sound.error());
    if (auto sound = checkNumbers(encodeConnection(edit.connection), id); !sound)
        return tl::unexpected<support::Error>(sound.error());
    Design result = design;
    result.connections.replace(index.find(id)->at, edit.connection);
    return result;
}

Result<Design> applyReplace(const Design& design, const ReplaceWorkload& edit) {
    const std::string& id = edit.workload.id.str();
    const Index index(design);
    if (!index.is(id, Sort::Workload)) return noSuchElement(id);
    if (!index.is(edit.workload.source.str(), Sort::Component)) return noSuchElement(edit.workload.source.str());
    if (auto sound = checkNumbers(encodeWorkload(edit.workload), id); !sound)
        return tl::unexpected<support::Error>(sound.error());
    Design result = design;
    result.workloads.replace(index.find(id)->at, edit.workload);
    return result;
}

Result<Design> applyObjectives(const Design& design, const SetObjectives& edit) {
    const Index index(design);
    for (const Objective& objective : edit.objectives) {
        if (objective.metric.empty()) return refuse("an objective needs a metric", "objectives");
        if (!std::isfinite(objective.at_most.value_or(0)) || !std::isfinite(objective.at_least.value_or(0)))
            return refuse("the bound of an objective is not finite", "objectives");
        if (!objective.workload.empty() && !index.is(objective.workload.str(), Sort::Workload))
            return noSuchElement(objective.workload.str());
        if (!objective.flow.empty() && !index.is(objective.flow.str(), Sort::Connection))
            return noSuchElement(objective.flow.str());
    }
    Design result = design;
    result.objectives = edit.objectives;
    return result;
}

struct Applier {
    const Design& design;
    Result<Design> operator()(const AddComponent& edit) const { return applyAdd(design, edit); }
    Result<Design> operator()(const AddConnection& edit) const { return applyAdd(design, edit); }
    Result<Design> operator()(const AddGroup& edit) const { return applyAdd(design, edit); }
    Result<Design> operator()(const AddNote& edit) const { return applyAdd(design, edit); }
    Result<Design> operator()(const AddWorkload& edit) const { return applyAdd(design, edit); }
    Result<Design> operator()(const RemoveElements& edit) const { return applyRemove(design, edit); }
    Result<Design> operator()(const MoveElements& edit) const { return applyMove(design, edit); }
    Result<Design> operator()(const PlaceElements& edit) const { return applyPlace(design, edit); }
    Result<Design> operator()(const ResizeElement& edit) const { return applyResize(design, edit); }
    Result<Design> operator()(const SetLocked& edit) const { return applyLock(design, edit); }
    Result<Design> operator()(const Restack& edit) const { return applyRestack(design, edit); }
    Result<Design> operator()(const RenameElement& edit) const { return applyRename(design, edit); }
    Result<Design> operator()(const SetNotes& edit) const { return applyNotes(design, edit); }
    Result<Design> operator()(const SetValue& edit) const {
        if (auto sound = checkNumbers(edit.value, edit.path); !sound)
            return tl::unexpected<support::Error>(sound.error());
        return setPath(design, edit.path, edit.value);
    }
    Result<Design> operator()(const ReplaceConnection& edit) const { return applyReplace(design, edit); }
    Result<Design> operator()(const ReplaceWorkload& edit) const { return applyReplace(design, edit); }
    Result<Design> operator()(const SetObjectives& edit) const { return applyObjectives(design, edit); }
    Result<Design> operator()(const SetHeader& edit) const {
        Design result = design;
        result.title = edit.title;
        result.summary = edit.summary;
        return result;
    }
    Result<Design> operator()(const InsertFragment& edit) const { return applyInsert(design, edit); }
};

} // namespace

Result<Design> apply(const Design& design, const Edit& edit) {
    try {
        return std::visit(Applier{design}, edit);
    } catch (const std::exception& error) { // memory, or a JSON value the edit carries
        return refuse(error.what(), {});
    }
}

namespace {

std::string counted(const char* verb, const std::vector<std::string>& ids) {
    if (ids.size() == 1) return std::string(verb) + " " + ids.front();
    return std::string(verb) + " " + std::to_string(ids.size()) + " elements";
}

struct Describer {
    static std::string named(const std::string& verb, const std::string& name, const std::string& fallback) {
        return verb + " " + (name.empty() ? fallback : name);
    }
    std::string operator()(const AddComponent& edit) const {
        const Component& c = edit.component;
        return named("Add", c.name, c.id.empty() ? c.kind : c.id.str());
    }
    std::string operator()(const AddConnection& edit) const {
        return "Connect " + edit.connection.from.str() + " to " + edit.connection.to.str();
    }
    std::string operator()(const AddGroup& edit) const { return named("Group", edit.group.name, "components"); }
    std::string operator()(const AddNote&) const { return "Add note"; }
    std::string operator()(const AddWorkload& edit) const {
        return named("Add workload", edit.workload.name, edit.workload.id.str());
    }
    std::string operator()(const RemoveElements& edit) const { return counted("Delete", edit.ids); }
    std::string operator()(const MoveElements& edit) const { return counted("Move", edit.ids); }
    std::string operator()(const PlaceElements& edit) const {
        return edit.places.size() == 1 ? "Place " + edit.places.front().first
                                       : "Arrange " + std::to_string(edit.places.size()) + " elements";
    }
    std::string operator()(const ResizeElement& edit) const { return "Resize " + edit.id; }
    std::string operator()(const SetLocked& edit) const { return counted(edit.locked ? "Lock" : "Unlock", edit.ids); }
    std::string operator()(const Restack& edit) const {
        return counted(edit.front ? "Bring to front" : "Send to back", edit.ids);
    }
    std::string operator()(const RenameElement& edit) const { return named("Rename to", edit.name, edit.id); }
    std::string operator()(const SetNotes& edit) const { return "Change notes of " + edit.component; }
    std::string operator()(const SetValue& edit) const {
        return (edit.value.is_null() ? "Reset " : "Change ") + edit.path;
    }
    std::string operator()(const ReplaceConnection& edit) const { return "Change " + edit.connection.id.str(); }
    std::string operator()(const ReplaceWorkload& edit) const { return "Change " + edit.workload.id.str(); }
    std::string operator()(const SetObjectives&) const { return "Change objectives"; }
    std::string operator()(const SetHeader&) const { return "Change title"; }
    std::string operator()(const InsertFragment& edit) const {
        const std::size_t count = edit.components.size() + edit.notes.size();
        return "Insert " + std::to_string(count) + (count == 1 ? " element" : " elements");
    }
};

} // namespace

std::string describe(const Edit& edit) {
    return std::visit(Describer{}, edit);
}

} // namespace catenary::design
