// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/caching.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace catenary::analysis {

namespace {

constexpr double listed = 500;  ///< ranks taken one by one
constexpr double growth = 1.01; ///< width of the groups beyond

/// Items of nearly the same popularity, counted together.
struct Group {
    double count, popularity;
};

std::vector<Group> zipf(double items, double skew) {
    std::vector<Group> groups;
    double total = 0.0;
    double rank = 1.0;
    items = std::floor(items);
    while (rank <= items) {
        double count = 1.0;
        double weight = std::pow(rank, -skew);
        if (rank > listed) {
            count = std::min(std::ceil(rank * (growth - 1.0)), items - rank + 1.0);
            // Mean of x^−skew over [rank − ½, rank + count − ½].
            const double from = rank - 0.5;
            const double to = from + count;
            weight = std::abs(skew - 1.0) < 1e-9
                         ? std::log(to / from) / count
                         : (std::pow(to, 1.0 - skew) - std::pow(from, 1.0 - skew)) / ((1.0 - skew) * count);
        }
        groups.push_back({count, weight});
        total += count * weight;
        rank += count;
    }
    for (Group& group : groups) group.popularity /= total;
    return groups;
}

/// Hit ratio with the characteristic time at which the cache is full; `present` of an item from its popularity × time.
template <class Present> double characteristic(const std::vector<Group>& groups, double capacity, Present present) {
    const auto filled = [&](double time) {
        double sum = 0.0;
        for (const Group& group : groups) sum += group.count * present(group.popularity * time);
        return sum;
    };
    double low = 0.0;
    double high = capacity;
    while (filled(high) < capacity && high < 1e30) {
        low = high;
        high *= 4.0;
    }
    for (int i = 0; i < 100 && high - low > 1e-10 * high; ++i) {
        const double middle = 0.5 * (low + high);
        (filled(middle) < capacity ? low : high) = middle;
    }
    double hit = 0.0;
    for (const Group& group : groups) hit += group.count * group.popularity * present(group.popularity * high);
    return hit;
}

/// King 1971: chance of each set to be the `capacity` most recent, built one by one.
double exactLru(const std::vector<Group>& groups, std::size_t capacity) {
    const std::size_t items = groups.size();
    std::vector<double> chance(std::size_t{1} << items, 0.0);
    chance[0] = 1.0;
    double hit = 0.0;
    for (std::size_t set = 0; set < chance.size(); ++set) {
        if (chance[set] == 0.0) continue;
        double mass = 0.0;
        for (std::size_t i = 0; i < items; ++i)
            if ((set >> i) & 1u) mass += groups[i].popularity;
        if (static_cast<std::size_t>(std::popcount(set)) == capacity) {
            hit += chance[set] * mass;
            continue;
        }
        for (std::size_t i = 0; i < items; ++i)
            if (!((set >> i) & 1u))
                chance[set | (std::size_t{1} << i)] += chance[set] * groups[i].popularity / (1.0 - mass);
    }
    return hit;
}

/// Gelenbe 1973: a set of items is cached with probability ∝ the product of its popularities. Elementary symmetric
/// polynomials; a Poisson–binomial in disguise: items are in with odds popularity × x, given that `capacity` are in.
double exactFifo(const std::vector<Group>& groups, std::size_t capacity) {
    double low = 0.0;
    double high = 1.0;
    const auto expected = [&](double x) {
        double sum = 0.0;
        for (const Group& group : groups) sum += group.popularity * x / (1.0 + group.popularity * x);
        return sum;
    };
    while (expected(high) < static_cast<double>(capacity)) high *= 4.0;
    for (int i = 0; i < 100; ++i) {
        const double middle = 0.5 * (low + high);
        (expected(middle) < static_cast<double>(capacity) ? low : high) = middle;
    }
    // For each item: P(in, capacity others…) through prefix counts, tilted by x so that nothing underflows.
    const auto count = [&](std::size_t without) {
        std::vector<double> ways(capacity + 1, 0.0);
        ways[0] = 1.0;
        for (std::size_t i = 0; i < groups.size(); ++i) {
            if (i == without) continue;
            const double in = groups[i].popularity * high / (1.0 + groups[i].popularity * high);
            for (std::size_t j = capacity + 1; j-- > 0;)
                ways[j] = ways[j] * (1.0 - in) + (j > 0 ? ways[j - 1] * in : 0.0);
        }
        return ways;
    };
    const double all = count(groups.size())[capacity];
    double hit = 0.0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const double in = groups[i].popularity * high / (1.0 + groups[i].popularity * high);
        hit += groups[i].popularity * in * count(i)[capacity - 1] / all;
    }
    return hit;
}

} // namespace

HitRatio zipfHitRatio(double items, double skew, double capacity, Replacement policy) {
    capacity = std::floor(capacity);
    if (capacity <= 0.0) return {0.0, true};
    if (capacity >= std::floor(items)) return {1.0, true};
    const std::vector<Group> groups = zipf(items, skew);
    if (policy == Replacement::Lfu) {
        double left = capacity;
        double hit = 0.0;
        for (const Group& group : groups) {
            const double taken = std::min(left, group.count);
            hit += taken * group.popularity;
            left -= taken;
            if (left <= 0.0) break;
        }
        return {hit, true};
    }
    const auto slots = static_cast<std::size_t>(capacity);
    if (policy == Replacement::Lru) {
        if (items <= 14.0) return {exactLru(groups, slots), true};
        return {characteristic(groups, capacity, [](double x) { return -std::expm1(-x); }), false};
    }
    if (items * items * capacity <= 1e6) return {exactFifo(groups, slots), true};
    return {characteristic(groups, capacity, [](double x) { return x / (1.0 + x); }), false};
}

double ttlHitRatio(double items, double skew, double rate, double ttl) {
    double hit = 0.0;
    for (const Group& group : zipf(items, skew)) {
        const double x = rate * group.popularity * ttl;
        hit += group.count * group.popularity * x / (1.0 + x);
    }
    return hit;
}

} // namespace catenary::analysis
