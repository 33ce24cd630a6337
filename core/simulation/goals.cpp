// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/goals.h"

#include "core/support/parallel.h"

#include <algorithm>

namespace catenary::simulation {

namespace {

constexpr double looser = 2.0;            ///< what is asked of outcomes and waits, in precisions
constexpr double smallOutcome = 0.005;    ///< share of requests below which less is asked of an outcome
constexpr double smallWait = 0.2;         ///< likewise, of a wait, share of the mean latency
constexpr double smallShareOfHits = 0.05; ///< likewise, of hits or misses

template <class Above, class Below> Interval ratio(const std::vector<const Tally*>& tallies, Above above, Below below) {
    std::vector<double> over;
    std::vector<double> under;
    for (const Tally* tally : tallies) {
        over.push_back(static_cast<double>(above(*tally)));
        under.push_back(static_cast<double>(below(*tally)));
    }
    return ratioOfReplications(over, under);
}

} // namespace

Goals::Goals(const Plan& plan, double precision, std::span<const network::Index> flows)
    : m_plan(plan), m_precision(precision) {
    for (std::size_t k = 0; k < plan.classCount; ++k)
        if (plan.classes[k].perHour >= rarely) m_classes.push_back(k);
    for (const network::Index call : flows) {
        const std::int32_t flow = plan.calls[static_cast<std::size_t>(call)].flow;
        if (flow < 0) continue;
        for (const std::size_t k : m_classes) m_flows.push_back(static_cast<std::size_t>(flow) + k);
    }
}

std::vector<Goals::Parts> Goals::observations(const Tallies& tallies) const {
    std::vector<Parts> found;
    const auto add = [&](auto&& get) {
        Parts parts;
        for (const Tally* tally : tallies) parts.push_back(&get(*tally));
        found.push_back(std::move(parts));
    };
    for (const std::size_t k : m_classes) {
        add([k](const Tally& tally) -> const Observations& { return tally.classes[k].latency; });
        add([k](const Tally& tally) -> const Observations& { return tally.classes[k].firstToken; });
        add([k](const Tally& tally) -> const Observations& { return tally.classes[k].perToken; });
    }
    for (const std::size_t flow : m_flows)
        add([flow](const Tally& tally) -> const Observations& { return tally.flows[flow].latency; });
    return found;
}

double Goals::ofOutcomes(const Tallies& tallies, std::size_t k) const {
    double excess = 0.0;
    for (std::size_t outcome = 1; outcome < outcomes; ++outcome) {
        const Interval share = ratio(
            tallies, [&](const Tally& tally) { return tally.classes[k].ended[outcome]; },
            [&](const Tally& tally) { return tally.classes[k].allEnded(); });
        if (share.value <= 0.0) continue;
        const double asked = looser * m_precision * std::max(1.0, smallOutcome / share.value);
        excess = std::max(excess, share.relativeHalfWidth() / asked);
    }
    return excess;
}

double Goals::ofThroughput(const Tallies& tallies, std::size_t k) const {
    const Interval completed = ratio(
        tallies,
        [&](const Tally& tally) { return tally.classes[k].ended[static_cast<std::size_t>(Outcome::Completed)]; },
        [](const Tally& tally) { return tally.time; });
    return completed.value > 0.0 ? completed.relativeHalfWidth() / m_precision : 0.0;
}

double Goals::ofWait(const Tallies& tallies, std::size_t s) const {
    double share = 0.0;
    for (const std::size_t k : m_classes) {
        double waited = 0.0;
        double whole = 0.0;
        for (const Tally* tally : tallies) {
            waited += tally->classes[k].shares.sums[s * Shares::columns + Shares::Waiting];
            whole += tally->classes[k].shares.total;
        }
        if (whole > 0.0) share = std::max(share, waited / whole);
    }
    if (share <= 0.0) return 0.0;
    const Interval wait = ratio(
        tallies, [s](const Tally& tally) { return tally.stations[s].visits.waited; },
        [s](const Tally& tally) { return tally.stations[s].visits.begun; });
    const double asked = looser * m_precision * std::max(1.0, smallWait / share);
    return wait.value > 0.0 ? wait.relativeHalfWidth() / asked : 0.0;
}

double Goals::ofHits(const Tallies& tallies, std::size_t s) const {
    const Interval hits = ratio(
        tallies, [s](const Tally& tally) { return tally.stations[s].hits; },
        [s](const Tally& tally) { return tally.stations[s].lookups; });
    if (hits.value <= 0.0) return 0.0;
    const double rarer = std::max(std::min(hits.value, 1.0 - hits.value), smallShareOfHits);
    return hits.relativeHalfWidth() * hits.value / (m_precision * rarer);
}

Goals::Look Goals::look(const std::vector<Engine*>& engines, unsigned threads, const std::stop_token& stop) const {
    Tallies tallies;
    for (Engine* engine : engines) tallies.push_back(&engine->tally());
    const std::vector<Parts> observed = observations(tallies);
    std::vector<Look> looks(observed.size());
    const auto pool = [&](std::size_t i) {
        const Pooled pooled(observed[i]);
        if (pooled.all().count() == 0) return;
        const double width = std::max(pooled.mean().relativeHalfWidth(), pooled.quantile(0.99).relativeHalfWidth());
        looks[i] = {width / m_precision, pooled.all().mean()};
    };
    Look all;
    if (!support::forEachIndex(observed.size(), threads, pool, stop)) return all;
    for (const Look& look : looks) {
        all.excess = std::max(all.excess, look.excess);
        all.longestResponse = std::max(all.longestResponse, look.longestResponse);
    }
    for (const std::size_t k : m_classes) {
        all.excess = std::max(all.excess, ofOutcomes(tallies, k));
        if (m_plan.classes[k].source == Source::Closed) all.excess = std::max(all.excess, ofThroughput(tallies, k));
    }
    for (std::size_t s = 0; s < m_plan.stationCount; ++s) {
        all.excess = std::max(all.excess, ofWait(tallies, s));
        if (m_plan.stations[s].keySpace >= 0) all.excess = std::max(all.excess, ofHits(tallies, s));
    }
    return all;
}

} // namespace catenary::simulation
