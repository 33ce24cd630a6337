// SPDX-License-Identifier: Apache-2.0
#include "core/design/design.h"

#include <algorithm>

namespace catenary::design {

namespace {

template <class T, class IdType> const T* find(const Parts<T>& parts, const IdType& id) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part->id == id; });
    return found == parts.end() ? nullptr : found->get();
}

template <class T> bool anyHasId(const Parts<T>& parts, std::string_view id) {
    return std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return part->id.str() == id; });
}

} // namespace

const Json* findParameter(const Parameters& parameters, std::string_view name) {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(), [&](const auto& entry) { return entry.first == name; });
    return found == parameters.end() ? nullptr : &found->second;
}

const Component* Design::component(const ComponentId& id) const {
    return find(components, id);
}
const Connection* Design::connection(const ConnectionId& id) const {
    return find(connections, id);
}
const Group* Design::group(const GroupId& id) const {
    return find(groups, id);
}
const Note* Design::note(const NoteId& id) const {
    return find(notes, id);
}
const Workload* Design::workload(const WorkloadId& id) const {
    return find(workloads, id);
}

bool Design::hasId(std::string_view id) const {
    const auto hasThatId = [&](const auto& element) { return element.id == id; };
    return anyHasId(components, id) || anyHasId(connections, id) || anyHasId(groups, id) || anyHasId(notes, id) ||
           anyHasId(workloads, id) || std::any_of(sources.begin(), sources.end(), hasThatId) ||
           std::any_of(variants.begin(), variants.end(), hasThatId);
}

std::string Design::freeId(std::string_view wanted) const {
    if (!hasId(wanted)) return std::string(wanted);
    for (int number = 2;; ++number)
        if (std::string id = std::string(wanted) + "-" + std::to_string(number); !hasId(id)) return id;
}

} // namespace catenary::design
