// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/pipelines.h"

#include "core/analysis/heavy_tails.h"
#include "core/analysis/stations.h"
#include "core/analysis/stations/caching.h"
#include "core/analysis/stations/pollaczek.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace catenary::analysis {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

void notServed(State& state, Index s, double rho) {
    StationState& station = state.stations[static_cast<std::size_t>(s)];
    station.stable = false;
    station.utilisation = 1.0;
    for (std::size_t k = 0; k < state.classCount; ++k) {
        state.visit(s, k).waitingMean = infinity;
        state.visit(s, k).unserved = 1.0 - 1.0 / rho;
    }
}

} // namespace

void solveLog(State& state, Index s, const network::LogStation& log) {
    StationState& station = state.stations[static_cast<std::size_t>(s)];
    station.stable = true;
    station.runningReplicas = log.consumers;
    station.how = log.partitions == 1 ? How::Exact : How::Approximate;
    station.method = "one queue for each busy partition, Pollaczek-Khinchine";
    for (std::size_t k = 0; k < state.classCount; ++k) {
        Visit& visit = state.visit(s, k);
        visit.service = log.consume_ms;
        visit.serviceMean = visit.service.mean();
        visit.waiting = WaitingLaw::none();
        visit.waitingMean = visit.unserved = 0.0;
    }
    const int queues = std::max(std::min(log.partitions, log.consumers), 1);
    const double mean = log.consume_ms.mean();
    station.lag = 0.0;
    if (station.arriving.rate <= 0.0 || mean <= 0.0) return;
    const double rho = station.arriving.rate * mean / queues;
    station.capacity = queues / mean;
    station.utilisation = std::min(rho, 1.0);
    if (rho >= 1.0) {
        notServed(state, s, rho);
        station.lag = infinity;
        return;
    }
    const WaitingLaw law = pollaczekLaw(station.arriving.rate / queues, {{1.0, log.consume_ms}});
    for (std::size_t k = 0; k < state.classCount; ++k) {
        Visit& visit = state.visit(s, k);
        visit.waiting = law;
        visit.waitingMean = law.mean;
        visit.waitingSecond = pollaczekSecond(station.arriving.rate / queues, mean, log.consume_ms.secondMoment(),
                                              thirdMomentSeen(log.consume_ms));
    }
    station.lag = station.arriving.rate * (law.mean + mean);
}

void solveJob(State& state, Index s, const network::JobStation& job) {
    StationState& station = state.stations[static_cast<std::size_t>(s)];
    station.stable = true;
    station.how = How::Approximate;
    station.method = "items wait half an interval on average";
    const double interval = job.every_s * 1000.0;
    const double rate = station.arriving.rate;
    const double items = job.items ? *job.items : rate * interval;
    const double perItem = job.time_per_item_ms / std::max(job.workers, 1);
    const double run = job.duration_s ? *job.duration_s * 1000.0 : job.startup_s * 1000.0 + items * perItem;
    station.runningReplicas = interval > 0.0 ? std::min(run / interval, 1.0) * job.workers : job.workers;
    station.utilisation = interval > 0.0 ? std::min(run / interval, 1.0) : 0.0;
    const double startup = job.duration_s ? 0.0 : job.startup_s * 1000.0;
    const double startOf = std::min(startup, run);
    for (std::size_t k = 0; k < state.classCount; ++k) {
        Visit& visit = state.visit(s, k);
        visit.unserved = 0.0;
        // Applied one after the other between start-up and the end of the run.
        const Distribution turn = run > startOf ? Distribution::uniform(startOf, run) : Distribution::constant(run);
        visit.service = turn;
        visit.serviceMean = turn.mean();
        visit.waiting = WaitingLaw::none();
        visit.waitingMean = 0.0;
        if (interval > 0.0) {
            visit.waiting.positive = 1.0;
            visit.waiting.mean = 0.5 * interval;
            visit.waiting.given = Distribution::uniform(0.0, interval);
            visit.waitingMean = 0.5 * interval;
            visit.waitingSecond = interval * interval / 3.0;
        }
    }
    if (rate <= 0.0) return;
    // Items of a run take perItem each: the interval holds (interval − start-up)/perItem of them.
    double capacity = infinity;
    if (job.items) capacity = interval > 0.0 ? *job.items / interval : infinity;
    if (perItem > 0.0 && !job.duration_s && interval > startup)
        capacity = std::min(capacity, (interval - startup) / perItem / interval);
    if (std::isfinite(capacity)) station.capacity = capacity;
    if (run > interval && interval > 0.0)
        state.notes.add(support::Severity::Warning, state.station(s).id.str(),
                        "a run takes longer than the time to the next start, which is delayed",
                        "start it less often, or give it more workers");
    if (rate >= capacity) notServed(state, s, rate / capacity);
}

double solveCaches(State& state) {
    double worst = 0.0;
    std::map<std::string, std::string> spaces;
    for (std::size_t i = 0; i < state.stationCount; ++i) {
        const auto s = static_cast<Index>(i);
        const auto* shared = std::get_if<network::CacheStation>(&state.station(s).model);
        if (!shared) continue;
        const std::string where = state.station(s).id.str();
        double rate = 0.0;
        for (std::size_t k = 0; k < state.classCount; ++k) rate += state.visit(s, k).arrivals;
        if (shared->cold) state.notes.notModelled(where, "cold", "hit ratios are those of a warm cache");
        if (!shared->hit_ratio && !shared->key_space.empty()) {
            const auto [known, added] = spaces.emplace(shared->key_space, where);
            if (!added)
                state.notes.notModelled(where, "key_space",
                                        "keys are drawn independently of those at `" + known->second + "`");
        }
        for (std::size_t k = 0; k < state.classCount; ++k) {
            const auto& cache = std::get<network::CacheStation>(state.model(s, k));
            Visit& visit = state.visit(s, k);
            double hit = 0.0;
            if (cache.hit_ratio) {
                hit = *cache.hit_ratio;
            } else if (shared->items >= 1.0) {
                if (shared->eviction == network::Eviction::Ttl ||
                    (shared->ttl_s > 0.0 && shared->capacity_items <= 0.0)) {
                    hit = ttlHitRatio(shared->items, shared->zipf_skew, rate, shared->ttl_s * 1000.0);
                } else {
                    const Replacement policy = shared->eviction == network::Eviction::Lfu   ? Replacement::Lfu
                                               : shared->eviction == network::Eviction::Lru ? Replacement::Lru
                                                                                            : Replacement::FifoOrRandom;
                    if (!state.stations[i].hitKnown) {
                        const HitRatio found =
                            zipfHitRatio(shared->items, shared->zipf_skew, shared->capacity_items, policy);
                        state.stations[i].hitKnown = found.value;
                        if (!found.exact) state.stations[i].hitHow = How::Approximate;
                    }
                    hit = *state.stations[i].hitKnown;
                    if (shared->ttl_s > 0.0) {
                        hit =
                            std::min(hit, ttlHitRatio(shared->items, shared->zipf_skew, rate, shared->ttl_s * 1000.0));
                        state.stations[i].hitHow = How::Approximate;
                    }
                }
            }
            worst = std::max(worst, std::abs(hit - visit.hit));
            visit.hit = hit;
        }
        state.stations[i].hitMethod = shared->hit_ratio ? "given" : "characteristic time under Zipf popularity";
    }
    return worst;
}

} // namespace catenary::analysis
