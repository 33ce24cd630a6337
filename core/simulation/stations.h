// SPDX-License-Identifier: Apache-2.0
// What stations, sources and queues know while a replication runs.
#pragma once

#include "core/simulation/cache.h"
#include "core/simulation/frame.h"
#include "core/simulation/sampler.h"
#include "core/simulation/tally.h"

#include <cmath>
#include <vector>

namespace catenary::simulation {

/// Outcomes of one call of a visit, for later calls that ask.
struct Mark {
    std::uint32_t made = 0, hits = 0, misses = 0, errors = 0;
};

struct QueueList {
    Ref head = nobody, tail = nobody;
};

/// One queue and its servers.
struct QueueState {
    std::uint32_t busy = 0, waiting = 0;
    QueueList plain; ///< of a queue without priorities that nobody leaves but for its servers
    std::uint32_t firstList = 0;
    std::uint16_t station = 0;
    bool lost = false; ///< its servers are away; `busy` counts them as well
};

/// One processor that is shared. Everyone gets the same work done per ms: `attained` grows alike for all, and whoever
/// needs least beyond his start is done first.
struct SharedQueue {
    struct Job {
        double until; ///< attained work at which it is done
        std::uint64_t order;
        Ref ref;
        [[nodiscard]] bool after(const Job& other) const {
            return until > other.until || (until == other.until && order > other.order);
        }
    };
    std::vector<Job> jobs; ///< a heap, least first
    double servers = 1;
    double attained = 0, at = 0, due = never;
    std::uint64_t order = 0;
    std::uint16_t station = 0;
};

struct Replica {
    enum class Power : std::uint8_t { Off, Starting, On, Draining };
    Power power = Power::On;
    bool up = true;
    std::uint8_t lost = 0; ///< causes that keep it down besides its own failures
    double factor = 1;     ///< of own work
    [[nodiscard]] bool works() const { return up && lost == 0; }
    double powerDue = never, faultDue = never;
    std::vector<Ref> working;
    std::uint32_t held = 0; ///< workers kept by visits whose own work is done
    std::uint32_t queue = 0, fleet = 0;
};

/// The replicas of one station.
struct Fleet {
    std::uint32_t first = 0, count = 0, workers = 1; ///< into the replicas; workers of each
    std::uint32_t running = 0, starting = 0;         ///< on or draining; being started or set up
    std::uint32_t busyNow = 0;                       ///< workers
    double integratedTo = 0;
    double busyTime = 0, workerTime = 0;     ///< integrals since the start, for autoscaling
    Ring<std::pair<double, double>> samples; ///< the same at the last looks
    double lastStepDown = -never;
    Sampler setUp;
    std::uint16_t station = 0;
    bool setsUp = false, scales = false;
};

struct BatcherState {
    const network::BatcherStation* model = nullptr;
    Sampler time; ///< of a whole batch, where it does not depend on its size
    QueueList waiting;
    double items = 0;                   ///< that wait
    std::uint32_t busy = 0;             ///< instances
    double idleTime = 0, idleSince = 0; ///< time with an idle instance, to `idleSince`
    std::uint32_t timer = 0;            ///< when the oldest has waited long enough
    std::uint16_t station = 0;
    /// Time with an idle instance, to now.
    [[nodiscard]] double idleTo(double now, std::uint32_t instances) const;
};

/// A request in a language-model server, in tokens.
struct Sequence {
    Ref ref = nobody;
    double prompt = 0, prefilled = 0; ///< to compute before the next token, and done of it
    double cached = 0;                ///< of the prompt, in the prefix cache
    double output = 0, given = 0;
    double held = 0;     ///< context
    double blocks = 0;   ///< of the KV cache, for its context
    double inStep = 0;   ///< prompt tokens computed in the iteration under way; 1 for one that decodes
    double firstAt = -1; ///< when its first token came
    [[nodiscard]] bool reads() const { return prefilled < prompt; }
    void holdMore(double tokens) {
        held += tokens;
        blocks = std::ceil(held / network::kvBlockTokens);
    }
};

struct DecoderState {
    struct Instance {
        std::vector<Sequence> running; ///< in the order of their admission
        double blocks = 0;             ///< of the KV cache that they hold
        double began = 0;
        bool crowded = false;    ///< a sequence has just given way: nobody is admitted
        std::uint32_t timer = 0; ///< end of the iteration
    };
    const network::DecoderStation* model = nullptr;
    double blocks = 0; ///< of the KV cache of one instance
    QueueList waiting;
    bool drawn = false; ///< `next` is the first that waits
    Sequence next;
    std::vector<Sequence> preempted; ///< to be computed again, the last first, before those that wait
    std::vector<Instance> instances;
    std::uint16_t station = 0;
};

/// A single event that can be moved.
struct Timer {
    enum Use : std::uint8_t { Batching, Iteration, Scaling, Shocking, ZoneFailing } use = Batching;
    double due = never;
    std::uint32_t number = 0, instance = 0;
};

/// One class at one station: what its visits need at every event, close together.
struct VisitState {
    Work work = Work::Nothing;
    bool plain = false;      ///< one unbounded queue, first come first served, workers free after own work
    bool memoryless = false; ///< own work exponential
    bool straight = false;   ///< own work neither fails nor looks anything up
    bool last = false;       ///< and nothing comes after it
    double mean = 0;         ///< of own work
    std::uint32_t queue = 0, servers = 0;
    std::uint32_t firstStage = 0, endStage = 0;
    std::int32_t onward = -1; ///< the call that takes the visit along in any case
    VisitTally tally;
};

struct StationState {
    std::uint32_t firstQueue = 0, queues = 0;
    std::uint32_t state = 0, cache = 0; ///< into the list of its kind of station; into the caches
    std::uint32_t waiting = 0;          ///< visits in its queues
    std::uint32_t inside = 0;           ///< admitted and not yet answered, where limited
    std::uint32_t present = 0;          ///< of a delay: visits in it
    std::uint32_t lost = 0;             ///< servers taken away by shocks and zones
    std::uint32_t turn = 0, route = 0;  ///< of round robin among queues and among calls
    double tokens = 0, tokensAt = 0;    ///< of the token bucket
};

struct SourceState {
    bool bursting = false;
    double due = never;                   ///< next arrival of a bursty source
    std::uint32_t users = 0, leaving = 0; ///< closed: there now, and of them those who send no more
    std::size_t next = 0, playing = 0;    ///< places in the trace
    std::int32_t enters = -1;             ///< the call that takes a request along in any case
    bool atOnce = false;                  ///< and without a way to go
    std::uint16_t station = 0;            ///< where it leads
    std::uint32_t visit = 0;              ///< likewise
};

} // namespace catenary::simulation
