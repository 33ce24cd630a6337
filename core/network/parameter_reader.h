// SPDX-License-Identifier: Apache-2.0
// Typed access to the resolved parameters of one component. A value of the wrong type or outside what a model can hold
// becomes an Error finding at `component.parameter`, and the fallback is returned so that reading goes on.
#pragma once

#include "core/catalog/catalog.h"

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace catenary::network {

using Values = std::map<std::string, catalog::Resolved>;

class ParameterReader {
public:
    static constexpr double infinity = std::numeric_limits<double>::infinity();

    /// `owner` is the component's id. All three outlive the reader.
    ParameterReader(std::string owner, const Values& values, support::Findings& findings)
        : m_owner(std::move(owner)), m_values(values), m_findings(findings) {}

    [[nodiscard]] const std::string& owner() const { return m_owner; }
    /// The value, or nullptr where it is not set (or null).
    [[nodiscard]] const support::Json* value(const std::string& name) const;
    [[nodiscard]] bool has(const std::string& name) const { return value(name) != nullptr; }
    /// Where the value comes from; StationDefault where the catalog does not know the name.
    [[nodiscard]] catalog::Resolved::From from(const std::string& name) const;
    /// Set by the author, not by a default or the kind.
    [[nodiscard]] bool authored(const std::string& name) const;

    [[nodiscard]] std::optional<double> number(const std::string& name, double min = 0, double max = infinity) const;
    [[nodiscard]] double number(const std::string& name, double fallback, double min, double max) const;
    [[nodiscard]] std::optional<int> integer(const std::string& name, int min) const;
    [[nodiscard]] int integerOr(const std::string& name, int fallback, int min) const;
    [[nodiscard]] bool flag(const std::string& name) const; ///< false where not set
    [[nodiscard]] std::string text(const std::string& name) const;
    [[nodiscard]] std::optional<support::Distribution> distribution(const std::string& name) const;
    /// A number that is a member of a Structure parameter.
    [[nodiscard]] double member(const std::string& name, const std::string& field, double fallback, double min) const;

    /// One of the words of `choices`; the fallback where it is not set.
    template <class Choice> [[nodiscard]] Choice
    choice(const std::string& name, const std::vector<std::pair<const char*, Choice>>& choices, Choice fallback) const {
        const support::Json* json = value(name);
        if (json == nullptr) return fallback;
        std::string words;
        for (const auto& [word, result] : choices) {
            if (json->is_string() && json->get_ref<const std::string&>() == word) return result;
            words += (words.empty() ? "" : ", ") + std::string(word);
        }
        error(name, "`" + name + "` must be one of " + words);
        return fallback;
    }

    void error(const std::string& name, std::string message, std::string hint = {}) const;
    void warning(const std::string& name, std::string message, std::string hint = {}) const;
    void info(const std::string& name, std::string message, std::string hint = {}) const;

private:
    [[nodiscard]] std::optional<double> checked(const std::string& name, const support::Json& json, double min,
                                                double max) const;

    std::string m_owner;
    const Values& m_values;
    support::Findings& m_findings;
};

} // namespace catenary::network
