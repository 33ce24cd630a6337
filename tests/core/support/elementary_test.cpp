// SPDX-License-Identifier: Apache-2.0
#include "core/support/elementary.h"

#include <gtest/gtest.h>

#include <cmath>

namespace elementary = catenary::support::elementary;

namespace {

/// Distance of two doubles in units of the last place of the second.
double ulps(double got, double want) {
    const double unit = std::nextafter(std::abs(want), HUGE_VAL) - std::abs(want);
    return std::abs(got - want) / unit;
}

} // namespace

TEST(Elementary, exponentialIsThatOfTheLibrary) {
    for (double x = -708.0; x < 709.0; x += 0.0837) EXPECT_LE(ulps(elementary::exp(x), std::exp(x)), 1.0) << x;
    EXPECT_EQ(elementary::exp(0.0), 1.0);
    EXPECT_EQ(elementary::exp(-800.0), 0.0);
    EXPECT_EQ(elementary::exp(800.0), HUGE_VAL);
    for (double x = -3.0; x < 3.0; x += 0.00137) EXPECT_LE(ulps(elementary::expm1(x), std::expm1(x)), 2.0) << x;
}

TEST(Elementary, logarithmIsThatOfTheLibrary) {
    for (double x = 1e-300; x < 1e300; x *= 1.2345) EXPECT_LE(ulps(elementary::log(x), std::log(x)), 1.0) << x;
    for (double x = 0.4; x < 2.5; x += 0.00031) EXPECT_LE(ulps(elementary::log(x), std::log(x)), 1.0) << x;
    EXPECT_EQ(elementary::log(1.0), 0.0);
    EXPECT_EQ(elementary::log(0.0), -HUGE_VAL);
    for (double x = 1e-20; x < 1e3; x *= 1.037) EXPECT_LE(ulps(elementary::log1p(x), std::log1p(x)), 3.0) << x;
}

TEST(Elementary, cosineOfTurnsIsThatOfTheLibrary) {
    for (double x = -3.0; x < 3.0; x += 0.00173)
        EXPECT_NEAR(elementary::cosOfTurns(x), std::cos(2 * 3.14159265358979323846 * x), 3e-15) << x;
    EXPECT_EQ(elementary::cosOfTurns(0.0), 1.0);
    EXPECT_EQ(elementary::cosOfTurns(-0.5), -1.0);
    EXPECT_NEAR(elementary::cosOfTurns(0.25), 0.0, 1e-15);
}

TEST(Elementary, powersAndLogarithmOfGammaAreThoseOfTheLibrary) {
    for (double x = 1e-5; x < 1e5; x *= 1.7)
        for (double y = -3.0; y <= 3.0; y += 0.37)
            EXPECT_NEAR(elementary::pow(x, y) / std::pow(x, y), 1.0, 1e-14) << x << ' ' << y;
    EXPECT_EQ(elementary::pow(0.0, 2.0), 0.0);
    for (double x = 1e-3; x < 1e4; x *= 1.013)
        EXPECT_NEAR(elementary::logGamma(x), std::lgamma(x), 1e-14 * (1.0 + std::abs(std::lgamma(x)))) << x;
}
