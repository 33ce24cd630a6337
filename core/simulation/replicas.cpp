// SPDX-License-Identifier: Apache-2.0
// Servers replica by replica, where work can be interrupted (preemption, failures), or replicas are slow, are set up
// when needed, or follow the load.
#include "core/simulation/engine.h"

#include <algorithm>
#include <cmath>

namespace catenary::simulation {

using network::Discipline;
using Power = Replica::Power;

namespace {

constexpr std::size_t scalingWindow = 4; ///< looks its mean utilisation goes back

void remove(std::vector<Ref>& list, Ref ref) {
    const auto found = std::find(list.begin(), list.end(), ref);
    if (found != list.end()) list.erase(found);
}

} // namespace

void Engine::setUpReplicas(std::size_t s) {
    const StationPlan& plan = m_plan.stations[s];
    const network::ServersStation& model = *plan.model;
    Fleet fleet;
    fleet.station = static_cast<std::uint16_t>(s);
    fleet.first = static_cast<std::uint32_t>(m_replicas.size());
    fleet.count = static_cast<std::uint32_t>(model.replicas);
    fleet.workers = static_cast<std::uint32_t>(model.workers);
    fleet.scales = model.autoscaling.has_value();
    fleet.setsUp = plan.dispatch == network::Dispatch::Central && model.setup_ms && !model.setup_ms->isZero();
    if (fleet.setsUp) fleet.setUp = Sampler(*model.setup_ms);
    std::uint32_t initial = fleet.setsUp ? 0U : fleet.count;
    if (fleet.scales) {
        fleet.count = static_cast<std::uint32_t>(std::max(model.autoscaling->max, 1));
        initial = std::clamp(static_cast<std::uint32_t>(model.replicas),
                             static_cast<std::uint32_t>(std::max(model.autoscaling->min, 1)), fleet.count);
        fleet.setsUp = false;
    }
    m_stations[s].state = static_cast<std::uint32_t>(m_fleets.size());
    const bool central = plan.dispatch == network::Dispatch::Central;
    addQueues(s, central ? 1U : fleet.count);
    for (std::uint32_t i = 0; i < fleet.count; ++i) {
        Replica replica;
        replica.fleet = static_cast<std::uint32_t>(m_fleets.size());
        replica.queue = m_stations[s].firstQueue + (central ? 0U : i);
        replica.power = i < initial ? Power::On : Power::Off;
        if (i < static_cast<std::uint32_t>(model.slow_replicas)) replica.factor = model.slow_factor;
        if (model.mtbf_s && model.mttr_s) {
            replica.faultDue = *model.mtbf_s * 1000.0 * m_faults[s].exponential();
            m_queue.push(replica.faultDue, what(OfReplica, 2 * m_replicas.size() + 1));
        }
        m_replicas.push_back(std::move(replica));
    }
    fleet.running = initial;
    if (fleet.scales) addTimer(Timer::Scaling, m_fleets.size(), scalingPeriod);
    m_fleets.push_back(std::move(fleet));
}

bool Engine::canServe(const Replica& replica) const {
    const Fleet& fleet = m_fleets[replica.fleet];
    const bool serves =
        replica.power == Power::On || (replica.power == Power::Draining && m_plan.stations[fleet.station].queues > 1);
    return serves && replica.works() && replica.working.size() + replica.held < fleet.workers;
}

void Engine::integrate(std::size_t number) {
    Fleet& fleet = m_fleets[number];
    const double elapsed = m_now - fleet.integratedTo;
    fleet.integratedTo = m_now;
    const double workers = elapsed * fleet.running * fleet.workers;
    fleet.busyTime += elapsed * fleet.busyNow;
    fleet.workerTime += workers;
    StationTally& tally = m_tally.stations[fleet.station];
    tally.existing += elapsed * (fleet.running + fleet.starting);
    tally.workers += workers;
}

void Engine::setPower(std::size_t number, Power power) {
    Replica& replica = m_replicas[number];
    Fleet& fleet = m_fleets[replica.fleet];
    integrate(replica.fleet);
    const auto count = [&](Power of, std::uint32_t by) {
        if (of == Power::On || of == Power::Draining) fleet.running += by;
        if (of == Power::Starting) fleet.starting += by;
    };
    count(replica.power, ~0U); // one less
    count(power, 1U);
    replica.power = power;
    replica.powerDue = never;
}

void Engine::joinReplicas(Ref ref, Frame& frame, const StationPlan& station) {
    const std::size_t s = frame.station;
    const Fleet& fleet = m_fleets[m_stations[s].state];
    frame.demand = -1.0; // not drawn yet
    std::uint32_t queue = m_stations[s].firstQueue;
    std::uint32_t first = fleet.first;
    std::uint32_t end = fleet.first + fleet.count;
    if (station.queues > 1) {
        first = pickReplica(s);
        end = first + 1;
        queue = m_replicas[first].queue;
    }
    // Any replica with a free worker; at random, for some may be slow.
    std::uint32_t free = end;
    std::uint64_t ties = 0;
    for (std::uint32_t i = first; i < end; ++i)
        if (canServe(m_replicas[i]) && (++ties == 1 || m_dispatches[s].below(ties) == 0)) free = i;
    if (free < end) {
        startAtReplica(free, ref, frame);
        return;
    }
    if (station.preemptive && m_queues[queue].waiting < station.capacity) {
        const std::uint32_t taken = interruptFor(frame, first, end);
        if (taken < end) {
            startAtReplica(taken, ref, frame);
            return;
        }
    }
    wait(ref, frame, station, queue);
    if (fleet.setsUp) adjustSetUps(s);
}

std::uint32_t Engine::interruptFor(const Frame& arriving, std::uint32_t first, std::uint32_t end) {
    const StationPlan& station = m_plan.stations[arriving.station];
    const bool lifo = station.discipline == Discipline::Lifo;
    std::uint32_t at = end;
    Ref victim = nobody;
    for (std::uint32_t i = first; i < end; ++i) {
        const Replica& replica = m_replicas[i];
        if (!replica.works() || replica.power != Power::On) continue;
        for (const Ref other : replica.working) {
            const Frame& frame = m_frames[other];
            const std::uint32_t level = levelOf(frame, station);
            if (!lifo && level <= levelOf(arriving, station)) continue;
            if (victim != nobody) {
                const Frame& worst = m_frames[victim];
                const std::uint32_t most = levelOf(worst, station);
                if (lifo ? frame.since >= worst.since : level < most || (level == most && frame.since <= worst.since))
                    continue;
            }
            victim = other;
            at = i;
        }
    }
    if (victim == nobody) return end;
    Frame& frame = m_frames[victim];
    frame.demand = frame.due - m_now;
    frame.due = never;
    frame.state = State::Waiting;
    leaveReplica(at, victim);
    enqueue(victim, frame, m_replicas[at].queue, true);
    return at;
}

void Engine::startAtReplica(std::uint32_t number, Ref ref, Frame& frame) {
    Replica& replica = m_replicas[number];
    const std::size_t s = frame.station;
    if (frame.demand < 0.0) {
        frame.demand = m_plan.visits[frame.visit].own(m_own[s]) * replica.factor;
        frame.worked = frame.demand;
    }
    integrate(replica.fleet);
    ++m_fleets[replica.fleet].busyNow;
    replica.working.push_back(ref);
    frame.place = number;
    frame.state = State::Working;
    schedule(ref, m_now + frame.demand);
}

void Engine::leaveReplica(std::uint32_t number, Ref ref) {
    Replica& replica = m_replicas[number];
    integrate(replica.fleet);
    --m_fleets[replica.fleet].busyNow;
    remove(replica.working, ref);
}

void Engine::replicaWorkDone(Ref ref, Frame& frame) {
    VisitTally& tally = m_visits[frame.visit].tally;
    const std::uint32_t number = frame.place;
    frame.waited = std::max(m_now - frame.since - frame.worked, 0.0);
    tally.waited += frame.waited;
    tally.worked += frame.worked;
    ++tally.begun;
    ++tally.served;
    frame.since = m_now - frame.worked;
    frame.state = State::Calling;
    leaveReplica(number, ref);
    if (m_plan.stations[frame.station].holds) {
        frame.set(holdsWorker);
        ++m_replicas[number].held;
        ++m_fleets[m_replicas[number].fleet].busyNow;
    } else {
        tally.occupied += frame.worked;
        replicaFreed(number);
    }
    afterWork(ref, frame);
}

void Engine::replicaReleased(const Frame& frame) {
    Replica& replica = m_replicas[frame.place];
    integrate(replica.fleet);
    --m_fleets[replica.fleet].busyNow;
    --replica.held;
    replicaFreed(frame.place);
}

void Engine::stopAtReplica(Ref ref, Frame& frame) {
    VisitTally& tally = m_visits[frame.visit].tally;
    const Replica& replica = m_replicas[frame.place];
    const double left = replica.works() ? frame.due - m_now : frame.demand;
    const double worked = frame.worked - left;
    ++tally.begun;
    tally.waited += std::max(m_now - frame.since - worked, 0.0);
    tally.occupied += worked;
    leaveReplica(frame.place, ref);
    replicaFreed(frame.place);
}

void Engine::replicaFreed(std::uint32_t number) {
    Replica& replica = m_replicas[number];
    while (canServe(replica)) {
        const Ref next = dequeue(replica.queue);
        if (next == nobody) break;
        startAtReplica(number, next, m_frames[next]);
    }
    const Fleet& fleet = m_fleets[replica.fleet];
    const bool idle = replica.working.empty() && replica.held == 0;
    if (idle && replica.power == Power::Draining && m_queues[replica.queue].waiting == 0)
        setPower(number, Power::Off);
    else if (idle && fleet.setsUp && replica.power == Power::On && replica.works())
        setPower(number, Power::Off);
    if (fleet.setsUp) adjustSetUps(fleet.station);
}

void Engine::adjustSetUps(std::size_t s) {
    const Fleet& fleet = m_fleets[m_stations[s].state];
    if (!fleet.setsUp) return;
    const std::uint32_t off = fleet.count - fleet.running; // those in set-up counted
    const std::uint32_t wanted = std::min(off, m_queues[m_stations[s].firstQueue].waiting);
    for (std::uint32_t i = fleet.first; i < fleet.first + fleet.count && fleet.starting != wanted; ++i) {
        const bool starting = m_replicas[i].power == Power::Starting;
        if (fleet.starting < wanted && m_replicas[i].power == Power::Off)
            startUp(i, fleet.setUp(m_faults[s]));
        else if (fleet.starting > wanted && starting)
            setPower(i, Power::Off);
    }
}

void Engine::startUp(std::uint32_t number, double time) {
    setPower(number, Power::Starting);
    m_replicas[number].powerDue = m_now + time;
    m_queue.push(m_now + time, what(OfReplica, 2 * std::size_t{number}));
}

void Engine::replicaDue(std::uint32_t event) {
    const std::uint32_t number = event / 2;
    Replica& replica = m_replicas[number];
    if (event % 2 == 0) {
        if (replica.powerDue != m_now) return;
        setPower(number, Power::On);
        replicaFreed(number);
        return;
    }
    const std::size_t s = m_fleets[replica.fleet].station;
    const network::ServersStation& model = *m_plan.stations[s].model;
    setWorks(number, !replica.up, replica.lost);
    const double mean = (replica.up ? *model.mtbf_s : *model.mttr_s) * 1000.0;
    replica.faultDue = m_now + mean * m_faults[s].exponential();
    m_queue.push(replica.faultDue, what(OfReplica, event));
    if (replica.works()) replicaFreed(number);
}

void Engine::setWorks(std::uint32_t number, bool up, std::uint8_t lost) {
    Replica& replica = m_replicas[number];
    const bool before = replica.works();
    replica.up = up;
    replica.lost = lost;
    if (replica.works() == before) return;
    for (const Ref ref : replica.working) {
        Frame& frame = m_frames[ref];
        if (!before) {
            schedule(ref, m_now + frame.demand);
        } else {
            frame.demand = frame.due - m_now;
            frame.due = never;
        }
    }
}

void Engine::scale(std::size_t number) {
    integrate(number);
    Fleet& fleet = m_fleets[number];
    const network::Autoscaling& rule = *m_plan.stations[fleet.station].model->autoscaling;
    if (fleet.samples.empty()) fleet.samples.push({0.0, 0.0});
    const auto [busy, workers] = fleet.samples.front();
    const double utilisation =
        fleet.workerTime > workers ? (fleet.busyTime - busy) / (fleet.workerTime - workers) : 0.0;
    fleet.samples.push({fleet.busyTime, fleet.workerTime});
    if (fleet.samples.size() > scalingWindow) fleet.samples.pop();

    std::uint32_t serving = 0;
    for (std::uint32_t i = fleet.first; i < fleet.first + fleet.count; ++i)
        serving += m_replicas[i].power == Power::On ? 1U : 0U;
    const double asked = std::ceil(serving * utilisation / rule.target_utilisation - 1e-9);
    const auto wanted = static_cast<std::uint32_t>(
        std::clamp(asked, static_cast<double>(std::max(rule.min, 1)), static_cast<double>(rule.max)));
    std::uint32_t have = serving + fleet.starting;
    for (std::uint32_t i = fleet.first; i < fleet.first + fleet.count && have < wanted; ++i) {
        if (m_replicas[i].power != Power::Off) continue;
        startUp(i, rule.startup_ms);
        ++have;
    }
    if (wanted < serving && m_now - fleet.lastStepDown >= rule.cooldown_s * 1000.0) {
        std::uint32_t least = fleet.first + fleet.count;
        for (std::uint32_t i = fleet.first; i < fleet.first + fleet.count; ++i) {
            if (m_replicas[i].power != Power::On) continue;
            if (least == fleet.first + fleet.count || m_replicas[i].working.size() <= m_replicas[least].working.size())
                least = i;
        }
        fleet.lastStepDown = m_now;
        setPower(least, Power::Draining);
        replicaFreed(least);
    }
}

} // namespace catenary::simulation
