// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations.h"

#include "core/analysis/batchers.h"
#include "core/analysis/pipelines.h"
#include "core/analysis/servers.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

namespace {

template <class... F> struct Overload : F... { using F::operator()...; };
template <class... F> Overload(F...) -> Overload<F...>;

void solveDelay(State& state, Index s) {
    StationState& station = state.stations[static_cast<std::size_t>(s)];
    station.how = How::Exact;
    station.method = "infinitely many servers";
    for (std::size_t k = 0; k < state.classCount; ++k) {
        Visit& visit = state.visit(s, k);
        visit.waiting = WaitingLaw::none();
        visit.serviceMean = visit.service.mean();
    }
}

} // namespace

void mixServices(State& state) {
    for (std::size_t i = 0; i < state.stationCount; ++i) {
        const auto s = static_cast<Index>(i);
        Mixture& mixture = state.stations[i].services;
        mixture.clear();
        if (!serversOf(state.station(s).model)) continue;
        double total = 0.0;
        for (std::size_t k = 0; k < state.classCount; ++k) total += state.visit(s, k).arrivals;
        if (!(total > 0.0)) continue;
        for (std::size_t k = 0; k < state.classCount; ++k) {
            const Visit& visit = state.visit(s, k);
            if (visit.arrivals <= 0.0) continue;
            const auto same = std::find_if(mixture.begin(), mixture.end(),
                                           [&](const auto& part) { return part.second == visit.service; });
            if (same != mixture.end())
                same->first += visit.arrivals / total;
            else
                mixture.emplace_back(visit.arrivals / total, visit.service);
        }
    }
}

void prepareStations(State& state) {
    for (std::size_t i = 0; i < state.stationCount; ++i) {
        const auto s = static_cast<Index>(i);
        for (std::size_t k = 0; k < state.classCount; ++k) {
            Visit& visit = state.visit(s, k);
            const network::StationModel& model = state.model(s, k);
            if (const auto* delay = std::get_if<network::DelayStation>(&model)) visit.service = delay->time_ms;
            if (const auto* servers = serversOf(model)) {
                visit.service = servers->service_ms;
                visit.failed = servers->failure_ratio;
            }
        }
    }
}

namespace {

/// Of the attempts that come to a station, those a limit lets in, alike at all times.
void letIn(State& state, Index s) {
    ArrivalStream& arriving = state.stations[static_cast<std::size_t>(s)].arriving;
    double attempts = 0.0;
    arriving.rate = 0.0;
    for (std::size_t k = 0; k < state.classCount; ++k) {
        const Visit& visit = state.visit(s, k);
        attempts += visit.arrivals;
        arriving.rate += visit.arrivals * (1.0 - visit.limited);
    }
    if (arriving.rate >= attempts * (1.0 - 1e-9)) return;
    arriving.between.reset(); // the times between those let in are no renewals
    if (!arriving.bursts) return;
    Bursts& bursts = *arriving.bursts;
    const double share = arriving.rate / bursts.mean();
    bursts.highRate *= share;
    bursts.lowRate *= share;
}

} // namespace

void solveStation(State& state, Index s) {
    letIn(state, s);
    std::visit(Overload{
                   [](const network::SourceStation&) {},
                   [](const network::NoStation&) {},
                   [&](const network::DelayStation&) { solveDelay(state, s); },
                   [&](const network::ServersStation& servers) { solveServers(state, s, servers); },
                   [&](const network::CacheStation& cache) { solveServers(state, s, cache.lookup); },
                   [&](const network::RouterStation& router) { solveServers(state, s, router.own); },
                   [&](const network::BatcherStation& batcher) { solveBatcher(state, s, batcher); },
                   [&](const network::DecoderStation&) { solveDecoder(state, s); },
                   [&](const network::LogStation& log) { solveLog(state, s, log); },
                   [&](const network::JobStation& job) { solveJob(state, s, job); },
               },
               state.station(s).model);
}

} // namespace catenary::analysis
