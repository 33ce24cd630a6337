// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/simulate.h"

#include "core/simulation/engine.h"
#include "core/simulation/report.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <thread>

namespace catenary::simulation {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t endless = std::numeric_limits<std::uint64_t>::max() / 1000;
constexpr std::uint64_t firstPilot = 1000;      ///< requests of a replication before the first look at its course
constexpr double warmUpResponses = 30.0;        ///< least length of the warm-up in mean response times
constexpr double leastResponses = 100.0;        ///< least length of what is measured, likewise
constexpr std::uint64_t longestPilot = 128'000; ///< of those; what is not settled by then is measured as it is
constexpr std::uint64_t firstLook = 4000;       ///< requests of a replication
constexpr double rarely = 10'000.0;             ///< requests an hour below which no precision is asked for
constexpr auto progressEvery = std::chrono::milliseconds(50);

class Run {
public:
    Run(const network::Network& network, const Options& options)
        : m_plan(network), m_options(options), m_rule(options.precision), m_started(Clock::now()) {
        for (std::size_t r = 0; r < replications; ++r)
            m_engines.push_back(std::make_unique<Engine>(m_plan, options.seed, r));
        unsigned threads = options.threads != 0 ? options.threads : std::thread::hardware_concurrency();
        m_threads = std::clamp(threads, 1U, static_cast<unsigned>(replications));
    }

    support::Result<network::Performance> operator()();

private:
    using Task = std::function<Engine::Stop(std::size_t replication)>;

    void onAll(const Task& task);
    [[nodiscard]] Engine::Stop advance(std::size_t replication, std::uint64_t requests, bool completedOnly,
                                       double time);
    void warmUp();
    [[nodiscard]] bool settled() const;
    void measure();
    [[nodiscard]] std::vector<Interval> intervals();
    [[nodiscard]] std::uint64_t ended() const;
    [[nodiscard]] bool halted() const;
    [[nodiscard]] std::vector<Engine*> engines() const;
    void tell();

    Plan m_plan;
    const Options& m_options;
    StopRule m_rule;
    Clock::time_point m_started, m_toldAt{};
    std::thread::id m_caller = std::this_thread::get_id();
    Progress m_lookedAt;
    unsigned m_threads;
    std::vector<std::unique_ptr<Engine>> m_engines;
    std::vector<Engine::Stop> m_stops{replications, Engine::Stop::Reached};
    std::atomic<bool> m_cancelled = false;
    double m_warmUp = 0;
    double m_longestResponse = 0; ///< mean of the slowest class at the last look, ms
    bool m_converged = false;
};

/// Every replication once, dealt out to the threads; the calling thread is one of them.
void Run::onAll(const Task& task) {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t r = next++; r < replications; r = next++) m_stops[r] = task(r);
    };
    std::vector<std::jthread> helpers;
    for (unsigned i = 1; i < m_threads; ++i) helpers.emplace_back(work);
    work();
}

Engine::Stop Run::advance(std::size_t replication, std::uint64_t requests, bool completedOnly, double time) {
    const bool speaks = m_options.progress != nullptr;
    return m_engines[replication]->run(requests, completedOnly, time, [&] {
        if (m_options.stop.stop_requested()) {
            m_cancelled = true;
            return true;
        }
        if (speaks && std::this_thread::get_id() == m_caller) tell();
        return false;
    });
}

void Run::tell() {
    const auto now = Clock::now();
    if (now - m_toldAt < progressEvery) return;
    m_toldAt = now;
    m_options.progress(m_lookedAt);
}

/// Runs until the course of every class has settled.
void Run::warmUp() {
    if (m_options.warm_up_s) {
        const double until = *m_options.warm_up_s * 1000.0;
        onAll([&](std::size_t r) { return advance(r, endless, false, until); });
    } else if (!m_plan.cold) {
        std::uint64_t done = 0;
        for (std::uint64_t pilot = firstPilot; !m_cancelled; pilot *= 2) {
            onAll([&](std::size_t r) { return advance(r, pilot - done, false, never); });
            done = pilot;
            if (pilot >= longestPilot || halted() || settled()) break;
        }
    }
    if (halted()) return; // all there is to see is what was seen
    for (const auto& engine : m_engines) {
        engine->measure();
        m_warmUp += engine->now() / 1000.0 / replications;
    }
}

bool Run::settled() const {
    for (const auto& engine : m_engines)
        if (engine->now() < m_plan.warmUpFloor) return false;
    for (std::size_t k = 0; k < m_plan.classCount; ++k) {
        if (m_plan.classes[k].perHour < rarely) continue;
        std::size_t length = m_engines.front()->course()[k].size();
        for (const auto& engine : m_engines) length = std::min(length, engine->course()[k].size());
        std::vector<double> average(length, 0.0);
        for (const auto& engine : m_engines)
            for (std::size_t i = 0; i < length; ++i)
                average[i] += static_cast<double>(engine->course()[k][i]) / replications;
        if (length < 50) continue;
        // MSER cannot see a transient of which the series is all part: a system of many servers fills over some
        // response times, however many requests that is.
        const std::size_t half = length / 2;
        const auto recent = average.begin() + static_cast<std::ptrdiff_t>(half);
        const double response = std::accumulate(recent, average.end(), 0.0) / static_cast<double>(length - half);
        for (const auto& engine : m_engines)
            if (engine->now() < warmUpResponses * response) return false;
        if (!mser5(average)) return false;
    }
    return true;
}

bool Run::halted() const {
    return std::any_of(m_stops.begin(), m_stops.end(), [](Engine::Stop stop) { return stop != Engine::Stop::Reached; });
}

std::vector<Engine*> Run::engines() const {
    std::vector<Engine*> list;
    for (const auto& engine : m_engines) list.push_back(engine.get());
    return list;
}

std::vector<Interval> Run::intervals() {
    std::vector<Interval> wanted;
    const auto add = [&](auto&& part) {
        std::vector<const Observations*> parts;
        for (const auto& engine : m_engines) parts.push_back(&part(engine->tally()));
        const Pooled pooled(parts);
        if (pooled.all().count() == 0) return 0.0;
        wanted.push_back(pooled.mean());
        wanted.push_back(pooled.quantile(0.99));
        return pooled.all().mean();
    };
    m_longestResponse = 0.0;
    for (std::size_t k = 0; k < m_plan.classCount; ++k) {
        if (m_plan.classes[k].perHour < rarely) continue;
        m_longestResponse =
            std::max(m_longestResponse,
                     add([&](const Tally& tally) -> const Observations& { return tally.classes[k].latency; }));
        add([&](const Tally& tally) -> const Observations& { return tally.classes[k].firstToken; });
        add([&](const Tally& tally) -> const Observations& { return tally.classes[k].perToken; });
    }
    for (const network::Index call : m_options.flows) {
        const std::int32_t flow = m_plan.calls[static_cast<std::size_t>(call)].flow;
        for (std::size_t k = 0; flow >= 0 && k < m_plan.classCount; ++k)
            if (m_plan.classes[k].perHour >= rarely)
                add([&](const Tally& tally) -> const Observations& {
                    return tally.flows[static_cast<std::size_t>(flow) + k].latency;
                });
    }
    return wanted;
}

std::uint64_t Run::ended() const {
    std::uint64_t total = 0;
    for (const auto& engine : m_engines)
        for (const ClassTally& of : engine->tally().classes)
            for (const std::uint64_t count : of.ended) total += count;
    return total;
}

void Run::measure() {
    if (m_options.requests) {
        const std::uint64_t share = *m_options.requests / replications;
        const std::uint64_t rest = *m_options.requests % replications;
        onAll([&](std::size_t r) { return advance(r, share + (r < rest ? 1U : 0U), true, never); });
        m_converged = !halted();
        return;
    }
    std::uint64_t done = 0;
    const std::uint64_t most = std::max<std::uint64_t>(m_options.max_requests / replications, 1);
    while (!m_cancelled) {
        const std::uint64_t look = std::min(nextLook(done, firstLook), most);
        onAll([&](std::size_t r) { return advance(r, look - done, false, never); });
        done = look;
        if (m_cancelled || halted()) return;
        m_lookedAt.requests = ended();
        m_lookedAt.simulated_s = 0.0;
        for (const auto& engine : m_engines) {
            m_lookedAt.simulated_s += engine->tally().time / 1000.0;
            engine->markSlow();
        }
        if (!unstableStations(m_plan, this->engines()).empty()) return;
        const std::vector<Interval> found = intervals();
        m_lookedAt.precision = 0.0;
        for (const Interval& interval : found)
            m_lookedAt.precision = std::max(*m_lookedAt.precision, interval.relativeHalfWidth());
        // Batches shorter than some response times are alike, however many requests they hold.
        const bool brief = m_lookedAt.simulated_s * 1000.0 / replications < leastResponses * m_longestResponse;
        if (!brief && m_rule.look(found)) {
            m_converged = true;
            return;
        }
        if (done >= most) return;
    }
}

support::Result<network::Performance> Run::operator()() {
    warmUp();
    if (!m_cancelled && !halted()) measure();
    if (m_cancelled) return support::fail(support::ErrorCode::Cancelled, "the simulation was stopped");
    network::Performance result = report(m_plan, engines(), m_stops, m_options.seed);
    result.seed = m_options.seed;
    network::RunStatistics run;
    for (const auto& engine : m_engines) {
        run.events += engine->events();
        run.simulated_s += engine->tally().time / 1000.0;
    }
    run.requests = ended();
    run.warm_up_s = m_warmUp;
    run.replications = static_cast<int>(replications);
    run.converged = m_converged && result.stable;
    run.wall_s = std::chrono::duration<double>(Clock::now() - m_started).count();
    result.run = run;
    return result;
}

} // namespace

support::Result<network::Performance> simulate(const network::Network& network, const Options& options) {
    return Run(network, options)();
}

} // namespace catenary::simulation
