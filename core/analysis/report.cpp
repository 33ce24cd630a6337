// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/report.h"

#include "core/analysis/compose.h"
#include "core/analysis/percentiles.h"
#include "core/support/distribution_functions.h"

#include <cmath>
#include <limits>
#include <utility>

namespace catenary::analysis {

using network::none;
using network::undefined;

namespace {

constexpr double rare = 1e-9; ///< of requests

network::Measure measure(double value, How how, std::string method = {}) {
    network::Measure result;
    result.value = std::isfinite(value) ? value : undefined;
    result.how = how;
    result.method = std::move(method);
    return result;
}

std::optional<double> horizonOf(const Options& options, std::size_t k) {
    return k < options.horizon_ms.size() ? options.horizon_ms[k] : std::nullopt;
}

/// The rows of a breakdown, which add up to `total`: the shares are read from a coarser grid than the whole, and a
/// share below nothing is rounding.
std::vector<network::BreakdownRow> rowsOf(const std::map<RowKey, double>& shares, double total) {
    double sum = 0.0;
    for (const auto& [key, value] : shares) sum += std::max(value, 0.0);
    std::vector<network::BreakdownRow> rows;
    if (!(sum > 0.0)) return rows;
    for (const auto& [key, share] : shares) {
        if (share <= 1e-12 * sum) continue;
        const double value = share * total / sum;
        if (rows.empty() || rows.back().station != key.station) {
            rows.emplace_back();
            rows.back().station = key.station;
        }
        network::BreakdownRow& row = rows.back();
        switch (key.column) {
        case Column::Waiting:
            row.waiting_ms += value;
            break;
        case Column::Batching:
            row.batching_ms += value;
            break;
        case Column::Service:
            row.service_ms += value;
            break;
        case Column::Network:
            row.network_ms += value;
            break;
        case Column::Retry:
            row.retry_ms += value;
            break;
        }
    }
    return rows;
}

/// Does the class wait for ever at a station? Where classes have priorities it may do so alone.
bool starves(const State& state, Index s, std::size_t k) {
    const auto* servers = serversOf(state.station(s).model);
    if (servers && servers->discipline == network::Discipline::Priority)
        return state.visit(s, k).unserved > 0.0 || std::isinf(state.visit(s, k).waitingMean);
    return !state.stations[static_cast<std::size_t>(s)].stable;
}

/// Does what begins at a station ever wait, before it is answered, at one that cannot keep up?
bool meetsOverload(const State& state, Index from, std::size_t k) {
    std::vector<char> seen(state.stationCount, 0);
    std::vector<Index> open{from};
    while (!open.empty()) {
        const Index s = open.back();
        open.pop_back();
        if (std::exchange(seen[static_cast<std::size_t>(s)], 1) != 0) continue;
        if (state.visit(s, k).arrivals > 0.0 && starves(state, s, k)) return true;
        for (std::size_t i = 0; i < state.callCount; ++i) {
            const auto c = static_cast<Index>(i);
            const network::Call& call = state.call(c);
            const bool awaited = call.mode == design::Mode::Sync || call.mode == design::Mode::Forward;
            if (call.from == s && awaited && state.carries(c, k) && state.use(c, k).attempts > 0.0)
                open.push_back(call.to);
        }
    }
    return false;
}

/// Of a mixture of gamma laws with one mean, each as likely: short answers vary more in their time per token.
double tokenTimeQuantile(double mean, const std::vector<double>& spreads, double p) {
    std::vector<support::Distribution> laws;
    for (const double spread : spreads)
        laws.push_back(mean > 0.0 && spread > 1e-6 * mean ? support::Distribution::gamma(mean, spread / mean)
                                                          : support::Distribution::constant(mean));
    const auto below = [&](double t) {
        double sum = 0.0;
        for (const support::Distribution& law : laws) sum += law.cdf(t);
        return sum / static_cast<double>(std::max<std::size_t>(laws.size(), 1));
    };
    double low = 0.0;
    double high = 2.0 * mean;
    while (below(high) < p && high < 1e6 * mean) high *= 2.0;
    for (int i = 0; i < 40 && high - low > 1e-7 * mean; ++i) {
        const double middle = 0.5 * (low + high);
        (below(middle) < p ? low : high) = middle;
    }
    return high;
}

/// Time to first token, time per output token and tokens a second, of a class that reaches language models; `whole` is
/// its latency.
void reportTokens(State& state, std::size_t k, const Options& options, const ResponseFigures& whole,
                  network::ClassPerformance& performance) {
    const network::Class& given = state.network.classes[k];
    double visits = 0.0;
    double time = 0.0;
    std::vector<double> spreads;
    double tokens = 0.0;
    for (std::size_t i = 0; i < state.stationCount; ++i) {
        const Visit& visit = state.visit(static_cast<Index>(i), k);
        if (!visit.prefill || visit.arrivals <= 0.0) continue;
        const double served = visit.arrivals * visit.served();
        visits += served;
        time += served * visit.tokenTime;
        spreads.resize(visit.tokenTimeSpreads.size());
        for (std::size_t j = 0; j < spreads.size(); ++j) spreads[j] += served * visit.tokenTimeSpreads[j];
        tokens += served * visit.outputTokens;
    }
    if (visits <= 0.0 || !Composer(state, nullptr, false).leadsToModel(given.source, k)) return;
    performance.tokens_per_s = tokens * 1000.0 / state.peak[k];
    const char* method = "fixed point on the occupancy of continuous batching";
    Wanted wanted;
    wanted.percentiles = options.percentiles;
    wanted.firstToken = true;
    wanted.horizon_ms = horizonOf(options, k);
    const auto response = [&](Composer& composer) { return composer.visit(given.source, k); };
    Composer toFirst(state, nullptr, false, true);
    Composer toLast(state, nullptr, false);
    // The way to the first token only leaves things out: with the same mean it is the whole way.
    const bool same = response(toFirst).mean == response(toLast).mean;
    const ResponseFigures first = same ? whole : solveResponse(state, response, wanted);
    performance.ttft = first.latency;
    performance.ttft_curve = first.curve;
    network::Latency each;
    const double mean = time / visits;
    for (double& spread : spreads) spread /= visits;
    each.mean = measure(mean, How::Approximate, method);
    if (options.percentiles) {
        network::Curve curve;
        const auto at = [&](double p) { return tokenTimeQuantile(mean, spreads, p); };
        each.p50 = measure(at(0.5), How::Approximate, method);
        each.p90 = measure(at(0.9), How::Approximate, method);
        each.p95 = measure(at(0.95), How::Approximate, method);
        each.p99 = measure(at(0.99), How::Approximate, method);
        each.p999 = measure(at(0.999), How::Approximate, method);
        for (const double p :
             {0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999}) {
            curve.at_ms.push_back(at(p));
            curve.cdf.push_back(p);
        }
        performance.tpot_curve = std::move(curve);
    }
    performance.tpot = each;
}

void reportClass(State& state, std::size_t k, const Options& options, network::Performance& result) {
    network::ClassPerformance& performance = result.classes[k];
    const network::Class& given = state.network.classes[k];
    const Outcome outcome = given.source == none ? Outcome{} : state.visit(given.source, k).outcome;
    const double rate = state.classRate[k] * 1000.0 / state.peak[k];
    performance.offered_per_s = rate;
    performance.completed_per_s = rate * outcome.completed;
    performance.rejected_per_s = rate * outcome.rejected;
    performance.timed_out_per_s = rate * outcome.timed_out;
    performance.failed_per_s = rate * outcome.failed;
    performance.abandoned_per_s = rate * outcome.abandoned;
    if (given.source == none) return;
    performance.stable = !meetsOverload(state, given.source, k);
    if (performance.stable && outcome.unserved > rare) { // some are tried again for ever
        performance.stable = result.stable = false;
        state.notes.add(support::Severity::Error, given.id.str(),
                        "Its requests pile up: more begin than end, however long one waits.",
                        "Bound retries, lengthen time-outs, or add capacity where requests are lost.");
    }
    if (!performance.stable) return;

    const auto whole = [&](Composer& composer) { return composer.visit(given.source, k); };
    Wanted wanted;
    wanted.percentiles = options.percentiles;
    wanted.shares = options.percentiles && options.breakdown;
    wanted.horizon_ms = horizonOf(options, k);
    const ResponseFigures figures = solveResponse(state, whole, wanted);
    performance.latency = figures.latency;
    performance.curve = figures.curve;
    if (options.tokens) reportTokens(state, k, options, figures, performance);
    if (!wanted.shares || !figures.latency.mean.defined()) return;
    performance.breakdown = rowsOf(figures.shares, figures.latency.mean.value);
    performance.breakdown_p99 = rowsOf(figures.shares_p99, figures.mean_p99);
}

/// Age of the newest item applied at the end of a stream or batch, and the lag of a log.
void reportFreshness(const State& state, Index c, std::size_t k, network::FlowPerformance& flow) {
    const network::Call& call = state.call(c);
    const network::StationModel& model = state.station(call.to).model;
    const StationState& station = state.stations[static_cast<std::size_t>(call.to)];
    if (std::holds_alternative<network::LogStation>(model) && station.lag)
        flow.lag = measure(*station.lag * state.use(c, k).attempts / std::max(station.arriving.rate, 1e-300),
                           station.how, station.method);
    if (call.mode == design::Mode::Async || !flow.latency.mean.defined()) return;
    const double gap = 1.0 / flow.completed_per_s;
    if (const auto* job = std::get_if<network::JobStation>(&model); job && job->every_s > 0.0) {
        // Between the ends of two runs the age grows from that of the last item taken, a run's length, by an interval.
        const double run = station.utilisation * job->every_s;
        flow.freshness_mean_s = measure(run + 0.5 * job->every_s + gap, How::Approximate, "sawtooth of the runs");
        flow.freshness_p99_s = measure(run + 0.99 * job->every_s + gap, How::Approximate, "sawtooth of the runs");
        return;
    }
    const double late = flow.latency.mean.value / 1000.0;
    flow.freshness_mean_s = measure(late + gap, How::Approximate, "latency and the time between items");
    const double slow = flow.latency.p99.defined() ? flow.latency.p99.value / 1000.0 : late;
    flow.freshness_p99_s = measure(std::max(slow + gap, late + std::log(100.0) * gap), How::Approximate,
                                   "latency and the time between items");
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
            flow.offered_per_s = state.use(c, k).made * 1000.0 / state.peak[k];
            const Outcome& outcome = state.use(c, k).outcome;
            flow.completed_per_s = flow.offered_per_s * outcome.completed;
            flow.stable = !meetsOverload(state, call.to, k);
            if (flow.stable) {
                const auto way = [&](Composer& composer) { return composer.oneWay(c, k); };
                Wanted wanted;
                wanted.percentiles = options.percentiles;
                flow.latency = solveResponse(state, way, wanted).latency;
                reportFreshness(state, c, k, flow);
            }
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
        double offered = 0.0; // at the mean rate
        double admitted = 0.0;
        double waiting = 0.0;
        double occupied = 0.0;
        double service = 0.0;
        for (std::size_t k = 0; k < state.classCount; ++k) {
            const Visit& visit = state.visit(s, k);
            const double in = visit.arrivals * (1.0 - visit.limited) * (1.0 - visit.rejected);
            performance.arrivals_by_class.push_back(visit.arrivals * 1000.0 / state.peak[k]);
            offered += visit.arrivals * 1000.0 / state.peak[k];
            arrivals += visit.arrivals;
            admitted += in;
            if (in > 0.0) waiting += in * visit.waitingMean;
            const double served = in * (1.0 - visit.abandoned) * (1.0 - visit.unserved);
            occupied += served * std::max(visit.serviceMean, visit.holdingMean);
            service += served * visit.serviceMean;
        }
        performance.arrivals_per_s = offered;
        performance.stable = station.stable;
        performance.utilisation = measure(station.utilisation, station.how, station.method);
        performance.waiting_ms = measure(admitted > 0.0 ? waiting / admitted : 0.0, station.how, station.method);
        performance.queue_length = measure(waiting, station.how, "Little's law");
        performance.in_service = measure(occupied, station.how, "Little's law");
        performance.mean_service_ms = admitted > 0.0 ? service / admitted : 0.0;
        performance.running_replicas = station.runningReplicas;
        if (station.capacity && !station.loses && *station.capacity > 0.0 && arrivals > 0.0 &&
            !station.admissionLimited)
            performance.saturates_at_load = state.network.load * *station.capacity / arrivals;
        if (station.batchSize) performance.batch_size = measure(*station.batchSize, station.how, station.method);
        if (station.cacheShare) performance.kv_occupancy = measure(*station.cacheShare, station.how, station.method);
        if (station.lag) performance.lag = measure(*station.lag, station.how, station.method);
        if (const auto* cache = std::get_if<network::CacheStation>(&state.station(s).model)) {
            double hits = 0.0;
            for (std::size_t k = 0; k < state.classCount; ++k)
                hits += state.visit(s, k).arrivals * state.visit(s, k).hit;
            performance.hit_ratio = measure(arrivals > 0.0 ? hits / arrivals : undefined,
                                            cache->hit_ratio ? How::Given : station.hitHow, station.hitMethod);
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
    if (options.flows) reportFlows(state, options, result);
    reportStations(state, result);
    for (std::size_t c = 0; c < state.callCount; ++c) {
        double attempts = 0.0;
        for (std::size_t k = 0; k < state.classCount; ++k)
            attempts += state.use(static_cast<Index>(c), k).attempts / state.peak[k];
        result.calls_per_s.push_back(attempts * 1000.0);
    }
    for (const StationState& station : state.stations) result.stable = result.stable && station.stable;
    result.findings = state.notes.findings();
    return result;
}

} // namespace catenary::analysis
