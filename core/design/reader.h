// SPDX-License-Identifier: Apache-2.0
// Reading one object of a file: typed fields with defaults, the first error kept with its place, what was not asked
// for collected. Internal to core/design.
#pragma once

#include "core/support/distribution.h"
#include "core/support/json.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace catenary::design {

using support::Distribution;
using support::Json;
using support::OrderedJson;

/// A key or an index on the way from the root of a file to a value.
using Step = std::variant<std::string, std::size_t>;
using Steps = std::vector<Step>;

/// The place of a value, linked to that of its parent; lives on the stack while the value is read.
struct Where {
    const Where* parent = nullptr;
    std::string_view key{};
    std::size_t index = 0;
};

/// The first thing that went wrong.
struct Failure {
    bool failed = false;
    std::string message;
    std::string hint;
    Steps steps;

    void record(const Where& where, std::string what, std::string whatToDo = {});
    /// As an error: PATH with the ids of elements, line and column of the value in `text`.
    [[nodiscard]] support::Error error(const OrderedJson& root, std::string_view text,
                                       const std::string& fileName) const;
};

/// `components.3.at` with the id of the element in place of its number: `ranker.at`, `connections.a-b.policy`.
[[nodiscard]] std::string pathOf(const OrderedJson& root, const Steps& steps);
/// Line and column of the value at `steps` of a valid JSON text, or of the nearest enclosing value that is there.
[[nodiscard]] support::Place locate(std::string_view text, const Steps& steps);

class Reader {
public:
    /// `json` and `failure` outlive the reader. Records a failure if `json` is not an object.
    Reader(const OrderedJson& json, const Where& where, Failure& failure);

    [[nodiscard]] bool ok() const { return !m_failure.failed; }
    /// The value of a field, now taken; nullptr if it is absent.
    const OrderedJson* take(std::string_view key);
    /// The same, with `null` as absent.
    const OrderedJson* takeValue(std::string_view key);

    std::string text(std::string_view key, std::string fallback = {});
    std::string requiredText(std::string_view key);
    double number(std::string_view key, double fallback);
    std::optional<double> optionalNumber(std::string_view key);
    int integer(std::string_view key, int fallback);
    std::optional<int> optionalInteger(std::string_view key);
    bool flag(std::string_view key, bool fallback);
    std::optional<std::pair<double, double>> pair(std::string_view key);
    std::vector<std::string> texts(std::string_view key);
    /// `asWritten` gets the author's form under `key` where it is not the canonical one.
    Distribution distribution(std::string_view key, const Distribution& fallback, Json& asWritten);

    template <class Enum, std::size_t N>
    Enum choice(std::string_view key, const std::pair<const char*, Enum> (&names)[N], Enum fallback) {
        const OrderedJson* value = takeValue(key);
        if (value == nullptr) return fallback;
        std::vector<std::string> candidates;
        for (const auto& [name, item] : names) {
            if (value->is_string() && value->get_ref<const std::string&>() == name) return item;
            candidates.emplace_back(name);
        }
        wrongChoice(key, *value, candidates);
        return fallback;
    }

    /// Reads each element of a list with `read(const OrderedJson&, const Where&)` until one fails.
    template <class Read> void list(std::string_view key, Read read) {
        const OrderedJson* value = take(key);
        if (value == nullptr) return;
        const Where here{&m_where, key, 0};
        if (!value->is_array()) return wrongType(here, *value, "a list");
        for (std::size_t i = 0; i < value->size() && ok(); ++i) read((*value)[i], Where{&here, {}, i});
    }

    void wrongType(const Where& where, const OrderedJson& value, std::string_view expected);
    [[nodiscard]] const Where& where() const { return m_where; }
    [[nodiscard]] Failure& failure() { return m_failure; }
    /// Fields that were not taken.
    [[nodiscard]] Json rest() const;

private:
    void wrongChoice(std::string_view key, const OrderedJson& value, const std::vector<std::string>& candidates);

    const OrderedJson& m_json;
    const Where& m_where;
    Failure& m_failure;
    std::vector<bool> m_taken;
};

} // namespace catenary::design
