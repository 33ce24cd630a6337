// SPDX-License-Identifier: Apache-2.0
#include "core/insight/comparison.h"

#include "core/design/codec.h"

#include <gtest/gtest.h>

#include <cmath>

namespace catenary::insight {
namespace {

const catalog::Catalog& facts() {
    static const auto catalog = catalog::Catalog::builtIn();
    return *catalog;
}

/// M/M/1: exponential service, 50 requests a second.
design::Design queue(double service_ms, const std::string& workload = "w") {
    return design::decode(R"({"format": "catenary-design", "version": 1, "components": [
        {"id": "c", "kind": "client"},
        {"id": "s", "kind": "service", "parameters": {"usd_per_hour": 1,
            "service_time_ms": {"distribution": "exponential", "mean": )" +
                          std::to_string(service_ms) + R"(}}}],
      "connections": [{"id": "c-s", "from": "c", "to": "s", "distance": "none"}],
      "workloads": [{"id": ")" +
                          workload + R"(", "source": "c", "arrival": {"process": "poisson", "rate_per_s": 50}}]})")
        .value()
        .design;
}

TEST(Comparison, OfADesignWithItselfIsExactlyNothing) {
    const auto same = compare(queue(10), queue(10), facts());
    ASSERT_TRUE(same);
    ASSERT_EQ(same->workloads.size(), 1u);
    for (const Change* change : {&same->workloads[0].mean_ms, &same->workloads[0].p99_ms}) {
        EXPECT_EQ(change->difference, 0);
        EXPECT_EQ(change->low, 0);
        EXPECT_EQ(change->high, 0);
        EXPECT_FALSE(change->sure());
    }
}

TEST(Comparison, FindsTheDifferenceOfTwoQueues) {
    // 1/(μ − λ): 20 ms with services of 10 ms, 1/(1/9 − 0.05) = 16.3636 with 9.
    const auto found = compare(queue(10), queue(9), facts());
    ASSERT_TRUE(found);
    const Change& mean = found->workloads[0].mean_ms;
    const double half = 0.5 * (mean.high - mean.low);
    EXPECT_NEAR(mean.difference, 1 / (1.0 / 9 - 0.05) - 20, 2 * half);
    EXPECT_TRUE(mean.sure());
    // The random numbers in common: far surer of the difference than of either mean, which 16,000 × 8 requests of this
    // queue know within about a per cent of 20 ms each.
    EXPECT_LT(half, 0.15);
    EXPECT_NEAR(mean.after - mean.before, mean.difference, 1e-9);
}

TEST(Comparison, IsTheSameOnAnyNumberOfThreads) {
    ComparisonRequest one;
    one.threads = 1;
    one.requests = 2000;
    ComparisonRequest three = one;
    three.threads = 3;
    const auto strip = [](std::string text) { // the only clock there is
        for (std::size_t at = 0; (at = text.find("\"wall_s\"", at)) != std::string::npos;)
            text.erase(at, text.find('\n', at) - at);
        return text;
    };
    EXPECT_EQ(strip(toJson(*compare(queue(10), queue(9), facts(), one))),
              strip(toJson(*compare(queue(10), queue(9), facts(), three))));
}

TEST(Comparison, SaysWhereOneIsNotStable) {
    ComparisonRequest request;
    request.requests = 2000;
    const auto found = compare(queue(10), queue(25), facts(), request); // 50/s × 25 ms
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->stable);
    EXPECT_TRUE(std::isnan(found->workloads[0].mean_ms.difference));
    EXPECT_FALSE(found->workloads[0].mean_ms.sure());
}

TEST(Comparison, NeedsAWorkloadInCommon) {
    const auto found = compare(queue(10), queue(9, "other"), facts());
    ASSERT_FALSE(found);
    EXPECT_NE(found.error().hint.find("id"), std::string::npos);
}

TEST(Comparison, StopsWhenAsked) {
    std::stop_source source;
    source.request_stop();
    const auto found = compare(queue(10), queue(9), facts(), {}, source.get_token());
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, support::ErrorCode::Cancelled);
}

} // namespace
} // namespace catenary::insight
