// SPDX-License-Identifier: Apache-2.0
#include "core/design/diff.h"

#include <unordered_map>

namespace catenary::design {

namespace {

bool samePicture(const Component& a, const Component& b) {
    return a.at == b.at && a.size == b.size;
}
bool samePicture(const Note& a, const Note& b) {
    return a.at == b.at && a.size == b.size;
}

Component withoutPlace(Component component) {
    component.at.reset();
    component.size.reset();
    return component;
}
Note withoutPlace(Note note) {
    note.at = {};
    note.size = {};
    return note;
}
Component whatModelSees(Component component) {
    component.notes.clear();
    return withoutPlace(std::move(component));
}

Connection whatModelSees(Connection connection) {
    connection.route = RouteStyle::Orthogonal;
    connection.waypoints.clear();
    connection.from_side.reset();
    connection.to_side.reset();
    connection.start_label.clear();
    connection.end_label.clear();
    return connection;
}

/// Compares two lists by id. `classify(before, after)` is asked about parts that differ. True if the order of the
/// parts both have differs.
template <class T, class Classify>
bool compare(const Parts<T>& before, const Parts<T>& after, ChangeSet& changes, Classify classify) {
    if (before.size() == after.size()) { // the usual case: nothing added, nothing removed
        bool aligned = true;
        for (std::size_t i = 0; i < before.size() && aligned; ++i)
            aligned = before.part(i) == after.part(i) || before[i].id == after[i].id;
        if (aligned) {
            for (std::size_t i = 0; i < before.size(); ++i)
                if (before.part(i) != after.part(i) && !(before[i] == after[i])) classify(before[i], after[i]);
            return false;
        }
    }
    std::unordered_map<std::string_view, std::size_t> old;
    for (std::size_t i = 0; i < before.size(); ++i) old.emplace(before[i].id.str(), i);
    std::unordered_map<std::string_view, std::size_t> now;
    bool reordered = false;
    std::size_t last = 0;
    for (std::size_t i = 0; i < after.size(); ++i) {
        now.emplace(after[i].id.str(), i);
        const auto found = old.find(after[i].id.str());
        if (found == old.end()) {
            changes.added.push_back(after[i].id.str());
            continue;
        }
        reordered = reordered || found->second < last;
        last = found->second;
        if (before.part(found->second) != after.part(i) && !(before[found->second] == after[i]))
            classify(before[found->second], after[i]);
    }
    for (const auto& part : before)
        if (!now.contains(part->id.str())) changes.removed.push_back(part->id.str());
    return reordered;
}

} // namespace

ChangeSet diff(const Design& before, const Design& after) {
    ChangeSet changes;
    const auto model = [&](const auto& old, const auto&) {
        changes.changed.push_back(old.id.str());
        changes.semantic = true;
    };
    bool reordered =
        compare(before.components, after.components, changes, [&](const Component& old, const Component& now) {
            changes.changed.push_back(old.id.str());
            if (!samePicture(old, now) && withoutPlace(old) == withoutPlace(now)) changes.moved.push_back(old.id.str());
            if (whatModelSees(old) != whatModelSees(now)) changes.semantic = true;
        });
    reordered |=
        compare(before.connections, after.connections, changes, [&](const Connection& old, const Connection& now) {
            changes.changed.push_back(old.id.str());
            if (whatModelSees(old) != whatModelSees(now)) changes.semantic = true;
        });
    reordered |= compare(before.groups, after.groups, changes, model);
    reordered |= compare(before.workloads, after.workloads, changes, model);
    changes.semantic |= reordered || !changes.added.empty() || !changes.removed.empty();
    compare(before.notes, after.notes, changes, [&](const Note& old, const Note& now) {
        changes.changed.push_back(old.id.str());
        if (!samePicture(old, now) && withoutPlace(old) == withoutPlace(now)) changes.moved.push_back(old.id.str());
    });
    changes.semantic |= before.objectives != after.objectives;
    changes.header = before.title != after.title || before.summary != after.summary ||
                     before.assumptions != after.assumptions || before.sources != after.sources ||
                     before.teaching != after.teaching || before.variants != after.variants ||
                     before.extra != after.extra;
    return changes;
}

} // namespace catenary::design
