// SPDX-License-Identifier: Apache-2.0
// A cache that computes its hits: keys, and which of them to give up.
#pragma once

#include "core/network/network.h"
#include "core/support/random.h"

#include <cstdint>
#include <vector>

namespace catenary::simulation {

/// Keys of 64 bits in at most `capacity` places: a hash table with linear probing over places that are linked by
/// recency, or in a heap by frequency.
class CacheState {
public:
    CacheState(network::Eviction eviction, std::size_t capacity, double ttl_ms);

    /// Was the key there at `now`? A hit renews what the eviction goes by, but not the time to live.
    bool find(std::uint64_t key, double now);
    /// Stores a key that was not there, giving up another one where it is full; as if it had been asked for `uses`
    /// times.
    void store(std::uint64_t key, double now, support::Random& random, std::uint64_t uses = 1);
    /// Forgets every key.
    void clear();
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::size_t capacity() const { return m_capacity; }

private:
    using Place = std::uint32_t;
    static constexpr Place empty = 0xffffffffU;
    struct Entry {
        std::uint64_t key = 0;
        double storedAt = 0;
        std::uint64_t uses = 0, order = 0; ///< of least frequently used
        Place next = empty, previous = empty;
        Place rank = 0; ///< in the heap
    };

    [[nodiscard]] std::size_t slotOf(std::uint64_t key) const;
    void erase(Place place);
    void linkFirst(Place place);
    void unlink(Place place);
    [[nodiscard]] bool rarer(Place a, Place b) const;
    void sift(std::size_t rank);
    void removeFromHeap(Place place);

    network::Eviction m_eviction;
    std::size_t m_capacity;
    double m_ttl;
    std::vector<Entry> m_entries;
    std::vector<Place> m_slots; ///< a power of two, at most half full
    std::vector<Place> m_heap, m_free;
    Place m_first = empty, m_last = empty;
    std::size_t m_size = 0;
    std::uint64_t m_clock = 0;
};

} // namespace catenary::simulation
