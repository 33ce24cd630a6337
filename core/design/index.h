// SPDX-License-Identifier: Apache-2.0
// Ids of a design looked up in constant time, for what touches many elements. Internal to core/design.
#pragma once

#include "core/design/design.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace catenary::design {

enum class Sort { Component, Connection, Group, Note, Workload, Other };

/// Valid as long as the design it was made of is unchanged.
class Index {
public:
    struct Entry {
        Sort sort = Sort::Other;
        std::size_t at = 0; ///< position in its list
    };

    explicit Index(const Design& design);
    [[nodiscard]] const Entry* find(std::string_view id) const;
    [[nodiscard]] bool is(std::string_view id, Sort sort) const;

private:
    std::unordered_map<std::string_view, Entry> m_entries;
};

} // namespace catenary::design
