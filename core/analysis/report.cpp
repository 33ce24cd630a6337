// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/report.h"

#include "core/analysis/compose.h"
#include "core/analysis/percentiles.h"

#include <cmath>
#include <limits>

namespace catenary::analysis {

using network::none;
using network::undefined;

namespace {

network::Measure measure(double value, How how, std::string method = {}) {
    network::Measure result;
    result.value = std::isfinite(value) ? value : undefined;
    result.how = how;
    result.method = std::move(method);
    return result;
}

std::vector<network::BreakdownRow> rowsOf(const std::map<RowKey, double>& shares, double total) {
    std::vector<network::BreakdownRow> rows;
    double sum = 0.0;
    for (const auto& [key, value] : shares) {
        sum += value;
        if (rows.empty() || rows.back().station != key.station) {
            rows.emplace_back();
            rows.back().station = key.station;
        }
        network::BreakdownRow& row = rows.back();
        switch (key.column) {
        case Column::Waiting: row.waiting_ms += value; break;
        case Column::Batching: row.batching_ms += value; break;
        case Column::Service: row.service_ms += value; break;
        case Column::Network: row.network_ms += value; break;
        case Column::Retry: row.retry_ms += value; break;
        }
    }
    std::erase_if(rows, [](const network::BreakdownRow& row) { return row.total_ms() <= 1e-9; });
    if (const double rest = total - sum; std::abs(rest) > 1e-9 * std::max(total, 1.0)) {
        network::BreakdownRow row;
        row.station = none;
        row.waiting_ms = rest;
        rows.push_back(row);
    }
    return rows;
}

void reportClass(State& state, std::size_t k, const Options& options, network::Performance& result) {
    network::ClassPerformance& performance = result.classes[k];
    const network::Class& given = state.network.classes[k];
    const Outcome outcome = given.source == none ? Outcome{} : state.visit(given.source, k).outcome;
    const double rate = state.classRate[k] * 1000.0;
    performance.offered_per_s = rate;
    performance.completed_per_s = rate * outcome.completed;
    performance.rejected_per_s = rate * outcome.rejected;
    performance.timed_out_per_s = rate * outcome.timed_out;
    performance.failed_per_s = rate * outcome.failed;
    performance.abandoned_per_s = rate * outcome.abandoned;
    performance.stable = outcome.unserved == 0.0;
    if (given.source == none) return;

    const auto whole = [&](Composer& composer) { return composer.visit(given.source, k); };
    const ResponseFigures figures = solveResponse(state, whole, options.percentiles, options.percentiles);
    performance.latency = figures.latency;
    performance.curve = figures.curve;
    if (!options.percentiles || !figures.latency.mean.defined()) return;
    performance.breakdown = rowsOf(figures.shares, figures.latency.mean.value);
    performance.breakdown_p99 = rowsOf(figures.shares_p99, figures.mean_p99);
}

void reportFlows(State& state, const Options& options, network::Performance& result) {
    for (std::size_t i = 0; i < state.callCount; ++i) {
        const auto c = static_cast<Index>(i);
        const network::Call& call = state.call(c);
        if (call.mode == design::Mode::Sync || call.mode == design::Mode::Forward) continue;
        for (std::size_t k = 0; k < state.classCount; ++k) {
            if (!state.carries(c, k) || state.use(c, k).made <= 0.0) continue;
            network::FlowPerformance flow;
            flow.call = c;
            flow.request_class = static_cast<Index>(k);
            flow.offered_per_s = state.use(c, k).made * 1000.0;
            const Outcome& outcome = state.use(c, k).outcome;
            flow.completed_per_s = flow.offered_per_s * outcome.completed;
            flow.stable = outcome.unserved == 0.0;
            const auto way = [&](Composer& composer) { return composer.oneWay(c, k); };
            flow.latency = solveResponse(state, way, options.percentiles, false).latency;
            result.flows.push_back(std::move(flow));
        }
    }
}

void reportStations(State& state, network::Performance& result) {
    for (std::size_t i = 0; i < state.stationCount; ++i) {
        const auto s = static_cast<Index>(i);
        const StationState& station = state.stations[i];
        network::StationPerformance& performance = result.stations[i];
        double arrivals = 0.0;
        double admitted = 0.0;
        double waiting = 0.0;
        double occupied = 0.0;
        double service = 0.0;
        for (std::size_t k = 0; k < state.classCount; ++k) {
            const Visit& visit = state.visit(s, k);
            const double in = visit.arrivals * (1.0 - visit.rejected);
            performance.arrivals_by_class.push_back(visit.arrivals * 1000.0);
            arrivals += visit.arrivals;
            admitted += in;
            if (in > 0.0) waiting += in * visit.waitingMean;
            const double served = in * (1.0 - visit.abandoned) * (1.0 - visit.unserved);
            occupied += served * std::max(visit.serviceMean, visit.holdingMean);
            service += served * visit.serviceMean;
        }
        performance.arrivals_per_s = arrivals * 1000.0;
        performance.stable = station.stable;
        performance.utilisation = measure(station.utilisation, station.how, station.method);
        performance.waiting_ms = measure(admitted > 0.0 ? waiting / admitted : 0.0, station.how, station.method);
        performance.queue_length = measure(waiting, station.how, "Little's law");
        performance.in_service = measure(occupied, station.how, "Little's law");
        performance.mean_service_ms = admitted > 0.0 ? service / admitted : 0.0;
        performance.running_replicas = station.runningReplicas;
        if (station.capacity && arrivals > 0.0)
            performance.saturates_at_load = state.network.load * *station.capacity / arrivals;
        if (station.batchSize) performance.batch_size = measure(*station.batchSize, station.how, station.method);
        if (station.lag) performance.lag = measure(*station.lag, station.how, station.method);
        if (const auto* cache = std::get_if<network::CacheStation>(&state.station(s).model)) {
            double hits = 0.0;
            for (std::size_t k = 0; k < state.classCount; ++k) hits += state.visit(s, k).arrivals * state.visit(s, k).hit;
            performance.hit_ratio = measure(arrivals > 0.0 ? hits / arrivals : undefined,
                                            cache->hit_ratio ? How::Given : station.how, station.method);
        }
    }
}

} // namespace

network::Performance report(State& state, const Options& options) {
    network::Performance result;
    result.engine = network::Performance::Engine::Analysis;
    result.classes.resize(state.classCount);
    result.stations.resize(state.stationCount);
    for (std::size_t k = 0; k < state.classCount; ++k) reportClass(state, k, options, result);
    reportFlows(state, options, result);
    reportStations(state, result);
    for (std::size_t c = 0; c < state.callCount; ++c) {
        double attempts = 0.0;
        for (std::size_t k = 0; k < state.classCount; ++k) attempts += state.use(static_cast<Index>(c), k).attempts;
        result.calls_per_s.push_back(attempts * 1000.0);
    }
    for (const StationState& station : state.stations) result.stable = result.stable && station.stable;
    result.findings = state.notes.findings();
    return result;
}

} // namespace catenary::analysis
