// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/transient.h"

#include "core/simulation/recorder.h"
#include "core/simulation/report.h"
#include "core/support/parallel.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <memory>

namespace catenary::simulation {

namespace {

using Clock = std::chrono::steady_clock;
using Stop = Engine::Stop;

constexpr std::uint64_t endless = std::numeric_limits<std::uint64_t>::max() / 1000;
constexpr std::size_t looks = 10; ///< at what the stations are, in each bucket
constexpr auto progressEvery = std::chrono::milliseconds(50);

class Run {
public:
    Run(const network::Network& network, const TransientOptions& options)
        : m_plan(network, &options.scenario), m_options(options), m_buckets(options.seconds),
          m_pooled(m_buckets.count, m_plan.classCount), m_engines(options.runs), m_recorders(options.runs),
          m_stops(options.runs, Stop::Reached), m_started(Clock::now()) {}

    support::Result<network::Performance> operator()();

private:
    void replication(std::size_t r);
    [[nodiscard]] bool interrupted();
    void addFindings(network::Performance& result) const;

    Plan m_plan;
    const TransientOptions& m_options;
    Buckets m_buckets;
    PooledLatencies m_pooled;
    std::vector<std::unique_ptr<Engine>> m_engines;
    std::vector<std::unique_ptr<Recorder>> m_recorders;
    std::vector<Stop> m_stops;
    Clock::time_point m_started, m_toldAt{};
    std::thread::id m_caller = std::this_thread::get_id();
    std::atomic<bool> m_cancelled = false;
    std::atomic<std::size_t> m_closed = 0; ///< buckets, of all replications
    std::atomic<std::uint64_t> m_ended = 0;
};

bool Run::interrupted() {
    if (m_options.stop.stop_requested()) {
        m_cancelled = true;
        return true;
    }
    if (m_options.progress == nullptr || std::this_thread::get_id() != m_caller) return false;
    const auto now = Clock::now();
    if (now - m_toldAt < progressEvery) return false;
    m_toldAt = now;
    Progress progress;
    progress.requests = m_ended;
    progress.share = static_cast<double>(m_closed) / static_cast<double>(m_buckets.count * m_options.runs);
    progress.simulated_s = *progress.share * m_options.seconds * static_cast<double>(m_options.runs);
    m_options.progress(progress);
    return false;
}

void Run::replication(std::size_t r) {
    m_recorders[r] = std::make_unique<Recorder>(m_plan, m_buckets, m_pooled);
    m_engines[r] = std::make_unique<Engine>(m_plan, m_options.seed, r);
    Engine& engine = *m_engines[r];
    Recorder& recorder = *m_recorders[r];
    engine.record(&recorder);
    const auto until = [&](double seconds) {
        if (m_stops[r] == Stop::Reached)
            m_stops[r] = engine.run(endless, false, 1000.0 * seconds, [this] { return interrupted(); });
    };
    for (std::size_t b = 0; b < m_buckets.count && m_stops[r] == Stop::Reached; ++b) {
        const double from = m_buckets.from(b);
        const double length = m_buckets.to(b) - from;
        for (std::size_t i = 0; i < looks; ++i) {
            until(from + length * (static_cast<double>(i) + 0.5) / looks);
            recorder.look(engine);
        }
        until(m_buckets.to(b));
        if (m_stops[r] != Stop::Reached) break;
        recorder.close(engine);
        ++m_closed;
        for (std::size_t k = 0; k < m_plan.classCount; ++k)
            for (const std::uint32_t count : recorder.ofClass(b, k).ended) m_ended += count;
    }
    engine.finish();
}

void Run::addFindings(network::Performance& result) const {
    using support::Severity;
    const auto reach = support::shortestNumber(result.series->end_s);
    for (const Stop stop : m_stops) {
        if (stop == Stop::Reached) continue;
        const bool flooded = stop == Stop::Flooded;
        result.findings.push_back(
            {Severity::Warning,
             {},
             flooded ? "More requests are under way than memory should hold: the course ends at " + reach + " s."
                     : "The simulation cannot go on: the course ends at " + reach + " s.",
             flooded ? "Bound a queue, or give requests a time-out that cancels them."
                     : "Give retries a pause and users a time to think.",
             0});
        break;
    }
    for (std::size_t s = 0; s < m_plan.stationCount; ++s) {
        const auto* cache = std::get_if<network::CacheStation>(&m_plan.network.stations[s].model);
        if (cache != nullptr && cache->hit_ratio)
            result.findings.push_back({Severity::Info, m_plan.network.stations[s].id.str(),
                                       "its hit ratio is given: it is warm from the start",
                                       "give `items` and `capacity_items` instead to see it fill", 0});
    }
}

support::Result<network::Performance> Run::operator()() {
    support::forEachIndex(
        m_options.runs, m_options.threads, [this](std::size_t r) { replication(r); }, m_options.stop);
    if (m_cancelled || m_options.stop.stop_requested())
        return support::fail(support::ErrorCode::Cancelled, "the simulation was stopped");
    std::vector<Engine*> engines;
    std::vector<const Recorder*> recorders;
    for (std::size_t r = 0; r < m_options.runs; ++r) {
        engines.push_back(m_engines[r].get());
        recorders.push_back(m_recorders[r].get());
    }
    network::Performance result = report(m_plan, engines, m_stops, m_options.seed);
    result.seed = m_options.seed;
    result.series = seriesOf(m_plan, m_buckets, recorders, m_pooled);
    for (const Shock& shock : m_options.scenario.shocks) {
        const auto& told = result.series->shocks;
        const network::TimeSeries::Shock of{shock.from_s, shock.to_s, shock.text};
        if (told.empty() || !(told.back().from_s == of.from_s && told.back().what == of.what))
            result.series->shocks.push_back(of); // a zone is one shock, however many stations it has
    }
    network::RunStatistics run;
    for (const Engine* engine : engines) {
        run.events += engine->events();
        run.simulated_s += engine->now() / 1000.0;
    }
    run.requests = m_ended;
    run.replications = static_cast<int>(m_options.runs);
    run.converged = std::all_of(m_stops.begin(), m_stops.end(), [](Stop stop) { return stop == Stop::Reached; });
    run.wall_s = std::chrono::duration<double>(Clock::now() - m_started).count();
    result.run = run;
    addFindings(result);
    return result;
}

} // namespace

support::Result<network::Performance> simulateTransient(const network::Network& network,
                                                        const TransientOptions& options) {
    if (!(options.seconds > 0.0) || !std::isfinite(options.seconds) || options.runs == 0)
        return support::fail(support::ErrorCode::Input, "a transient run needs a length above 0 s");
    return Run(network, options)();
}

} // namespace catenary::simulation
