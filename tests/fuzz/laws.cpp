// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/laws.h"

#include "core/analysis/state.h"
#include "core/design/codec.h"
#include "core/insight/simulated.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace catenary::testing {

namespace {

using network::Index;
using network::Measure;

/// Requests under way when a replication begins and ends to be measured belong to neither side of a balance: about as
/// many as are there on average, some more to be sure.
double edges(double under_way) {
    return static_cast<double>(simulation::replications) * (20 + 8 * under_way);
}

class Laws {
public:
    Laws(const insight::Estimate& estimate, const char* engine, Trial& trial)
        : m_network(estimate.network), m_found(estimate.performance), m_estimate(estimate), m_engine(engine),
          m_trial(trial), m_simulated(m_found.run.has_value()) {}

    void check() {
        for (std::size_t k = 0; k < m_network.classes.size(); ++k) checkClass(k);
        for (std::size_t s = 0; s < m_network.stations.size(); ++s) checkStation(s);
        for (const auto& flow : m_found.flows) checkFlow(flow);
        for (const double rate : m_found.calls_per_s) rateOf(rate, "calls");
        if (!m_simulated) return;
        bool stable = true;
        for (const auto& of : m_found.classes) stable = stable && of.stable;
        for (const auto& of : m_found.flows) stable = stable && of.stable;
        for (const auto& of : m_found.stations) stable = stable && of.stable;
        expect(m_found.stable == stable, "the system", "is stable exactly if its parts are");
        checkBalance();
    }

private:
    template <class... Words> void expect(bool holds, const std::string& where, const Words&... words) {
        if (holds) return;
        std::ostringstream text;
        text.precision(10);
        text << m_engine << ", " << where << ": ";
        (text << ... << words);
        m_trial.faults.push_back(text.str());
    }
    void rateOf(double rate, const std::string& where) {
        expect(std::isfinite(rate) && rate >= 0, where, "a rate of ", rate);
    }
    [[nodiscard]] double milliseconds() const { return m_found.run->simulated_s * 1000; }
    /// What measured rates were divided by: diurnal load is run at its peak.
    [[nodiscard]] double ratesBy(std::size_t k) const {
        const auto& arrival = m_network.classes[k].arrival;
        return arrival.process == design::Process::Diurnal ? std::max(arrival.peak_ratio, 1.0) : 1.0;
    }
    /// Arrivals per ms of a station while it was run.
    [[nodiscard]] double arrivals(std::size_t s) const {
        double sum = 0;
        for (std::size_t k = 0; k < m_network.classes.size(); ++k)
            sum += m_found.stations[s].arrivals_by_class[k] * ratesBy(k) / 1000;
        return sum;
    }

    void interval(const Measure& measure, const std::string& where) {
        if (!measure.defined()) return;
        expect(measure.value >= 0, where, "is negative: ", measure.value);
        if (!m_simulated || std::isnan(measure.low) || std::isnan(measure.high)) return;
        const double slack = 1e-9 * std::abs(measure.value) + 1e-12;
        expect(measure.low <= measure.value + slack && measure.value <= measure.high + slack, where, measure.value,
               " outside its interval ", measure.low, " … ", measure.high);
    }

    void latency(const network::Latency& latency, const std::string& where) {
        double before = 0;
        for (const Measure* quantile : {&latency.p50, &latency.p90, &latency.p95, &latency.p99, &latency.p999}) {
            interval(*quantile, where + " quantile");
            if (!quantile->defined()) continue;
            expect(quantile->value >= before * (1 - 1e-9), where, "percentiles do not ascend: ", before, " then ",
                   quantile->value);
            before = quantile->value;
        }
        interval(latency.mean, where + " mean");
    }

    void undefined(const network::Latency& latency, const std::string& where) {
        for (const Measure* of : {&latency.mean, &latency.p50, &latency.p99, &latency.p999})
            expect(!of->defined(), where, "is unstable, but has the latency ", of->value);
    }

    [[nodiscard]] bool carries(const network::Call& call, std::size_t k) const {
        return call.classes.empty() || call.classes[k];
    }

    /// By the analysis a class may starve alone.
    [[nodiscard]] bool hasPriorities(std::size_t s) const {
        const auto* servers = std::get_if<network::ServersStation>(&m_network.stations[s].model);
        return servers != nullptr && servers->discipline == network::Discipline::Priority;
    }

    /// Does what begins at a station come to one that is unstable, before it is answered?
    [[nodiscard]] bool fed(Index from, std::size_t k) const {
        std::vector<char> seen(m_network.stations.size(), 0);
        std::vector<Index> open{from};
        seen[static_cast<std::size_t>(from)] = 1;
        while (!open.empty()) {
            const auto s = static_cast<std::size_t>(open.back());
            open.pop_back();
            const auto& station = m_found.stations[s];
            if (!station.stable && station.arrivals_by_class[k] > 0 && (m_simulated || !hasPriorities(s))) return true;
            for (std::size_t c = 0; c < m_network.calls.size(); ++c) {
                const network::Call& call = m_network.calls[c];
                if (call.from != static_cast<Index>(s) || !carries(call, k) || m_found.calls_per_s[c] <= 0) continue;
                if (call.mode != design::Mode::Sync && call.mode != design::Mode::Forward) continue;
                auto& mark = seen[static_cast<std::size_t>(call.to)];
                if (mark == 0) open.push_back(call.to);
                mark = 1;
            }
        }
        return false;
    }

    void checkClass(std::size_t k) {
        const auto& of = m_found.classes[k];
        const std::string where = m_network.classes[k].id.str() + ' ';
        double ended = 0;
        for (const double rate :
             {of.completed_per_s, of.rejected_per_s, of.timed_out_per_s, of.failed_per_s, of.abandoned_per_s}) {
            rateOf(rate, where);
            ended += rate;
        }
        rateOf(of.offered_per_s, where);
        const double slack = (m_simulated ? 1e-9 : 1e-6) * of.offered_per_s;
        if (of.stable)
            expect(std::abs(ended - of.offered_per_s) <= slack, where, "outcomes add up to ", ended, " of ",
                   of.offered_per_s);
        else if (!m_simulated)
            expect(ended <= of.offered_per_s + slack, where, "more ends than is offered: ", ended, " of ",
                   of.offered_per_s);
        expect(m_estimate.goodput_per_s[k] <= of.completed_per_s * (1 + 1e-9) + 1e-12, where, "goodput of ",
               m_estimate.goodput_per_s[k], " above what completes");
        latency(of.latency, where);
        if (of.ttft) latency(*of.ttft, where + "TTFT ");
        if (of.tpot) latency(*of.tpot, where + "TPOT ");
        if (!of.stable) {
            undefined(of.latency, where);
            if (m_simulated && !m_piled)
                expect(fed(m_network.classes[k].source, k) || piles(k), where,
                       "is unstable, but nothing that feeds it is");
            return;
        }
        expect(!fed(m_network.classes[k].source, k), where, "is stable, but goes through what is not");
        if (of.completed_per_s > 0) expect(of.latency.mean.defined(), where, "completes, but has no latency");
        double sum = 0;
        for (const auto& row : of.breakdown) {
            for (const double part : {row.waiting_ms, row.batching_ms, row.service_ms, row.network_ms, row.retry_ms})
                expect(part >= -1e-9 * of.latency.mean.value - 1e-12, where, "a part of the breakdown is ", part);
            sum += row.total_ms();
        }
        if (of.latency.mean.defined())
            expect(std::abs(sum - of.latency.mean.value) <= 1e-6 * of.latency.mean.value + 1e-9, where,
                   "the breakdown sums to ", sum, " of ", of.latency.mean.value);
        if (!m_simulated) return;
        closedLaw(k, where);
    }

    /// A class is unstable as well where its requests pile up outside of any station.
    [[nodiscard]] bool piles(std::size_t k) const {
        return std::any_of(m_found.findings.begin(), m_found.findings.end(), [&](const support::Finding& finding) {
            return finding.where == m_network.classes[k].id.str() && finding.severity == support::Severity::Error;
        });
    }

    /// users = throughput · (response time + think time), where every request completes.
    void closedLaw(std::size_t k, const std::string& where) {
        const network::Class& given = m_network.classes[k];
        const auto& of = m_found.classes[k];
        if (given.arrival.process != design::Process::Closed || of.completed_per_s < of.offered_per_s * (1 - 1e-9))
            return;
        if (of.completed_per_s * m_found.run->simulated_s < 2000 || given.arrival.think_time_ms.scv() > 4) return;
        const double users = of.completed_per_s / 1000 * (of.latency.mean.value + given.arrival.think_time_ms.mean());
        const double least = static_cast<double>(given.arrival.users);
        // Each user may be away once at either end of a replication.
        const double slack = 0.2 * least + 2 * edges(least) *
                                               (of.latency.mean.value + given.arrival.think_time_ms.mean()) /
                                               milliseconds();
        expect(std::abs(users - least) <= slack, where, "throughput × (response + think) is ", users, " of ", least,
               " users");
    }

    void checkStation(std::size_t s) {
        const auto& of = m_found.stations[s];
        const network::Station& station = m_network.stations[s];
        const std::string where = station.id.str() + ' ';
        rateOf(of.arrivals_per_s, where);
        for (const auto& [measure, name] : {std::pair(&of.utilisation, "utilisation"),
                                            {&of.queue_length, "queue"},
                                            {&of.waiting_ms, "wait"},
                                            {&of.in_service, "in service"}})
            interval(*measure, where + name);
        if (of.utilisation.defined())
            expect(of.utilisation.value <= 1 + 1e-9, where, "utilisation of ", of.utilisation.value);
        if (of.hit_ratio && of.hit_ratio->defined())
            expect(of.hit_ratio->value <= 1 + 1e-9, where, "hit ratio of ", of.hit_ratio->value);
        if (of.saturates_at_load) expect(*of.saturates_at_load > 0, where, "saturates at ", *of.saturates_at_load);
        if (!m_simulated) return;
        if (!of.stable) {
            expect(!of.queue_length.defined() && !of.waiting_ms.defined(), where, "is unstable, but waits ",
                   of.waiting_ms.value);
            return;
        }
        if (of.arrivals_per_s > 0 && !std::holds_alternative<network::SourceStation>(station.model) && !m_piled)
            expect(of.queue_length.defined() && of.waiting_ms.defined() && of.utilisation.defined(), where,
                   "is stable, but lacks figures");
        if (of.queue_length.defined() && of.waiting_ms.defined()) little(s, where);
    }

    /// Visits that may begin to wait at once: a run often ends within a group, the likelier the larger it is, and all
    /// users may be at one place.
    [[nodiscard]] double together(std::size_t s) const {
        double most = 0;
        for (std::size_t k = 0; k < m_network.classes.size(); ++k) {
            const design::Arrival& arrival = m_network.classes[k].arrival;
            if (m_found.stations[s].arrivals_by_class[k] <= 0) continue;
            if (arrival.process == design::Process::Batch || arrival.process == design::Process::Schedule)
                most += 4 * arrival.size.secondMoment() / std::max(arrival.size.mean(), 1e-9);
            if (arrival.process == design::Process::Closed) most += static_cast<double>(arrival.users);
        }
        return most;
    }

    void little(std::size_t s, const std::string& where) {
        const auto& of = m_found.stations[s];
        const network::Station& station = m_network.stations[s];
        const auto* servers = std::get_if<network::ServersStation>(&station.model);
        const auto* queue = analysis::serversOf(station.model);
        const bool loses =
            station.admission.any() || (queue != nullptr && (queue->queue_capacity || queue->patience_ms));
        if (std::holds_alternative<network::JobStation>(station.model) ||
            std::holds_alternative<network::BatcherStation>(station.model))
            return;
        const double time = milliseconds();
        const double came = arrivals(s) * time;
        const double slack =
            edges(of.queue_length.value + of.in_service.value) + simulation::replications * together(s) + 0.01 * came;
        if (of.waiting_ms.value > 0) {
            const double begun = of.queue_length.value / of.waiting_ms.value * time;
            expect(begun <= came + slack, where, "begins ", begun, " visits of ", came, " (queue ÷ wait)");
            // What a breakdown leaves waiting when the run ends is no small part of it, nor what the last to come go
            // before.
            constexpr double full = 0.98;
            const bool keepsUp =
                queue == nullptr || (!queue->mtbf_s && !queue->autoscaling && of.utilisation.value < full);
            // Where the system still fills when a run ends, more is left.
            const double left = m_settled ? 0 : 0.25 * came;
            if (!loses && keepsUp)
                expect(begun >= came - left - slack, where, "begins ", begun, " visits of ", came,
                       ", though nothing is lost");
        }
        if (servers == nullptr) return;
        const bool fixed = !servers->autoscaling && !servers->mtbf_s && !servers->setup_ms;
        const double capacity = static_cast<double>(servers->replicas) * servers->workers;
        if (fixed && servers->discipline != network::Discipline::ProcessorSharing && capacity > 0)
            expect(std::abs(std::min(of.in_service.value / capacity, 1.0) - of.utilisation.value) <= 1e-6, where,
                   of.in_service.value, " in service of ", capacity, ", but utilisation ", of.utilisation.value);
        const bool plain = fixed && !servers->holds_worker && !servers->preemptive && servers->slow_replicas == 0 &&
                           servers->discipline != network::Discipline::ProcessorSharing && !loses;
        if (plain && came > 2000 && !m_cancels && of.mean_service_ms > 0) {
            const double work = came / time * of.mean_service_ms;
            const double slackWork = 0.1 * work + slack / time * of.mean_service_ms * 4;
            expect(std::abs(of.in_service.value - work) <= slackWork, where, of.in_service.value,
                   " in service, but the rate times the service time is ", work);
        }
    }

    void checkFlow(const network::FlowPerformance& flow) {
        const std::string where = m_network.calls[static_cast<std::size_t>(flow.call)].id.str() + ' ';
        rateOf(flow.offered_per_s, where);
        rateOf(flow.completed_per_s, where);
        latency(flow.latency, where);
        if (m_simulated && !flow.stable) undefined(flow.latency, where);
        for (const auto* age : {&flow.freshness_mean_s, &flow.freshness_p99_s})
            if (*age) interval(**age, where + "freshness");
    }

    /// What is sent to a station arrives at it, but for what is on its way.
    void checkBalance() {
        for (std::size_t k = 0; k < m_network.classes.size(); ++k)
            if (ratesBy(k) != 1) return; // calls are not told apart by class
        for (std::size_t s = 0; s < m_network.stations.size(); ++s) {
            double sent = 0;
            double travelling = 0;
            bool stops = m_cancels;
            for (std::size_t c = 0; c < m_network.calls.size(); ++c) {
                const network::Call& call = m_network.calls[c];
                if (call.to != static_cast<Index>(s) || call.response_stream) continue;
                sent += m_found.calls_per_s[c];
                travelling +=
                    m_found.calls_per_s[c] / 1000 * (call.request_network_ms.mean() + call.request_transfer_ms);
            }
            const double time = m_found.run->simulated_s;
            const double slack = edges(travelling) + 0.02 * sent * time;
            const double came = m_found.stations[s].arrivals_per_s * time;
            const std::string where = m_network.stations[s].id.str() + ' ';
            expect(came <= sent * time + slack, where, came, " arrive of ", sent * time, " that were sent");
            if (!stops) expect(came >= sent * time - slack, where, came, " arrive of ", sent * time, " that were sent");
        }
    }

public:
    bool m_cancels = false; ///< calls may be taken back on their way
    bool m_piled = false;   ///< the run ended early
    bool m_settled = true;  ///< the run had a warm-up

private:
    const network::Network& m_network;
    const network::Performance& m_found;
    const insight::Estimate& m_estimate;
    std::string m_engine;
    Trial& m_trial;
    bool m_simulated;
};

bool cancels(const network::Network& network) {
    for (const auto& call : network.calls)
        if (call.policy && call.policy->cancel) return true;
    for (const auto& station : network.stations)
        for (const auto& stage : station.stages)
            if (stage.cancel_losers) return true;
    return false;
}

/// Stations the analysis finds far beyond what they can do, by formulas that are exact, must not seem stable.
void compareStability(const insight::Estimate& analysed, const insight::Estimate& simulated, Trial& trial) {
    constexpr double clearly = 0.7;
    for (std::size_t s = 0; s < analysed.network.stations.size(); ++s) {
        const auto& by = analysed.performance.stations[s];
        const auto* servers = std::get_if<network::ServersStation>(&analysed.network.stations[s].model);
        if (servers == nullptr || servers->holds_worker || servers->autoscaling || servers->queue_capacity ||
            servers->patience_ms || analysed.network.stations[s].admission.any())
            continue;
        if (by.stable || !by.saturates_at_load || *by.saturates_at_load > clearly) continue;
        // What limits the flow to this station may lie before it: only what indeed arrives counts.
        const auto& seen = simulated.performance.stations[s];
        const double replicas = servers->replicas;
        double pace = replicas * servers->workers;
        if (servers->slow_factor > 1) pace /= servers->slow_factor;
        const double offered = seen.arrivals_per_s / 1000 * seen.mean_service_ms;
        const network::RunStatistics& run = *simulated.performance.run;
        const double backlog = (1.0 - pace / offered) * seen.arrivals_per_s * run.simulated_s / run.replications;
        const double clearBacklog = 2.0 * (50.0 + 20.0 * replicas * servers->workers); // and no queue that only varies
        if (offered < pace * 1.3 || backlog < clearBacklog) continue;
        // Replicas that hardly ever broke in the time that was simulated did more.
        const double cycle = servers->mtbf_s ? *servers->mtbf_s + servers->mttr_s.value_or(0.0) : 0.0;
        if (run.simulated_s < 10.0 * cycle * run.replications) continue;
        if (seen.stable)
            trial.faults.push_back("simulation, " + analysed.network.stations[s].id.str() +
                                   " : is offered far more than it can do, but seems stable");
    }
}

std::string bytes(const insight::Estimate& estimate) {
    support::Json json = support::Json::parse(insight::toJson(estimate));
    json["run"].erase("wall_s");
    return json.dump();
}

} // namespace

Trial tryDesign(const support::Json& json, const TrialOptions& options) {
    Trial trial;
    const auto catalog = catalog::Catalog::builtIn();
    const auto decoded = design::decode(json.dump());
    if (!decoded) {
        trial.refused = support::describe(decoded.error());
        return trial;
    }
    insight::Request request;
    request.load_line = false;
    const auto analysed = insight::estimate(decoded->design, *catalog, request);
    if (!analysed) {
        trial.refused = support::describe(analysed.error());
        return trial;
    }
    Laws(*analysed, "analysis", trial).check();
    simulation::Options run;
    run.seed = options.seed;
    run.requests = options.requests;
    run.threads = 1;
    run.stop = options.stop;
    if (!options.settle) run.warm_up_s = 0;
    const auto simulated = insight::simulated(decoded->design, *catalog, run, request, false);
    if (!simulated) {
        const bool stopped = simulated.error().code == support::ErrorCode::Cancelled;
        if (stopped)
            trial.faults.emplace_back("simulation: did not end in time");
        else
            trial.faults.push_back("simulation: refuses what the analysis takes: " +
                                   support::describe(simulated.error()));
        return trial;
    }
    trial.unstable = !simulated->performance.stable;
    trial.events = simulated->performance.run->events;
    Laws laws(*simulated, "simulation", trial);
    laws.m_cancels = cancels(simulated->network);
    laws.m_settled = options.settle;
    laws.m_piled = !simulated->performance.run->converged;
    laws.check();
    compareStability(*analysed, *simulated, trial);
    if (options.twice) {
        run.threads = 2;
        const auto again = insight::simulated(decoded->design, *catalog, run, request, false);
        if (!again || bytes(*again) != bytes(*simulated))
            trial.faults.emplace_back("simulation: two threads give other bytes than one");
    }
    return trial;
}

} // namespace catenary::testing
