// SPDX-License-Identifier: Apache-2.0
#include "core/insight/load_line.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <rapidcheck/gtest.h>

namespace catenary::insight {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// All or nothing: no slope to follow.
Slacks upTo(double limit) {
    return [=](double f) { return std::vector{f <= limit ? infinity : -infinity}; };
}

TEST(LoadLine, IsTheLargestFactorThatHoldsToAThousandth) {
    for (const double limit : {1.01, 1.48675, 7.0, 640.0})
        EXPECT_NEAR(loadLine(upTo(limit)), limit, 1e-3 * limit) << limit;
}

TEST(LoadLine, StopsAtAThousand) {
    EXPECT_DOUBLE_EQ(loadLine(upTo(2000)), 1000);
}

TEST(LoadLine, BelowOneIsTheLargestFactorThatHolds) {
    for (const double limit : {0.9, 0.571429, 0.02}) EXPECT_NEAR(loadLine(upTo(limit)), limit, 1e-3 * limit) << limit;
}

TEST(LoadLine, IsZeroWhereNoLoadHolds) {
    EXPECT_EQ(loadLine(upTo(0)), 0);
}

TEST(LoadLine, NeverJumpsOverARangeOfLoadsThatFail) {
    // Holds up to 2 and again from 3 on: every load up to the line must hold.
    EXPECT_NEAR(loadLine([](double f) { return std::vector{f <= 2 || f >= 3 ? 1.0 : -1.0}; }), 2, 2e-3);
}

RC_GTEST_PROP(LoadLine, EveryLoadUpToItHoldsAndALittleMoreDoesNot, ()) {
    const double limit = 0.002 + *rc::gen::inRange(0, 900000) / 1000.0;
    const double line = loadLine(upTo(limit));
    RC_ASSERT(line <= limit);
    RC_ASSERT(line >= limit * 0.998);
}

RC_GTEST_PROP(LoadLine, FollowsASmoothSlackInFewSteps, ()) {
    // A queue's time, base/(1 − f/full), against its bound: the slack bends towards minus infinity at `full`.
    const double full = 1.5 + *rc::gen::inRange(0, 3000) / 1000.0;
    const double bound = 1.2 + *rc::gen::inRange(0, 20000) / 100.0;
    const double limit = full * (1 - 1 / bound);
    RC_PRE(limit > 1);
    int asked = 0;
    const double line = loadLine([&](double f) {
        ++asked;
        return std::vector{f < full ? std::log(bound * (1 - f / full)) : -infinity};
    });
    RC_ASSERT(line <= limit);
    RC_ASSERT(line >= limit * 0.998);
    // The scan, and fewer than the eleven a plain bisection of a tenth to a thousandth may take.
    RC_ASSERT(asked <= 2 + std::ceil(std::log(limit) / std::log(1.1)) + 11);
}

/// base/(1 − f/full) against a bound, and how often it was asked.
struct Queue {
    double base = 1, full = 2, bound = 5;
    int asked = 0;
    [[nodiscard]] double limit() const { return full * (1 - base / bound); }
    Slacks slacks() {
        return [this](double f) {
            ++asked;
            return std::vector{f < full ? std::log(bound / base * (1 - f / full)) : -infinity};
        };
    }
};

RC_GTEST_PROP(LoadLine, ClosesInFromTheSaturationWhereLoadOnlyWorsens, ()) {
    Queue queue;
    queue.full = *rc::gen::inRange(200, 900000) / 1000.0;
    queue.bound = 1.01 + *rc::gen::inRange(0, 20000) / 100.0;
    RC_PRE(queue.limit() > 0.002);
    const double line = loadLine(queue.slacks(), {{}, {0}, queue.full});
    RC_ASSERT(std::abs(line - queue.limit()) <= 1e-3 * queue.limit());
    RC_ASSERT(queue.asked <= (queue.limit() > 1 ? 6 : 16));
}

RC_GTEST_PROP(LoadLine, IsTheSameWhereLoadOnlyWorsensWhateverTheHint, ()) {
    Queue queue;
    queue.full = *rc::gen::inRange(20, 900000) / 1000.0;
    queue.bound = 1.01 + *rc::gen::inRange(0, 20000) / 100.0;
    const double hint = *rc::gen::inRange(1, 2000000) / 1000.0;
    const double line = loadLine(queue.slacks(), {{}, {0}, hint});
    const double limit = std::min(queue.limit(), 1000.0);
    RC_ASSERT(std::abs(line - (limit < 1e-3 ? 0 : limit)) <= 1e-3 * limit);
}

TEST(LoadLine, JustBeyondAHintIsFoundAsCloselyAsAnother) {
    Queue queue;
    queue.full = 256.019;
    queue.bound = 10.87;
    EXPECT_NEAR(loadLine(queue.slacks(), {{}, {0}, 232.234}), queue.limit(), 1e-3 * queue.limit());
}

TEST(LoadLine, ThatIsAllOrNothingIsFoundWhereLoadOnlyWorsens) {
    for (const double limit : {0.02, 0.571429, 0.9, 1.01, 7.0, 640.0}) {
        EXPECT_NEAR(loadLine(upTo(limit), {{}, {0}, {}}), limit, 1e-3 * limit) << limit;
        EXPECT_NEAR(loadLine(upTo(limit), {{}, {0}, 1.7}), limit, 1e-3 * limit) << limit;
    }
    EXPECT_EQ(loadLine(upTo(0), {{}, {0}, 0.5}), 0);
    EXPECT_DOUBLE_EQ(loadLine(upTo(2000), {{}, {0}, 3}), 1000);
}

TEST(LoadLine, LooksWhereReliefMightLetAnObjectiveBreak) {
    // A hump of a tenth of the bound at 1.3, behind which a queue holds until 1.9: 0.02/(1 − f/2) of its bound.
    const auto humpOf = [](double height) {
        return [=](double f) {
            const double value = 0.88 + height * (std::abs(f - 1.3) < 0.08) + 0.006 / (1 - f / 2);
            return std::vector{f < 2 ? -std::log(value) : -infinity};
        };
    };
    EXPECT_NEAR(loadLine(humpOf(0), {{}, {0}, 2.0}), 1.9, 2e-3);
    EXPECT_NEAR(loadLine(humpOf(0.1), {{}, {0}, 2.0}), 1.9, 2e-3); // told that there is none
    EXPECT_NEAR(loadLine(humpOf(0.15), {{}, {0.15}, 2.0}), 1.22, 2e-3);
    EXPECT_NEAR(loadLine(humpOf(0.05), {{}, {0.15}, 2.0}), 1.9, 2e-3);
}

TEST(LoadLine, FollowsEachObjectiveByItself) {
    // The first is the tighter one at first, the second breaks before it: 1.2 − 0.2f < 0 and 3/(1 − f/2) > 60 at 1.9.
    int asked = 0;
    const double line = loadLine([&](double f) {
        ++asked;
        const double second = f < 2 ? std::log(20 * (1 - f / 2)) : -infinity;
        return std::vector{1.2 - 0.2 * f, second};
    });
    EXPECT_LE(line, 1.9);
    EXPECT_GE(line, 1.9 * 0.999);
    EXPECT_LE(asked, 2 + std::ceil(std::log(1.9) / std::log(1.1)) + 4);
}

} // namespace
} // namespace catenary::insight
