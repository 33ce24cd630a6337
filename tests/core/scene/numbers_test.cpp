// SPDX-License-Identifier: Apache-2.0
#include "core/scene/numbers.h"

#include <gtest/gtest.h>

#include <limits>

namespace catenary::scene {
namespace {

TEST(Numbers, OfTimeNameTheUnitPeopleWouldName) {
    EXPECT_EQ(sayDuration(0.12), "120 µs");
    EXPECT_EQ(sayDuration(4.2), "4.2 ms");
    EXPECT_EQ(sayDuration(41.2), "41 ms");
    EXPECT_EQ(sayDuration(1300), "1.3 s");
    EXPECT_EQ(sayDuration(12 * 60e3), "12 min");
    EXPECT_EQ(sayDuration(3 * 3600e3), "3 h");
    EXPECT_EQ(sayDuration(2 * 86400e3), "2 d");
    EXPECT_EQ(sayDuration(0), "0 ms");
}

TEST(Numbers, DoNotRoundIntoTheNextUnit) {
    EXPECT_EQ(sayDuration(999.4), "999 ms");
    EXPECT_EQ(sayDuration(999.6), "1 s");
    EXPECT_EQ(sayCount(999.4), "999");
    EXPECT_EQ(sayCount(999.6), "1 k");
    EXPECT_EQ(sayBytes(999.6), "1 kB");
}

TEST(Numbers, OfRatesAndMoneyAreShort) {
    EXPECT_EQ(sayRate(3200), "3.2 k/s");
    EXPECT_EQ(sayRate(40), "40 /s");
    EXPECT_EQ(sayRate(2.5 / 60), "2.5 /min");
    EXPECT_EQ(sayMoney(0.0023), "$0.0023");
    EXPECT_EQ(sayMoney(4.2), "$4.20");
    EXPECT_EQ(sayMoney(310.4), "$310");
    EXPECT_EQ(sayMoneyPerMonth(18230.1), "$18.2 k/mo");
    EXPECT_EQ(sayMoney(-1500), "-$1.5 k");
    EXPECT_EQ(sayBytes(20000), "20 kB");
}

TEST(Numbers, OfSharesShowWhatIsMissingNearAll) {
    EXPECT_EQ(sayShare(0.61), "61 %");
    EXPECT_EQ(sayShare(0.9993), "99.93 %");
    EXPECT_EQ(sayShare(1), "100 %");
    EXPECT_EQ(sayShare(0.004), "0.4 %");
    EXPECT_EQ(sayShare(0.0000001), "<0.1 %");
    EXPECT_EQ(sayShare(0), "0 %");
}

TEST(Numbers, TooSmallToMeanAnythingAreNought) {
    EXPECT_EQ(sayDuration(5.2e-11), "0 ms");
    EXPECT_EQ(sayDuration(-3e-8), "0 ms");
    EXPECT_EQ(sayDuration(4e-6), "0.004 µs") << "four nanoseconds are something";
    EXPECT_EQ(sayCount(1.6e-10), "0");
    EXPECT_EQ(sayCount(0.0002), "0.0002");
    EXPECT_EQ(sayRate(1e-12), "0 /s");
    EXPECT_EQ(sayBytes(1e-9), "0 B");
    EXPECT_EQ(sayDurationWithin(4, 4, 4 + 1e-9), "4 ms ± 0");
}

TEST(Numbers, CarryTheirUncertainty) {
    EXPECT_EQ(sayDurationWithin(88, 87, 89), "88 ms ± 1");
    EXPECT_EQ(sayDurationWithin(28.934, 28.877, 28.991), "28.93 ms ± 0.06");
    EXPECT_EQ(sayDurationWithin(42.93, 42.75, 43.11), "42.93 ms ± 0.18");
    EXPECT_EQ(sayDurationWithin(902.4, 746.4, 1058.4), "902 ms ± 156");
    EXPECT_EQ(sayDurationWithin(2606, 2594, 2618), "2.606 s ± 0.012");
    EXPECT_EQ(sayDurationWithin(88, std::numeric_limits<double>::quiet_NaN(), 89), "88 ms");
}

TEST(Numbers, ThatAreNotFiniteAreADash) {
    for (const double v : {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
        EXPECT_EQ(sayDuration(v), "–");
        EXPECT_EQ(sayMoneyPerMonth(v), "–");
        EXPECT_EQ(sayShare(v), "–");
    }
}

} // namespace
} // namespace catenary::scene
