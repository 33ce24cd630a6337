// SPDX-License-Identifier: Apache-2.0
// The future of one replication: what happens next, ties in the order they were asked for.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace catenary::simulation {

/// A 4-ary heap of 16-byte keys: time, then sequence number, then what happens. `pop` leaves a hole at the root that
/// the next `push` fills, for most events bring about one other.
class EventQueue {
public:
    struct Event {
        double time;
        std::uint32_t what;
    };

    EventQueue() : m_keys(64) {}

    [[nodiscard]] bool empty() const { return m_size == (m_hole ? 1U : 0U); }

    /// time >= 0, not before the event popped last.
    void push(double time, std::uint32_t what) {
        const Key key =
            static_cast<Key>(std::bit_cast<std::uint64_t>(time)) << 64U | static_cast<Key>(m_sequence++) << 32U | what;
        if (m_hole) {
            m_hole = false;
            if (m_size == 1)
                m_keys.front() = key;
            else
                sink(key);
            return;
        }
        if (m_size + ways >= m_keys.size()) [[unlikely]]
            m_keys.resize(2 * m_keys.size());
        std::size_t at = m_size++;
        while (at > 0) {
            const std::size_t above = (at - 1) / ways;
            if (m_keys[above] <= key) break;
            m_keys[at] = m_keys[above];
            at = above;
        }
        m_keys[at] = key;
    }

    /// The earliest event; there must be one.
    Event pop() {
        fillHole();
        m_hole = true;
        const Key key = m_keys.front();
        return {std::bit_cast<double>(static_cast<std::uint64_t>(key >> 64U)), static_cast<std::uint32_t>(key)};
    }

private:
    __extension__ using Key = unsigned __int128;
    static constexpr std::size_t ways = 4;

    void fillHole() {
        if (!m_hole) return;
        m_hole = false;
        const Key last = m_keys[--m_size];
        if (m_size > 0) sink(last);
    }

    /// Puts a key at the root and lets it sink to its place.
    void sink(Key key) {
        Key* const keys = m_keys.data();
        std::size_t at = 0;
        while (true) {
            const std::size_t first = ways * at + 1;
            if (first + ways > m_size) {
                if (first >= m_size) break;
                std::size_t least = first;
                for (std::size_t other = first + 1; other < m_size; ++other)
                    if (keys[other] < keys[least]) least = other;
                if (key <= keys[least]) break;
                keys[at] = keys[least];
                at = least;
                continue;
            }
            const std::size_t left = first + static_cast<std::size_t>(keys[first + 1] < keys[first]);
            const std::size_t right = first + 2 + static_cast<std::size_t>(keys[first + 3] < keys[first + 2]);
            const std::size_t least = keys[right] < keys[left] ? right : left;
            if (key <= keys[least]) break;
            keys[at] = keys[least];
            at = least;
        }
        keys[at] = key;
    }

    std::vector<Key> m_keys;
    std::size_t m_size = 0; ///< of the heap, the hole counted
    std::uint32_t m_sequence = 0;
    bool m_hole = false;
};

} // namespace catenary::simulation
