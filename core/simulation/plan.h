// SPDX-License-Identifier: Apache-2.0
// A network compiled for running: flat tables by number, decided once what every station and call needs, so that the
// loop sees no strings, variants or virtual calls. Times in ms.
#pragma once

#include "core/network/performance.h"
#include "core/simulation/sampler.h"
#include "core/simulation/shock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace catenary::simulation {

using network::Index;
using network::Network;

inline constexpr std::uint32_t unlimited = 0xffffffffU;

/// How a station does its own work.
enum class Work : std::uint8_t {
    Nothing,  ///< takes no time
    Delay,    ///< as many at once as come
    Queue,    ///< servers that are always there, work never interrupted
    Replicas, ///< servers that can be interrupted, slow, broken, set up or scaled
    Sharing,  ///< processor sharing
    Batcher,
    Decoder
};

/// A call within one stage of one class.
struct StageCall {
    std::uint16_t call = 0, to = 0;
    bool handled = false; ///< a later call acts on its error
};

struct StagePlan {
    std::uint32_t first = 0, firstWaited = 0, end = 0; ///< into Plan::stageCalls: those not waited for come first
    std::uint32_t waitFor = 0;                         ///< 0: all
    bool cancelLosers = false;
    bool tail = false;    ///< its one call takes the visit along: nothing is left to do here
    bool catches = false; ///< a later stage acts on any error
    bool routed = false;  ///< exactly one of the calls waited for is made
    bool simple = false;  ///< every call is made once, in any case, at once, and answered at once
    bool answers = false; ///< its response stream begins: the first token is on its way
};

struct ForwardPlan {
    std::uint16_t call = 0;
    double upTo = 0; ///< cumulative probability
};

/// What one class does at one station after its own work.
struct Route {
    std::uint32_t firstStage = 0, endStage = 0;
    std::uint32_t firstForward = 0, endForward = 0;
};

/// One way over the network.
struct Way {
    Sampler latency;
    double transfer = 0;
    bool free = true; ///< takes no time
};

struct CallPlan {
    std::uint16_t from = 0, to = 0;
    bool waited = true;       ///< sync
    std::int32_t flow = -1;   ///< first of its flows, one for each class
    bool fresh = false;       ///< a stream or batch: what it feeds has an age
    std::int32_t policy = -1; ///< into Plan::policies
    std::uint32_t count = 1;  ///< where it is always the same
    bool drawn = false;       ///< else it is drawn from `counts`
    bool inSequence = false;
    design::When when = design::When::Always;
    std::int32_t asks = -1;  ///< mark of the call whose outcome `when` asks; none: own lookup, or any error
    std::int32_t marks = -1; ///< where its own outcomes are kept for later calls
    double weight = 1;
    Sampler counts;
    Way request, response;
};

struct PolicyPlan {
    double timeout = 0; ///< 0: none
    bool cancel = false;
    std::uint32_t retries = 0; ///< or unlimited
    Sampler backoff;
    double backoffFactor = 1;
    bool hedged = false, hedgeAtP95 = false;
    double hedgeAfter = 0;
    std::optional<design::Breaker> breaker;
};

struct StationPlan {
    Work work = Work::Nothing;
    network::Discipline discipline = network::Discipline::Fifo;
    network::Dispatch dispatch = network::Dispatch::Central;
    bool preemptive = false;
    bool holds = false;                    ///< a worker is kept until the stages are over
    bool cache = false;                    ///< looks a key up
    bool fails = false;                    ///< with a failure ratio
    bool patient = true;                   ///< nobody leaves the queue
    bool admits = false;                   ///< with a rate limit or a limit of concurrency
    bool unbounded = true;                 ///< its queue can grow without end
    bool losable = false;                  ///< a shock or its zone can take servers away
    std::uint32_t queues = 1, servers = 1; ///< of each queue
    std::uint32_t levels = 1;              ///< of priority
    std::uint32_t partitions = 0;          ///< of a log, dealt out to the queues in turn; 0: none
    std::uint32_t capacity = unlimited;    ///< of each queue, what waits
    std::uint32_t maxConcurrency = unlimited;
    double ratePerMs = 0, burst = 0; ///< token bucket; 0: none
    network::Routing routing = network::Routing::All;
    const network::ServersStation* model = nullptr; ///< of stations that have servers
    std::int32_t keySpace = -1;                     ///< of a cache that computes its hits
};

/// One class at one station.
struct VisitPlan {
    Sampler own;
    Sampler patience;
    Sampler input, output; ///< tokens, where the station says them
    double failure = 0, hit = 0;
    double nominal = 0; ///< visits per request where nothing is lost
    double meanOwn = 0;
};

enum class Source : std::uint8_t { Poisson, Renewal, Bursty, Batch, Schedule, Closed, Varying, Silent };

/// From a time on, what is offered is multiplied by this.
struct Pace {
    double from = 0, factor = 1;
};

struct ClassPlan {
    Source source = Source::Silent;
    std::uint16_t station = 0;
    std::uint32_t level = 0; ///< of priority, 0 first
    double between = 0;      ///< mean time between arrivals (batches), ms
    Sampler renewal;
    Sampler size;
    double fast = 0, slow = 0;      ///< bursty: mean time between arrivals in each state, never where none come
    double burst = 0, calm = 0;     ///< bursty: mean stay
    double at = 0;                  ///< schedule: the first, ms
    Source varies = Source::Silent; ///< what a varying source is but for its changes; Silent: a trace
    std::vector<Pace> paces;        ///< ascending, from 0; empty: always the same
    double swing = 0, swingPeriod = 0, swingAt = 0; ///< of the day: peak over mean less 1; ms
    double traceBy = 1;                             ///< times of the trace are divided by this
    const std::vector<double>*itemsOf = nullptr, *inputOf = nullptr, *outputOf = nullptr; ///< by arrival of the trace
    std::uint32_t users = 0;                                                              ///< closed
    double ratesBy = 1;        ///< measured rates are divided by this: diurnal load is run at its peak
    double perHour = 0;        ///< requests, for the stop rule
    std::int32_t answers = -1; ///< station its response stream comes from; none: the first language model
    bool carries = false;      ///< needs a context
    bool hasItems = false;     ///< says how many items a request brings; else the station does
    Sampler items, inputTokens, outputTokens;
};

/// Keys drawn once by each request.
struct KeySpace {
    std::string name;
    double items = 0, skew = 0;
};

struct Plan {
    /// With a scenario: for a transient run, which starts as the design says at time 0.
    /// Traced: without the short cuts on which nobody can be followed.
    explicit Plan(const Network& of, const Scenario* scenario = nullptr, bool traced = false);

    const Network& network;
    bool transient = false, traced = false;
    bool once = false;         ///< traces are played once, not over and over again
    std::vector<Shock> shocks; ///< those an engine acts on by the clock
    std::size_t stationCount, callCount, classCount;
    std::vector<StationPlan> stations;
    std::vector<VisitPlan> visits; ///< by station, class
    std::vector<Route> routes;     ///< by station, class
    std::vector<StagePlan> stages;
    std::vector<StageCall> stageCalls;
    std::vector<ForwardPlan> forwards;
    std::vector<CallPlan> calls;
    std::vector<PolicyPlan> policies;
    std::vector<ClassPlan> classes;
    std::vector<KeySpace> keySpaces;
    std::size_t markCount = 0; ///< outcomes kept by a visit for later calls
    std::size_t flowCount = 0;
    bool cancels = false;     ///< somewhere work is stopped midway
    bool nominalHolds = true; ///< nothing is lost, repeated or left to chance that is not known beforehand
    bool cold = false;        ///< a cache starts empty: the run is measured from there
    double warmUpFloor = 0;   ///< ms the slowest clockwork needs
    support::Findings findings;

    /// Where tables by station (or call) and class hold a class.
    [[nodiscard]] std::size_t at(std::size_t element, std::size_t k) const { return element * classCount + k; }
    [[nodiscard]] const network::StationModel& model(std::size_t station, std::size_t k) const;
    void notModelled(const std::string& where, const std::string& parameter, const std::string& consequence);

private:
    void compileScenario(const Scenario& scenario);
    void compilePaces(const Scenario& scenario);
    void compileStations();
    void compileServers(std::size_t s, const network::ServersStation& servers);
    void compileVisits();
    void compileCalls();
    void compilePolicy(const network::Call& call, CallPlan& compiled);
    void compileRoutes();
    void compileStage(std::size_t s, std::size_t k, std::size_t number);
    void compileClasses();
    void compileContexts();
    void findTails();
    void findSimpleStages();
    void solveNominal();
    void approximateLargeCaches();
};

/// The servers of a station that has them, else nullptr.
[[nodiscard]] const network::ServersStation* serversOf(const network::StationModel& model);

} // namespace catenary::simulation
