// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/replay.h"

#include "core/simulation/engine.h"
#include "core/simulation/report.h"
#include "core/support/parallel.h"

#include <algorithm>
#include <chrono>
#include <memory>

namespace catenary::simulation {

support::Result<network::Performance> simulateReplay(const network::Network& network, const Options& options) {
    using Stop = Engine::Stop;
    const auto started = std::chrono::steady_clock::now();
    std::uint64_t requests = 0;
    for (const network::Class& one : network.classes) {
        if (!one.trace)
            return support::fail(support::ErrorCode::Input,
                                 "only traces can be replayed: `" + one.id.str() + "` comes by another process",
                                 {{}, "workloads." + one.id.str() + ".arrival"},
                                 "give its arrivals as `trace`, or leave `--replay` out");
        requests += one.trace->at_ms.size();
    }
    if (requests == 0) return support::fail(support::ErrorCode::Input, "there is no trace to replay");

    const Scenario nothingHappens;
    Plan plan(network, &nothingHappens);
    plan.once = true;
    std::vector<std::unique_ptr<Engine>> engines(replications);
    std::vector<Stop> stops(replications, Stop::Reached);
    support::forEachIndex(
        replications, options.threads,
        [&](std::size_t r) {
            engines[r] = std::make_unique<Engine>(plan, options.seed, r);
            stops[r] = engines[r]->run(requests, false, never, [&] { return options.stop.stop_requested(); });
        },
        options.stop);
    if (options.stop.stop_requested()) return support::fail(support::ErrorCode::Cancelled, "the replay was stopped");
    if (std::any_of(stops.begin(), stops.end(), [](Stop stop) { return stop != Stop::Reached; }))
        return support::fail(support::ErrorCode::Input, "the replay cannot come to its end", {},
                             "give retries a pause, and servers that are not lost for ever");
    std::vector<Engine*> all;
    network::RunStatistics run;
    for (const auto& engine : engines) {
        all.push_back(engine.get());
        run.events += engine->events();
        run.simulated_s += engine->now() / 1000.0;
    }
    network::Performance result = report(plan, all, stops, options.seed);
    result.seed = options.seed;
    run.requests = requests * replications;
    run.replications = static_cast<int>(replications);
    run.converged = true;
    run.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    result.run = run;
    return result;
}

} // namespace catenary::simulation
