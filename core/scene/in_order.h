// SPDX-License-Identifier: Apache-2.0
// Looking up by id in a list that is mostly asked for in its own order, as two versions of a design are compared.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace catenary::scene {

/// `idOf(index)` gives the id of each of `size` things; it and what it refers to outlive this.
template <class IdOf> class InOrder {
public:
    InOrder(std::size_t size, IdOf idOf) : m_size(size), m_idOf(std::move(idOf)) {}

    /// The index of the first thing with that id, or none.
    std::optional<std::size_t> find(std::string_view id) {
        if (m_next < m_size && m_idOf(m_next) == id) return m_next++;
        if (!m_indexed) {
            for (std::size_t i = 0; i < m_size; ++i) m_index.emplace(m_idOf(i), i);
            m_indexed = true;
        }
        const auto found = m_index.find(id);
        if (found == m_index.end()) return std::nullopt;
        m_next = found->second + 1;
        return found->second;
    }

private:
    std::size_t m_size;
    IdOf m_idOf;
    std::size_t m_next = 0;
    bool m_indexed = false;
    std::unordered_map<std::string_view, std::size_t> m_index; ///< made when the order fails
};

} // namespace catenary::scene
