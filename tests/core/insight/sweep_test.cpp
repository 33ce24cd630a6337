// SPDX-License-Identifier: Apache-2.0
#include "core/insight/sweep.h"

#include "core/design/codec.h"

#include <gtest/gtest.h>

#include <utility>

namespace catenary::insight {
namespace {

const catalog::Catalog& facts() {
    static const auto catalog = catalog::Catalog::builtIn();
    return *catalog;
}

/// client -> a: M/M/c, 10 ms, 80 requests a second.
design::Design oneService() {
    return design::decode(R"({"format": "catenary-design", "version": 1, "components": [
        {"id": "c", "kind": "client"},
        {"id": "a", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 10}}}],
      "connections": [{"id": "c-a", "from": "c", "to": "a", "distance": "none"}],
      "workloads": [{"id": "w", "source": "c", "arrival": {"process": "poisson", "rate_per_s": 80}}]})")
        ->design;
}

support::Result<Estimate> analysed(const design::Design& design) {
    return estimate(design, facts());
}

std::vector<SweepPoint> swept(const std::string& text, unsigned threads = 0) {
    const auto vary = parseVary(text);
    EXPECT_TRUE(vary) << text;
    auto points = sweep(oneService(), facts(), *vary, analysed, threads);
    EXPECT_TRUE(points) << points.error().message;
    return *points;
}

TEST(Sweep, ReadsAPathAndItsRange) {
    const auto vary = parseVary("workloads.w.arrival.rate_per_s=10:1e3:12");
    ASSERT_TRUE(vary);
    EXPECT_EQ(vary->path, "workloads.w.arrival.rate_per_s");
    EXPECT_EQ(vary->from, 10);
    EXPECT_EQ(vary->to, 1000);
    EXPECT_EQ(vary->steps, 12);
}

TEST(Sweep, SaysWhatIsWrongWithARange) {
    for (const char* text : {"", "a.replicas", "=1:2:3", "a.replicas=1:2", "a.replicas=x:2:3", "a.replicas=1::3",
                             "a.replicas=1:2:0", "a.replicas=1:2:2.5", "a.replicas=1:inf:3", "a.replicas=1:2:3:4"})
        EXPECT_FALSE(parseVary(text)) << text;
}

TEST(Sweep, EachPointIsTheEstimateOfTheDesignWithThatValue) {
    // M/M/1: mean 1/(μ − λ), μ = 100/s.
    const auto points = swept("workloads.w.arrival.rate_per_s=10:90:5");
    ASSERT_EQ(points.size(), 5u);
    for (const SweepPoint& point : points) {
        ASSERT_TRUE(point.estimate);
        EXPECT_NEAR(point.estimate->performance.classes[0].latency.mean.value, 1000 / (100 - point.value), 1e-6);
    }
    EXPECT_EQ(points.front().value, 10);
    EXPECT_EQ(points.back().value, 90);
}

TEST(Sweep, WholeNumbersComeOnceEach) {
    const auto points = swept("a.replicas=1:3:9");
    ASSERT_EQ(points.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(points[i].value, static_cast<double>(i + 1));
}

TEST(Sweep, AValueThatCannotBeModelledIsAPointOfItsOwn) {
    const auto points = swept("a.replicas=0:1:2");
    ASSERT_EQ(points.size(), 2u);
    EXPECT_FALSE(points[0].estimate);
    EXPECT_TRUE(points[1].estimate);
    EXPECT_NE(toJson("a.replicas", points).find("\"error\""), std::string::npos);
}

TEST(Sweep, EveryLineOfTheCsvHasTheFieldsOfItsHeading) {
    const std::string csv = toCsv("a.replicas", swept("a.replicas=0:2:3"));
    std::vector<int> commas;
    bool quoted = false;
    int count = 0;
    for (const char c : csv) {
        if (c == '"') quoted = !quoted;
        if (c == ',' && !quoted) ++count;
        if (c == '\n' && !quoted) commas.push_back(std::exchange(count, 0));
    }
    ASSERT_EQ(commas.size(), 4u);
    for (const int number : commas) EXPECT_EQ(number, commas[0]);
}

TEST(Sweep, NamesTheParameterThatIsMeant) {
    const auto points = sweep(oneService(), facts(), *parseVary("a.replica=1:3:3"), analysed);
    ASSERT_FALSE(points);
    EXPECT_NE(points.error().hint.find("replicas"), std::string::npos);
}

TEST(Sweep, RefusesAPathThatLeadsNowhere) {
    EXPECT_FALSE(sweep(oneService(), facts(), *parseVary("nobody.replicas=1:3:3"), analysed));
    EXPECT_FALSE(sweep(oneService(), facts(), *parseVary("workloads.w.arrival.nothing=1:3:3"), analysed));
}

TEST(Sweep, IsTheSameOnAnyNumberOfThreads) {
    EXPECT_EQ(toJson("load", swept("load=0.5:1.2:8", 1)), toJson("load", swept("load=0.5:1.2:8", 3)));
}

TEST(Sweep, StopsWhenAsked) {
    std::stop_source source;
    source.request_stop();
    const auto points = sweep(oneService(), facts(), *parseVary("a.replicas=1:3:3"), analysed, 2, source.get_token());
    ASSERT_FALSE(points);
    EXPECT_EQ(points.error().code, support::ErrorCode::Cancelled);
}

} // namespace
} // namespace catenary::insight
