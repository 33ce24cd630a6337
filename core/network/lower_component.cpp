// SPDX-License-Identifier: Apache-2.0
#include "core/network/lower_component.h"

#include "core/network/parameter_reader.h"
#include "core/network/physics.h"

#include <algorithm>
#include <array>
#include <limits>

namespace catenary::network {

using catalog::Resolved;
using catalog::StationType;
using support::Json;
using support::Severity;

namespace {

/// Station parameters that may differ from workload to workload; all others are structure and belong to the component.
constexpr std::array perClass{"service_time_ms", "failure_ratio",   "patience_ms",      "batch_time_ms",
                              "hit_ratio",       "input_tokens",    "output_tokens",    "prefix_hit_ratio",
                              "step_time_ms",    "consume_time_ms", "time_per_item_ms", "items_per_request"};

const std::vector<std::pair<const char*, Discipline>> disciplines{{"fifo", Discipline::Fifo},
                                                                  {"lifo", Discipline::Lifo},
                                                                  {"priority", Discipline::Priority},
                                                                  {"ps", Discipline::ProcessorSharing}};
const std::vector<std::pair<const char*, Dispatch>> dispatches{{"central", Dispatch::Central},
                                                               {"random", Dispatch::Random},
                                                               {"round_robin", Dispatch::RoundRobin},
                                                               {"shortest_queue", Dispatch::ShortestQueue},
                                                               {"power_of_two", Dispatch::PowerOfTwo}};
const std::vector<std::pair<const char*, Routing>> routings{{"all", Routing::All},
                                                            {"weighted", Routing::Weighted},
                                                            {"round_robin", Routing::RoundRobin},
                                                            {"least_outstanding", Routing::LeastOutstanding},
                                                            {"power_of_two", Routing::PowerOfTwo},
                                                            {"hash", Routing::Hash}};
const std::vector<std::pair<const char*, Eviction>> evictions{{"lru", Eviction::Lru},
                                                              {"lfu", Eviction::Lfu},
                                                              {"fifo", Eviction::Fifo},
                                                              {"random", Eviction::Random},
                                                              {"ttl", Eviction::Ttl}};

Distribution timeOrZero(const ParameterReader& reader, const std::string& name) {
    if (!reader.has(name))
        reader.warning(name, "`" + name + "` is not given: the work at `" + reader.owner() + "` takes no time",
                       "give the time that one visit takes");
    return reader.distribution(name).value_or(Distribution());
}

std::optional<Autoscaling> autoscaling(const ParameterReader& reader) {
    const std::string name = "autoscaling";
    if (!reader.has(name)) return std::nullopt;
    Autoscaling result;
    result.min = static_cast<int>(reader.member(name, "min", 1, 1));
    result.max = static_cast<int>(reader.member(name, "max", result.min, 1));
    result.target_utilisation = reader.member(name, "target_utilisation", result.target_utilisation, 0);
    result.startup_ms = reader.member(name, "startup_ms", result.startup_ms, 0);
    result.cooldown_s = reader.member(name, "cooldown_s", result.cooldown_s, 0);
    if (result.max < result.min) reader.error(name, "`autoscaling.max` is below `autoscaling.min`");
    if (result.target_utilisation <= 0 || result.target_utilisation > 1)
        reader.error(name, "`autoscaling.target_utilisation` must be above 0 and at most 1");
    return result;
}

/// Everything of a `servers` station but its own time.
ServersStation servers(const ParameterReader& reader, Distribution service) {
    ServersStation station;
    station.service_ms = std::move(service);
    station.replicas = reader.integerOr("replicas", 1, 1);
    station.workers = reader.integerOr("workers", 1, 1);
    station.discipline = reader.choice("discipline", disciplines, Discipline::Fifo);
    station.preemptive = reader.flag("preemptive");
    station.queue_capacity = reader.integer("queue_capacity", 0);
    station.dispatch = reader.choice("dispatch", dispatches, Dispatch::Central);
    station.holds_worker = reader.flag("holds_worker");
    station.patience_ms = reader.distribution("patience_ms");
    station.failure_ratio = reader.number("failure_ratio", 0, 0, 1);
    station.setup_ms = reader.distribution("setup_ms");
    station.mtbf_s = reader.number("mtbf_s");
    station.mttr_s = reader.number("mttr_s");
    station.autoscaling = autoscaling(reader);
    station.slow_replicas = reader.integerOr("slow_replicas", 0, 0);
    station.slow_factor = reader.number("slow_factor", 1, 0, ParameterReader::infinity);
    if (station.slow_replicas > station.replicas)
        reader.error("slow_replicas", "`slow_replicas` is " + std::to_string(station.slow_replicas) +
                                          ", more than the " + std::to_string(station.replicas) +
                                          " replicas there are");
    if (station.mtbf_s && !station.mttr_s)
        reader.warning("mtbf_s", "`mtbf_s` has no effect without `mttr_s`", "say how long a repair takes");
    return station;
}

BatchTime givenBatchTime(const ParameterReader& reader) {
    BatchTime time;
    const Json* json = reader.value("batch_time_ms");
    if (json != nullptr && json->is_object() && !json->contains("distribution")) {
        time.base_ms = reader.member("batch_time_ms", "base", 0, 0);
        time.per_item_ms = reader.member("batch_time_ms", "per_item", 0, 0);
        if (!json->contains("base") && !json->contains("per_item"))
            reader.error("batch_time_ms", "`batch_time_ms` must be a time, a distribution or {\"base\", \"per_item\"}");
        return time;
    }
    time.whole_ms = timeOrZero(reader, "batch_time_ms");
    return time;
}

BatcherStation batcher(const ParameterReader& reader, const catalog::Catalog& catalog,
                       std::optional<Physics>& physics) {
    BatcherStation station;
    station.items_per_request = reader.number("items_per_request", 1, 0, ParameterReader::infinity);
    station.instances = reader.integerOr("instances", 1, 1);
    station.min_batch = reader.integerOr("min_batch", 1, 1);
    station.max_batch = reader.integerOr("max_batch", std::max(1, station.min_batch), 1);
    station.max_delay_ms = reader.number("max_delay_ms", 0, 0, ParameterReader::infinity);
    station.of_items = reader.choice<bool>("batch_of", {{"requests", false}, {"items", true}}, false);
    station.queue_capacity = reader.integer("queue_capacity", 0);
    station.failure_ratio = reader.number("failure_ratio", 0, 0, 1);
    if (station.max_batch < station.min_batch)
        reader.error("max_batch", "`max_batch` is below `min_batch`: a batch could never start");
    if (auto computed = batchTimeFromPhysics(reader, catalog, station)) {
        station.time = std::move(computed->first);
        physics = computed->second;
    } else {
        station.time = givenBatchTime(reader);
    }
    return station;
}

CacheStation cache(const ParameterReader& reader) {
    CacheStation station;
    station.lookup = servers(reader, timeOrZero(reader, "service_time_ms"));
    station.hit_ratio = reader.number("hit_ratio", 0, 1);
    station.items = reader.number("items", 0, 0, ParameterReader::infinity);
    station.zipf_skew = reader.number("zipf_skew", 0, 0, ParameterReader::infinity);
    station.capacity_items = reader.number("capacity_items", 0, 0, ParameterReader::infinity);
    station.eviction = reader.choice("eviction", evictions, Eviction::Lru);
    station.ttl_s = reader.number("ttl_s", 0, 0, ParameterReader::infinity);
    station.key_space = reader.text("key_space");
    if (station.key_space.empty()) station.key_space = reader.owner();
    station.cold = reader.flag("cold");
    if (station.hit_ratio && station.cold)
        reader.error("cold", "`cold` starts the cache empty, so `hit_ratio` must be absent",
                     "describe the items instead");
    if (!station.hit_ratio && station.items <= 0)
        reader.error("hit_ratio", "`" + reader.owner() + "` gives neither `hit_ratio` nor the `items` it follows from",
                     "give `hit_ratio`, or `items`, `zipf_skew` and `capacity_items`");
    return station;
}

JobStation job(const ParameterReader& reader) {
    JobStation station;
    station.every_s = reader.number("every_s", 0, 0, ParameterReader::infinity);
    station.at_s = reader.number("at_s", 0, 0, ParameterReader::infinity);
    if (const Json* items = reader.value("items"); items != nullptr && *items != Json("arrived"))
        station.items = reader.number("items");
    station.time_per_item_ms = reader.number("time_per_item_ms", 0, 0, ParameterReader::infinity);
    station.workers = reader.integerOr("workers", 1, 1);
    station.startup_s = reader.number("startup_s", 0, 0, ParameterReader::infinity);
    station.duration_s = reader.number("duration_s");
    return station;
}

DecoderStation decoder(const ParameterReader& reader, const catalog::Catalog& catalog,
                       std::optional<Physics>& physics) {
    DecoderStation station;
    station.instances = reader.integerOr("instances", 1, 1);
    station.token_budget = reader.integerOr("token_budget", station.token_budget, 1);
    station.max_sequences = reader.integerOr("max_sequences", station.max_sequences, 1);
    if (reader.has("chunked_prefill")) station.chunked_prefill = reader.flag("chunked_prefill");
    station.prefix_hit_ratio = reader.number("prefix_hit_ratio", 0, 0, 1);
    station.speculative_tokens = static_cast<int>(reader.member("speculative", "tokens", 0, 0));
    station.speculative_acceptance = reader.member("speculative", "acceptance", 0, 0);
    if (station.speculative_acceptance > 1)
        reader.error("speculative", "`speculative.acceptance` is a share, at most 1");
    station.input_tokens = reader.distribution("input_tokens");
    station.output_tokens = reader.distribution("output_tokens");
    physics = fillDecoderPhysics(station, reader, catalog);
    return station;
}

LogStation log(const ParameterReader& reader) {
    LogStation station;
    station.partitions = reader.integerOr("partitions", 1, 1);
    station.consumers = reader.integerOr("consumers", 1, 1);
    station.consume_ms = timeOrZero(reader, "consume_time_ms");
    station.retention_s = reader.number("retention_s", 0, 0, ParameterReader::infinity);
    return station;
}

StationModel model(StationType type, const ParameterReader& reader, const catalog::Catalog& catalog,
                   std::optional<Physics>& physics) {
    switch (type) {
    case StationType::Source:
        return SourceStation{};
    case StationType::None:
        return NoStation{};
    case StationType::Delay:
        return DelayStation{timeOrZero(reader, "service_time_ms")};
    case StationType::Servers:
        return servers(reader, timeOrZero(reader, "service_time_ms"));
    case StationType::Batcher:
        return batcher(reader, catalog, physics);
    case StationType::Decoder:
        return decoder(reader, catalog, physics);
    case StationType::Cache:
        return cache(reader);
    case StationType::Log:
        return log(reader);
    case StationType::Job:
        return job(reader);
    case StationType::Router:
        return RouterStation{servers(reader, reader.distribution("service_time_ms").value_or(Distribution()))};
    }
    return NoStation{};
}

Admission admission(const ParameterReader& reader) {
    Admission result;
    result.rate_limit_per_s = reader.number("rate_limit_per_s");
    result.rate_burst = reader.number("rate_burst", 1, 1, ParameterReader::infinity);
    result.max_concurrency = reader.integer("max_concurrency", 1);
    return result;
}

/// What an author says that no engine acts on yet.
void noteOmissions(const ParameterReader& reader, const StationModel& model) {
    const auto note = [&](const std::string& name, const std::string& consequence) {
        if (reader.authored(name)) reader.info(name, "not modelled yet: `" + name + "`, " + consequence);
    };
    if (std::holds_alternative<LogStation>(model)) note("retention_s", "records stay until they are read");
    if (const auto* batcher = std::get_if<BatcherStation>(&model); batcher && batcher->max_delay_ms > 0)
        note("min_batch", "for with a delay a batch starts when it is full or the delay is over");
    if (const auto* job = std::get_if<JobStation>(&model)) {
        note("at_s", "figures are means over the period, whenever it begins");
        for (const char* name : {"time_per_item_ms", "workers", "startup_s"})
            if (job->duration_s && reader.authored(name))
                reader.info(name,
                            "not modelled: `" + std::string(name) + "`, for `duration_s` says how long a run takes");
    }
}

/// The model that the class at `index` sees, from the values written for its workload.
void lowerForWorkload(Station& station, Index index, const std::string& workload, const Json& changes,
                      const design::Component& component, const catalog::Kind& kind, const Values& base,
                      const catalog::Catalog& catalog, support::Findings& findings) {
    const std::string place = component.id.str() + ".by_workload." + workload;
    if (!changes.is_object()) {
        findings.push_back({Severity::Error, place, "must be an object of parameters and values", {}});
        return;
    }
    design::Parameters authored = component.parameters;
    for (const auto& [name, value] : changes.items()) authored.emplace_back(name, value);
    auto values = catalog.resolve(kind, authored);
    if (!values) {
        findings.push_back({Severity::Error, place, values.error().message, values.error().hint});
        return;
    }
    for (const auto& [name, value] : *values) {
        const auto before = base.find(name);
        if (before != base.end() && before->second.value == value.value) continue;
        if (std::find(perClass.begin(), perClass.end(), name) != perClass.end()) continue;
        findings.push_back({Severity::Warning, place,
                            "`" + name + "` belongs to the component and cannot differ for one workload; ignored",
                            "`by_workload` may change times, ratios and token counts"});
    }
    support::Findings own;
    std::optional<Physics> physics; // explanations show that of the component
    const StationModel changed =
        model(kind.station, ParameterReader(component.id.str(), *values, own), catalog, physics);
    // What was said of the component itself is not said again.
    std::copy_if(own.begin(), own.end(), std::back_inserter(findings), [&](const support::Finding& finding) {
        return std::find(findings.begin(), findings.end(), finding) == findings.end();
    });
    station.by_class.emplace(index, changed);
}

} // namespace

Station lowerComponent(const design::Component& component, const design::Design& design,
                       const catalog::Catalog& catalog, support::Findings& findings) {
    Station station;
    station.id = component.id;
    station.name = component.title();
    station.kind = component.kind;
    station.model = NoStation{};
    const catalog::Kind* kind = catalog.kind(component.kind);
    if (kind == nullptr) {
        std::vector<std::string> known;
        for (const catalog::Kind& candidate : catalog.kinds()) known.push_back(candidate.id);
        const std::string near = support::nearestWord(component.kind, known);
        findings.push_back({Severity::Error, component.id.str(), "unknown kind `" + component.kind + "`",
                            near.empty() ? "see the list of kinds" : "did you mean `" + near + "`?"});
        return station;
    }
    station.kind = kind->id;
    station.external = kind->id == "external" || kind->group == "external";
    const auto values = catalog.resolve(*kind, component.parameters);
    if (!values) {
        const std::string& parameter = values.error().where.path;
        findings.push_back({Severity::Error, component.id.str() + (parameter.empty() ? "" : "." + parameter),
                            values.error().message, values.error().hint});
        return station;
    }
    const ParameterReader reader(component.id.str(), *values, findings);
    station.model = model(kind->station, reader, catalog, station.physics);
    if (reader.has("calibration") && !station.physics)
        reader.info("calibration",
                    "not modelled: `calibration`, for the times do not follow from a model and its hardware");
    station.admission = admission(reader);
    noteOmissions(reader, station.model);
    station.zone = reader.text("zone");
    const bool router = kind->station == StationType::Router;
    const bool byDefault = reader.from("routing") == Resolved::From::StationDefault;
    station.routing = router && byDefault
                          ? Routing::Weighted
                          : reader.choice("routing", routings, router ? Routing::Weighted : Routing::All);

    if (const Json* changes = reader.value("by_workload"); changes != nullptr && changes->is_object()) {
        for (const auto& [workload, change] : changes->items()) {
            Index index = none;
            for (std::size_t i = 0; i < design.workloads.size(); ++i)
                if (design.workloads[i].id.str() == workload) index = static_cast<Index>(i);
            if (index == none) {
                reader.error("by_workload", "there is no workload `" + workload + "`");
                continue;
            }
            lowerForWorkload(station, index, workload, change, component, *kind, *values, catalog, findings);
        }
    } else if (changes != nullptr) {
        reader.error("by_workload", "`by_workload` must be an object: workload, then parameter and value");
    }
    return station;
}

} // namespace catenary::network
