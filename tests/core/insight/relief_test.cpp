// SPDX-License-Identifier: Apache-2.0
// What more load may better, and that a search which relies on it finds what the whole scan finds.
#include "core/design/codec.h"
#include "core/design/path.h"
#include "core/insight/load_line.h"
#include "core/insight/slack.h"
#include "tests/accuracy/random_design.h"

#include <gtest/gtest.h>

namespace catenary::insight {
namespace {

constexpr const char* text = R"json({
  "format": "catenary-design", "version": 1, "title": "Relief",
  "components": [
    {"id": "app", "kind": "client"},
    {"id": "api", "kind": "service", "parameters": {"workers": 8}},
    {"id": "cache", "kind": "cache", "parameters": {"items": 1000, "capacity_items": 100, "zipf_skew": 1}},
    {"id": "model", "kind": "model_server", "parameters": {"max_batch": 8, "max_delay_ms": 4,
     "batch_time_ms": {"base": 2, "per_item": 0.1}}}
  ],
  "connections": [
    {"id": "app-api", "from": "app", "to": "api"},
    {"id": "api-cache", "from": "api", "to": "cache"},
    {"id": "api-model", "from": "api", "to": "model", "stage": 2, "calls": 3}
  ],
  "workloads": [{"id": "read", "source": "app", "arrival": {"process": "poisson", "rate_per_s": 100}}],
  "objectives": [{"workload": "read", "metric": "latency_p99_ms", "at_most": 80},
                 {"workload": "read", "metric": "success_ratio", "at_least": 0.99}]
})json";

/// The relief after a change of the design.
std::vector<double> reliefWith(const char* path, const support::Json& value) {
    auto design = design::decode(text).value().design;
    if (path != nullptr) design = design::setPath(design, path, value).value();
    return reliefOf(design, estimate(design, *catalog::Catalog::builtIn()).value());
}

TEST(Relief, OfATimeIsTwiceTheDelaysOfTheBatchesItWaitsFor) {
    const auto relief = reliefWith(nullptr, {});
    ASSERT_EQ(relief.size(), 2U);
    EXPECT_NEAR(relief[0], 2 * 3 * 4 / 80.0, 1e-9);
    EXPECT_EQ(relief[1], 0);
    EXPECT_EQ(reliefWith("model.max_delay_ms", 0), (std::vector{0.0, 0.0}));
    EXPECT_EQ(reliefWith("model.max_batch", 1), (std::vector{0.0, 0.0}));
}

TEST(Relief, IsNotKnownWhereSomethingElseServesBetterTheMoreThereIs) {
    EXPECT_TRUE(reliefWith("model.min_batch", 2).empty());
    EXPECT_TRUE(reliefWith("api.setup_ms", 5).empty());
    const auto autoscaling = support::Json::parse(R"({"min": 1, "max": 4, "target_utilisation": 0.5, "startup_s": 1})");
    EXPECT_TRUE(reliefWith("api.autoscaling", autoscaling).empty());
    auto design = design::decode(text).value().design;
    design = design::setPath(design, "cache.eviction", "ttl").value();
    design = design::setPath(design, "cache.ttl_s", 5).value();
    const auto catalog = catalog::Catalog::builtIn();
    EXPECT_TRUE(reliefOf(design, estimate(design, *catalog).value()).empty());
    design = design::decode(text).value().design;
    design.objectives.back().metric = "throughput_per_s";
    EXPECT_TRUE(reliefOf(design, estimate(design, *catalog).value()).empty());
}

/// Random designs whose workloads may take half as long again as they do.
class KnowingSearch : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(KnowingSearch, FindsWhatTheWholeScanFinds) {
    const auto catalog = catalog::Catalog::builtIn();
    auto design = design::decode(testing::randomDesign(GetParam()).dump()).value().design;
    const Estimate plain = estimate(design, *catalog).value();
    for (std::size_t k = 0; k < plain.network.classes.size(); ++k) {
        design::Objective objective;
        objective.workload = plain.network.classes[k].id;
        objective.metric = k == 0 ? "latency_p99_ms" : "latency_mean_ms";
        const network::Latency& now = plain.performance.classes[k].latency;
        objective.at_most = 1.5 * (k == 0 ? now.p99 : now.mean).value;
        design.objectives.push_back(std::move(objective));
    }
    const Estimate estimated = estimate(design, *catalog).value();
    ASSERT_FALSE(reliefOf(design, estimated).empty());
    SlackMeter meter(design, *catalog, estimated.network);
    const double scanned = loadLine([&](double load) { return meter.at(load).slacks; });
    EXPECT_NEAR(estimated.system.load_line.value(), scanned, 2e-3 * scanned);
}

INSTANTIATE_TEST_SUITE_P(RandomDesigns, KnowingSearch, ::testing::Range<std::uint64_t>(401, 409));

} // namespace
} // namespace catenary::insight
