// SPDX-License-Identifier: Apache-2.0
// Formulas of single stations against theory that is not a row of exact_cases.json.
#include "core/analysis/analyse.h"
#include "core/analysis/part.h"
#include "core/analysis/stations/arrivals.h"
#include "core/analysis/stations/batching.h"
#include "core/analysis/stations/bounded.h"
#include "core/analysis/stations/erlang.h"
#include "core/analysis/stations/impatience.h"
#include "core/analysis/stations/pollaczek.h"
#include "core/analysis/stations/priority.h"
#include "core/analysis/stations/setup.h"
#include "core/support/distribution_functions.h"
#include "tests/core/analysis/networks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>
#include <variant>

using namespace catenary;
using namespace catenary::testing;
using analysis::Level;

namespace {

Distribution exponential(double mean) {
    return Distribution::exponential(mean);
}

network::Performance solve(Build& build) {
    return analysis::analyse(build.network());
}

double waiting(Build& build, Index s) {
    return solve(build).stations[static_cast<std::size_t>(s)].waiting_ms.value;
}

/// client -> batch server -> queue, the queue called when the batch is done.
struct AfterBatches {
    Build build;
    Index queue;
    AfterBatches(double perSecond, int batch, const Distribution& time) {
        const Index app = build.source();
        build.poisson("requests", app, perSecond);
        network::BatcherStation model;
        model.min_batch = model.max_batch = batch;
        model.time.whole_ms = Distribution::constant(1);
        const Index server = build.station("server", model);
        queue = build.service("queue", time);
        build.call(app, server);
        build.call(app, queue, 2);
    }
};

} // namespace

TEST(Priority, theLawOfEachLevelHasTheMomentsOfTheory) {
    // Without preemption, σ the load down to a level and σ' of those above (Kella and Yechiali 1985, theorem 1):
    // E[W] = λE[S²]/(2(1−σ')(1−σ)), E[W²] = λE[S³]/(3(1−σ')²(1−σ))
    //   + λE[S²]·Σ≤ λE[S²]/(2(1−σ')²(1−σ)²) + λE[S²]·Σ< λE[S²]/(2(1−σ')³(1−σ))
    for (const Distribution& service : {exponential(1), Distribution::erlang(1, 3), Distribution::gamma(1, 1.5),
                                        Distribution::hyperexponential(1, 2)}) {
        const std::vector<Level> levels{{0.3, {{1.0, service}}}, {0.25, {{1.0, service}}}, {0.2, {{1.0, service}}}};
        const double all = 0.75 * service.secondMoment();
        double above = 0;
        for (std::size_t i = 0; i < levels.size(); ++i) {
            const double upTo = above + levels[i].rate;
            const double mean = all / (2 * (1 - above) * (1 - upTo));
            const double second = 0.75 * service.thirdMoment() / (3 * std::pow(1 - above, 2) * (1 - upTo)) +
                                  all * upTo * service.secondMoment() / (2 * std::pow((1 - above) * (1 - upTo), 2)) +
                                  all * above * service.secondMoment() / (2 * std::pow(1 - above, 3) * (1 - upTo));
            const analysis::Table law = analysis::priorityLaw(levels, i, 1, nullptr);
            EXPECT_NEAR(0.75 * law.mean(), mean, 2e-3 * mean) << i;
            EXPECT_NEAR(0.75 * law.secondMoment(), second, 1e-2 * second) << i;
            above = upTo;
        }
    }
}

TEST(Priority, theFirstLevelOfAPreemptiveServerIsAloneOnIt) {
    // M/M/1 of the first class alone: P(T > t) = e^−(μ−λ)t
    Build build;
    const Index app = build.source();
    build.poisson("first", app, 300);
    build.classAt(build.poisson("second", app, 500)).priority = 1;
    const Index queue = build.service("queue", exponential(1));
    build.servers(queue).discipline = network::Discipline::Priority;
    build.servers(queue).preemptive = true;
    build.call(app, queue);
    const double p99 = std::log(100.0) / 0.7;
    EXPECT_NEAR(solve(build).classes[0].latency.p99.value, p99, 1e-3 * p99);
}

TEST(Priority, levelsOfPreemptiveServersTogetherAreMMc) {
    // What leaves first changes nothing for those present in all: Σ λ_i E[T_i] = E[N] of M/M/c
    Build build;
    const Index app = build.source();
    build.poisson("first", app, 900);
    build.classAt(build.poisson("second", app, 900)).priority = 1;
    build.classAt(build.poisson("third", app, 600)).priority = 2;
    const Index queue = build.service("queue", exponential(1), 3);
    build.servers(queue).discipline = network::Discipline::Priority;
    build.servers(queue).preemptive = true;
    build.call(app, queue);
    const network::Performance found = solve(build);
    double present = 0;
    for (std::size_t k = 0; k < 3; ++k) present += (k < 2 ? 0.9 : 0.6) * found.classes[k].latency.mean.value;
    EXPECT_NEAR(present, 2.4 + analysis::erlangC(3, 2.4) * 0.8 / 0.2, 1e-6);
}

TEST(Batching, instancesThatTakeOneAtATimeAreMMc) {
    // b = 1: E[W] = C(c, a)/(cμ − λ)
    for (const int instances : {2, 5, 12}) {
        Build build;
        const Index app = build.source();
        build.poisson("requests", app, 800.0 * instances);
        network::BatcherStation model;
        model.instances = instances;
        model.time.whole_ms = exponential(1);
        const Index server = build.station("server", model);
        build.call(app, server);
        const double wait = analysis::erlangC(instances, 0.8 * instances) / (0.2 * instances);
        EXPECT_NEAR(waiting(build, server), wait, 1e-6 * wait) << instances;
    }
}

TEST(Batching, instancesServeWhatArrives) {
    // Flow: λ = instances × utilisation ÷ mean time × mean batch, where the time does not depend on the size
    analysis::BatchQueue queue;
    const Distribution whole = Distribution::constant(4);
    queue.rate = 3;
    queue.most = 8;
    queue.instances = 3;
    queue.delay_ms = 0.5;
    queue.whole = &whole;
    queue.mean_ms = [](double) { return 4.0; };
    const analysis::BatchFigures found = analysis::solveBatchQueue(queue);
    EXPECT_NEAR(3 * found.utilisation / 4.0 * found.batch, queue.rate, 1e-2 * queue.rate);
    EXPECT_GE(found.batchSecond, found.batch * found.batch);
}

TEST(Batching, instancesFarMoreThanNeededAllBegin) {
    // Nobody waits beyond the filling: utilisation = λT/(c·batch); without delay the batch is one
    const Distribution whole = Distribution::constant(4);
    for (const double delay : {0.0, 0.5}) {
        analysis::BatchQueue queue;
        queue.rate = 3;
        queue.most = 8;
        queue.instances = 2000;
        queue.delay_ms = delay;
        queue.whole = &whole;
        queue.mean_ms = [](double) { return 4.0; };
        const analysis::BatchFigures found = analysis::solveBatchQueue(queue);
        // A batch waits for the delay from its first member on: 1 + λ·delay members, the others half as long
        const double batch = 1 + 3 * delay;
        EXPECT_NEAR(found.batch, batch, 1e-3 * batch) << delay;
        EXPECT_NEAR(found.waiting, (delay + 3 * delay * delay / 2) / batch, 1e-3) << delay;
        EXPECT_NEAR(found.utilisation, 3.0 * 4.0 / batch / 2000, 1e-3 * found.utilisation) << delay;
    }
}

TEST(Setup, severalReplicasHaveTheValueOfTheChain) {
    // M/M/k/setup, λ 4, μ 1, k 8, α 0.1: E[T] = 2.98290293, 7.00191727 servers busy or in set-up (Gandhi and others)
    Build build;
    const Index app = build.source();
    build.poisson("requests", app, 4000);
    const Index queue = build.service("queue", exponential(1));
    build.servers(queue).replicas = 8;
    build.servers(queue).setup_ms = exponential(10);
    build.call(app, queue);
    const network::Performance found = solve(build);
    EXPECT_NEAR(found.classes[0].latency.mean.value, 2.98290293, 1e-7);
    EXPECT_EQ(found.classes[0].latency.mean.how, network::How::Exact);
    EXPECT_NEAR(found.stations[static_cast<std::size_t>(queue)].running_replicas, 7.00191727, 1e-7);
}

TEST(Setup, ofOneServerAddsTheSetup) {
    // E[T] = 1/(μ − λ) + 1/α (Welch), for k = 1
    EXPECT_NEAR(analysis::serversWithSetup(1, 0.7, 0.2).present / 0.7, 1 / 0.3 + 5, 1e-9);
}

TEST(Setup, ofNoTimeIsMMc) {
    // α → ∞: E[W] = C(c, a)/(cμ − λ)
    EXPECT_NEAR(analysis::serversWithSetup(4, 3.0, 1e9).waiting / 3.0, analysis::erlangC(4, 3.0), 1e-6);
}

TEST(Groups, anySizeBeforeOneServerHasBurkesMean) {
    // M^X/M/1: E[W] = λ_g E[(ΣS)²]/(2(1 − ρ)) + E[S](E[X²]/E[X] − 1)/2, X = 1 or 4 with equal chances
    const analysis::GroupWait found = analysis::groupArrivals(1, 0.6, 2.5, 8.5, 1.0);
    EXPECT_NEAR(found.law.mean, analysis::batchArrivalMean(0.24, 2.5, 8.5, 1.0, 2.0), 1e-8);
    EXPECT_NEAR(found.alone, 0.5 * (8.5 / 2.5 - 1.0), 1e-12);
}

TEST(Groups, ofOneAreMMc) {
    // X = 1: E[W] = C(c, a)/(cμ − λ), E[W²] = 2C/(cμ − λ)²
    const analysis::GroupWait found = analysis::groupArrivals(4, 3.0, 1.0, 1.0, 1.0);
    const double busy = analysis::erlangC(4, 3.0);
    EXPECT_NEAR(found.law.mean, busy, 1e-9);
    EXPECT_NEAR(found.law.second(), 2 * busy, 1e-7);
    EXPECT_EQ(found.alone, 0.0);
}

TEST(Streams, aBatchIsAnsweredAtOnceAndArrivesAtOnceWhereItGoesNext) {
    // Hardly any load: of a batch of 4 the last waits for the three before, (0 + 1 + 2 + 3)/4 services on average
    AfterBatches rare(0.01, 4, Distribution::constant(2));
    EXPECT_NEAR(waiting(rare.build, rare.queue), 3.0, 0.01);
}

TEST(Streams, aStationThatIsFullInABurstPassesOnNoMoreThanItCan) {
    const auto waitAfter = [](bool slowBefore, bool bounded = false) {
        Build build;
        const Index app = build.source();
        const Index k = build.poisson("requests", app, 500);
        auto& arrival = build.classAt(k).arrival;
        arrival.process = design::Process::Bursty;
        arrival.peak_ratio = 1.8;
        arrival.burst_fraction = 0.2;
        arrival.burst_ms = 500;
        if (slowBefore) {
            const Index slow = build.service("slow", exponential(1.6));
            if (bounded) build.servers(slow).queue_capacity = 500; // loses next to nothing
            build.call(app, slow);
        }
        const Index queue = build.service("queue", exponential(1.2));
        build.call(app, queue, 2);
        return waiting(build, queue);
    };
    EXPECT_LT(waitAfter(true), waitAfter(false));
    EXPECT_NEAR(waitAfter(true, true), waitAfter(true), 0.01 * waitAfter(true));
    EXPECT_GT(waitAfter(true), 0.6 * 1.2 / 0.4); // still more than Poisson arrivals: ρ/(μ − λ)
}

TEST(ForkJoin, meansAreThoseOfSimulatedReferences) {
    // 2·10⁸/n requests of a recursion with the branches' own mean as control: within 0.3 %
    struct Row {
        int branches;
        double load, mean;
    };
    for (const Row& row : {Row{3, 0.9, 16.277}, Row{5, 0.5, 4.162}, Row{5, 0.9, 19.368}, Row{10, 0.3, 3.882},
                           Row{20, 0.7, 9.779}, Row{20, 0.9, 27.917}}) {
        Build build;
        const Index app = build.source();
        build.poisson("requests", app, row.load * 1000);
        for (int i = 0; i < row.branches; ++i)
            build.call(app, build.service("branch" + std::to_string(i), exponential(1)));
        EXPECT_NEAR(solve(build).classes[0].latency.mean.value, row.mean, 0.003 * row.mean)
            << row.branches << " at " << row.load;
    }
}

TEST(RenewalArrivals, poissonOnesAreErlangs) {
    // A*(s) = λ/(λ + s): σ = ρ, P(W > 0) = C(c, a); the roots c(1 − σ) = r of whole r among them
    for (const auto& [servers, load] : {std::pair{2, 1.0}, {2, 1.7}, {10, 5.0}, {10, 9.0}, {40, 30.0}, {400, 390.0}}) {
        const analysis::Renewals between{exponential(1 / load)};
        const double sigma = analysis::renewalRoot(between, servers);
        const double wait = analysis::renewalQueueing(between, servers, 1, sigma);
        EXPECT_NEAR(wait, analysis::erlangC(servers, load), 1e-7 * wait) << servers << " at " << load;
    }
}

TEST(RenewalArrivals, queueAtSeveralServersAsInTheirChain) {
    // P(W > 0) of PH/M/c from the balance of (present, phase), truncated at 3000
    struct Row {
        Distribution between;
        int servers;
        double wait;
    };
    for (const Row& row : {Row{Distribution::erlang(1 / 3.4, 2), 4, 0.6272482226},
                           Row{Distribution::erlang(1 / 18.0, 2), 20, 0.4865936884},
                           Row{Distribution::hyperexponential(1 / 3.2, 2), 4, 0.7767800725},
                           Row{Distribution::hyperexponential(1 / 9.0, 3), 12, 0.6594408207}}) {
        const double sigma = analysis::renewalRoot({row.between}, row.servers);
        EXPECT_NEAR(analysis::renewalQueueing({row.between}, row.servers, 1, sigma), row.wait, 1e-8) << row.servers;
    }
}

TEST(RenewalArrivals, atSeveralServersAreExact) {
    // GI/M/c: E[W] = P(W > 0)/(cμ(1 − σ))
    Textbook textbook(exponential(1), 3400, 4);
    textbook.build.classAt(textbook.requests).arrival.process = design::Process::Renewal;
    textbook.build.classAt(textbook.requests).arrival.interarrival_ms = Distribution::erlang(1 / 3.4, 2);
    const network::StationPerformance found = solve(textbook.build).stations[static_cast<std::size_t>(textbook.queue)];
    EXPECT_NEAR(found.waiting_ms.value, 0.7983344813, 1e-8);
    EXPECT_EQ(found.waiting_ms.how, network::How::Exact);
}

TEST(RenewalArrivals, splitInTurnOrAtRandomAreThoseOfTheSplitProcess) {
    // Every second of Erlang-2: Erlang-4. At random: (1/2)A/(1 − A/2), A the transform of Erlang-2; so σ of M/1 servers
    for (const bool random : {false, true}) {
        Textbook textbook(exponential(1), 1600);
        auto& arrival = textbook.build.classAt(textbook.requests).arrival;
        arrival.process = design::Process::Renewal;
        arrival.interarrival_ms = Distribution::erlang(1 / 1.6, 2);
        auto& model = textbook.build.servers(textbook.queue);
        model.replicas = 2;
        model.dispatch = random ? network::Dispatch::Random : network::Dispatch::RoundRobin;
        double sigma = 0.5;
        for (int i = 0; i < 500; ++i) {
            const double each = std::pow(3.2 / (3.2 + 1 - sigma), 2);
            sigma = random ? 0.5 * each / (1 - 0.5 * each) : each * each;
        }
        EXPECT_NEAR(solve(textbook.build).classes[0].latency.mean.value, 1 / (1 - sigma), 1e-6) << random;
    }
}

TEST(Impatience, ofConstantPatienceHasTheClosedForm) {
    // k = λ − cμ, ε = 1/B(c − 1, a): J = (e^(kD) − 1)/k + e^(kD)/(cμ), P(leaves) = λe^(kD)/(cμ)/(ε + λJ)
    struct Row {
        int servers;
        double rate, patience;
    };
    for (const Row& row : {Row{8, 9, 1.5}, Row{3, 2, 2}, Row{1, 1.2, 40}, Row{50, 30, 0.3}, Row{4, 9, 200}}) {
        const analysis::ImpatientQueue found =
            analysis::impatientQueue(row.servers, row.rate, 1, Distribution::constant(row.patience));
        const double k = row.rate - row.servers;
        const double free = std::exp(-k * row.patience) / analysis::erlangB(row.servers - 1, row.rate);
        const double early = -std::expm1(-k * row.patience) / k; // of J, over e^(kD)
        const double late = 1.0 / row.servers;
        const double total = free + row.rate * (early + late);
        const double earlyTime = (k * row.patience - 1 + std::exp(-k * row.patience)) / (k * k);
        EXPECT_NEAR(found.abandoned, row.rate * late / total, 1e-8 * found.abandoned) << row.servers;
        EXPECT_NEAR(found.waiting, row.rate * (earlyTime + row.patience * late) / total, 1e-8 * found.waiting);
        EXPECT_NEAR(found.served.mean, row.rate * earlyTime / (free + row.rate * early), 1e-8 * found.served.mean);
        const double table = std::get<analysis::SharedLaw>(found.served.given)->table().mean();
        EXPECT_NEAR(found.served.positive * table, found.served.mean, 1e-5 * found.served.mean);
    }
}

TEST(Impatience, ofExponentialPatienceIsThatOfTheBirthAndDeathChain) {
    // Erlang A: p_n/p_(n−1) = λ/(min(n, c)μ + max(n − c, 0)θ), leaving θE[waiting]/λ
    for (const auto& [servers, rate, theta] :
         {std::tuple{4, 5.0, 1.0}, {10, 12.0, 0.5}, {1, 0.5, 0.01}, {30, 90.0, 2.0}}) {
        double p = 1;
        double all = 1;
        double waiting = 0;
        for (int n = 1; n < 2000; ++n) {
            p *= rate / (std::min(n, servers) + std::max(n - servers, 0) * theta);
            all += p;
            waiting += p * std::max(n - servers, 0);
        }
        const analysis::ImpatientQueue found = analysis::impatientQueue(servers, rate, 1, exponential(1 / theta));
        EXPECT_NEAR(found.waiting, waiting / all / rate, 1e-8 * found.waiting) << servers;
        EXPECT_NEAR(found.abandoned, theta * found.waiting, 1e-8 * found.abandoned) << servers;
    }
}

TEST(Impatience, keepsTheBalanceOfWorkWhateverItsLaw) {
    // Those served keep the servers busy: λ(1 − P(leaves)) <= cμ, all but reached at an overload; without patience
    // M/M/c/c
    for (const Distribution& patience :
         {Distribution::uniform(1, 3), Distribution::lognormal(2, 0.05), Distribution::lognormal(2, 3),
          Distribution::gamma(2, 0.3), Distribution::weibull(2, 0.5), Distribution::pareto(2, 1.5),
          Distribution::empirical({0.5, 2, 3.5}, {}), Distribution::quantiles({0.5, 0.9, 0.99}, {1, 3, 9})}) {
        const analysis::ImpatientQueue heavy = analysis::impatientQueue(20, 60, 1, patience);
        EXPECT_NEAR(60 * (1 - heavy.abandoned), 20, 1e-4);
        const analysis::ImpatientQueue light = analysis::impatientQueue(20, 18, 1, patience);
        const double table = std::get<analysis::SharedLaw>(light.served.given)->table().mean();
        EXPECT_NEAR(light.served.positive * table, light.served.mean, 1e-5 * light.served.mean);
    }
    EXPECT_NEAR(analysis::impatientQueue(5, 4, 1, Distribution::constant(0)).abandoned, analysis::erlangB(5, 4), 1e-9);
}

TEST(BoundedQueue, ofConstantServicesHasTheClosedForm) {
    // b_n = Σ_k (−1)^k/k! ((n − k)ρ)^k e^((n − k)ρ), M/D/1/K: P(full) = 1 − b_(K−1)/(1 + ρb_(K−1)),
    // E[N] = K − Σ_(n<K) b_n/(1 + ρb_(K−1)) (Brun and Garcia 2000)
    for (const auto& [places, rho] : {std::pair{2, 0.7}, {6, 0.9}, {10, 1.3}, {12, 0.8}}) {
        double sum = 0;
        double b = 0;
        for (int n = 0; n < places; ++n) {
            b = 0;
            for (int k = 0; k <= n; ++k) {
                const double x = (n - k) * rho;
                b += (k % 2 ? -1 : 1) * (k ? std::pow(x, k) : 1.0) / std::tgamma(k + 1.0) * std::exp(x);
            }
            sum += b;
        }
        const double full = 1 - b / (1 + rho * b);
        const double present = places - sum / (1 + rho * b);
        const analysis::BoundedQueue found =
            analysis::boundedQueue(1, places - 1, rho, {{1.0, Distribution::constant(1)}});
        EXPECT_NEAR(found.lost, full, 1e-8) << places;
        // Little: E[N] = λ(1 − P(full))(E[W] + E[S])
        EXPECT_NEAR(found.admitted.mean, present / rho / (1 - full) - 1, 1e-7) << places;
        const analysis::Table& law = std::get<analysis::SharedLaw>(found.admitted.given)->table();
        EXPECT_NEAR(found.admitted.positive * law.mean(), found.admitted.mean, 1e-9) << places;
        EXPECT_LT(law.quantile(0.999), 1.005 * (places - 1));
        const double second = law.secondMoment(); // a service in course, and others whole: E[W²] from its moments
        EXPECT_NEAR(std::get<analysis::SharedLaw>(found.admitted.given)->second(), second, 2e-3 * second) << places;
    }
    // The same in 60 digits: the sum alternates
    const analysis::BoundedQueue many = analysis::boundedQueue(1, 24, 0.8, {{1.0, Distribution::constant(1)}});
    EXPECT_NEAR(many.lost, 5.5983111262e-6, 1e-12);
    EXPECT_NEAR(many.admitted.mean, 1.9993192126, 1e-8);
}

TEST(BoundedQueue, ofExponentialServicesIsBirthAndDeath) {
    // The gamma law of cv 1 goes the way of the others. P(W > t | W > 0) = Σ P(n there) P(Erlang(n − c + 1, cμ) > t)
    for (const auto& [servers, waiting, load] :
         {std::tuple{1, 5, 0.9}, {1, 40, 0.95}, {1, 30, 1.4}, {4, 6, 3.6}, {3, 60, 3.3}}) {
        const analysis::BirthDeath present = analysis::limitedQueue(servers, servers + waiting, load);
        const analysis::BoundedQueue found =
            analysis::boundedQueue(servers, waiting, load, {{1.0, Distribution::gamma(1, 1)}});
        EXPECT_NEAR(found.lost, present.full(), 1e-9) << servers << " " << waiting;
        double positive = 0;
        double mean = 0;
        double above = 0;
        const double p99 = std::get<analysis::SharedLaw>(found.admitted.given)->table().quantile(0.99);
        for (int n = servers; n < servers + waiting; ++n) {
            const double p = present.probability[static_cast<std::size_t>(n)] / (1 - present.full());
            positive += p;
            mean += p * (n - servers + 1) / servers;
            above += p * support::upperGamma(n - servers + 1, servers * p99);
        }
        EXPECT_NEAR(found.admitted.positive, positive, 1e-8) << servers << " " << waiting;
        EXPECT_NEAR(found.admitted.mean, mean, 1e-8 * mean) << servers << " " << waiting;
        EXPECT_NEAR(above / positive, 0.01, 2e-4) << servers << " " << waiting;
    }
}

TEST(BoundedQueue, ofManyPlacesIsMG1) {
    // E[W] = λE[S²]/(2(1 − ρ)), P(W > 0) = ρ
    for (const Distribution& service :
         {Distribution::gamma(1, 1.5), Distribution::erlang(1, 3), Distribution::uniform(0.2, 1.8),
          Distribution::weibull(1, 0.8), Distribution::empirical({0.5, 1, 3}, {2, 2, 1})}) {
        const double rate = 0.7 / service.mean();
        const double wait = analysis::pollaczekMean(rate, service.mean(), service.secondMoment());
        const analysis::BoundedQueue found = analysis::boundedQueue(1, 150, rate, {{1.0, service}});
        EXPECT_NEAR(found.admitted.mean, wait, 1e-6 * wait);
        EXPECT_NEAR(found.admitted.positive, 0.7, 1e-7);
    }
}

TEST(Impatience, keepsServersBusyForNoMoreThanAllTheTime) {
    // λ(1 − P(leave))E[S]/c = P(busy) <= 1: all but at once where far more comes than is served
    for (const Distribution& patience :
         {Distribution::gamma(3, 0.15), Distribution::lognormal(0.3, 2),
          Distribution::empirical({0.5, 1, 2}, {3, 2, 1}), Distribution::quantiles({0.5, 0.9, 0.99}, {1, 2, 5}),
          Distribution::weibull(1, 0.6)})
        for (const double load : {0.5, 1.0, 1.01, 2.0, 10.0, 40.0, 300.0, 1e4})
            for (const int servers : {1, 6}) {
                const double left = analysis::impatientQueue(servers, load * servers, 1, patience).abandoned;
                EXPECT_LE(load * (1 - left), 1 + 1e-11) << load;
                EXPECT_GE(load * (1 - left), std::min(load, 1.0) * 0.5) << load;
            }
}

TEST(BoundedQueue, whichHardlyAnythingComesToHasTheWaitsOfAnIdleServer) {
    // Who waits finds one service in course: P(W > 0) = ρ, E[W] = λE[S²]/2, to first order in ρ
    for (const int servers : {1, 3})
        for (const double rho : {1e-4, 1e-6, 1e-7, 2e-8, 1e-9, 1e-12, 1e-30, 0.0}) {
            const analysis::BoundedQueue found =
                analysis::boundedQueue(servers, 4, servers * rho, {{1.0, Distribution::uniform(0, 2)}});
            EXPECT_NEAR(found.lost, 0, 1e-9) << rho;
            EXPECT_NEAR(found.admitted.positive, servers == 1 ? rho : 0, 1e-7 + 2 * rho * rho) << rho;
            EXPECT_NEAR(found.admitted.mean, servers == 1 ? rho * 2 / 3 : 0, 1e-7 + 2 * rho * rho) << rho;
            const auto* law = std::get_if<analysis::SharedLaw>(&found.admitted.given);
            EXPECT_TRUE(law == nullptr || std::isfinite((*law)->table().quantile(0.5))) << rho;
        }
}

TEST(BoundedQueue, ofOneServerIsExactAndOfSeveralNearSimulation) {
    Textbook one(Distribution::constant(1), 900);
    one.build.servers(one.queue).queue_capacity = 5;
    const network::StationPerformance found = solve(one.build).stations[static_cast<std::size_t>(one.queue)];
    EXPECT_EQ(found.waiting_ms.how, network::How::Exact);
    // Simulated, 4·10⁶ requests: what is lost, as a share
    struct Row {
        Distribution service;
        int servers, waiting;
        double rate, lost;
    };
    for (const Row& row :
         {Row{Distribution::constant(1), 4, 4, 3.6, 0.05772}, Row{Distribution::constant(1), 20, 10, 19, 0.02197},
          Row{Distribution::lognormal(1, 1.5), 4, 6, 3.8, 0.10067},
          Row{Distribution::hyperexponential(1, 3), 3, 10, 2.7, 0.10876}}) {
        Textbook several(row.service, 1000 * row.rate, row.servers);
        several.build.servers(several.queue).queue_capacity = row.waiting;
        const network::Performance all = solve(several.build);
        EXPECT_NEAR(all.classes[0].rejected_per_s / all.classes[0].offered_per_s, row.lost, 0.06 * row.lost)
            << row.servers;
        EXPECT_EQ(all.stations[static_cast<std::size_t>(several.queue)].waiting_ms.how, network::How::Approximate);
    }
}
