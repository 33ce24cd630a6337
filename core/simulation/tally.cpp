// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/tally.h"

#include <algorithm>

namespace catenary::simulation {

void Freshness::apply(double began, double now, Observations& ages) {
    if (m_applied++ == 0) m_first = m_next = now;
    const double step = 0.618 * (now - m_first) / static_cast<double>(m_applied);
    if (m_newest >= 0.0 && m_next + step > m_next) // or all so far were applied at once
        for (; m_next < now; m_next += step) ages.add(std::max(m_next - m_newest, 0.0) / 1000.0);
    m_newest = std::max(m_newest, began);
}

void VisitTally::add(const VisitTally& other) {
    arrivals += other.arrivals;
    begun += other.begun;
    served += other.served;
    waited += other.waited;
    worked += other.worked;
    occupied += other.occupied;
}

void Shares::clear() {
    std::fill(sums.begin(), sums.end(), 0.0);
    requests = 0;
    total = 0;
}

void Shares::merge(const Shares& other) {
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += other.sums[i];
    requests += other.requests;
    total += other.total;
}

Tally::Tally(const Plan& plan)
    : classes(plan.classCount), flows(plan.flowCount), stations(plan.stationCount),
      visits(plan.stationCount * plan.classCount), sent(plan.callCount * plan.classCount) {
    for (ClassTally& of : classes)
        for (Shares* shares : {&of.shares, &of.slow}) shares->sums.assign(plan.stationCount * Shares::columns, 0.0);
    clear();
}

void Tally::clear() {
    time = 0;
    for (ClassTally& of : classes) {
        of.emitted = 0;
        of.ended.fill(0);
        of.latency = {};
        of.firstToken = {};
        of.perToken = {};
        of.tokens = 0;
        of.shares.clear();
        of.slow.clear();
    }
    for (FlowTally& of : flows) {
        of.sent = 0;
        of.ended.fill(0);
        of.latency = {};
        of.age = {};
    }
    std::fill(stations.begin(), stations.end(), StationTally{});
    std::fill(visits.begin(), visits.end(), VisitTally{});
    std::fill(sent.begin(), sent.end(), 0);
}

} // namespace catenary::simulation
