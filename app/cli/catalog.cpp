// SPDX-License-Identifier: Apache-2.0
// The catalog for people and, as JSON, for programs.
#include "app/cli/input.h"
#include "app/cli/output.h"

#include <iostream>

namespace catenary::cli {
namespace {

using catalog::Catalog;
using catalog::Kind;
using catalog::Parameter;
using catalog::ParameterType;
using support::OrderedJson;

const char* typeName(ParameterType type) {
    switch (type) {
    case ParameterType::Number:
        return "number";
    case ParameterType::Integer:
        return "integer";
    case ParameterType::Flag:
        return "flag";
    case ParameterType::Choice:
        return "choice";
    case ParameterType::Distribution:
        return "distribution";
    case ParameterType::Text:
        return "text";
    case ParameterType::Reference:
        return "reference";
    case ParameterType::Structure:
        return "structure";
    case ParameterType::List:
        return "list";
    }
    return "";
}

/// Who declares a parameter of a kind: the kind itself, its station, or every component.
const char* declaredBy(const Parameter* parameter, const Kind& kind, const Catalog& catalog) {
    const auto holds = [&](const std::vector<Parameter>& list) {
        return !list.empty() && parameter >= list.data() && parameter < list.data() + list.size();
    };
    if (holds(kind.parameters)) return "kind";
    return holds(catalog.stationParameters(kind.station)) ? "station" : "component";
}

OrderedJson toJson(const catalog::SourceNote& source) {
    OrderedJson json;
    json["title"] = source.title;
    json["where"] = source.where;
    if (source.year != 0) json["year"] = source.year;
    json["read"] = source.read;
    json["grade"] = std::string(1, source.grade);
    return json;
}

OrderedJson toJson(const Parameter& parameter) {
    OrderedJson json;
    json["name"] = parameter.name;
    json["label"] = parameter.label;
    json["unit"] = parameter.unit;
    json["type"] = typeName(parameter.type);
    json["default"] = OrderedJson(parameter.defaultValue);
    if (parameter.min) json["min"] = *parameter.min;
    if (parameter.max) json["max"] = *parameter.max;
    if (!parameter.choices.empty()) json["choices"] = parameter.choices;
    json["meaning"] = parameter.meaning;
    if (!parameter.why.empty()) json["why"] = parameter.why;
    if (!parameter.source.title.empty()) json["source"] = toJson(parameter.source);
    return json;
}

OrderedJson toJson(const Kind& kind, const Catalog& catalog) {
    OrderedJson json;
    json["kind"] = kind.id;
    json["title"] = kind.title;
    json["group"] = kind.group;
    json["station"] = catalog::toString(kind.station);
    json["summary"] = kind.summary;
    json["aliases"] = kind.aliases;
    json["products"] = kind.products;
    json["hardware"] = kind.hardware;
    json["parameters"] = OrderedJson::array();
    for (const auto& name : catalog.parameterNames(kind)) {
        const Parameter* parameter = catalog.parameter(kind, name);
        OrderedJson entry = toJson(*parameter);
        entry["of"] = declaredBy(parameter, kind, catalog);
        json["parameters"].push_back(std::move(entry));
    }
    json["lower"] = OrderedJson::object();
    for (const auto& lowered : kind.lower) json["lower"][lowered.name] = OrderedJson(lowered.expression);
    return json;
}

std::string text(const support::Json& value) {
    if (value.is_null()) return "–";
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string range(const Parameter& parameter) {
    if (!parameter.choices.empty()) {
        std::string list;
        for (const auto& choice : parameter.choices) list += (list.empty() ? "" : "|") + choice;
        return list.size() <= 40 ? list : std::to_string(parameter.choices.size()) + " choices";
    }
    if (parameter.min && parameter.max) return figure(*parameter.min) + " … " + figure(*parameter.max);
    if (parameter.min) return "≥ " + figure(*parameter.min);
    if (parameter.max) return "≤ " + figure(*parameter.max);
    return "–";
}

std::string list(const std::vector<std::string>& words) {
    std::string line;
    for (const auto& word : words) line += (line.empty() ? "" : ", ") + word;
    return line;
}

void printKind(const Kind& kind, const Catalog& catalog) {
    std::cout << kind.id << ": " << kind.title << " (" << kind.group << ", station " << catalog::toString(kind.station)
              << ")\n"
              << kind.summary << '\n';
    if (!kind.aliases.empty()) std::cout << "also: " << list(kind.aliases) << '\n';
    if (!kind.products.empty()) std::cout << "products: " << list(kind.products) << '\n';
    if (!kind.hardware.empty()) std::cout << "hardware: " << list(kind.hardware) << '\n';

    Table own({"parameter", "unit", "default", "range", "grade", "meaning"}, 6);
    std::vector<std::string> others;
    for (const auto& name : catalog.parameterNames(kind)) {
        const Parameter* parameter = catalog.parameter(kind, name);
        if (std::string_view(declaredBy(parameter, kind, catalog)) == "kind")
            own.row({name, parameter->unit, text(parameter->defaultValue), range(*parameter),
                     std::string(1, parameter->source.grade), parameter->meaning});
        else
            others.push_back(name);
    }
    if (!own.empty()) std::cout << '\n' << own.text();
    std::cout << "\nof its station and of every component: " << list(others) << '\n';
}

void printKinds(const Catalog& catalog) {
    Table table({"kind", "group", "station", "title"}, 4);
    for (const auto& kind : catalog.kinds())
        table.row({kind.id, kind.group, catalog::toString(kind.station), kind.title});
    std::cout << table.text();
}

} // namespace

Status catalog(const std::string& kindId, bool json) {
    const auto catalog = readCatalog();
    const Kind* kind = nullptr;
    if (!kindId.empty()) {
        kind = catalog->kind(kindId);
        if (!kind) {
            std::vector<std::string> names;
            for (const auto& known : catalog->kinds()) {
                names.push_back(known.id);
                names.insert(names.end(), known.aliases.begin(), known.aliases.end());
            }
            return complain(unknown("kind", kindId, names));
        }
    }
    if (json) {
        OrderedJson array = OrderedJson::array();
        for (const auto& known : catalog->kinds())
            if (!kind || &known == kind) array.push_back(toJson(known, *catalog));
        return write(array.dump(2) + '\n', "-");
    }
    if (kind)
        printKind(*kind, *catalog);
    else
        printKinds(*catalog);
    return Status::Done;
}

} // namespace catenary::cli
