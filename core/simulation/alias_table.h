// SPDX-License-Identifier: Apache-2.0
// A draw among weighted choices in constant time: Walker's alias method, table made by Vose's algorithm (1991).
#pragma once

#include "core/support/random.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace catenary::simulation {

class AliasTable {
public:
    AliasTable() = default;
    /// Weights >= 0, at least one of them positive; at most 2^32. They need not add up to 1.
    explicit AliasTable(const std::vector<double>& weights);

    [[nodiscard]] std::size_t size() const { return m_cells.size(); }

    /// An index, by its weight. The table must not be empty.
    std::size_t operator()(support::Random& random) const {
        const Wide product = static_cast<Wide>(random.next()) * m_cells.size();
        const auto cell = static_cast<std::size_t>(product >> 64U);
        const Cell& drawn = m_cells[cell];
        return (static_cast<std::uint64_t>(product) >> 11U) < drawn.own ? cell : drawn.alias;
    }

private:
    __extension__ using Wide = unsigned __int128;

    /// Of 2^53 parts of a cell the first `own` stand for itself, the rest for its alias.
    struct Cell {
        std::uint64_t own = 0;
        std::uint32_t alias = 0;
    };
    std::vector<Cell> m_cells;
};

} // namespace catenary::simulation
