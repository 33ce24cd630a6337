// SPDX-License-Identifier: Apache-2.0
#include "core/insight/sizing.h"

#include "core/design/codec.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace catenary::insight {
namespace {

const catalog::Catalog& facts() {
    static const auto catalog = catalog::Catalog::builtIn();
    return *catalog;
}

/// client -> a (10 ms) -> b (20 ms), exponential services, many servers each, 350 requests a second; a costs 2 $/h for
/// each replica and b 0.5.
design::Design twoServices(double meanAtMost, const std::string& ofA = "", const std::string& more = "") {
    const std::string text = R"({"format": "catenary-design", "version": 1, "components": [
        {"id": "c", "kind": "client"},
        {"id": "a", "kind": "service")" +
                             ofA + R"(, "parameters": {"replicas": 9, "usd_per_hour": 2,
            "service_time_ms": {"distribution": "exponential", "mean": 10}}},
        {"id": "b", "kind": "service", "parameters": {"replicas": 3, "usd_per_hour": 0.5,
            "service_time_ms": {"distribution": "exponential", "mean": 20}}},
        {"id": "log", "kind": "service", "parameters": {"replicas": 30, "usd_per_hour": 1,
            "service_time_ms": {"distribution": "exponential", "mean": 20}}}],
      "connections": [
        {"id": "c-a", "from": "c", "to": "a", "distance": "none"},
        {"id": "a-b", "from": "a", "to": "b", "distance": "none"},
        {"id": "a-log", "from": "a", "to": "log", "mode": "async", "distance": "none"}],
      "workloads": [{"id": "w", "source": "c", "arrival": {"process": "poisson", "rate_per_s": 350}}],
      "objectives": [{"workload": "w", "metric": "latency_mean_ms", "at_most": )" +
                             std::to_string(meanAtMost) + "}" + more + "]}";
    auto decoded = design::decode(text);
    EXPECT_TRUE(decoded) << (decoded ? "" : decoded.error().message);
    return decoded->design;
}

/// Mean response of M/M/c, ms; infinity where unstable.
double meanResponse(double rate_per_ms, double service_ms, int servers) {
    const double load = rate_per_ms * service_ms;
    if (load >= servers) return std::numeric_limits<double>::infinity();
    double b = 1;
    for (int k = 1; k <= servers; ++k) b = load * b / (k + load * b);
    const double c = b / (1 - load / servers * (1 - b));
    return service_ms + c * service_ms / (servers - load);
}

int replicas(const design::Design& design, const std::string& id) {
    return design::getPath(design, id + ".replicas")->get<int>();
}

TEST(Sizing, FindsTheCheapestOfAllCombinations) {
    // M/M/c in tandem is exact, so every combination can be tried by hand at 1.2 × 350 requests a second.
    const double rate = 1.2 * 0.350;
    for (const double bound : {31.0, 33.0, 40.0, 80.0}) {
        double cheapest = 1e9;
        for (int a = 1; a <= 60; ++a)
            for (int b = 1; b <= 60; ++b)
                if (meanResponse(rate, 10, a) + meanResponse(rate, 20, b) <= bound)
                    cheapest = std::min(cheapest, 2.0 * a + 0.5 * b);
        const auto sizing = size(twoServices(bound), facts());
        ASSERT_TRUE(sizing) << sizing.error().message;
        EXPECT_DOUBLE_EQ(2.0 * replicas(sizing->design, "a") + 0.5 * replicas(sizing->design, "b"), cheapest) << bound;
    }
}

TEST(Sizing, KeepsStableWhatNoObjectiveLooksAt) {
    // 420/s × 20 ms = 8.4: nine servers at least.
    const auto sizing = size(twoServices(80), facts());
    ASSERT_TRUE(sizing);
    EXPECT_EQ(replicas(sizing->design, "log"), 9);
}

TEST(Sizing, LeavesAloneWhatIsLocked) {
    const auto sizing = size(twoServices(80, R"(, "locked": true)"), facts());
    ASSERT_TRUE(sizing);
    EXPECT_EQ(replicas(sizing->design, "a"), 9);
    EXPECT_EQ(std::count(sizing->kept.begin(), sizing->kept.end(), "a: locked"), 1);
}

TEST(Sizing, SaysWhichObjectiveCannotBeKept) {
    // 30 ms of work fit in no 29 ms, however many servers there are.
    const auto sizing = size(twoServices(29), facts());
    ASSERT_FALSE(sizing);
    EXPECT_EQ(sizing.error().code, support::ErrorCode::Unsupported);
    EXPECT_NE(sizing.error().message.find("mean latency of `w` comes to 30 ms, at most 29 is wanted"),
              std::string::npos)
        << sizing.error().message;
}

TEST(Sizing, WeighsAnObjectiveOnMoneyToo) {
    // 1 $/month cannot be kept by any sizing.
    const auto sizing = size(twoServices(80, "", R"(, {"metric": "usd_per_month", "at_most": 1})"), facts());
    ASSERT_FALSE(sizing);
    EXPECT_NE(sizing.error().message.find("at most 1 is wanted"), std::string::npos) << sizing.error().message;
}

TEST(Sizing, NeedsAnObjective) {
    auto design = twoServices(80);
    design.objectives.clear();
    const auto sizing = size(design, facts());
    ASSERT_FALSE(sizing);
    EXPECT_EQ(sizing.error().code, support::ErrorCode::Input);
}

TEST(Sizing, SparesMoreUntilTheProofHolds) {
    // A judge that finds every mean 3 % longer than the analysis does.
    SizingRequest request;
    request.prove = [](const design::Design& design, double load) {
        Request at;
        at.load = load;
        auto found = estimate(design, facts(), at);
        for (ObjectiveResult& result : found->objectives)
            result.met = *result.value * 1.03 <= *result.objective.at_most;
        return found;
    };
    const auto sizing = size(twoServices(33), facts(), request);
    ASSERT_TRUE(sizing) << sizing.error().message;
    EXPECT_GT(sizing->margin, 0);
    ASSERT_TRUE(sizing->proof);
    EXPECT_LE(*sizing->proof->objectives[0].value * 1.03, 33);
}

TEST(Sizing, IsTheSameOnAnyNumberOfThreads) {
    SizingRequest one;
    one.threads = 1;
    SizingRequest three;
    three.threads = 3;
    const auto first = size(twoServices(33), facts(), one);
    const auto second = size(twoServices(33), facts(), three);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(toJson(*first, 1.2), toJson(*second, 1.2));
}

} // namespace
} // namespace catenary::insight
