// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/servers.h"

#include "core/analysis/stations.h"
#include "core/analysis/stations/erlang.h"
#include "core/analysis/stations/many_servers.h"
#include "core/analysis/stations/pollaczek.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::analysis {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

void solveUnlimited(State& state, Index s, int servers, const Mixture& services) {
    StationState& station = state.stations[static_cast<std::size_t>(s)];
    const double rate = station.arriving.rate;
    const double mean = meanOf(services);
    const double rho = rate * mean / servers;
    const double scv = scvOf(services);
    station.capacity = servers / mean;
    station.utilisation = std::min(rho, 1.0);
    if (rho >= 1.0) {
        station.stable = false;
        station.method = "unstable";
        for (std::size_t k = 0; k < state.classCount; ++k) {
            state.visit(s, k).waitingMean = infinity;
            state.visit(s, k).unserved = 1.0 - 1.0 / rho;
        }
        return;
    }
    WaitingLaw law;
    if (servers == 1) {
        law = pollaczekLaw(rate, services);
        station.method = services.size() == 1 && services.front().second.isExponential() ? "M/M/1" : "Pollaczek-Khinchine";
    } else {
        law = manyServersLaw(servers, rho, services, mean * generalWait(servers, rho, scv));
        const bool exponential = services.size() == 1 && services.front().second.isExponential();
        station.method = exponential ? "M/M/c" : "M/G/c, Kimura";
        if (!exponential && scv > 0.0) station.how = How::Approximate;
    }
    for (std::size_t k = 0; k < state.classCount; ++k) {
        Visit& visit = state.visit(s, k);
        visit.waiting = law;
        visit.waitingMean = law.mean;
    }
}

} // namespace

void solveServers(State& state, Index s, const network::ServersStation& servers) {
    StationState& station = state.stations[static_cast<std::size_t>(s)];
    station.stable = true;
    station.how = How::Exact;
    station.method.clear();
    station.utilisation = 0.0;
    station.capacity.reset();
    for (std::size_t k = 0; k < state.classCount; ++k) {
        Visit& visit = state.visit(s, k);
        visit.serviceMean = visit.service.mean();
        visit.waiting = WaitingLaw::none();
        visit.waitingMean = 0.0;
        visit.unserved = 0.0;
    }
    const Mixture services = servicesOf(state, s);
    if (services.empty() || meanOf(services) == 0.0) return;
    solveUnlimited(state, s, servers.replicas * servers.workers, services);
}

} // namespace catenary::analysis
