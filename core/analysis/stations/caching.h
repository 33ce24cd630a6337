// SPDX-License-Identifier: Apache-2.0
// Hit ratios under independent references with Zipf popularity.
#pragma once

namespace catenary::analysis {

enum class Replacement { Lru, Lfu, FifoOrRandom };

/// A ratio and whether it is exact.
struct HitRatio {
    double value = 0;
    bool exact = false;
};

/// Steady state of a cache of `capacity` out of `items` with popularity ∝ rank^−skew. LRU by Che's approximation (Che,
/// Tung, Wang 2002; asymptotically exact: Fricker, Robert, Roberts 2012), for at most 14 items exact (King 1971). FIFO
/// and random by the same characteristic time (Martina, Garetto, Leonardi 2014), for small caches exact (Gelenbe 1973).
/// LFU keeps the most popular. items >= 1, capacity >= 0.
[[nodiscard]] HitRatio zipfHitRatio(double items, double skew, double capacity, Replacement policy);

/// Entries that live `ttl` after the miss that stored them: Σ p λpT/(1 + λpT). Exact. `rate` and `ttl` in one time
/// unit.
[[nodiscard]] double ttlHitRatio(double items, double skew, double rate, double ttl);

} // namespace catenary::analysis
