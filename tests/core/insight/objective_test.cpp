// SPDX-License-Identifier: Apache-2.0
#include "core/insight/objective.h"

#include <gtest/gtest.h>

#include <cmath>

namespace catenary::insight {
namespace {

using design::Objective;

/// One class `w`, latency exponential with mean 10 ms, `lost` of 100 requests a second rejected.
struct OneClass {
    design::Design design;
    network::Network network;
    network::Performance performance;
    cost::Cost cost;

    explicit OneClass(double lost = 0) {
        network::Class request;
        request.id = design::WorkloadId("w");
        network.classes.push_back(request);
        network::ClassPerformance figures;
        figures.offered_per_s = 100;
        figures.completed_per_s = 100 - lost;
        figures.rejected_per_s = lost;
        figures.latency.mean.value = 10;
        figures.latency.p99.value = -10 * std::log(0.01);
        for (int i = 0; i <= 20000; ++i) {
            figures.curve.at_ms.push_back(i * 0.01);
            figures.curve.cdf.push_back(1 - std::exp(-i * 0.001));
        }
        performance.classes.push_back(figures);
    }
    ObjectiveResult judged(const std::string& metric, std::optional<double> atMost,
                           std::optional<double> atLeast = {}) {
        Objective objective;
        objective.workload = design::WorkloadId("w");
        objective.metric = metric;
        objective.at_most = atMost;
        objective.at_least = atLeast;
        return judge(objective, design, network, performance, cost);
    }
};

TEST(Objective, PercentileWithoutLossIsTheLatencyPercentile) {
    // p99 of exp(10 ms) = -10 ln 0.01 = 46.05 ms
    OneClass system;
    EXPECT_TRUE(system.judged("latency_p99_ms", 46.1).met);
    EXPECT_FALSE(system.judged("latency_p99_ms", 46.0).met);
}

TEST(Objective, LostRequestsCountAsInfinitelySlow) {
    // 0.5 % lost: the 99 % quantile over offered is the 0.99/0.995 quantile of the completed.
    OneClass system(0.5);
    const auto result = system.judged("latency_p99_ms", 1000);
    ASSERT_TRUE(result.value);
    EXPECT_NEAR(*result.value, -10 * std::log(1 - 0.99 / 0.995), 0.01);
    EXPECT_TRUE(result.met);
}

TEST(Objective, PercentileIsAbsentAndMissedWhenTooManyAreLost) {
    OneClass system(1.5);
    const auto result = system.judged("latency_p99_ms", 1000);
    EXPECT_FALSE(result.value);
    EXPECT_FALSE(result.met);
}

TEST(Objective, MeanAlsoNeedsNinetyNinePercentSuccess) {
    EXPECT_TRUE(OneClass(0.9).judged("latency_mean_ms", 11).met);
    EXPECT_FALSE(OneClass(1.1).judged("latency_mean_ms", 11).met);
}

TEST(Objective, AtLeastIsALowerBound) {
    OneClass system(2);
    EXPECT_TRUE(system.judged("throughput_per_s", {}, 98).met);
    EXPECT_FALSE(system.judged("throughput_per_s", {}, 98.1).met);
    EXPECT_NEAR(*system.judged("success_ratio", {}, 0.9).value, 0.98, 1e-12);
}

TEST(Objective, UnknownMetricIsNeverMet) {
    EXPECT_FALSE(OneClass().judged("latency_p98_ms", 1e9).met);
    EXPECT_FALSE(parseMetric("latency_p98_ms"));
}

TEST(Objective, EveryNamedMetricParses) {
    for (const auto& name : metricNames()) EXPECT_TRUE(parseMetric(name)) << name;
}

TEST(Goodput, CountsRequestsWithinTheLargestPercentileBound) {
    // Bounds 20 and 30 ms: P(X <= 30) = 1 - e^-3
    OneClass system;
    for (const double bound : {20.0, 30.0}) {
        Objective objective;
        objective.workload = design::WorkloadId("w");
        objective.metric = "latency_p99_ms";
        objective.at_most = bound;
        system.design.objectives.push_back(objective);
    }
    EXPECT_NEAR(goodput(0, system.design, system.network, system.performance), 100 * (1 - std::exp(-3)), 1e-3);
}

TEST(Goodput, IsAllCompletedWithoutAPercentileObjective) {
    OneClass system(3);
    EXPECT_DOUBLE_EQ(goodput(0, system.design, system.network, system.performance), 97);
}

TEST(Availability, IsCompletedOverOffered) {
    EXPECT_NEAR(*availability(OneClass(3).performance), 0.97, 1e-12);
}

} // namespace
} // namespace catenary::insight
