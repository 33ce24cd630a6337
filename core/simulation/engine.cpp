// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/engine.h"

#include "core/simulation/recorder.h"
#include "core/simulation/tracer.h"

#include <algorithm>
#include <cmath>

namespace catenary::simulation {

namespace {

/// What a stream of random numbers is for; part of its key, so the numbers stay as they are.
enum Purpose : std::uint64_t {
    Arrivals = 1,
    Attributes,
    OwnWork,
    Choices,
    Dispatching,
    Patience,
    Faults,
    Counts,
    RequestWays,
    ResponseWays,
    Pauses,
    Keys,
    ZoneFaults
};

constexpr unsigned slice = 4096;                            ///< events between two looks at whether to go on
constexpr unsigned mostSlicesAtOnce = 64;                   ///< at one instant, before it counts as endless
constexpr std::size_t mostUnderWay = std::size_t{1} << 17U; ///< visits
constexpr std::size_t mostBytes = 5'000'000;                ///< of what is under way, where little is expected
constexpr double visitsOfExpected = 16.0; ///< visits there may be for each that is served or thinks, callers included
constexpr std::size_t mostInTransit = std::size_t{1}
                                      << 19U;   ///< visits of a transient run, which may pile up for a while
constexpr std::uint64_t longEnough = 3'000'000; ///< events after which about as many requests should end as begin
constexpr double mostlyEnds = 0.7;              ///< of those that began, at the least
constexpr std::size_t longestCourse = 200'000;

/// Bytes of what is under way from which on a replication is flooded.
std::size_t roomOf(const Plan& plan) {
    double expected = 0.0; // visits that are served where nothing is lost, and users
    for (std::size_t k = 0; k < plan.classCount; ++k) {
        expected += plan.classes[k].users;
        const double perMs = plan.classes[k].perHour / 3.6e6 * plan.classes[k].ratesBy;
        for (std::size_t s = 0; s < plan.stationCount; ++s)
            expected += perMs * plan.visits[plan.at(s, k)].nominal * plan.visits[plan.at(s, k)].meanOwn;
        for (const network::Call& call : plan.network.calls) {
            const double way = call.request_network_ms.mean() + call.request_transfer_ms +
                               call.response_network_ms.mean() + call.response_transfer_ms;
            const auto from = static_cast<std::size_t>(call.from);
            expected += perMs * plan.visits[plan.at(from, k)].nominal * call.count.mean() * way;
        }
    }
    if (plan.transient) return mostInTransit * (sizeof(Frame) + sizeof(RowCell));
    const double visits = std::min(visitsOfExpected * expected, static_cast<double>(mostUnderWay));
    return std::max(mostBytes, static_cast<std::size_t>(visits) * (sizeof(Frame) + sizeof(RowCell)));
}

} // namespace

Engine::Engine(const Plan& plan, std::uint64_t seed, std::uint64_t replication,
               const std::function<bool()>& interrupted)
    : m_plan(plan), m_room(roomOf(plan)), m_tally(plan), m_course(plan.classCount), m_stations(plan.stationCount),
      m_policies(plan.policies.size()), m_deadlines(2 * plan.policies.size()), m_sources(plan.classCount),
      m_freshness(plan.flowCount), m_underWayOf(plan.classCount), m_underWayBefore(plan.classCount) {
    const auto stream = [&](const std::string& element, Purpose purpose) {
        return support::Random(support::streamKey(seed, replication, element, purpose));
    };
    for (const network::Class& given : plan.network.classes) {
        m_arrivals.push_back(stream(given.id.str(), Arrivals));
        m_attributes.push_back(stream(given.id.str(), Attributes));
    }
    for (const network::Station& given : plan.network.stations) {
        m_own.push_back(stream(given.id.str(), OwnWork));
        m_choices.push_back(stream(given.id.str(), Choices));
        m_dispatches.push_back(stream(given.id.str(), Dispatching));
        m_patiences.push_back(stream(given.id.str(), Patience));
        m_faults.push_back(stream(given.id.str(), Faults));
    }
    for (const network::Call& given : plan.network.calls) {
        m_counted.push_back(stream(given.id.str(), Counts));
        m_requestWays.push_back(stream(given.id.str(), RequestWays));
        m_responseWays.push_back(stream(given.id.str(), ResponseWays));
        m_pauses.push_back(stream(given.id.str(), Pauses));
    }
    for (const KeySpace& space : plan.keySpaces) {
        m_keyed.push_back(stream(space.name, Keys));
        m_zipfs.emplace_back(space.items, space.skew);
    }
    for (const network::Zone& zone : plan.network.zones) m_zoneFaults.push_back(stream(zone.name, ZoneFaults));
    for (std::size_t c = 0; c < plan.callCount; ++c) {
        const std::int32_t policy = plan.calls[c].policy;
        if (policy < 0) continue;
        const auto line = 2 * static_cast<std::size_t>(policy);
        m_deadlines[line].after = plan.policies[static_cast<std::size_t>(policy)].timeout;
        m_deadlines[line + 1].after = plan.policies[static_cast<std::size_t>(policy)].hedgeAfter;
        m_deadlines[line].call = m_deadlines[line + 1].call = static_cast<std::uint16_t>(c);
    }
    for (std::size_t s = 0; s < plan.stationCount; ++s) setUpStation(s);
    fillCaches(interrupted);
    setUpVisits();
    startShocks();
    startSources();
}

Engine::Stop Engine::run(std::uint64_t requests, bool completedOnly, double time,
                         const std::function<bool()>& interrupted) {
    m_remaining = requests;
    m_completedOnly = completedOnly;
    const std::uint64_t mostEnded = 100 * requests + 1'000'000;
    const std::uint64_t endedBefore = m_ended;
    const double mostEvents = static_cast<double>(m_events) + 5e6 + 2000.0 * static_cast<double>(requests);
    if (time < never) m_queue.push(std::max(time, m_now), what(OfEnd, 0));
    unsigned still = 0;
    while (m_remaining > 0) {
        const double before = m_now;
        for (unsigned i = 0; i < slice && m_remaining > 0; ++i) {
            if (m_queue.empty()) return Stop::Idle;
            handle(m_queue.pop());
            ++m_events;
        }
        still = m_now > before ? 0 : still + 1;
        if (still > mostSlicesAtOnce) return Stop::Stuck;
        if (bytesUnderWay() > m_room) return Stop::Flooded;
        const bool fewEnd =
            m_events > longEnough && static_cast<double>(m_ended) < mostlyEnds * static_cast<double>(m_emitted);
        if (!m_plan.transient && (fewEnd || growsOn())) return Stop::PilingUp;
        if (m_remaining > 0 && m_ended - endedBefore > mostEnded) return Stop::Stuck;
        if (static_cast<double>(m_events) > mostEvents) return Stop::Exhausted;
        if (interrupted()) return Stop::Interrupted;
    }
    return Stop::Reached;
}

void Engine::handle(EventQueue::Event event) {
    m_now = event.time;
    const std::uint32_t number = event.what & numberMask;
    switch (static_cast<Kind>(event.what >> kindShift)) {
    case OfFrame:
        if (m_frames[number].due == event.time) frameDue(number);
        return;
    case OfClass:
        classDue(number);
        return;
    case OfSwitch:
        switchDue(number);
        return;
    case OfTimer:
        if (m_timers[number].due == event.time) timerDue(number);
        return;
    case OfReplica:
        replicaDue(number);
        return;
    case OfShared:
        if (m_shared[number].due == event.time) sharingDue(number);
        return;
    case OfDeadline:
        if (m_deadlines[number].due == event.time) deadlineDue(number);
        return;
    case OfEnd:
        m_remaining = 0;
        return;
    }
}

void Engine::frameDue(Ref ref) {
    Frame& frame = m_frames[ref];
    frame.due = never;
    switch (frame.state) {
    case State::Working:
        if (VisitState& visit = m_visits[frame.visit]; visit.plain)
            plainDone(ref, frame, visit);
        else
            workDone(ref, frame);
        return;
    case State::Travelling:
        arrive(ref);
        return;
    case State::Answering:
        deliver(ref, frame);
        return;
    case State::Waiting:
        abandon(ref, frame);
        return;
    case State::Pausing:
        attempt(ref);
        return;
    case State::Chaining:
        nextOfChain(ref);
        return;
    case State::Calling:
    case State::Trying:
    case State::Free:
        return;
    }
}

void Engine::emit(std::size_t k) {
    const Ref ref = takeFrame();
    Frame& frame = m_frames[ref];
    frame.began = frame.since = m_now;
    frame.station = m_plan.classes[k].station;
    frame.requestClass = static_cast<std::uint16_t>(k);
    frame.flags = isRoot;
    ++m_tally.classes[k].emitted;
    ++m_emitted;
    ++m_underWayOf[k];
    if (m_tracer != nullptr) [[unlikely]]
        m_tracer->emitted(ref, m_now);
    if (m_plan.classes[k].carries) drawContext(frame, ref);
    const SourceState& source = m_sources[k];
    if (source.atOnce) {
        frame.station = frame.rowStation = source.station;
        frame.visit = source.visit;
        ++m_tally.sent[m_plan.at(static_cast<std::size_t>(source.enters), k)];
        arrive(ref);
        return;
    }
    if (source.enters >= 0) {
        move(ref, frame, static_cast<std::size_t>(source.enters));
        return;
    }
    frame.visit = static_cast<std::uint32_t>(m_plan.at(frame.station, k));
    frame.stage = m_visits[frame.visit].firstStage;
    nextStage(ref, frame);
}

void Engine::requestEnded(Ref ref, Frame& frame) {
    const std::size_t k = frame.requestClass;
    ClassTally& tally = m_tally.classes[k];
    ++tally.ended[static_cast<std::size_t>(frame.outcome)];
    ++m_ended;
    --m_underWayOf[k];
    const bool completed = frame.outcome == Outcome::Completed;
    if (m_recorder != nullptr) [[unlikely]]
        m_recorder->ended(k, frame.outcome, m_now - frame.began);
    if (m_tracer != nullptr) [[unlikely]]
        m_tracer->ended(ref, k, completed, m_now - frame.began, m_now);
    if (completed) {
        const double latency = m_now - frame.began;
        tally.latency.add(latency);
        ++tally.shares.requests;
        tally.shares.total += latency;
        sumRows(frame, tally.shares);
        if (latency >= tally.slowFrom && latency <= tally.slowTo) {
            ++tally.slow.requests;
            tally.slow.total += latency;
            sumRows(frame, tally.slow);
        }
        if (frame.context != nobody) tokensEnded(frame, tally);
        if (!m_measuring && m_course[k].size() < longestCourse) m_course[k].push_back(static_cast<float>(latency));
    }
    if (m_remaining > 0 && (completed || !m_completedOnly)) --m_remaining;
    const ClassPlan& plan = m_plan.classes[k];
    if (plan.source == Source::Closed) m_queue.push(m_now + plan.renewal(m_arrivals[k]), what(OfClass, k));
    freeFrame(ref);
}

std::uint32_t Engine::addTimer(Timer::Use use, std::size_t number, double due) {
    Timer timer;
    timer.use = use;
    timer.number = static_cast<std::uint32_t>(number);
    timer.due = due;
    m_timers.push_back(timer);
    const auto added = static_cast<std::uint32_t>(m_timers.size()) - 1;
    if (due < never) m_queue.push(due, what(OfTimer, added));
    return added;
}

void Engine::timerDue(std::uint32_t number) {
    Timer& timer = m_timers[number];
    timer.due = never;
    switch (timer.use) {
    case Timer::Batching:
        startBatches(timer.number);
        return;
    case Timer::Iteration:
        iterationDone(timer.number, timer.instance);
        return;
    case Timer::Scaling:
        timer.due = m_now + scalingPeriod;
        m_queue.push(timer.due, what(OfTimer, number));
        scale(timer.number);
        return;
    case Timer::Shocking:
        shockDue(number);
        return;
    case Timer::ZoneFailing:
        zoneDue(number);
        return;
    }
}

void Engine::measure() {
    markSlow();
    for (std::size_t fleet = 0; fleet < m_fleets.size(); ++fleet) integrate(fleet);
    m_tally.clear();
    for (VisitState& visit : m_visits) visit.tally = {};
    m_measuredFrom = m_now;
    m_underWayBefore = m_underWayOf;
    countOccupying();
    m_occupyingBefore = m_occupying;
    m_measuring = true;
    for (auto& course : m_course) course = {};
}

void Engine::countOccupying() {
    if (m_occupyingAt == m_now) return;
    m_occupyingAt = m_now;
    m_occupying.assign(m_visits.size(), 0.0);
    m_frames.each([this](const Frame& frame) {
        if (frame.state == State::Free) return;
        double& sum = m_occupying[frame.visit];
        const Work work = m_plan.stations[frame.station].work;
        if (frame.is(holdsWorker) || (frame.state == State::Working && work == Work::Queue)) {
            sum += m_now - frame.since;
        } else if (work == Work::Replicas && frame.demand >= 0.0) { // perhaps interrupted
            const bool works = frame.state == State::Working && m_replicas[frame.place].works();
            if (works || frame.state == State::Working || frame.state == State::Waiting)
                sum += frame.worked - (works ? frame.due - m_now : frame.demand);
        }
    });
}

const Tally& Engine::tally() {
    for (std::size_t fleet = 0; fleet < m_fleets.size(); ++fleet) integrate(fleet);
    m_tally.time = m_now - m_measuredFrom;
    countOccupying();
    for (std::size_t s = 0; s < m_plan.stationCount; ++s) {
        m_tally.stations[s].visits = {};
        for (std::size_t k = 0; k < m_plan.classCount; ++k) {
            const std::size_t at = m_plan.at(s, k);
            VisitTally& of = m_tally.visits[at];
            of = m_visits[at].tally;
            of.occupied += m_occupying[at] - (m_occupyingBefore.empty() ? 0.0 : m_occupyingBefore[at]);
            of.occupied = std::max(of.occupied, 0.0); // but for rounding it is not below
            m_tally.stations[s].visits.add(of);
        }
    }
    return m_tally;
}

std::size_t Engine::bytesUnderWay() const {
    return m_frames.used() * (sizeof(Frame) + m_plan.markCount * sizeof(Mark)) + m_rows.used() * sizeof(RowCell) +
           m_contexts.used() * (sizeof(Context) + m_plan.keySpaces.size() * sizeof(std::uint64_t));
}

bool Engine::growsOn() {
    constexpr std::uint64_t firstLook = 100'000; // events; the next whenever they have doubled
    constexpr double growth = 1.25;
    constexpr int looks = 5;
    if (m_events < std::max(2 * m_grown.events, firstLook)) return false;
    const std::size_t bytes = bytesUnderWay();
    m_grown.looks = static_cast<double>(bytes) > growth * static_cast<double>(m_grown.bytes) ? m_grown.looks + 1 : 0;
    m_grown.events = m_events;
    m_grown.bytes = bytes;
    return m_grown.looks >= looks && 4 * bytes > m_room; // four times what is expected
}

std::uint64_t Engine::ended(bool completedOnly) const {
    std::uint64_t sum = 0;
    for (const ClassTally& of : m_tally.classes)
        sum += completedOnly ? of.ended[static_cast<std::size_t>(Outcome::Completed)] : of.allEnded();
    return sum;
}

std::uint32_t Engine::waitingAt(std::size_t s) const {
    std::uint32_t waiting = m_stations[s].waiting;
    for (std::uint32_t i = 0; i < m_stations[s].queues; ++i) waiting += m_queues[m_stations[s].firstQueue + i].waiting;
    return waiting;
}

bool Engine::pilesUp(std::size_t k) const {
    const auto more = static_cast<double>(m_underWayOf[k] - m_underWayBefore[k]);
    return m_plan.classes[k].source != Source::Closed &&
           more > 50.0 + 0.1 * static_cast<double>(m_tally.classes[k].emitted);
}

void Engine::markSlow() {
    for (ClassTally& of : m_tally.classes) {
        support::Histogram all;
        of.latency.addTo(all);
        if (all.count() < 1000) continue;
        of.slowFrom = all.quantile(0.985);
        of.slowTo = all.quantile(0.995);
    }
}

} // namespace catenary::simulation
