// SPDX-License-Identifier: Apache-2.0
// Look-ups: hits by chance, or found out by keeping the keys.
#include "core/simulation/engine.h"

#include <algorithm>

namespace catenary::simulation {

namespace {

constexpr std::uint64_t often = 4096; ///< keys between two looks at whether to go on

} // namespace

void Engine::setUpCache(std::size_t s) {
    const StationPlan& plan = m_plan.stations[s];
    const auto& model = std::get<network::CacheStation>(m_plan.network.stations[s].model);
    const bool ttl = model.eviction == network::Eviction::Ttl;
    const double items = m_plan.keySpaces[static_cast<std::size_t>(plan.keySpace)].items;
    // A cache that only forgets by age holds whatever is young enough.
    const double capacity = ttl && model.capacity_items <= 0.0 ? items : std::min(model.capacity_items, items);
    m_stations[s].cache = static_cast<std::uint32_t>(m_caches.size());
    m_caches.emplace_back(model.eviction, static_cast<std::size_t>(capacity), model.ttl_s * 1000.0);
}

void Engine::fillCaches(const std::function<bool()>& interrupted) {
    if (m_plan.transient) return; // begins empty
    for (std::size_t s = 0; s < m_plan.stationCount; ++s) {
        if (m_plan.stations[s].keySpace < 0) continue;
        const auto& model = std::get<network::CacheStation>(m_plan.network.stations[s].model);
        if (model.cold || model.ttl_s > 0.0) continue; // begins empty; the warm-up fills it
        fillCache(s, model, interrupted);
    }
}

void Engine::fillCache(std::size_t s, const network::CacheStation& model, const std::function<bool()>& interrupted) {
    const auto space = static_cast<std::size_t>(m_plan.stations[s].keySpace);
    CacheState& cache = m_caches[m_stations[s].cache];
    if (model.eviction == network::Eviction::Lfu) {
        // In the long run the most popular are there, used so often that nothing displaces them.
        constexpr std::uint64_t mostUsed = 1'000'000'000;
        for (std::uint64_t key = 0; key < cache.capacity(); ++key) cache.store(key, 0.0, m_choices[s], mostUsed - key);
        return;
    }
    // Warm: as after many look-ups.
    const ZipfSampler& keys = m_zipfs[space];
    support::Random& random = m_choices[s];
    const std::size_t draws = 20 * cache.capacity() + 1000;
    for (std::size_t i = 0; i < draws; ++i) {
        if (i % often == 0 && interrupted()) return;
        const std::uint64_t key = keys(random);
        if (!cache.find(key, 0.0)) cache.store(key, 0.0, random);
    }
    // What so many draws did not reach: the most popular that are missing.
    const auto items = static_cast<std::uint64_t>(m_plan.keySpaces[space].items);
    for (std::uint64_t key = 0; cache.size() < cache.capacity() && key < items; ++key) {
        if (key % often == 0 && interrupted()) return;
        if (!cache.find(key, 0.0)) cache.store(key, 0.0, random);
    }
}

bool Engine::lookUp(const Frame& frame) {
    const std::size_t s = frame.station;
    const StationPlan& plan = m_plan.stations[s];
    if (plan.keySpace < 0) {
        const double hit = m_plan.visits[frame.visit].hit;
        return m_choices[s].uniform() < hit;
    }
    const auto space = static_cast<std::size_t>(plan.keySpace);
    const std::uint64_t key = m_keys[frame.context * m_plan.keySpaces.size() + space];
    CacheState& cache = m_caches[m_stations[s].cache];
    if (cache.find(key, m_now)) return true;
    cache.store(key, m_now, m_choices[s]);
    return false;
}

} // namespace catenary::simulation
