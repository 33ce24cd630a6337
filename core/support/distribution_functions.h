// SPDX-License-Identifier: Apache-2.0
// The special functions distributions need and <cmath> lacks. Relative accuracy about 1e-14 unless said otherwise.
#pragma once

#include <array>

namespace catenary::support {

/// Eight-point Gauss–Legendre on [-1, 1], positive half.
inline constexpr std::array legendreAt{0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363};
inline constexpr std::array legendreWeight{0.3626837833783620, 0.3137066458778873, 0.2223810344533745,
                                           0.1012285362903763};

/// Standard normal P(Z <= z), accurate in both tails.
[[nodiscard]] double normalCdf(double z);

/// The z with P(Z <= z) = p, 0 < p < 1. Acklam's rational approximation, polished by one step of Halley's method.
[[nodiscard]] double normalQuantile(double p);

/// The p-quantile of Student's t, 0 < p < 1, for `degrees` of freedom: the expansion about the normal of Abramowitz &
/// Stegun 26.7.5, within 0.5 % for 3 degrees and more where 0.025 <= p <= 0.975. Infinite below 1 degree.
[[nodiscard]] double studentQuantile(double p, double degrees);

/// Regularised upper incomplete gamma function Q(a, x) = Γ(a, x) / Γ(a), a > 0, x >= 0: by series below a + 1, by
/// continued fraction above (Abramowitz & Stegun 6.5.29, 6.5.31).
[[nodiscard]] double upperGamma(double a, double x);

/// Regularised lower incomplete gamma function P(a, x) = 1 − Q(a, x), without cancellation for small x.
[[nodiscard]] double lowerGamma(double a, double x);

} // namespace catenary::support
