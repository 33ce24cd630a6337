// SPDX-License-Identifier: Apache-2.0
// Draws from distributions, compiled once: what a law's parameters imply is worked out beforehand. The same bits on
// every machine (core/support/elementary.h).
#pragma once

#include "core/simulation/alias_table.h"
#include "core/support/distribution.h"
#include "core/support/random.h"

#include <cstdint>
#include <vector>

namespace catenary::simulation {

/// Draws in the unit of the distribution, >= 0.
class Sampler {
public:
    /// The constant 0.
    Sampler() = default;
    explicit Sampler(const support::Distribution& law);

    [[nodiscard]] bool isConstant() const { return m_method == Method::Constant; }
    [[nodiscard]] bool isZero() const { return isConstant() && m_scale == 0.0; }
    [[nodiscard]] bool isExponential() const { return m_method == Method::Exponential; }

    /// A constant takes nothing from the stream.
    double operator()(support::Random& random) const {
        if (m_method == Method::Constant) return m_scale;
        if (m_method == Method::Exponential) return m_scale * random.exponential();
        return general(random);
    }

private:
    enum class Method : std::uint8_t {
        Constant,          ///< scale
        Exponential,       ///< scale · E, E exponential of mean 1
        SumOfExponentials, ///< scale · (E + … ), `first` of them
        Gamma,             ///< scale · gamma of shape `first` (Marsaglia & Tsang 2000)
        Lognormal,         ///< exp(scale + first · Z), Z standard normal
        Hyperexponential,  ///< E · first with probability `scale`, else E · second
        Uniform,           ///< scale + first · U
        Weibull,           ///< scale · E^first
        Pareto,            ///< scale · exp(first · E)
        Empirical,         ///< one of the values
        Quantiles,         ///< inverse of the distribution function, piece by piece
    };
    /// From probability `from` on, x = exp(logAt + slope · (p − from)).
    struct Piece {
        double from = 0.0, logAt = 0.0, slope = 0.0;
    };

    [[nodiscard]] double general(support::Random& random) const;
    [[nodiscard]] double gamma(support::Random& random) const;
    [[nodiscard]] double byQuantiles(support::Random& random) const;
    void compileQuantiles(const support::Distribution& law);

    Method m_method = Method::Constant;
    double m_scale = 0.0, m_first = 0.0, m_second = 0.0;
    std::vector<double> m_values;
    AliasTable m_choice;
    std::vector<Piece> m_pieces;
};

/// Ranks 0 … items − 1, that of rank r with a weight of 1/(r + 1)^skew: by rejection and inversion (Hörmann &
/// Derflinger 1996), in constant memory, at most 1.1 trials on average.
class ZipfSampler {
public:
    /// items >= 1, at most 2^52; skew >= 0 (0 is uniform).
    ZipfSampler(double items, double skew);
    std::uint64_t operator()(support::Random& random) const;

private:
    [[nodiscard]] double weight(double x) const;          ///< x^-skew
    [[nodiscard]] double integral(double x) const;        ///< of the weight, from 1 to x
    [[nodiscard]] double integralInverse(double y) const; ///< the x with integral(x) = y

    double m_items, m_skew;
    double m_low, m_high; ///< integral below the first item and up to the end of the last
    double m_sure;        ///< a draw no further than this below its item is always accepted
};

} // namespace catenary::simulation
