// SPDX-License-Identifier: Apache-2.0
#include "core/insight/sensitivity.h"

#include "core/design/codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace catenary::insight {
namespace {

using testing::DoubleNear;

design::Design designOf(const char* text) {
    return design::decode(text).value().design;
}

/// M/M/1: W = s/(1 − ρ), ρ = λ·s = 0.6.
const char* const single = R"({"format": "catenary-design", "version": 1, "components": [
    {"id": "c", "kind": "client"},
    {"id": "s", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 6}}}],
  "connections": [{"id": "c-s", "from": "c", "to": "s", "distance": "none"}],
  "workloads": [{"id": "w", "source": "c", "arrival": {"process": "poisson", "rate_per_s": 100}}]})";

/// The design of the shared reading check: cache aside, a parallel stage, an async event.
const char* const cacheAside = R"({"format": "catenary-design", "version": 1, "components": [
    {"id": "app", "kind": "client"},
    {"id": "api", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 4}}},
    {"id": "cache", "kind": "cache", "parameters": {"hit_ratio": 0.8, "workers": 1, "service_time_ms": {"distribution": "exponential", "mean": 2}}},
    {"id": "db", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 20}}},
    {"id": "features", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 5}}},
    {"id": "profile", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 5}}},
    {"id": "events", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 3}}}],
  "connections": [
    {"id": "app-api", "from": "app", "to": "api", "distance": "none"},
    {"id": "api-cache", "from": "api", "to": "cache", "stage": 1, "distance": "none"},
    {"id": "api-db", "from": "api", "to": "db", "stage": 2, "when": "on_miss", "of": "api-cache", "distance": "none"},
    {"id": "api-features", "from": "api", "to": "features", "stage": 3, "distance": "none"},
    {"id": "api-profile", "from": "api", "to": "profile", "stage": 3, "distance": "none"},
    {"id": "api-events", "from": "api", "to": "events", "mode": "async", "stage": 3, "distance": "none"}],
  "workloads": [{"id": "read", "source": "app", "arrival": {"process": "poisson", "rate_per_s": 100}}]})";

Sensitivity of(const char* text, const SensitivityRequest& request = {}) {
    return sensitivity(designOf(text), *catalog::Catalog::builtIn(), request).value();
}

const SensitivityRow& rowOf(const Sensitivity& sensitivity, const std::string& path) {
    for (const auto& row : sensitivity.rows)
        if (row.lever.path == path) return row;
    throw std::out_of_range("no parameter " + path);
}

/// 0: no effect.
int rankOf(const Sensitivity& sensitivity, const std::string& path) {
    for (const Ranked& ranked : ranking(sensitivity, 0))
        if (sensitivity.rows[ranked.row].lever.path == path) return ranked.rank;
    return -1;
}

} // namespace

TEST(Sensitivity, OfAnMM1IsWhatItsDerivativesSay) {
    SensitivityRequest request;
    request.step = 1e-3;
    const Sensitivity found = of(single, request);
    // d ln W / d ln λ = ρ/(1 − ρ), d ln W / d ln s = 1/(1 − ρ); the sojourn is exponential, so p99 = W·ln 100.
    for (const auto figure : {&Elasticity::mean_ms, &Elasticity::p99_ms, &Elasticity::metric}) {
        EXPECT_THAT(rowOf(found, "workloads.w.arrival.rate_per_s").workloads[0].*figure, DoubleNear(1.5, 1e-3));
        EXPECT_THAT(rowOf(found, "s.service_time_ms").workloads[0].*figure, DoubleNear(2.5, 1e-3));
    }
    // Whole numbers go by one: a second worker, of this replica or of another, is the same M/M/2.
    EXPECT_EQ(rankOf(found, "s.replicas"), 1);
    EXPECT_EQ(rankOf(found, "s.workers"), 1);
    // A second call with chance ε comes together with the first: M^X/M/1, whose tail falls with μ(1 − ρ − ε); the
    // balance of its levels gives d ln p99/dε = 2.502. No call with chance ε: 1.5 of the load, 1/ln 100 of what takes
    // no time.
    EXPECT_THAT(rowOf(found, "connections.c-s.calls").workloads[0].p99_ms, DoubleNear((2.502 + 1.717) / 2, 4e-3));
    EXPECT_EQ(rankOf(found, "connections.c-s.calls") + rankOf(found, "s.service_time_ms"), 3 + 4);
    EXPECT_GT(rankOf(found, "workloads.w.arrival.rate_per_s"), 4);
}

TEST(Sensitivity, GoesDownAndUpByTheStepAndByOneAtLeast) {
    const Sensitivity found = of(single);
    const SensitivityRow& time = rowOf(found, "s.service_time_ms");
    EXPECT_DOUBLE_EQ(time.down.value, 5.4);
    EXPECT_DOUBLE_EQ(time.up.value, 6.6);
    // W = s/(1 − λ·s)
    EXPECT_NEAR(time.down.workloads[0].mean_ms, 5.4 / 0.46, 1e-9);
    EXPECT_NEAR(time.up.workloads[0].mean_ms, 6.6 / 0.34, 1e-9);
    const SensitivityRow& replicas = rowOf(found, "s.replicas");
    EXPECT_FALSE(replicas.lever.given);
    EXPECT_FALSE(replicas.down.impossible.empty());
    EXPECT_EQ(replicas.up.value, 2);
    // M/M/2 at ρ = 0.3: W = s/(1 − ρ²)
    EXPECT_NEAR(replicas.up.workloads[0].mean_ms, 6 / (1 - 0.09), 1e-9);
    EXPECT_NEAR(replicas.workloads[0].mean_ms, std::log((6 / 0.91) / (6 / 0.4)) / std::log(2.0), 1e-9);
}

TEST(Sensitivity, NamesAConnectionByWhatItJoins) {
    EXPECT_EQ(rowOf(of(cacheAside), "connections.api-cache.calls").lever.title, "api → cache: calls");
}

TEST(Sensitivity, PutsWhatMakesAQueueGrowWithoutEndFirst) {
    SensitivityRequest request;
    request.step = 0.5;
    design::Design busy = designOf(single);
    const Sensitivity over = sensitivity(design::setPath(busy, "workloads.w.arrival.rate_per_s", 150).value(),
                                         *catalog::Catalog::builtIn(), request)
                                 .value();
    const SensitivityRow& more = rowOf(over, "workloads.w.arrival.rate_per_s");
    EXPECT_FALSE(more.up.stable);
    EXPECT_TRUE(std::isnan(more.up.workloads[0].metric));
    EXPECT_EQ(rankOf(over, "workloads.w.arrival.rate_per_s"), 1);
    for (const Ranked& ranked : ranking(over, 0)) {
        if (ranked.rank == 1) {
            EXPECT_TRUE(std::isinf(ranked.swing));
        }
    }
    // The other side alone gives the elasticity: ln(W(0.9)/W(0.45)) ÷ ln 2.
    EXPECT_NEAR(more.workloads[0].mean_ms, std::log(0.55 / 0.1) / std::log(2.0), 1e-9);
}

TEST(Sensitivity, OfTheCacheAsideDesignIsThatOfItsFormula) {
    SensitivityRequest request;
    request.step = 1e-3;
    request.metric = "latency_mean_ms";
    const Sensitivity found = of(cacheAside, request);
    // L = 1000·[1/(250−λ) + 1/(500−λ) + (1−h)/(50−(1−h)λ) + (12−λ/200)/8/(200−λ)] = 30.2083 ms at λ = 100, h = 0.8
    const double whole = 30.208333;
    EXPECT_NEAR(found.now.workloads[0].mean_ms, whole, 1e-5);
    // dL/dh = −1000·50/(50 − (1−h)λ)² = −55.5556 ms
    EXPECT_NEAR(rowOf(found, "cache.hit_ratio").workloads[0].metric, -55.5556 * 0.8 / whole, 1e-3);
    // The service time of one station: M/M/1 has ds·1/(1−ρ)²; api: 4/(0.6)² = 11.1111 ms per unit of ln s
    EXPECT_NEAR(rowOf(found, "api.service_time_ms").workloads[0].metric, 11.1111 / whole, 1e-3);
    EXPECT_NEAR(rowOf(found, "db.service_time_ms").workloads[0].metric, 0.2 * 20 / 0.36 / whole, 1e-3);
    // Nobody waits for the event.
    EXPECT_EQ(rankOf(found, "events.service_time_ms"), 0);
    EXPECT_EQ(rankOf(found, "connections.api-events.calls"), 0);
    // The two branches of the parallel stage are alike.
    EXPECT_EQ(rankOf(found, "features.service_time_ms"), rankOf(found, "profile.service_time_ms"));
}

TEST(Sensitivity, NamesWhatTheEngineDoesNotModel) {
    design::Design design = designOf(single);
    design = design::setPath(design, "s.autoscaling", {{"min", 1}, {"max", 4}, {"cooldown_s", 60}}).value();
    const Sensitivity found = sensitivity(design, *catalog::Catalog::builtIn()).value();
    EXPECT_EQ(rankOf(found, "s.autoscaling.cooldown_s"), 0);
    EXPECT_THAT(rowOf(found, "s.autoscaling.cooldown_s").not_modelled, testing::HasSubstr("not modelled"));
    EXPECT_EQ(rowOf(found, "s.service_time_ms").not_modelled, "");
}

TEST(Sensitivity, ReplacesADistanceByItsOwnLatency) {
    design::Design design = designOf(single);
    design = design::setPath(design, "connections.c-s.distance", "cross_region").value();
    const Sensitivity found = sensitivity(design, *catalog::Catalog::builtIn()).value();
    const SensitivityRow& row = rowOf(found, "connections.c-s.distance.latency_ms");
    EXPECT_NEAR(row.now.workloads[0].mean_ms, found.now.workloads[0].mean_ms, 1e-9);
    // There and back.
    EXPECT_NEAR(row.up.workloads[0].mean_ms - row.now.workloads[0].mean_ms, 2 * 0.1 * row.lever.value, 1e-6);
}

TEST(Sensitivity, SaysWhatIsWrongWithTheQuestion) {
    SensitivityRequest request;
    request.metric = "latency_p98_ms";
    EXPECT_THAT(sensitivity(designOf(single), *catalog::Catalog::builtIn(), request).error().message,
                testing::HasSubstr("latency_p98_ms"));
    request.metric = "latency_p99_ms";
    request.step = 0;
    EXPECT_FALSE(sensitivity(designOf(single), *catalog::Catalog::builtIn(), request));
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = sensitivity(designOf(single), *catalog::Catalog::builtIn(), {}, stop.get_token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, support::ErrorCode::Cancelled);
}

TEST(Sensitivity, IsTheSameOnAnyNumberOfThreads) {
    SensitivityRequest one;
    one.threads = 1;
    SensitivityRequest three;
    three.threads = 3;
    EXPECT_EQ(toJson(of(cacheAside, one)), toJson(of(cacheAside, three)));
    EXPECT_EQ(toCsv(of(cacheAside, one)), toCsv(of(cacheAside, three)));
}

} // namespace catenary::insight
