// SPDX-License-Identifier: Apache-2.0
#include "core/insight/load_line.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace catenary::insight {
namespace {

TEST(LoadLine, IsTheLargestFactorThatHoldsToAThousandth) {
    for (const double limit : {1.01, 1.48675, 7.0, 640.0})
        EXPECT_NEAR(loadLine([=](double f) { return f <= limit; }), limit, 1e-3 * limit) << limit;
}

TEST(LoadLine, StopsAtAThousand) {
    EXPECT_DOUBLE_EQ(loadLine([](double) { return true; }), 1000);
}

TEST(LoadLine, BelowOneIsTheLargestFactorThatHolds) {
    for (const double limit : {0.9, 0.571429, 0.02})
        EXPECT_NEAR(loadLine([=](double f) { return f <= limit; }), limit, 1e-3 * limit) << limit;
}

TEST(LoadLine, IsZeroWhereNoLoadHolds) {
    EXPECT_EQ(loadLine([](double) { return false; }), 0);
}

TEST(LoadLine, NeverJumpsOverARangeOfLoadsThatFail) {
    // Holds up to 2 and again from 3 on: every load up to the line must hold.
    EXPECT_NEAR(loadLine([](double f) { return f <= 2 || f >= 3; }), 2, 2e-3);
}

RC_GTEST_PROP(LoadLine, EveryLoadUpToItHoldsAndALittleMoreDoesNot, ()) {
    const double limit = 0.002 + *rc::gen::inRange(0, 900000) / 1000.0;
    const double line = loadLine([=](double f) { return f <= limit; });
    RC_ASSERT(line <= limit);
    RC_ASSERT(line >= limit * 0.998);
}

} // namespace
} // namespace catenary::insight
