// SPDX-License-Identifier: Apache-2.0
// Some random designs of everything the format can say: both engines take them and keep the laws. `./dev fuzz` does
// the same with as many as one likes.
#include "tests/fuzz/any_design.h"
#include "tests/fuzz/laws.h"

#include <gtest/gtest.h>

using catenary::testing::anyDesign;
using catenary::testing::tryDesign;

namespace {

constexpr std::uint64_t mostEvents = 60'000'000; ///< of one short run, however strange the design

class AnyDesign : public ::testing::TestWithParam<std::uint64_t> {};

} // namespace

TEST_P(AnyDesign, KeepsTheLawsInBothEngines) {
    constexpr std::uint64_t each = 6;
    std::uint64_t refused = 0;
    for (std::uint64_t seed = GetParam() * each + 1; seed <= (GetParam() + 1) * each; ++seed) {
        catenary::testing::TrialOptions options;
        options.seed = seed;
        options.twice = seed % 20 == 0;
        const auto trial = tryDesign(anyDesign(seed), options);
        for (const std::string& fault : trial.faults) ADD_FAILURE() << "design " << seed << ": " << fault;
        EXPECT_LE(trial.events, mostEvents) << "design " << seed;
        if (!trial.refused.empty()) ++refused;
    }
    EXPECT_LE(refused, each / 3) << "the generator means to draw valid designs";
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyDesign, ::testing::Range<std::uint64_t>(0, 3));

TEST(AnyDesign, IsThatOfItsSeed) {
    EXPECT_EQ(anyDesign(7), anyDesign(7));
    EXPECT_NE(anyDesign(7), anyDesign(8));
}
