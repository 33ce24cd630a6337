// SPDX-License-Identifier: Apache-2.0
// The generator the engines are compared on (tests/accuracy): what it promises of its designs.
#include "core/design/codec.h"
#include "core/network/lower.h"
#include "tests/accuracy/random_design.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

using namespace catenary;
using catenary::testing::designFeatures;
using catenary::testing::randomDesign;

TEST(RandomDesign, hasEveryFeatureOftenEnoughAndIsValid) {
    const auto catalog = catalog::Catalog::builtIn();
    constexpr int designs = 300;
    std::map<std::string, int> count;
    for (std::uint64_t seed = 1; seed <= designs; ++seed) {
        const support::Json design = randomDesign(seed);
        EXPECT_GE(design.at("components").size(), 3U) << seed;
        EXPECT_LE(design.at("components").size(), 30U) << seed;
        for (const auto& feature : design.at("x-features")) ++count[feature.get<std::string>()];
        const auto decoded = design::decode(design.dump());
        ASSERT_TRUE(decoded) << seed << ": " << support::describe(decoded.error());
        const auto lowered = network::lower(decoded->design, *catalog);
        ASSERT_TRUE(lowered) << seed << ": " << support::describe(lowered.error());
    }
    for (const std::string_view feature : designFeatures)
        EXPECT_GE(count[std::string(feature)], 0.15 * designs) << feature;
}

TEST(RandomDesign, isThatOfItsSeed) {
    EXPECT_EQ(randomDesign(5), randomDesign(5));
    EXPECT_NE(randomDesign(5), randomDesign(6));
}
