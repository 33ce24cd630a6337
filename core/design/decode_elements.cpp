// SPDX-License-Identifier: Apache-2.0
#include "core/design/codec.h"
#include "core/design/elements.h"
#include "core/design/names.h"

namespace catenary::design {

namespace {

std::optional<Point> readPoint(Reader& reader, std::string_view key) {
    const auto pair = reader.pair(key);
    return pair ? std::optional(Point{pair->first, pair->second}) : std::nullopt;
}

std::optional<Size> readSize(Reader& reader, std::string_view key) {
    const auto pair = reader.pair(key);
    return pair ? std::optional(Size{pair->first, pair->second}) : std::nullopt;
}

/// `measured`: null or an object, as it came.
Json readMeasured(Reader& reader) {
    const OrderedJson* value = reader.takeValue("measured");
    if (value == nullptr) return nullptr;
    if (!value->is_object()) reader.wrongType(Where{&reader.where(), "measured", 0}, *value, "an object");
    return *value;
}

std::vector<std::pair<std::string, Json>> readEntries(Reader& reader, std::string_view key) {
    std::vector<std::pair<std::string, Json>> entries;
    const OrderedJson* value = reader.takeValue(key);
    if (value == nullptr) return entries;
    if (!value->is_object()) {
        reader.wrongType(Where{&reader.where(), key, 0}, *value, "an object");
        return entries;
    }
    entries.reserve(value->size());
    for (const auto& entry : value->get_ref<const OrderedJson::object_t&>())
        entries.emplace_back(entry.first, Json(entry.second));
    return entries;
}

Join readJoin(const OrderedJson& json, const Where& where, Failure& failure, Json& extra) {
    Reader reader(json, where, failure);
    Join join;
    join.wait_for = reader.optionalInteger("wait_for");
    join.cancel_losers = reader.flag("cancel_losers", false);
    extra = reader.rest();
    return join;
}

Breaker readBreaker(const OrderedJson& json, const Where& where, Failure& failure, Json& extra) {
    Reader reader(json, where, failure);
    Breaker breaker;
    breaker.failure_ratio = reader.number("failure_ratio", breaker.failure_ratio);
    breaker.window_ms = reader.number("window_ms", breaker.window_ms);
    breaker.min_calls = reader.number("min_calls", breaker.min_calls);
    breaker.open_ms = reader.number("open_ms", breaker.open_ms);
    extra = reader.rest();
    return breaker;
}

std::optional<Hedge> readHedge(Reader& reader) {
    const OrderedJson* value = reader.takeValue("hedge_after_ms");
    if (value == nullptr) return std::nullopt;
    if (value->is_number()) return Hedge{false, value->get<double>()};
    if (value->is_string() && *value == "p95") return Hedge{true, 0};
    reader.wrongType(Where{&reader.where(), "hedge_after_ms", 0}, *value, "a number or \"p95\"");
    return std::nullopt;
}

/// Keeps what a nested object holds beyond its known fields, if anything.
void keep(Json& extra, const char* key, const Json& rest) {
    if (!rest.empty()) extra[key] = rest;
}

Policy readPolicy(const OrderedJson& json, const Where& where, Failure& failure) {
    Reader reader(json, where, failure);
    Policy policy;
    Json written = Json::object();
    Json ofBreaker = Json::object();
    policy.timeout_ms = reader.optionalNumber("timeout_ms");
    policy.cancel = reader.flag("cancel", false);
    if (const OrderedJson* retries = reader.take("retries"); retries != nullptr && retries->is_null())
        policy.retries = std::nullopt;
    else
        policy.retries = reader.integer("retries", 0);
    policy.backoff_ms = reader.distribution("backoff_ms", policy.backoff_ms, written);
    policy.backoff_factor = reader.number("backoff_factor", 1);
    policy.hedge = readHedge(reader);
    if (const OrderedJson* breaker = reader.takeValue("breaker"))
        policy.breaker = readBreaker(*breaker, Where{&reader.where(), "breaker", 0}, failure, ofBreaker);
    policy.extra = reader.rest();
    policy.extra.update(written);
    keep(policy.extra, "breaker", ofBreaker);
    return policy;
}

Distance readDistance(Reader& reader, Json& extra) {
    const OrderedJson* value = reader.takeValue("distance");
    if (value == nullptr) return {};
    if (!value->is_object()) return {reader.choice("distance", names::distances, Distance::Kind::Unset), {}};
    const Where where{&reader.where(), "distance", 0};
    Reader inner(*value, where, reader.failure());
    Json written = Json::object();
    if (inner.takeValue("latency_ms") == nullptr) reader.failure().record(where, "the field `latency_ms` is missing");
    Distance distance{Distance::Kind::Custom, inner.distribution("latency_ms", {}, written)};
    Json rest = inner.rest();
    rest.update(written);
    keep(extra, "distance", rest);
    return distance;
}

Population readPopulation(const OrderedJson& json, const Where& where, Failure& failure, Json& extra) {
    Reader reader(json, where, failure);
    Population population;
    population.daily_users = reader.number("daily_users", 0);
    population.actions_per_user = reader.number("actions_per_user", 0);
    population.peak_factor = reader.number("peak_factor", 1);
    extra = reader.rest();
    return population;
}

Arrival readArrival(const OrderedJson& json, const Where& where, Failure& failure) {
    Reader reader(json, where, failure);
    Arrival arrival;
    Json written = Json::object();
    Json ofPopulation = Json::object();
    arrival.process = reader.choice("process", names::processes, Process::Poisson);
    arrival.rate_per_s = reader.optionalNumber("rate_per_s");
    if (const OrderedJson* population = reader.takeValue("population"))
        arrival.population =
            readPopulation(*population, Where{&reader.where(), "population", 0}, failure, ofPopulation);
    arrival.interarrival_ms = reader.distribution("interarrival_ms", arrival.interarrival_ms, written);
    arrival.peak_ratio = reader.number("peak_ratio", arrival.peak_ratio);
    arrival.burst_fraction = reader.number("burst_fraction", arrival.burst_fraction);
    arrival.burst_ms = reader.number("burst_ms", arrival.burst_ms);
    arrival.peak_hour = reader.number("peak_hour", arrival.peak_hour);
    arrival.period_h = reader.number("period_h", arrival.period_h);
    arrival.size = reader.distribution("size", arrival.size, written);
    arrival.file = reader.text("file");
    arrival.every_s = reader.number("every_s", arrival.every_s);
    arrival.at_s = reader.number("at_s", arrival.at_s);
    arrival.users = reader.integer("users", arrival.users);
    arrival.think_time_ms = reader.distribution("think_time_ms", arrival.think_time_ms, written);
    arrival.extra = reader.rest();
    arrival.extra.update(written);
    keep(arrival.extra, "population", ofPopulation);
    return arrival;
}

/// Attributes are distributions by name. What is none survives in `extra` when its name begins with `x-`.
void readAttributes(Reader& reader, Workload& workload, Json& kept) {
    const OrderedJson* value = reader.takeValue("attributes");
    if (value == nullptr) return;
    const Where where{&reader.where(), "attributes", 0};
    Reader inner(*value, where, reader.failure());
    if (!value->is_object()) return;
    for (const auto& entry : value->get_ref<const OrderedJson::object_t&>()) {
        if (entry.first.starts_with("x-")) continue;
        workload.attributes.emplace_back(entry.first, inner.distribution(entry.first, {}, kept));
    }
    kept.update(inner.rest());
}

} // namespace

Component readComponent(const OrderedJson& json, const Where& where, Failure& failure) {
    Reader reader(json, where, failure);
    Component component;
    component.id = ComponentId(reader.requiredText("id"));
    component.kind = reader.requiredText("kind");
    component.name = reader.text("name");
    component.at = readPoint(reader, "at");
    component.size = readSize(reader, "size");
    component.parameters = readEntries(reader, "parameters");
    component.notes = reader.text("notes");
    component.locked = reader.flag("locked", false);
    component.measured = readMeasured(reader);
    component.z = reader.integer("z", 0);
    component.extra = reader.rest();
    return component;
}

namespace {

/// What only the picture shows: route, waypoints, sides, labels.
void readDrawing(Reader& reader, Connection& connection, Failure& failure, Json& kept) {
    connection.route = reader.choice("route", names::routes, RouteStyle::Orthogonal);
    if (reader.takeValue("waypoints") != nullptr)
        reader.list("waypoints", [&](const OrderedJson& json, const Where& where) {
            if (json.is_array() && json.size() == 2 && json[0].is_number() && json[1].is_number())
                connection.waypoints.push_back({json[0].get<double>(), json[1].get<double>()});
            else
                reader.wrongType(where, json, "a list of two numbers, x and y");
        });
    if (const OrderedJson* json = reader.takeValue("sides")) {
        const Where where{&reader.where(), "sides", 0};
        Reader sides(*json, where, failure);
        if (sides.takeValue("from") != nullptr) connection.from_side = sides.choice("from", names::sides, Side::Right);
        if (sides.takeValue("to") != nullptr) connection.to_side = sides.choice("to", names::sides, Side::Left);
        keep(kept, "sides", sides.rest());
    }
    if (const OrderedJson* json = reader.takeValue("labels")) {
        const Where where{&reader.where(), "labels", 0};
        Reader labels(*json, where, failure);
        connection.start_label = labels.text("start");
        connection.end_label = labels.text("end");
        keep(kept, "labels", labels.rest());
    }
}

} // namespace

Connection readConnection(const OrderedJson& json, const Where& where, Failure& failure) {
    Reader reader(json, where, failure);
    Connection connection;
    Json kept = Json::object();
    connection.id = ConnectionId(reader.requiredText("id"));
    connection.from = ComponentId(reader.requiredText("from"));
    connection.to = ComponentId(reader.requiredText("to"));
    connection.mode = reader.choice("mode", names::modes, Mode::Sync);
    connection.stage = reader.integer("stage", 1);
    connection.calls = reader.distribution("calls", connection.calls, kept);
    connection.in_sequence = reader.choice("in", names::orders, false);
    connection.probability = reader.optionalNumber("probability");
    connection.weight = reader.number("weight", 1);
    if (reader.takeValue("workloads") != nullptr) {
        connection.workloads.emplace();
        for (auto& id : reader.texts("workloads")) connection.workloads->emplace_back(std::move(id));
    }
    if (reader.takeValue("when") != nullptr) connection.when = reader.choice("when", names::conditions, When::Always);
    connection.of = ConnectionId(reader.text("of"));
    if (const OrderedJson* join = reader.takeValue("join")) {
        Json ofJoin = Json::object();
        connection.join = readJoin(*join, Where{&reader.where(), "join", 0}, failure, ofJoin);
        keep(kept, "join", ofJoin);
    }
    connection.label = reader.text("label");
    connection.request_bytes = reader.number("request_bytes", 0);
    connection.response_bytes = reader.number("response_bytes", 0);
    connection.distance = readDistance(reader, kept);
    connection.bandwidth_mbps = reader.optionalNumber("bandwidth_mbps");
    if (const OrderedJson* policy = reader.takeValue("policy"))
        connection.policy = readPolicy(*policy, Where{&reader.where(), "policy", 0}, failure);
    readDrawing(reader, connection, failure, kept);
    connection.extra = reader.rest();
    connection.extra.update(kept);
    return connection;
}

Group readGroup(const OrderedJson& json, const Where& where, Failure& failure) {
    Reader reader(json, where, failure);
    Group group;
    group.id = GroupId(reader.requiredText("id"));
    group.name = reader.text("name");
    group.members = reader.texts("members");
    group.extra = reader.rest();
    return group;
}

Note readNote(const OrderedJson& json, const Where& where, Failure& failure) {
    Reader reader(json, where, failure);
    Note note;
    note.id = NoteId(reader.requiredText("id"));
    note.text = reader.text("text");
    note.at = readPoint(reader, "at").value_or(note.at);
    note.size = readSize(reader, "size").value_or(note.size);
    note.extra = reader.rest();
    return note;
}

Workload readWorkload(const OrderedJson& json, const Where& where, Failure& failure) {
    Reader reader(json, where, failure);
    Workload workload;
    Json attributes = Json::object();
    workload.id = WorkloadId(reader.requiredText("id"));
    workload.name = reader.text("name");
    workload.source = ComponentId(reader.requiredText("source"));
    if (const OrderedJson* arrival = reader.take("arrival"))
        workload.arrival = readArrival(*arrival, Where{&reader.where(), "arrival", 0}, failure);
    else
        failure.record(reader.where(), "the field `arrival` is missing");
    workload.priority = reader.integer("priority", 0);
    readAttributes(reader, workload, attributes);
    workload.measured = readMeasured(reader);
    workload.extra = reader.rest();
    keep(workload.extra, "attributes", attributes);
    return workload;
}

Objective readObjective(const OrderedJson& json, const Where& where, Failure& failure) {
    Reader reader(json, where, failure);
    Objective objective;
    objective.workload = WorkloadId(reader.text("workload"));
    objective.flow = ConnectionId(reader.text("flow"));
    objective.metric = reader.requiredText("metric");
    objective.at_most = reader.optionalNumber("at_most");
    objective.at_least = reader.optionalNumber("at_least");
    objective.extra = reader.rest();
    return objective;
}

Source readSource(const OrderedJson& json, const Where& where, Failure& failure) {
    Reader reader(json, where, failure);
    Source source;
    source.id = reader.text("id");
    source.title = reader.text("title");
    source.where = reader.text("where");
    source.year = reader.optionalInteger("year");
    source.extra = reader.rest();
    return source;
}

Teaching readTeaching(const OrderedJson& json, const Where& where, Failure& failure) {
    Reader reader(json, where, failure);
    Teaching teaching;
    teaching.prompt = reader.text("prompt");
    teaching.follow_ups = reader.texts("follow_ups");
    teaching.rubric = reader.texts("rubric");
    teaching.trade_offs = reader.texts("trade_offs");
    teaching.failure_modes = reader.texts("failure_modes");
    teaching.extra = reader.rest();
    return teaching;
}

Variant readVariant(const OrderedJson& json, const Where& where, Failure& failure) {
    Reader reader(json, where, failure);
    Variant variant;
    variant.id = reader.requiredText("id");
    variant.name = reader.text("name");
    variant.set = readEntries(reader, "set");
    variant.note = reader.text("note");
    variant.extra = reader.rest();
    return variant;
}

} // namespace catenary::design
