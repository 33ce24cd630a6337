// SPDX-License-Identifier: Apache-2.0
// The last answers of a costly pure function. An edit leaves most stations as they were, and the load line asks for the
// same loads after every edit: what has been solved once is not solved again.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

namespace catenary::analysis {

/// At most `most` answers, the least recently asked for given up first. Not shared between threads: keep one for each
/// (`thread_local`).
template <class Key, class Answer> class Memory {
public:
    explicit Memory(std::size_t most) : m_most(most) {}

    /// The answer to `key`, from `solve()` where it is not remembered. Valid until the next call.
    template <class Solve> const Answer& get(const Key& key, Solve&& solve) {
        const auto found =
            std::find_if(m_kept.rbegin(), m_kept.rend(), [&](const auto& kept) { return kept.first == key; });
        if (found != m_kept.rend()) {
            std::rotate(m_kept.begin() + (m_kept.rend() - found - 1), m_kept.begin() + (m_kept.rend() - found),
                        m_kept.end());
            return m_kept.back().second;
        }
        if (m_kept.size() >= m_most) m_kept.erase(m_kept.begin());
        m_kept.emplace_back(key, std::forward<Solve>(solve)());
        return m_kept.back().second;
    }

private:
    std::size_t m_most;
    std::vector<std::pair<Key, Answer>> m_kept;
};

} // namespace catenary::analysis
