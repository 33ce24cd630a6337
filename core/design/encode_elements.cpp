// SPDX-License-Identifier: Apache-2.0
#include "core/design/codec.h"
#include "core/design/elements.h"
#include "core/design/fields.h"
#include "core/design/names.h"

namespace catenary::design {

namespace {

template <class Enum, std::size_t N> const char* wordOf(const names::Word<Enum> (&words)[N], Enum value) {
    for (const auto& [word, item] : words)
        if (item == value) return word;
    return "";
}

/// A distribution as its author wrote it, where `extra` keeps that and it still means the same; else its canonical
/// form.
OrderedJson written(const std::string& key, const Distribution& value, const Json& extra) {
    if (const auto kept = extra.find(key); kept != extra.end())
        if (const auto same = Distribution::fromJson(*kept); same && *same == value) return ordered(*kept);
    return ordered(value.toJson());
}

/// Builds an object key by key, in the order of the schema.
class Object {
public:
    template <class Value> Object& put(const char* key, Value&& value) {
        m_json.push_back({key, OrderedJson(std::forward<Value>(value))});
        return *this;
    }
    /// Leaves out a value that is the default.
    template <class Value> Object& putUnless(const char* key, const Value& value, const Value& standard) {
        return value == standard ? *this : put(key, value);
    }
    Object& putText(const char* key, const std::string& text) { return text.empty() ? *this : put(key, text); }
    template <class Value> Object& putOptional(const char* key, const std::optional<Value>& value) {
        return value ? put(key, *value) : *this;
    }
    template <class Item> Object& putList(const char* key, const std::vector<Item>& items) {
        return items.empty() ? *this : put(key, items);
    }
    Object& putDistribution(const char* key, const Distribution& value, const Distribution& standard,
                            const Json& extra) {
        return value == standard && !extra.contains(key) ? *this : put(key, written(key, value, extra));
    }
    [[nodiscard]] OrderedJson take(const Json& extra, fields::Names order) {
        return arranged(std::move(m_json), extra, order);
    }
    [[nodiscard]] OrderedJson take() { return std::move(m_json); }

private:
    OrderedJson m_json = OrderedJson::object();
};

const Json& nested(const Json& extra, const char* key) {
    static const Json none = Json::object();
    const auto found = extra.find(key);
    return found != extra.end() && found->is_object() ? *found : none;
}

OrderedJson point(const Point& at) {
    return OrderedJson::array({at.x, at.y});
}
OrderedJson size(const Size& size) {
    return OrderedJson::array({size.width, size.height});
}

OrderedJson entries(const std::vector<std::pair<std::string, Json>>& values) {
    OrderedJson object = OrderedJson::object();
    for (const auto& [name, value] : values) object.push_back({name, ordered(value)});
    return object;
}

OrderedJson distance(const Distance& distance, const Json& extra) {
    if (distance.kind != Distance::Kind::Custom) return toString(distance.kind);
    const Json& kept = nested(extra, "distance");
    Object object;
    object.put("latency_ms", written("latency_ms", distance.latency_ms, kept));
    return object.take(kept, std::to_array<std::string_view>({"latency_ms"}));
}

OrderedJson join(const Join& join, const Json& extra) {
    Object object;
    object.putOptional("wait_for", join.wait_for).putUnless("cancel_losers", join.cancel_losers, false);
    return object.take(extra, fields::join);
}

OrderedJson breaker(const Breaker& breaker, const Json& extra) {
    Object object;
    object.put("failure_ratio", breaker.failure_ratio)
        .put("window_ms", breaker.window_ms)
        .put("min_calls", breaker.min_calls)
        .put("open_ms", breaker.open_ms);
    return object.take(extra, fields::breaker);
}

OrderedJson policy(const Policy& policy) {
    Object object;
    object.putOptional("timeout_ms", policy.timeout_ms).putUnless("cancel", policy.cancel, false);
    if (!policy.retries)
        object.put("retries", nullptr);
    else
        object.putUnless("retries", *policy.retries, 0);
    object.putDistribution("backoff_ms", policy.backoff_ms, {}, policy.extra)
        .putUnless("backoff_factor", policy.backoff_factor, 1.0);
    if (policy.hedge && policy.hedge->at_p95)
        object.put("hedge_after_ms", "p95");
    else if (policy.hedge)
        object.put("hedge_after_ms", policy.hedge->after_ms);
    if (policy.breaker) object.put("breaker", breaker(*policy.breaker, nested(policy.extra, "breaker")));
    return object.take(policy.extra, fields::policy);
}

OrderedJson sides(const Connection& connection) {
    Object object;
    if (connection.from_side) object.put("from", wordOf(names::sides, *connection.from_side));
    if (connection.to_side) object.put("to", wordOf(names::sides, *connection.to_side));
    return object.take(nested(connection.extra, "sides"), fields::sides);
}

OrderedJson labels(const Connection& connection) {
    Object object;
    object.putText("start", connection.start_label).putText("end", connection.end_label);
    return object.take(nested(connection.extra, "labels"), fields::labels);
}

OrderedJson population(const Population& population, const Json& extra) {
    Object object;
    object.put("daily_users", population.daily_users)
        .put("actions_per_user", population.actions_per_user)
        .put("peak_factor", population.peak_factor);
    return object.take(extra, fields::population);
}

OrderedJson arrival(const Arrival& arrival) {
    const Arrival standard;
    const Json& extra = arrival.extra;
    Object object;
    object.put("process", toString(arrival.process)).putOptional("rate_per_s", arrival.rate_per_s);
    if (arrival.population) object.put("population", population(*arrival.population, nested(extra, "population")));
    object.putDistribution("interarrival_ms", arrival.interarrival_ms, standard.interarrival_ms, extra)
        .putUnless("peak_ratio", arrival.peak_ratio, standard.peak_ratio)
        .putUnless("burst_fraction", arrival.burst_fraction, standard.burst_fraction)
        .putUnless("burst_ms", arrival.burst_ms, standard.burst_ms)
        .putUnless("peak_hour", arrival.peak_hour, standard.peak_hour)
        .putUnless("period_h", arrival.period_h, standard.period_h)
        .putDistribution("size", arrival.size, standard.size, extra)
        .putText("file", arrival.file)
        .putUnless("every_s", arrival.every_s, standard.every_s)
        .putUnless("at_s", arrival.at_s, standard.at_s)
        .putUnless("users", arrival.users, standard.users)
        .putDistribution("think_time_ms", arrival.think_time_ms, standard.think_time_ms, extra);
    return object.take(extra, fields::arrival);
}

OrderedJson attributes(const Workload& workload) {
    const Json& kept = nested(workload.extra, "attributes");
    Object object;
    for (const auto& [name, value] : workload.attributes) object.put(name.c_str(), written(name, value, kept));
    for (const auto& [name, value] : kept.items())
        if (name.starts_with("x-")) object.put(name.c_str(), ordered(value));
    return object.take();
}

} // namespace

const char* toString(Mode mode) {
    return wordOf(names::modes, mode);
}
const char* toString(When when) {
    return wordOf(names::conditions, when);
}
const char* toString(Process process) {
    return wordOf(names::processes, process);
}
const char* toString(Distance::Kind kind) {
    switch (kind) {
    case Distance::Kind::Unset:
        return "";
    case Distance::Kind::Custom:
        return "custom";
    default:
        return wordOf(names::distances, kind);
    }
}

OrderedJson encodeComponent(const Component& component) {
    Object object;
    object.put("id", component.id.str()).put("kind", component.kind).putText("name", component.name);
    if (component.at) object.put("at", point(*component.at));
    if (component.size) object.put("size", size(*component.size));
    if (!component.parameters.empty()) object.put("parameters", entries(component.parameters));
    object.putText("notes", component.notes).putUnless("locked", component.locked, false);
    if (!component.measured.is_null()) object.put("measured", ordered(component.measured));
    object.putUnless("z", component.z, 0);
    return object.take(component.extra, fields::component);
}

OrderedJson encodeConnection(const Connection& connection) {
    const Connection standard;
    Object object;
    object.put("id", connection.id.str())
        .put("from", connection.from.str())
        .put("to", connection.to.str())
        .put("mode", toString(connection.mode))
        .putUnless("stage", connection.stage, standard.stage)
        .putDistribution("calls", connection.calls, standard.calls, connection.extra);
    if (connection.in_sequence) object.put("in", "sequence");
    object.putOptional("probability", connection.probability).putUnless("weight", connection.weight, standard.weight);
    if (connection.workloads) {
        OrderedJson list = OrderedJson::array();
        for (const auto& id : *connection.workloads) list.push_back(id.str());
        object.put("workloads", list);
    }
    if (connection.when) object.put("when", toString(*connection.when));
    object.putText("of", connection.of.str());
    if (connection.join) object.put("join", join(*connection.join, nested(connection.extra, "join")));
    object.putText("label", connection.label)
        .putUnless("request_bytes", connection.request_bytes, 0.0)
        .putUnless("response_bytes", connection.response_bytes, 0.0);
    if (connection.distance.kind != Distance::Kind::Unset)
        object.put("distance", distance(connection.distance, connection.extra));
    object.putOptional("bandwidth_mbps", connection.bandwidth_mbps);
    if (connection.policy) object.put("policy", policy(*connection.policy));
    if (connection.route != RouteStyle::Orthogonal) object.put("route", wordOf(names::routes, connection.route));
    if (!connection.waypoints.empty()) {
        OrderedJson list = OrderedJson::array();
        for (const Point& at : connection.waypoints) list.push_back(point(at));
        object.put("waypoints", list);
    }
    if (OrderedJson of = sides(connection); !of.empty()) object.put("sides", std::move(of));
    if (OrderedJson of = labels(connection); !of.empty()) object.put("labels", std::move(of));
    return object.take(connection.extra, fields::connection);
}

OrderedJson encodeWorkload(const Workload& workload) {
    Object object;
    object.put("id", workload.id.str())
        .putText("name", workload.name)
        .put("source", workload.source.str())
        .put("arrival", arrival(workload.arrival))
        .putUnless("priority", workload.priority, 0);
    if (OrderedJson values = attributes(workload); !values.empty()) object.put("attributes", std::move(values));
    if (!workload.measured.is_null()) object.put("measured", ordered(workload.measured));
    return object.take(workload.extra, fields::workload);
}

OrderedJson writeGroup(const Group& group) {
    Object object;
    object.put("id", group.id.str()).putText("name", group.name).put("members", group.members);
    return object.take(group.extra, fields::group);
}

OrderedJson writeNote(const Note& note) {
    Object object;
    object.put("id", note.id.str()).put("text", note.text).put("at", point(note.at)).put("size", size(note.size));
    return object.take(note.extra, fields::note);
}

OrderedJson writeObjective(const Objective& objective) {
    Object object;
    object.putText("workload", objective.workload.str())
        .putText("flow", objective.flow.str())
        .put("metric", objective.metric)
        .putOptional("at_most", objective.at_most)
        .putOptional("at_least", objective.at_least);
    return object.take(objective.extra, fields::objective);
}

OrderedJson writeSource(const Source& source) {
    Object object;
    object.putText("id", source.id)
        .putText("title", source.title)
        .putText("where", source.where)
        .putOptional("year", source.year);
    return object.take(source.extra, fields::source);
}

OrderedJson writeTeaching(const Teaching& teaching) {
    Object object;
    object.putText("prompt", teaching.prompt)
        .putList("follow_ups", teaching.follow_ups)
        .putList("rubric", teaching.rubric)
        .putList("trade_offs", teaching.trade_offs)
        .putList("failure_modes", teaching.failure_modes);
    return object.take(teaching.extra, fields::teaching);
}

OrderedJson writeVariant(const Variant& variant) {
    Object object;
    object.put("id", variant.id).putText("name", variant.name);
    object.put("set", entries(variant.set)).putText("note", variant.note);
    return object.take(variant.extra, fields::variant);
}

} // namespace catenary::design
