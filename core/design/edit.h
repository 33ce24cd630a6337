// SPDX-License-Identifier: Apache-2.0
// Edits: small values, each a pure function of a design. Nothing is clamped or guessed: an edit that cannot be made
// returns an error that says why, and the design stays as it was.
#pragma once

#include "core/design/design.h"

#include <variant>

namespace catenary::design {

/// Any element id of a design, whatever its sort.
using ElementId = std::string;

struct AddComponent {
    Component component;
};
struct AddConnection {
    Connection connection;
};
struct AddGroup {
    Group group;
};
struct AddNote {
    Note note;
};
struct AddWorkload {
    Workload workload;
};
/// Removes elements; connections, group memberships, workloads and objectives that hang on them go with them.
struct RemoveElements {
    std::vector<ElementId> ids;
};
/// Moves components and notes (a group moves its members). Locked components stay.
struct MoveElements {
    std::vector<ElementId> ids;
    double dx = 0, dy = 0;
};
/// Puts components at places (layout, align, distribute): all at once.
struct PlaceElements {
    std::vector<std::pair<ElementId, Point>> places;
};
struct ResizeElement {
    ElementId id;
    Point at;
    Size size;
};
/// Locks components, or lets them go: what is locked is not moved, resized or removed. A group stands for all in it.
struct SetLocked {
    std::vector<ElementId> ids;
    bool locked = true;
};
/// Draws components over all others, or below them; among each other they keep their order. A group stands for all in
/// it.
struct Restack {
    std::vector<ElementId> ids;
    bool front = true;
};
struct RenameElement {
    ElementId id;
    std::string name;
}; ///< component, group, workload name; note text; connection label
/// What the author has to say about a component; not drawn.
struct SetNotes {
    ElementId component;
    std::string notes;
};
/// Sets, or with null removes, one value by PATH (see path.h).
struct SetValue {
    std::string path;
    Json value;
};
struct ReplaceConnection {
    Connection connection;
}; ///< by its id
struct ReplaceWorkload {
    Workload workload;
};
struct SetObjectives {
    std::vector<Objective> objectives;
};
struct SetHeader {
    std::string title, summary;
};
/// Inserts a set of elements whose ids are made free first (paste, duplicate); `offset` is added to positions.
struct InsertFragment {
    std::vector<Component> components;
    std::vector<Connection> connections;
    std::vector<Group> groups;
    std::vector<Note> notes;
    Point offset;
};

using Edit = std::variant<AddComponent, AddConnection, AddGroup, AddNote, AddWorkload, RemoveElements, MoveElements,
                          PlaceElements, ResizeElement, SetLocked, Restack, RenameElement, SetNotes, SetValue,
                          ReplaceConnection, ReplaceWorkload, SetObjectives, SetHeader, InsertFragment>;

[[nodiscard]] support::Result<Design> apply(const Design& design, const Edit& edit);

/// What a person reads in the undo menu: "Move 3 components".
[[nodiscard]] std::string describe(const Edit& edit);

/// The selected elements with the connections among them, as a fragment to copy. Groups only when wholly selected.
/// With `outward` also the connections between them and the rest of the design.
[[nodiscard]] InsertFragment fragmentOf(const Design& design, const std::vector<ElementId>& ids, bool outward = false);

} // namespace catenary::design
