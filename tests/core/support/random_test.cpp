// SPDX-License-Identifier: Apache-2.0
#include "core/support/distribution_functions.h"
#include "core/support/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

using namespace catenary::support;

namespace {

/// sup |F_n − F|, the statistic of Kolmogorov and Smirnov.
template <class Cdf> double distance(std::vector<double> sample, Cdf cdf) {
    std::sort(sample.begin(), sample.end());
    const double n = static_cast<double>(sample.size());
    double widest = 0.0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const double at = cdf(sample[i]);
        widest = std::max({widest, at - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - at});
    }
    return widest;
}

template <class Draw> std::vector<double> drawn(std::size_t n, Draw draw) {
    std::vector<double> sample(n);
    std::generate(sample.begin(), sample.end(), draw);
    return sample;
}

constexpr std::size_t many = 200'000;
/// P(√n D > 1.95) = 0.1 %, Kolmogorov's distribution
const double bound = 1.95 / std::sqrt(static_cast<double>(many));

} // namespace

TEST(Random, generatesTheReferenceSequenceOfXoshiro) {
    // Of the key 0: four outputs of splitmix64 are the state (e220a8397b1dcdaf, …); the first two outputs follow.
    Random random(0);
    const std::uint64_t first = std::rotl(0xe220a8397b1dcdafU + 0xf88bb8a8724c81ecU, 23) + 0xe220a8397b1dcdafU;
    EXPECT_EQ(random.next(), first);
}

TEST(Random, drawsAreTheSameBitsEverywhere) {
    Random random(streamKey(1, 0, "web", 2));
    double sum = 0.0;
    std::uint64_t bits = 0;
    for (int i = 0; i < 100'000; ++i) {
        sum += random.exponential();
        sum += random.normal();
        sum *= random.uniform();
        bits = std::rotl(bits, 1) ^ std::bit_cast<std::uint64_t>(sum) ^ random.below(1000);
    }
    EXPECT_EQ(bits, 0xb430c71ba0ab44c4U);
}

TEST(Random, variatesFollowTheirLaws) {
    Random random(7);
    EXPECT_LT(distance(drawn(many, [&] { return random.uniform(); }), [](double x) { return x; }), bound);
    EXPECT_LT(distance(drawn(many, [&] { return random.exponential(); }), [](double x) { return -std::expm1(-x); }),
              bound);
    EXPECT_LT(distance(drawn(many, [&] { return random.normal(); }), normalCdf), bound);
}

TEST(Random, tailsBeyondTheLowestLayerFollowTheirLaws) {
    Random random(8);
    // Beyond the tail's edge a the exponential is a + exponential; the normal has P(X > x | X > a) = Q(x)/Q(a).
    std::vector<double> exponential;
    std::vector<double> normal;
    for (int i = 0; i < 2'000'000; ++i) {
        const double x = random.exponential();
        const double z = std::abs(random.normal());
        if (x > 7.69711747013104972) exponential.push_back(x - 7.69711747013104972);
        if (z > 3.6541528853610088) normal.push_back(z);
    }
    // e^-7.697 · 2e6 = 908 ± 30; 2 Q(3.654) · 2e6 = 516 ± 23
    EXPECT_NEAR(static_cast<double>(exponential.size()), 908, 4 * 30);
    EXPECT_NEAR(static_cast<double>(normal.size()), 516, 4 * 23);
    EXPECT_LT(distance(exponential, [](double x) { return -std::expm1(-x); }), 1.95 / std::sqrt(908));
    EXPECT_LT(distance(normal, [](double z) { return 1.0 - normalCdf(-z) / normalCdf(-3.6541528853610088); }),
              1.95 / std::sqrt(516));
}

TEST(Random, successiveDrawsAreUncorrelated) {
    Random random(9);
    const std::vector<double> x = drawn(many, [&] { return random.exponential() - 1.0; });
    // The lag-k autocorrelation of n independent draws has standard error 1/√n.
    for (std::size_t lag = 1; lag <= 4; ++lag) {
        const double sum = std::inner_product(x.begin() + static_cast<std::ptrdiff_t>(lag), x.end(), x.begin(), 0.0);
        EXPECT_LT(std::abs(sum) / static_cast<double>(many), 4.0 / std::sqrt(static_cast<double>(many))) << lag;
    }
}

TEST(Random, belowIsUnbiased) {
    Random random(10);
    // χ² of n cells has mean n − 1 and variance 2 (n − 1)
    for (const std::uint64_t n : {1U, 2U, 3U, 7U, 100U}) {
        std::vector<double> count(n, 0.0);
        for (std::size_t i = 0; i < many; ++i) ++count.at(random.below(n));
        const double expected = static_cast<double>(many) / static_cast<double>(n);
        double chiSquare = 0.0;
        for (const double c : count) chiSquare += (c - expected) * (c - expected) / expected;
        const double degrees = static_cast<double>(n - 1);
        EXPECT_LE(chiSquare, degrees + 4.0 * std::sqrt(2.0 * degrees)) << n;
    }
    // 2/3 of 2^64: taking the remainder would make the lower half of the range twice as likely
    const std::uint64_t wide = 0xaaaaaaaaaaaaaaaaU;
    int low = 0;
    for (int i = 0; i < 100'000; ++i) low += random.below(wide) < wide / 2 ? 1 : 0;
    EXPECT_NEAR(low, 50'000, 4 * 158);
}

TEST(Random, streamsDifferInEveryPartOfTheirKey) {
    std::set<std::uint64_t> keys;
    for (const std::uint64_t seed : {1U, 2U})
        for (const std::uint64_t replication : {0U, 1U})
            for (const char* element : {"a", "b", "ab"})
                for (const std::uint64_t purpose : {0U, 1U, 2U})
                    keys.insert(streamKey(seed, replication, element, purpose));
    EXPECT_EQ(keys.size(), 2U * 2U * 3U * 3U);
}
