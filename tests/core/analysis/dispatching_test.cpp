// SPDX-License-Identifier: Apache-2.0
// Queues chosen by their lengths, against limits known by theory and simulations between the points of the table.
#include "core/analysis/analyse.h"
#include "core/analysis/stations/dispatching.h"
#include "core/analysis/stations/erlang.h"
#include "tests/core/analysis/networks.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace catenary;
using namespace catenary::testing;
using analysis::powerOfTwo;
using analysis::shortestQueue;
using analysis::Turns;

namespace {

/// P(T > t) of a response that is one exponential service of mean 1 and one more for each request found.
double above(const Turns& seen, double t) {
    // Σ P(found = k) P(Erlang(k + 1) > t) = Σ P(at least j found) e^(−t) t^j/j!, j >= 0
    double term = std::exp(-t);
    double sum = term;
    double chance = 1.0;
    for (std::size_t j = 1; j < 400; ++j) {
        term *= t / static_cast<double>(j);
        chance = j <= seen.atLeast.size() ? seen.atLeast[j - 1] : chance * seen.tail;
        sum += chance * term;
    }
    return sum;
}

} // namespace

TEST(Dispatching, oneQueueIsMM1) {
    for (const double rho : {0.05, 0.5, 0.93, 0.99})
        for (const Turns& seen : {shortestQueue(1, 1, rho), powerOfTwo(1, 1, rho)}) {
            EXPECT_NEAR(seen.mean(), rho / (1.0 - rho), 1e-9 / (1.0 - rho));
            EXPECT_NEAR(seen.atLeast[2], std::pow(rho, 3), 1e-12);
        }
}

TEST(Dispatching, veryManyQueuesAreTheMeanField) {
    // P(at least k found) = ρ^(2^(k+1) − 2) of two choices; a queue that is idle under the shortest
    for (const double rho : {0.3, 0.7, 0.9, 0.98}) {
        const Turns seen = powerOfTwo(10'000'000, 1, rho);
        for (std::size_t k = 1; k <= 6; ++k)
            EXPECT_NEAR(seen.atLeast[k - 1], std::pow(rho, std::pow(2.0, static_cast<double>(k) + 1.0) - 2.0), 2e-5);
    }
    EXPECT_LT(shortestQueue(100000, 1, 0.98).mean(), 1e-9);
}

TEST(Dispatching, betweenThePointsOfTheTableMeansAreThoseOfSimulations) {
    // dispatching_reference with 1e7 events: standard errors below 0.1 %
    struct Row {
        int queues;
        double rho, shortest, drawn; ///< mean response over the mean service
    };
    for (const Row& row : {Row{2, 0.5, 1.4262, 1.5965}, Row{3, 0.96, 9.0040, 9.7732}, Row{5, 0.3, 1.0167, 1.1523},
                           Row{7, 0.93, 2.9239, 4.1462}, Row{70, 0.97, 1.5607, 4.2378}, Row{180, 0.93, 1.0601, 3.0351},
                           Row{180, 0.98, 1.3648, 4.6561}}) {
        EXPECT_NEAR(1.0 + shortestQueue(row.queues, 1, row.rho).mean(), row.shortest, 0.003 * row.shortest)
            << row.queues << " at " << row.rho;
        EXPECT_NEAR(1.0 + powerOfTwo(row.queues, 1, row.rho).mean(), row.drawn, 0.003 * row.drawn)
            << row.queues << " at " << row.rho;
    }
}

TEST(Dispatching, oneQueueOfSeveralWorkersIsMMc) {
    for (const int workers : {2, 5, 40})
        for (const double rho : {0.2, 0.8, 0.97}) {
            const double wait = analysis::erlangC(workers, rho * workers) / (1.0 - rho);
            EXPECT_NEAR(shortestQueue(1, workers, rho).mean(), wait, 1e-9 * (1.0 + wait));
            EXPECT_NEAR(powerOfTwo(1, workers, rho).mean(), wait, 1e-7 * (1.0 + wait));
        }
}

TEST(Dispatching, queuesOfSeveralWorkersAreWithinOnePercentOfSimulations) {
    struct Row {
        int queues, workers;
        double rho, shortest, drawn; ///< mean response over the mean service, ± 1 %
    };
    for (const Row& row : {Row{3, 4, 0.85, 1.2997, 1.3907}, Row{5, 3, 0.7, 1.0470, 1.1313},
                           Row{10, 2, 0.9, 1.3532, 1.8676}, Row{20, 8, 0.9, 1.0114, 1.0730}}) {
        EXPECT_NEAR(1.0 + shortestQueue(row.queues, row.workers, row.rho).mean() / row.workers, row.shortest,
                    0.01 * row.shortest);
        EXPECT_NEAR(1.0 + powerOfTwo(row.queues, row.workers, row.rho).mean() / row.workers, row.drawn,
                    0.01 * row.drawn);
    }
}

TEST(Dispatching, meansLieBetweenACommonQueueAndRandomChoiceAndFallWithMoreQueues) {
    for (const double rho : {0.1, 0.35, 0.65, 0.85, 0.93, 0.97, 0.99}) {
        double shortestBefore = rho / (1.0 - rho);
        double drawnBefore = shortestBefore;
        for (const int n : {2, 3, 5, 8, 14, 30, 70, 200, 600, 2000}) {
            const double shortest = shortestQueue(n, 1, rho).mean();
            const double drawn = powerOfTwo(n, 1, rho).mean();
            const double common = analysis::erlangC(n, rho * n) / (n * (1.0 - rho));
            EXPECT_LT(drawn, drawnBefore) << n << " at " << rho;
            EXPECT_LE(shortest, shortestBefore) << n << " at " << rho;
            EXPECT_LE(shortest, drawn) << n << " at " << rho;
            EXPECT_GE(shortest, common) << n << " at " << rho;
            shortestBefore = shortest;
            drawnBefore = drawn;
        }
    }
}

TEST(Dispatching, moreLoadWaitsLonger) {
    for (const int n : {2, 5, 12, 40, 150, 1000}) {
        Turns shortest = shortestQueue(n, 1, 0.01);
        Turns drawn = powerOfTwo(n, 1, 0.01);
        for (int i = 2; i < 100; ++i) {
            const Turns shortestThere = shortestQueue(n, 1, 0.01 * i);
            const Turns drawnThere = powerOfTwo(n, 1, 0.01 * i);
            EXPECT_GE(shortestThere.mean(), shortest.mean()) << n << " at " << 0.01 * i;
            EXPECT_GT(drawnThere.mean(), drawn.mean()) << n << " at " << 0.01 * i;
            shortest = shortestThere;
            drawn = drawnThere;
        }
    }
}

TEST(Dispatching, percentilesAreThoseOfAsManyServicesAsAreFound) {
    for (const auto dispatch : {network::Dispatch::ShortestQueue, network::Dispatch::PowerOfTwo})
        for (const int n : {2, 7, 60}) {
            Build build;
            const Index app = build.source();
            build.poisson("requests", app, 0.92 * n * 1000);
            const Index queue = build.service("queue", Distribution::exponential(1));
            build.servers(queue).replicas = n;
            build.servers(queue).dispatch = dispatch;
            build.call(app, queue);
            const network::Performance found = analysis::analyse(build.network());
            const Turns seen =
                dispatch == network::Dispatch::ShortestQueue ? shortestQueue(n, 1, 0.92) : powerOfTwo(n, 1, 0.92);
            const network::Latency& latency = found.classes[0].latency;
            EXPECT_NEAR(latency.mean.value, 1.0 + seen.mean(), 1e-6);
            EXPECT_NEAR(above(seen, latency.p50.value), 0.5, 0.002) << n;
            EXPECT_NEAR(above(seen, latency.p99.value), 0.01, 0.0001) << n;
        }
}
