// SPDX-License-Identifier: Apache-2.0
// What is said of flows, which no request waits for, and of calls.
#include "core/simulation/reporter.h"

#include <algorithm>
#include <numeric>

namespace catenary::simulation {

using network::Index;
using network::Measure;

void Reporter::reportFlows(network::Performance& result) const {
    for (std::size_t c = 0; c < m_plan.callCount; ++c) {
        if (m_plan.calls[c].flow < 0) continue;
        for (std::size_t k = 0; k < m_plan.classCount; ++k) {
            const std::size_t number = static_cast<std::size_t>(m_plan.calls[c].flow) + k;
            if (total([&](const Tally& tally) { return tally.flows[number].sent; }) <= 0.0) continue;
            network::FlowPerformance flow;
            flow.call = static_cast<Index>(c);
            flow.request_class = static_cast<Index>(k);
            reportFlow(c, k, flow);
            result.flows.push_back(std::move(flow));
        }
    }
}

void Reporter::reportFlow(std::size_t c, std::size_t k, network::FlowPerformance& flow) const {
    const std::size_t number = static_cast<std::size_t>(m_plan.calls[c].flow) + k;
    const std::size_t s = m_plan.calls[c].to;
    const double scale = 1000.0 / m_plan.classes[k].ratesBy;
    const auto job = m_jobs.find(s);
    const double sent = total([&](const Tally& tally) { return tally.flows[number].sent; });
    const double ended = total([&](const Tally& tally) {
        const FlowTally& of = tally.flows[number];
        return std::accumulate(of.ended.begin(), of.ended.end(), std::uint64_t{0});
    });
    // Far more begun than ended: retries without end, say.
    const bool piles = !m_plan.transient && sent - ended > 400.0 + 0.1 * sent;
    flow.stable = !piles && !fed(s, k) && (job == m_jobs.end() || job->second.stable);
    flow.completed_per_s = scale * rate([&](const Tally& tally) {
                               return tally.flows[number].ended[static_cast<std::size_t>(Outcome::Completed)];
                           });
    flow.offered_per_s = scale * rate([&](const Tally& tally) { return tally.flows[number].sent; });
    flow.latency = unknownLatency();
    if (flow.stable) {
        const Law latency =
            job != m_jobs.end()
                ? lawOf({&job->second.sojourn})
                : law([&](const Tally& tally) -> const Observations& { return tally.flows[number].latency; });
        const Law age = job != m_jobs.end()
                            ? lawOf({&job->second.age})
                            : law([&](const Tally& tally) -> const Observations& { return tally.flows[number].age; });
        flow.latency = latency.latency;
        if (job != m_jobs.end() || age.count > 0.0) {
            flow.freshness_mean_s = age.latency.mean;
            flow.freshness_p99_s = age.latency.p99;
        }
    }
    if (m_plan.stations[s].partitions > 0) flow.lag = isUnstable(s) ? unknown() : lagOf(s, number);
}

/// What of a log's lag is a flow's: by its share in what comes.
Measure Reporter::lagOf(std::size_t s, std::size_t flow) const {
    const double arrivals = total([&](const Tally& tally) {
        double sum = 0.0;
        for (std::size_t k = 0; k < m_plan.classCount; ++k)
            sum += static_cast<double>(tally.visits[m_plan.at(s, k)].arrivals);
        return sum;
    });
    const double own = total([&](const Tally& tally) { return tally.flows[flow].sent; });
    Measure lag =
        ratio([&](const Tally& tally) { return tally.stations[s].visits.waited + tally.stations[s].visits.worked; },
              [](const Tally& tally) { return tally.time; });
    const double share = own / std::max(arrivals, 1.0);
    for (double* value : {&lag.value, &lag.low, &lag.high}) *value *= share;
    return lag;
}

void Reporter::reportCalls(network::Performance& result) const {
    for (std::size_t c = 0; c < m_plan.callCount; ++c) {
        double attempts = 0.0;
        for (std::size_t k = 0; k < m_plan.classCount; ++k)
            attempts +=
                rate([&](const Tally& tally) { return tally.sent[m_plan.at(c, k)]; }) / m_plan.classes[k].ratesBy;
        result.calls_per_s.push_back(attempts * 1000.0);
    }
}

} // namespace catenary::simulation
