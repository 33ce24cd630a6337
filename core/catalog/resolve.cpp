// SPDX-License-Identifier: Apache-2.0
// What an author wrote on a component -> the value of every station parameter.
#include "core/catalog/catalog.h"
#include "core/catalog/expression.h"

#include <algorithm>
#include <cmath>

namespace catenary::catalog {

namespace {

using support::ErrorCode;
using support::fail;
using support::Result;
using Authored = std::vector<std::pair<std::string, Json>>;

/// Arguments of a DIST that are pure numbers whatever the unit of the parameter.
constexpr std::string_view pureArguments[] = {"cv", "k", "shape", "weights"};

class Resolver {
public:
    Resolver(const Catalog& catalog, const Kind& kind, const Authored& authored)
        : m_catalog(catalog), m_kind(kind), m_authored(authored) {}

    Result<Resolved> resolve(const Parameter& declared) {
        Resolved result;
        const Parameter* own = m_kind.own(declared.name);
        result.parameter = own ? own : &declared;
        const Json* written = author(declared.name);
        const auto lowered = std::ranges::find(m_kind.lower, declared.name, &LoweredParameter::name);
        const bool isLowered = lowered != m_kind.lower.end();
        if (isLowered)
            result.expression =
                lowered->expression.is_string() ? lowered->expression.get<std::string>() : lowered->expression.dump();
        if (written) {
            result.value = *written;
            result.from = isLowered ? Resolved::From::Override : Resolved::From::Author;
        } else if (own) {
            result.value = own->defaultValue;
            result.from = Resolved::From::KindDefault;
        } else if (isLowered) {
            if (const auto problem = lower(declared, lowered->expression, result)) return tl::unexpected(*problem);
        } else if (declared.name == "hardware" && !m_kind.hardware.empty()) {
            result.value = m_kind.hardware.front();
            result.from = Resolved::From::KindDefault;
        } else {
            result.value = declared.defaultValue;
        }
        if (!written && (stepsBack(declared) || (own && stepsBack(*own)))) result.value = nullptr;
        if (const auto problem = check(declared, *result.parameter, result)) return tl::unexpected(*problem);
        return result;
    }

private:
    /// The last value the author gave to `name`, or nullptr.
    [[nodiscard]] const Json* author(std::string_view name) const {
        const auto it = std::find_if(m_authored.rbegin(), m_authored.rend(),
                                     [&](const auto& entry) { return entry.first == name; });
        return it == m_authored.rend() ? nullptr : &it->second;
    }

    [[nodiscard]] bool stepsBack(const Parameter& parameter) const {
        return std::ranges::any_of(parameter.yieldsTo, [&](const std::string& name) {
            const Json* value = author(name);
            return value && !value->is_null() && *value != Json(false);
        });
    }

    /// Types and strict ranges hold for what the station gets, whoever it comes from.
    [[nodiscard]] std::optional<support::Error> check(const Parameter& declared, const Parameter& shown,
                                                      const Resolved& result) const {
        if (result.value.is_null() && (declared.nullable() || shown.nullable())) return std::nullopt;
        for (const Parameter* parameter : {&shown, &declared}) {
            auto finding = m_catalog.check(*parameter, result.value);
            if (!finding || finding->severity != support::Severity::Error) continue;
            std::string message = std::move(finding->message);
            if (!result.expression.empty() && result.from != Resolved::From::Override)
                message += " (from `" + result.expression + "` of `" + m_kind.id + "`)";
            return support::Error{
                ErrorCode::Input, std::move(message), {{}, declared.name, 0, 0}, std::move(finding->hint)};
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<support::Error> lower(const Parameter& target, const Json& expression,
                                                      Resolved& result) {
        m_inputs.clear();
        m_fromAuthor = false;
        auto value = valueOf(target, expression);
        if (!value) {
            support::Error error = value.error();
            error.where.path = target.name;
            if (error.hint.empty())
                error.hint = "It is the `lower` of `" + target.name + "` in the kind `" + m_kind.id + "`.";
            return error;
        }
        if (value->is_null() && !target.nullable())
            result.value = target.defaultValue;
        else
            result.value = std::move(*value);
        result.inputs = m_inputs;
        result.from = m_fromAuthor ? Resolved::From::Author : Resolved::From::KindDefault;
        return std::nullopt;
    }

    /// The value of an own parameter, noted as an input.
    const Json& input(const Parameter& own) {
        if (std::ranges::find(m_inputs, &own) == m_inputs.end()) m_inputs.push_back(&own);
        if (const Json* written = author(own.name)) {
            m_fromAuthor = true;
            return *written;
        }
        return own.defaultValue;
    }

    Result<Json> valueOf(const Parameter& target, const Json& expression) {
        if (expression.is_object()) return object(target, expression);
        if (expression.is_array()) {
            Json list = Json::array();
            for (const Json& element : expression) {
                auto value = valueOf(target, element);
                if (!value) return value;
                list.push_back(std::move(*value));
            }
            return list;
        }
        if (!expression.is_string()) return expression;
        const auto& text = expression.get_ref<const std::string&>();
        if (const Parameter* own = m_kind.own(text)) {
            const Json& value = input(*own);
            if (!value.is_number()) return converted(*own, value, target);
        } else if (target.type == ParameterType::Choice || target.type == ParameterType::Text ||
                   target.type == ParameterType::Reference) {
            return expression; // a word, not an expression
        }
        return number(target, text);
    }

    /// Other than a number: taken over as it is; a distribution in another unit is scaled.
    static Result<Json> converted(const Parameter& own, const Json& value, const Parameter& target) {
        if (!value.is_object() || !value.contains("distribution") || own.unit == target.unit) return value;
        const auto from = parseUnit(own.unit), to = parseUnit(target.unit);
        if (!from) return tl::unexpected(from.error());
        if (!to) return tl::unexpected(to.error());
        if (!from->sameDimension(*to))
            return fail(ErrorCode::Input,
                        "`" + own.name + "` is in " + own.unit + ", but " + target.unit + " is wanted");
        const auto distribution = support::Distribution::fromJson(value);
        if (!distribution) return tl::unexpected(distribution.error());
        return distribution->scaled(from->factor / to->factor).toJson();
    }

    Result<Json> number(const Parameter& target, const std::string& text) {
        const auto unit = parseUnit(target.unit);
        if (!unit) return tl::unexpected(unit.error());
        const auto value = evaluate(
            text, [this](std::string_view name) { return quantity(name); }, *unit);
        if (!value) return tl::unexpected(value.error());
        if (!*value) return Json(nullptr);
        const double result = **value;
        if (target.type != ParameterType::Integer) return Json(result);
        const double whole = std::round(result);
        if (std::abs(result - whole) > 1e-9 * std::max(1.0, std::abs(result)))
            return fail(ErrorCode::Input,
                        "the expression `" + text + "` gives " + support::shortestNumber(result) + ", but `" +
                            target.name + "` is a whole number",
                        {}, "Round it with ceil(…).");
        return Json(static_cast<std::int64_t>(whole));
    }

    Result<Quantity> quantity(std::string_view name) {
        const Parameter* own = m_kind.own(name);
        if (!own) {
            std::vector<std::string> names;
            for (const auto& parameter : m_kind.parameters) names.push_back(parameter.name);
            const std::string near = support::nearestWord(name, names);
            return fail(ErrorCode::NotFound, "`" + m_kind.id + "` has no parameter `" + std::string(name) + "`", {},
                        near.empty() ? "" : "Did you mean `" + near + "`?");
        }
        const auto unit = parseUnit(own->unit);
        if (!unit) return tl::unexpected(unit.error());
        const Json& value = input(*own);
        if (value.is_null()) return Quantity{std::nullopt, Unit{1, unit->powers}};
        if (!value.is_number())
            return fail(ErrorCode::Input, "`" + own->name + "` must be a number here", {}, own->meaning);
        return Quantity{value.get<double>() * unit->factor, Unit{1, unit->powers}};
    }

    /// A DIST or a structure: member by member; nothing if a member is not set.
    Result<Json> object(const Parameter& target, const Json& expression) {
        Json result = Json::object();
        const bool distribution = expression.contains("distribution");
        for (const auto& [name, member] : expression.items()) {
            if (distribution && name == "distribution") {
                result[name] = member;
                continue;
            }
            Parameter part;
            part.name = target.name + "." + name;
            part.unit = target.unit;
            if (distribution && std::ranges::find(pureArguments, name) != std::end(pureArguments)) part.unit.clear();
            const auto field = std::ranges::find(target.fields, name, &Parameter::name);
            if (!distribution && field != target.fields.end()) part = *field;
            auto value = valueOf(part, member);
            if (!value) return value;
            if (value->is_null()) return Json(nullptr);
            result[name] = std::move(*value);
        }
        return result;
    }

    const Catalog& m_catalog;
    const Kind& m_kind;
    const Authored& m_authored;
    std::vector<const Parameter*> m_inputs;
    bool m_fromAuthor = false;
};

} // namespace

Result<std::map<std::string, Resolved>> Catalog::resolve(const Kind& kind, const Authored& authored) const {
    Resolver resolver(*this, kind, authored);
    std::map<std::string, Resolved> values;
    for (const auto* list : {&stationParameters(kind.station), &m_common}) {
        for (const auto& parameter : *list) {
            auto value = resolver.resolve(parameter);
            if (!value) return tl::unexpected(value.error());
            values.emplace(parameter.name, std::move(*value));
        }
    }
    return values;
}

} // namespace catenary::catalog
