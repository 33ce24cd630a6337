// SPDX-License-Identifier: Apache-2.0
#include "core/support/distribution.h"
#include "core/support/distribution_functions.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <complex>

using namespace catenary::support;

namespace {

std::vector<Distribution> everyLaw() {
    return {Distribution::constant(3),
            Distribution::exponential(4),
            Distribution::erlang(5, 3),
            Distribution::gamma(2, 0.7),
            Distribution::gamma(2, 1.6),
            Distribution::lognormal(3, 2),
            Distribution::lognormalFromQuantiles(10, 60),
            Distribution::hyperexponential(2, 3),
            Distribution::uniform(1, 4),
            Distribution::weibull(3, 0.7),
            Distribution::weibull(3, 2.5),
            Distribution::pareto(3, 4),
            Distribution::empirical({5, 1, 2}, {1, 2, 1}),
            Distribution::quantiles({0.5, 0.9, 0.99}, {10, 30, 90})};
}

/// ∫ g over [0, upTo] by Simpson's rule on a geometric grid from `from`.
template <class F> double integral(F g, double from, double upTo) {
    double sum = 0;
    double a = 0;
    for (double b = from; a < upTo; b *= 1.01) {
        const double end = std::min(b, upTo);
        sum += (end - a) / 6 * (g(a) + 4 * g(0.5 * (a + end)) + g(end));
        a = end;
    }
    return sum;
}

} // namespace

TEST(Distribution, meanAndSecondMomentAreThoseOfTheDistributionFunction) {
    for (const Distribution& law : everyLaw()) {
        const double upTo = law.mean() * 2e4;
        // E[X] = ∫ P(X > t) dt, E[X²] = 2 ∫ t P(X > t) dt
        EXPECT_NEAR(integral([&](double t) { return 1 - law.cdf(t); }, 1e-3, upTo), law.mean(), 0.01 * law.mean())
            << law.toJson().dump();
        EXPECT_NEAR(2 * integral([&](double t) { return t * (1 - law.cdf(t)); }, 1e-3, upTo), law.secondMoment(),
                    0.012 * law.secondMoment())
            << law.toJson().dump();
    }
}

TEST(Distribution, thirdMomentIsThatOfTheMeanExcess) {
    for (const Distribution& law : everyLaw()) {
        // E[X³] = 6 ∫ t E[(X − t)+] dt
        EXPECT_NEAR(6 * integral([&](double t) { return t * law.excess(t); }, 1e-3, law.mean() * 2e4),
                    law.thirdMoment(), 0.01 * law.thirdMoment())
            << law.toJson().dump();
    }
}

TEST(Distribution, excessIsTheIntegralOfTheTail) {
    for (const Distribution& law : everyLaw()) {
        EXPECT_NEAR(law.excess(0), law.mean(), 1e-12 * law.mean());
        for (const double at : {0.2, 0.9, 1.5, 3.0}) {
            const double t = at * law.mean();
            const double tail = integral([&](double u) { return 1 - law.cdf(t + u); }, 1e-3, law.mean() * 2e4);
            EXPECT_NEAR(law.excess(t), tail, 0.006 * law.mean()) << law.toJson().dump() << " at " << t;
        }
    }
}

TEST(Distribution, quantileIsTheInverseOfTheDistributionFunction) {
    for (const Distribution& law : everyLaw())
        for (const double p : {0.001, 0.2, 0.5, 0.9, 0.99, 0.9999}) {
            const double t = law.quantile(p);
            EXPECT_GE(law.cdf(t * (1 + 1e-9)), p - 1e-9) << law.toJson().dump();
            EXPECT_LE(law.cdf(t * (1 - 1e-9) - 1e-300), p + 1e-9) << law.toJson().dump();
        }
}

TEST(Distribution, transformAgreesWithItsMomentsNearZero) {
    for (const Distribution& law : everyLaw()) {
        EXPECT_NEAR(std::abs(law.transform({0, 0}) - 1.0), 0, 1e-9) << law.toJson().dump();
        const double s = 1e-4 / law.mean();
        const double slope = (1.0 - law.transform({s, 0}).real()) / s;
        // −F*'(0) = E[X]; the next term is s E[X²]/2
        EXPECT_NEAR(slope, law.mean() - 0.5 * s * law.secondMoment(), 1e-5 * law.mean()) << law.toJson().dump();
    }
}

TEST(Distribution, poissonCountsAreMixedPoissonLaws) {
    for (const Distribution& law : everyLaw())
        for (const double rate : {1e-6 / law.mean(), 0.4 / law.mean(), 3 / law.mean(), 40 / law.mean()}) {
            const std::vector<double> counts = law.poissonCounts(rate, 512);
            const std::string what = law.toJson().dump() + " at " + std::to_string(rate);
            // P(0) = F*(λ), P(1) = −λ dF*/ds
            EXPECT_NEAR(counts[0], law.transform(rate).real(), 1e-9) << what;
            const double h = 1e-4 * rate;
            const double slope = (law.transform(rate + h) - law.transform(rate - h)).real() / (2 * h);
            EXPECT_NEAR(counts[1], -rate * slope, 1e-7 + 1e-5 * counts[1]) << what;
            // G(z) = F*(λ(1 − z))
            double at = 0;
            double power = 1;
            for (const double p : counts) {
                at += p * power;
                power *= 0.9;
            }
            EXPECT_NEAR(at, law.transform(0.1 * rate).real(), 1e-9) << what;
        }
    // E[N(N − 1)] = λ²E[S²] keeps its digits where events are rare
    const Distribution uniform = Distribution::uniform(0, 2);
    EXPECT_NEAR(uniform.poissonCounts(1e-7, 4)[2], 0.5e-14 * uniform.secondMoment(), 1e-20);
    EXPECT_EQ(Distribution::constant(2000).poissonCounts(1, 20)[19], 0.0);
}

TEST(Distribution, transformIsTheIntegralOfTheTailAtComplexArguments) {
    for (const Distribution& law : everyLaw()) {
        if (law.law() == Law::Constant || law.law() == Law::Empirical) continue;
        const std::complex<double> s(0.3 / law.mean(), 1.1 / law.mean());
        // F*(s) = 1 − s ∫ e^{-st} P(X > t) dt
        const auto part = [&](bool real) {
            return integral(
                [&](double t) {
                    const std::complex<double> value = std::exp(-s * t) * (1 - law.cdf(t));
                    return real ? value.real() : value.imag();
                },
                1e-3, law.mean() * 100);
        };
        const std::complex<double> direct = 1.0 - s * std::complex<double>(part(true), part(false));
        EXPECT_NEAR(std::abs(direct - law.transform(s)), 0, 2e-4) << law.toJson().dump();
    }
}

TEST(Distribution, lognormalFromQuantilesHasThem) {
    const Distribution law = Distribution::lognormalFromQuantiles(10, 60);
    EXPECT_NEAR(law.quantile(0.5), 10, 1e-9);
    EXPECT_NEAR(law.quantile(0.99), 60, 1e-8);
}

TEST(Distribution, quantilesLawMeetsItsPoints) {
    const Distribution law = Distribution::quantiles({0.5, 0.9, 0.99}, {10, 30, 90});
    EXPECT_DOUBLE_EQ(law.quantile(0.5), 10);
    EXPECT_DOUBLE_EQ(law.quantile(0.9), 30);
    EXPECT_DOUBLE_EQ(law.quantile(0.99), 90);
    // Log-linear: half way in probability is the geometric mean.
    EXPECT_NEAR(law.quantile(0.7), std::sqrt(300.0), 1e-9);
    // Exponential beyond: each factor ten of probability adds as much as the last one did.
    EXPECT_NEAR(law.quantile(0.999), 150, 1e-9);
}

TEST(Distribution, hyperexponentialHasBalancedMeans) {
    // p1 μ2 = p2 μ1 (each phase carries half of the mean); scv 9
    const Distribution law = Distribution::hyperexponential(2, 3);
    EXPECT_NEAR(law.scv(), 9, 1e-12);
    const double p = 0.5 * (1 + std::sqrt(0.8));
    EXPECT_NEAR(law.cdf(1.0), 1 - p * std::exp(-p) - (1 - p) * std::exp(-(1 - p)), 1e-12);
}

TEST(Distribution, jsonRoundTripKeepsEveryLaw) {
    for (const Distribution& law : everyLaw()) {
        const auto read = Distribution::fromJson(law.toJson());
        ASSERT_TRUE(read.has_value()) << law.toJson().dump();
        EXPECT_EQ(read->law(), law.law());
        EXPECT_NEAR(read->mean(), law.mean(), 1e-12 * law.mean());
        EXPECT_TRUE(Distribution::unknownArguments(law.toJson()).empty()) << law.toJson().dump();
    }
}

TEST(Distribution, errorsNameTheArgument) {
    const auto message = [](const char* text) {
        const auto read = Distribution::fromJson(Json::parse(text), {"f.catenary", "api.service_time_ms"});
        if (read) return std::string("accepted");
        EXPECT_EQ(read.error().where.path, "api.service_time_ms");
        return read.error().message + " " + read.error().hint;
    };
    EXPECT_NE(message(R"({"distribution": "exponential"})").find("`mean`"), std::string::npos);
    EXPECT_NE(message(R"({"distribution": "hyperexponential", "mean": 1, "cv": 0.5})").find("`cv`"), std::string::npos);
    EXPECT_NE(message(R"({"distribution": "erlang", "mean": 1, "k": 1.5})").find("`k`"), std::string::npos);
    EXPECT_NE(message(R"({"distribution": "pareto", "mean": 1, "shape": 1})").find("`shape`"), std::string::npos);
    EXPECT_NE(message(R"({"distribution": "exponental", "mean": 1})").find("`exponential`"), std::string::npos);
    EXPECT_NE(message(R"({"distribution": "quantiles", "p50": 3})").find("two"), std::string::npos);
    EXPECT_NE(message(R"({"distribution": "quantiles", "p50": 3, "p99": 2})").find("fall"), std::string::npos);
    EXPECT_NE(message(R"({"distribution": "empirical", "values": [1, 2], "weights": [1]})").find("`weights`"),
              std::string::npos);
    EXPECT_NE(message("-1").find("at least 0"), std::string::npos);
    EXPECT_NE(message("\"fast\"").find("string"), std::string::npos);
}

TEST(Distribution, argumentsNobodyReadsAreNamed) {
    EXPECT_EQ(
        Distribution::unknownArguments(Json::parse(R"({"distribution": "exponential", "mean": 1, "sd": 2, "x-a": 3})")),
        std::vector<std::string>{"sd"});
    EXPECT_TRUE(
        Distribution::unknownArguments(Json::parse(R"({"distribution": "quantiles", "p10": 1, "p99": 2})")).empty());
}

RC_GTEST_PROP(Distribution, scalingScalesEveryFigure, ()) {
    const double factor = *rc::gen::inRange(1, 500) / 100.0;
    for (const Distribution& law : everyLaw()) {
        const Distribution scaled = law.scaled(factor);
        RC_ASSERT(std::abs(scaled.mean() - factor * law.mean()) < 1e-9 * scaled.mean());
        RC_ASSERT(std::abs(scaled.scv() - law.scv()) < 1e-9);
        RC_ASSERT(std::abs(scaled.quantile(0.9) - factor * law.quantile(0.9)) < 1e-9 * scaled.mean() * 100);
        RC_ASSERT(std::abs(scaled.transform({0.1, 0.2}) - law.transform({0.1 * factor, 0.2 * factor})) < 1e-9);
    }
}

TEST(DistributionFunctions, normalQuantileInvertsTheNormalCdf) {
    for (const double p : {1e-12, 1e-4, 0.02, 0.3, 0.5, 0.77, 0.999, 0.9999999})
        EXPECT_NEAR(normalCdf(normalQuantile(p)), p, 1e-13);
}

TEST(DistributionFunctions, studentQuantileIsThatOfTheTables) {
    // Abramowitz & Stegun, table 26.10
    const std::tuple<double, double, double> table[] = {{0.9, 3, 1.638},   {0.9, 4, 1.533},   {0.9, 10, 1.372},
                                                        {0.975, 3, 3.182}, {0.975, 5, 2.571}, {0.975, 30, 2.042}};
    for (const auto& [p, degrees, t] : table) {
        EXPECT_NEAR(studentQuantile(p, degrees) / t, 1, 5e-3) << p << ' ' << degrees;
        EXPECT_NEAR(studentQuantile(1 - p, degrees), -studentQuantile(p, degrees), 1e-9);
    }
    EXPECT_NEAR(studentQuantile(0.9, 1e9), normalQuantile(0.9), 1e-8);
    EXPECT_TRUE(std::isinf(studentQuantile(0.975, 0)));
}

TEST(DistributionFunctions, incompleteGammaOfWholeShapeIsThePoissonSum) {
    // Q(3, x) = e^-x (1 + x + x²/2)
    for (const double x : {0.1, 1.0, 2.9, 4.1, 12.0}) {
        EXPECT_NEAR(upperGamma(3, x), std::exp(-x) * (1 + x + 0.5 * x * x), 1e-14);
        EXPECT_NEAR(lowerGamma(3, x) + upperGamma(3, x), 1, 1e-14);
    }
}
