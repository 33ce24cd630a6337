// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/check.h"

#include "core/catalog/units.h"

#include <algorithm>
#include <cmath>

namespace catenary::catalog {

namespace {

using support::Finding;
using support::Severity;

Finding wrong(const Parameter& parameter, const std::string& what, std::string hint = {}) {
    if (hint.empty()) hint = parameter.meaning;
    return {Severity::Error, parameter.name, "`" + parameter.name + "` " + what, std::move(hint)};
}

std::string withUnit(double value, const Parameter& parameter) {
    const bool bare = parameter.unit.empty() || parameter.unit == "1";
    return support::shortestNumber(value) + (bare ? "" : " " + parameter.unit);
}

std::string rangeText(const Parameter& parameter) {
    if (parameter.min && parameter.max)
        return "from " + support::shortestNumber(*parameter.min) + " to " + withUnit(*parameter.max, parameter);
    if (parameter.min) return "at least " + withUnit(*parameter.min, parameter);
    return "at most " + withUnit(*parameter.max, parameter);
}

std::optional<Finding> checkRange(const Parameter& parameter, double value, const char* of = "") {
    if (!std::isfinite(value)) return wrong(parameter, "must be a finite number");
    const bool below = parameter.min && value < *parameter.min;
    const bool above = parameter.max && value > *parameter.max;
    if (!below && !above) return std::nullopt;
    std::string message = "`" + parameter.name + "` " + of + "is " + withUnit(value, parameter) + ", but " +
                          (parameter.strict ? "must be " : "is usually ") + rangeText(parameter);
    std::string hint = parameter.meaning;
    if (!parameter.strict) {
        hint += hint.empty() ? "" : " ";
        hint += parameter.rangeRead ? "The range is that of " + parameter.source.title + "."
                                    : "The range is our judgement; keep the value if you measured it.";
    }
    return Finding{parameter.strict ? Severity::Error : Severity::Warning, parameter.name, std::move(message),
                   std::move(hint)};
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

Finding notAmong(const Parameter& parameter, const std::string& value, const std::vector<std::string>& choices) {
    const std::string near = support::nearestWord(value, choices);
    return wrong(parameter, "cannot be `" + value + "`",
                 near.empty() ? "One of " + joined(choices) + "." : "Did you mean `" + near + "`?");
}

template <class List> std::vector<std::string> idsOf(const List& list) {
    std::vector<std::string> ids;
    for (const auto& entry : list) ids.push_back(entry.id);
    return ids;
}

std::optional<Finding> checkReference(const Catalog& catalog, const Parameter& parameter, const std::string& id) {
    const std::string table = parameter.choices.empty() ? "" : parameter.choices.front();
    if (table == "hardware" && !catalog.hardware(id)) return notAmong(parameter, id, idsOf(catalog.hardware()));
    if (table == "model" && !catalog.model(id)) return notAmong(parameter, id, idsOf(catalog.models()));
    if (table == "engine" && !catalog.engine(id)) return notAmong(parameter, id, idsOf(catalog.engines()));
    return std::nullopt;
}

std::optional<Finding> checkFields(const Catalog& catalog, const Parameter& parameter, const Json& value, bool whole) {
    if (!value.is_object()) return wrong(parameter, "must be an object");
    if (parameter.fields.empty()) return std::nullopt;
    std::vector<std::string> names;
    for (const auto& field : parameter.fields) names.push_back(field.name);
    std::optional<Finding> unusual;
    for (const auto& field : parameter.fields) {
        const auto it = value.find(field.name);
        if (it == value.end()) {
            if (whole && field.defaultValue.is_null())
                return wrong(parameter, "lacks `" + field.name + "`", field.meaning);
            continue;
        }
        auto finding = catalog.check(field, *it);
        if (!finding) continue;
        finding->where = parameter.name + "." + finding->where;
        if (finding->severity == Severity::Error) return finding;
        if (!unusual) unusual = std::move(finding);
    }
    for (const auto& [name, member] : value.items()) {
        if (std::ranges::find(names, name) != names.end() || name.starts_with("x-")) continue;
        const std::string near = support::nearestWord(name, names);
        return Finding{Severity::Warning, parameter.name + "." + name,
                       "unknown field `" + name + "` of `" + parameter.name + "`",
                       near.empty() ? "It has " + joined(names) + "." : "Did you mean `" + near + "`?"};
    }
    return unusual;
}

std::optional<Finding> checkList(const Catalog& catalog, const Parameter& parameter, const Json& value) {
    if (!value.is_array()) return wrong(parameter, "must be a list");
    std::optional<Finding> unusual;
    for (std::size_t i = 0; i < value.size(); ++i) {
        auto finding = checkFields(catalog, parameter, value[i], false);
        if (!finding) continue;
        finding->where = parameter.name;
        finding->message = "row " + std::to_string(i + 1) + " of `" + parameter.name + "`: " + finding->message;
        if (finding->severity == Severity::Error) return finding;
        if (!unusual) unusual = std::move(finding);
    }
    return unusual;
}

std::optional<Finding> checkDistribution(const Catalog& catalog, const Parameter& parameter, const Json& value) {
    if (value.is_object() && !parameter.fields.empty() && !value.contains("distribution"))
        return checkFields(catalog, parameter, value, true);
    const auto distribution = support::Distribution::fromJson(value, {{}, parameter.name, 0, 0});
    if (!distribution) return wrong(parameter, "is wrong: " + distribution.error().message, distribution.error().hint);
    return checkRange(parameter, distribution->mean(), value.is_object() ? "on average " : "");
}

} // namespace

std::optional<Finding> Catalog::check(const Parameter& parameter, const Json& value) const {
    if (value.is_null()) return parameter.nullable() ? std::nullopt : std::optional(wrong(parameter, "needs a value"));
    switch (parameter.type) {
    case ParameterType::Number:
        if (value.is_string() && !parameter.choices.empty()) {
            const auto& word = value.get_ref<const std::string&>();
            if (std::ranges::find(parameter.choices, word) != parameter.choices.end()) return std::nullopt;
            return wrong(parameter, "cannot be `" + word + "`", "A number or " + joined(parameter.choices) + ".");
        }
        if (!value.is_number()) return wrong(parameter, "must be a number");
        return checkRange(parameter, value.get<double>());
    case ParameterType::Integer:
        if (!value.is_number()) return wrong(parameter, "must be a whole number");
        if (const double number = value.get<double>(); number != std::floor(number))
            return wrong(parameter, "is " + support::shortestNumber(number) + ", but must be a whole number");
        return checkRange(parameter, value.get<double>());
    case ParameterType::Flag:
        if (!value.is_boolean()) return wrong(parameter, "must be true or false");
        return std::nullopt;
    case ParameterType::Choice:
        if (!value.is_string()) return wrong(parameter, "must be one of " + joined(parameter.choices));
        if (std::ranges::find(parameter.choices, value.get_ref<const std::string&>()) == parameter.choices.end())
            return notAmong(parameter, value.get<std::string>(), parameter.choices);
        return std::nullopt;
    case ParameterType::Distribution:
        return checkDistribution(*this, parameter, value);
    case ParameterType::Text:
        if (!value.is_string()) return wrong(parameter, "must be a text");
        return std::nullopt;
    case ParameterType::Reference:
        if (!value.is_string()) return wrong(parameter, "must be an id of the catalog");
        return checkReference(*this, parameter, value.get<std::string>());
    case ParameterType::Structure:
        return checkFields(*this, parameter, value, true);
    case ParameterType::List:
        return checkList(*this, parameter, value);
    }
    return std::nullopt;
}

support::Findings checkKind(const Kind& kind, const Catalog& catalog) {
    support::Findings findings;
    const auto report = [&](const std::string& where, const std::string& message) {
        findings.push_back({Severity::Error, kind.id + (where.empty() ? "" : "." + where), message, {}});
    };
    for (const auto& parameter : kind.parameters) {
        if (const auto unit = parseUnit(parameter.unit); !unit) report(parameter.name, unit.error().message);
        if (const auto finding = catalog.check(parameter, parameter.defaultValue);
            finding && !parameter.defaultValue.is_null())
            report(parameter.name, "the default is no good: " + finding->message);
    }
    const auto& station = catalog.stationParameters(kind.station);
    const auto& common = catalog.commonParameters();
    for (const auto& lowered : kind.lower) {
        const auto named = [&](const Parameter& parameter) { return parameter.name == lowered.name; };
        if (std::ranges::none_of(station, named) && std::ranges::none_of(common, named))
            report(lowered.name, std::string("`lower` sets `") + lowered.name + "`, which stations of type " +
                                     toString(kind.station) + " do not have");
        if (kind.own(lowered.name))
            report(lowered.name, "`lower` sets `" + lowered.name + "`, which the kind declares as its own parameter");
    }
    for (const auto& id : kind.hardware)
        if (!catalog.hardware(id)) report({}, "there is no hardware `" + id + "`");
    for (const auto& id : kind.usage)
        if (!catalog.price(id)) report({}, "there is no price `" + id + "`");
    if (const auto resolved = catalog.resolve(kind, {}); !resolved)
        report(resolved.error().where.path, resolved.error().message);
    return findings;
}

} // namespace catenary::catalog
