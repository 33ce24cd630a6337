// SPDX-License-Identifier: Apache-2.0
// One replication: a network running on a clock of its own. Engines share nothing that changes, so any thread may run
// any of them; what they do depends on plan, seed and replication alone.
#pragma once

#include "core/simulation/event_queue.h"
#include "core/simulation/frame.h"
#include "core/simulation/policies.h"
#include "core/simulation/stations.h"
#include "core/simulation/tally.h"

#include <functional>

namespace catenary::simulation {

class Recorder;
class Tracer;

/// Kept apart in memory, for several run at once.
class alignas(128) Engine {
public:
    /// Caches that begin warm are filled, which is left off where `interrupted` says so.
    Engine(
        const Plan& plan, std::uint64_t seed, std::uint64_t replication,
        const std::function<bool()>& interrupted = [] { return false; });

    enum class Stop { Reached, Interrupted, Idle, Stuck, Flooded, PilingUp, Exhausted };
    static constexpr double scalingPeriod = 15'000.0; ///< ms between two looks of an autoscaler
    /// Runs until so many more requests have ended (completed, if `completedOnly`), or until `time` on its clock. Asks
    /// `interrupted` now and then. Idle: nothing more happens; Stuck: without end at one instant; Flooded: more under
    /// way than memory should hold; PilingUp: more work begins than ends; Exhausted: each
    /// request takes thousands of events.
    Stop run(std::uint64_t requests, bool completedOnly, double time, const std::function<bool()>& interrupted);

    /// Begins to measure, or begins anew.
    void measure();
    /// Latencies from the start of every class, for the warm-up; filled until `measure`.
    [[nodiscard]] const std::vector<std::vector<float>>& course() const { return m_course; }

    /// What was counted since `measure`.
    [[nodiscard]] const Tally& tally();
    [[nodiscard]] double now() const { return m_now; }
    [[nodiscard]] std::uint64_t events() const { return m_events; }
    /// Requests that ended, or completed, since `measure`; before it since the beginning.
    [[nodiscard]] std::uint64_t ended(bool completedOnly) const;
    /// What a station is at this moment.
    struct Look {
        double waiting = 0, busy = 0, servers = 0, running = 0;
    };
    [[nodiscard]] Look lookAt(std::size_t station) const;
    /// Tells every request that ends to `recorder`, which must outlive the run.
    void record(Recorder* recorder) { m_recorder = recorder; }
    /// Lets `tracer` follow every request; the plan is a traced one.
    void trace(Tracer* tracer) { m_tracer = tracer; }
    /// Gives back the memory of visits and caches; what was counted stays. It cannot go on afterwards.
    void finish();
    /// Visits waiting at a station now.
    [[nodiscard]] std::uint32_t waitingAt(std::size_t station) const;
    /// Requests of a class under way now.
    [[nodiscard]] std::int64_t underWay(std::size_t k) const { return m_underWayOf[k]; }
    /// Do far more requests of a class begin than end?
    [[nodiscard]] bool pilesUp(std::size_t k) const;
    /// From now on sums the breakdown of requests whose latency is around the 99th percentile so far.
    void markSlow();

private:
    /// What an event is about, in the top bits of its number.
    enum Kind : std::uint32_t { OfFrame, OfClass, OfSwitch, OfTimer, OfReplica, OfShared, OfDeadline, OfEnd };
    static constexpr unsigned kindShift = 29;
    static constexpr std::uint32_t numberMask = (1U << kindShift) - 1;
    static std::uint32_t what(Kind kind, std::size_t number) {
        return (static_cast<std::uint32_t>(kind) << kindShift) | static_cast<std::uint32_t>(number);
    }

    /// Counts for how long the visits under way have had a worker.
    void countOccupying();

    // engine.cpp: the clock, requests from source to source
    void handle(EventQueue::Event event);
    void frameDue(Ref ref);
    void schedule(Ref ref, double time);
    void emit(std::size_t k);
    void requestEnded(Ref ref, Frame& frame);
    std::uint32_t addTimer(Timer::Use use, std::size_t number, double due);
    void timerDue(std::uint32_t number);
    [[nodiscard]] std::size_t bytesUnderWay() const;
    /// Does what is under way, also what nobody waits for, grow with every look?
    [[nodiscard]] bool growsOn();

    // sources.cpp
    void startSources();
    void classDue(std::size_t k);
    void switchDue(std::size_t k);
    void nextOfBurst(std::size_t k);
    /// When so much time of an even load has gone by from now on, under the shocks to come.
    [[nodiscard]] double paced(std::size_t k, double gap) const;
    [[nodiscard]] double paceNow(std::size_t k) const;
    void pushArrival(std::size_t k, double time);
    void varyingDue(std::size_t k);
    void emitBatch(std::size_t k, double factor);
    void drawContext(Frame& frame, Ref ref);
    void tokensEnded(const Frame& frame, ClassTally& tally);

    // frames.cpp: frames, their rows, and stopping them
    Ref takeFrame();
    void freeFrame(Ref ref);
    void keepRow(Frame& frame);
    void addRow(Frame& frame, const RowCell& row);
    void absorb(Frame& into, Frame& from);
    void dropRows(Frame& frame);
    void sumRows(const Frame& frame, Shares& shares);
    void link(Ref parent, Ref child);
    void unlink(Ref child);
    void cancel(Ref ref);
    void cancelChildren(Ref ref);

    // stages.cpp: what a visit does after its own work
    void afterWork(Ref ref, Frame& frame);
    void nextStage(Ref ref, Frame& frame);
    /// True if calls are waited for; the frame may be gone by then.
    bool launch(Ref ref, Frame& frame, const StagePlan& stage);
    void launchSimple(Ref ref, Frame& frame, const StagePlan& stage);
    std::uint64_t conditionOf(Frame& frame, Ref ref, const CallPlan& call);
    std::uint64_t timesOf(Frame& frame, Ref ref, std::size_t c);
    std::uint32_t choose(const Frame& frame, const StagePlan& stage);
    void stageAnswered(Ref parent, Frame& caller, Ref ref, Frame& frame, std::uint32_t calls);
    void joined(Ref ref, Frame& frame);
    void leave(Ref ref, Frame& frame);
    void letGo(Frame& frame);
    void move(Ref ref, Frame& frame, std::size_t c);
    void finish(Ref ref, Frame& frame, Outcome outcome);
    void answer(Ref ref, Frame& frame);
    void deliver(Ref ref, Frame& frame);
    void flowEnded(Ref ref, Frame& frame);

    // sending.cpp: calls on their way, chains, policies
    Ref spawn(Ref parent, std::size_t c);
    void send(Ref parent, std::size_t c, bool handled);
    void sendVisit(Ref ref, Frame& frame, std::size_t c);
    void startFlow(const Frame& sender, std::size_t c);
    void travel(Ref ref, Frame& frame, std::size_t c);
    void startChain(Ref parent, std::size_t c, bool handled, std::uint32_t times);
    void nextOfChain(Ref chain);
    void chainAnswered(Ref chain, Ref ref, Frame& frame);
    void attempt(Ref trying);
    void sendCopy(Ref trying);
    void attemptAnswered(Ref trying, Ref ref, Frame& frame);
    void attemptFailed(Ref trying, Outcome outcome, bool sent);
    void answerTry(Ref trying);
    void setDeadline(std::size_t line, Ref trying);
    void deadlineDue(std::size_t line);
    void timedOut(Ref trying);
    void learnHedge(std::size_t number, double time);

    // servers.cpp: arrival, queues
    void setUpStation(std::size_t s);
    void addQueues(std::size_t s, std::uint32_t count);
    void arrive(Ref ref);
    bool admit(Frame& frame, const StationPlan& station);
    [[nodiscard]] std::uint32_t levelOf(const Frame& frame, const StationPlan& station) const;
    template <class Length> std::uint32_t pick(std::size_t s, std::uint32_t queues, Length length);
    std::uint32_t pickQueue(std::size_t s);
    std::uint32_t pickShared(std::size_t s);
    std::uint32_t pickReplica(std::size_t s);
    void setUpVisits();
    void startPlain(Ref ref, Frame& frame, VisitState& visit);
    void plainDone(Ref ref, Frame& frame, VisitState& visit);
    void joinQueue(Ref ref, Frame& frame, const StationPlan& station);
    void wait(Ref ref, Frame& frame, const StationPlan& station, std::uint32_t number);
    void startQueued(Ref ref, Frame& frame);
    void workDone(Ref ref, Frame& frame);
    void releaseWorker(Frame& frame);
    void stopWork(Ref ref, Frame& frame);
    void queueFreed(std::uint32_t number);
    void enqueue(Ref ref, Frame& frame, std::uint32_t number, bool first);
    void append(QueueList& list, Ref ref, Frame& frame);
    Ref dequeue(std::uint32_t number);
    void removeQueued(Frame& frame);
    void takeOut(QueueList& list, Frame& frame);
    void abandon(Ref ref, Frame& frame);

    // sharing.cpp
    void joinSharing(Ref ref, Frame& frame, const StationPlan& station);
    void advanceSharing(SharedQueue& shared);
    void scheduleSharing(std::uint32_t number);
    void sharingDue(std::uint32_t number);
    void leaveSharing(Ref ref, Frame& frame);

    // replicas.cpp
    void setUpReplicas(std::size_t s);
    [[nodiscard]] bool canServe(const Replica& replica) const;
    void integrate(std::size_t fleet);
    void setPower(std::size_t replica, Replica::Power power);
    void joinReplicas(Ref ref, Frame& frame, const StationPlan& station);
    /// Interrupts the visit that gives way to this one, among some replicas; where that was, or `end`.
    std::uint32_t interruptFor(const Frame& arriving, std::uint32_t first, std::uint32_t end);
    void startAtReplica(std::uint32_t replica, Ref ref, Frame& frame);
    void leaveReplica(std::uint32_t replica, Ref ref);
    void replicaWorkDone(Ref ref, Frame& frame);
    void replicaReleased(const Frame& frame);
    void stopAtReplica(Ref ref, Frame& frame);
    void replicaFreed(std::uint32_t replica);
    void adjustSetUps(std::size_t s);
    void startUp(std::uint32_t replica, double time);
    void replicaDue(std::uint32_t event);
    void setWorks(std::uint32_t replica, bool up, std::uint8_t lost);
    void scale(std::size_t fleet);

    // batching.cpp
    void setUpBatcher(std::size_t s);
    void joinBatcher(Ref ref, Frame& frame, const StationPlan& station);
    void removeFromBatcher(Frame& frame);
    void startBatches(std::size_t batcher);
    void startBatch(BatcherState& state);
    void batchDone(Ref head);

    // decoding.cpp
    void setUpDecoder(std::size_t s);
    void joinDecoder(Ref ref, Frame& frame);
    void removeFromDecoder(Frame& frame);
    Sequence sequenceOf(Ref ref, const Frame& frame);
    /// What an iteration holds.
    struct Iteration {
        double decoding = 0, context = 0; ///< sequences, and tokens of their context
        double prefill = 0, seen = 0;     ///< prompt tokens, and tokens that they see, summed over them
    };
    /// Who is next to run, if there is room; nullptr else.
    const Sequence* firstToAdmit(DecoderState& state, const DecoderState::Instance& instance);
    void admitSequence(DecoderState& state, DecoderState::Instance& instance);
    Iteration planIteration(DecoderState& state, DecoderState::Instance& instance);
    void startIteration(std::size_t decoder, std::size_t instance);
    /// How long a token takes from where it comes up to who asked first, ms.
    double wayBack(const Frame& from);
    double tokensOfStep(const DecoderState& state);
    void iterationDone(std::size_t decoder, std::size_t instance);
    void give(Sequence& sequence, DecoderState::Instance& instance, double tokens);
    void sequenceDone(const Sequence& sequence);

    // shocks.cpp: what happens by the clock of a scenario, and zones that fail
    void startShocks();
    void shockDue(std::uint32_t timer);
    void zoneDue(std::uint32_t timer);
    /// Servers of a station that no shock and no zone takes away now.
    [[nodiscard]] std::uint32_t serversLeft(std::size_t s) const;
    void applyLosses(std::size_t s);
    void changeUsers(std::size_t k);

    // caching.cpp
    void setUpCache(std::size_t s);
    void fillCaches(const std::function<bool()>& interrupted);
    void fillCache(std::size_t s, const network::CacheStation& model, const std::function<bool()>& interrupted);
    bool lookUp(const Frame& frame);

    const Plan& m_plan;
    std::size_t m_room; ///< bytes
    double m_now = 0;
    double m_measuredFrom = 0;
    std::uint64_t m_events = 0;
    struct {
        std::uint64_t events = 0;
        std::size_t bytes = 0;
        int looks = 0; ///< in a row that saw more than the one before
    } m_grown;
    std::uint64_t m_remaining = 0;
    bool m_completedOnly = false;
    bool m_measuring = false;
    EventQueue m_queue;
    Arena<Frame> m_frames;
    Arena<RowCell> m_rows;
    Arena<Context> m_contexts;
    std::vector<Mark> m_marks;             ///< by frame, mark
    std::vector<std::uint64_t> m_keys;     ///< by context, key space
    std::vector<std::uint32_t> m_counts;   ///< of the calls of stages being sent
    std::vector<std::uint32_t> m_underWay; ///< by call, where a router asks
    std::vector<std::uint32_t> m_scratch;
    std::vector<Ref> m_finished; ///< of iterations that are ending
    Tally m_tally;
    std::vector<std::vector<float>> m_course;
    Recorder* m_recorder = nullptr;
    Tracer* m_tracer = nullptr;

    std::vector<VisitState> m_visits; ///< by station, class
    std::vector<StationState> m_stations;
    std::vector<QueueState> m_queues;
    std::vector<QueueList> m_lists; ///< by queue, level of priority
    std::vector<SharedQueue> m_shared;
    std::vector<Replica> m_replicas;
    std::vector<Fleet> m_fleets;
    std::vector<Timer> m_timers;
    std::vector<BatcherState> m_batchers;
    std::vector<DecoderState> m_decoders;
    std::vector<CacheState> m_caches;
    std::vector<ZipfSampler> m_zipfs; ///< by key space
    std::vector<PolicyState> m_policies;
    std::vector<DeadlineLine> m_deadlines; ///< two for each policy: time-outs, second copies
    std::vector<SourceState> m_sources;
    std::vector<Freshness> m_freshness;                       ///< by flow
    std::uint64_t m_ended = 0, m_emitted = 0;                 ///< requests, whatever their outcome
    std::vector<std::int64_t> m_underWayOf, m_underWayBefore; ///< requests by class: now, when measuring began
    /// Time for which visits under way have had a worker, by station and class: at `m_occupyingAt`, when measuring
    /// began.
    std::vector<double> m_occupying, m_occupyingBefore;
    double m_occupyingAt = -1;

    // Streams of random numbers, by element.
    std::vector<support::Random> m_arrivals, m_attributes;                              ///< by class
    std::vector<support::Random> m_own, m_choices, m_dispatches, m_patiences, m_faults; ///< by station
    std::vector<support::Random> m_counted, m_requestWays, m_responseWays, m_pauses;    ///< by call
    std::vector<support::Random> m_keyed;                                               ///< by key space
    std::vector<support::Random> m_zoneFaults;                                          ///< by zone
    std::vector<bool> m_shocked, m_zoneDown; ///< which are under way, by shock and by zone
};

} // namespace catenary::simulation
