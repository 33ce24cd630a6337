// SPDX-License-Identifier: Apache-2.0
#include "core/support/random.h"

#include "core/support/elementary.h"

namespace catenary::support {

namespace {

/// One step of splitmix64 (Steele, Lea & Flood 2014).
std::uint64_t mixed(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

/// FNV-1a.
std::uint64_t hashOf(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

constexpr double exponentialDensity(double x) {
    return elementary::exp(-x);
}

constexpr double normalDensity(double x) {
    return elementary::exp(-0.5 * x * x);
}

constexpr double root(double x) { // Newton's method; only for tables
    double y = x > 1.0 ? x : 1.0;
    for (int i = 0; i < 60; ++i) y = 0.5 * (y + x / y);
    return y;
}

constexpr double exponentialInverse(double y) {
    return -elementary::log(y);
}

constexpr double normalInverse(double y) {
    return root(-2.0 * elementary::log(y));
}

/// Layers of equal area below a falling density with density(0) = 1. The lowest is a rectangle up to `tail` and all
/// that is beyond; `area` is that of each.
template <class Density, class Inverse>
constexpr ziggurat::Table layersOf(double tail, double area, Density density, Inverse inverse) {
    ziggurat::Table table{};
    table.edge[0] = area / density(tail);
    table.edge[1] = tail;
    for (std::size_t i = 2; i < ziggurat::layers; ++i)
        table.edge[i] = inverse(density(table.edge[i - 1]) + area / table.edge[i - 1]);
    table.edge[ziggurat::layers] = 0.0;
    for (std::size_t i = 0; i <= ziggurat::layers; ++i) table.height[i] = density(table.edge[i]);
    for (std::size_t i = 0; i < ziggurat::layers; ++i)
        table.layer[i] = {static_cast<std::uint64_t>(table.edge[i + 1] / table.edge[i] * 0x1p53),
                          table.edge[i] * 0x1p-53};
    return table;
}

/// Where the lowest layer ends, and the area of a layer: Marsaglia & Tsang 2000.
constexpr double exponentialTail = 7.69711747013104972;
constexpr double normalTail = 3.6541528853610088;

} // namespace

namespace ziggurat {

constinit const Table exponential =
    layersOf(exponentialTail, 0.0039496598225815571993, exponentialDensity, exponentialInverse);
constinit const Table normal = layersOf(normalTail, 0.00492867323397465525, normalDensity, normalInverse);

} // namespace ziggurat

std::uint64_t streamKey(std::uint64_t seed, std::uint64_t replication, std::string_view element,
                        std::uint64_t purpose) {
    std::uint64_t key = mixed(seed);
    key = mixed(key ^ replication);
    key = mixed(key ^ hashOf(element));
    return mixed(key ^ purpose);
}

Random::Random(std::uint64_t key) : m_state{} {
    for (std::uint64_t& word : m_state) {
        word = mixed(key);
        key += 0x9e3779b97f4a7c15U;
    }
}

double Random::rareExponential(std::size_t layer, double x) {
    const ziggurat::Table& table = ziggurat::exponential;
    double beyond = 0.0;
    while (true) {
        if (x < table.edge[layer + 1]) return beyond + x;
        if (layer == 0) { // without memory: the tail is the whole again
            beyond += exponentialTail;
        } else {
            const double height = table.height[layer] + (table.height[layer + 1] - table.height[layer]) * uniform();
            if (height < exponentialDensity(x)) return beyond + x;
        }
        const std::uint64_t bits = next();
        layer = bits % ziggurat::layers;
        x = static_cast<double>(static_cast<std::int64_t>((bits >> 11U) | 1U)) * table.layer[layer].width;
    }
}

double Random::rareNormal(std::size_t layer, double x, std::uint64_t sign) {
    const ziggurat::Table& table = ziggurat::normal;
    const auto signedly = [](double value, std::uint64_t bit) {
        return std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) ^ bit);
    };
    while (true) {
        if (x < table.edge[layer + 1]) return signedly(x, sign);
        if (layer == 0) { // Marsaglia's method for the tail
            double beyond = 0.0;
            double height = 0.0;
            do {
                beyond = exponential() / normalTail;
                height = exponential();
            } while (height + height < beyond * beyond);
            return signedly(normalTail + beyond, sign);
        }
        const double height = table.height[layer] + (table.height[layer + 1] - table.height[layer]) * uniform();
        if (height < normalDensity(x)) return signedly(x, sign);
        const std::uint64_t bits = next();
        layer = bits % ziggurat::layers;
        sign = (bits & 0x100U) << 55U;
        x = static_cast<double>(static_cast<std::int64_t>((bits >> 11U) | 1U)) * table.layer[layer].width;
    }
}

} // namespace catenary::support
