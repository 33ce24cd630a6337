// SPDX-License-Identifier: Apache-2.0
#include "core/network/performance.h"

#include <gtest/gtest.h>

using namespace catenary::network;

TEST(How, TheWeakerOfTwoIsTheLessExact) {
    EXPECT_EQ(weaker(How::Exact, How::Approximate), How::Approximate);
    EXPECT_EQ(weaker(How::Simulated, How::Approximate), How::Simulated);
    EXPECT_EQ(weaker(How::Exact, How::Exact), How::Exact);
    EXPECT_EQ(weaker(How::Given, How::Exact), How::Exact);
}

TEST(Curve, QuantilesAreLinearBetweenPointsAndUnknownBeyond) {
    const Curve curve{{1, 3, 5}, {0.2, 0.6, 0.9}};
    EXPECT_EQ(curve.quantile(0.1), 1);
    EXPECT_DOUBLE_EQ(curve.quantile(0.4), 2);
    EXPECT_EQ(curve.quantile(0.6), 3);
    EXPECT_DOUBLE_EQ(curve.quantile(0.75), 4);
    EXPECT_EQ(curve.quantile(0.95), std::numeric_limits<double>::infinity());
    EXPECT_EQ(Curve{}.quantile(0.5), std::numeric_limits<double>::infinity());
}

TEST(BatchTime, IsItsCurveItsLineOrItsWhole) {
    BatchTime curve;
    curve.curve_ms = {2, 3, 7};
    EXPECT_EQ(curve.mean_ms(1), 2);
    EXPECT_EQ(curve.mean_ms(3), 7);
    EXPECT_DOUBLE_EQ(curve.mean_ms(2.5), 5);
    EXPECT_DOUBLE_EQ(curve.mean_ms(4), 11) << "along the last segment";
    BatchTime line;
    line.base_ms = 2;
    line.per_item_ms = 0.5;
    EXPECT_DOUBLE_EQ(line.mean_ms(4), 4);
    BatchTime whole;
    whole.whole_ms = Distribution::exponential(6);
    EXPECT_DOUBLE_EQ(whole.mean_ms(9), 6);
}
