// SPDX-License-Identifier: Apache-2.0
#include "core/network/parameter_reader.h"

#include <cmath>

namespace catenary::network {

using support::Json;

const Json* ParameterReader::value(const std::string& name) const {
    const auto found = m_values.find(name);
    return found == m_values.end() || found->second.value.is_null() ? nullptr : &found->second.value;
}

catalog::Resolved::From ParameterReader::from(const std::string& name) const {
    const auto found = m_values.find(name);
    return found == m_values.end() ? catalog::Resolved::From::StationDefault : found->second.from;
}

bool ParameterReader::authored(const std::string& name) const {
    using From = catalog::Resolved::From;
    return has(name) && (from(name) == From::Author || from(name) == From::Override);
}

std::optional<double> ParameterReader::checked(const std::string& name, const Json& json, double min,
                                               double max) const {
    const double result = json.is_number() ? json.get<double>() : std::nan("");
    if (result >= min && result <= max) return result;
    std::string range = min == 0 && max == infinity ? "a number of at least 0"
                        : max == infinity
                            ? "a number of at least " + support::shortestNumber(min)
                            : "a number from " + support::shortestNumber(min) + " to " + support::shortestNumber(max);
    error(name, "`" + name + "` must be " + range + ", not " + json.dump());
    return std::nullopt;
}

std::optional<double> ParameterReader::number(const std::string& name, double min, double max) const {
    const Json* json = value(name);
    return json == nullptr ? std::nullopt : checked(name, *json, min, max);
}

double ParameterReader::number(const std::string& name, double fallback, double min, double max) const {
    return number(name, min, max).value_or(fallback);
}

std::optional<int> ParameterReader::integer(const std::string& name, int min) const {
    const Json* json = value(name);
    if (json == nullptr) return std::nullopt;
    const double result = json->is_number() ? json->get<double>() : std::nan("");
    if (result >= min && result <= 1e9 && result == std::floor(result)) return static_cast<int>(result);
    error(name, "`" + name + "` must be a whole number of at least " + std::to_string(min) + ", not " + json->dump());
    return std::nullopt;
}

int ParameterReader::integerOr(const std::string& name, int fallback, int min) const {
    return integer(name, min).value_or(fallback);
}

bool ParameterReader::flag(const std::string& name) const {
    const Json* json = value(name);
    if (json == nullptr) return false;
    if (json->is_boolean()) return json->get<bool>();
    error(name, "`" + name + "` must be true or false, not " + json->dump());
    return false;
}

std::string ParameterReader::text(const std::string& name) const {
    const Json* json = value(name);
    if (json == nullptr) return {};
    if (json->is_string()) return json->get<std::string>();
    error(name, "`" + name + "` must be a text, not " + json->dump());
    return {};
}

std::optional<support::Distribution> ParameterReader::distribution(const std::string& name) const {
    const Json* json = value(name);
    if (json == nullptr) return std::nullopt;
    const std::string place = m_owner + "." + name;
    auto result = support::Distribution::fromJson(*json, {.path = place});
    if (result) return *result;
    m_findings.push_back({support::Severity::Error, place, result.error().message, result.error().hint});
    return std::nullopt;
}

double ParameterReader::member(const std::string& name, const std::string& field, double fallback, double min) const {
    const Json* json = value(name);
    if (json == nullptr || !json->is_object() || !json->contains(field) || (*json)[field].is_null()) return fallback;
    return checked(name + "." + field, (*json)[field], min, infinity).value_or(fallback);
}

void ParameterReader::error(const std::string& name, std::string message, std::string hint) const {
    m_findings.push_back({support::Severity::Error, m_owner + "." + name, std::move(message), std::move(hint)});
}
void ParameterReader::warning(const std::string& name, std::string message, std::string hint) const {
    m_findings.push_back({support::Severity::Warning, m_owner + "." + name, std::move(message), std::move(hint)});
}
void ParameterReader::info(const std::string& name, std::string message, std::string hint) const {
    m_findings.push_back({support::Severity::Info, m_owner + "." + name, std::move(message), std::move(hint)});
}

} // namespace catenary::network
