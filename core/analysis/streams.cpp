// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/streams.h"

#include "core/analysis/holding.h"
#include "core/analysis/stations.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

using design::Mode;
using design::Process;
using network::none;

namespace {

/// Squared coefficient of variation of a class's own process, batches counted once.
double processScv(const State& state, std::size_t k) {
    const design::Arrival& arrival = state.network.classes[k].arrival;
    if (arrival.process == Process::Constant) return 0.0;
    if (arrival.process == Process::Renewal) return arrival.interarrival_ms.scv();
    return 1.0;
}

double departureScv(const State& state, Index s, double arriving) {
    const network::ServersStation* servers = serversOf(state.station(s).model);
    const StationState& station = state.stations[static_cast<std::size_t>(s)];
    if (!servers || station.utilisation <= 0.0) return arriving;
    if (servers->discipline == network::Discipline::ProcessorSharing) return 1.0;
    if (servers->discipline == network::Discipline::Lifo && servers->preemptive) return 1.0;
    const Mixture services = servicesOf(state, s);
    if (services.empty() || holdsWorkers(state, s)) return arriving;
    const bool exponential = services.size() == 1 && services.front().second.isExponential();
    const double rho = station.utilisation;
    const double scv = exponential ? 1.0 : std::max(scvOf(services), 0.2);
    const double count = servers->replicas * servers->workers;
    return 1.0 + (1.0 - rho * rho) * (arriving - 1.0) + rho * rho * (scv - 1.0) / std::sqrt(count);
}

} // namespace

void prepareRates(State& state) {
    for (std::size_t k = 0; k < state.classCount; ++k) {
        const network::Class& given = state.network.classes[k];
        const design::Arrival& arrival = given.arrival;
        const std::string where = given.id.str();
        state.classRate[k] = given.rate_per_s * state.network.load / 1000.0;
        if (arrival.process == Process::Diurnal && arrival.peak_ratio > 1.0) {
            state.classRate[k] *= arrival.peak_ratio;
            state.peak[k] = arrival.peak_ratio;
        }
        if (arrival.process == Process::Trace)
            state.notes.notModelled(where, "arrival.file", "the trace is taken as Poisson arrivals of its mean rate");
        if (arrival.process == Process::Schedule)
            state.notes.notModelled(where, "arrival.at_s", "each start sends its items at once, at random times");
        if (arrival.process == Process::Closed)
            state.classRate[k] = arrival.users * state.network.load /
                                 std::max(arrival.think_time_ms.mean() + 1.0, 1e-9) * 0.5; // a first guess
    }
}

void solveStreams(State& state) {
    std::vector<double> scv(state.stationCount, 1.0);
    std::vector<double> next(state.stationCount, 1.0);
    for (int sweep = 0; sweep < 50; ++sweep) {
        std::vector<double> total(state.stationCount, 0.0);
        std::fill(next.begin(), next.end(), 0.0);
        for (std::size_t i = 0; i < state.callCount; ++i) {
            const auto c = static_cast<Index>(i);
            const network::Call& call = state.call(c);
            if (call.to == none) continue;
            const auto from = static_cast<std::size_t>(call.from);
            const auto to = static_cast<std::size_t>(call.to);
            for (std::size_t k = 0; k < state.classCount; ++k) {
                const double rate = state.use(c, k).attempts;
                if (!(rate > 0.0)) continue;
                const bool source = std::holds_alternative<network::SourceStation>(state.station(call.from).model);
                double leaving = 0.0;
                for (std::size_t other = 0; other < state.classCount; ++other)
                    leaving += state.visit(call.from, other).arrivals * state.visit(call.from, other).served();
                const double origin = source ? processScv(state, k) : departureScv(state, call.from, scv[from]);
                const double share =
                    std::min(rate / std::max(source ? state.visit(call.from, k).arrivals : leaving, 1e-300), 1.0);
                next[to] += rate * (1.0 + share * (origin - 1.0));
                total[to] += rate;
            }
        }
        double change = 0.0;
        for (std::size_t s = 0; s < next.size(); ++s) {
            next[s] = total[s] > 0.0 ? next[s] / total[s] : 1.0;
            change = std::max(change, std::abs(next[s] - scv[s]));
        }
        scv = next;
        if (change < 1e-10) break;
    }

    for (std::size_t i = 0; i < state.stationCount; ++i) {
        const auto s = static_cast<Index>(i);
        ArrivalStream& arriving = state.stations[i].arriving;
        arriving.scv = scv[i];
        arriving.poisson = std::abs(scv[i] - 1.0) < 1e-9;
        arriving.between.reset();
        arriving.bursts.reset();
        arriving.batch = arriving.batchSecond = 1.0;
        arriving.direct = true;

        double rate = 0.0;
        double groups = 0.0;
        double groupSecond = 0.0;
        double bursty = 0.0;
        Bursts bursts;
        double renewal = 0.0;
        std::optional<Distribution> between;
        for (std::size_t c = 0; c < state.callCount; ++c) {
            const network::Call& call = state.call(static_cast<Index>(c));
            if (call.to != s) continue;
            const bool source = std::holds_alternative<network::SourceStation>(state.station(call.from).model);
            for (std::size_t k = 0; k < state.classCount; ++k) {
                const double attempts = state.use(static_cast<Index>(c), k).attempts;
                if (!(attempts > 0.0)) continue;
                rate += attempts;
                const design::Arrival& arrival = state.network.classes[k].arrival;
                double first = 1.0;
                double second = 1.0;
                if (source && (arrival.process == Process::Batch || arrival.process == Process::Schedule)) {
                    first = std::max(arrival.size.mean(), 1.0);
                    second = std::max(arrival.size.secondMoment(), first * first);
                }
                if (!call.in_sequence && call.count.mean() > 1.0 && call.mode != Mode::Forward) {
                    second = second * call.count.secondMoment();
                    first = first * call.count.mean();
                }
                groups += attempts / first;
                groupSecond += attempts / first * second;
                if (!source) arriving.direct = false;
                if (arrival.process == Process::Bursty && arrival.burst_fraction > 0.0 &&
                    arrival.burst_fraction < 1.0 && attempts > bursty) {
                    bursty = attempts;
                    bursts.highRate = attempts * arrival.peak_ratio;
                    bursts.lowRate =
                        attempts * (1.0 - arrival.burst_fraction * arrival.peak_ratio) / (1.0 - arrival.burst_fraction);
                    bursts.leaveHigh = 1.0 / arrival.burst_ms;
                    bursts.leaveLow = arrival.burst_fraction / (1.0 - arrival.burst_fraction) / arrival.burst_ms;
                }
                const bool whole = source && call.count.isConstant() && call.count.mean() == 1.0 &&
                                   call.when == design::When::Always &&
                                   attempts > state.visit(call.from, k).arrivals * (1.0 - 1e-12);
                if (whole && (arrival.process == Process::Constant || arrival.process == Process::Renewal)) {
                    renewal += attempts;
                    const Distribution law =
                        arrival.process == Process::Constant ? Distribution::constant(1.0) : arrival.interarrival_ms;
                    between = law.scaled(1.0 / attempts / law.mean());
                }
            }
        }
        if (rate <= 0.0) continue;
        if (renewal >= rate * (1.0 - 1e-12)) {
            arriving.between = between;
            arriving.poisson = false;
        }
        if (bursty > 0.0) {
            bursts.highRate += rate - bursty;
            bursts.lowRate += rate - bursty;
            arriving.bursts = bursts;
            arriving.poisson = bursty >= rate * (1.0 - 1e-12) && arriving.direct;
        }
        if (groups < rate * (1.0 - 1e-12)) {
            arriving.batch = rate / groups;
            arriving.batchSecond = groupSecond / groups;
        }
    }
}

} // namespace catenary::analysis
