// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/streams.h"

#include "core/analysis/departures.h"
#include "core/analysis/stations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

namespace catenary::analysis {

using design::Mode;
using design::Process;
using network::none;

namespace {

constexpr int mostSweeps = 50;
constexpr int mostDepth = 64;

bool isSource(const State& state, Index s) {
    return std::holds_alternative<network::SourceStation>(state.station(s).model);
}

bool isOnce(const network::Call& call) {
    return call.count.isConstant() && call.count.mean() == 1.0;
}

/// Squared coefficient of variation of a class's own process, batches counted once.
double processScv(const State& state, std::size_t k) {
    const design::Arrival& arrival = state.network.classes[k].arrival;
    if (arrival.process == Process::Constant) return 0.0;
    if (arrival.process == Process::Renewal) return arrival.interarrival_ms.scv();
    return 1.0;
}

/// Departures that a stage or an answer follows.
struct Start {
    Index station;     ///< whose departures they are
    double joined = 1; ///< of them make one start: calls at once that were waited for
};

Start endOf(const State& state, Index s, std::size_t k, int depth);

/// What starts a stage: the last to answer in the stages before, else s itself.
Start startOf(const State& state, Index s, std::size_t k, int stage, int depth) {
    if (depth > mostDepth) return {s};
    const std::vector<network::Stage>& stages = state.station(s).stages;
    for (std::size_t i = stages.size(); i-- > 0;) {
        if (stages[i].number >= stage) continue;
        Index slowest = none;
        double calls = 1.0;
        double longest = -1.0;
        for (const Index c : stages[i].calls) {
            const network::Call& call = state.call(c);
            const bool usual = call.when == design::When::Always && call.count.mean() >= 1.0;
            if (call.mode != Mode::Sync || !state.carries(c, k) || !usual) continue;
            const double service = state.visit(call.to, k).service.mean();
            if (service <= longest) continue;
            longest = service;
            slowest = call.to;
            calls = call.count.mean();
        }
        if (slowest == none) continue;
        Start start = endOf(state, slowest, k, depth + 1);
        start.joined *= calls;
        return start;
    }
    return {s};
}

/// What the answers of s follow.
Start endOf(const State& state, Index s, std::size_t k, int depth) {
    if (depth > mostDepth) return {s};
    for (const Index c : state.station(s).forwards)
        if (state.carries(c, k) && state.call(c).probability >= 0.5)
            return endOf(state, state.call(c).to, k, depth + 1);
    return startOf(state, s, k, std::numeric_limits<int>::max(), depth);
}

/// One way a class comes to a station.
struct Way {
    Index call, to;
    Index origin; ///< `origin`: the station whose departures they are; a source: the process itself
    std::size_t k;
    double joined;        ///< of what leaves the origin, so many are one start
    double share;         ///< of these starts
    double group, second; ///< E[B], E[B²] of those that come at once
    double left, beside;  ///< of those, that came to the origin at once: E[B], E[B²]/E[B] − 1
};

/// A queue as it matters to groups: how fast it takes a group apart.
struct Spread {
    double each_ms = 0;   ///< between departures while there is a queue
    double jitter_ms = 0; ///< by which those served at once leave apart
};

Spread spreadOf(const State& state, Index s) {
    const network::ServersStation* servers = serversOf(state.station(s).model);
    if (!servers) {
        const auto* delay = std::get_if<network::DelayStation>(&state.station(s).model);
        return {0.0, delay ? std::sqrt(delay->time_ms.variance()) : 0.0};
    }
    const Mixture& services = state.stations[static_cast<std::size_t>(s)].services;
    const double mean = meanOf(services);
    const int count = servers->replicas * servers->workers;
    return {mean / count, count > 1 ? mean * std::sqrt(std::max(scvOf(services), 0.0)) : 0.0};
}

/// What leaves a station together on the way to another: E[B], E[B²]. A batch server answers its batch at once. Servers
/// take a group apart; what is left of it is the share of its wait at the next that it has still, as of a fluid.
std::pair<double, double> leavingGroup(const State& state, Index s, Index to, std::pair<double, double> come,
                                       const std::vector<Spread>& spreads) {
    const auto i = static_cast<std::size_t>(s);
    const StationState& station = state.stations[i];
    if (std::holds_alternative<network::BatcherStation>(state.station(s).model)) {
        const double mean = std::max(station.batchRequests, 1.0);
        return {mean, std::max(station.batchSecond, mean * mean)};
    }
    const double beside = come.second / come.first - 1.0;
    if (beside < 1e-6) return {1.0, 1.0};
    const double leaves = spreads[i].jitter_ms + beside * spreads[i].each_ms;
    if (leaves <= 0.0) return come;
    const double clears = beside * spreads[static_cast<std::size_t>(to)].each_ms;
    const double left = clears > 0.0 ? std::exp(-1.2 * leaves / clears) : 0.0;
    const double b = 1.0 + (come.first - 1.0) * left;
    return {b, b * (1.0 + beside * left)};
}

/// All ways to a station together, after those to the stations they come from, but for loops: what is passed on from
/// station to station is known after one sweep.
void sortOriginsFirst(const State& state, std::vector<Way>& ways) {
    std::vector<std::vector<Index>> origins(state.stationCount);
    for (const Way& way : ways) origins[static_cast<std::size_t>(way.to)].push_back(way.origin);
    std::vector<int> place(state.stationCount, -1);
    std::vector<char> seen(state.stationCount, 0);
    int next = 0;
    const auto put = [&](auto&& self, Index s) -> void {
        if (std::exchange(seen[static_cast<std::size_t>(s)], 1)) return;
        for (const Index origin : origins[static_cast<std::size_t>(s)]) self(self, origin);
        place[static_cast<std::size_t>(s)] = next++;
    };
    for (const Way& way : ways) put(put, way.to);
    std::stable_sort(ways.begin(), ways.end(), [&](const Way& a, const Way& b) {
        return place[static_cast<std::size_t>(a.to)] < place[static_cast<std::size_t>(b.to)];
    });
}

std::vector<Way> waysOf(State& state) {
    std::vector<double> leaving(state.stationCount, 0.0);
    for (std::size_t s = 0; s < state.stationCount; ++s)
        for (std::size_t k = 0; k < state.classCount; ++k) {
            const Visit& visit = state.visit(static_cast<Index>(s), k);
            leaving[s] += visit.arrivals * visit.served();
        }
    std::vector<Way> ways; // `share`: the rate, at first
    std::map<std::pair<Index, Index>, double> together;
    for (std::size_t i = 0; i < state.callCount; ++i) {
        const auto c = static_cast<Index>(i);
        const network::Call& call = state.call(c);
        if (call.to == none) continue;
        for (std::size_t k = 0; k < state.classCount; ++k) {
            const double rate = state.use(c, k).attempts;
            if (!(rate > 0.0)) continue;
            const int stage = call.mode == Mode::Forward ? std::numeric_limits<int>::max() : call.stage;
            const Start start = startOf(state, call.from, k, stage, 0);
            ways.push_back({c, call.to, start.station, k, start.joined, rate, 1.0, 1.0, 1.0, 0.0});
            if (!isSource(state, start.station)) together[{start.station, call.to}] += rate;
        }
    }
    for (Way& way : ways) {
        // Classes that leave one station for another stay one stream.
        const bool source = isSource(state, way.origin);
        const double rate = source ? way.share : together.at({way.origin, way.to});
        const double of =
            source ? state.visit(way.origin, way.k).arrivals : leaving[static_cast<std::size_t>(way.origin)];
        way.share = std::min(rate * way.joined / std::max(of, 1e-300), 1.0);
    }
    sortOriginsFirst(state, ways);
    return ways;
}

/// E[B], E[B²] of every way, and what comes to every station at once; returns the latter.
void solveGroups(const State& state, std::vector<Way>& ways) {
    std::vector<Spread> spreads;
    for (std::size_t s = 0; s < state.stationCount; ++s) spreads.push_back(spreadOf(state, static_cast<Index>(s)));
    std::vector<std::pair<double, double>> come(state.stationCount, {1.0, 1.0});
    for (int sweep = 0; sweep < mostSweeps; ++sweep) {
        double change = 0.0;
        for (auto at = ways.begin(); at != ways.end();) {
            const Index to = at->to;
            double rate = 0.0;
            double groups = 0.0;
            double second = 0.0;
            for (; at != ways.end() && at->to == to; ++at) {
                Way& way = *at;
                const network::Call& call = state.call(way.call);
                const design::Arrival& arrival = state.network.classes[way.k].arrival;
                double b = 1.0;
                double bb = 1.0;
                if (!isSource(state, way.origin)) {
                    std::tie(b, bb) =
                        leavingGroup(state, way.origin, call.to, come[static_cast<std::size_t>(way.origin)], spreads);
                    const double withIt = std::max(bb / b / way.joined, 1.0); // in the group of a random one
                    b = std::max(b / way.joined, 1.0);
                    bb = std::max(withIt, b) * b;
                } else if (arrival.process == Process::Batch || arrival.process == Process::Schedule) {
                    b = std::max(arrival.size.mean(), 1.0);
                    bb = std::max(arrival.size.secondMoment(), b * b);
                }
                // Each goes this way with the share: what a random one finds beside it shrinks alike.
                const bool several = !call.in_sequence && call.count.mean() > 1.0 && call.mode != Mode::Forward;
                const double count = several ? call.count.mean() : 1.0;
                double beside = (bb / b - 1.0) * std::min(way.share / count, 1.0);
                b = 1.0 + (b - 1.0) * std::min(way.share / count, 1.0);
                way.left = b;
                way.beside = beside;
                if (several) {
                    beside = beside * count + call.count.secondMoment() / count - 1.0;
                    b *= count;
                }
                way.group = b;
                way.second = b * (1.0 + beside);
                const double attempts = state.use(way.call, way.k).attempts;
                rate += attempts;
                groups += attempts / b;
                second += attempts * (1.0 + beside);
            }
            const std::pair<double, double> next{rate / groups, second / groups};
            std::pair<double, double>& known = come[static_cast<std::size_t>(to)];
            change = std::max({change, std::abs(next.first - known.first), std::abs(next.second - known.second)});
            known = next;
        }
        if (change < 1e-10) break;
    }
}

/// Scv of the times between groups on every way. Returns that of individual arrivals by station.
std::vector<double> solveVariation(const State& state, const std::vector<Way>& ways, std::vector<double>& groupScv) {
    std::vector<double> single(state.stationCount, 1.0);
    groupScv.assign(ways.size(), 1.0);
    std::vector<Departures> departures;
    std::vector<double> leaving;
    for (std::size_t s = 0; s < state.stationCount; ++s) {
        departures.push_back(departuresOf(state, static_cast<Index>(s)));
        leaving.push_back(departures.back().scv(single[s]));
    }
    for (int sweep = 0; sweep < mostSweeps; ++sweep) {
        double change = 0.0;
        for (std::size_t w = 0; w < ways.size();) {
            const auto to = static_cast<std::size_t>(ways[w].to);
            double sum = 0.0;
            double total = 0.0;
            for (; w < ways.size() && static_cast<std::size_t>(ways[w].to) == to; ++w) {
                const Way& way = ways[w];
                const double origin = isSource(state, way.origin) ? processScv(state, way.k)
                                                                  : leaving[static_cast<std::size_t>(way.origin)];
                // Of n times as many counts the variance is n² times as large: one start is made of them again.
                const double starts = origin > 1.0 ? std::max(origin / way.joined, 1.0) : origin;
                groupScv[w] = 1.0 + way.share * (starts - 1.0);
                const double beside = way.second / way.group - 1.0;
                const bool batches = std::holds_alternative<network::BatcherStation>(state.station(way.origin).model);
                if (batches) // In the long run no more variable than what came: a large batch follows a long time.
                    groupScv[w] = std::lerp(std::max(1.0 - beside / way.group, 0.0), groupScv[w], 0.1);
                else if (!isSource(state, way.origin) && way.beside > 0.0) // What is left of groups is part of it.
                    groupScv[w] = std::max(1.0 + (groupScv[w] - 1.0 - way.beside) / way.left, 0.0);
                const double rate = state.use(way.call, way.k).attempts;
                // Of a compound process: b·c² + Var B/b
                sum += rate * (way.group * (groupScv[w] - 1.0) + way.second / way.group);
                total += rate;
            }
            const double before = std::exchange(single[to], sum / total);
            if (single[to] == before) continue;
            change = std::max(change, std::abs(single[to] - before));
            leaving[to] = departures[to].scv(single[to]);
        }
        if (change < 1e-10) break;
    }
    return single;
}

/// A class's bursts where it arrives, over its mean rate: `low` and the length of a cycle stay what they are at the
/// source; a station that cannot take the high rate passes on what it can, for as much longer (the fluid limit).
std::vector<double> solvePeaks(const State& state, const std::vector<Way>& ways, std::size_t k) {
    const double given = state.network.classes[k].arrival.peak_ratio;
    std::vector<double> room(state.stationCount, given); // what passes of the class, over its mean
    for (std::size_t s = 0; s < state.stationCount; ++s) {
        double load = 0.0;
        double own = 0.0;
        const StationState& station = state.stations[s];
        for (std::size_t other = 0; other < state.classCount; ++other) {
            const Visit& visit = state.visit(static_cast<Index>(s), other);
            const double share = visit.arrivals * std::max(visit.serviceMean, 1e-300);
            load += share;
            if (other == k) own = share;
        }
        if (own <= 0.0 || !station.capacity || station.arriving.rate <= 0.0) continue;
        const double used = station.arriving.rate / *station.capacity;
        const double mine = used * own / load;
        room[s] = std::max((1.0 - used + mine) / std::max(mine, 1e-12), 1.0);
    }
    std::vector<double> peak(state.stationCount, given);
    for (int sweep = 0; sweep < mostSweeps; ++sweep) {
        double change = 0.0;
        for (auto at = ways.begin(); at != ways.end();) {
            const Index to = at->to;
            double rate = 0.0;
            double sum = 0.0;
            for (; at != ways.end() && at->to == to; ++at) {
                if (at->k != k) continue;
                const auto from = static_cast<std::size_t>(at->origin);
                const double attempts = state.use(at->call, k).attempts;
                rate += attempts;
                sum += attempts * (isSource(state, at->origin) ? given : std::min(peak[from], room[from]));
            }
            if (rate <= 0.0) continue;
            const double before = std::exchange(peak[static_cast<std::size_t>(to)], sum / rate);
            change = std::max(change, std::abs(sum / rate - before));
        }
        if (change < 1e-9) break;
    }
    return peak;
}

bool isBursty(const design::Arrival& arrival) {
    return arrival.process == Process::Bursty && arrival.burst_fraction > 0.0 && arrival.burst_fraction < 1.0 &&
           arrival.peak_ratio > 1.0;
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
        if (arrival.process == Process::Diurnal && arrival.peak_hour != 0.0)
            state.notes.notModelled(where, "arrival.peak_hour", "latencies are those of the peak, whenever it comes");
        if (arrival.process == Process::Diurnal && arrival.period_h != 24.0)
            state.notes.notModelled(where, "arrival.period_h",
                                    "latencies are those of the peak, however long it lasts");
        if (arrival.process == Process::Trace)
            state.notes.notModelled(where, "arrival.file", "the trace is taken as Poisson arrivals of its mean rate");
        if (arrival.process == Process::Schedule)
            state.notes.notModelled(where, "arrival.at_s", "each start sends its items at once, at random times");
        if (arrival.process == Process::Closed)
            state.classRate[k] = arrival.users * state.network.load /
                                 std::max(arrival.think_time_ms.mean() + 1.0, 1e-9) * 0.5; // a first guess
    }
}

ArrivalStream mergedStream(const State& state, Index s, const std::function<bool(std::size_t)>& included) {
    ArrivalStream arriving;
    double rate = 0.0;
    double groups = 0.0;
    double groupSecond = 0.0;
    double scv = 0.0;
    double bursty = 0.0;
    Bursts bursts;
    double renewal = 0.0;
    for (std::size_t k = 0; k < state.classCount; ++k) {
        const ClassStream& stream = state.stream(s, k);
        if (stream.rate <= 0.0 || !included(k)) continue;
        rate += stream.rate;
        groups += stream.groups;
        groupSecond += stream.groupSecond;
        scv += stream.rate * stream.scv;
        if (!stream.direct) arriving.direct = false;
        if (stream.peak > 1.0 + 1e-9 && stream.rate > bursty) {
            const design::Arrival& arrival = state.network.classes[k].arrival;
            bursty = stream.rate;
            const double low = (1.0 - arrival.burst_fraction * arrival.peak_ratio) / (1.0 - arrival.burst_fraction);
            const double fraction = (1.0 - low) / (stream.peak - low);
            const double length = arrival.burst_ms * fraction / arrival.burst_fraction;
            bursts.highRate = stream.rate * stream.peak;
            bursts.lowRate = stream.rate * low;
            bursts.leaveHigh = 1.0 / length;
            bursts.leaveLow = fraction / (1.0 - fraction) / length;
        }
        if (stream.between) {
            renewal += stream.rate;
            arriving.between = Renewals{*stream.between};
        }
    }
    arriving.rate = rate;
    if (rate <= 0.0) return arriving;
    arriving.scv = scv / rate;
    arriving.poisson = std::abs(arriving.scv - 1.0) < 1e-9;
    if (renewal >= rate * (1.0 - 1e-12))
        arriving.poisson = false;
    else
        arriving.between.reset();
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
    return arriving;
}

void solveStreams(State& state) {
    std::vector<Way> ways = waysOf(state);
    solveGroups(state, ways);
    std::vector<double> groupScv;
    (void)solveVariation(state, ways, groupScv);

    std::fill(state.streams.begin(), state.streams.end(), ClassStream{});
    for (std::size_t w = 0; w < ways.size(); ++w) {
        const Way& way = ways[w];
        const network::Call& call = state.call(way.call);
        const std::size_t k = way.k;
        const double attempts = state.use(way.call, k).attempts;
        ClassStream& stream = state.stream(call.to, k);
        if (stream.rate == 0.0) stream.scv = 0.0;
        const bool source = isSource(state, call.from);
        stream.rate += attempts;
        stream.groups += attempts / way.group;
        stream.groupSecond += attempts / way.group * way.second;
        stream.scv += attempts * groupScv[w];
        if (!source) stream.direct = false;
        const design::Arrival& arrival = state.network.classes[k].arrival;
        const bool whole = source && isOnce(call) && call.when == design::When::Always &&
                           attempts > state.visit(call.from, k).arrivals * (1.0 - 1e-12);
        if (whole && (arrival.process == Process::Constant || arrival.process == Process::Renewal)) {
            const Distribution law =
                arrival.process == Process::Constant ? Distribution::constant(1.0) : arrival.interarrival_ms;
            stream.between = law.scaled(1.0 / attempts / law.mean());
        }
    }
    for (std::size_t s = 0; s < state.stationCount; ++s)
        for (std::size_t k = 0; k < state.classCount; ++k) {
            ClassStream& stream = state.stream(static_cast<Index>(s), k);
            stream.scv = stream.rate > 0.0 ? stream.scv / stream.rate : 1.0;
        }
    for (std::size_t k = 0; k < state.classCount; ++k) {
        if (!isBursty(state.network.classes[k].arrival)) continue;
        const std::vector<double> peak = solvePeaks(state, ways, k);
        for (std::size_t s = 0; s < state.stationCount; ++s) state.stream(static_cast<Index>(s), k).peak = peak[s];
    }
    for (std::size_t i = 0; i < state.stationCount; ++i) {
        const auto s = static_cast<Index>(i);
        state.stations[i].arriving = mergedStream(state, s, [](std::size_t) { return true; });
    }
}

} // namespace catenary::analysis
