// SPDX-License-Identifier: Apache-2.0
// JSON values as text in the file format's style.
#include "core/design/elements.h"
#include "core/design/fields.h"

#include <algorithm>
#include <cmath>

namespace catenary::design {

namespace {

/// Keys of nested values (distributions, batch times, autoscaling, …) that read best in front, in this order.
constexpr auto leadingKeys = std::to_array<std::string_view>({"distribution",
                                                              "value",
                                                              "values",
                                                              "weights",
                                                              "mean",
                                                              "min",
                                                              "max",
                                                              "k",
                                                              "cv",
                                                              "shape",
                                                              "p50",
                                                              "p75",
                                                              "p90",
                                                              "p95",
                                                              "p99",
                                                              "p999",
                                                              "base",
                                                              "per_item",
                                                              "per_prefill_token",
                                                              "per_sequence",
                                                              "per_context_token",
                                                              "tokens",
                                                              "acceptance",
                                                              "target_utilisation",
                                                              "startup_ms",
                                                              "cooldown_s"});

void writeString(const std::string& text, std::string& out) {
    out += OrderedJson(text).dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

} // namespace

OrderedJson ordered(const Json& value) {
    if (value.is_array()) {
        OrderedJson list = OrderedJson::array();
        for (const auto& item : value) list.push_back(ordered(item));
        return list;
    }
    if (!value.is_object()) return OrderedJson(value);
    OrderedJson object = OrderedJson::object();
    for (const auto key : leadingKeys)
        if (const auto found = value.find(std::string(key)); found != value.end())
            object.push_back({std::string(key), ordered(*found)});
    for (const auto& [key, item] : value.items())
        if (!fields::contains(leadingKeys, key)) object.push_back({key, ordered(item)});
    return object;
}

OrderedJson arranged(OrderedJson known, const Json& extra, std::span<const std::string_view> order) {
    if (extra.empty()) return known;
    OrderedJson result = OrderedJson::object();
    for (const auto name : order) {
        const std::string key(name);
        if (const auto found = known.find(key); found != known.end())
            result.push_back({key, std::move(*found)});
        else if (const auto kept = extra.find(key); kept != extra.end() && fields::contains(fields::reserved, name))
            result.push_back({key, ordered(*kept)});
    }
    for (const auto& [key, value] : extra.items())
        if (!fields::contains(order, key)) result.push_back({key, ordered(value)});
    return result;
}

void writeCompact(const OrderedJson& value, std::string& out) {
    switch (value.type()) {
    case OrderedJson::value_t::object: {
        out += '{';
        const char* separator = "";
        for (const auto& entry : value.get_ref<const OrderedJson::object_t&>()) {
            out += separator;
            writeString(entry.first, out);
            out += ": ";
            writeCompact(entry.second, out);
            separator = ", ";
        }
        out += '}';
        return;
    }
    case OrderedJson::value_t::array: {
        out += '[';
        const char* separator = "";
        for (const auto& item : value) {
            out += separator;
            writeCompact(item, out);
            separator = ", ";
        }
        out += ']';
        return;
    }
    case OrderedJson::value_t::string:
        writeString(value.get_ref<const std::string&>(), out);
        return;
    case OrderedJson::value_t::number_float:
        // Edits refuse numbers that are not finite; whatever comes by another way must not make the file unreadable.
        out += std::isfinite(value.get<double>()) ? support::shortestNumber(value.get<double>()) : "null";
        return;
    default:
        out += value.dump();
        return;
    }
}

} // namespace catenary::design
