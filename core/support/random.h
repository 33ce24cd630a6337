// SPDX-License-Identifier: Apache-2.0
// Random numbers of the simulation: xoshiro256++ (Blackman & Vigna 2021) in independent streams, exponential and normal
// variates by the ziggurat (Marsaglia & Tsang 2000) with 256 layers. The same bits on every machine.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace catenary::support {

/// Key of the stream of one purpose (arrivals, service, …) of one element (its id in the design) in one replication.
/// Streams depend on nothing else: an edit elsewhere does not shift them.
[[nodiscard]] std::uint64_t streamKey(std::uint64_t seed, std::uint64_t replication, std::string_view element,
                                      std::uint64_t purpose);

namespace ziggurat {

inline constexpr std::size_t layers = 256;

/// A layer is accepted at once while its 53 random bits are below `sure`; the variate is bits · `width`.
struct Layer {
    std::uint64_t sure;
    double width;
};

/// Layer i reaches from the abscissa edge[i] to height[i] … height[i + 1] of the density.
struct Table {
    std::array<Layer, layers> layer;
    std::array<double, layers + 1> edge, height;
};

extern const Table exponential, normal;

} // namespace ziggurat

class Random {
public:
    explicit Random(std::uint64_t key);

    /// 64 random bits.
    std::uint64_t next() {
        const std::uint64_t result = std::rotl(m_state[0] + m_state[3], 23) + m_state[0];
        const std::uint64_t shifted = m_state[1] << 17U;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= shifted;
        m_state[3] = std::rotl(m_state[3], 45);
        return result;
    }

    /// Uniform on (0, 1), never an end: a multiple of 2^-52 and a half.
    double uniform() { return (static_cast<double>(static_cast<std::int64_t>(next() >> 12U)) + 0.5) * 0x1p-52; }

    /// Exponential of mean 1, above 0.
    double exponential() {
        const std::uint64_t bits = next();
        const ziggurat::Layer& layer = ziggurat::exponential.layer[bits % ziggurat::layers];
        const std::uint64_t across = (bits >> 11U) | 1U;
        const double x = static_cast<double>(static_cast<std::int64_t>(across)) * layer.width;
        if (across < layer.sure) [[likely]]
            return x;
        return rareExponential(bits % ziggurat::layers, x);
    }

    /// Normal of mean 0 and variance 1.
    double normal() {
        const std::uint64_t bits = next();
        const ziggurat::Layer& layer = ziggurat::normal.layer[bits % ziggurat::layers];
        const std::uint64_t across = (bits >> 11U) | 1U;
        const std::uint64_t sign = (bits & 0x100U) << 55U;
        const double x = static_cast<double>(static_cast<std::int64_t>(across)) * layer.width;
        if (across < layer.sure) [[likely]]
            return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) ^ sign);
        return rareNormal(bits % ziggurat::layers, x, sign);
    }

    /// Uniform on 0 … n − 1, n >= 1, without bias (Lemire 2019).
    std::uint64_t below(std::uint64_t n) {
        Wide product = static_cast<Wide>(next()) * n;
        if (static_cast<std::uint64_t>(product) < n) {
            const std::uint64_t least = (0U - n) % n;
            while (static_cast<std::uint64_t>(product) < least) product = static_cast<Wide>(next()) * n;
        }
        return static_cast<std::uint64_t>(product >> 64U);
    }

private:
    __extension__ using Wide = unsigned __int128;

    double rareExponential(std::size_t layer, double x);
    double rareNormal(std::size_t layer, double x, std::uint64_t sign);

    std::array<std::uint64_t, 4> m_state;
};

} // namespace catenary::support
