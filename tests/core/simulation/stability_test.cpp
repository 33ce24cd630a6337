// SPDX-License-Identifier: Apache-2.0
// Queues that grow for ever are found, however their workers are kept from ending.
#include "tests/core/simulation/runs.h"

using namespace catenary;
using namespace catenary::testing;
using network::Performance;

namespace {

Performance brief(Build& build, std::uint64_t requests) {
    simulation::Options options;
    options.requests = requests;
    options.warm_up_s = 0;
    options.threads = 1;
    auto performance = simulation::simulate(build.network(), options);
    EXPECT_TRUE(performance.has_value());
    return performance.value_or(Performance{});
}

} // namespace

TEST(SimulatedStability, workersKeptByABatchThatNeverFillsAreBusy) {
    // One worker calls a batch of two at least: its request waits for another, which waits for the worker.
    Build build;
    const Index app = build.source();
    const Index timer = build.source("timer");
    const Index stuck = build.service("stuck", Distribution::constant(1));
    build.servers(stuck).holds_worker = true;
    network::BatcherStation batcher;
    batcher.min_batch = 2;
    batcher.max_batch = 4;
    batcher.time.base_ms = 1;
    build.call(app, stuck);
    build.call(stuck, build.station("batches", batcher));
    build.call(timer, build.delay("other", Distribution::constant(1)));
    build.poisson("requests", app, 500);
    build.poisson("ticks", timer, 500);
    auto& network = build.network();
    network.calls[0].classes = {true, false};
    network.calls[1].classes = {true, false};
    network.calls[2].classes = {false, true};
    simulation::Options options;
    options.requests = 4000;
    options.warm_up_s = 0;
    options.threads = 1;
    const auto found = simulation::simulate(network, options);
    ASSERT_TRUE(found.has_value());
    EXPECT_FALSE(at(*found, stuck).stable);
    EXPECT_FALSE(at(*found, stuck).waiting_ms.defined());
    EXPECT_GT(at(*found, stuck).utilisation.value, 0.99);
}

TEST(SimulatedStability, holdersAboveAnUnstableStationAreUnstable) {
    // A hundred workers come to wait at a server that is offered twice what it can do: they only fill slowly.
    Build build;
    const Index app = build.source();
    const Index holder = build.service("holder", Distribution::exponential(1), 100);
    const Index slow = build.service("slow", Distribution::exponential(2));
    build.servers(holder).holds_worker = true;
    build.call(app, holder);
    build.call(holder, slow);
    build.poisson("requests", app, 1000);
    const Performance found = brief(build, 8000);
    EXPECT_FALSE(at(found, holder).stable);
    EXPECT_FALSE(found.classes[0].stable);
}

TEST(SimulatedStability, aWorkerThatComesToWaitForItselfIsStuck) {
    // One request in 500 comes back to the worker that waits for it: sooner or later, in some replications late.
    Build build;
    const Index app = build.source();
    const Index holder = build.service("holder", Distribution::exponential(1));
    const Index other = build.service("other", Distribution::exponential(0.1));
    build.servers(holder).holds_worker = true;
    build.call(app, holder);
    build.call(holder, other);
    build.connection(build.call(other, holder, 1, design::Mode::Forward)).probability = 0.002;
    build.poisson("requests", app, 500);
    const Performance found = brief(build, 8000);
    EXPECT_FALSE(at(found, holder).stable);
    EXPECT_FALSE(at(found, holder).waiting_ms.defined());
}

TEST(SimulatedStability, aLargeGroupThatHasComeOnceIsNoOverload) {
    // Half the time is enough for each group, and the run ends within the first.
    Build build;
    const Index app = build.source();
    const Index holder = build.service("holder", Distribution::constant(1));
    build.servers(holder).holds_worker = true;
    build.call(app, holder);
    build.call(holder, build.delay("other", Distribution::constant(0.01)));
    auto& k = build.classAt(build.poisson("requests", app, 500));
    k.arrival.process = design::Process::Schedule;
    k.arrival.every_s = 2;
    k.arrival.size = Distribution::constant(1000);
    EXPECT_TRUE(at(brief(build, 8 * 400), holder).stable);
}

TEST(SimulatedStability, aSlowReplicaThatGetsItsShareIsOverloadedAlone) {
    // A third of 60 a second for a replica that can do 16; the others are half idle.
    Build build;
    const Index app = build.source();
    const Index service = build.service("service", Distribution::exponential(25));
    auto& servers = build.servers(service);
    servers.replicas = 3;
    servers.slow_replicas = 1;
    servers.slow_factor = 2.5;
    build.call(app, service);
    build.poisson("requests", app, 60);
    for (const auto dispatch : {network::Dispatch::Random, network::Dispatch::RoundRobin}) {
        servers.dispatch = dispatch;
        EXPECT_FALSE(at(brief(build, 40000), service).stable);
        EXPECT_NEAR(at(brief(build, 40000), service).saturates_at_load.value_or(0), 0.8, 0.01);
    }
    servers.dispatch = network::Dispatch::ShortestQueue;
    EXPECT_TRUE(at(brief(build, 40000), service).stable);
}

TEST(SimulatedStability, whatNobodyWaitsForIsSeenToPileUp) {
    // Every item is tried again for ever, for no attempt is long enough; requests do not wait for them. The run ends
    // when that is seen, long before the time it was to warm up for.
    Build build;
    const Index app = build.source();
    const Index log = build.delay("log", Distribution::constant(50));
    design::Policy policy;
    policy.timeout_ms = 5;
    policy.retries.reset();
    policy.backoff_ms = Distribution::constant(200);
    build.call(app, build.delay("work", Distribution::constant(1)));
    const Index aside = build.call(app, log, 1, design::Mode::Async);
    build.connection(aside).policy = policy;
    build.poisson("requests", app, 500);
    simulation::Options options;
    options.requests = 2'000'000;
    options.warm_up_s = 1e6;
    options.threads = 1;
    const auto found = simulation::simulate(build.network(), options);
    ASSERT_TRUE(found.has_value());
    EXPECT_FALSE(found->stable);
    EXPECT_LT(found->run->simulated_s, 8e6);
}

TEST(SimulatedStability, noMoreReplicasAreSlowThanRun) {
    // Five of five may be slow, but only two ever run: together they can do 400 requests a second, four times the load.
    Build build;
    const Index app = build.source();
    const Index service = build.service("service", Distribution::exponential(2));
    auto& servers = build.servers(service);
    servers.replicas = servers.slow_replicas = 5;
    servers.slow_factor = 2.5;
    servers.autoscaling = network::Autoscaling{};
    servers.autoscaling->min = 1;
    servers.autoscaling->max = 2;
    servers.autoscaling->target_utilisation = 0.5;
    build.call(app, service);
    build.poisson("requests", app, 100);
    const auto found = at(brief(build, 8000), service).saturates_at_load;
    ASSERT_TRUE(found.has_value());
    EXPECT_NEAR(*found, 4.0, 0.4);
}

TEST(SimulatedStability, interruptedWorkCountsAsWork) {
    // Last come first served with resume, offered 1.5 times what it can do: the first to come are never finished.
    Textbook textbook(Distribution::exponential(3), 500);
    textbook.build.servers(textbook.queue).discipline = network::Discipline::Lifo;
    textbook.build.servers(textbook.queue).preemptive = true;
    const Performance found = brief(textbook.build, 8000);
    EXPECT_FALSE(at(found, textbook.queue).stable);
    EXPECT_GT(at(found, textbook.queue).utilisation.value, 0.99);
}

TEST(SimulatedStability, utilisationIsOfTheTimeMeasured) {
    // One request at a time, each 90 ms of 100: what is under way at either end counts for its part.
    Build build;
    const Index app = build.source();
    const Index work = build.service("work", Distribution::constant(90));
    build.call(app, work);
    auto& k = build.classAt(build.poisson("requests", app, 10));
    k.arrival.process = design::Process::Constant;
    EXPECT_NEAR(at(run(build, 80), work).utilisation.value, 0.9, 0.012);
}
