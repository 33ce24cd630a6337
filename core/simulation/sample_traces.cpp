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

} // namespace

support::Result<std::vector<network::RequestTrace>> sampleTraces(const network::Network& network,
                                                                 const network::Performance& performance,
                                                                 std::size_t count, std::stop_token stop) {
    count = std::min(count, mostTraces);
    std::vector<Tracer::Wanted> wanted;
    for (std::size_t k = 0; k < performance.classes.size(); ++k) {
        const network::Curve& curve = performance.classes[k].curve;
        if (curve.at_ms.empty()) continue;
        wanted.push_back({k, curve.quantile(nearMedian[0]), curve.quantile(nearMedian[1]), count / 2, {}});
        wanted.push_back({k, curve.quantile(slow[0]), curve.quantile(slow[1]), count - count / 2, {}});
    }
    std::vector<network::RequestTrace> traces;
    if (wanted.empty() || count == 0) return traces;
    const Plan plan(network, nullptr, true);
    Tracer tracer(std::move(wanted));
    const auto interrupted = [&stop] { return stop.stop_requested(); };
    Engine engine(plan, performance.seed, 0, interrupted);
    engine.trace(&tracer);
    Engine::Stop last = Engine::Stop::Reached;
    if (performance.run && performance.run->warm_up_s > 0.0)
        last = engine.run(endless, false, 1000.0 * performance.run->warm_up_s, interrupted);
    tracer.keep();
    for (std::uint64_t done = 0; done < atMost && last == Engine::Stop::Reached && !tracer.full(); done += atOnce)
        last = engine.run(atOnce, false, never, interrupted);
    if (last == Engine::Stop::Interrupted)
        return support::fail(support::ErrorCode::Cancelled, "the simulation was stopped");
    for (const Tracer::Wanted& band : tracer.wanted())
        for (network::RequestTrace trace : band.kept) {
            trace.share = performance.classes[band.k].curve.share(trace.latency_ms);
            traces.push_back(std::move(trace));
        }
    return traces;
}

} // namespace catenary::simulation
