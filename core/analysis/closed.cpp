// SPDX-License-Identifier: Apache-2.0
// Closed workloads: a fixed number of users going round.
#include "core/analysis/stations/closed.h"
#include "core/analysis/compose.h"
#include "core/analysis/stations.h"
#include "core/analysis/stations/erlang.h"
#include "core/analysis/stations/many_servers.h"
#include "core/analysis/streams.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

using design::Process;

namespace {

constexpr int mostUsers = 20000;

/// What the other classes bring to a station: Erlangs of all and of the open ones, mean and squared coefficient of
/// variation of their services.
struct Others {
    double load = 0, open = 0, mean = 0, scv = 1;
};

Others othersAt(const State& state, Index s, std::size_t k) {
    Others others;
    double rate = 0.0;
    double second = 0.0;
    for (std::size_t other = 0; other < state.classCount; ++other) {
        const Visit& visit = state.visit(s, other);
        if (other == k || visit.arrivals <= 0.0) continue;
        const double load = visit.arrivals * visit.service.mean();
        others.load += load;
        if (state.network.classes[other].arrival.process != Process::Closed) others.open += load;
        rate += visit.arrivals;
        second += visit.arrivals * visit.service.secondMoment();
    }
    if (others.load <= 0.0) return others;
    others.mean = others.load / rate;
    others.scv = std::max(second / rate / (others.mean * others.mean) - 1.0, 0.0);
    return others;
}

/// The wait of one that finds `users` others on their way round, of which a part is at these servers: that of a finite
/// source (machine repair) whose users are `away` ms between visits, with this mean.
WaitingLaw waitBehind(int users, const Centre& centre, double away, double mean) {
    constexpr std::size_t mostStages = 400;
    if (mean <= 1e-12 * centre.service) return WaitingLaw::none();
    const BirthDeath present = finiteSource(centre.servers, users, std::max(away / centre.service, 1e-9));
    ExponentialStages stages;
    WaitingLaw law;
    double stretched = 0.0;
    for (auto n = static_cast<std::size_t>(centre.servers); n < present.probability.size(); ++n) {
        stages.weights.push_back(present.probability[n]);
        law.positive += present.probability[n];
        stretched += present.probability[n] * static_cast<double>(stages.weights.size());
    }
    if (!(stretched > 0.0)) return WaitingLaw::exponential(1.0, mean);
    law.mean = mean;
    law.positive = std::min(law.positive, 1.0);
    stages.rates.assign(stages.weights.size(), stretched / mean);
    law.given = stages;
    if (stages.weights.size() <= mostStages) return law;
    const double conditional = mean / law.positive;
    const double scv = law.second() / law.positive / (conditional * conditional) - 1.0;
    law.given = Distribution::gamma(conditional, std::sqrt(std::max(scv, 0.0)));
    return law;
}

} // namespace

double solveClosed(State& state) {
    double worst = 0.0;
    for (std::size_t k = 0; k < state.classCount; ++k) {
        const network::Class& given = state.network.classes[k];
        if (given.arrival.process != Process::Closed || given.source == network::none) continue;
        const double users = given.arrival.users * state.network.load;
        const double rate = state.classRate[k];
        if (users <= 0.0 || rate <= 0.0) {
            state.classRate[k] = 0.0;
            continue;
        }
        std::vector<Centre> centres;
        std::vector<Index> at;
        std::vector<double> behindOthers; // a visit's wait if there were the other classes alone
        for (std::size_t i = 0; i < state.stationCount; ++i) {
            const auto s = static_cast<Index>(i);
            const network::ServersStation* servers = serversOf(state.station(s).model);
            const Visit& visit = state.visit(s, k);
            if (!servers || visit.arrivals <= 0.0 || visit.service.isZero()) continue;
            const Others others = othersAt(state, s, k);
            const int count = servers->replicas * servers->workers;
            if (others.open >= count) continue; // does not keep up, whatever the users do
            const double left = std::max(1.0 - others.load / count, 1e-6);
            centres.push_back(
                {visit.arrivals / rate, visit.service.mean() / left, 0.5 * (1.0 + visit.service.scv()), count});
            if (servers->discipline == network::Discipline::ProcessorSharing || std::isinf(centres.back().residual))
                centres.back().residual = 1.0;
            behindOthers.push_back(others.mean *
                                   generalWait(count, std::min(others.load / count, 1.0 - 1e-6), others.scv));
            at.push_back(s);
        }
        // A round with nobody in the way.
        for (const Index s : at) {
            Visit& visit = state.visit(s, k);
            visit.waiting = WaitingLaw::none();
            visit.waitingMean = 0.0;
            visit.unserved = 0.0;
            visit.sojourn.reset();
            state.stations[static_cast<std::size_t>(s)].solved.reset();
        }
        Composer rough(state, nullptr, false);
        const double bound = rough.visit(given.source, k).mean;
        double bare = bound;
        if (bound > 0.0 && std::isfinite(bound)) {
            const auto lattice = sharedLattice(512, 20.0 * bound);
            Composer composer = Composer::ofMoments(state, *lattice);
            bare = composer.visit(given.source, k).mean;
        }
        if (std::isinf(bare)) continue; // its users come to wait where no one gets through
        double round = bare + given.arrival.think_time_ms.mean();
        for (std::size_t i = 0; i < at.size(); ++i) round += centres[i].visits * behindOthers[i];
        const int whole = static_cast<int>(std::min(std::floor(users), static_cast<double>(mostUsers)));
        const MeanValues values = meanValueAnalysis(centres, round, whole + 1);
        const double share = std::min(users, static_cast<double>(mostUsers)) - whole;
        const auto between = [&](double low, double high) { return low + share * (high - low); };
        const auto n = static_cast<std::size_t>(whole);
        const double throughput = between(values.throughput[n], values.throughput[n + 1]);
        worst = std::max(worst, std::abs(throughput - rate) / throughput);
        state.classRate[k] = throughput;
        for (std::size_t i = 0; i < at.size(); ++i) {
            Visit& visit = state.visit(at[i], k);
            StationState& station = state.stations[static_cast<std::size_t>(at[i])];
            const double wait = behindOthers[i] + between(values.waits[n][i], values.waits[n + 1][i]);
            const double busy = std::min(throughput * centres[i].visits * centres[i].service / centres[i].servers, 1.0);
            const double cycle = (users / throughput) / centres[i].visits; // between a user's arrivals
            const double away = cycle - wait - centres[i].service;
            visit.waiting = waitBehind(std::max(whole - 1, 0), centres[i], away, wait);
            visit.waitingMean = wait;
            visit.waitingSecond = visit.waiting.second();
            const Others others = othersAt(state, at[i], k);
            station.stable = true;
            station.capacity.reset();
            if (others.open > 0.0) station.capacity = station.arriving.rate * centres[i].servers / others.open;
            // What is busy with the other classes is in the service time of the centre.
            station.utilisation = 1.0 - (1.0 - busy) * (1.0 - std::min(others.load / centres[i].servers, 1.0));
            // An open class finds all users on their way (Poisson arrivals see time averages), a user all but itself.
            const double found = behindOthers[i] + values.waits[n + 1][i];
            for (std::size_t other = 0; other < state.classCount; ++other) {
                Visit& open = state.visit(at[i], other);
                if (state.network.classes[other].arrival.process == Process::Closed || open.arrivals <= 0.0) continue;
                open.unserved = 0.0;
                open.waitingMean = found;
                open.waiting = waitBehind(whole, centres[i], away, found);
                open.waitingSecond = open.waiting.second();
                open.sojourn.reset();
            }
            station.method = "mean value analysis";
            station.distributionHow = How::Approximate;
            const bool exact = state.classCount == 1 && (visit.service.isExponential() || centres[i].residual == 1.0);
            station.how = exact ? How::Exact : How::Approximate;
        }
    }
    return worst;
}

} // namespace catenary::analysis
