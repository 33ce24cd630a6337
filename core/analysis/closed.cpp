// SPDX-License-Identifier: Apache-2.0
// Closed workloads: a fixed number of users going round.
#include "core/analysis/stations/closed.h"
#include "core/analysis/compose.h"
#include "core/analysis/stations.h"
#include "core/analysis/streams.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

using design::Process;

namespace {

constexpr int mostUsers = 20000;

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
        for (std::size_t i = 0; i < state.stationCount; ++i) {
            const auto s = static_cast<Index>(i);
            const network::ServersStation* servers = serversOf(state.station(s).model);
            const Visit& visit = state.visit(s, k);
            if (!servers || visit.arrivals <= 0.0 || visit.service.isZero()) continue;
            double others = 0.0; // load of the other classes
            for (std::size_t other = 0; other < state.classCount; ++other)
                if (other != k) others += state.visit(s, other).arrivals * state.visit(s, other).service.mean();
            const int count = servers->replicas * servers->workers;
            const double left = std::max(1.0 - others / count, 1e-6);
            centres.push_back(
                {visit.arrivals / rate, visit.service.mean() / left, 0.5 * (1.0 + visit.service.scv()), count});
            if (servers->discipline == network::Discipline::ProcessorSharing) centres.back().residual = 1.0;
            at.push_back(s);
        }
        // A round with nobody in the way.
        for (const Index s : at) {
            Visit& visit = state.visit(s, k);
            visit.waiting = WaitingLaw::none();
            visit.waitingMean = 0.0;
            visit.unserved = 0.0;
            visit.sojourn.reset();
            state.stations[static_cast<std::size_t>(s)].stable = true;
        }
        Composer rough(state, nullptr, false);
        const double bound = rough.visit(given.source, k).mean;
        double bare = bound;
        if (bound > 0.0 && std::isfinite(bound)) {
            const auto lattice = sharedLattice(512, 20.0 * bound);
            Composer composer(state, lattice.get(), false);
            bare = composer.visit(given.source, k).mean;
        }
        const double round = bare + given.arrival.think_time_ms.mean();
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
            const double wait = between(values.waits[n][i], values.waits[n + 1][i]);
            const double busy = std::min(throughput * centres[i].visits * centres[i].service / centres[i].servers, 1.0);
            visit.waiting = wait > 0.0
                                ? WaitingLaw::compound(std::max(busy, 1e-9), 0.5 * busy, {{1.0, visit.service}}, wait)
                                : WaitingLaw::none();
            visit.waitingMean = wait;
            visit.waitingSecond = visit.waiting.second();
            station.capacity.reset();
            station.utilisation = busy;
            station.method = "mean value analysis";
            station.distributionHow = How::Approximate;
            const bool exact = state.classCount == 1 && (visit.service.isExponential() || centres[i].residual == 1.0);
            station.how = exact ? How::Exact : How::Approximate;
        }
    }
    return worst;
}

} // namespace catenary::analysis
