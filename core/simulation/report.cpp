// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/report.h"

#include "core/simulation/reporter.h"

#include <algorithm>

namespace catenary::simulation {

network::Performance report(const Plan& plan, const std::vector<Engine*>& engines,
                            const std::vector<Engine::Stop>& stops, std::uint64_t seed) {
    using support::Severity;
    Reporter reporter(plan, engines);
    reporter.runJobs(seed);
    reporter.findPiles();
    network::Performance result;
    result.engine = network::Performance::Engine::Simulation;
    result.findings = plan.findings;
    const auto any = [&](Engine::Stop stop) { return std::find(stops.begin(), stops.end(), stop) != stops.end(); };
    if (any(Engine::Stop::Stuck))
        result.findings.push_back({Severity::Error,
                                   {},
                                   "The simulation stood still: something repeats without taking time.",
                                   "Give retries a pause and users a time to think.",
                                   0});
    if (any(Engine::Stop::Exhausted))
        result.findings.push_back({Severity::Warning,
                                   {},
                                   "The simulation was stopped early: a request takes thousands of events on average.",
                                   "Give retries a longer pause, or lower what one request calls.",
                                   0});
    if (any(Engine::Stop::Flooded) && !plan.transient) reporter.findLongest();
    result.classes.resize(plan.classCount);
    result.stations.resize(plan.stationCount);
    for (std::size_t k = 0; k < plan.classCount; ++k) reporter.reportClass(k, result.classes[k]);
    reporter.reportFlows(result);
    for (std::size_t s = 0; s < plan.stationCount; ++s) reporter.reportStation(s, result.stations[s]);
    reporter.reportCalls(result);
    reporter.addFindings(result.findings);
    result.stable = !reporter.anyUnstable() &&
                    std::all_of(result.flows.begin(), result.flows.end(), [](const auto& flow) { return flow.stable; });
    return result;
}

} // namespace catenary::simulation
