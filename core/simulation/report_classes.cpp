// SPDX-License-Identifier: Apache-2.0
// What is said of the requests of a class.
#include "core/simulation/reporter.h"

namespace catenary::simulation {

using network::Index;

std::vector<network::BreakdownRow> Reporter::rows(std::size_t k, bool slow) const {
    Shares sum;
    sum.sums.assign(m_plan.stationCount * Shares::columns, 0.0);
    for (const Tally* tally : m_tallies) sum.merge(slow ? tally->classes[k].slow : tally->classes[k].shares);
    std::vector<network::BreakdownRow> rows;
    if (sum.requests == 0) return rows;
    const auto requests = static_cast<double>(sum.requests);
    for (std::size_t s = 0; s < m_plan.stationCount; ++s) {
        network::BreakdownRow row;
        row.station = static_cast<Index>(s);
        row.waiting_ms = sum.at(s, Shares::Waiting) / requests;
        row.batching_ms = sum.at(s, Shares::Batching) / requests;
        row.service_ms = sum.at(s, Shares::Service) / requests;
        row.network_ms = sum.at(s, Shares::Network) / requests;
        row.retry_ms = sum.at(s, Shares::Retry) / requests;
        if (row.total_ms() > 1e-9) rows.push_back(row);
    }
    return rows;
}

void Reporter::reportClass(std::size_t k, network::ClassPerformance& performance) const {
    const double scale = 1000.0 / m_plan.classes[k].ratesBy;
    const auto endedAs = [&](Outcome outcome) {
        return scale *
               rate([&](const Tally& tally) { return tally.classes[k].ended[static_cast<std::size_t>(outcome)]; });
    };
    performance.completed_per_s = endedAs(Outcome::Completed);
    performance.rejected_per_s = endedAs(Outcome::Rejected);
    performance.timed_out_per_s = endedAs(Outcome::TimedOut);
    performance.failed_per_s = endedAs(Outcome::Failed);
    performance.abandoned_per_s = endedAs(Outcome::Abandoned);
    performance.stable = !m_piles[k] && !fed(m_plan.classes[k].station, k);
    // Where nothing piles up, what is offered is what ends, over a long run; the rates then add up.
    performance.offered_per_s = performance.completed_per_s + performance.rejected_per_s + performance.timed_out_per_s +
                                performance.failed_per_s + performance.abandoned_per_s;
    if (!performance.stable || m_plan.transient)
        performance.offered_per_s = scale * rate([&](const Tally& tally) { return tally.classes[k].emitted; });
    if (!performance.stable) {
        performance.latency = unknownLatency();
        return;
    }
    Law law = this->law([&](const Tally& tally) -> const Observations& { return tally.classes[k].latency; });
    performance.latency = law.latency;
    performance.curve = std::move(law.curve);
    performance.breakdown = rows(k, false);
    performance.breakdown_p99 = rows(k, true);
    Law first = this->law([&](const Tally& tally) -> const Observations& { return tally.classes[k].firstToken; });
    if (first.count == 0.0) return;
    performance.ttft = first.latency;
    performance.ttft_curve = std::move(first.curve);
    performance.tokens_per_s = scale * rate([&](const Tally& tally) { return tally.classes[k].tokens; });
    Law each = this->law([&](const Tally& tally) -> const Observations& { return tally.classes[k].perToken; });
    if (each.count == 0.0) return;
    performance.tpot = each.latency;
    performance.tpot_curve = std::move(each.curve);
}

} // namespace catenary::simulation
