// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/alias_table.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace catenary::simulation {

AliasTable::AliasTable(const std::vector<double>& weights) : m_cells(weights.size()) {
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    assert(total > 0.0);
    const auto n = static_cast<double>(weights.size());
    std::vector<double> share(weights.size());
    std::vector<std::uint32_t> small;
    std::vector<std::uint32_t> large;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        share[i] = weights[i] * n / total;
        (share[i] < 1.0 ? small : large).push_back(i);
    }
    constexpr double whole = 0x1p53;
    while (!small.empty() && !large.empty()) {
        const std::uint32_t poor = small.back();
        const std::uint32_t rich = large.back();
        small.pop_back();
        m_cells[poor] = {static_cast<std::uint64_t>(share[poor] * whole), rich};
        share[rich] -= 1.0 - share[poor];
        if (share[rich] < 1.0) {
            large.pop_back();
            small.push_back(rich);
        }
    }
    // What is left is 1 but for rounding.
    const auto likeliest =
        static_cast<std::uint32_t>(std::max_element(weights.begin(), weights.end()) - weights.begin());
    for (const std::vector<std::uint32_t>* rest : {&small, &large})
        for (const std::uint32_t i : *rest)
            m_cells[i] = weights[i] > 0.0 ? Cell{static_cast<std::uint64_t>(whole), i} : Cell{0, likeliest};
}

} // namespace catenary::simulation
