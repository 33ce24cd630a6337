// SPDX-License-Identifier: Apache-2.0
// What one analysis knows while it runs: every class at every station and on every call. Times in ms, rates per ms.
// Filled by traffic.h (who goes where), stations.h (what a station does to a visit), compose.h (responses).
#pragma once

#include "core/analysis/stations/arrivals.h"
#include "core/analysis/waiting.h"
#include "core/network/performance.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace catenary::analysis {

using network::How;
using network::Index;
using network::Network;

/// How a visit, a call or a request ends; they add up to 1. `unserved`: what an overloaded station never gets to.
struct Outcome {
    double completed = 1, rejected = 0, timed_out = 0, failed = 0, abandoned = 0, unserved = 0;
};

/// One class at one station.
struct Visit {
    double arrivals = 0;  ///< attempts per ms
    Distribution service; ///< own work of one visit
    double hit = 0;       ///< caches: probability that the lookup finds the key

    double limited = 0;   ///< of arrivals, turned away by rate or concurrency
    double rejected = 0;  ///< of those let in, by a full queue
    double abandoned = 0; ///< of those admitted
    double failed = 0;    ///< of those served
    double unserved = 0;  ///< of those admitted: what is beyond the capacity of an unstable station
    double sentOn = 1;    ///< of arrivals: those whose calls are in the traffic as last solved
    WaitingLaw waiting;
    double waitingSecond = 0; ///< E[W²], infinity where unknown
    double batching = 0;      ///< part of the mean wait spent on filling a batch
    SharedLaw sojourn;        ///< waiting and service in one, where they depend on each other
    double serviceMean = 0;   ///< time a worker is occupied by own work (a batch member: its batch's time)
    double waitingMean = 0;   ///< time at the station beyond own service
    // Language models: own work is prefillFixed + prefill (until the first token), then `service` (the rest).
    std::optional<Distribution> prefillFixed, prefill;
    std::optional<Distribution> extraWait; ///< waited on top of `waiting`, independent of it: a set-up
    double slowShare = 0;                  ///< of visits served by slow replicas
    double tokenTime = 0;                  ///< mean time per output token
    std::vector<double> tokenTimeSpreads;  ///< its standard deviations, over answers of equally likely lengths
    double outputTokens = 0;
    double holdingMean = 0, holdingSecond = 0; ///< held workers: own work and stages
    Outcome outcome;                           ///< of a visit, as its caller sees it

    /// Share of arrivals whose own work is done without failure.
    [[nodiscard]] double served() const {
        return (1.0 - limited) * (1.0 - rejected) * (1.0 - abandoned) * (1.0 - unserved) * (1.0 - failed);
    }
};

/// One class on one call.
struct CallUse {
    double made = 0;     ///< calls per ms
    double attempts = 0; ///< with retries and hedges, per ms
    double attemptsPerCall = 1;
    double timeout = 0; ///< of one attempt: P(no answer in time | the callee completes)
    double success = 1; ///< of one attempt
    double hedged = 0;  ///< second copies per attempt
    Outcome outcome;    ///< of the call, after all attempts
};

/// How requests arrive at a station.
struct ArrivalStream {
    double rate = 0;     ///< per ms
    double scv = 1;      ///< squared coefficient of variation of the time between them, batches counted once
    bool poisson = true; ///< exactly Poisson, or seen as if so (product form)
    bool direct = true;  ///< straight from one source, nothing in between
    double batch = 1, batchSecond = 1; ///< E[B], E[B²] of those that come at once
    std::optional<Renewals> between;   ///< a renewal process, ms
    std::optional<Bursts> bursts;      ///< Markov-modulated arrivals
    bool operator==(const ArrivalStream&) const = default;
};

/// How one class comes to a station.
struct ClassStream {
    double rate = 0;                     ///< attempts per ms
    double groups = 0, groupSecond = 0;  ///< those that come at once: groups per ms, and these times E[B²]
    double scv = 1;                      ///< squared coefficient of variation of the time between groups
    double peak = 1;                     ///< rate in a burst over the mean
    bool direct = true;                  ///< straight from its source
    std::optional<Distribution> between; ///< where all of it is a renewal process: the time between arrivals, ms
};

/// What the answer of a station with servers depends on, beside its model.
struct ServersInput {
    ArrivalStream arriving;
    Mixture services;
    std::vector<double> arrivals; ///< by class, let in, per ms
    bool operator==(const ServersInput&) const = default;
};

struct StationState {
    ArrivalStream arriving;
    Mixture services; ///< own work of a random visit: of those that have servers, as classes arrive; empty if none do
    bool stable = true;
    double utilisation = 0;
    How how = How::Exact;             ///< of means
    How distributionHow = How::Exact; ///< of percentiles, where they are weaker than the means
    std::string method;
    std::optional<double> capacity;                   ///< arrivals per ms of this mix that it can serve
    bool loses = false;                               ///< what it cannot serve is lost and does not pile up
    std::optional<double> batchSize, cacheShare, lag; ///< cacheShare: of the KV cache, in use
    double batchRequests = 1, batchSecond = 1;        ///< requests a batch server answers at once: mean, E[B²]
    double runningReplicas = 0;
    /// Batch servers that take groups of one size whole, or in whole batches: from a group's arrival to its last
    /// answer.
    struct Together {
        double size = 0;                 ///< requests that come at once
        double waiting = 0, service = 0; ///< ms, means
        SharedLaw sojourn;               ///< absent: too short to matter
    };
    std::optional<Together> together;
    std::shared_ptr<const GroupQueue> group; ///< one queue, first come first served, of arrivals that come in groups
    bool admissionLimited = false;           ///< a limit bounds what comes in
    /// Laws of one server that takes the last to come first and interrupts for them, as last made.
    struct LastCome {
        double rate = 0; ///< per ms
        double load = 0;
        Distribution service;
        SharedLaw sojourn;
    };
    std::vector<LastCome> lastCome;
    double unserved = 0;    ///< held workers: of those admitted, as settled so far
    double solvedFor = -1;  ///< rate a costly station was last solved for
    double solvedBatch = 1; ///< and the mean group of its arrivals
    /// What a station with servers was last solved for; absent where another part of the analysis changed the answer.
    std::optional<ServersInput> solved;
    std::optional<double> hitKnown; ///< a computed hit ratio that no rate changes
    How hitHow = How::Exact;        ///< of a cache's computed hit ratio
    std::string hitMethod;
};

/// Where something is approximated or left out; each place and text once.
class Notes {
public:
    void add(support::Severity severity, const std::string& where, const std::string& message,
             const std::string& hint = {});
    /// "not modelled by the analysis: `parameter` …"
    void notModelled(const std::string& where, const std::string& parameter, const std::string& consequence);
    [[nodiscard]] const support::Findings& findings() const { return m_findings; }

private:
    support::Findings m_findings;
    std::set<std::string> m_seen;
};

struct State {
    explicit State(const Network& of);

    const Network& network;
    std::size_t stationCount, callCount, classCount;
    std::vector<Visit> visits; ///< by station, class
    std::vector<CallUse> uses; ///< by call, class
    std::vector<StationState> stations;
    std::vector<ClassStream> streams; ///< by station, class
    std::vector<double> classRate;    ///< requests per ms, as analysed
    std::vector<double> peak;         ///< over the mean rate: latencies are those of the peak, rates of the mean
    std::vector<Index> calleesFirst;  ///< the stations, each after those it calls and forwards to, but for loops
    Notes notes;
    bool searching = false; ///< one of many loads that are tried: answers near enough are taken from those at hand

    [[nodiscard]] Visit& visit(Index station, std::size_t k) {
        return visits[static_cast<std::size_t>(station) * classCount + k];
    }
    [[nodiscard]] const Visit& visit(Index station, std::size_t k) const {
        return visits[static_cast<std::size_t>(station) * classCount + k];
    }
    [[nodiscard]] ClassStream& stream(Index station, std::size_t k) {
        return streams[static_cast<std::size_t>(station) * classCount + k];
    }
    [[nodiscard]] const ClassStream& stream(Index station, std::size_t k) const {
        return streams[static_cast<std::size_t>(station) * classCount + k];
    }
    [[nodiscard]] CallUse& use(Index call, std::size_t k) {
        return uses[static_cast<std::size_t>(call) * classCount + k];
    }
    [[nodiscard]] const CallUse& use(Index call, std::size_t k) const {
        return uses[static_cast<std::size_t>(call) * classCount + k];
    }
    [[nodiscard]] const network::Station& station(Index s) const {
        return network.stations[static_cast<std::size_t>(s)];
    }
    [[nodiscard]] const network::Call& call(Index c) const { return network.calls[static_cast<std::size_t>(c)]; }
    /// The model a class sees: `by_class` where there is one.
    [[nodiscard]] const network::StationModel& model(Index s, std::size_t k) const;
    /// Does the call carry the class, and load at all?
    [[nodiscard]] bool carries(Index c, std::size_t k) const;
};

/// The servers of a station that has them (servers, a cache's lookup, a router's own time), else nullptr.
[[nodiscard]] const network::ServersStation* serversOf(const network::StationModel& model);

/// P(N = n) of a number of calls: ⌊X⌋ and one more with probability X − ⌊X⌋. Those beyond 256 calls are taken as one
/// number with their mean, 4096 at most, and so is a constant.
[[nodiscard]] std::vector<double> countProbabilities(const Distribution& count);

} // namespace catenary::analysis
