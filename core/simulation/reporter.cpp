// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/reporter.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace catenary::simulation {

using network::Measure;

Measure measured(const Interval& interval, double scale) {
    Measure result;
    result.how = network::How::Simulated;
    result.method = "discrete-event simulation";
    result.value = interval.value * scale;
    result.low = std::isfinite(interval.low) ? std::max(interval.low * scale, 0.0) : network::undefined;
    result.high = interval.high * scale;
    return result;
}

Measure unknown() {
    Measure result;
    result.how = network::How::Simulated;
    return result;
}

network::Latency unknownLatency() {
    const Measure none = unknown();
    return {none, none, none, none, none, none};
}

Reporter::Reporter(const Plan& plan, const std::vector<Engine*>& engines)
    : m_plan(plan), m_engines(engines), m_piles(plan.classCount, false) {
    for (Engine* engine : engines) {
        m_tallies.push_back(&engine->tally());
        m_time += m_tallies.back()->time;
    }
    // In a transient run a queue that grows for a while is what is looked at.
    if (!plan.transient) m_unstable = unstableStations(plan, engines);
    findStuckHolders();
}

/// Workers that are held while a call waits for ever all come to be held so: what waits for them does so for ever too.
void Reporter::findStuckHolders() {
    const auto waitsForEver = [this](std::size_t s) {
        for (const network::Stage& stage : m_plan.network.stations[s].stages) {
            const auto waited = std::count_if(stage.calls.begin(), stage.calls.end(), [this](network::Index c) {
                return m_plan.calls[static_cast<std::size_t>(c)].waited;
            });
            if (stage.wait_for && *stage.wait_for < waited) continue; // perhaps without it
            for (const network::Index at : stage.calls) {
                const auto c = static_cast<std::size_t>(at);
                if (!m_plan.calls[c].waited || hasTimeLimit(c)) continue;
                for (std::size_t k = 0; k < m_plan.classCount; ++k)
                    if (total([&](const Tally& tally) { return tally.sent[m_plan.at(c, k)]; }) > 0.0 &&
                        fed(m_plan.calls[c].to, k, true))
                        return true;
            }
        }
        return false;
    };
    for (bool found = !m_unstable.empty(); found;) {
        found = false;
        for (std::size_t s = 0; s < m_plan.stationCount; ++s) {
            const StationPlan& station = m_plan.stations[s];
            const bool open = station.holds && station.unbounded && station.maxConcurrency == unlimited;
            if (!open || isUnstable(s) || !waitsForEver(s)) continue;
            declareUnstable(s);
            found = true;
        }
    }
}

void Reporter::findPiles() {
    if (m_plan.transient) return;
    for (std::size_t k = 0; k < m_plan.classCount; ++k) {
        const auto piling =
            std::count_if(m_engines.begin(), m_engines.end(), [k](const Engine* engine) { return engine->pilesUp(k); });
        m_piles[k] = 2 * static_cast<std::size_t>(piling) > m_engines.size();
    }
}

void Reporter::runJobs(std::uint64_t seed) {
    for (std::size_t s = 0; s < m_plan.stationCount; ++s) {
        const network::Station& station = m_plan.network.stations[s];
        const auto* job = std::get_if<network::JobStation>(&station.model);
        if (!job) continue;
        const double rate = this->rate([s](const Tally& tally) { return tally.stations[s].visits.arrivals; });
        const support::Random random(support::streamKey(seed, 0, station.id.str(), 0));
        m_jobs.emplace(s, simulateJob(*job, rate, random));
        if (!m_jobs.at(s).stable) declareUnstable(s);
    }
}

void Reporter::findLongest() {
    if (anyUnstable()) return;
    std::size_t longest = 0;
    double most = -1.0;
    for (std::size_t s = 0; s < m_plan.stationCount; ++s) {
        double waiting = 0.0;
        for (const Engine* engine : m_engines) waiting += engine->waitingAt(s);
        if (waiting <= most) continue;
        most = waiting;
        longest = s;
    }
    declareUnstable(longest);
}

bool Reporter::isUnstable(std::size_t s) const {
    return std::find(m_unstable.begin(), m_unstable.end(), s) != m_unstable.end();
}

bool Reporter::anyUnstable() const {
    return !m_unstable.empty() || std::find(m_piles.begin(), m_piles.end(), true) != m_piles.end();
}

void Reporter::declareUnstable(std::size_t s) {
    if (!isUnstable(s)) m_unstable.push_back(s);
}

Reporter::Law Reporter::lawOf(const std::vector<const Observations*>& parts) {
    const Pooled pooled(parts);
    Law result;
    result.count = static_cast<double>(pooled.all().count());
    result.latency = unknownLatency();
    if (pooled.all().count() == 0) return result;
    result.latency = {measured(pooled.mean()),         measured(pooled.quantile(0.5)),
                      measured(pooled.quantile(0.9)),  measured(pooled.quantile(0.95)),
                      measured(pooled.quantile(0.99)), measured(pooled.quantile(0.999))};
    auto points = pooled.all().points();
    result.curve.at_ms = std::move(points.at);
    result.curve.cdf = std::move(points.cdf);
    return result;
}

Reporter::Law Reporter::lawOfReplications(const std::vector<const Observations*>& parts) {
    Law result = lawOf(parts);
    if (result.count == 0.0) return result;
    std::vector<support::Histogram> each;
    for (const Observations* part : parts) {
        support::Histogram all;
        part->addTo(all);
        if (all.count() > 0) each.push_back(std::move(all));
    }
    const auto widen = [&](Measure& measure, auto&& figure) {
        std::vector<double> values;
        for (const support::Histogram& all : each) values.push_back(figure(all));
        const Interval interval = ofReplications(values);
        const double half = values.size() < 2 ? network::undefined : (interval.high - interval.low) / 2.0;
        measure.low = std::isfinite(half) ? std::max(measure.value - half, 0.0) : network::undefined;
        measure.high = std::isfinite(half) ? measure.value + half : network::undefined;
    };
    widen(result.latency.mean, [](const support::Histogram& all) { return all.mean(); });
    const auto at = [](double p) { return [p](const support::Histogram& all) { return all.quantile(p); }; };
    widen(result.latency.p50, at(0.5));
    widen(result.latency.p90, at(0.9));
    widen(result.latency.p95, at(0.95));
    widen(result.latency.p99, at(0.99));
    widen(result.latency.p999, at(0.999));
    return result;
}

bool Reporter::hasTimeLimit(std::size_t call) const {
    const auto& policy = m_plan.network.calls[call].policy;
    return policy && (policy->timeout_ms || policy->hedge);
}

bool Reporter::fed(std::size_t from, std::size_t k, bool patiently) const {
    std::vector<bool> seen(m_plan.stationCount, false);
    std::vector<std::size_t> open{from};
    seen[from] = true;
    while (!open.empty()) {
        const std::size_t s = open.back();
        open.pop_back();
        const double arrivals = total([&](const Tally& tally) { return tally.visits[m_plan.at(s, k)].arrivals; });
        if (arrivals > 0.0 && isUnstable(s)) return true;
        for (std::size_t c = 0; c < m_plan.callCount; ++c) {
            const CallPlan& call = m_plan.calls[c];
            const bool stays = call.waited || m_plan.network.calls[c].mode == design::Mode::Forward;
            if (call.from != s || !stays || seen[call.to] || (patiently && hasTimeLimit(c))) continue;
            if (total([&](const Tally& tally) { return tally.sent[m_plan.at(c, k)]; }) <= 0.0) continue;
            seen[call.to] = true;
            open.push_back(call.to);
        }
    }
    return false;
}

void Reporter::addFindings(support::Findings& findings) const {
    constexpr double fewest = 100.0;
    for (const auto& [s, job] : m_jobs)
        if (job.delayed)
            findings.push_back({support::Severity::Warning, m_plan.network.stations[s].id.str(),
                                "a run takes longer than the time to the next start, which is delayed",
                                "start it less often, or give it more workers", 0});
    for (std::size_t k = 0; k < m_plan.classCount; ++k) {
        if (m_piles[k] && m_unstable.empty())
            findings.push_back({support::Severity::Error, m_plan.network.classes[k].id.str(),
                                "Its requests pile up: more begin than end, however long one waits.",
                                "Bound retries, lengthen time-outs, or add capacity where requests are lost.", 0});
        const double ended = total([k](const Tally& tally) {
            return std::accumulate(tally.classes[k].ended.begin(), tally.classes[k].ended.end(), std::uint64_t{0});
        });
        if (m_plan.classes[k].source != Source::Silent && ended < fewest && m_time > 0.0)
            findings.push_back({support::Severity::Warning, m_plan.network.classes[k].id.str(),
                                "only " + std::to_string(static_cast<long>(ended)) +
                                    " of its requests fell into the time simulated: its figures say little",
                                "ask for more requests", 0});
    }
    for (std::size_t s = 0; s < m_plan.stationCount; ++s) {
        const network::ServersStation* model = m_plan.stations[s].model;
        if (!model || !model->mtbf_s || !model->mttr_s || m_plan.stations[s].work != Work::Replicas) continue;
        const double failures = m_time / 1000.0 * model->replicas / (*model->mtbf_s + *model->mttr_s);
        if (failures < fewest)
            findings.push_back({support::Severity::Info, m_plan.network.stations[s].id.str(),
                                "its failures are too rare for the time simulated: about " +
                                    std::to_string(static_cast<long>(failures)) + " of them fell into it",
                                "ask for more requests, or a longer time", 0});
    }
}

} // namespace catenary::simulation
