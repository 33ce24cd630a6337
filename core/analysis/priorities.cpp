// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/priorities.h"

#include "core/analysis/stations/erlang.h"
#include "core/analysis/stations/many_servers.h"
#include "core/analysis/stations/priority.h"
#include "core/analysis/streams.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace catenary::analysis {

namespace {

/// Table of factor × X.
Table stretched(Table table, double factor) {
    for (double& at : table.at) at *= factor;
    return table;
}

} // namespace

PriorityAnswer solvePriorities(State& state, Index s, const FifoQueue& queue, bool preemptive) {
    const StationState& station = state.stations[static_cast<std::size_t>(s)];
    const ArrivalStream& arriving = station.arriving;
    std::map<int, Level> byPriority;
    for (std::size_t k = 0; k < state.classCount; ++k) {
        const Visit& visit = state.visit(s, k);
        if (visit.arrivals <= 0.0) continue;
        Level& level = byPriority[state.network.classes[k].priority];
        const double share = visit.arrivals * (1.0 - visit.limited) * queue.rate / arriving.rate;
        level.rate += share;
        level.services.emplace_back(share, visit.service);
    }
    std::vector<Level> levels;
    for (auto& [priority, level] : byPriority) {
        for (auto& [weight, law] : level.services) weight /= level.rate;
        levels.push_back(level);
    }

    // The classes down to each level alone: as Poisson arrivals, and what their own arrivals add.
    std::vector<double> upToWait;
    std::vector<double> added;
    FifoQueue upTo{queue.servers, 0.0, {}};
    const bool poisson = arriving.poisson && arriving.batch == 1.0;
    std::size_t i = 0;
    for (const auto& [priority, level] : byPriority) {
        for (auto& [weight, law] : upTo.services) weight *= upTo.rate / (upTo.rate + level.rate);
        upTo.rate += level.rate;
        for (const auto& [weight, law] : levels[i++].services)
            upTo.services.emplace_back(weight * level.rate / upTo.rate, law);
        const double mean = meanOf(upTo.services);
        const double rho = upTo.rate * mean / queue.servers;
        const bool stable = rho < 1.0;
        upToWait.push_back(stable ? mean * generalWait(queue.servers, rho, scvOf(upTo.services))
                                  : std::numeric_limits<double>::infinity());
        double more = 0.0;
        if (!poisson && stable) {
            const int most = priority;
            const ArrivalStream stream =
                mergedStream(state, s, [&](std::size_t k) { return state.network.classes[k].priority <= most; });
            more = firstComeFirstServed(upTo, stream).law.mean - upToWait.back();
        }
        added.push_back(more);
    }
    const std::vector<double> waits = priorityWaits(levels, queue.servers, preemptive, upToWait);

    double rhoBefore = 0.0;
    double addedBefore = 0.0;
    i = 0;
    for (const auto& [priority, level] : byPriority) {
        const double own = level.rate * meanOf(level.services) / queue.servers;
        const double rhoUpTo = rhoBefore + own;
        const double wait =
            std::max(waits[i] + (rhoUpTo * added[i] - rhoBefore * addedBefore) / std::max(own, 1e-300), 0.0);
        const double rhoAll = std::min(queue.rate * meanOf(queue.services) / queue.servers, 1.0);
        const double load = preemptive ? std::min(rhoUpTo, 1.0) : rhoAll;
        const double positive = queue.servers > 1 ? erlangC(queue.servers, load * queue.servers) : load;
        for (std::size_t k = 0; k < state.classCount; ++k) {
            if (state.network.classes[k].priority != priority) continue;
            Visit& visit = state.visit(s, k);
            if (std::isinf(wait)) {
                visit.waitingMean = wait;
                visit.unserved = std::clamp((rhoUpTo - 1.0) / own, 0.0, 1.0);
                state.stations[static_cast<std::size_t>(s)].stable = false;
                continue;
            }
            visit.waitingMean = wait;
            visit.waiting = WaitingLaw::none();
            if (visit.arrivals <= 0.0 || wait <= 0.0 || visit.service.isZero()) continue;
            if (preemptive && queue.servers == 1 && i > 0) {
                const Table sojourn = priorityLaw(levels, i, 1, &visit.service);
                const double mean = sojourn.mean();
                visit.waiting.mean = wait;
                visit.sojourn =
                    std::make_shared<const SharedTable>(stretched(sojourn, (wait + visit.service.mean()) / mean));
                continue;
            }
            // Of preemptive servers a level sees only what is above it.
            const std::vector<Level> seen(
                levels.begin(), preemptive ? levels.begin() + static_cast<std::ptrdiff_t>(i) + 1 : levels.end());
            Table law = priorityLaw(seen, i, queue.servers, nullptr);
            const double mean = law.mean();
            if (!(positive * mean > 0.0)) continue; // too short a wait for a law
            visit.waiting.positive = positive;
            visit.waiting.mean = wait;
            visit.waiting.given =
                std::make_shared<const SharedTable>(stretched(std::move(law), wait / positive / mean));
            visit.waitingSecond = visit.waiting.second();
        }
        rhoBefore = rhoUpTo;
        addedBefore = added[i];
        ++i;
    }
    PriorityAnswer answer;
    answer.method = preemptive ? "preemptive resume, means of White and Christie" : "Cobham";
    const bool exponential = queue.services.size() == 1 && queue.services.front().second.isExponential();
    answer.approximate = (queue.servers > 1 && !exponential) || !poisson;
    answer.shapeApproximate = !exponential || (queue.servers > 1 && preemptive);
    return answer;
}

} // namespace catenary::analysis
