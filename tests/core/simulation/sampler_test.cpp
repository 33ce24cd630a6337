// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/sampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

using catenary::simulation::AliasTable;
using catenary::simulation::Sampler;
using catenary::simulation::ZipfSampler;
using catenary::support::Distribution;
using catenary::support::Random;

namespace {

std::vector<Distribution> everyLaw() {
    return {Distribution::constant(3),
            Distribution::exponential(4),
            Distribution::erlang(5, 3),
            Distribution::erlang(5, 30),
            Distribution::gamma(2, 0.3),
            Distribution::gamma(2, 2.5),
            Distribution::lognormal(3, 1.2),
            Distribution::lognormalFromQuantiles(10, 60),
            Distribution::hyperexponential(2, 3),
            Distribution::uniform(1, 4),
            Distribution::weibull(3, 0.7),
            Distribution::weibull(3, 2.5),
            Distribution::pareto(3, 5.5),
            Distribution::empirical({5, 1, 2, 7}, {1, 2, 1, 0}),
            Distribution::quantiles({0.5, 0.9, 0.99}, {10, 30, 90}),
            Distribution::quantiles({0.1, 0.2, 0.3, 0.4, 0.8}, {1, 2, 3, 4, 9})};
}

constexpr std::size_t many = 100'000;

std::vector<double> drawn(const Distribution& law, std::uint64_t key) {
    const Sampler sampler(law);
    Random random(key);
    std::vector<double> sample(many);
    for (double& x : sample) x = sampler(random);
    return sample;
}

} // namespace

TEST(Sampler, drawsHaveTheMeanAndSecondMomentOfTheLaw) {
    for (const Distribution& law : everyLaw()) {
        double sum = 0.0;
        double squares = 0.0;
        double fourths = 0.0;
        for (const double x : drawn(law, 1)) {
            sum += x;
            squares += x * x;
            fourths += x * x * x * x;
        }
        const double n = many;
        // standard errors √(Var X / n) and √(Var X² / n), the latter from the sample; 4 of them
        EXPECT_NEAR(sum / n, law.mean(), 4.0 * std::sqrt(law.variance() / n) + 1e-12 * law.mean())
            << law.toJson().dump();
        const double error = std::sqrt(std::max(fourths / n - squares * squares / (n * n), 0.0) / n);
        EXPECT_NEAR(squares / n, law.secondMoment(), 4.0 * error + 1e-12 * law.secondMoment()) << law.toJson().dump();
    }
}

TEST(Sampler, drawsFollowTheDistributionFunction) {
    // sup |F_n − F| over the quantiles of the law; P(√n sup > 1.95) = 0.1 % (Kolmogorov)
    const double bound = 1.95 / std::sqrt(static_cast<double>(many));
    for (const Distribution& law : everyLaw()) {
        std::vector<double> sample = drawn(law, 2);
        std::sort(sample.begin(), sample.end());
        for (double p = 0.0005; p < 1.0; p += 0.001) {
            // a hair above the quantile: the same constant may be reached by another order of products
            const double t = law.quantile(p) * (1.0 + 1e-12);
            const auto below = std::upper_bound(sample.begin(), sample.end(), t) - sample.begin();
            ASSERT_NEAR(static_cast<double>(below) / many, law.cdf(t), bound) << law.toJson().dump() << " at " << p;
        }
    }
}

TEST(Sampler, knowsItsShortPaths) {
    EXPECT_TRUE(Sampler().isZero());
    EXPECT_TRUE(Sampler(Distribution::constant(2)).isConstant());
    EXPECT_FALSE(Sampler(Distribution::constant(2)).isZero());
    EXPECT_TRUE(Sampler(Distribution::exponential(2)).isExponential());
    // A constant leaves the stream where it was.
    Random one(3);
    Random other(3);
    EXPECT_EQ(Sampler(Distribution::constant(2))(one), 2.0);
    EXPECT_EQ(one.next(), other.next());
}

TEST(AliasTable, choosesByWeight) {
    const std::vector<double> weights{3, 0, 1, 5, 0.01, 0.99};
    const AliasTable table(weights);
    Random random(4);
    std::vector<double> count(weights.size(), 0.0);
    for (std::size_t i = 0; i < many; ++i) ++count.at(table(random));
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double p = weights[i] / 10.0;
        EXPECT_NEAR(count[i], p * many, 4.0 * std::sqrt(p * (1.0 - p) * many)) << i; // binomial
    }
}

TEST(ZipfSampler, ranksAreDrawnByTheirWeight) {
    for (const double skew : {0.0, 0.5, 0.99, 1.0, 1.3, 3.0}) {
        for (const double items : {1.0, 2.0, 8.0, 10'000.0}) {
            const ZipfSampler sampler(items, skew);
            Random random(5);
            std::vector<double> count(static_cast<std::size_t>(items), 0.0);
            for (std::size_t i = 0; i < many; ++i) ++count.at(sampler(random));
            double total = 0.0;
            for (double r = 1.0; r <= items; ++r) total += std::pow(r, -skew);
            double below = 0.0;
            double drawnBelow = 0.0;
            for (std::size_t r = 0; r < count.size(); ++r) {
                below += std::pow(static_cast<double>(r + 1), -skew) / total;
                drawnBelow += count[r] / many;
                ASSERT_NEAR(drawnBelow, below, 1.95 / std::sqrt(static_cast<double>(many))) << skew << ' ' << items;
            }
        }
    }
}
