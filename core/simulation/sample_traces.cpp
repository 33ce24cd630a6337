// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/sample_traces.h"

#include "core/simulation/engine.h"
#include "core/simulation/tracer.h"

#include <algorithm>

namespace catenary::simulation {

namespace {

constexpr double nearMedian[] = {0.45, 0.55};
constexpr double slow[] = {0.985, 0.995};
constexpr std::uint64_t atOnce = 20'000;    ///< requests between two looks at whether there are enough
constexpr std::uint64_t atMost = 2'000'000; ///< requests, where what is wanted is too rare
constexpr std::uint64_t endless = std::numeric_limits<std::uint64_t>::max() / 1000;

/// Runs until the tracer has what it wants, warmed up before.
support::Result<void> follow(const network::Network& network, const network::Performance& performance, Tracer& tracer,
                             std::stop_token stop, std::uint64_t step) {
    const Plan plan(network, nullptr, true);
    const auto interrupted = [&stop] { return stop.stop_requested(); };
    Engine engine(plan, performance.seed, 0, interrupted);
    engine.trace(&tracer);
    Engine::Stop last = Engine::Stop::Reached;
    double warm = 0.0; // ms
    if (performance.run && performance.run->warm_up_s > 0.0) {
        warm = 1000.0 * performance.run->warm_up_s;
        last = engine.run(endless, false, warm, interrupted);
    }
    tracer.keep(warm);
    for (std::uint64_t done = 0; done < atMost && last == Engine::Stop::Reached && !tracer.full(); done += step)
        last = engine.run(step, false, never, interrupted);
    if (last == Engine::Stop::Interrupted)
        return support::fail(support::ErrorCode::Cancelled, "the simulation was stopped");
    return {};
}

} // namespace

support::Result<std::vector<network::RequestTrace>> sampleTraces(const network::Network& network,
                                                                 const network::Performance& performance,
                                                                 std::size_t count, std::stop_token stop) {
    count = std::min(count, mostTraces);
    std::vector<Tracer::Wanted> wanted;
    for (std::size_t k = 0; k < performance.classes.size(); ++k) {
        const network::Curve& curve = performance.classes[k].curve;
        if (curve.at_ms.empty()) continue;
        wanted.push_back({k, curve.quantile(nearMedian[0]), curve.quantile(nearMedian[1]), count / 2, false, {}});
        wanted.push_back({k, curve.quantile(slow[0]), curve.quantile(slow[1]), count - count / 2, false, {}});
    }
    std::vector<network::RequestTrace> traces;
    if (wanted.empty() || count == 0) return traces;
    Tracer tracer(std::move(wanted));
    if (auto followed = follow(network, performance, tracer, std::move(stop), atOnce); !followed)
        return tl::unexpected(followed.error());
    for (const Tracer::Wanted& band : tracer.wanted())
        for (network::RequestTrace trace : band.kept) {
            trace.share = performance.classes[band.k].curve.share(trace.latency_ms);
            trace.began_ms = 0; // each is listed for itself
            traces.push_back(std::move(trace));
        }
    return traces;
}

support::Result<std::vector<network::RequestTrace>> requestsInARow(const network::Network& network,
                                                                   const network::Performance& performance,
                                                                   std::size_t count, std::stop_token stop) {
    std::vector<network::RequestTrace> traces;
    if (network.classes.empty() || count == 0) return traces;
    Tracer::Wanted all;
    all.most = std::min(count, mostTraces);
    all.all = true;
    Tracer tracer({std::move(all)});
    if (auto followed = follow(network, performance, tracer, std::move(stop), count); !followed)
        return tl::unexpected(followed.error());
    traces = tracer.wanted().front().kept;
    std::stable_sort(traces.begin(), traces.end(),
                     [](const auto& a, const auto& b) { return a.began_ms < b.began_ms; });
    const double first = traces.empty() ? 0.0 : traces.front().began_ms;
    for (network::RequestTrace& trace : traces) trace.began_ms -= first;
    return traces;
}

} // namespace catenary::simulation
