// SPDX-License-Identifier: Apache-2.0
// Services that vary more than exponential ones, and the laws of what waits for them.
#include "core/analysis/stations/batching.h"
#include "core/analysis/stations/erlang.h"
#include "core/analysis/stations/fitting.h"
#include "core/analysis/stations/pollaczek.h"
#include "core/analysis/stations/priority.h"
#include "core/analysis/stations/sharing.h"
#include "core/analysis/stations/two_phase_servers.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace catenary::analysis {
namespace {

Mixture twoOf(double mean, double cv) {
    const auto law = Distribution::hyperexponential(mean, cv);
    return twoExponentials(law.mean(), law.secondMoment(), law.thirdMoment()).value();
}

RC_GTEST_PROP(Fitting, TwoExponentialsHaveTheThreeMoments, ()) {
    const auto law = Distribution::lognormal(*rc::gen::inRange(1, 1000) / 10.0, *rc::gen::inRange(105, 400) / 100.0);
    const auto two = twoExponentials(law.mean(), law.secondMoment(), law.thirdMoment());
    RC_ASSERT(two.has_value());
    double third = 0.0;
    for (const auto& [weight, part] : *two) {
        RC_ASSERT(weight > 0.0);
        third += weight * part.thirdMoment();
    }
    RC_ASSERT(std::abs(meanOf(*two) / law.mean() - 1.0) < 1e-9);
    RC_ASSERT(std::abs(secondMomentOf(*two) / law.secondMoment() - 1.0) < 1e-9);
    RC_ASSERT(std::abs(third / law.thirdMoment() - 1.0) < 1e-9);
}

TEST(Fitting, IsNothingWhereServicesVaryLessThanExponentialOnes) {
    for (const Distribution& law : {Distribution::constant(3), Distribution::erlang(3, 2), Distribution::exponential(3),
                                    Distribution::uniform(0, 6)})
        EXPECT_FALSE(twoExponentials(law.mean(), law.secondMoment(), law.thirdMoment()));
}

TEST(TwoPhaseServers, HaveTheWaitOfEightSolvedNumerically) {
    // M/H2/8, balanced means, scv 4, load 0.9: 2.05412 services (tests/accuracy/exact_cases.json, mh2c8_W)
    const auto law = twoPhaseWait(8, 7.2, twoOf(1.0, 2.0));
    ASSERT_TRUE(law);
    EXPECT_NEAR(law->mean, 2.0541162614, 1e-6);
}

TEST(TwoPhaseServers, NearlyAlikeAreErlangs) {
    for (const int servers : {2, 5, 16, 24}) {
        const double rate = 0.85 * servers;
        const auto law = twoPhaseWait(servers, rate,
                                      {{0.5, Distribution::exponential(1.03)}, {0.5, Distribution::exponential(0.97)}});
        ASSERT_TRUE(law) << servers;
        const double all = erlangC(servers, rate);
        EXPECT_NEAR(law->positive, all, 1e-3 * all) << servers;
        EXPECT_NEAR(law->mean, all / (servers - rate), 3e-3 * law->mean) << servers;
    }
}

RC_GTEST_PROP(TwoPhaseServers, LeaveNoWorkerIdleWhileOneWaits, ()) {
    // Heavy traffic: E[W] → (1 + scv)/2 of M/M/c; and between nothing and one fast server of M/G/1.
    const int servers = *rc::gen::inRange(2, 25);
    const double cv = *rc::gen::inRange(110, 500) / 100.0;
    const double rho = *rc::gen::inRange(30, 97) / 100.0;
    const Mixture services = twoOf(1.0, cv);
    const auto law = twoPhaseWait(servers, rho * servers, services);
    RC_ASSERT(law.has_value());
    RC_ASSERT(law->positive > 0.0 && law->positive < 1.0);
    const double fast = pollaczekMean(rho, 1.0, secondMomentOf(services)) / servers;
    RC_ASSERT(law->mean > 0.0 && law->mean < fast);
    double weights = 0.0;
    for (const double weight : std::get<ExponentialSum>(law->given).weights) weights += weight;
    RC_ASSERT(std::abs(weights - 1.0) < 1e-6);
}

TEST(Priority, OneLevelAloneIsFirstComeFirstServedWhateverItsServices) {
    const Mixture services{{1.0, Distribution::lognormal(2.0, 1.5)}};
    const double rate = 0.35;
    const Table wait = priorityLaw({{rate, services}}, 0, 1, nullptr);
    const double mean = pollaczekMean(rate, meanOf(services), secondMomentOf(services)) / (rate * 2.0);
    EXPECT_NEAR(wait.mean(), mean, 5e-3 * mean);
    // p99 of the wait of those that wait, by Pollaczek's law on a fine grid.
    const Lattice lattice(16384, 60 * mean);
    WaitingLaw law = pollaczekLaw(rate, services);
    const std::vector<double> cdf = cumulative(lattice.masses(spectrumOf(law, lattice)));
    const double p = 1.0 - 0.01 * law.positive;
    const auto at = std::lower_bound(cdf.begin(), cdf.end(), p);
    const double fine = static_cast<double>(at - cdf.begin()) * lattice.step();
    EXPECT_NEAR(wait.quantile(0.99), fine, 0.01 * fine);
}

TEST(Sharing, LawsAreWhole) {
    for (const Distribution& law :
         {Distribution::constant(1), Distribution::lognormal(1, 2), Distribution::erlang(1, 3)}) {
        EXPECT_EQ(stretchedSojourn(law, 0.7, 1 / 0.3)->table().cdf.back(), 1.0);
        EXPECT_EQ(preemptiveLastComeSojourn(0.7, {{1.0, law}}, law)->table().cdf.back(), 1.0);
        EXPECT_EQ(lastComeWait(0.7, {{1.0, law}})->table().cdf.back(), 1.0);
    }
}

TEST(LastCome, AloneStaysForItsService) {
    const auto law = Distribution::lognormal(1, 1.5);
    const Table sojourn = preemptiveLastComeSojourn(1e-4, {{1.0, law}}, law)->table();
    for (const double p : {0.5, 0.9, 0.99})
        EXPECT_NEAR(sojourn.quantile(p), law.quantile(p), 0.03 * law.quantile(p)) << p;
}

TEST(LastCome, MomentsAreThoseOfTheLaw) {
    // Closed forms beside the second moments of the tables, which come from transforms.
    const Mixture services{{0.5, Distribution::exponential(1)}, {0.5, Distribution::exponential(0.2)}};
    for (const auto& [weight, own] : services) {
        const SharedLaw sojourn = preemptiveLastComeSojourn(0.8, services, own);
        EXPECT_NEAR(sojourn->table().mean(), own.mean() / (1 - 0.8 * 0.6), 0.01 * own.mean()) << own.mean();
        EXPECT_NEAR(sojourn->second(), sojourn->table().secondMoment(), 0.02 * sojourn->second()) << own.mean();
    }
    const SharedLaw wait = lastComeWait(0.8, services);
    EXPECT_NEAR(wait->second(), wait->table().secondMoment(), 0.02 * wait->second());
    const Distribution varied = Distribution::gamma(1, 1.3);
    const SharedLaw stretched = stretchedSojourn(varied, 0.6, 2.5);
    EXPECT_NEAR(stretched->second(), stretched->table().secondMoment(), 0.03 * stretched->second());
}

TEST(Batching, OfOneAtATimeIsOneServer) {
    // M/M/1: the stay is exponential.
    BatchQueue queue;
    const auto time = Distribution::exponential(1.0);
    queue.rate = 0.7;
    queue.mean_ms = [](double) { return 1.0; };
    queue.whole = &time;
    const BatchFigures figures = solveBatchQueue(queue);
    const double mean = 1.0 / 0.3;
    EXPECT_NEAR(figures.waiting + figures.service, mean, 1e-6);
    for (const double p : {0.5, 0.9, 0.99}) {
        const double exact = -mean * std::log(1.0 - p);
        EXPECT_NEAR(figures.sojourn->table().quantile(p), exact, 0.02 * exact) << p;
    }
}

TEST(Batching, AWholeBatchGrowsWhileItWaits) {
    // Base 0.5 and 0.08 each, up to 8, 6 a unit of time: p99 3.55234 simulated (exact_cases.json, ref_dynbatch_T99).
    BatchQueue queue;
    queue.rate = 6.0;
    queue.most = 8;
    queue.mean_ms = [](double k) { return 0.5 + 0.08 * k; };
    EXPECT_NEAR(solveBatchQueue(queue).sojourn->table().quantile(0.99), 3.55234, 0.01 * 3.55234);
}

} // namespace
} // namespace catenary::analysis
