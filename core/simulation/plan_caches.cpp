// SPDX-License-Identifier: Apache-2.0
// Caches too large to be held key by key: their hit ratio by the characteristic time of H. Che, Y. Tung and Z. Wang
// (2002), for first in first out and random by that of R. Fagin (1977) and E. Gelenbe (1973) as V. Martina, M. Garetto
// and E. Leonardi put it (2014).
#include "core/simulation/plan.h"
#include "core/support/elementary.h"

#include <algorithm>
#include <cmath>

namespace catenary::simulation {

namespace {

constexpr double mostHeld = 65'536.0;               ///< places of a cache that is held
constexpr double mostHeldInTransient = 1'048'576.0; ///< of one that starts empty: how it fills is what is asked

/// Ranks of about the same popularity, counted together.
struct Rank {
    double count, popularity;
};

std::vector<Rank> ranksOf(double items, double skew) {
    constexpr double single = 2000.0; ///< ranks up to here one by one, then in steps of 1 %
    std::vector<Rank> ranks;
    double total = 0.0;
    for (double first = 1.0; first <= items;) {
        const double count = first < single ? 1.0 : std::min(std::floor(0.01 * first), items - first + 1.0);
        const double weight = support::elementary::pow(first + 0.5 * (count - 1.0), -skew);
        ranks.push_back({count, weight});
        total += count * weight;
        first += count;
    }
    for (Rank& rank : ranks) rank.popularity /= total;
    return ranks;
}

/// Σ over all items of f(popularity · time).
template <class Function> double sum(const std::vector<Rank>& ranks, double time, bool weighted, Function f) {
    double total = 0.0;
    for (const Rank& rank : ranks) total += rank.count * (weighted ? rank.popularity : 1.0) * f(rank.popularity * time);
    return total;
}

double hitRatio(const network::CacheStation& cache, double requestsPerMs) {
    const std::vector<Rank> ranks = ranksOf(std::max(cache.items, 1.0), cache.zipf_skew);
    const bool ttl = cache.eviction == network::Eviction::Ttl;
    const auto renewed = [](double x) { return -support::elementary::expm1(-x); };
    const auto kept = [](double x) { return x / (1.0 + x); };
    const double perTtl = requestsPerMs * cache.ttl_s * 1000.0; // requests in a time to live
    const double capacity =
        ttl && cache.capacity_items <= 0.0 ? cache.items : std::min(cache.capacity_items, cache.items);
    if (cache.eviction == network::Eviction::Lfu) {
        double hit = 0.0;
        double left = capacity;
        for (const Rank& rank : ranks) {
            hit += std::min(rank.count, std::max(left, 0.0)) * rank.popularity;
            left -= rank.count;
        }
        return hit;
    }
    const bool lru = cache.eviction == network::Eviction::Lru;
    double low = 0.0; // characteristic time in requests, by bisection
    double high = 1.0;
    const auto held = [&](double time) {
        return lru ? sum(ranks, time, false, renewed) : sum(ranks, time, false, kept);
    };
    while (held(high) < capacity * (1.0 - 1e-9) && high < 1e18) high *= 2.0;
    for (int i = 0; i < 100; ++i) (held(0.5 * (low + high)) < capacity ? low : high) = 0.5 * (low + high);
    const double time = cache.ttl_s > 0.0 ? std::min(high, perTtl) : high;
    return lru && time == high ? sum(ranks, time, true, renewed) : sum(ranks, time, true, kept);
}

} // namespace

void Plan::approximateLargeCaches() {
    for (std::size_t s = 0; s < stationCount; ++s) {
        const auto* cache = std::get_if<network::CacheStation>(&network.stations[s].model);
        if (!cache || cache->hit_ratio) continue;
        const bool ageOnly = cache->eviction == network::Eviction::Ttl && cache->capacity_items <= 0.0;
        const double places = ageOnly ? cache->items : std::min(cache->capacity_items, cache->items);
        if (places <= (transient ? mostHeldInTransient : mostHeld)) continue;
        double requestsPerMs = 0.0;
        for (std::size_t k = 0; k < classCount; ++k)
            requestsPerMs += classes[k].perHour / 3.6e6 * classes[k].ratesBy * visits[at(s, k)].nominal;
        const double hit = hitRatio(*cache, requestsPerMs);
        for (std::size_t k = 0; k < classCount; ++k) visits[at(s, k)].hit = hit;
        stations[s].keySpace = -1;
        findings.push_back(
            {support::Severity::Info,
             network.stations[s].id.str(),
             "a cache of so many items is not held key by key: its hit ratio is that of Che's approximation",
             {},
             0});
        if (cache->cold || transient)
            notModelled(network.stations[s].id.str(), "cold", "so large a cache is taken as warm");
    }
}

} // namespace catenary::simulation
