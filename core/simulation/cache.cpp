// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/cache.h"

#include <bit>

namespace catenary::simulation {

using network::Eviction;

namespace {

std::uint64_t scrambled(std::uint64_t key) { // the finaliser of MurmurHash3
    key ^= key >> 33U;
    key *= 0xff51afd7ed558ccdU;
    key ^= key >> 33U;
    key *= 0xc4ceb9fe1a85ec53U;
    return key ^ key >> 33U;
}

} // namespace

CacheState::CacheState(Eviction eviction, std::size_t capacity, double ttl_ms)
    : m_eviction(eviction), m_capacity(capacity), m_ttl(ttl_ms) {}

void CacheState::clear() {
    *this = CacheState(m_eviction, m_capacity, m_ttl);
}

std::size_t CacheState::slotOf(std::uint64_t key) const {
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = scrambled(key) & mask;
    while (m_slots[slot] != empty && m_entries[m_slots[slot]].key != key) slot = (slot + 1) & mask;
    return slot;
}

bool CacheState::find(std::uint64_t key, double now) {
    if (m_size == 0) return false;
    const std::size_t slot = slotOf(key);
    const Place place = m_slots[slot];
    if (place == empty) return false;
    Entry& entry = m_entries[place];
    if (m_ttl > 0.0 && now >= entry.storedAt + m_ttl) {
        erase(place);
        return false;
    }
    if (m_eviction == Eviction::Lru) {
        unlink(place);
        linkFirst(place);
    } else if (m_eviction == Eviction::Lfu) {
        ++entry.uses;
        entry.order = ++m_clock;
        sift(entry.rank);
    }
    return true;
}

void CacheState::store(std::uint64_t key, double now, support::Random& random, std::uint64_t uses) {
    if (m_capacity == 0) return;
    if (m_size == m_capacity) {
        switch (m_eviction) {
        case Eviction::Random:
            erase(m_heap[random.below(m_size)]);
            break;
        case Eviction::Lfu:
            erase(m_heap.front());
            break;
        case Eviction::Lru:
        case Eviction::Fifo:
        case Eviction::Ttl:
            erase(m_last);
            break;
        }
    }
    if (2 * (m_size + 1) > m_slots.size()) {
        m_slots.assign(std::max<std::size_t>(16, 2 * m_slots.size()), empty);
        for (Place place = m_first; place != empty; place = m_entries[place].next)
            m_slots[slotOf(m_entries[place].key)] = place;
    }
    Place place = static_cast<Place>(m_entries.size());
    if (m_free.empty()) {
        m_entries.emplace_back();
    } else {
        place = m_free.back();
        m_free.pop_back();
    }
    Entry& entry = m_entries[place];
    entry = Entry{};
    entry.key = key;
    entry.storedAt = now;
    entry.uses = uses;
    entry.order = ++m_clock;
    m_slots[slotOf(key)] = place;
    linkFirst(place);
    if (m_eviction == Eviction::Lfu || m_eviction == Eviction::Random) {
        entry.rank = static_cast<Place>(m_heap.size());
        m_heap.push_back(place);
        if (m_eviction == Eviction::Lfu) sift(entry.rank);
    }
    ++m_size;
}

void CacheState::erase(Place place) {
    // Linear probing: what follows in the run moves up into the gap.
    const std::size_t mask = m_slots.size() - 1;
    std::size_t gap = slotOf(m_entries[place].key);
    for (std::size_t slot = (gap + 1) & mask; m_slots[slot] != empty; slot = (slot + 1) & mask) {
        const std::size_t home = scrambled(m_entries[m_slots[slot]].key) & mask;
        if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
        m_slots[gap] = m_slots[slot];
        gap = slot;
    }
    m_slots[gap] = empty;
    unlink(place);
    if (m_eviction == Eviction::Lfu || m_eviction == Eviction::Random) removeFromHeap(place);
    m_free.push_back(place);
    --m_size;
}

void CacheState::linkFirst(Place place) {
    Entry& entry = m_entries[place];
    entry.previous = empty;
    entry.next = m_first;
    (m_first == empty ? m_last : m_entries[m_first].previous) = place;
    m_first = place;
}

void CacheState::unlink(Place place) {
    const Entry& entry = m_entries[place];
    (entry.previous == empty ? m_first : m_entries[entry.previous].next) = entry.next;
    (entry.next == empty ? m_last : m_entries[entry.next].previous) = entry.previous;
}

bool CacheState::rarer(Place a, Place b) const {
    const Entry& one = m_entries[a];
    const Entry& two = m_entries[b];
    return one.uses < two.uses || (one.uses == two.uses && one.order < two.order);
}

void CacheState::sift(std::size_t rank) {
    const auto swapWith = [&](std::size_t other) {
        std::swap(m_heap[rank], m_heap[other]);
        m_entries[m_heap[rank]].rank = static_cast<Place>(rank);
        m_entries[m_heap[other]].rank = static_cast<Place>(other);
        rank = other;
    };
    while (rank > 0 && rarer(m_heap[rank], m_heap[(rank - 1) / 2])) swapWith((rank - 1) / 2);
    while (true) {
        std::size_t least = 2 * rank + 1;
        if (least >= m_heap.size()) return;
        if (least + 1 < m_heap.size() && rarer(m_heap[least + 1], m_heap[least])) ++least;
        if (!rarer(m_heap[least], m_heap[rank])) return;
        swapWith(least);
    }
}

void CacheState::removeFromHeap(Place place) {
    const std::size_t rank = m_entries[place].rank;
    const Place last = m_heap.back();
    m_heap.pop_back();
    if (last == place) return;
    m_heap[rank] = last;
    m_entries[last].rank = static_cast<Place>(rank);
    if (m_eviction == Eviction::Lfu) sift(rank);
}

} // namespace catenary::simulation
