// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/decode.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace catenary::catalog {

namespace {

constexpr std::pair<const char*, StationType> stationWords[] = {
    {"source", StationType::Source},   {"delay", StationType::Delay},     {"servers", StationType::Servers},
    {"batcher", StationType::Batcher}, {"decoder", StationType::Decoder}, {"cache", StationType::Cache},
    {"log", StationType::Log},         {"job", StationType::Job},         {"router", StationType::Router},
    {"none", StationType::None},
};

constexpr std::pair<const char*, ParameterType> parameterWords[] = {
    {"number", ParameterType::Number},
    {"integer", ParameterType::Integer},
    {"flag", ParameterType::Flag},
    {"choice", ParameterType::Choice},
    {"distribution", ParameterType::Distribution},
    {"text", ParameterType::Text},
    {"reference", ParameterType::Reference},
    {"structure", ParameterType::Structure},
    {"list", ParameterType::List},
};

/// Constants of the physics that an engine names, by their members in the file.
constexpr std::pair<const char*, std::string Engine::*> engineConstants[] = {
    {"layer", &Engine::layer},
    {"step", &Engine::step},
    {"sequence", &Engine::sequence},
    {"passes", &Engine::passes},
    {"reread", &Engine::reread},
    {"prompt", &Engine::prompt},
    {"allreduce_latency", &Engine::allreduce_latency},
    {"allreduce_hop", &Engine::allreduce_hop},
    {"allreduce_bandwidth", &Engine::allreduce_bandwidth},
};

std::string text(const Json& json, const char* key) {
    const auto it = json.find(key);
    return it == json.end() ? std::string{} : it->get<std::string>();
}

double number(const Json& json, const char* key) {
    const auto it = json.find(key);
    return it == json.end() ? 0.0 : it->get<double>();
}

int integer(const Json& json, const char* key) {
    const auto it = json.find(key);
    return it == json.end() ? 0 : it->get<int>();
}

bool flag(const Json& json, const char* key, bool otherwise = false) {
    const auto it = json.find(key);
    return it == json.end() ? otherwise : it->get<bool>();
}

std::optional<double> optionalNumber(const Json& json, const char* key) {
    const auto it = json.find(key);
    return it == json.end() || it->is_null() ? std::nullopt : std::optional<double>(it->get<double>());
}

std::vector<std::string> texts(const Json& json, const char* key) {
    const auto it = json.find(key);
    return it == json.end() ? std::vector<std::string>{} : it->get<std::vector<std::string>>();
}

SourceNote decodeNote(const Json& json) {
    SourceNote note;
    note.title = json.at("title").get<std::string>();
    note.where = text(json, "where");
    note.year = integer(json, "year");
    note.read = flag(json, "read");
    note.grade = json.at("grade").get_ref<const std::string&>().at(0);
    return note;
}

/// The member "source": a note, or the id of one.
SourceNote sourceOf(const Json& json, const Sources& sources) {
    const auto it = json.find("source");
    if (it == json.end()) return {};
    if (it->is_object()) return decodeNote(*it);
    const auto& id = it->get_ref<const std::string&>();
    const auto found = sources.find(id);
    if (found == sources.end()) throw std::invalid_argument("there is no source `" + id + "`");
    return found->second;
}

ParameterType parameterType(const std::string& word) {
    const auto* it = std::ranges::find_if(parameterWords, [&](const auto& entry) { return word == entry.first; });
    if (it == std::end(parameterWords)) throw std::invalid_argument("`" + word + "` is not a type of parameter");
    return it->second;
}

} // namespace

const char* toString(StationType type) {
    return std::ranges::find(stationWords, type, &std::pair<const char*, StationType>::second)->first;
}

const char* toString(ParameterType type) {
    return std::ranges::find(parameterWords, type, &std::pair<const char*, ParameterType>::second)->first;
}

std::optional<StationType> stationType(std::string_view word) {
    const auto* it = std::ranges::find_if(stationWords, [&](const auto& entry) { return word == entry.first; });
    if (it == std::end(stationWords)) return std::nullopt;
    return it->second;
}

std::pair<std::string, SourceNote> decodeSource(const Json& json) {
    return {json.at("id").get<std::string>(), decodeNote(json)};
}

Parameter decodeParameter(const Json& json, const Sources& sources, bool strict) {
    Parameter parameter;
    parameter.name = json.at("name").get<std::string>();
    parameter.label = text(json, "label");
    parameter.unit = text(json, "unit");
    parameter.type = parameterType(json.at("type").get_ref<const std::string&>());
    if (const auto it = json.find("default"); it != json.end()) parameter.defaultValue = *it;
    parameter.min = optionalNumber(json, "min");
    parameter.max = optionalNumber(json, "max");
    parameter.strict = flag(json, "strict", strict);
    parameter.rangeRead = flag(json, "range_read");
    parameter.choices = texts(json, "choices");
    if (const auto it = json.find("fields"); it != json.end())
        for (const Json& field : *it) parameter.fields.push_back(decodeParameter(field, sources, strict));
    parameter.yieldsTo = texts(json, "yields_to");
    parameter.meaning = text(json, "meaning");
    parameter.why = text(json, "why");
    parameter.source = sourceOf(json, sources);
    parameter.section = text(json, "section");
    return parameter;
}

Kind decodeKind(const Json& json, const Sources& sources) {
    Kind kind;
    kind.id = json.at("id").get<std::string>();
    kind.title = json.at("title").get<std::string>();
    kind.group = json.at("group").get<std::string>();
    kind.aliases = texts(json, "aliases");
    kind.products = texts(json, "products");
    kind.summary = json.at("summary").get<std::string>();
    kind.shape = json.at("shape").get<std::string>();
    kind.icon = json.at("icon").get<std::string>();
    const auto& word = json.at("station").get_ref<const std::string&>();
    const auto station = stationType(word);
    if (!station) throw std::invalid_argument("`" + word + "` is not a type of station");
    kind.station = *station;
    if (const auto it = json.find("parameters"); it != json.end())
        for (const Json& parameter : *it) kind.parameters.push_back(decodeParameter(parameter, sources, false));
    if (const auto it = json.find("lower"); it != json.end())
        for (const auto& [name, expression] : it->items()) kind.lower.push_back({name, expression});
    kind.hardware = texts(json, "hardware");
    kind.usage = texts(json, "usage");
    kind.keywords = texts(json, "keywords");
    kind.plain = flag(json, "plain");
    return kind;
}

Hardware decodeHardware(const Json& json, const Sources& sources) {
    Hardware hardware;
    hardware.id = json.at("id").get<std::string>();
    hardware.title = json.at("title").get<std::string>();
    hardware.vendor = text(json, "vendor");
    hardware.accelerator = text(json, "accelerator");
    hardware.accelerators = integer(json, "accelerators");
    hardware.vcpu = integer(json, "vcpu");
    hardware.memory_gb = number(json, "memory_gb");
    hardware.usd_per_hour = optionalNumber(json, "usd_per_hour");
    hardware.date = text(json, "date");
    hardware.platform = text(json, "platform");
    hardware.interconnect = text(json, "interconnect");
    hardware.released = integer(json, "released");
    hardware.hbm_gib = number(json, "hbm_gib");
    hardware.hbm_gb_per_s = number(json, "hbm_gb_per_s");
    hardware.tflops_fp32 = number(json, "tflops_fp32");
    hardware.tflops_fp16 = number(json, "tflops_fp16");
    hardware.tflops_fp8 = number(json, "tflops_fp8");
    hardware.tflops_int8 = number(json, "tflops_int8");
    hardware.tflops_fp4 = number(json, "tflops_fp4");
    hardware.link_gb_per_s = number(json, "link_gb_per_s");
    hardware.tdp_watts = number(json, "tdp_watts");
    hardware.source = sourceOf(json, sources);
    return hardware;
}

Model decodeModel(const Json& json, const Sources& sources) {
    Model model;
    model.id = json.at("id").get<std::string>();
    model.title = json.at("title").get<std::string>();
    model.vendor = text(json, "vendor");
    model.family = json.at("family").get<std::string>();
    if (const auto it = json.find("aliases"); it != json.end()) model.aliases = it->get<std::vector<std::string>>();
    model.layers = number(json, "layers");
    model.hidden = number(json, "hidden");
    model.heads = number(json, "heads");
    model.kv_heads = number(json, "kv_heads");
    model.head_dim = number(json, "head_dim");
    model.ffn = number(json, "ffn");
    model.vocabulary = number(json, "vocabulary");
    model.experts = integer(json, "experts");
    model.experts_active = integer(json, "experts_active");
    model.shared_experts = integer(json, "shared_experts");
    model.expert_ffn = number(json, "expert_ffn");
    model.mla_rank = number(json, "mla_rank");
    model.mla_rope = number(json, "mla_rope");
    model.published_parameters = number(json, "published_parameters");
    model.gflops_per_item = number(json, "gflops_per_item");
    if (const auto it = json.find("extra"); it != json.end()) model.extra = *it;
    model.source = sourceOf(json, sources);
    return model;
}

Engine decodeEngine(const Json& json, const Sources& sources, const std::vector<Engine>& known) {
    const std::string id = json.at("id").get<std::string>(), like = text(json, "like");
    Engine engine;
    if (!like.empty()) {
        const auto it = std::ranges::find(known, like, &Engine::id);
        if (it == known.end())
            throw std::invalid_argument("`" + id + "` is like `" + like + "`, but no engine before it has that id");
        engine = *it;
    }
    engine.id = id;
    engine.title = json.at("title").get<std::string>();
    engine.aliases = texts(json, "aliases");
    engine.year = json.value("year", engine.year);
    engine.host = json.value("host", engine.host);
    engine.memory_share = json.value("memory_share", engine.memory_share);
    engine.prefill_first = json.value("prefill_first", engine.prefill_first);
    engine.launches_overlap = json.value("launches_overlap", engine.launches_overlap);
    for (const auto& [name, member] : {std::pair("layer_us", &Engine::layer_us), std::pair("step_us", &Engine::step_us),
                                       std::pair("sequence_us", &Engine::sequence_us)})
        if (const auto given = optionalNumber(json, name)) engine.*member = given;
    const Json constants = json.value("constants", Json::object());
    for (const auto& [name, member] : engineConstants) engine.*member = constants.value(name, engine.*member);
    const auto lacks = [&](const std::string& member) {
        throw std::invalid_argument("`" + id + "` lacks `" + member +
                                    "`: an engine says everything, or `like` which other one it is");
    };
    if (engine.host.empty()) lacks("host");
    if (engine.memory_share <= 0) lacks("memory_share");
    for (const auto& [name, member] : engineConstants)
        if ((engine.*member).empty() && member != &Engine::reread && member != &Engine::prompt)
            lacks(std::string("constants.") + name);
    engine.source = sourceOf(json, sources);
    return engine;
}

Price decodePrice(const Json& json, const Sources& sources) {
    Price price;
    price.id = json.at("id").get<std::string>();
    price.title = json.at("title").get<std::string>();
    price.unit = json.at("unit").get<std::string>();
    if (const auto quantity = optionalNumber(json, "quantity")) price.quantity = *quantity;
    price.usd = json.at("usd").get<double>();
    price.date = text(json, "date");
    price.source = sourceOf(json, sources);
    return price;
}

} // namespace catenary::catalog
