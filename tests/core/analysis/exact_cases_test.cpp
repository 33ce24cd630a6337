// SPDX-License-Identifier: Apache-2.0
// Textbook models against tests/accuracy/exact_cases.json: known values, each with its source and the tolerance this
// engine is held to. Times are milliseconds here, so a rate λ of a row is λ per millisecond.
#include "core/analysis/analyse.h"
#include "core/analysis/stations/caching.h"
#include "core/analysis/stations/erlang.h"
#include "core/analysis/stations/many_servers.h"
#include "core/analysis/stations/pollaczek.h"
#include "core/support/json.h"
#include "tests/core/analysis/networks.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

using namespace catenary;
using namespace catenary::testing;
using analysis::Lattice;
using analysis::WaitingLaw;

namespace {

Distribution exponential(double mean) {
    return Distribution::exponential(mean);
}

network::Performance solve(Build& build) {
    return analysis::analyse(build.network());
}
network::Latency latency(Build& build, std::size_t k = 0) {
    return solve(build).classes[k].latency;
}
network::Latency latency(Build&& build) {
    return latency(build);
}
double waiting(Build& build, Index s) {
    return solve(build).stations[static_cast<std::size_t>(s)].waiting_ms.value;
}

/// client -> one queue, rate per ms.
struct Queue : Textbook {
    Queue(const Distribution& time, double perMs, int servers = 1) : Textbook(time, perMs * 1000, servers) {}
    double mean() { return latency(build).mean.value; }
    double p99() { return latency(build).p99.value; }
    double wait() { return waiting(build, queue); }
    network::ServersStation& model() { return build.servers(queue); }
    design::Arrival& arrival() { return build.classAt(requests).arrival; }
};

/// The p-quantile of a waiting time.
double quantile(const WaitingLaw& law, double p) {
    double span = law.mean * 4;
    for (int i = 0; i < 12; ++i, span *= 2) {
        const Lattice lattice(8192, span);
        const std::vector<double> cdf = analysis::cumulative(lattice.masses(analysis::spectrumOf(law, lattice)));
        if (cdf.back() < 1 - 1e-5) continue;
        std::size_t j = 0;
        while (cdf[j] < p) ++j;
        return (static_cast<double>(j) - (cdf[j] - p) / (cdf[j] - cdf[j - 1])) * lattice.step();
    }
    return -1;
}

struct Fork {
    Build build;
    Fork(double perMs, const std::vector<double>& services) {
        const Index app = build.source();
        build.poisson("requests", app, perMs * 1000);
        for (std::size_t i = 0; i < services.size(); ++i)
            build.call(app, build.service("branch" + std::to_string(i), exponential(services[i])));
    }
};

/// n copies of a delay called at once, answered after k.
double scatter(int n, std::optional<int> waitFor, bool p99) {
    Build build;
    const Index app = build.source();
    build.poisson("requests", app, 1000);
    const Index c = build.call(app, build.delay("shard", exponential(1)));
    build.connection(c).count = Distribution::constant(n);
    build.at(app).stages[0].wait_for = waitFor;
    const network::Latency found = latency(build);
    return p99 ? found.p99.value : found.mean.value;
}

struct Bulk {
    Build build;
    Index server;
    Bulk(double perMs, int least, int most, const network::BatchTime& time) {
        const Index app = build.source();
        build.poisson("requests", app, perMs * 1000);
        network::BatcherStation model;
        model.min_batch = least;
        model.max_batch = most;
        model.time = time;
        server = build.station("server", model);
        build.call(app, server);
    }
    static network::BatchTime exponentialTime() {
        network::BatchTime time;
        time.whole_ms = exponential(1);
        return time;
    }
    static network::BatchTime affine() {
        network::BatchTime time;
        time.base_ms = 0.5;
        time.per_item_ms = 0.08;
        return time;
    }
};

struct Priority {
    Build build;
    Index queue;
    explicit Priority(bool preemptive) {
        const Index app = build.source();
        build.poisson("first", app, 300);
        build.classAt(build.poisson("second", app, 500)).priority = 1;
        queue = build.service("queue", exponential(1));
        build.servers(queue).discipline = network::Discipline::Priority;
        build.servers(queue).preemptive = preemptive;
        build.call(app, queue);
    }
    double wait(std::size_t k) { return latency(build, k).mean.value - 1; }
};

struct Closed {
    Build build;
    Closed(int users, double think, const std::vector<double>& demands, int servers = 1) {
        const Index app = build.source();
        const Index k = build.poisson("users", app, 0);
        auto& arrival = build.classAt(k).arrival;
        arrival.process = design::Process::Closed;
        arrival.users = users;
        arrival.think_time_ms = exponential(think);
        int stage = 1;
        for (const double demand : demands)
            build.call(app, build.service("s" + std::to_string(stage), exponential(demand), servers), stage), ++stage;
    }
    double throughput() { return solve(build).classes[0].completed_per_s / 1000; }
    double response() { return latency(build).mean.value; }
};

struct Tiers {
    Build build;
    Tiers() {
        const Index app = build.source();
        build.poisson("requests", app, 1000);
        const Index gateway = build.service("gateway", exponential(3.2), 4);
        network::CacheStation model;
        model.lookup.service_ms = exponential(1);
        model.lookup.workers = 2;
        model.hit_ratio = 0.8;
        const Index cache = build.station("cache", model);
        build.call(app, gateway);
        build.call(gateway, cache);
        const Index miss = build.call(cache, build.service("db", exponential(32), 8));
        build.connection(miss).when = design::When::OnMiss;
    }
};

double dispatched(network::Dispatch dispatch, int replicas, double load) {
    Queue queue(exponential(1), load * replicas);
    queue.model().workers = 1;
    queue.model().replicas = replicas;
    queue.model().dispatch = dispatch;
    return queue.mean();
}

const std::map<std::string, std::function<double()>>& models() {
    using network::Discipline;
    static const std::map<std::string, std::function<double()>> table{
        // M/M/1: E[T] = 1/(μ − λ), P(T > t) = e^(−(μ−λ)t), E[W] = ρ/(μ − λ), P(W > t) = ρ e^(−(μ−λ)t)
        {"mm1_r50_T", [] { return Queue(exponential(1), 0.5).mean(); }},
        {"mm1_r50_T99", [] { return Queue(exponential(1), 0.5).p99(); }},
        {"mm1_r80_T", [] { return Queue(exponential(1), 0.8).mean(); }},
        {"mm1_r80_T99", [] { return Queue(exponential(1), 0.8).p99(); }},
        {"mm1_r95_T", [] { return Queue(exponential(1), 0.95).mean(); }},
        {"mm1_r95_T99", [] { return Queue(exponential(1), 0.95).p99(); }},
        {"mm1_r80_W", [] { return Queue(exponential(1), 0.8).wait(); }},
        {"mm1_r80_W99",
         [] {
             return quantile(analysis::pollaczekLaw(0.8, {{1, exponential(1)}}), 0.99);
         }},
        {"mm1_r80_T999",
         [] {
             Queue queue(exponential(1), 0.8);
             return latency(queue.build).p999.value;
         }},
        // M/M/c: C by Erlang, E[W] = C/(cμ − λ), P(W > t) = C e^(−(cμ−λ)t)
        {"mmc2_C", [] { return analysis::erlangC(2, 1.4); }},
        {"mmc2_W", [] { return Queue(exponential(1), 1.4, 2).wait(); }},
        {"mmc8_C", [] { return analysis::erlangC(8, 7.2); }},
        {"mmc8_W", [] { return Queue(exponential(1), 7.2, 8).wait(); }},
        {"mmc8_W99", [] { return quantile(WaitingLaw::exponential(analysis::erlangC(8, 7.2), 1 / 0.8), 0.99); }},
        {"mmc8_T99", [] { return Queue(exponential(1), 7.2, 8).p99(); }},
        {"mmc50_C", [] { return analysis::erlangC(50, 47.5); }},
        {"mmc50_W", [] { return Queue(exponential(1), 47.5, 50).wait(); }},
        {"mmc50_W99", [] { return quantile(WaitingLaw::exponential(analysis::erlangC(50, 47.5), 1 / 2.5), 0.99); }},
        {"mmc50_T99", [] { return Queue(exponential(1), 47.5, 50).p99(); }},
        {"mmc200_C", [] { return analysis::erlangC(200, 196); }},
        {"mmc200_W", [] { return Queue(exponential(1), 196, 200).wait(); }},
        // M/G/1: E[W] = λE[S²]/(2(1−ρ)); its law is a geometric number of residual services
        {"md1_r80_W", [] { return Queue(Distribution::constant(1), 0.8).wait(); }},
        {"md1_r80_W99",
         [] {
             return quantile(analysis::pollaczekLaw(0.8, {{1, Distribution::constant(1)}}), 0.99);
         }},
        {"mg1_ln4_W", [] { return Queue(Distribution::lognormal(1, 2), 0.7).wait(); }},
        {"mg1_ln1_W", [] { return Queue(Distribution::lognormal(1, 1), 0.9).wait(); }},
        {"mg1_h2_9_W", [] { return Queue(Distribution::hyperexponential(1, 3), 0.6).wait(); }},
        {"mg1_ln4_W99",
         [] {
             return quantile(analysis::pollaczekLaw(0.7, {{1, Distribution::lognormal(1, 2)}}), 0.99);
         }},
        // M/D/c by Crommelin; M/H2/c by its states
        {"mdc8_W", [] { return Queue(Distribution::constant(1), 7.2, 8).wait(); }},
        {"mh2c8_W", [] { return Queue(Distribution::hyperexponential(1, 2), 7.2, 8).wait(); }},
        // M/M/c/K: birth and death with a last state; K − c may wait
        {"mm1k5_loss", [] { return analysis::limitedQueue(1, 5, 0.9).full(); }},
        {"mm1k5_T",
         [] {
             Queue queue(exponential(1), 0.9);
             queue.model().queue_capacity = 4;
             return queue.mean();
         }},
        {"mm1k10_loss", [] { return analysis::limitedQueue(1, 10, 1.2).full(); }},
        {"mm1k10_T",
         [] {
             Queue queue(exponential(1), 1.2);
             queue.model().queue_capacity = 9;
             return queue.mean();
         }},
        {"mmck_loss",
         [] {
             Queue queue(exponential(1), 4.5, 4);
             queue.model().queue_capacity = 10;
             const network::ClassPerformance found = solve(queue.build).classes[0];
             return found.rejected_per_s / found.offered_per_s;
         }},
        {"mmck_W",
         [] {
             Queue queue(exponential(1), 4.5, 4);
             queue.model().queue_capacity = 10;
             return queue.wait();
         }},
        // Erlang B, insensitive to the service law
        {"erlb10", [] { return analysis::erlangB(10, 8); }},
        {"erlb100_ln",
         [] {
             Queue queue(Distribution::lognormal(1, 2), 95, 100);
             queue.model().queue_capacity = 0;
             const network::ClassPerformance found = solve(queue.build).classes[0];
             return found.rejected_per_s / found.offered_per_s;
         }},
        // Processor sharing: E[T] = E[S]/(1 − ρ) whatever the service law
        {"mm1ps_T",
         [] {
             Queue queue(exponential(1), 0.8);
             queue.model().discipline = Discipline::ProcessorSharing;
             return queue.mean();
         }},
        {"mm1ps_T99",
         [] {
             Queue queue(exponential(1), 0.8);
             queue.model().discipline = Discipline::ProcessorSharing;
             return queue.p99();
         }},
        {"mg1ps_ln_T",
         [] {
             Queue queue(Distribution::lognormal(1, 2), 0.7);
             queue.model().discipline = Discipline::ProcessorSharing;
             return queue.mean();
         }},
        // Last come first served with resume: the sojourn is a busy period
        {"mm1lcfspr_T99",
         [] {
             Queue queue(exponential(1), 0.8);
             queue.model().discipline = Discipline::Lifo;
             queue.model().preemptive = true;
             return queue.p99();
         }},
        // Cobham: W_k = W0/((1−σ_(k−1))(1−σ_k)); resume: E[S]/(1−σ_(k−1)) + R_k/((1−σ_(k−1))(1−σ_k))
        {"prio_np_hi", [] { return Priority(false).wait(0); }},
        {"prio_np_lo", [] { return Priority(false).wait(1); }},
        {"prio_pr_lo", [] { return Priority(true).wait(1) + 1; }},
        // GI/M/1: σ = A*(μ(1 − σ)), T exponential of rate μ(1 − σ)
        {"e2m1_T",
         [] {
             Queue queue(exponential(1), 0.8);
             queue.arrival().process = design::Process::Renewal;
             queue.arrival().interarrival_ms = Distribution::erlang(1.25, 2);
             return queue.mean();
         }},
        {"e2m1_T99",
         [] {
             Queue queue(exponential(1), 0.8);
             queue.arrival().process = design::Process::Renewal;
             queue.arrival().interarrival_ms = Distribution::erlang(1.25, 2);
             return queue.p99();
         }},
        {"dm1_T",
         [] {
             Queue queue(exponential(1), 0.9);
             queue.arrival().process = design::Process::Constant;
             return queue.mean();
         }},
        {"h2m1_T",
         [] {
             Queue queue(exponential(1), 0.7);
             queue.arrival().process = design::Process::Renewal;
             queue.arrival().interarrival_ms = Distribution::hyperexponential(1 / 0.7, 2);
             return queue.mean();
         }},
        // M^[k]/M/1: L = ρ(k + 1)/(2(1 − ρ)), Little
        {"mxm1_T",
         [] {
             Queue queue(exponential(1), 0.8);
             queue.arrival().process = design::Process::Batch;
             queue.arrival().size = Distribution::constant(4);
             return queue.mean();
         }},
        // MMPP/M/1: two states of 1.3 (a third of the time, 50 ms at a time) and 0.4 a millisecond
        {"mmpp_m1_T",
         [] {
             Queue queue(exponential(1), 0.7);
             queue.arrival().process = design::Process::Bursty;
             queue.arrival().peak_ratio = 1.3 / 0.7;
             queue.arrival().burst_fraction = 1.0 / 3;
             queue.arrival().burst_ms = 50;
             return queue.mean();
         }},
        // Jackson: product form with feedback, λ = γ(I − P)^−1
        {"fb_mm1_R",
         [] {
             Queue queue(exponential(1), 0.6);
             const Index again = queue.build.call(queue.queue, queue.queue, 1, design::Mode::Forward);
             queue.build.connection(again).probability = 0.25;
             return queue.mean();
         }},
        {"jackson3_R",
         [] {
             Build build;
             const Index app = build.source();
             const Index other = build.source("other");
             const Index first = build.poisson("first", app, 500);
             build.poisson("third", other, 100);
             const Index a = build.service("a", exponential(1));
             const Index b = build.service("b", exponential(1 / 1.2));
             const Index c = build.service("c", exponential(2), 2);
             build.call(app, a);
             build.call(other, c);
             const auto forward = [&](Index from, Index to, double p) {
                 build.connection(build.call(from, to, 1, design::Mode::Forward)).probability = p;
             };
             forward(a, b, 0.7);
             forward(b, a, 0.2);
             forward(b, c, 0.5);
             forward(c, b, 0.3);
             (void)first;
             const network::Performance found = solve(build);
             return (5 * found.classes[0].latency.mean.value + found.classes[1].latency.mean.value) / 6;
         }},
        {"tier3_R",
         [] {
             Tiers tiers;
             return latency(tiers.build).mean.value / 1000;
         }},
        {"ref_tier3_T99",
         [] {
             Tiers tiers;
             return latency(tiers.build).p99.value / 1000;
         }},
        // Tandem: independent exponentials of rates μ1 − λ and μ2 − λ (Burke, Reich)
        {"tandem_T",
         [] {
             Queue queue(exponential(1), 0.7);
             queue.build.call(queue.queue, queue.build.service("second", exponential(1 / 0.9)));
             return queue.mean();
         }},
        {"tandem_T99",
         [] {
             Queue queue(exponential(1), 0.7);
             queue.build.call(queue.queue, queue.build.service("second", exponential(1 / 0.9)));
             return queue.p99();
         }},
        // Fork and join: (12 − ρ)/8/(μ − λ) for two (Flatto and Hahn); more by Varma and Makowski
        {"fj2_r50",
         [] {
             return latency(std::move(Fork(0.5, {1, 1}).build)).mean.value;
         }},
        {"fj2_r80",
         [] {
             return latency(std::move(Fork(0.8, {1, 1}).build)).mean.value;
         }},
        {"fj3_r50",
         [] {
             return latency(std::move(Fork(0.5, {1, 1, 1}).build)).mean.value;
         }},
        {"fj3_het",
         [] {
             return latency(std::move(Fork(0.5, {1, 1 / 1.5, 0.5}).build)).mean.value;
         }},
        {"ref_fj10_r70_T", [] { return latency(std::move(Fork(0.7, std::vector<double>(10, 1.0)).build)).mean.value; }},
        {"ref_fj10_r70_T99",
         [] { return latency(std::move(Fork(0.7, std::vector<double>(10, 1.0)).build)).p99.value; }},
        {"ref_fj10_r90_T", [] { return latency(std::move(Fork(0.9, std::vector<double>(10, 1.0)).build)).mean.value; }},
        {"ref_fj10_r90_T99",
         [] { return latency(std::move(Fork(0.9, std::vector<double>(10, 1.0)).build)).p99.value; }},
        // Split and merge: one held worker, service the largest of four: E[S] = H4, E[S²] = H4² + Σ 1/i²
        {"splitmerge4",
         [] {
             Build build;
             const Index app = build.source();
             build.poisson("requests", app, 300);
             const Index queue = build.service("queue", Distribution::constant(0));
             build.servers(queue).holds_worker = true;
             build.call(app, queue);
             const Index c = build.call(queue, build.delay("task", exponential(1)));
             build.connection(c).count = Distribution::constant(4);
             return latency(build).mean.value;
         }},
        // Largest of ten: −ln(1 − p^(1/10)); second of three: 1/3 + 1/2
        {"scatter10_p99", [] { return scatter(10, std::nullopt, true); }},
        {"quorum", [] { return scatter(3, 2, false); }},
        // Second copy after 1: P(T > t) = e^−t e^−(t−1)
        {"hedge",
         [] {
             Build build;
             const Index app = build.source();
             build.poisson("requests", app, 1000);
             design::Policy policy;
             policy.hedge = design::Hedge{false, 1.0};
             build.connection(build.call(app, build.delay("work", exponential(1)))).policy = policy;
             return latency(build).p99.value;
         }},
        // M/M^[a,b]/1 and batches of k that take 0.5 + 0.08 k: embedded chain and renewal reward
        {"bulk_1_8",
         [] {
             Bulk bulk(5, 1, 8, Bulk::exponentialTime());
             return waiting(bulk.build, bulk.server);
         }},
        {"bulk_4_16",
         [] {
             Bulk bulk(10, 4, 16, Bulk::exponentialTime());
             return waiting(bulk.build, bulk.server);
         }},
        {"dynbatch_W",
         [] {
             Bulk bulk(6, 1, 8, Bulk::affine());
             return waiting(bulk.build, bulk.server);
         }},
        {"dynbatch_T",
         [] {
             Bulk bulk(6, 1, 8, Bulk::affine());
             return latency(bulk.build).mean.value;
         }},
        {"dynbatch_B",
         [] {
             Bulk bulk(6, 1, 8, Bulk::affine());
             return solve(bulk.build).stations[static_cast<std::size_t>(bulk.server)].batch_size->value;
         }},
        {"ref_dynbatch_T99",
         [] {
             Bulk bulk(6, 1, 8, Bulk::affine());
             return latency(bulk.build).p99.value;
         }},
        // Erlang A: a waiting request leaves at rate θ
        {"erlA_ab",
         [] {
             Queue queue(exponential(1), 12, 10);
             queue.model().patience_ms = exponential(2);
             const network::ClassPerformance found = solve(queue.build).classes[0];
             return found.abandoned_per_s / found.offered_per_s;
         }},
        {"erlA_W",
         [] {
             Queue queue(exponential(1), 12, 10);
             queue.model().patience_ms = exponential(2);
             return queue.wait();
         }},
        // Set-up after idleness: 1/(μ − λ) + 1/α; breakdowns at any time: White and Christie
        {"setup_T",
         [] {
             Queue queue(exponential(1), 0.7);
             queue.model().setup_ms = exponential(5);
             return queue.mean();
         }},
        {"mmk_setup_T",
         [] {
             Queue queue(exponential(1), 4);
             queue.model().replicas = 8;
             queue.model().setup_ms = exponential(10);
             return queue.mean();
         }},
        {"breakdown_T",
         [] {
             Queue queue(exponential(1), 0.5);
             queue.model().mtbf_s = 0.02;
             queue.model().mttr_s = 0.002;
             return queue.mean();
         }},
        // Chosen queues
        {"pod2_r90", [] { return dispatched(network::Dispatch::PowerOfTwo, 1000, 0.9); }},
        {"pod2_r70", [] { return dispatched(network::Dispatch::PowerOfTwo, 1000, 0.7); }},
        {"ref_pod2_n10_r90_T", [] { return dispatched(network::Dispatch::PowerOfTwo, 10, 0.9); }},
        {"jsq2_T", [] { return dispatched(network::Dispatch::ShortestQueue, 2, 0.8); }},
        // Closed: mean value analysis
        {"repair_X", [] { return Closed(10, 5, {1}).throughput(); }},
        {"repair_R", [] { return Closed(10, 5, {1}).response(); }},
        {"repair2_R", [] { return Closed(20, 8, {1}, 2).response(); }},
        {"closed3_X",
         [] {
             return Closed(20, 1, {0.05, 0.08, 0.03}).throughput();
         }},
        {"closed3_R",
         [] {
             return Closed(20, 1, {0.05, 0.08, 0.03}).response();
         }},
        // Caches: King, Gelenbe, Che, Σ p λpT/(1 + λpT)
        {"lru_exact", [] { return analysis::zipfHitRatio(8, 1, 3, analysis::Replacement::Lru).value; }},
        {"fifo_exact", [] { return analysis::zipfHitRatio(8, 1, 3, analysis::Replacement::FifoOrRandom).value; }},
        {"lru_che", [] { return analysis::zipfHitRatio(100000, 0.8, 5000, analysis::Replacement::Lru).value; }},
        {"ttl", [] { return analysis::ttlHitRatio(1000, 0.9, 100, 10); }},
    };
    return table;
}

support::Json rows() {
    std::ifstream file(std::string(CATENARY_SOURCE_DIR) + "/tests/accuracy/exact_cases.json");
    std::stringstream text;
    text << file.rdbuf();
    return support::Json::parse(text.str());
}

} // namespace

TEST(ExactCases, everyRowIsMetWithinItsTolerance) {
    for (const support::Json& row : rows()) {
        const std::string id = row.at("id");
        const auto found = models().find(id);
        ASSERT_NE(found, models().end()) << id << " has no model here";
        const double expected = row.at("value");
        const double tolerance = row.at("tolerance");
        const double value = found->second();
        EXPECT_NEAR(value, expected, tolerance * std::abs(expected))
            << id << ": " << row.at("model") << " " << row.at("metric") << ", off by " << 100 * (value / expected - 1)
            << " %";
    }
}

TEST(ExactCases, everyModelHasARow) {
    const support::Json all = rows();
    EXPECT_EQ(all.size(), models().size());
}
