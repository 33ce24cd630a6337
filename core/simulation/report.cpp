// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/report.h"

#include "core/simulation/jobs.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace catenary::simulation {

using network::How;
using network::Measure;
using network::undefined;

namespace {

constexpr const char* method = "discrete-event simulation";

Measure measure(const Interval& interval, double scale = 1.0) {
    Measure result;
    result.how = How::Simulated;
    result.method = method;
    result.value = interval.value * scale;
    result.low = std::isfinite(interval.low) ? std::max(interval.low * scale, 0.0) : undefined;
    result.high = interval.high * scale;
    return result;
}

Measure unknown() {
    Measure result;
    result.how = How::Simulated;
    return result;
}

network::Latency unknownLatency() {
    const Measure none = unknown();
    return {none, none, none, none, none, none};
}

/// All replications of one kind of thing.
class Reporter {
public:
    Reporter(const Plan& plan, const std::vector<Engine*>& engines) : m_plan(plan) {
        for (Engine* engine : engines) {
            m_tallies.push_back(&engine->tally());
            m_time += m_tallies.back()->time;
        }
        for (const std::size_t s : unstableStations(plan, engines)) m_unstable.push_back(s);
    }

    /// Classes whose requests pile up in most replications, wherever they wait.
    void findPiles(const std::vector<Engine*>& engines) {
        for (std::size_t k = 0; k < m_plan.classCount; ++k) {
            const auto piling =
                std::count_if(engines.begin(), engines.end(), [k](const Engine* engine) { return engine->pilesUp(k); });
            m_piles.push_back(2 * static_cast<std::size_t>(piling) > engines.size());
        }
    }
    /// Simulates the scheduled jobs, at the rates items came to them.
    void runJobs(std::uint64_t seed) {
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
    void addFindings(support::Findings& findings) const;

    [[nodiscard]] bool isUnstable(std::size_t s) const {
        return std::find(m_unstable.begin(), m_unstable.end(), s) != m_unstable.end();
    }
    [[nodiscard]] bool anyUnstable() const {
        return !m_unstable.empty() || std::find(m_piles.begin(), m_piles.end(), true) != m_piles.end();
    }
    void declareUnstable(std::size_t s) {
        if (!isUnstable(s)) m_unstable.push_back(s);
    }

    /// Sum over replications.
    template <class Get> [[nodiscard]] double total(Get get) const {
        double sum = 0.0;
        for (const Tally* tally : m_tallies) sum += static_cast<double>(get(*tally));
        return sum;
    }
    /// Per ms.
    template <class Get> [[nodiscard]] double rate(Get get) const { return m_time > 0.0 ? total(get) / m_time : 0.0; }
    [[nodiscard]] double time() const { return m_time; }

    /// Σ above ÷ Σ below over replications; the interval from how the replications differ (delta method).
    template <class Above, class Below> [[nodiscard]] Measure ratio(Above above, Below below) const {
        const double under = total(below);
        if (under <= 0.0) return measure({0.0, 0.0, 0.0});
        const double value = total(above) / under;
        std::vector<double> residuals;
        const double each = under / static_cast<double>(m_tallies.size());
        for (const Tally* tally : m_tallies)
            residuals.push_back(
                value + (static_cast<double>(above(*tally)) - value * static_cast<double>(below(*tally))) / each);
        const Interval interval = ofReplications(residuals);
        return measure({value, value - (interval.value - interval.low), value + (interval.high - interval.value)});
    }

    struct Law {
        network::Latency latency;
        network::Curve curve;
        double count = 0;
    };
    template <class Get> [[nodiscard]] Law law(Get get) const {
        std::vector<const Observations*> parts;
        for (const Tally* tally : m_tallies) parts.push_back(&get(*tally));
        return lawOf(parts);
    }
    [[nodiscard]] static Law lawOf(const std::vector<const Observations*>& parts) {
        const Pooled pooled(parts);
        Law result;
        result.count = static_cast<double>(pooled.all().count());
        result.latency = unknownLatency();
        if (pooled.all().count() == 0) return result;
        result.latency = {measure(pooled.mean()),         measure(pooled.quantile(0.5)),
                          measure(pooled.quantile(0.9)),  measure(pooled.quantile(0.95)),
                          measure(pooled.quantile(0.99)), measure(pooled.quantile(0.999))};
        auto points = pooled.all().points();
        result.curve.at_ms = std::move(points.at);
        result.curve.cdf = std::move(points.cdf);
        return result;
    }

    [[nodiscard]] std::vector<network::BreakdownRow> rows(std::size_t k, bool slow) const;
    /// Does what begins at a station ever wait at an unstable one?
    [[nodiscard]] bool fed(std::size_t from, std::size_t k) const;

    void reportClass(std::size_t k, network::ClassPerformance& performance) const;
    void reportFlows(network::Performance& result) const;
    void reportStation(std::size_t s, const std::vector<Engine*>& engines,
                       network::StationPerformance& performance) const;

private:
    const Plan& m_plan;
    std::vector<const Tally*> m_tallies;
    std::vector<std::size_t> m_unstable;
    std::vector<bool> m_piles; ///< by class
    std::map<std::size_t, JobFigures> m_jobs;
    double m_time = 0;
};

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

bool Reporter::fed(std::size_t from, std::size_t k) const {
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
            if (call.from != s || !stays || seen[call.to]) continue;
            if (total([&](const Tally& tally) { return tally.sent[m_plan.at(c, k)]; }) <= 0.0) continue;
            seen[call.to] = true;
            open.push_back(call.to);
        }
    }
    return false;
}

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
    if (!performance.stable) {
        performance.offered_per_s = scale * rate([&](const Tally& tally) { return tally.classes[k].emitted; });
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

void Reporter::reportFlows(network::Performance& result) const {
    for (std::size_t c = 0; c < m_plan.callCount; ++c) {
        if (m_plan.calls[c].flow < 0) continue;
        for (std::size_t k = 0; k < m_plan.classCount; ++k) {
            const std::size_t number = static_cast<std::size_t>(m_plan.calls[c].flow) + k;
            const double scale = 1000.0 / m_plan.classes[k].ratesBy;
            const double sent = scale * rate([&](const Tally& tally) { return tally.flows[number].sent; });
            if (sent <= 0.0) continue;
            network::FlowPerformance flow;
            flow.call = static_cast<Index>(c);
            flow.request_class = static_cast<Index>(k);
            const double open = total([&](const Tally& tally) {
                const FlowTally& of = tally.flows[number];
                const auto ended = std::accumulate(of.ended.begin(), of.ended.end(), std::uint64_t{0});
                return static_cast<double>(of.sent) - static_cast<double>(ended);
            });
            // Far more begun than ended: retries without end, say.
            const bool piles = open > 400.0 + 0.1 * total([&](const Tally& tally) { return tally.flows[number].sent; });
            flow.stable = !piles && !fed(m_plan.calls[c].to, k);
            flow.completed_per_s = scale * rate([&](const Tally& tally) {
                                       return tally.flows[number].ended[static_cast<std::size_t>(Outcome::Completed)];
                                   });
            flow.offered_per_s = sent;
            flow.latency = unknownLatency();
            const std::size_t s = m_plan.calls[c].to;
            if (const auto job = m_jobs.find(s); job != m_jobs.end()) {
                flow.stable = flow.stable && job->second.stable;
                if (flow.stable) {
                    flow.latency = lawOf({&job->second.sojourn}).latency;
                    const network::Latency age = lawOf({&job->second.age}).latency;
                    flow.freshness_mean_s = age.mean;
                    flow.freshness_p99_s = age.p99;
                }
            } else if (flow.stable) {
                flow.latency =
                    law([&](const Tally& tally) -> const Observations& { return tally.flows[number].latency; }).latency;
                const Law age = law([&](const Tally& tally) -> const Observations& { return tally.flows[number].age; });
                if (age.count > 0.0) {
                    flow.freshness_mean_s = age.latency.mean;
                    flow.freshness_p99_s = age.latency.p99;
                }
            }
            if (m_plan.stations[s].partitions > 0) {
                const double arrivals = total([&](const Tally& tally) {
                    double sum = 0.0;
                    for (std::size_t i = 0; i < m_plan.classCount; ++i)
                        sum += static_cast<double>(tally.visits[m_plan.at(s, i)].arrivals);
                    return sum;
                });
                const double own = total([&](const Tally& tally) { return tally.flows[number].sent; });
                Measure lag = ratio(
                    [&](const Tally& tally) {
                        return tally.stations[s].visits.waited + tally.stations[s].visits.worked;
                    },
                    [](const Tally& tally) { return tally.time; });
                const double share = own / std::max(arrivals, 1.0);
                for (double* value : {&lag.value, &lag.low, &lag.high}) *value *= share;
                flow.lag = isUnstable(s) ? unknown() : lag;
            }
            result.flows.push_back(std::move(flow));
        }
    }
}

void Reporter::reportStation(std::size_t s, const std::vector<Engine*>& engines,
                             network::StationPerformance& performance) const {
    const StationPlan& station = m_plan.stations[s];
    const auto of = [&](double StationTally::*sum) {
        return [s, sum](const Tally& tally) { return tally.stations[s].*sum; };
    };
    const auto ofVisits = [&](double VisitTally::*sum) {
        return [s, sum](const Tally& tally) { return tally.stations[s].visits.*sum; };
    };
    const auto time = [](const Tally& tally) { return tally.time; };
    const auto begun = [s](const Tally& tally) { return tally.stations[s].visits.begun; };
    for (std::size_t k = 0; k < m_plan.classCount; ++k) {
        const double arrivals = rate([&](const Tally& tally) { return tally.visits[m_plan.at(s, k)].arrivals; });
        performance.arrivals_by_class.push_back(arrivals * 1000.0 / m_plan.classes[k].ratesBy);
        performance.arrivals_per_s += performance.arrivals_by_class.back();
    }
    performance.stable = !isUnstable(s);
    const bool static_ = station.work != Work::Replicas;
    performance.utilisation = ratio(
        [&](const Tally& tally) {
            return utilisationOf(m_plan, tally, s) * (static_ ? tally.time : tally.stations[s].workers);
        },
        [&](const Tally& tally) { return static_ ? tally.time : tally.stations[s].workers; });
    if (performance.utilisation.value > 1.0) performance.utilisation.value = 1.0; // visits reach over the ends
    performance.queue_length = ratio(ofVisits(&VisitTally::waited), time);
    performance.waiting_ms = ratio(ofVisits(&VisitTally::waited), begun);
    performance.in_service = ratio(ofVisits(&VisitTally::occupied), time);
    performance.mean_service_ms = ratio(ofVisits(&VisitTally::worked), begun).value;
    if (const auto found = m_jobs.find(s); found != m_jobs.end()) {
        const JobFigures& job = found->second;
        const double rate = performance.arrivals_per_s / 1000.0;
        const Law sojourn = lawOf({&job.sojourn});
        const double whole = sojourn.count > 0.0 ? sojourn.latency.mean.value : 0.0;
        const auto given = [](double value) { return measure({value, value, value}); };
        performance.utilisation = given(job.utilisation);
        performance.waiting_ms = given(job.waiting);
        performance.queue_length = given(rate * job.waiting);
        performance.in_service = given(rate * (whole - job.waiting));
        performance.mean_service_ms = whole - job.waiting;
        const auto& model = std::get<network::JobStation>(m_plan.network.stations[s].model);
        performance.running_replicas = job.utilisation * model.workers;
    }
    if (!performance.stable) performance.queue_length = performance.waiting_ms = unknown();
    if (station.model) performance.running_replicas = station.model->replicas;
    if (station.work == Work::Replicas)
        performance.running_replicas = ratio(of(&StationTally::existing), time).value;
    else if (station.work == Work::Batcher || station.work == Work::Decoder)
        performance.running_replicas = station.servers;
    else if (const auto* log = std::get_if<network::LogStation>(&m_plan.network.stations[s].model))
        performance.running_replicas = log->consumers;
    performance.saturates_at_load = saturation(m_plan, engines, s);
    if (station.work == Work::Batcher || station.work == Work::Decoder)
        performance.batch_size =
            ratio(of(&StationTally::batched), [s](const Tally& tally) { return tally.stations[s].batches; });
    if (station.cache) {
        performance.hit_ratio = ratio([s](const Tally& tally) { return tally.stations[s].hits; },
                                      [s](const Tally& tally) { return tally.stations[s].lookups; });
        const auto& given = std::get<network::CacheStation>(m_plan.network.stations[s].model).hit_ratio;
        if (given && m_plan.network.stations[s].by_class.empty()) {
            performance.hit_ratio = unknown();
            performance.hit_ratio->value = *given;
            performance.hit_ratio->how = How::Given;
        }
    }
    if (station.partitions > 0) {
        performance.lag =
            ratio([s](const Tally& tally) { return tally.stations[s].visits.waited + tally.stations[s].visits.worked; },
                  time);
        if (!performance.stable) performance.lag = unknown();
    }
}

} // namespace

network::Performance report(const Plan& plan, const std::vector<Engine*>& engines,
                            const std::vector<Engine::Stop>& stops, std::uint64_t seed) {
    Reporter reporter(plan, engines);
    reporter.runJobs(seed);
    reporter.findPiles(engines);
    network::Performance result;
    result.engine = network::Performance::Engine::Simulation;
    result.findings = plan.findings;
    const auto any = [&](Engine::Stop stop) { return std::find(stops.begin(), stops.end(), stop) != stops.end(); };
    if (any(Engine::Stop::Stuck))
        result.findings.push_back({support::Severity::Error,
                                   {},
                                   "The simulation stood still: something repeats without taking time.",
                                   "Give retries a pause and users a time to think.",
                                   0});
    if (any(Engine::Stop::Exhausted))
        result.findings.push_back({support::Severity::Warning,
                                   {},
                                   "The simulation was stopped early: a request takes thousands of events on average.",
                                   "Give retries a longer pause, or lower what one request calls.",
                                   0});
    if (any(Engine::Stop::Flooded)) {
        // Too much under way at once, before the test of growth was sure: what is longest is what grows.
        std::size_t longest = 0;
        double most = -1.0;
        for (std::size_t s = 0; s < plan.stationCount; ++s) {
            double waiting = 0.0;
            for (const Engine* engine : engines) waiting += engine->waitingAt(s);
            if (waiting > most) {
                most = waiting;
                longest = s;
            }
        }
        if (!reporter.anyUnstable()) reporter.declareUnstable(longest);
    }
    result.classes.resize(plan.classCount);
    result.stations.resize(plan.stationCount);
    for (std::size_t k = 0; k < plan.classCount; ++k) reporter.reportClass(k, result.classes[k]);
    reporter.reportFlows(result);
    for (std::size_t s = 0; s < plan.stationCount; ++s) reporter.reportStation(s, engines, result.stations[s]);
    for (std::size_t c = 0; c < plan.callCount; ++c) {
        double attempts = 0.0;
        for (std::size_t k = 0; k < plan.classCount; ++k)
            attempts +=
                reporter.rate([&](const Tally& tally) { return tally.sent[plan.at(c, k)]; }) / plan.classes[k].ratesBy;
        result.calls_per_s.push_back(attempts * 1000.0);
    }
    reporter.addFindings(result.findings);
    result.stable = !reporter.anyUnstable() &&
                    std::all_of(result.flows.begin(), result.flows.end(), [](const auto& flow) { return flow.stable; });
    return result;
}

} // namespace catenary::simulation
