// SPDX-License-Identifier: Apache-2.0
// Elementary functions whose last bit is the same on every machine, which the C library does not promise: only sums,
// products and quotients of doubles, without fused multiply-add. What decides a simulated result goes through these.
// Constexpr, so that tables are made by the compiler. Errors are in units of the last place (ulp) of the result.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace catenary::support::elementary {

/// ln 2 in two parts; the first has 33 significant bits, so that its product with an exponent is exact.
inline constexpr double ln2High = 0x1.62e42feep-1;
inline constexpr double ln2Low = 0x1.a39ef35793c76p-33;

/// 2^n, -1022 <= n <= 1023.
[[nodiscard]] constexpr double powerOfTwo(int n) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52U);
}

/// (e^r − 1 − r) / r² for |r| <= 0.36, by its Taylor series: 1/2! + r/3! + …
[[nodiscard]] constexpr double exponentialTail(double r) {
    constexpr std::array reciprocals = [] {
        std::array<double, 14> made{};
        double factorial = 1.0;
        for (std::size_t k = 1; k < made.size() + 2; ++k) {
            factorial *= static_cast<double>(k);
            if (k >= 2) made[k - 2] = 1.0 / factorial;
        }
        return made;
    }();
    // Estrin's scheme: pairs side by side rather than one long chain
    const auto pair = [&](std::size_t k) { return reciprocals[k] + reciprocals[k + 1] * r; };
    const double r2 = r * r;
    const double r4 = r2 * r2;
    const double low = (pair(0) + pair(2) * r2) + (pair(4) + pair(6) * r2) * r4;
    const double high = (pair(8) + pair(10) * r2) + pair(12) * r4;
    return low + high * (r4 * r4);
}

/// e^x to 1 ulp; 0 and infinity beyond the range of doubles.
[[nodiscard]] constexpr double exp(double x) {
    if (x > 709.79) return std::numeric_limits<double>::infinity();
    if (x < -745.2) return 0.0;
    const double scaled = x * (1.0 / (ln2High + ln2Low));
    const int n = static_cast<int>(scaled < 0.0 ? scaled - 0.5 : scaled + 0.5);
    const double high = x - n * ln2High;
    const double low = n * ln2Low;
    const double r = high - low;
    const double lost = (high - r) - low;
    const double value = 1.0 + (r + (lost + r * r * exponentialTail(r)));
    return value * powerOfTwo(n / 2) * powerOfTwo(n - n / 2);
}

/// cos(2πx) to 2e-16, |x| < 2^51.
[[nodiscard]] constexpr double cosOfTurns(double x) {
    double turn = x - static_cast<double>(static_cast<std::int64_t>(x)); // -1 … 1
    if (turn < 0.0) turn = -turn;
    if (turn > 0.5) turn = 1.0 - turn;
    const bool beyond = turn > 0.25;
    if (beyond) turn = 0.5 - turn;
    const double angle = 6.283185307179586 * turn;
    const double square = angle * angle;
    double sum = 1.0;
    for (int n = 22; n >= 2; n -= 2) sum = 1.0 - sum * square / (static_cast<double>(n) * (n - 1)); // Horner
    return beyond ? -sum : sum;
}

/// e^x − 1 to 2 ulp.
[[nodiscard]] constexpr double expm1(double x) {
    if (x > -0.35 && x < 0.35) return x + x * x * exponentialTail(x);
    return exp(x) - 1.0;
}

/// ln x to 1 ulp for normal x > 0; −infinity at 0.
[[nodiscard]] constexpr double log(double x) {
    if (x == 0.0) return -std::numeric_limits<double>::infinity();
    // x = 2^n m with m in [√½, √2); ln m = 2 artanh s with s = (m − 1)/(m + 1), |s| < 0.172
    constexpr std::uint64_t rootOfHalf = 0x3fe6a09e667f3bcdU;
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const std::int64_t n = static_cast<std::int64_t>(bits - rootOfHalf) >> 52;
    const double m = std::bit_cast<double>(bits - (static_cast<std::uint64_t>(n) << 52U));
    const double f = m - 1.0;
    const double s = f / (2.0 + f);
    const double square = s * s;
    double series = 0.0; // 2 s² (1/3 + s²/5 + …)
    for (int odd = 23; odd >= 3; odd -= 2) series = (series + 2.0 / odd) * square;
    const double half = 0.5 * f * f;
    // 2 s = f − s f and s f = f²/2 − s f²/2, which keeps the rounding of s out of the leading term
    const double e = static_cast<double>(n);
    return e * ln2High - ((half - (s * (half + series) + e * ln2Low)) - f);
}

/// ln(1 + x) to 3 ulp, x > −1.
[[nodiscard]] constexpr double log1p(double x) {
    const double u = 1.0 + x;
    // Kahan: what was lost in 1 + x is made good by the quotient
    return u == 1.0 ? x : log(u) * (x / (u - 1.0));
}

/// x^y for x >= 0, relative error about |y ln x| · 1e-16.
[[nodiscard]] constexpr double pow(double x, double y) {
    if (y == 0.0) return 1.0;
    return x == 0.0 ? (y > 0.0 ? 0.0 : std::numeric_limits<double>::infinity()) : exp(y * log(x));
}

/// ln Γ(x), x > 0, absolute error about 1e-14 · (1 + |ln Γ(x)|): Stirling's series beyond 15, reached by recurrence.
[[nodiscard]] constexpr double logGamma(double x) {
    double product = 1.0;
    while (x < 15.0) {
        product *= x;
        x += 1.0;
    }
    constexpr double halfLogTwoPi = 0.91893853320467274178;
    const double inverse = 1.0 / x;
    const double square = inverse * inverse;
    const double series =
        inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))));
    return (x - 0.5) * log(x) - x + halfLogTwoPi + series - log(product);
}

} // namespace catenary::support::elementary
