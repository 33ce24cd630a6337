// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/holding.h"

#include "core/analysis/compose.h"
#include "core/analysis/stations/closed.h"
#include "core/analysis/stations/many_servers.h"
#include "core/analysis/stations/pollaczek.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::analysis {

using design::Mode;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr int mostInside = 4096;
constexpr double leastUnserved = 1e-3; ///< of an overload that is passing

/// Stations a held request of s may be at, with how often per request; stops below the next holder.
void collect(const State& state, Index s, std::size_t k, double visits, std::vector<double>& into, int depth) {
    if (depth > 64) return;
    const network::Station& station = state.station(s);
    for (const network::Stage& stage : station.stages)
        for (const Index c : stage.calls) {
            const network::Call& call = state.call(c);
            const CallUse& use = state.use(c, k);
            const double own = state.visit(s, k).arrivals;
            if (call.mode != Mode::Sync || use.attempts <= 0.0 || own <= 0.0) continue;
            const double each = visits * use.attempts / own;
            into[static_cast<std::size_t>(call.to)] += each;
            if (!holdsWorkers(state, call.to)) collect(state, call.to, k, each, into, depth + 1);
        }
    for (const Index c : station.forwards) {
        const CallUse& use = state.use(c, k);
        const double own = state.visit(s, k).arrivals;
        if (depth == 0 || use.attempts <= 0.0 || own <= 0.0) continue;
        const double each = visits * use.attempts / own;
        into[static_cast<std::size_t>(state.call(c).to)] += each;
        if (!holdsWorkers(state, state.call(c).to)) collect(state, state.call(c).to, k, each, into, depth + 1);
    }
}

/// A station below a holder.
struct Below {
    Index station;
    double share;     ///< of its traffic that comes from the holder
    double others;    ///< share of its capacity that the rest of its traffic takes
    double unlimited; ///< mean wait of Poisson arrivals, however many are inside
};

int serversIn(const State& state, Index s) {
    const network::ServersStation* servers = serversOf(state.station(s).model);
    return servers ? servers->replicas * servers->workers : 0;
}

/// One for each replica, unless all replicas share one.
int queuesOf(const network::ServersStation& servers) {
    return servers.dispatch == network::Dispatch::Central ? 1 : std::max(servers.replicas, 1);
}

/// Those that wait while all workers are held: weights of j = 0, 1, … waiting, up to a common factor.
struct Line {
    double nobody = 1;  ///< weight of j = 0
    double room = 1;    ///< Σ over those that let one more in
    double full = 0;    ///< weight of the one that does not
    double length = 0;  ///< Σ j × weight
    double leaving = 0; ///< rate at which one that waits loses patience
    int places = 0;     ///< where the queue is bounded
    [[nodiscard]] double all() const { return room + full; }
};

Line lineAt(const network::ServersStation& servers, double rate, double capacity) {
    constexpr int most = 100000;
    constexpr double negligible = 1e-16;
    constexpr double large = 1e200;
    Line line;
    if (!servers.queue_capacity && !servers.patience_ms) {
        const double ratio = rate / capacity;
        line.room = 1.0 / (1.0 - ratio);
        line.length = ratio * line.room * line.room;
        return line;
    }
    if (servers.patience_ms) line.leaving = 1.0 / servers.patience_ms->mean();
    line.places = servers.queue_capacity ? std::min(*servers.queue_capacity * queuesOf(servers), most) : most;
    line.room = 0.0;
    double weight = 1.0;
    for (int j = 1; j <= line.places && weight > negligible * line.room; ++j) {
        line.room += weight;
        weight *= rate / (capacity + j * line.leaving);
        line.length += j * weight;
        if (weight < large) continue;
        for (double* value : {&line.nobody, &line.room, &line.length}) *value /= weight;
        weight = 1.0;
    }
    (servers.queue_capacity ? line.full : line.room) += weight;
    return line;
}

double solveHolder(State& state, Index s) {
    StationState& station = state.stations[static_cast<std::size_t>(s)];
    const auto& servers = std::get<network::ServersStation>(state.station(s).model);
    const double rate = station.arriving.rate;
    if (rate <= 0.0) return 0.0;
    station.solved.reset();
    const int workers = servers.replicas * servers.workers;

    const double before = state.visit(s, 0).holdingMean;
    const double unservedBefore = station.unserved;
    for (std::size_t k = 0; k < state.classCount; ++k) state.visit(s, k).unserved = unservedBefore;

    // Traffic of all classes below the holder.
    std::vector<double> visits(state.stationCount, 0.0);
    for (std::size_t k = 0; k < state.classCount; ++k) {
        const Visit& visit = state.visit(s, k);
        if (visit.arrivals <= 0.0) continue;
        collect(state, s, k, visit.arrivals / rate / std::max(visit.sentOn, 1e-12), visits, 0);
    }
    std::vector<Centre> centres;
    std::vector<Below> stations;
    for (std::size_t i = 0; i < state.stationCount; ++i) {
        const auto below = static_cast<Index>(i);
        const int count = serversIn(state, below);
        if (visits[i] <= 0.0 || count == 0) continue;
        double arrivals = 0.0;
        double mean = 0.0;
        double second = 0.0;
        for (std::size_t k = 0; k < state.classCount; ++k) {
            const Visit& visit = state.visit(below, k);
            const double time = holdsWorkers(state, below) ? visit.holdingMean : visit.service.mean();
            const double square = holdsWorkers(state, below) ? visit.holdingSecond : visit.service.secondMoment();
            arrivals += visit.arrivals;
            mean += visit.arrivals * time;
            second += visit.arrivals * square;
        }
        if (arrivals <= 0.0 || mean <= 0.0) continue;
        mean /= arrivals;
        second /= arrivals;
        const double share = std::min(rate * visits[i] / arrivals, 1.0);
        centres.push_back({visits[i], mean, std::isfinite(second) ? 0.5 * second / (mean * mean) : 1.0, count});
        const double load = arrivals * mean / count;
        const double scv = std::isfinite(second) ? second / (mean * mean) - 1.0 : 1.0;
        stations.push_back(
            {below, share, (1.0 - share) * load, load < 1.0 ? mean * generalWait(count, load, scv) : infinity});
    }

    // The holding time with nobody waiting below; then what waiting there is with n inside.
    std::vector<std::pair<WaitingLaw, double>> kept;
    for (const Below& centre : stations)
        for (std::size_t k = 0; k < state.classCount; ++k) {
            Visit& visit = state.visit(centre.station, k);
            kept.emplace_back(visit.waiting, visit.waitingMean);
            visit.waiting = WaitingLaw::none();
            visit.waitingMean = 0.0;
        }
    const auto holdingOf = [&](double& mean, double& second) {
        mean = 0.0;
        second = 0.0;
        Composer rough(state, nullptr, false);
        double bound = 0.0;
        for (std::size_t k = 0; k < state.classCount; ++k) {
            const Visit& visit = state.visit(s, k);
            if (visit.arrivals > 0.0) bound = std::max(bound, rough.holding(s, k).mean);
        }
        if (!(bound > 0.0) || std::isinf(bound)) {
            mean = second = bound;
            return;
        }
        const auto lattice = rough.hasExactMoments() ? nullptr : sharedLattice(512, 20.0 * bound);
        Composer composer = lattice ? Composer::ofMoments(state, *lattice) : Composer(state, nullptr, false);
        for (std::size_t k = 0; k < state.classCount; ++k) {
            Visit& visit = state.visit(s, k);
            if (visit.arrivals <= 0.0) continue;
            const Part held = composer.holding(s, k);
            visit.holdingMean = held.mean;
            visit.holdingSecond = held.second;
            mean += visit.arrivals / rate * held.mean;
            second += visit.arrivals / rate * held.second;
        }
    };
    double bare = 0.0;
    double bareSecond = 0.0;
    holdingOf(bare, bareSecond);
    const int inside = std::min(workers, mostInside);
    const MeanValues values = meanValueAnalysis(centres, bare, inside);
    const double capacity = values.throughput.back();
    station.capacity = capacity;
    // Where the queue is bounded, or those in it lose patience, it stays finite whatever comes.
    const bool bounded = servers.queue_capacity || servers.patience_ms;
    station.loses = bounded;
    // Half a step at a time: what an overloaded holder does not send relieves those below, which relieves the holder.
    const double wanted = bounded || rate < capacity ? 0.0 : 1.0 - capacity / rate;
    double unserved = 0.5 * (unservedBefore + wanted);
    if (wanted == 0.0 && unserved < leastUnserved) unserved = 0.0;
    station.unserved = unserved;
    station.stable = unserved == 0.0;
    const bool saturated = rate >= capacity;

    // Number at the holder: births at `rate`, deaths X(min(n, N)). Where nothing passes below, all workers are held.
    const bool passes = capacity > 0.0;
    std::vector<double> probability(1, 1.0);
    double fewer = 0.0; // Σ of less than all held
    for (int n = 1; n <= inside && passes; ++n) {
        fewer += probability.back();
        probability.push_back(probability.back() * rate / values.throughput[static_cast<std::size_t>(n)]);
        if (fewer > 1e200) {
            for (double& p : probability) p /= fewer;
            fewer = 1.0;
        }
    }
    const double whole = fewer + probability.back();
    for (double& p : probability) p /= whole;
    fewer /= whole;
    const double ratio = rate / capacity;
    const bool counted = station.stable && passes;
    const Line line = counted ? lineAt(servers, rate, capacity) : Line{};
    const double sum = fewer * line.nobody + probability.back() * line.all();
    const double share = probability.back() / sum;
    const double allInside = counted ? share * line.all() : 1.0;
    const double lost = counted ? share * line.full : 0.0;
    const double admitted = counted ? rate * (fewer * line.nobody + probability.back() * line.room) / sum : rate;
    const double queueing = counted ? share * line.length : infinity;
    std::vector<double> wait(centres.size(), 0.0);
    double flow = 0.0;
    for (std::size_t n = 1; n < probability.size(); ++n) {
        const bool last = n + 1 == probability.size();
        if (!last && !station.stable) continue;
        const double p = last ? allInside : probability[n] * line.nobody / sum;
        flow += p * values.throughput[n];
        for (std::size_t i = 0; i < centres.size(); ++i) wait[i] += p * values.throughput[n] * values.waits[n][i];
    }

    std::size_t slot = 0;
    for (std::size_t i = 0; i < centres.size(); ++i) {
        // Of the holder no more than its workers wait here: it is the bottleneck, and lets through what the others
        // leave.
        const bool relieved = !state.stations[static_cast<std::size_t>(stations[i].station)].stable &&
                              (!station.stable || saturated || stations[i].share > 1.0 - 1e-9) &&
                              stations[i].others < 1.0 && passes;
        for (std::size_t k = 0; k < state.classCount; ++k, ++slot) {
            Visit& visit = state.visit(stations[i].station, k);
            visit.waiting = kept[slot].first;
            visit.waitingMean = kept[slot].second;
            const double limited = flow > 0.0 ? wait[i] / flow : 0.0;
            StationState& below = state.stations[static_cast<std::size_t>(stations[i].station)];
            below.solved.reset();
            if (relieved) {
                below.stable = true;
                visit.unserved = 0.0;
                visit.waiting = WaitingLaw::exponential(limited > 0.0 ? 1.0 : 0.0, std::max(limited, 1e-300));
                visit.waitingMean = limited;
            } else if (std::isfinite(visit.waitingMean) && visit.waitingMean > 0.0) {
                // Fewer wait than with any number inside, as of Poisson arrivals; the shape of the wait is kept.
                const double fewer = limited < stations[i].unlimited ? limited / stations[i].unlimited : 1.0;
                const double reduced =
                    std::min(visit.waitingMean * fewer, centres[i].service * inside / centres[i].servers);
                const double wanted = stations[i].share * reduced + (1.0 - stations[i].share) * visit.waitingMean;
                const double factor = wanted / visit.waitingMean;
                visit.waiting.positive *= factor;
                visit.waiting.mean *= factor;
                visit.waitingSecond *= factor;
                visit.waitingMean *= factor;
                if (inside > 1) below.how = How::Approximate;
            }
        }
    }

    double mean = 0.0;
    double second = 0.0;
    holdingOf(mean, second);
    if (!std::isfinite(mean)) { // others overload what is below
        station.stable = false;
        station.utilisation = 1.0;
        station.how = How::Approximate;
        station.method = "held workers wait for ever below";
        for (std::size_t k = 0; k < state.classCount; ++k) {
            Visit& visit = state.visit(s, k);
            visit.unserved = unserved;
            visit.waiting = WaitingLaw::none();
            visit.waitingMean = infinity;
        }
        return std::abs(unserved - unservedBefore);
    }
    station.utilisation = station.stable ? std::min((admitted - line.leaving * queueing) * mean / workers, 1.0) : 1.0;
    const double scv = std::max(second / (mean * mean) - 1.0, 0.0);
    station.how = workers == 1 && !bounded ? How::Exact : How::Approximate;
    station.method =
        workers == 1 && !bounded ? "held worker, Pollaczek-Khinchine" : "held workers, mean value analysis below";
    for (std::size_t k = 0; k < state.classCount; ++k) {
        Visit& visit = state.visit(s, k);
        visit.unserved = 0.0;
        if (!station.stable) {
            visit.unserved = unserved;
            visit.waitingMean = infinity;
            continue;
        }
        if (bounded) {
            // By Little's law no more wait than there is room for, and as many as lose patience at the rate they do.
            visit.rejected = lost;
            visit.abandoned = std::min(line.leaving * queueing / admitted, 1.0);
            visit.waitingMean = queueing / admitted * (servers.patience_ms ? 1.0 : 0.5 * (1.0 + scv));
            if (servers.queue_capacity) visit.waitingMean = std::min(visit.waitingMean, line.places / admitted);
            visit.waiting.positive = share * line.room * rate / admitted;
        } else if (workers == 1) {
            visit.waitingMean = pollaczekMean(rate, mean, second);
            visit.waiting.positive = rate * mean;
        } else {
            visit.waitingMean = queueing / rate * 0.5 * (1.0 + scv);
            visit.waiting.positive = std::min(allInside, 1.0);
        }
        if (servers.discipline == network::Discipline::Priority) {
            // Shared out as by Cobham: what waits above a level delays it twice.
            double above = 0.0;
            double upTo = 0.0;
            for (std::size_t other = 0; other < state.classCount; ++other) {
                const Visit& theirs = state.visit(s, other);
                const double held = theirs.arrivals * theirs.holdingMean / workers;
                const int order = state.network.classes[other].priority;
                if (order < state.network.classes[k].priority) above += held;
                if (order <= state.network.classes[k].priority) upTo += held;
            }
            visit.waitingMean *=
                (1.0 - station.utilisation) / (std::max(1.0 - above, 1e-9) * std::max(1.0 - upTo, 1e-9));
        }
        visit.waiting.mean = visit.waitingMean;
        const double load = bounded ? std::min(ratio, 0.5) : workers == 1 ? rate * mean : ratio;
        const double shape = second / (2.0 * mean * (1.0 - load));
        const double conditional = visit.waiting.positive > 0.0 ? visit.waitingMean / visit.waiting.positive : 0.0;
        visit.waiting.given = ResidualCompound{load, workers == 1 && !bounded ? 1.0 : conditional / shape, {}};
        visit.waitingSecond = 2.0 * visit.waiting.positive * conditional * conditional;
        if (visit.waiting.positive <= 0.0) visit.waiting = WaitingLaw::none();
    }
    return std::max(std::abs(state.visit(s, 0).holdingMean - before) / std::max(mean, 1e-300),
                    std::abs(unserved - unservedBefore));
}

} // namespace

bool holdsWorkers(const State& state, Index s) {
    const auto* servers = std::get_if<network::ServersStation>(&state.station(s).model);
    if (!servers || !servers->holds_worker) return false;
    for (const network::Stage& stage : state.station(s).stages)
        for (const Index c : stage.calls)
            if (state.call(c).mode == Mode::Sync) return true;
    return false;
}

double solveHolders(State& state) {
    // Innermost first: a holder comes after all holders it reaches.
    double change = 0.0;
    for (const Index s : state.calleesFirst)
        if (holdsWorkers(state, s)) change = std::max(change, solveHolder(state, s));
    return change;
}

} // namespace catenary::analysis
