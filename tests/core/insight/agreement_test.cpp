// SPDX-License-Identifier: Apache-2.0
#include "core/insight/agreement.h"

#include "core/design/codec.h"
#include "core/insight/simulated.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace catenary::insight {
namespace {

network::Network oneClass() {
    network::Network network;
    network.classes.resize(1);
    network.classes[0].id = design::WorkloadId("w");
    return network;
}

network::Performance of(double mean, double p99, double interval = 0) {
    network::Performance performance;
    performance.classes.resize(1);
    auto& figures = performance.classes[0];
    figures.offered_per_s = figures.completed_per_s = 10;
    for (auto [measure, value] : {std::pair(&figures.latency.mean, mean), {&figures.latency.p99, p99}}) {
        measure->value = value;
        measure->low = value * (1 - interval);
        measure->high = value * (1 + interval);
    }
    return performance;
}

std::size_t count(const network::Performance& analysed, const network::Performance& simulated) {
    return disagreements(oneClass(), analysed, simulated).size();
}

} // namespace

TEST(Agreement, IsWithinAShareOfTheInterval) {
    EXPECT_EQ(count(of(10, 40), of(10, 40)), 0u);
    EXPECT_EQ(count(of(10.4, 41.9), of(10, 40)), 0u);
    EXPECT_EQ(count(of(10.6, 40), of(10, 40)), 1u);
    EXPECT_EQ(count(of(9.4, 37), of(10, 40)), 2u);
    EXPECT_EQ(count(of(9.4, 37), of(10, 40, 0.1)), 0u); // not beyond what chance explains
}

TEST(Agreement, IsNotAskedOfWhatIsNotDefined) {
    auto none = of(10, 40);
    none.classes[0].latency.p99 = {};
    EXPECT_EQ(count(of(10, 90), none), 0u);
    EXPECT_EQ(count(none, of(10, 90)), 0u);
}

TEST(Agreement, OnStabilityComesBeforeFigures) {
    auto unstable = of(10, 40);
    unstable.classes[0].stable = false;
    const auto found = disagreements(oneClass(), of(20, 80), unstable);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].figure, "stability");
    EXPECT_EQ(count(unstable, unstable), 0u);
}

TEST(Agreement, OnWhatIsLostKnowsTheNumberOfRequests) {
    auto loses = of(10, 40);
    loses.classes[0].completed_per_s = 9;
    loses.classes[0].failed_per_s = 1;
    loses.run = network::RunStatistics{};
    loses.run->simulated_s = 100; // of 1000 requests: 0.1 ± 4 · 0.0095
    EXPECT_EQ(count(of(10, 40), loses), 1u);
    loses.run->simulated_s = 2;
    EXPECT_EQ(count(of(10, 40), loses), 0u);
}

TEST(Agreement, IsSaidInTheEstimateOfARun) {
    // The analysis takes replicas in set-up as always on; the simulation lets them start, which takes ten times as
    // long.
    const auto design = design::decode(R"({"format": "catenary-design", "version": 1, "components": [
        {"id": "c", "kind": "client"},
        {"id": "s", "kind": "service", "parameters": {"service_time_ms": 5, "setup_ms": 50}}],
      "connections": [{"id": "c-s", "from": "c", "to": "s", "distance": "none"}],
      "workloads": [{"id": "w", "source": "c", "arrival": {"process": "poisson", "rate_per_s": 10}}]})")
                            .value()
                            .design;
    simulation::Options options;
    options.requests = 20000;
    const auto catalog = catalog::Catalog::builtIn();
    const auto said = [](const Estimate& estimate) {
        return std::count_if(estimate.findings.begin(), estimate.findings.end(), [](const auto& finding) {
            return finding.where == "w" && finding.message.find("The engines part") != std::string::npos;
        });
    };
    const auto checked = simulated(design, *catalog, options, {.load_line = false}).value();
    const auto apart =
        disagreements(checked.network, estimate(design, *catalog).value().performance, checked.performance);
    EXPECT_EQ(said(checked), static_cast<std::ptrdiff_t>(apart.size()));
    EXPECT_EQ(said(simulated(design, *catalog, options, {.load_line = false}, false).value()), 0);
}

} // namespace catenary::insight
