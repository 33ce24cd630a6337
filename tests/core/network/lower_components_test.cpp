// SPDX-License-Identifier: Apache-2.0
#include "tests/core/network/lowering.h"

#include <gmock/gmock.h>

#include <cmath>

using namespace catenary;
using namespace catenary::network;
using testing::HasSubstr;

namespace {

std::string workload(const std::string& arrival, const std::string& more = "") {
    return R"({"id": "read", "source": "app", "arrival": {)" + arrival + "}" + more + "}";
}
Class classOf(const std::string& arrival) {
    return networkOf(component("service", ""), toIt, workload(arrival)).classes.at(0);
}

} // namespace

TEST(Services, KeepEveryParameterOfTheirStation) {
    const Network net = networkOf(
        component(
            "service",
            R"("replicas": 3, "workers": 4, "discipline": "priority", "preemptive": true, "queue_capacity": 7, "dispatch": "power_of_two",
                  "holds_worker": true, "patience_ms": 500, "failure_ratio": 0.01, "setup_ms": 30, "mtbf_s": 1000, "mttr_s": 10, "slow_replicas": 1, "slow_factor": 2,
                  "autoscaling": {"min": 2, "max": 9, "target_utilisation": 0.7, "startup_ms": 100, "cooldown_s": 60},
                  "rate_limit_per_s": 50, "rate_burst": 5, "max_concurrency": 20, "zone": "z1")"),
        toIt);
    const auto& station = modelOf<ServersStation>(net, "it");
    EXPECT_EQ(station.replicas, 3);
    EXPECT_EQ(station.workers, 4);
    EXPECT_EQ(station.discipline, Discipline::Priority);
    EXPECT_TRUE(station.preemptive && station.holds_worker);
    EXPECT_EQ(station.queue_capacity, 7);
    EXPECT_EQ(station.dispatch, Dispatch::PowerOfTwo);
    EXPECT_EQ(station.patience_ms->mean(), 500);
    EXPECT_EQ(station.failure_ratio, 0.01);
    EXPECT_EQ(station.setup_ms->mean(), 30);
    EXPECT_EQ(station.mtbf_s, 1000);
    EXPECT_EQ(station.mttr_s, 10);
    EXPECT_EQ(station.slow_replicas, 1);
    EXPECT_EQ(station.slow_factor, 2);
    ASSERT_TRUE(station.autoscaling);
    EXPECT_EQ(station.autoscaling->max, 9);
    EXPECT_EQ(station.autoscaling->cooldown_s, 60);
    EXPECT_EQ(stationOf(net, "it").admission.rate_limit_per_s, 50);
    EXPECT_EQ(stationOf(net, "it").admission.rate_burst, 5);
    EXPECT_EQ(stationOf(net, "it").admission.max_concurrency, 20);
    EXPECT_EQ(stationOf(net, "it").zone, "z1");
}

TEST(Services, ThatCannotBeModelledSayWhichParameterIsWrong) {
    EXPECT_THAT(errorOf(lowered(component("service", R"("slow_replicas": 5)"), toIt)), HasSubstr("it.slow_replicas"));
    EXPECT_FALSE(lowered(component("service", R"("replicas": 0)"), toIt));
    EXPECT_FALSE(lowered(component("service", R"("discipline": "fastest")"), toIt));
    EXPECT_THAT(errorOf(lowered(component("service", R"("autoscaling": {"min": 5, "max": 2})"), toIt)),
                HasSubstr("autoscaling"));
}

TEST(Caches, GiveAHitRatioOrWhatItFollowsFrom) {
    const auto computed = modelOf<CacheStation>(
        networkOf(component("cache", R"("items": 1000, "zipf_skew": 0.9, "capacity_items": 100, "eviction": "lfu")"),
                  toIt),
        "it");
    EXPECT_FALSE(computed.hit_ratio);
    EXPECT_EQ(computed.items, 1000);
    EXPECT_EQ(computed.eviction, Eviction::Lfu);
    EXPECT_EQ(computed.key_space, "it");
    EXPECT_THAT(errorOf(lowered(component("cache", R"("hit_ratio": 0.5, "cold": true)"), toIt)), HasSubstr("it.cold"));
}

TEST(Workers, DifferByWorkloadInTimesOnly) {
    const auto result = lowered(
        component(
            "service",
            R"("replicas": 2, "service_time_ms": 5, "by_workload": {"read": {"service_time_ms": 9, "replicas": 7}})"),
        toIt);
    ASSERT_TRUE(result) << errorOf(result);
    const Station& station = stationOf(result->network, "it");
    ASSERT_EQ(station.by_class.count(0), 1U);
    EXPECT_EQ(std::get<ServersStation>(station.by_class.at(0)).service_ms.mean(), 9);
    EXPECT_EQ(std::get<ServersStation>(station.model).service_ms.mean(), 5);
    EXPECT_TRUE(says(result, support::Severity::Warning, "`replicas` belongs to the component"));
    EXPECT_THAT(errorOf(lowered(component("service", R"("by_workload": {"gone": {"service_time_ms": 9}})"), toIt)),
                HasSubstr("there is no workload `gone`"));
}

// users × actions × peak ÷ 86 400: 864 000 · 2 · 5 ÷ 86 400 = 100
TEST(Arrivals, APopulationIsARateWithItsFormula) {
    const Class population = classOf(
        R"("process": "poisson", "population": {"daily_users": 864000, "actions_per_user": 2, "peak_factor": 5})");
    EXPECT_DOUBLE_EQ(population.rate_per_s, 100);
    EXPECT_THAT(population.rate_formula, HasSubstr("864000 users × 2 actions"));
    EXPECT_TRUE(classOf(R"("process": "poisson", "rate_per_s": 3)").rate_formula.empty());
}

TEST(Arrivals, BatchesCountTheirRequests) {
    const Class batch =
        classOf(R"("process": "batch", "rate_per_s": 10, "size": {"distribution": "uniform", "min": 2, "max": 6})");
    EXPECT_DOUBLE_EQ(batch.rate_per_s, 40);
    EXPECT_DOUBLE_EQ(batch.batches_per_s, 10);
}

TEST(Arrivals, RenewalSchedulesAndClosedLoopsHaveTheirMeanRate) {
    EXPECT_DOUBLE_EQ(
        classOf(R"("process": "renewal", "interarrival_ms": {"distribution": "gamma", "mean": 20, "cv": 2})")
            .rate_per_s,
        50);
    EXPECT_DOUBLE_EQ(classOf(R"("process": "schedule", "every_s": 60, "at_s": 0, "size": 120)").rate_per_s, 2);
    const Class closed = classOf(R"("process": "closed", "users": 12, "think_time_ms": 1000)");
    EXPECT_EQ(closed.rate_per_s, 0);
    EXPECT_EQ(closed.arrival.users, 12);
}

TEST(Arrivals, ThatMakeNoSenseAreErrorsWithTheirField) {
    const auto error = [](const std::string& arrival) {
        return errorOf(lowered(component("service", ""), toIt, workload(arrival)));
    };
    EXPECT_THAT(error(R"("process": "poisson")"), HasSubstr("workloads.read.arrival.rate_per_s"));
    EXPECT_THAT(
        error(R"("process": "bursty", "rate_per_s": 10, "peak_ratio": 5, "burst_fraction": 0.5, "burst_ms": 100)"),
        HasSubstr("arrival.burst_fraction"));
    EXPECT_THAT(error(R"("process": "diurnal", "rate_per_s": 10, "peak_ratio": 3)"), HasSubstr("arrival.peak_ratio"));
    EXPECT_THAT(error(R"("process": "closed", "users": 0, "think_time_ms": 5)"), HasSubstr("arrival.users"));
    EXPECT_THAT(error(R"("process": "trace", "file": "times.csv")"), HasSubstr("arrival.file"));
}

TEST(Omissions, AreNamedOnlyWhereTheAuthorSaidSomething) {
    EXPECT_TRUE(says(lowered(component("event_log", R"("retention_s": 60)"), toIt), support::Severity::Info,
                     "not modelled yet: `retention_s`"));
    EXPECT_FALSE(says(lowered(component("event_log", ""), toIt), support::Severity::Info, "not modelled yet"));
}

TEST(ModelServers, GetTheirTimesFromModelAndHardware) {
    const Network net = networkOf(
        component("model_server", R"("model": "bert-base", "hardware": "aws:g6.xlarge", "max_batch": 16)"), toIt);
    const auto& station = modelOf<BatcherStation>(net, "it");
    ASSERT_EQ(station.time.curve_ms.size(), 16U);
    EXPECT_DOUBLE_EQ(station.time.mean_ms(16), station.time.curve_ms[15]);
    EXPECT_LT(station.time.mean_ms(1), station.time.mean_ms(16));
    EXPECT_LT(station.time.mean_ms(16), 16 * station.time.mean_ms(1)) << "a batch is cheaper than its parts";
    ASSERT_TRUE(stationOf(net, "it").physics);
    const auto& served = std::get<inference::BatchDeployment>(stationOf(net, "it").physics->served);
    EXPECT_DOUBLE_EQ(inference::batch(served, 16).ms(), station.time.curve_ms[15]);
}

TEST(ModelServers, FewerBitsAndMoreItemsChangeTheirTimes) {
    const auto time = [](const std::string& more) {
        const Network net = networkOf(
            component("model_server", R"("model": "bert-large", "hardware": "aws:g6.xlarge", "max_batch": 8)" + more),
            toIt);
        return modelOf<BatcherStation>(net, "it").time.mean_ms(8);
    };
    EXPECT_LT(time(R"(, "precision": "int8")"), time(""));
    EXPECT_GT(time(R"(, "items_per_request": 10)"), 5 * time(""));
}

TEST(ModelServers, ATypedInTimeReplacesThePhysicsAndSaysSo) {
    const auto result = lowered(
        component("model_server", R"("model": "bert-base", "batch_time_ms": {"base": 2, "per_item": 1})"), toIt);
    ASSERT_TRUE(result) << errorOf(result);
    EXPECT_DOUBLE_EQ(modelOf<BatcherStation>(result->network, "it").time.mean_ms(3), 5);
    EXPECT_TRUE(says(result, support::Severity::Info, "typed-in time replaces"));
}

TEST(ModelServers, UnknownModelsAndHardwareWithoutPhysicsAreErrors) {
    EXPECT_THAT(errorOf(lowered(component("model_server", R"("model": "bert-bass")"), toIt)), HasSubstr("bert-bass"));
    EXPECT_THAT(
        errorOf(lowered(component("model_server", R"("model": "bert-base", "hardware": "aws:m7i.large")"), toIt)),
        HasSubstr("it.hardware"));
}

TEST(LlmServers, GetStepsAndCacheFromModelAndHardware) {
    const Network net = networkOf(
        component("llm_server",
                  R"("model": "llama-3.1-8b", "hardware": "H100-SXM", "precision": "fp16", "tensor_parallel": 1)"),
        toIt);
    const auto& station = modelOf<DecoderStation>(net, "it");
    EXPECT_GT(station.step.ms(1, 0, 0, 0), 4) << "16 GB of weights at 3.35 TB/s";
    EXPECT_LT(station.step.ms(1, 0, 0, 0), 12);
    EXPECT_GT(station.step.ms(0, 0, 2, 1), station.step.ms(0, 0, 1, 1));
    EXPECT_GT(station.step.perContextToken_ms(), 0);
    EXPECT_GT(station.kv_tokens, 300000);
    EXPECT_LT(station.kv_tokens, 600000);
}

TEST(LlmServers, ThatDoNotFitSayTheArithmetic) {
    const std::string error = errorOf(lowered(
        component("llm_server",
                  R"("model": "llama-3.1-70b", "hardware": "H100-SXM", "precision": "fp16", "tensor_parallel": 1)"),
        toIt));
    EXPECT_THAT(error, HasSubstr("does not fit"));
    EXPECT_THAT(error, HasSubstr("141.1 GB"));
}

TEST(LlmServers, TypedInStepsReplaceThePhysics) {
    const auto result = lowered(
        component(
            "llm_server",
            R"("model": "llama-3.1-8b", "hardware": "H100-SXM", "step_time_ms": {"base": 5, "per_prefill_token": 0.1, "per_sequence": 0.02, "per_context_token": 0.001}, "kv_tokens": 1000)"),
        toIt);
    ASSERT_TRUE(result) << errorOf(result);
    const auto& station = modelOf<DecoderStation>(result->network, "it");
    EXPECT_EQ(station.step.ms(0, 0, 0, 0), 5);
    EXPECT_EQ(station.step.perContextToken_ms(), 0.001);
    EXPECT_EQ(station.kv_tokens, 1000);
    EXPECT_TRUE(says(result, support::Severity::Info, "typed-in time replaces"));
}

TEST(JobsAndLogs, KeepTheirParameters) {
    const Network job = networkOf(
        component(
            "job",
            R"("every_s": 3600, "at_s": 60, "items": 5000, "time_per_item_ms": 2, "workers": 4, "startup_s": 30)"),
        toIt);
    EXPECT_EQ(modelOf<JobStation>(job, "it").items, 5000);
    EXPECT_EQ(modelOf<JobStation>(job, "it").workers, 4);
    EXPECT_FALSE(modelOf<JobStation>(networkOf(component("job", R"("items": "arrived")"), toIt), "it").items);
    const Network log =
        networkOf(component("event_log", R"("partitions": 6, "consumers": 3, "consume_time_ms": 2)"), toIt);
    EXPECT_EQ(modelOf<LogStation>(log, "it").partitions, 6);
    EXPECT_EQ(modelOf<LogStation>(log, "it").consume_ms.mean(), 2);
}

TEST(EveryKind, LowersWithItsDefaults) {
    for (const catalog::Kind& kind : catalog::Catalog::builtIn()->kinds()) {
        const bool source = kind.station == catalog::StationType::Source;
        const bool router = kind.station == catalog::StationType::Router;
        const auto result =
            source ? lower(designOf(
                               component(kind.id, ""), "",
                               R"({"id": "read", "source": "it", "arrival": {"process": "poisson", "rate_per_s": 1}})"),
                           *catalog::Catalog::builtIn())
                   : lowered(component(kind.id, "") + R"(, {"id": "end", "kind": "service"})",
                             toIt + (router ? R"(, {"id": "out", "from": "it", "to": "end"})" : ""));
        EXPECT_TRUE(result) << kind.id << ": " << errorOf(result);
    }
}

TEST(EveryTemplate, LowersWithoutAnError) {
    int templates = 0;
    for (const support::EmbeddedFile& file : support::embeddedFiles()) {
        if (!file.path.starts_with("templates/")) continue;
        ++templates;
        const auto decoded = design::decode(file.content, std::string(file.path));
        ASSERT_TRUE(decoded) << support::describe(decoded.error());
        const auto result = lower(decoded->design, *catalog::Catalog::builtIn());
        EXPECT_TRUE(result) << file.path << ": " << errorOf(result);
        if (!result) continue;
        for (const support::Finding& finding : result->findings)
            EXPECT_EQ(finding.message.find("typed-in time"), std::string::npos) << file.path << ": " << finding.where;
    }
    EXPECT_GE(templates, 3);
}
