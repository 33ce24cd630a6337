// SPDX-License-Identifier: Apache-2.0
#include "core/design/migrations/migrations.h"

#include <functional>

namespace catenary::design::migrations {

namespace {

using support::OrderedJson;

/// Gives a field its new name, at its old position among the keys.
void rename(OrderedJson& object, const char* from, const char* to) {
    OrderedJson renamed = OrderedJson::object();
    for (auto& [key, value] : object.items()) renamed.push_back({key == from ? std::string(to) : key, value});
    object = std::move(renamed);
}

/// Takes a field out; null if it is not there.
OrderedJson take(OrderedJson& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return nullptr;
    OrderedJson value = std::move(*found);
    object.erase(key);
    return value;
}

/// Puts two numbers of their own into one pair; leaves both alone if one is missing.
void pair(OrderedJson& object, const char* first, const char* second, const char* name) {
    if (!object.contains(first) || !object.contains(second)) return;
    OrderedJson a = take(object, first);
    OrderedJson b = take(object, second);
    object[name] = OrderedJson::array({std::move(a), std::move(b)});
}

/// Renames a list of the design and changes each object in it.
void list(OrderedJson& design, const char* from, const char* to, const std::function<void(OrderedJson&)>& change) {
    if (!design.contains(from)) return;
    rename(design, from, to);
    if (!design[to].is_array()) return; // the schema check says so
    for (auto& element : design[to])
        if (element.is_object()) change(element);
}

} // namespace

support::Result<OrderedJson> fromVersion0(OrderedJson design) {
    for (const char* name : {"components", "connections", "workloads", "objectives", "title"})
        if (design.contains(name))
            return support::fail(support::ErrorCode::Input,
                                 "a design of version 0 has no field `" + std::string(name) + "`",
                                 support::Place{{}, name, 0, 0}, "if it was written as version 1, say so in `version`");
    rename(design, "name", "title");
    list(design, "nodes", "components", [](OrderedJson& node) {
        rename(node, "type", "kind");
        rename(node, "label", "name");
        rename(node, "params", "parameters");
        pair(node, "x", "y", "at");
        pair(node, "w", "h", "size");
    });
    list(design, "edges", "connections", [](OrderedJson& edge) {
        rename(edge, "source", "from");
        rename(edge, "target", "to");
    });
    list(design, "traffic", "workloads", [](OrderedJson& workload) {
        OrderedJson arrival = OrderedJson::object();
        arrival["process"] = "poisson";
        arrival["rate_per_s"] = take(workload, "rate_per_s");
        workload["arrival"] = std::move(arrival);
    });
    list(design, "slo", "objectives", [](OrderedJson& objective) {
        rename(objective, "max", "at_most");
        rename(objective, "min", "at_least");
    });
    return design;
}

} // namespace catenary::design::migrations
