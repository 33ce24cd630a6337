// SPDX-License-Identifier: Apache-2.0
// Arrival at a station, and the plain queue: servers that are always there and work without interruption.
#include "core/simulation/engine.h"
#include "core/simulation/tracer.h"

#include <algorithm>

namespace catenary::simulation {

using network::Discipline;
using network::Dispatch;

void Engine::setUpStation(std::size_t s) {
    const StationPlan& plan = m_plan.stations[s];
    StationState& station = m_stations[s];
    station.tokens = plan.burst;
    station.firstQueue = static_cast<std::uint32_t>(m_queues.size());
    if (plan.routing == network::Routing::LeastOutstanding || plan.routing == network::Routing::PowerOfTwo)
        m_underWay.resize(m_plan.callCount);
    switch (plan.work) {
    case Work::Nothing:
    case Work::Delay:
        break;
    case Work::Replicas:
        setUpReplicas(s);
        break;
    case Work::Queue:
        addQueues(s, plan.queues);
        break;
    case Work::Sharing:
        station.state = static_cast<std::uint32_t>(m_shared.size());
        for (std::uint32_t i = 0; i < plan.queues; ++i) {
            SharedQueue shared;
            shared.station = static_cast<std::uint16_t>(s);
            shared.servers = plan.servers;
            m_shared.push_back(shared);
        }
        break;
    case Work::Batcher:
        setUpBatcher(s);
        break;
    case Work::Decoder:
        setUpDecoder(s);
        break;
    }
    if (plan.keySpace >= 0) setUpCache(s);
}

namespace {

/// The only call of a visit, if it takes the visit along whatever happens.
std::int32_t onwardOf(const Plan& plan, const Route& route) {
    if (route.endStage != route.firstStage + 1 || route.firstForward != route.endForward) return -1;
    const StagePlan& stage = plan.stages[route.firstStage];
    if (!stage.tail || stage.first != stage.firstWaited) return -1;
    const std::uint16_t call = plan.stageCalls[stage.first].call;
    return plan.calls[call].when == design::When::Always ? call : -1;
}

} // namespace

void Engine::setUpVisits() {
    for (std::size_t s = 0; s < m_plan.stationCount; ++s) {
        const StationPlan& station = m_plan.stations[s];
        const bool plain = station.work == Work::Queue && station.queues == 1 && station.levels == 1 &&
                           station.discipline == Discipline::Fifo && station.capacity == unlimited && station.patient &&
                           !station.holds && !station.admits && !station.losable && !m_plan.cancels && !m_plan.traced;
        for (std::size_t k = 0; k < m_plan.classCount; ++k) {
            const VisitPlan& plan = m_plan.visits[m_plan.at(s, k)];
            const Route& route = m_plan.routes[m_plan.at(s, k)];
            VisitState visit;
            visit.work = station.work;
            visit.plain = plain;
            visit.memoryless = plan.own.isExponential();
            visit.straight = !station.fails && !station.cache;
            visit.last = visit.straight && route.firstStage == route.endStage && route.firstForward == route.endForward;
            visit.mean = plan.meanOwn;
            visit.queue = m_stations[s].firstQueue;
            visit.servers = station.servers;
            visit.firstStage = route.firstStage;
            visit.endStage = route.endStage;
            visit.onward = onwardOf(m_plan, route);
            m_visits.push_back(visit);
        }
    }
    for (std::size_t k = 0; k < m_plan.classCount; ++k) {
        SourceState& source = m_sources[k];
        source.enters = m_visits[m_plan.at(m_plan.classes[k].station, k)].onward;
        if (source.enters < 0) continue;
        const CallPlan& call = m_plan.calls[static_cast<std::size_t>(source.enters)];
        source.atOnce = call.request.free && !m_plan.traced;
        source.station = call.to;
        source.visit = static_cast<std::uint32_t>(m_plan.at(call.to, k));
    }
}

void Engine::addQueues(std::size_t s, std::uint32_t count) {
    m_stations[s].queues = count;
    for (std::uint32_t i = 0; i < count; ++i) {
        QueueState queue;
        queue.firstList = static_cast<std::uint32_t>(m_lists.size());
        queue.station = static_cast<std::uint16_t>(s);
        m_queues.push_back(queue);
        m_lists.resize(m_lists.size() + m_plan.stations[s].levels);
    }
}

void Engine::arrive(Ref ref) {
    Frame& frame = m_frames[ref];
    VisitState& visit = m_visits[frame.visit];
    ++visit.tally.arrivals;
    frame.since = m_now;
    if (visit.plain) {
        QueueState& queue = m_queues[visit.queue];
        if (queue.busy < visit.servers) {
            ++queue.busy;
            startPlain(ref, frame, visit);
            return;
        }
        ++queue.waiting;
        frame.next = nobody;
        (queue.plain.head == nobody ? queue.plain.head : m_frames[queue.plain.tail].next) = ref;
        queue.plain.tail = ref;
        return;
    }
    const std::size_t s = frame.station;
    const StationPlan& station = m_plan.stations[s];
    if (m_tracer != nullptr) m_tracer->arrived(ref, m_now);
    if (station.admits && !admit(frame, station)) {
        finish(ref, frame, Outcome::Rejected);
        return;
    }
    switch (station.work) {
    case Work::Queue:
        joinQueue(ref, frame, station);
        return;
    case Work::Nothing:
        ++m_visits[frame.visit].tally.begun;
        ++m_visits[frame.visit].tally.served;
        afterWork(ref, frame);
        return;
    case Work::Delay: {
        const double time = m_plan.visits[frame.visit].own(m_own[s]);
        ++m_visits[frame.visit].tally.begun;
        ++m_stations[s].present;
        frame.state = State::Working;
        schedule(ref, m_now + time);
        return;
    }
    case Work::Replicas:
        joinReplicas(ref, frame, station);
        return;
    case Work::Sharing:
        joinSharing(ref, frame, station);
        return;
    case Work::Batcher:
        joinBatcher(ref, frame, station);
        return;
    case Work::Decoder:
        joinDecoder(ref, frame);
        return;
    }
}

bool Engine::admit(Frame& frame, const StationPlan& station) {
    StationState& state = m_stations[frame.station];
    if (station.maxConcurrency != unlimited && state.inside >= station.maxConcurrency) return false;
    if (station.burst > 0.0) {
        state.tokens = std::min(station.burst, state.tokens + (m_now - state.tokensAt) * station.ratePerMs);
        state.tokensAt = m_now;
        if (state.tokens < 1.0 - 1e-9) return false; // tokens that came one by one may miss their last digits
        state.tokens -= 1.0;
    }
    if (station.maxConcurrency != unlimited) {
        ++state.inside;
        frame.set(isAdmitted);
    }
    return true;
}

std::uint32_t Engine::levelOf(const Frame& frame, const StationPlan& station) const {
    return station.levels == 1 ? 0U : m_plan.classes[frame.requestClass].level;
}

/// Which of several queues, by what waits and is served in each.
template <class Length> std::uint32_t Engine::pick(std::size_t s, std::uint32_t queues, Length length) {
    support::Random& random = m_dispatches[s];
    switch (m_plan.stations[s].dispatch) {
    case Dispatch::Central:
        return 0;
    case Dispatch::Random:
        return static_cast<std::uint32_t>(random.below(queues));
    case Dispatch::RoundRobin:
        return m_stations[s].turn++ % queues;
    case Dispatch::PowerOfTwo: {
        const auto one = static_cast<std::uint32_t>(random.below(queues));
        const auto two = static_cast<std::uint32_t>(random.below(queues));
        return length(two) < length(one) ? two : one;
    }
    case Dispatch::ShortestQueue:
        break;
    }
    std::uint32_t shortest = 0;
    std::uint64_t least = length(0);
    std::uint64_t ties = 1;
    for (std::uint32_t i = 1; i < queues; ++i) {
        const std::uint64_t here = length(i);
        if (here < least) {
            least = here;
            shortest = i;
            ties = 1;
        } else if (here == least && random.below(++ties) == 0) {
            shortest = i;
        }
    }
    return shortest;
}

std::uint32_t Engine::pickQueue(std::size_t s) {
    const std::uint32_t first = m_stations[s].firstQueue;
    if (const std::uint32_t partitions = m_plan.stations[s].partitions; partitions > 0)
        return first + static_cast<std::uint32_t>(m_dispatches[s].below(partitions)) % m_plan.stations[s].queues;
    return first + pick(s, m_plan.stations[s].queues, [&](std::uint32_t i) {
               return std::uint64_t{m_queues[first + i].busy} + m_queues[first + i].waiting;
           });
}

std::uint32_t Engine::pickShared(std::size_t s) {
    const std::uint32_t first = m_stations[s].state;
    return first + pick(s, m_plan.stations[s].queues,
                        [&](std::uint32_t i) { return std::uint64_t{m_shared[first + i].jobs.size()}; });
}

std::uint32_t Engine::pickReplica(std::size_t s) {
    const Fleet& fleet = m_fleets[m_stations[s].state];
    m_scratch.clear();
    for (std::uint32_t i = fleet.first; i < fleet.first + fleet.count; ++i)
        if (m_replicas[i].power == Replica::Power::On) m_scratch.push_back(i);
    return m_scratch[pick(s, static_cast<std::uint32_t>(m_scratch.size()), [&](std::uint32_t i) {
        const Replica& replica = m_replicas[m_scratch[i]];
        return std::uint64_t{replica.working.size()} + replica.held + m_queues[replica.queue].waiting;
    })];
}

void Engine::startPlain(Ref ref, Frame& frame, VisitState& visit) {
    frame.waited = m_now - frame.since;
    frame.since = m_now;
    ++visit.tally.begun;
    visit.tally.waited += frame.waited;
    frame.state = State::Working;
    support::Random& random = m_own[frame.station];
    const double time = visit.memoryless ? visit.mean * random.exponential() : m_plan.visits[frame.visit].own(random);
    frame.due = m_now + time;
    m_queue.push(frame.due, what(OfFrame, ref));
}

void Engine::plainDone(Ref ref, Frame& frame, VisitState& visit) {
    frame.worked = m_now - frame.since;
    visit.tally.worked += frame.worked;
    visit.tally.occupied += frame.worked;
    ++visit.tally.served;
    QueueState& queue = m_queues[visit.queue];
    const Ref next = queue.plain.head;
    if (next == nobody) {
        --queue.busy;
    } else {
        Frame& first = m_frames[next];
        queue.plain.head = first.next;
        --queue.waiting;
        startPlain(next, first, m_visits[first.visit]);
    }
    frame.state = State::Calling;
    if (visit.last) {
        frame.outcome = Outcome::Completed;
        answer(ref, frame);
    } else if (!visit.straight) {
        afterWork(ref, frame);
    } else if (visit.onward >= 0) {
        move(ref, frame, static_cast<std::size_t>(visit.onward));
    } else {
        frame.stage = visit.firstStage;
        nextStage(ref, frame);
    }
}

void Engine::joinQueue(Ref ref, Frame& frame, const StationPlan& station) {
    std::uint32_t number = m_stations[frame.station].firstQueue;
    if (station.queues > 1) number = pickQueue(frame.station);
    QueueState& queue = m_queues[number];
    frame.place = number;
    if (queue.busy < station.servers) {
        ++queue.busy;
        startQueued(ref, frame);
        return;
    }
    wait(ref, frame, station, number);
}

void Engine::wait(Ref ref, Frame& frame, const StationPlan& station, std::uint32_t number) {
    if (m_queues[number].waiting >= station.capacity) {
        finish(ref, frame, Outcome::Rejected);
        return;
    }
    frame.state = State::Waiting;
    enqueue(ref, frame, number, station.discipline == Discipline::Lifo);
    if (station.patient) return;
    const std::size_t s = frame.station;
    schedule(ref, m_now + m_plan.visits[frame.visit].patience(m_patiences[s]));
}

void Engine::startQueued(Ref ref, Frame& frame) {
    const std::size_t s = frame.station;
    VisitTally& tally = m_visits[frame.visit].tally;
    frame.waited = m_now - frame.since;
    frame.since = m_now;
    ++tally.begun;
    tally.waited += frame.waited;
    frame.state = State::Working;
    const double time = m_plan.visits[frame.visit].own(m_own[s]);
    frame.due = m_now + time;
    m_queue.push(frame.due, what(OfFrame, ref));
}

void Engine::workDone(Ref ref, Frame& frame) {
    const StationPlan& station = m_plan.stations[frame.station];
    VisitTally& tally = m_visits[frame.visit].tally;
    switch (station.work) {
    case Work::Replicas:
        replicaWorkDone(ref, frame);
        return;
    case Work::Batcher:
        batchDone(ref);
        return;
    default:
        break;
    }
    frame.worked = m_now - frame.since;
    tally.worked += frame.worked;
    ++tally.served;
    frame.state = State::Calling;
    if (station.holds) {
        frame.set(holdsWorker);
    } else {
        tally.occupied += frame.worked;
        if (station.work == Work::Queue)
            queueFreed(frame.place);
        else
            --m_stations[frame.station].present;
    }
    afterWork(ref, frame);
}

void Engine::releaseWorker(Frame& frame) {
    m_visits[frame.visit].tally.occupied += m_now - frame.since;
    if (m_plan.stations[frame.station].work == Work::Replicas)
        replicaReleased(frame);
    else
        queueFreed(frame.place);
}

void Engine::stopWork(Ref ref, Frame& frame) {
    VisitTally& tally = m_visits[frame.visit].tally;
    switch (m_plan.stations[frame.station].work) {
    case Work::Queue:
        tally.occupied += m_now - frame.since;
        queueFreed(frame.place);
        return;
    case Work::Replicas:
        stopAtReplica(ref, frame);
        return;
    case Work::Sharing:
        leaveSharing(ref, frame);
        return;
    case Work::Delay:
        --m_stations[frame.station].present;
        return;
    default:
        return;
    }
}

void Engine::queueFreed(std::uint32_t number) {
    QueueState& queue = m_queues[number];
    if (queue.busy > m_plan.stations[queue.station].servers) { // its consumer is lost
        --queue.busy;
        return;
    }
    const Ref next = dequeue(number);
    if (next == nobody)
        --queue.busy;
    else
        startQueued(next, m_frames[next]);
}

void Engine::enqueue(Ref ref, Frame& frame, std::uint32_t number, bool first) {
    QueueState& queue = m_queues[number];
    frame.place = number;
    QueueList& list = m_lists[queue.firstList + levelOf(frame, m_plan.stations[frame.station])];
    ++queue.waiting;
    if (!first || list.head == nobody) {
        append(list, ref, frame);
        return;
    }
    frame.previous = nobody;
    frame.next = list.head;
    m_frames[list.head].previous = ref;
    list.head = ref;
}

void Engine::append(QueueList& list, Ref ref, Frame& frame) {
    frame.next = nobody;
    frame.previous = list.tail;
    (list.tail == nobody ? list.head : m_frames[list.tail].next) = ref;
    list.tail = ref;
}

Ref Engine::dequeue(std::uint32_t number) {
    QueueState& queue = m_queues[number];
    if (queue.waiting == 0) return nobody;
    std::uint32_t list = queue.firstList;
    while (m_lists[list].head == nobody) ++list;
    const Ref ref = m_lists[list].head;
    removeQueued(m_frames[ref]);
    return ref;
}

void Engine::removeQueued(Frame& frame) {
    if (m_plan.stations[frame.station].work == Work::Batcher) {
        removeFromBatcher(frame);
        return;
    }
    if (m_plan.stations[frame.station].work == Work::Decoder) {
        removeFromDecoder(frame);
        return;
    }
    QueueState& queue = m_queues[frame.place];
    QueueList& list = m_lists[queue.firstList + levelOf(frame, m_plan.stations[frame.station])];
    takeOut(list, frame);
    --queue.waiting;
}

void Engine::takeOut(QueueList& list, Frame& frame) {
    (frame.previous == nobody ? list.head : m_frames[frame.previous].next) = frame.next;
    (frame.next == nobody ? list.tail : m_frames[frame.next].previous) = frame.previous;
    frame.next = frame.previous = nobody;
}

void Engine::abandon(Ref ref, Frame& frame) {
    removeQueued(frame);
    VisitTally& tally = m_visits[frame.visit].tally;
    frame.waited = m_now - frame.since;
    ++tally.begun;
    tally.waited += frame.waited;
    if (m_plan.stations[frame.station].work == Work::Replicas) adjustSetUps(frame.station);
    finish(ref, frame, Outcome::Abandoned);
}

} // namespace catenary::simulation
