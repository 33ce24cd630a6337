// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/output_analysis.h"
#include "core/simulation/tally.h"
#include "core/support/random.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

using namespace catenary::simulation;
using catenary::support::Random;

namespace {

/// Response times of M/M/1 FIFO with service rate 1, started empty, by Lindley's recursion
/// W' = max(0, W + S − A); the response time is W + S.
class SingleServer {
public:
    SingleServer(std::uint64_t key, double utilisation) : m_random(key), m_utilisation(utilisation) {}
    double next() {
        m_response = std::max(0.0, m_response - m_random.exponential() / m_utilisation) + m_random.exponential();
        return m_response;
    }

private:
    Random m_random;
    double m_utilisation;
    double m_response = 0.0;
};

constexpr std::size_t replications = 8;

std::array<const Observations*, replications> pointersTo(const std::array<Observations, replications>& observations) {
    std::array<const Observations*, replications> pointers{};
    for (std::size_t r = 0; r < replications; ++r) pointers[r] = &observations[r];
    return pointers;
}

bool holds(const Interval& interval, double value) {
    return interval.low <= value && value <= interval.high;
}

} // namespace

TEST(OutputAnalysis, intervalsOfASequentiallyStoppedRunHoldTheTruthAsOftenAsTheySay) {
    constexpr int runs = 40;
    int mean = 0;
    int tail = 0;
    for (std::uint64_t run = 0; run < runs; ++run) {
        std::vector<SingleServer> servers;
        for (std::uint64_t r = 0; r < replications; ++r)
            servers.emplace_back(catenary::support::streamKey(run, r, "server", 0), 0.8);
        for (SingleServer& server : servers)
            for (int i = 0; i < 1000; ++i) server.next();
        std::array<Observations, replications> observations;
        StopRule rule;
        std::uint64_t seen = 0;
        double excess = HUGE_VAL;
        while (true) {
            const std::uint64_t look = nextLook(seen, 2500, excess);
            for (std::size_t r = 0; r < replications; ++r)
                for (std::uint64_t i = seen; i < look; ++i) observations.at(r).add(servers[r].next());
            seen = look;
            const auto pointers = pointersTo(observations);
            const Pooled pooled(pointers);
            const std::array both{pooled.mean(), pooled.quantile(0.99)};
            excess = std::max(both[0].relativeHalfWidth(), both[1].relativeHalfWidth()) / 0.1;
            if (!rule.look(excess)) continue;
            // 1/(μ − λ) = 5; −ln 0.01/(μ − λ) = 23.0259
            mean += holds(both[0], 5.0) ? 1 : 0;
            tail += holds(both[1], -std::log(0.01) * 5.0) ? 1 : 0;
            break;
        }
    }
    // Binomial with n = 40, p = 0.95: 38 ± 1.38; three of them below
    EXPECT_GE(mean, 34);
    EXPECT_GE(tail, 34);
    EXPECT_LT(mean + tail, 2 * runs);
}

TEST(OutputAnalysis, ofIndependentObservationsTheIntervalIsThatOfTheTextbook) {
    constexpr int runs = 30;
    constexpr int each = 4096;
    constexpr double n = 8.0 * each;
    double mean = 0.0;
    double tail = 0.0;
    Random random(1);
    for (int run = 0; run < runs; ++run) {
        std::array<Observations, replications> observations;
        for (Observations& one : observations)
            for (int i = 0; i < each; ++i) one.add(random.exponential());
        const auto pointers = pointersTo(observations);
        const Pooled pooled(pointers);
        mean += pooled.mean().relativeHalfWidth() / runs;
        const Interval p99 = pooled.quantile(0.99);
        tail += 0.5 * (p99.high - p99.low) / runs;
    }
    // 1.96 σ/√n with σ = 1; 1.96 √(p(1 − p)/n)/f(q) with f(q) = 1 − p. Correlation that is not there, but is
    // estimated, and Student's t instead of the normal quantile make the interval a little wider.
    const double textbook = 1.96 / std::sqrt(n);
    EXPECT_GT(mean, 0.97 * textbook);
    EXPECT_LT(mean, 1.15 * textbook);
    EXPECT_GT(tail, 0.97 * textbook * std::sqrt(0.99 / 0.01));
    EXPECT_LT(tail, 1.15 * textbook * std::sqrt(0.99 / 0.01));
}

TEST(OutputAnalysis, correlationWidensTheInterval) {
    // Groups of 8192 equal observations: as many as that in one, where a batch is far smaller
    std::array<Observations, replications> alike;
    std::array<Observations, replications> shuffled;
    Random random(2);
    for (std::size_t r = 0; r < replications; ++r)
        for (int group = 0; group < 2; ++group) {
            const double x = random.exponential();
            for (int i = 0; i < 8192; ++i) alike.at(r).add(x);
            for (int i = 0; i < 8192; ++i) shuffled.at(r).add(random.exponential());
        }
    const auto one = pointersTo(alike);
    const auto other = pointersTo(shuffled);
    EXPECT_GT(Pooled(one).mean().relativeHalfWidth(), 20.0 * Pooled(other).mean().relativeHalfWidth());
}

TEST(OutputAnalysis, batchesMergeAndLoseNothing) {
    Observations observations;
    catenary::support::Histogram all;
    for (int i = 1; i <= 1000; ++i) observations.add(i);
    observations.addTo(all);
    EXPECT_EQ(observations.count(), 1000U);
    EXPECT_EQ(all.count(), 1000U);
    EXPECT_DOUBLE_EQ(all.sum(), 500'500.0); // n (n + 1)/2
    ASSERT_GE(observations.batches().size(), 8U);
    double next = 1.0;
    for (const auto& batch : observations.batches()) {
        const auto size = static_cast<double>(observations.batchSize());
        EXPECT_EQ(batch.count(), observations.batchSize());
        EXPECT_DOUBLE_EQ(batch.mean(), next + 0.5 * (size - 1.0)); // of `size` successive numbers
        next += size;
    }
}

TEST(OutputAnalysis, replicationsOfUnequalLengthAreComparedInBatchesOfOneSize) {
    constexpr int runs = 20;
    double mean = 0.0;
    Random random(3);
    for (int run = 0; run < runs; ++run) {
        std::array<Observations, replications> observations;
        for (std::size_t r = 0; r < replications; ++r)
            for (int i = 0; i < (r == 0 ? 20'000 : 9'000); ++i) observations.at(r).add(random.exponential());
        const auto pointers = pointersTo(observations);
        mean += Pooled(pointers).mean().relativeHalfWidth() / runs;
    }
    // n = 20 000 + 7 · 9000
    const double textbook = 1.96 / std::sqrt(83'000.0);
    EXPECT_GT(mean, 0.97 * textbook);
    EXPECT_LT(mean, 1.2 * textbook);
}

TEST(OutputAnalysis, whatDoesNotVaryHasAnIntervalWithoutWidthAndTooLittleAnInfiniteOne) {
    std::array<Observations, replications> observations;
    const auto pointers = pointersTo(observations);
    EXPECT_TRUE(std::isnan(Pooled(pointers).mean().value));
    for (Observations& one : observations) one.add(3.0);
    EXPECT_EQ(Pooled(pointers).mean().high, HUGE_VAL);
    for (Observations& one : observations)
        for (int i = 0; i < 100; ++i) one.add(3.0);
    EXPECT_EQ(Pooled(pointers).mean().relativeHalfWidth(), 0.0);
    std::array<Observations, replications> zeros;
    for (Observations& one : zeros)
        for (int i = 0; i < 1000; ++i) one.add(0.0);
    const auto atZero = pointersTo(zeros);
    EXPECT_EQ(Pooled(atZero).quantile(0.99).high, 0.0);
}

TEST(OutputAnalysis, replicationsGetStudentsInterval) {
    const std::array values{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0};
    const Interval interval = ofReplications(values);
    // mean 4.5, s = √6, t(0.975; 7) = 2.36462
    EXPECT_DOUBLE_EQ(interval.value, 4.5);
    EXPECT_NEAR(interval.high - 4.5, 2.36462 * std::sqrt(6.0 / 8.0), 1e-4);
    EXPECT_EQ(ofReplications(std::array{2.0, 2.0}).relativeHalfWidth(), 0.0);
}

TEST(OutputAnalysis, mserDropsTheTransientAndWantsMoreOfASeriesThatIsAllTransient) {
    Random random(4);
    std::vector<double> series;
    for (int i = 0; i < 1000; ++i) series.push_back((i < 200 ? 10.0 : 0.0) + random.normal());
    const auto dropped = mser5(series);
    ASSERT_TRUE(dropped);
    EXPECT_GE(*dropped, 200U);
    EXPECT_LT(*dropped, 500U);
    std::vector<double> growing;
    for (int i = 0; i < 1000; ++i) growing.push_back(i * i);
    EXPECT_FALSE(mser5(growing));
    EXPECT_FALSE(mser5({}));
}

TEST(OutputAnalysis, stopsAtTheSecondNarrowLookInARow) {
    const double wide = Interval{1.0, 0.8, 1.2}.relativeHalfWidth() / 0.05;
    const double narrow = Interval{1.0, 0.99, 1.01}.relativeHalfWidth() / 0.05;
    StopRule rule;
    EXPECT_FALSE(rule.look(narrow));
    EXPECT_FALSE(rule.look(wide));
    EXPECT_FALSE(rule.look(narrow));
    EXPECT_TRUE(rule.look(narrow));
    // what is not known is not narrow
    StopRule other;
    const double unknown = Interval{}.relativeHalfWidth() / 0.05;
    EXPECT_FALSE(other.look(unknown));
    EXPECT_FALSE(other.look(unknown));
}

TEST(OutputAnalysis, looksAreAtFixedCounts) {
    EXPECT_EQ(nextLook(0, 2500, HUGE_VAL), 2500U);
    EXPECT_EQ(nextLook(2500, 2500, 1.0), 3125U);
    EXPECT_EQ(nextLook(4'000'000, 2500, 0.9), 5'000'000U);
    // half-widths twice too large need four times as many: half of that, or the last of the looks before
    EXPECT_EQ(nextLook(4'000'000, 2500, 2.0), 7'812'500U);
    EXPECT_EQ(nextLook(4'000'000, 2500, HUGE_VAL), 7'812'500U);
}

TEST(Freshness, looksOnWhatIsAppliedAtOnce) {
    // Items that come together but for the last digit of the clock: no distance between them can be told.
    Freshness freshness;
    Observations ages;
    double now = 1e7;
    for (int i = 0; i < 100; ++i, now = std::nextafter(now, 2e7)) freshness.apply(9e6, now, ages);
    for (int i = 1; i <= 300; ++i) freshness.apply(1e7 + i - 1, 1e7 + i, ages);
    catenary::support::Histogram all;
    ages.addTo(all);
    EXPECT_GT(all.count(), 100U);
    EXPECT_LT(all.count(), 3000U);
}
