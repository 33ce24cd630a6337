// SPDX-License-Identifier: Apache-2.0
#include "core/support/histogram.h"
#include "core/support/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using catenary::support::Histogram;
using catenary::support::Random;

TEST(Histogram, aQuantileIsWithinHalfAPerCentOfTheOrderStatistic) {
    Random random(1);
    for (const double spread : {0.01, 1.0, 8.0}) {
        Histogram histogram;
        std::vector<double> sample;
        for (int i = 0; i < 20'000; ++i) {
            const double x = 3.0 * std::exp(spread * random.normal());
            histogram.add(x);
            sample.push_back(x);
        }
        std::sort(sample.begin(), sample.end());
        for (const double p : {0.001, 0.1, 0.5, 0.9, 0.99, 0.999}) {
            // the p-quantile of n numbers is the one of rank ⌈p n⌉; a bucket with it is at most 1/128 wide
            const double exact = sample.at(static_cast<std::size_t>(std::ceil(p * 20'000)) - 1);
            EXPECT_NEAR(histogram.quantile(p), exact, exact / 128) << spread << ' ' << p;
        }
    }
}

TEST(Histogram, aSingleNumberIsFoundWithinHalfAPerCent) {
    for (double x = 1e-15; x < 1e15; x *= 1.37) {
        Histogram histogram;
        histogram.add(x);
        EXPECT_NEAR(histogram.quantile(0.5), x, 0.005 * x);
    }
}

TEST(Histogram, interpolationMakesQuantilesOfASmoothLawFarCloser) {
    Random random(2);
    Histogram histogram;
    for (int i = 0; i < 1'000'000; ++i) histogram.add(random.exponential());
    // −ln 0.01 = 4.605; the standard error of the quantile is √(p (1−p)/n)/f = √(0.99/0.01/n) = 0.01
    EXPECT_NEAR(histogram.quantile(0.99), -std::log(0.01), 4 * 0.01);
    // −ln 0.5, with a standard error of √(1/n) = 0.001; a bucket is 0.005 wide
    EXPECT_NEAR(histogram.quantile(0.5), std::log(2.0), 4 * 0.001);
}

TEST(Histogram, zeroIsExactAndWhatIsOutOfRangeIsCounted) {
    Histogram histogram;
    histogram.add(0.0);
    histogram.add(0.0);
    histogram.add(1e-30);
    histogram.add(1.0);
    histogram.add(1e30);
    EXPECT_EQ(histogram.count(), 5U);
    EXPECT_EQ(histogram.quantile(0.6), 0.0);
    EXPECT_NEAR(histogram.quantile(0.8), 1.0, 0.01);
    EXPECT_EQ(histogram.quantile(0.81), std::numeric_limits<double>::infinity());
    EXPECT_EQ(histogram.countUpTo(0.0), 3.0);
    EXPECT_EQ(histogram.countUpTo(1e20), 4.0);
    EXPECT_DOUBLE_EQ(histogram.sum(), 1e30 + 1.0 + 1e-30);
}

TEST(Histogram, ofPartsAddUpToThatOfTheWhole) {
    Random random(3);
    Histogram whole;
    Histogram parts[3];
    for (int i = 0; i < 30'000; ++i) {
        const double x = std::exp(5.0 * random.normal()) * (i % 7 == 0 ? 0.0 : 1.0);
        whole.add(x);
        parts[i % 3].add(x);
    }
    Histogram merged;
    for (const Histogram& part : parts) merged.merge(part);
    EXPECT_EQ(merged.count(), whole.count());
    EXPECT_NEAR(merged.sum(), whole.sum(), 1e-9 * whole.sum());
    for (double p = 0.0; p <= 1.0; p += 0.01) EXPECT_EQ(merged.quantile(p), whole.quantile(p)) << p;
    merged.clear();
    EXPECT_EQ(merged.count(), 0U);
    EXPECT_EQ(merged.sum(), 0.0);
}

TEST(Histogram, countUpToInvertsTheQuantileAndThePointsSayTheSame) {
    Random random(4);
    Histogram histogram;
    for (int i = 0; i < 10'000; ++i) histogram.add(random.uniform() < 0.1 ? 0.0 : 0.01 + random.exponential());
    for (double p = 0.11; p < 1.0; p += 0.013)
        EXPECT_NEAR(histogram.countUpTo(histogram.quantile(p)), p * 10'000, 1e-6) << p;
    const Histogram::Points points = histogram.points();
    ASSERT_EQ(points.at.size(), points.cdf.size());
    EXPECT_EQ(points.at.front(), 0.0);
    EXPECT_EQ(points.cdf.back(), 1.0);
    for (std::size_t i = 0; i < points.at.size(); ++i)
        EXPECT_NEAR(histogram.countUpTo(points.at[i]), points.cdf[i] * 10'000, 1e-6);
    EXPECT_TRUE(std::is_sorted(points.at.begin(), points.at.end()));
    EXPECT_TRUE(std::is_sorted(points.cdf.begin(), points.cdf.end()));
}

TEST(Histogram, ofNothingHasNoMeanAndNoQuantile) {
    const Histogram histogram;
    EXPECT_TRUE(std::isnan(histogram.mean()));
    EXPECT_TRUE(std::isnan(histogram.quantile(0.5)));
    EXPECT_TRUE(histogram.points().at.empty());
}
