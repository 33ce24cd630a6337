// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/simulate.h"

#include "core/simulation/engine.h"
#include "core/simulation/goals.h"
#include "core/simulation/report.h"
#include "core/simulation/sample_traces.h"
#include "core/support/parallel.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <mutex>
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
constexpr std::uint64_t leastToPile = 8000;     ///< of those, before a queue is believed to grow without end
constexpr std::uint64_t firstLook = 4000;       ///< requests of a replication
constexpr double leastOfRun =
    10.0; ///< requests in all, times precision²: a share of one half is known to a third of it
constexpr std::uint64_t portion = 16'384;  ///< requests a thread carries a replication on by, about
constexpr std::uint64_t mostPortions = 16; ///< of a replication between two looks
constexpr auto progressEvery = std::chrono::milliseconds(50);

class Run {
public:
    Run(const network::Network& network, const Options& options)
        : m_started(Clock::now()), m_plan(network), m_options(options),
          m_goals(m_plan, options.precision, options.flows), m_engines(replications) {
        unsigned threads = options.threads != 0 ? options.threads : std::thread::hardware_concurrency();
        m_threads = std::clamp(threads, 1U, static_cast<unsigned>(replications));
        support::forEachIndex(replications, m_threads, [&](std::size_t r) {
            m_engines[r] = std::make_unique<Engine>(m_plan, options.seed, r, [this] { return interrupted(); });
        });
    }

    support::Result<network::Performance> operator()();

private:
    using Counts = std::array<std::uint64_t, replications>;

    /// Carries the replications on until so many requests of each have ended (completed, if `completedOnly`) since it
    /// began to measure, or since it began; or until `time`.
    void advance(const Counts& goals, bool completedOnly, double time = never);
    void advance(std::uint64_t goal);
    [[nodiscard]] bool interrupted();
    [[nodiscard]] bool cancelled() const { return m_options.stop.stop_requested(); }
    void warmUp();
    [[nodiscard]] bool settled() const;
    void measure();
    [[nodiscard]] std::uint64_t ended() const;
    [[nodiscard]] bool halted() const;
    [[nodiscard]] std::vector<Engine*> engines() const;
    void tell();

    Clock::time_point m_started, m_toldAt{};
    Plan m_plan;
    const Options& m_options;
    Goals m_goals;
    StopRule m_rule;
    std::thread::id m_caller = std::this_thread::get_id();
    Progress m_lookedAt;
    unsigned m_threads;
    std::vector<std::unique_ptr<Engine>> m_engines;
    std::vector<Engine::Stop> m_stops{replications, Engine::Stop::Reached};
    std::atomic<std::uint64_t> m_ended = 0; ///< for the progress
    bool m_measuring = false;
    double m_warmUp = 0;
    bool m_converged = false;
};

void Run::advance(const Counts& goals, bool completedOnly, double time) {
    // In portions, so that no thread waits long while another carries the last replication to its goal.
    Counts from{};
    Counts next{};
    std::uint64_t longest = 0;
    for (std::size_t r = 0; r < replications; ++r) {
        from.at(r) = std::min(m_engines[r]->ended(completedOnly), goals.at(r));
        longest = std::max(longest, goals.at(r) - from.at(r));
    }
    const std::uint64_t portions = time < never ? 1 : std::clamp<std::uint64_t>(longest / portion, 1, mostPortions);
    std::array<std::mutex, replications> taken;
    const auto carryOn = [&](std::size_t piece) {
        const std::size_t r = piece % replications;
        const std::scoped_lock lock(taken.at(r));
        if (m_stops[r] != Engine::Stop::Reached) return;
        Engine& engine = *m_engines[r];
        const std::uint64_t goal = from.at(r) + (goals.at(r) - from.at(r)) * ++next.at(r) / portions;
        const std::uint64_t before = engine.ended(completedOnly);
        if (goal > before)
            m_stops[r] = engine.run(goal - before, completedOnly, time, [this] { return interrupted(); });
        m_ended += engine.ended(completedOnly) - before;
    };
    support::forEachIndex(portions * replications, m_threads, carryOn, m_options.stop);
}

void Run::advance(std::uint64_t goal) {
    Counts goals{};
    goals.fill(goal);
    advance(goals, false);
}

bool Run::interrupted() {
    if (m_options.stop.stop_requested()) return true;
    if (m_options.progress && std::this_thread::get_id() == m_caller) tell();
    return false;
}

void Run::tell() {
    const auto now = Clock::now();
    if (now - m_toldAt < progressEvery) return;
    m_toldAt = now;
    m_lookedAt.requests = m_measuring ? m_ended.load() : 0;
    m_options.progress(m_lookedAt);
}

/// Runs until the course of every class has settled.
void Run::warmUp() {
    if (m_options.warm_up_s) {
        Counts goals{};
        goals.fill(endless);
        advance(goals, false, *m_options.warm_up_s * 1000.0);
    } else if (!m_plan.cold) {
        for (std::uint64_t pilot = firstPilot; !cancelled(); pilot *= 2) {
            advance(pilot);
            if (pilot >= longestPilot || halted() || settled()) break;
            if (pilot >= leastToPile && !unstableStations(m_plan, engines()).empty()) break;
        }
    }
    if (cancelled() || halted()) return; // all there is to see is what was seen
    for (const auto& engine : m_engines) {
        engine->measure();
        m_warmUp += engine->now() / 1000.0 / replications;
    }
    m_ended = 0;
    m_measuring = true;
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

std::uint64_t Run::ended() const {
    std::uint64_t total = 0;
    for (const auto& engine : m_engines) total += engine->ended(false);
    return total;
}

void Run::measure() {
    if (m_options.requests) {
        Counts goals{};
        for (std::size_t r = 0; r < replications; ++r)
            goals.at(r) = *m_options.requests / replications + (r < *m_options.requests % replications ? 1U : 0U);
        advance(goals, true);
        m_converged = !halted();
        return;
    }
    const std::uint64_t most = std::max<std::uint64_t>(m_options.max_requests / replications, 1);
    const double least = leastOfRun / (m_options.precision * m_options.precision);
    double excess = std::numeric_limits<double>::infinity();
    for (std::uint64_t done = 0; done < most;) {
        done = std::min(nextLook(done, firstLook, excess), most);
        advance(done);
        if (cancelled() || halted()) return;
        m_lookedAt.simulated_s = 0.0;
        for (const auto& engine : m_engines) m_lookedAt.simulated_s += engine->tally().time / 1000.0;
        support::forEachIndex(replications, m_threads, [this](std::size_t r) { m_engines[r]->markSlow(); });
        if (!unstableStations(m_plan, engines()).empty()) return;
        const Goals::Look look = m_goals.look(engines(), m_threads, m_options.stop);
        if (cancelled()) return;
        excess = look.excess;
        m_lookedAt.precision = excess * m_options.precision;
        // Batches shorter than some response times are alike, however many requests they hold.
        const bool brief = m_lookedAt.simulated_s * 1000.0 / replications < leastResponses * look.longestResponse ||
                           static_cast<double>(ended()) < least;
        m_converged = !brief && m_rule.look(excess);
        if (m_converged) return;
    }
}

support::Result<network::Performance> Run::operator()() {
    warmUp();
    if (!cancelled() && !halted()) measure();
    if (cancelled()) return support::fail(support::ErrorCode::Cancelled, "the simulation was stopped");
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
    if (m_options.traces > 0) {
        auto traces = sampleTraces(m_plan.network, result, m_options.traces, m_options.stop);
        if (!traces) return tl::unexpected(traces.error());
        result.traces = std::move(*traces);
    }
    return result;
}

} // namespace

support::Result<network::Performance> simulate(const network::Network& network, const Options& options) {
    return Run(network, options)();
}

} // namespace catenary::simulation
