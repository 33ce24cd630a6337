// SPDX-License-Identifier: Apache-2.0
// Textbook models: what a run of moderate length shows holds the exact value of tests/accuracy/exact_cases.json. Times
// are milliseconds here, so a rate λ of a row is λ per millisecond.
#include "core/support/json.h"
#include "tests/core/simulation/runs.h"

#include <cmath>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

using namespace catenary;
using namespace catenary::testing;
using network::Discipline;
using network::Measure;

namespace {

constexpr std::uint64_t requests = 300'000;

Distribution exponential(double mean) {
    return Distribution::exponential(mean);
}

/// A share of rates, with the interval of a binomial that is widened for what is correlated.
Measure share(double part, double whole) {
    Measure result;
    result.value = part / whole;
    const double half = 4 * 1.96 * std::sqrt(result.value * (1 - result.value) / static_cast<double>(requests));
    result.low = result.value - half;
    result.high = result.value + half;
    return result;
}

struct Queue : Textbook {
    Queue(const Distribution& time, double perMs, int servers = 1) : Textbook(time, perMs * 1000, servers) {}
    network::ServersStation& model() { return build.servers(queue); }
    design::Arrival& arrival() { return build.classAt(requests).arrival; }
    network::Performance solve() { return run(build, ::requests); }
    Measure mean() { return solve().classes[0].latency.mean; }
    Measure p99() { return solve().classes[0].latency.p99; }
    Measure wait() { return at(solve(), queue).waiting_ms; }
    Measure lost() {
        const auto found = solve().classes[0];
        return share(found.rejected_per_s + found.abandoned_per_s, found.offered_per_s);
    }
};

Queue bounded(double perMs, int servers, int waiting, const Distribution& time = exponential(1)) {
    Queue queue(time, perMs, servers);
    queue.model().queue_capacity = waiting;
    return queue;
}
Queue disciplined(const Distribution& time, double perMs, Discipline discipline, bool preemptive = false) {
    Queue queue(time, perMs);
    queue.model().discipline = discipline;
    queue.model().preemptive = preemptive;
    return queue;
}
Queue dispatched(network::Dispatch dispatch, int replicas, double load) {
    Queue queue(exponential(1), load * replicas);
    queue.model().replicas = replicas;
    queue.model().dispatch = dispatch;
    return queue;
}

Measure latency(Build& build, std::size_t k = 0) {
    return run(build, requests).classes[k].latency.mean;
}

Build fork(double perMs, const std::vector<double>& services) {
    Build build;
    const Index app = build.source();
    build.poisson("requests", app, perMs * 1000);
    for (std::size_t i = 0; i < services.size(); ++i)
        build.call(app, build.service("branch" + std::to_string(i), exponential(services[i])));
    return build;
}

/// Two classes at 0.3 and 0.5 a ms, the first before the second.
Measure second(bool preemptive, std::size_t k) {
    Build build;
    const Index app = build.source();
    build.poisson("first", app, 300);
    build.classAt(build.poisson("second", app, 500)).priority = 1;
    const Index queue = build.service("queue", exponential(1));
    build.servers(queue).discipline = Discipline::Priority;
    build.servers(queue).preemptive = preemptive;
    build.call(app, queue);
    return latency(build, k);
}

struct Bulk {
    Build build;
    Index server;
    Bulk(double perMs, int least, int most, bool affine) {
        const Index app = build.source();
        build.poisson("requests", app, perMs * 1000);
        network::BatcherStation model;
        model.min_batch = least;
        model.max_batch = most;
        if (affine) {
            model.time.base_ms = 0.5;
            model.time.per_item_ms = 0.08;
        } else {
            model.time.whole_ms = exponential(1);
        }
        server = build.station("server", model);
        build.call(app, server);
    }
    network::StationPerformance solve() { return at(run(build, requests), server); }
};

network::Performance closed(int users, double think, const std::vector<double>& demands, int servers = 1) {
    Build build;
    const Index app = build.source();
    auto& arrival = build.classAt(build.poisson("users", app, 0)).arrival;
    arrival.process = design::Process::Closed;
    arrival.users = users;
    arrival.think_time_ms = exponential(think);
    int stage = 1;
    for (const double demand : demands) {
        build.call(app, build.service("s" + std::to_string(stage), exponential(demand), servers), stage);
        ++stage;
    }
    return run(build, requests);
}

Measure hits(double items, double skew, double capacity, network::Eviction eviction, double ttl_s = 0,
             double perSecond = 1000) {
    Build build;
    const Index app = build.source();
    build.poisson("requests", app, perSecond);
    network::CacheStation model;
    model.items = items;
    model.zipf_skew = skew;
    model.capacity_items = capacity;
    model.eviction = eviction;
    model.ttl_s = ttl_s;
    model.key_space = "cache";
    const Index cache = build.station("cache", model);
    build.call(app, cache);
    return *at(run(build, requests), cache).hit_ratio;
}

Measure plus(Measure measure, double shift) {
    for (double* value : {&measure.value, &measure.low, &measure.high}) *value += shift;
    return measure;
}

const std::map<std::string, std::function<Measure()>>& models() {
    using network::Dispatch;
    using network::Eviction;
    static const std::map<std::string, std::function<Measure()>> table{
        {"mm1_r50_T", [] { return Queue(exponential(1), 0.5).mean(); }},
        {"mm1_r80_T", [] { return Queue(exponential(1), 0.8).mean(); }},
        {"mm1_r80_T99", [] { return Queue(exponential(1), 0.8).p99(); }},
        {"mmc8_W", [] { return Queue(exponential(1), 7.2, 8).wait(); }},
        {"mmc50_T99", [] { return Queue(exponential(1), 47.5, 50).p99(); }},
        {"md1_r80_W", [] { return Queue(Distribution::constant(1), 0.8).wait(); }},
        {"mg1_ln4_W", [] { return Queue(Distribution::lognormal(1, 2), 0.7).wait(); }},
        {"mg1_h2_9_W", [] { return Queue(Distribution::hyperexponential(1, 3), 0.6).wait(); }},
        {"mh2c8_W", [] { return Queue(Distribution::hyperexponential(1, 2), 7.2, 8).wait(); }},
        {"mm1k5_loss", [] { return bounded(0.9, 1, 4).lost(); }},
        {"mm1k5_T", [] { return bounded(0.9, 1, 4).mean(); }},
        {"mm1k10_loss", [] { return bounded(1.2, 1, 9).lost(); }},
        {"mmck_W", [] { return bounded(4.5, 4, 10).wait(); }},
        {"erlb10", [] { return bounded(8, 10, 0).lost(); }},
        {"erlb100_ln", [] { return bounded(95, 100, 0, Distribution::lognormal(1, 2)).lost(); }},
        {"mm1ps_T", [] { return disciplined(exponential(1), 0.8, Discipline::ProcessorSharing).mean(); }},
        {"mm1ps_T99", [] { return disciplined(exponential(1), 0.8, Discipline::ProcessorSharing).p99(); }},
        {"mg1ps_ln_T",
         [] { return disciplined(Distribution::lognormal(1, 2), 0.7, Discipline::ProcessorSharing).mean(); }},
        {"mm1lcfspr_T99", [] { return disciplined(exponential(1), 0.8, Discipline::Lifo, true).p99(); }},
        {"prio_np_hi", [] { return plus(second(false, 0), -1); }},
        {"prio_np_lo", [] { return plus(second(false, 1), -1); }},
        {"prio_pr_lo", [] { return second(true, 1); }},
        {"e2m1_T",
         [] {
             Queue queue(exponential(1), 0.8);
             queue.arrival().process = design::Process::Renewal;
             queue.arrival().interarrival_ms = Distribution::erlang(1.25, 2);
             return queue.mean();
         }},
        {"dm1_T",
         [] {
             Queue queue(exponential(1), 0.9);
             queue.arrival().process = design::Process::Constant;
             return queue.mean();
         }},
        {"mxm1_T",
         [] {
             Queue queue(exponential(1), 0.8);
             queue.arrival().process = design::Process::Batch;
             queue.arrival().size = Distribution::constant(4);
             queue.build.classAt(queue.requests).batches_per_s = 200;
             return queue.mean();
         }},
        {"mmpp_m1_T",
         [] {
             Queue queue(exponential(1), 0.7);
             queue.arrival().process = design::Process::Bursty;
             queue.arrival().peak_ratio = 1.3 / 0.7;
             queue.arrival().burst_fraction = 1.0 / 3;
             queue.arrival().burst_ms = 50;
             return queue.mean();
         }},
        {"fb_mm1_R",
         [] {
             Queue queue(exponential(1), 0.6);
             const Index again = queue.build.call(queue.queue, queue.queue, 1, design::Mode::Forward);
             queue.build.connection(again).probability = 0.25;
             return queue.mean();
         }},
        {"tandem_T99",
         [] {
             Queue queue(exponential(1), 0.7);
             queue.build.call(queue.queue, queue.build.service("second", exponential(1 / 0.9)));
             return queue.p99();
         }},
        {"fj2_r50",
         [] {
             Build build = fork(0.5, {1, 1});
             return latency(build);
         }},
        {"fj3_het",
         [] {
             Build build = fork(0.5, {1, 1 / 1.5, 0.5});
             return latency(build);
         }},
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
             return latency(build);
         }},
        {"quorum",
         [] {
             Build build;
             const Index app = build.source();
             build.poisson("requests", app, 1000);
             const Index c = build.call(app, build.delay("shard", exponential(1)));
             build.connection(c).count = Distribution::constant(3);
             build.at(app).stages[0].wait_for = 2;
             return latency(build);
         }},
        {"hedge",
         [] {
             Build build;
             const Index app = build.source();
             build.poisson("requests", app, 1000);
             design::Policy policy;
             policy.hedge = design::Hedge{false, 1.0};
             build.connection(build.call(app, build.delay("work", exponential(1)))).policy = policy;
             return run(build, requests).classes[0].latency.p99;
         }},
        {"bulk_1_8", [] { return Bulk(5, 1, 8, false).solve().waiting_ms; }},
        {"bulk_4_16", [] { return Bulk(10, 4, 16, false).solve().waiting_ms; }},
        {"dynbatch_W", [] { return Bulk(6, 1, 8, true).solve().waiting_ms; }},
        {"dynbatch_B", [] { return *Bulk(6, 1, 8, true).solve().batch_size; }},
        {"erlA_ab",
         [] {
             Queue queue(exponential(1), 12, 10);
             queue.model().patience_ms = exponential(2);
             return queue.lost();
         }},
        {"erlA_W",
         [] {
             Queue queue(exponential(1), 12, 10);
             queue.model().patience_ms = exponential(2);
             return queue.wait();
         }},
        {"setup_T",
         [] {
             Queue queue(exponential(1), 0.7);
             queue.model().setup_ms = exponential(5);
             return queue.mean();
         }},
        {"breakdown_T",
         [] {
             Queue queue(exponential(1), 0.5);
             queue.model().mtbf_s = 0.02;
             queue.model().mttr_s = 0.002;
             return queue.mean();
         }},
        {"ref_pod2_n10_r90_T", [] { return dispatched(Dispatch::PowerOfTwo, 10, 0.9).mean(); }},
        {"jsq2_T", [] { return dispatched(Dispatch::ShortestQueue, 2, 0.8).mean(); }},
        {"repair_R", [] { return closed(10, 5, {1}).classes[0].latency.mean; }},
        {"repair2_R", [] { return closed(20, 8, {1}, 2).classes[0].latency.mean; }},
        {"closed3_R",
         [] {
             return closed(20, 1, {0.05, 0.08, 0.03}).classes[0].latency.mean;
         }},
        {"lru_exact", [] { return hits(8, 1, 3, Eviction::Lru); }},
        {"fifo_exact", [] { return hits(8, 1, 3, Eviction::Fifo); }},
        {"ttl", [] { return hits(1000, 0.9, 0, Eviction::Ttl, 10, 100); }},
    };
    return table;
}

std::map<std::string, double> values() {
    std::ifstream file(std::string(CATENARY_SOURCE_DIR) + "/tests/accuracy/exact_cases.json");
    std::stringstream text;
    text << file.rdbuf();
    std::map<std::string, double> values;
    for (const support::Json& row : support::Json::parse(text.str())) values[row.at("id")] = row.at("value");
    return values;
}

class ExactCases : public ::testing::TestWithParam<std::string> {};

} // namespace

TEST_P(ExactCases, isWithinFourStandardErrors) {
    static const std::map<std::string, double> exact = values();
    expectNear(models().at(GetParam())(), exact.at(GetParam()), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Simulation, ExactCases, ::testing::ValuesIn([] {
                             std::vector<std::string> ids;
                             for (const auto& [id, model] : models()) ids.push_back(id);
                             return ids;
                         }()),
                         [](const auto& tested) { return tested.param; });

// M/M/8 with set-up, λ 4, α 0.1: E[T] 2.98290 (CTMC)
TEST(SetUp, ofEightServersHasTheMeanOfTheChain) {
    Queue queue(exponential(1), 4);
    queue.model().replicas = 8;
    queue.model().setup_ms = exponential(10);
    expectNear(queue.mean(), 2.98290, "M/M/8/setup");
}
