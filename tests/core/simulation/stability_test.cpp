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
