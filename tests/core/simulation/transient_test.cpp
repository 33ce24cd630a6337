// SPDX-License-Identifier: Apache-2.0
// Runs from empty: against theory of how queues fill, against the rules by which replicas and caches change, and
// against counting.
#include "core/simulation/transient.h"
#include "tests/core/simulation/runs.h"

#include <cmath>
#include <numbers>
#include <numeric>

using namespace catenary;
using namespace catenary::testing;
using network::Performance;
using network::TimeSeries;
using simulation::Shock;
using simulation::TransientOptions;

namespace {

Performance runFor(Build& build, const TransientOptions& options) {
    auto performance = simulation::simulateTransient(build.network(), options);
    EXPECT_TRUE(performance.has_value());
    return performance.value_or(Performance{});
}

Performance runFor(Build& build, double seconds, std::vector<std::string> shocks = {}) {
    TransientOptions options;
    options.seconds = seconds;
    options.threads = 1;
    for (const std::string& text : shocks) {
        auto read = simulation::readShock(text, build.network());
        EXPECT_TRUE(read.has_value()) << (read ? "" : support::describe(read.error()));
        if (read) options.scenario.shocks.insert(options.scenario.shocks.end(), read->begin(), read->end());
    }
    return runFor(build, options);
}

const TimeSeries::OfStation& courseOf(const Performance& found, Index s) {
    return found.series->stations[static_cast<std::size_t>(s)];
}

std::size_t bucketAt(const Performance& found, double second) {
    std::size_t b = 0;
    while (b + 1 < found.series->at_s.size() && found.series->at_s[b + 1] <= second) ++b;
    return b;
}

/// The same request every so many ms, of an own work that is always the same.
struct Clockwork {
    Build build;
    Index app, front, requests;
    Clockwork(double serviceMs, double perSecond)
        : app(build.source()), front(build.service("front", Distribution::constant(serviceMs))),
          requests(build.poisson("requests", app, perSecond)) {
        build.classAt(requests).arrival.process = design::Process::Constant;
        build.call(app, front);
    }
};

double sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

} // namespace

TEST(TransientRun, ASingleServerFillsAsTheorySays) {
    // M/M/1 from empty, λ 0.9, μ 1: E N(20) = 3.51971, by uniformisation
    double mean = 0;
    double variance = 0;
    constexpr int seeds = 8;
    for (int seed = 1; seed <= seeds; ++seed) {
        Textbook queue(Distribution::exponential(1000), 0.9);
        TransientOptions options;
        options.seconds = 21;
        options.seed = static_cast<std::uint64_t>(seed);
        options.runs = 300;
        options.threads = 1;
        const Performance found = runFor(queue.build, options);
        const auto& course = courseOf(found, queue.queue);
        const std::size_t at = bucketAt(found, 20);
        mean += (course.queue_length.value[at] + course.busy[at]) / seeds;
        const double error = (course.queue_length.high[at] - course.queue_length.low[at]) / 2 / 1.96;
        variance += error * error / seeds / seeds;
    }
    EXPECT_NEAR(mean, 3.51971, 4 * std::sqrt(variance));
    EXPECT_LT(std::sqrt(variance), 0.03 * mean);
}

TEST(TransientRun, ManyServersFollowADayWithADelay) {
    // M(t)/M/∞, λ(t) = 100 + 60 cos γt, γ = μ = 1: m(t) = 100 + 60/√2 cos(t − π/4), at most 142.426 (Eick, Massey &
    // Whitt 1993); over ± w around the peak the mean of the cosine is sin w / w
    constexpr double width = 0.3;
    const double peak = std::numbers::pi / 4 + 4 * std::numbers::pi;
    double mean = 0;
    constexpr int seeds = 4;
    for (int seed = 1; seed <= seeds; ++seed) {
        Build build;
        const Index app = build.source();
        const Index work = build.delay("work", Distribution::exponential(1000));
        auto& k = build.classAt(build.poisson("requests", app, 100));
        k.arrival.process = design::Process::Diurnal;
        k.arrival.peak_ratio = 1.6;
        k.arrival.period_h = 2 * std::numbers::pi / 3600;
        build.call(app, work);
        TransientOptions options;
        options.seconds = 14;
        options.seed = static_cast<std::uint64_t>(seed);
        options.runs = 200;
        options.threads = 1;
        const Performance found = runFor(build, options);
        const auto& busy = courseOf(found, work).busy;
        const std::size_t first = bucketAt(found, peak - width);
        const std::size_t end = bucketAt(found, peak + width);
        mean += std::accumulate(busy.begin() + static_cast<std::ptrdiff_t>(first),
                                busy.begin() + static_cast<std::ptrdiff_t>(end), 0.0) /
                static_cast<double>(end - first) / seeds;
        // rates are those of the clock: over whole periods the mean rate
        EXPECT_NEAR(sum(found.series->classes[0].offered_per_s) * found.series->bucket_s / 14,
                    100 + 60 * std::sin(14) / 14, 1.5);
    }
    const double exact = 100 + 60 / std::sqrt(2) * std::sin(width) / width;
    EXPECT_NEAR(mean, exact, 4 * std::sqrt(exact / (200 * seeds)));
}

TEST(TransientRun, EveryRequestEndsOrIsStillInside) {
    Textbook queue(Distribution::exponential(10), 90);
    queue.build.servers(queue.queue).queue_capacity = 20;
    queue.build.servers(queue.queue).patience_ms = Distribution::constant(150);
    const Performance found = runFor(queue.build, 100, {"30:40:load=10"});
    const TimeSeries::OfClass& of = found.series->classes[0];
    EXPECT_GT(of.lost, 100);
    EXPECT_GT(of.inside, 0);
    EXPECT_NEAR(of.offered, of.completed + of.lost + of.inside, 1e-9 * of.offered);
    const double seconds = found.series->bucket_s;
    EXPECT_NEAR(sum(of.offered_per_s) * seconds, of.offered, 1e-9 * of.offered);
    EXPECT_NEAR((sum(of.rejected_per_s) + sum(of.abandoned_per_s)) * seconds, of.lost, 1e-9 * of.offered);
}

TEST(TransientRun, OffersTheLoadOfTheShockWhileItLasts) {
    const std::vector<std::pair<design::Process, const char*>> processes = {{design::Process::Poisson, "poisson"},
                                                                            {design::Process::Constant, "constant"},
                                                                            {design::Process::Bursty, "bursty"},
                                                                            {design::Process::Batch, "batch"},
                                                                            {design::Process::Schedule, "schedule"}};
    for (const auto& [process, name] : processes) {
        Textbook queue(Distribution::exponential(0.1), 200);
        auto& k = queue.build.classAt(queue.requests);
        k.arrival.process = process;
        k.arrival.peak_ratio = 2;
        k.arrival.burst_fraction = 0.3;
        k.arrival.burst_ms = 100;
        k.arrival.every_s = 0.05;
        k.arrival.size = Distribution::constant(10);
        k.batches_per_s = 20;
        const Performance found = runFor(queue.build, 100, {"40:60:load=5", "50:60:load=2", "80:101:load=0"});
        const auto& offered = found.series->classes[0].offered_per_s;
        const auto mean = [&](double from, double to) {
            double total = 0;
            int count = 0;
            for (std::size_t b = bucketAt(found, from); b < offered.size() && found.series->at_s[b] < to; ++b, ++count)
                total += offered[b];
            return total / count;
        };
        EXPECT_NEAR(mean(10, 40), 200, 8) << name;
        EXPECT_NEAR(mean(40, 50), 1000, 50) << name;
        EXPECT_NEAR(mean(50, 60), 2000, 100) << name;
        EXPECT_NEAR(mean(61, 80), 200, 12) << name;
        EXPECT_EQ(mean(80.5, 100), 0) << name;
    }
}

TEST(TransientRun, ClosedUsersComeAndGoWithTheLoad) {
    Textbook queue(Distribution::constant(1), 1);
    auto& k = queue.build.classAt(queue.requests);
    k.arrival.process = design::Process::Closed;
    k.arrival.users = 10;
    k.arrival.think_time_ms = Distribution::constant(99);
    k.rate_per_s = 0;
    queue.build.servers(queue.queue).workers = 100;
    const Performance found = runFor(queue.build, 60, {"20:40:load=3"});
    const auto& offered = found.series->classes[0].offered_per_s;
    // users ÷ (99 ms of thought + 1 ms of work)
    EXPECT_NEAR(offered[bucketAt(found, 10)], 100, 1e-6 + 0.21 * 100);
    EXPECT_NEAR(sum(offered) * found.series->bucket_s, 100 * 20 + 300 * 20 + 100 * 20, 60);
}

TEST(TransientRun, AColdCacheFillsToItsSteadyHitRatio) {
    network::CacheStation model;
    model.items = 10'000;
    model.zipf_skew = 0.9;
    model.capacity_items = 1000;
    Build build;
    const Index app = build.source();
    const Index cache = build.station("cache", model);
    build.call(app, cache);
    build.poisson("requests", app, 1000);
    const Performance steady = run(build, 100'000);
    const Performance found = runFor(build, 60, {"40:40:cache.cold"});
    ASSERT_TRUE(courseOf(found, cache).hit_ratio);
    const auto& hits = courseOf(found, cache).hit_ratio->value;
    const double warm = at(steady, cache).hit_ratio->value;
    EXPECT_LT(hits.front(), 0.6 * warm);
    EXPECT_NEAR(hits[bucketAt(found, 39)], warm, 0.03);
    EXPECT_LT(hits[bucketAt(found, 40)], 0.6 * warm);
    EXPECT_NEAR(hits.back(), warm, 0.03);
}

TEST(TransientRun, AnAutoscalerAddsWhatItsRuleSaysEveryFifteenSeconds) {
    // ⌈running × mean utilisation of the last 60 s ÷ 0.5⌉, ten times the load from 60 s on. Busy ÷ existing worker
    // seconds: (18 + 15)/60 → 2; (12 + 15 + 30)/75 → 4; (6 + 15 + 30 + 60)/120 → 8; all busy → 16
    Clockwork clockwork(100, 4);
    clockwork.build.servers(clockwork.front).autoscaling = network::Autoscaling{1, 40, 0.5, 0, 300};
    const Performance found = runFor(clockwork.build, 150, {"60:150:load=10"});
    const auto& running = courseOf(found, clockwork.front).running_replicas;
    for (const auto& [second, replicas] : std::vector<std::pair<double, double>>{
             {10, 1}, {73, 1}, {76, 2}, {88, 2}, {91, 4}, {103, 4}, {106, 8}, {118, 8}, {121, 16}})
        EXPECT_DOUBLE_EQ(running[bucketAt(found, second)], replicas) << second;
}

TEST(TransientRun, NothingIsServedByWhatIsLostAndAllOfItAfterwards) {
    std::map<std::string, std::function<void(Clockwork&)>> stations;
    stations["servers"] = [](Clockwork&) {};
    stations["a queue for each replica"] = [](Clockwork& of) {
        of.build.servers(of.front).replicas = 2;
        of.build.servers(of.front).dispatch = network::Dispatch::RoundRobin;
    };
    stations["a shared processor"] = [](Clockwork& of) {
        of.build.servers(of.front).discipline = network::Discipline::ProcessorSharing;
    };
    stations["a batcher"] = [](Clockwork& of) {
        network::BatcherStation batcher;
        batcher.max_batch = 4;
        batcher.time.base_ms = 10;
        of.build.at(of.front).model = batcher;
    };
    stations["a log"] = [](Clockwork& of) {
        network::LogStation log;
        log.partitions = 2;
        log.consumers = 2;
        log.consume_ms = Distribution::constant(10);
        of.build.at(of.front).model = log;
    };
    stations["a language model"] = [](Clockwork& of) {
        network::DecoderStation decoder;
        decoder.kv_tokens = 1e9;
        decoder.step = inference::IterationTime::linear(1, 0, 0, 0);
        decoder.input_tokens = Distribution::constant(10);
        decoder.output_tokens = Distribution::constant(5);
        of.build.at(of.front).model = decoder;
    };
    for (const auto& [name, change] : stations) {
        Clockwork clockwork(10, 10);
        change(clockwork);
        clockwork.build.at(clockwork.front).zone = "a";
        clockwork.build.network().zones.push_back({"a", {}, {}, {clockwork.front}});
        const Performance found = runFor(clockwork.build, 60, {"20:30:zone.a.down"});
        const TimeSeries::OfClass& of = found.series->classes[0];
        double during = 0;
        for (std::size_t b = bucketAt(found, 20.5); found.series->at_s[b] < 29.9; ++b) during += of.completed_per_s[b];
        EXPECT_EQ(during, 0) << name;
        const auto& course = courseOf(found, clockwork.front);
        EXPECT_EQ(course.running_replicas[bucketAt(found, 25)], 0) << name;
        EXPECT_GT(course.running_replicas[bucketAt(found, 31)], 0) << name;
        EXPECT_NEAR(course.queue_length.value[bucketAt(found, 29.6)], 97, 4) << name;
        EXPECT_LE(of.inside, 1) << name;
        EXPECT_EQ(of.lost, 0) << name;
        const auto recovered = network::recovery(*found.series, 0);
        ASSERT_TRUE(recovered && recovered->recovered_after_s) << name;
        EXPECT_GE(recovered->worst_p99_ms, 9'600) << name;
        EXPECT_LE(recovered->worst_p99_ms, 11'200) << name; // who shares with the whole backlog waits for it as well
        EXPECT_LE(*recovered->recovered_after_s, 5) << name;
        EXPECT_EQ(found.series->shocks.size(), 1u);
    }
}

TEST(TransientRun, AZoneThatFailsByItselfIsUpAsOftenAsItsTimesSay) {
    // up 8 s, down 2 s on average: what is served is unchanged, all of it waits; two services fail as one
    Build build;
    const Index app = build.source();
    const Index first = build.service("first", Distribution::constant(1));
    const Index second = build.service("second", Distribution::constant(1));
    build.call(app, first);
    build.call(first, second);
    build.poisson("requests", app, 20);
    build.network().zones.push_back({"a", 8.0, 2.0, {first, second}});
    const Performance found = runFor(build, 2000);
    const auto& one = courseOf(found, first).running_replicas;
    const auto& two = courseOf(found, second).running_replicas;
    EXPECT_EQ(one, two);
    EXPECT_NEAR(sum(one) / static_cast<double>(one.size()), 0.8, 0.02);
    // in the steady state as well: waiting while the zone is down, the residual of an exponential, is 0.2 × 2 s
    const Performance steady = run(build, 200'000);
    EXPECT_NEAR(at(steady, first).waiting_ms.value, 400, 60);
}

TEST(TransientRun, TraceArrivalsComeWhenTheFileSaysAndAgain) {
    Textbook queue(Distribution::constant(1), 2.5);
    auto& k = queue.build.classAt(queue.requests);
    k.arrival.process = design::Process::Trace;
    k.trace = std::make_shared<const network::Trace>(network::Trace{{0, 110, 210, 3010}, 4010});
    k.rate_per_s = 1;
    const Performance found = runFor(queue.build, 24);
    const auto& offered = found.series->classes[0].offered_per_s;
    const double width = found.series->bucket_s;
    for (double round = 0; round < 24; round += 4.01) {
        EXPECT_NEAR(offered[bucketAt(found, round)] * width, 1, 1e-9) << round;
        EXPECT_NEAR(offered[bucketAt(found, round + 3.01)] * width, 1, 1e-9) << round;
    }
    EXPECT_EQ(found.series->classes[0].offered, 24);
    EXPECT_NEAR(run(queue.build, 4000).classes[0].offered_per_s, 1, 0.01);
}

TEST(TransientRun, DoesNotDependOnTheThreadsAndChangesWithTheSeed) {
    Textbook queue(Distribution::exponential(10), 80);
    TransientOptions options;
    options.seconds = 20;
    options.scenario.shocks.push_back({Shock::What::Load, 5, 8, 3, network::none, "load × 3"});
    const auto with = [&](unsigned threads, std::uint64_t seed) {
        options.threads = threads;
        options.seed = seed;
        return runFor(queue.build, options);
    };
    const Performance one = with(1, 1);
    for (const unsigned threads : {2U, 3U}) {
        const Performance other = with(threads, 1);
        EXPECT_EQ(one.series->classes[0].p99_ms.value, other.series->classes[0].p99_ms.value);
        EXPECT_EQ(one.series->classes[0].mean_ms.high, other.series->classes[0].mean_ms.high);
        EXPECT_EQ(one.classes[0].latency.mean.value, other.classes[0].latency.mean.value);
        EXPECT_EQ(courseOf(one, queue.queue).queue_length.value, courseOf(other, queue.queue).queue_length.value);
    }
    EXPECT_NE(one.series->classes[0].mean_ms.value, with(1, 2).series->classes[0].mean_ms.value);
}

TEST(TransientRun, HasAtMost240BucketsHoweverLongItIs) {
    for (const double seconds : {0.01, 1.0, 7.3, 240.0, 241.0, 3600.0, 1e6}) {
        Textbook queue(Distribution::constant(1), 1e3 / seconds);
        const Performance found = runFor(queue.build, seconds);
        const std::size_t count = found.series->at_s.size();
        EXPECT_LE(count, 240u) << seconds;
        EXPECT_GE(count, 95u) << seconds;
        EXPECT_DOUBLE_EQ(found.series->end_s, seconds);
        EXPECT_EQ(found.series->classes[0].p99_ms.value.size(), count);
    }
}

TEST(TransientRun, SaysWhereItHadToEnd) {
    Textbook queue(Distribution::constant(1000), 1e6);
    TransientOptions options;
    options.seconds = 10;
    options.runs = 2;
    options.threads = 1;
    const Performance found = runFor(queue.build, options);
    EXPECT_LT(found.series->end_s, 1);
    EXPECT_FALSE(found.run->converged);
    bool said = false;
    for (const auto& finding : found.findings)
        said = said || finding.message.find("More requests are under way") != std::string::npos;
    EXPECT_TRUE(said);
}

TEST(TransientRun, StopsWhenAsked) {
    Textbook queue(Distribution::exponential(1), 900);
    std::stop_source stop;
    TransientOptions options;
    options.seconds = 1e9;
    options.threads = 1;
    options.stop = stop.get_token();
    options.progress = [&](const simulation::Progress& progress) {
        EXPECT_TRUE(progress.share.has_value());
        stop.request_stop();
    };
    const auto found = simulation::simulateTransient(queue.build.network(), options);
    ASSERT_FALSE(found.has_value());
    EXPECT_EQ(found.error().code, support::ErrorCode::Cancelled);
}

TEST(Shocks, AreRefusedWithTheReason) {
    Textbook queue(Distribution::exponential(10), 80);
    const Index wait = queue.build.delay("wait", Distribution::constant(1));
    queue.build.call(queue.queue, wait);
    const auto error = [&](const std::string& text) {
        const auto read = simulation::readShock(text, queue.build.network());
        return read ? std::string("read") : read.error().message;
    };
    for (const char* text :
         {"", "60", "60:120", "a:1:load=2", "5:4:load=2", "-1:4:load=2", "0:1:load", "0:1:load=x", "0:1:load=-2",
          "0:1:workloads.none.load=2", "0:1:none.down", "0:1:queue.cold", "0:1:queue.replicas=7",
          "0:1:queue.replicas=0.5", "0:1:queue.speed=2", "0:1:wait.down", "0:1:zone.b.down", "0:1:queue.down=3"})
        EXPECT_EQ(error(text).rfind("shock `" + std::string(text) + "`: ", 0), 0u) << text << ": " << error(text);
    for (const char* text :
         {"60:120:load=10", "0:1.5:workloads.requests.load=0", "1e1:20:queue.replicas=0", "3:3:queue.down"})
        EXPECT_EQ(error(text), "read") << text;
}
