// SPDX-License-Identifier: Apache-2.0
#include "tests/core/insight/coverage.h"

#include "core/design/codec.h"

#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace catenary::coverage {

using catalog::Kind;
using catalog::Parameter;
using catalog::ParameterType;
using catalog::StationType;

namespace {

const catalog::Catalog& builtIn() {
    return *catalog::Catalog::builtIn();
}

/// What must be set beside a parameter for it to mean anything.
Json companions(const std::string& name) {
    static const Json table = Json::parse(R"({
        "preemptive": {"discipline": "priority"}, "slow_factor": {"slow_replicas": 1, "replicas": 2}, "slow_replicas": {"slow_factor": 3, "replicas": 2},
        "mtbf_s": {"mttr_s": 10}, "mttr_s": {"mtbf_s": 1000}, "rate_burst": {"rate_limit_per_s": 1}, "dispatch": {"replicas": 4, "workers": 1}, "partitions": {"consumers": 16}, "autoscaling": {"service_time_ms": 20000, "workers": 1},
        "min_batch": {"max_batch": 64}, "consumers": {"partitions": 16}, "ms_per_extra_entity": {"entities": 5}, "zipf_skew": {"items": 1000, "capacity_items": 100}, "items": {"items": 1000, "zipf_skew": 0.9, "capacity_items": 100},
        "capacity_items": {"items": 1000, "zipf_skew": 0.9}, "eviction": {"items": 1000, "zipf_skew": 0.9, "capacity_items": 100},
        "ttl_s": {"items": 1000, "zipf_skew": 0.9, "eviction": "ttl"}, "key_space": {"items": 1000, "capacity_items": 100}, "cold": {"items": 1000, "capacity_items": 100},
        "retention_days": {"bytes_per_item": 1000}, "replication": {"bytes_per_item": 1000, "retention_days": 30}, "bytes_per_item": {"retention_days": 30},
        "tensor_parallel": {"hardware": "aws:p4d.24xlarge"},
        "expert_parallel": {"model": "qwen3-30b-a3b", "hardware": "aws:p4d.24xlarge", "tensor_parallel": 4}
    })");
    return table.contains(name) ? table[name] : Json::object();
}

/// The same for a parameter of a kind, which speaks through the station parameters it enters.
Json companions(const Kind& kind, const std::string& name) {
    Json result = companions(name);
    if (kind.own(name) != nullptr) {
        const auto enters = [&](const catalog::LoweredParameter& lowered) {
            return lowered.expression.dump().find(name) != std::string::npos;
        };
        for (const catalog::LoweredParameter& lowered : kind.lower)
            if (enters(lowered)) result.update(companions(lowered.name));
        // What follows from the parameter itself is not set over it.
        for (const catalog::LoweredParameter& lowered : kind.lower)
            if (enters(lowered)) result.erase(lowered.name);
    }
    result.erase(name);
    if (name == "items") result["items"] = 1000;
    if (kind.id == "batch_server" && !result.contains("model") && name != "batch_time_ms" && name != "model")
        result["batch_time_ms"] = {{"base", 5}, {"per_item", 0.5}};
    if (kind.id == "router" && name != "service_time_ms")
        result["service_time_ms"] = {{"distribution", "exponential"}, {"mean", 5}};
    return result;
}

/// Parameters of a station that only speak where a model is served.
bool needsModel(const std::string& name) {
    return name == "precision" || name == "engine" || name == "input_tokens" || name == "items_per_request" ||
           name == "hardware" || name == "model" || name == "calibration";
}

Json connection(const char* id, const std::string& from, const std::string& to, const char* mode) {
    return {{"id", id}, {"from", from}, {"to", to}, {"mode", mode}, {"distance", "none"}, {"request_bytes", 1000}};
}

/// A client, the component in question as `it`, and two services behind it.
Json designAround(const Kind& kind, const Json& parameters, double rate) {
    const bool source = kind.station == StationType::Source, job = kind.station == StationType::Job,
               log = kind.station == StationType::Log;
    const Json quick = {{"service_time_ms", 0.01}, {"workers", 50}};
    Json components = Json::array(
        {{{"id", "it"}, {"kind", kind.id}, {"parameters", parameters}},
         {{"id", "end"}, {"kind", "service"}, {"parameters", quick}},
         {{"id", "rest"}, {"kind", "service"}, {"parameters", {{"service_time_ms", 0.02}, {"workers", 50}}}}});
    if (parameters.contains("items")) // a second cache, whose keys may be those of the first
        components[2] = {
            {"id", "rest"},
            {"kind", "cache"},
            {"parameters", {{"items", 1000}, {"capacity_items", 300}, {"zipf_skew", 0.9}, {"key_space", "elsewhere"}}}};
    Json connections = Json::array();
    if (!source) components.push_back({{"id", "app"}, {"kind", "client"}});
    if (job) {
        components.push_back({{"id", "log"}, {"kind", "event_log"}, {"parameters", {{"consume_time_ms", 0.001}}}});
        connections.push_back(connection("app-log", "app", "log", "async"));
        connections.push_back(connection("log-it", "log", "it", "batch"));
    } else if (!source && kind.station != StationType::None) {
        connections.push_back(connection("app-it", "app", "it", log ? "async" : "sync"));
    }
    if (kind.station != StationType::None) {
        connections.push_back(connection("it-end", "it", "end", log ? "stream" : "sync"));
        connections.push_back(connection("it-rest", "it", "rest", log ? "stream" : "sync"));
    }
    const auto workload = [&](const char* id, double perSecond, int priority) {
        return Json{{"id", id},
                    {"source", source ? "it" : "app"},
                    {"priority", priority},
                    {"arrival", {{"process", "poisson"}, {"rate_per_s", perSecond}}},
                    {"attributes", {{"input_tokens", 400}, {"output_tokens", 50}, {"items", 3}}}};
    };
    return {{"format", "catenary-design"},
            {"version", 1},
            {"components", components},
            {"connections", connections},
            {"workloads", Json::array({workload("read", rate * 0.8, 1), workload("other", rate * 0.2, 0)})}};
}

/// Requests per second that keep `it` this full; a hundred where nothing saturates.
double busyRate(const Kind& kind, const Json& parameters, double share) {
    const double little = 0.001;
    const auto decoded = design::decode(designAround(kind, parameters, little).dump());
    if (!decoded) return 100;
    const auto outcome = insight::estimate(decoded->design, builtIn(), {.load_line = false});
    if (!outcome) return 100;
    const auto index = outcome->network.station(design::ComponentId("it"));
    const auto& load = outcome->performance.stations.at(static_cast<std::size_t>(index)).saturates_at_load;
    const double rate = load && std::isfinite(*load) ? share * little * *load : 100;
    return std::min(rate, 1e8);
}

/// Other values of a parameter than `now`, those likely to matter first.
std::vector<Json> alternatives(const Parameter& parameter, const Json& now) {
    std::vector<Json> values;
    const auto add = [&](Json value) {
        if (value == now) return;
        const auto problem = builtIn().check(parameter, value);
        if (!problem || problem->severity != support::Severity::Error) values.push_back(std::move(value));
    };
    const auto numbers = [&](double around, bool whole) {
        for (double value : {around * 2, around / 2, around * 1.1, around + 1, around * 10, 0.0, 0.5, 1.0, 3.0, 10.0,
                             100.0, 10000.0, parameter.min.value_or(0), parameter.max.value_or(1)}) {
            if (whole) value = std::round(value);
            add(whole ? Json(static_cast<long long>(value)) : Json(value));
        }
    };
    const double around = now.is_number() ? now.get<double>() : 0;
    switch (parameter.type) {
    case ParameterType::Number:
        numbers(around, false);
        break;
    case ParameterType::Integer:
        numbers(around, true);
        break;
    case ParameterType::Flag:
        add(!(now.is_boolean() && now.get<bool>()));
        break;
    case ParameterType::Choice:
        for (const std::string& choice : parameter.choices) add(choice);
        break;
    case ParameterType::Distribution:
        numbers(now.is_object() && now.contains("mean") ? now["mean"].get<double>() : around, false);
        add({{"distribution", "exponential"}, {"mean", 3}});
        break;
    case ParameterType::Text:
        add("elsewhere");
        break;
    case ParameterType::Reference:
        if (parameter.choices == std::vector<std::string>{"model"})
            for (const catalog::Model& model : builtIn().models()) add(model.id);
        else if (parameter.choices == std::vector<std::string>{"engine"})
            for (const catalog::Engine& engine : builtIn().engines()) add(engine.id);
        else
            for (const char* hardware : {"aws:g6.xlarge", "aws:g5.xlarge", "aws:m7i.large", "aws:p5.48xlarge"})
                add(hardware);
        break;
    case ParameterType::Structure:
        break;
    case ParameterType::List:
        if (parameter.name == "calibration") {
            add(Json::array({{{"batch", 4}, {"time_ms", 400}}}));
            add(Json::array({{{"concurrency", 4}, {"input_tokens", 500}, {"output_tokens", 100}, {"tpot_ms", 400}}}));
        }
        break;
    }
    for (const std::string& choice : parameter.choices)
        if (parameter.type == ParameterType::Number) add(choice);
    return values;
}

/// A structure with all its fields set, where the kind of value is known.
Json structure(const std::string& name) {
    static const Json table = Json::parse(R"({
        "autoscaling": {"min": 1, "max": 8, "target_utilisation": 0.9, "startup_ms": 1000, "cooldown_s": 30},
        "speculative": {"tokens": 4, "acceptance": 0.7},
        "step_time_ms": {"base": 10, "per_prefill_token": 0.05, "per_sequence": 0.1, "per_context_token": 0.0001},
        "by_workload": {"read": {}}
    })");
    return table.contains(name) ? table[name] : Json::object();
}

/// The plain kind of a kind's station; what is outside the design is a plain kind of its own.
std::string plainKind(const Kind& kind) {
    static const std::map<StationType, std::string> plain = [] {
        std::map<StationType, std::string> table;
        for (const char* id :
             {"client", "service", "batch_server", "llm_server", "cache", "event_log", "job", "router"})
            table.emplace(builtIn().kind(id)->station, id);
        return table;
    }();
    const auto found = plain.find(kind.station);
    return kind.id == "external" || found == plain.end() ? kind.id : found->second;
}

class Surveyor {
public:
    Surveyor(Survey& survey, Engine engine) : m_survey(survey), m_engine(engine) {}

    /// Tries one parameter of `kind`; `label` is how the table calls it.
    void tryParameter(const Kind& kind, const Parameter& parameter, const std::string& label) {
        Json context = companions(kind, parameter.name);
        if (kind.id == "batch_server" && needsModel(parameter.name)) {
            context = {{"model", "bert-base"}, {"hardware", "aws:g6.xlarge"}};
            context.erase(parameter.name);
        }
        if (parameter.type == ParameterType::Structure) {
            tryStructure(kind, parameter, context, label);
            return;
        }
        const auto resolved = builtIn().resolve(kind, authored(context));
        Json now = parameter.defaultValue;
        if (resolved)
            if (const auto found = resolved->find(parameter.name); found != resolved->end()) now = found->second.value;
        std::vector<std::pair<Json, Json>> pairs;
        for (const Json& value : alternatives(parameter, now)) {
            Json after = context;
            after[parameter.name] = value;
            pairs.emplace_back(context, after);
        }
        judge(kind, parameter.name, label, pairs);
    }

private:
    static std::vector<std::pair<std::string, Json>> authored(const Json& parameters) {
        std::vector<std::pair<std::string, Json>> list;
        for (const auto& [name, value] : parameters.items()) list.emplace_back(name, value);
        return list;
    }

    /// Each field of a structure in turn, the others staying.
    void tryStructure(const Kind& kind, const Parameter& parameter, const Json& context, const std::string& label) {
        Json before = context;
        before[parameter.name] = structure(parameter.name);
        if (parameter.name == "by_workload") {
            Json after = before;
            const char* time = kind.station == StationType::Batcher ? "batch_time_ms" : "service_time_ms";
            after["by_workload"]["read"] = {{time, 1}};
            judge(kind, parameter.name, label, {{before, after}});
            return;
        }
        for (const auto& [field, value] : before[parameter.name].items()) {
            std::vector<std::pair<Json, Json>> pairs;
            for (const double factor : {0.5, 2.0, 8.0}) {
                Json after = before;
                const double number = value.get<double>() * factor;
                if (value.is_number_integer())
                    after[parameter.name][field] = static_cast<long long>(std::max(1.0, std::round(number)));
                else
                    after[parameter.name][field] = number;
                pairs.emplace_back(before, after);
            }
            judge(kind, parameter.name + "." + field, label.substr(0, label.size() - 1) + "." + field + "`", pairs);
        }
    }

    void judge(const Kind& kind, const std::string& name, const std::string& label,
               const std::vector<std::pair<Json, Json>>& pairs) {
        ++m_survey.values;
        std::string trouble = "no other value is allowed", notModelled;
        // Many servers that are hardly ever all busy forgive much: then once more where they are.
        for (const double share : {0.6, 0.995}) {
            double rate = 0;
            for (const auto& [before, after] : pairs) {
                if (rate == 0) rate = busyRate(kind, before, share);
                Json first = before, second = after;
                if (first.contains("rate_limit_per_s"))
                    first["rate_limit_per_s"] = second["rate_limit_per_s"] = rate * 0.9;
                const Verdict verdict =
                    compare(m_engine, designAround(kind, first, rate), designAround(kind, second, rate), name);
                if (!verdict.notModelled.empty()) notModelled = verdict.notModelled;
                if (verdict.moved) return;
                if (verdict.trouble.empty())
                    trouble.clear();
                else if (!trouble.empty())
                    trouble = verdict.trouble;
            }
            if (!notModelled.empty()) break;
        }
        if (!notModelled.empty())
            m_survey.table.emplace(label, notModelled);
        else
            m_survey.silent.push_back(kind.id + ", " + label + (trouble.empty() ? "" : " (" + trouble + ")"));
    }

    Survey& m_survey;
    Engine m_engine;
};

} // namespace

Survey stationParameters(Engine engine) {
    Survey result;
    Surveyor surveyor(result, engine);
    // What a station does not model is one row, under the name of its plain kind. The simulation sees stations only: it
    // is asked once of each, for it takes its time.
    std::set<std::string> asked;
    for (const Kind& kind : builtIn().kinds())
        for (const Parameter& parameter : builtIn().stationParameters(kind.station)) {
            const std::string label = "`" + plainKind(kind) + "`: `" + parameter.name + "`";
            if (kind.own(parameter.name) != nullptr || (engine == Engine::Simulation && asked.contains(label)))
                continue;
            asked.insert(label);
            surveyor.tryParameter(kind, parameter, label);
        }
    for (const Parameter& parameter : builtIn().commonParameters())
        surveyor.tryParameter(*builtIn().kind("service"), parameter, "every component: `" + parameter.name + "`");
    return result;
}

Survey kindParameters(Engine engine) {
    Survey result;
    Surveyor surveyor(result, engine);
    for (const Kind& kind : builtIn().kinds())
        for (const Parameter& parameter : kind.parameters)
            surveyor.tryParameter(kind, parameter, "`" + kind.id + "`: `" + parameter.name + "`");
    return result;
}

} // namespace catenary::coverage
