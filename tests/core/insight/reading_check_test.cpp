// SPDX-License-Identifier: Apache-2.0
// A design whose numbers can be had by hand: cache aside, a parallel stage, an asynchronous event. Every station is one
// exponential server without network latency; all paths are feed-forward, so every flow between FIFO servers is Poisson
// (Burke) and each mean sojourn is 1/(μ−λ). The parallel pair is a fork-join of two equal M/M/1 queues.
#include "core/design/codec.h"
#include "core/design/path.h"
#include "core/insight/explanation.h"

#include <gtest/gtest.h>

#include <cmath>

namespace catenary::insight {
namespace {

constexpr const char* text = R"json({
  "format": "catenary-design", "version": 1, "title": "Reading check",
  "components": [
    {"id": "app", "kind": "client"},
    {"id": "api", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 4}}},
    {"id": "cache", "kind": "cache", "parameters": {"hit_ratio": 0.8, "workers": 1, "service_time_ms": {"distribution": "exponential", "mean": 2}}},
    {"id": "db", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 20}}},
    {"id": "features", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 5}}},
    {"id": "profile", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 5}}},
    {"id": "events", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 3}}}
  ],
  "connections": [
    {"id": "app-api", "from": "app", "to": "api", "mode": "sync", "distance": "none"},
    {"id": "api-cache", "from": "api", "to": "cache", "mode": "sync", "stage": 1, "distance": "none"},
    {"id": "api-db", "from": "api", "to": "db", "mode": "sync", "stage": 2, "when": "on_miss", "of": "api-cache", "distance": "none"},
    {"id": "api-features", "from": "api", "to": "features", "mode": "sync", "stage": 3, "distance": "none"},
    {"id": "api-profile", "from": "api", "to": "profile", "mode": "sync", "stage": 3, "distance": "none"},
    {"id": "api-events", "from": "api", "to": "events", "mode": "async", "stage": 3, "distance": "none"}
  ],
  "workloads": [{"id": "read", "source": "app", "arrival": {"process": "poisson", "rate_per_s": 100}}],
  "objectives": [{"workload": "read", "metric": "latency_mean_ms", "at_most": 50}]
})json";

class ReadingCheck : public ::testing::Test {
protected:
    design::Design design = design::decode(text).value().design;
    std::shared_ptr<const catalog::Catalog> catalog = catalog::Catalog::builtIn();

    Estimate estimated() { return estimate(design, *catalog).value(); }
    void set(const char* path, const support::Json& value) { design = design::setPath(design, path, value).value(); }
};

const network::StationPerformance& at(const Estimate& estimate, const char* id) {
    return estimate.performance.stations[static_cast<std::size_t>(estimate.network.station(design::ComponentId(id)))];
}

TEST_F(ReadingCheck, EveryStationIsAnExactMM1) {
    struct Row {
        const char* id;
        double arrivals, mean_ms;
    };
    const Estimate result = estimated();
    for (const Row& row : {Row{"api", 100, 4}, Row{"cache", 100, 2}, Row{"db", 20, 20}, Row{"features", 100, 5},
                           Row{"profile", 100, 5}, Row{"events", 100, 3}}) {
        const auto& figures = at(result, row.id);
        // ρ = λ E[S];  W = ρ E[S]/(1−ρ);  Lq = λ W;  saturates at 1/ρ
        const double rho = row.arrivals * row.mean_ms / 1000;
        const double waiting = rho * row.mean_ms / (1 - rho);
        EXPECT_NEAR(figures.arrivals_per_s, row.arrivals, 1e-9) << row.id;
        EXPECT_NEAR(figures.utilisation.value, rho, 1e-12) << row.id;
        EXPECT_NEAR(figures.waiting_ms.value, waiting, 1e-9) << row.id;
        EXPECT_NEAR(figures.queue_length.value, row.arrivals * waiting / 1000, 1e-9) << row.id;
        EXPECT_NEAR(figures.in_service.value, rho, 1e-9) << row.id;
        EXPECT_NEAR(figures.saturates_at_load.value(), 1 / rho, 1e-9) << row.id;
        EXPECT_EQ(figures.waiting_ms.how, network::How::Exact) << row.id;
    }
}

TEST_F(ReadingCheck, MeanLatencyIsExactAndPercentilesAreClose) {
    // 6.6667 + 2.5 + 0.2·33.3333 + (12−ρ)/8 · 1/(μ−λ) = 6.6667 + 2.5 + 6.6667 + 14.375 ms
    const Estimate result = estimated();
    const auto& latency = result.performance.classes[0].latency;
    EXPECT_NEAR(latency.mean.value, 20.0 / 3 + 2.5 + 20.0 / 3 + 14.375, 1e-6);
    EXPECT_NEAR(latency.p50.value, 23.83, 0.01 * 23.83);
    EXPECT_NEAR(latency.p95.value, 75.2, 0.01 * 75.2);
    EXPECT_NEAR(latency.p99.value, 127.0, 0.01 * 127.0);
    EXPECT_NEAR(latency.p999.value, 203.6, 0.01 * 203.6);
}

TEST_F(ReadingCheck, BreakdownChargesTheCriticalPathAndAddsUp) {
    const Estimate result = estimated();
    const auto& figures = result.performance.classes[0];
    double sum = 0;
    std::map<std::string, double> rows;
    for (const auto& row : figures.breakdown) {
        sum += row.total_ms();
        if (row.station != network::none)
            rows[result.network.stations[static_cast<std::size_t>(row.station)].id.str()] = row.total_ms();
    }
    EXPECT_NEAR(sum, figures.latency.mean.value, 1e-6);
    EXPECT_NEAR(rows["api"], 20.0 / 3, 1e-6);
    EXPECT_NEAR(rows["cache"], 2.5, 1e-6);
    EXPECT_NEAR(rows["db"], 20.0 / 3, 1e-6);
    EXPECT_NEAR(rows["features"], 14.375 / 2, 0.01 * 7.1875);
    EXPECT_NEAR(rows["profile"], 14.375 / 2, 0.01 * 7.1875);
    EXPECT_EQ(rows.count("events"), 0u);
}

TEST_F(ReadingCheck, TheEventIsAFlowOutsideTheRequest) {
    const Estimate result = estimated();
    ASSERT_EQ(result.performance.flows.size(), 1u);
    EXPECT_NEAR(result.performance.flows[0].offered_per_s, 100, 1e-9);
    EXPECT_NEAR(result.performance.flows[0].latency.mean.value, 30.0 / 7, 1e-6); // 1/(1000/3 − 100) s
}

TEST_F(ReadingCheck, LoadLineAndBottleneck) {
    // Root of 1000·[1/(250−100f) + 1/(500−100f) + 0.2/(50−20f) + (12−f/2)/8/(200−100f)] = 50
    const Estimate result = estimated();
    EXPECT_EQ(result.system.bottleneck, "features");
    EXPECT_NEAR(result.system.saturation_load.value(), 2, 1e-9);
    EXPECT_NEAR(result.system.load_line.value(), 1.48675, 1e-3 * 1.48675);
    EXPECT_TRUE(result.objectives[0].met);
}

TEST_F(ReadingCheck, HeldWorkersMakeTheCallerAnMG1) {
    // E[S] = 4 + 2 + 0.2·20 + 7.5 = 17.5 ms, Var S = 16 + 4 + 144 + 31.25, W = λ E[S²] / (2(1−ρ)) at 40/s
    set("api.holds_worker", true);
    set("workloads.read.arrival.rate_per_s", 40);
    const Estimate result = estimated();
    const double second = 17.5 * 17.5 + 195.25;
    EXPECT_NEAR(at(result, "api").utilisation.value, 0.7, 1e-9);
    EXPECT_NEAR(at(result, "api").waiting_ms.value, 0.04 * second / (2 * 0.3), 1e-6);
    EXPECT_NEAR(result.performance.classes[0].latency.mean.value, 50.933333, 1e-5);
    EXPECT_NEAR(at(result, "api").saturates_at_load.value(), 1000 / 17.5 / 40, 1e-6);
    for (const char* id : {"cache", "db", "features", "profile"})
        EXPECT_NEAR(at(result, id).waiting_ms.value, 0, 1e-9) << id;
}

TEST_F(ReadingCheck, HeldWorkersAtAHundredAreUnstableAndItSaysWhereItWouldBeStable) {
    set("api.holds_worker", true);
    const Estimate result = estimated();
    EXPECT_FALSE(result.performance.stable);
    EXPECT_NEAR(at(result, "api").saturates_at_load.value(), 1000 / 17.5 / 100, 1e-6);
    EXPECT_FALSE(result.objectives[0].met);
    const bool said = std::any_of(result.findings.begin(), result.findings.end(), [](const support::Finding& finding) {
        return finding.where == "api" && finding.message.find("stable below load 0.5714") != std::string::npos;
    });
    EXPECT_TRUE(said);
}

TEST_F(ReadingCheck, EveryFigureIsExplainedByATreeThatEvaluatesToIt) {
    const Estimate result = estimated();
    for (const auto& figure : figures(result, design)) {
        const auto tree = explain(figure, result, design, *catalog);
        ASSERT_TRUE(tree) << figure;
        if (std::isfinite(tree->value)) {
            EXPECT_NEAR(evaluate(*tree), tree->value, 1e-9 * std::abs(tree->value)) << figure;
        }
    }
    EXPECT_NEAR(explain("workloads.read.latency_mean_ms", result, design, *catalog)->value, 30.208333, 1e-5);
    EXPECT_NEAR(explain("components.db.waiting_ms", result, design, *catalog)->value, 40.0 / 3, 1e-9);
    EXPECT_FALSE(explain("components.db.colour", result, design, *catalog));
    EXPECT_FALSE(explain("components.nowhere.waiting_ms", result, design, *catalog));
}

} // namespace
} // namespace catenary::insight
