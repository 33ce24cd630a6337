// SPDX-License-Identifier: Apache-2.0
#include "core/design/edit_steps.h"

#include <algorithm>
#include <cmath>

namespace catenary::design {

namespace {

/// The id of a new element: the one given, which must be valid and free; or one made from its name.
Result<std::string> newId(const Design& design, const std::string& given, const std::string& name) {
    if (given.empty()) return design.freeId(support::idFromName(name));
    if (!support::isValidId(given))
        return refuse("`" + given + "` cannot be an id", given, "an id is made of letters, digits, `_` and `-`");
    if (design.hasId(given)) return refuse("the id `" + given + "` is already in use", given);
    return given;
}

bool allFinite(const support::OrderedJson& json) {
    if (json.is_number_float()) return std::isfinite(json.get<double>());
    return !json.is_structured() || std::all_of(json.begin(), json.end(), allFinite);
}

bool finite(const Point& point) {
    return std::isfinite(point.x) && std::isfinite(point.y);
}
bool proper(const Size& size) {
    return std::isfinite(size.width) && std::isfinite(size.height) && size.width > 0 && size.height > 0;
}

} // namespace

tl::unexpected<support::Error> noSuchElement(const std::string& id) {
    return support::fail(support::ErrorCode::NotFound, "there is no element `" + id + "`",
                         support::Place{{}, id, 0, 0});
}

Result<void> checkNumbers(const support::OrderedJson& json, const std::string& id) {
    if (allFinite(json)) return {};
    return refuse("a number of `" + id + "` is not finite", id);
}

Result<void> checkReferences(const Connection& connection, const Index& index) {
    for (const ComponentId& end : {connection.from, connection.to})
        if (!index.is(end.str(), Sort::Component))
            return refuse("there is no component `" + end.str() + "` to connect", connection.id.str());
    if (!connection.of.empty() && !index.is(connection.of.str(), Sort::Connection))
        return refuse("`of` names the connection `" + connection.of.str() + "`, which does not exist",
                      connection.id.str());
    if (connection.workloads)
        for (const WorkloadId& id : *connection.workloads)
            if (!index.is(id.str(), Sort::Workload))
                return refuse("there is no workload `" + id.str() + "`", connection.id.str());
    return {};
}

Result<Design> applyAdd(const Design& design, const AddComponent& edit) {
    Component component = edit.component;
    if (component.kind.empty()) return refuse("a component needs a kind", component.id.str());
    auto id = newId(design, component.id.str(), component.name.empty() ? component.kind : component.name);
    if (!id) return tl::unexpected<support::Error>(id.error());
    if ((component.at && !finite(*component.at)) || (component.size && !proper(*component.size)))
        return refuse("the place or size of the component is not a finite number", *id);
    if (auto sound = checkNumbers(encodeComponent(component), *id); !sound)
        return tl::unexpected<support::Error>(sound.error());
    component.id = ComponentId(std::move(*id));
    Design result = design;
    result.components.add(std::move(component));
    return result;
}

Result<Design> applyAdd(const Design& design, const AddConnection& edit) {
    Connection connection = edit.connection;
    const Index index(design);
    if (auto sound = checkReferences(connection, index); !sound) return tl::unexpected<support::Error>(sound.error());
    if (auto sound = checkNumbers(encodeConnection(connection), connection.id.str()); !sound)
        return tl::unexpected<support::Error>(sound.error());
    auto id = newId(design, connection.id.str(), connection.from.str() + "-" + connection.to.str());
    if (!id) return tl::unexpected<support::Error>(id.error());
    connection.id = ConnectionId(std::move(*id));
    Design result = design;
    result.connections.add(std::move(connection));
    return result;
}

Result<Design> applyAdd(const Design& design, const AddGroup& edit) {
    Group group = edit.group;
    const Index index(design);
    for (const std::string& member : group.members) {
        if (!index.is(member, Sort::Component) && !index.is(member, Sort::Group)) return noSuchElement(member);
        if (std::count(group.members.begin(), group.members.end(), member) > 1)
            return refuse("`" + member + "` is named twice in the group", group.id.str());
    }
    auto id = newId(design, group.id.str(), group.name.empty() ? "group" : group.name);
    if (!id) return tl::unexpected<support::Error>(id.error());
    group.id = GroupId(std::move(*id));
    Design result = design;
    result.groups.add(std::move(group));
    return result;
}

Result<Design> applyAdd(const Design& design, const AddNote& edit) {
    Note note = edit.note;
    if (!finite(note.at) || !proper(note.size))
        return refuse("the place or size of the note is not a finite number", note.id.str());
    auto id = newId(design, note.id.str(), "note");
    if (!id) return tl::unexpected<support::Error>(id.error());
    note.id = NoteId(std::move(*id));
    Design result = design;
    result.notes.add(std::move(note));
    return result;
}

Result<Design> applyAdd(const Design& design, const AddWorkload& edit) {
    Workload workload = edit.workload;
    if (design.component(workload.source) == nullptr)
        return refuse("there is no component `" + workload.source.str() + "` the workload could come from",
                      workload.id.str());
    if (auto sound = checkNumbers(encodeWorkload(workload), workload.id.str()); !sound)
        return tl::unexpected<support::Error>(sound.error());
    auto id = newId(design, workload.id.str(), workload.name.empty() ? "workload" : workload.name);
    if (!id) return tl::unexpected<support::Error>(id.error());
    workload.id = WorkloadId(std::move(*id));
    Design result = design;
    result.workloads.add(std::move(workload));
    return result;
}

} // namespace catenary::design
