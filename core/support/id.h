// SPDX-License-Identifier: Apache-2.0
// Typed ids: strings of `[A-Za-z0-9][A-Za-z0-9_-]*`, unique over a whole design, stable in the file, never indexes.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace catenary::support {

/// A string that only compares with ids of the same kind of element. May be empty ("none").
template <class Tag> class Id {
public:
    Id() = default;
    explicit Id(std::string text) : m_text(std::move(text)) {}
    [[nodiscard]] const std::string& str() const { return m_text; }
    [[nodiscard]] bool empty() const { return m_text.empty(); }
    auto operator<=>(const Id&) const = default;

private:
    std::string m_text;
};

/// True if `text` may be an id.
[[nodiscard]] bool isValidId(std::string_view text);

/// An id made from a human name ("Second-pass ranker" -> "second-pass-ranker"); "item" when nothing is left.
[[nodiscard]] std::string idFromName(std::string_view name);

} // namespace catenary::support

template <class Tag> struct std::hash<catenary::support::Id<Tag>> {
    std::size_t operator()(const catenary::support::Id<Tag>& id) const { return std::hash<std::string>{}(id.str()); }
};
