// SPDX-License-Identifier: Apache-2.0
// What a scenario does to a network by the clock, and zones that fail by themselves. Work under way at servers that are
// lost stops and goes on when they are back; of logs, batch and language-model servers what is under way is finished.
#include "core/simulation/engine.h"

#include <algorithm>
#include <cmath>

namespace catenary::simulation {

void Engine::startShocks() {
    m_shocked.assign(m_plan.shocks.size(), false);
    m_zoneDown.assign(m_plan.network.zones.size(), false);
    for (std::size_t i = 0; i < m_plan.shocks.size(); ++i)
        addTimer(Timer::Shocking, i, m_plan.shocks[i].from_s * 1000.0);
    for (std::size_t z = 0; z < m_zoneDown.size(); ++z)
        if (const auto& mean = m_plan.network.zones[z].mtbf_s)
            addTimer(Timer::ZoneFailing, z, *mean * 1000.0 * m_zoneFaults[z].exponential());
}

void Engine::shockDue(std::uint32_t number) {
    const std::size_t i = m_timers[number].number;
    const Shock& shock = m_plan.shocks[i];
    const bool begins = !m_shocked[i];
    m_shocked[i] = begins && shock.to_s > shock.from_s;
    if (m_shocked[i]) {
        m_timers[number].due = shock.to_s * 1000.0;
        m_queue.push(m_timers[number].due, what(OfTimer, number));
    }
    switch (shock.what) {
    case Shock::What::Load:
        for (std::size_t k = 0; k < m_plan.classCount; ++k)
            if (m_plan.classes[k].source == Source::Closed) changeUsers(k);
        return;
    case Shock::What::Empty:
        if (begins && m_plan.stations[static_cast<std::size_t>(shock.target)].keySpace >= 0)
            m_caches[m_stations[static_cast<std::size_t>(shock.target)].cache].clear();
        return;
    case Shock::What::Servers:
        applyLosses(static_cast<std::size_t>(shock.target));
        return;
    }
}

void Engine::zoneDue(std::uint32_t number) {
    const std::size_t z = m_timers[number].number;
    const network::Zone& zone = m_plan.network.zones[z];
    m_zoneDown[z] = !m_zoneDown[z];
    const double mean = (m_zoneDown[z] ? *zone.mttr_s : *zone.mtbf_s) * 1000.0;
    m_timers[number].due = m_now + mean * m_zoneFaults[z].exponential();
    m_queue.push(m_timers[number].due, what(OfTimer, number));
    for (const network::Index s : zone.stations) applyLosses(static_cast<std::size_t>(s));
}

std::uint32_t Engine::serversLeft(std::size_t s) const {
    double left = never;
    for (std::size_t i = 0; i < m_plan.shocks.size(); ++i)
        if (m_shocked[i] && m_plan.shocks[i].what == Shock::What::Servers &&
            m_plan.shocks[i].target == static_cast<network::Index>(s))
            left = std::min(left, m_plan.shocks[i].value);
    for (std::size_t z = 0; z < m_zoneDown.size(); ++z) {
        const auto& members = m_plan.network.zones[z].stations;
        if (m_zoneDown[z] && std::find(members.begin(), members.end(), static_cast<network::Index>(s)) != members.end())
            left = 0.0;
    }
    return left < never ? static_cast<std::uint32_t>(left) : unlimited;
}

void Engine::applyLosses(std::size_t s) {
    const StationPlan& plan = m_plan.stations[s];
    StationState& station = m_stations[s];
    const std::uint32_t left = serversLeft(s);
    switch (plan.work) {
    case Work::Nothing:
    case Work::Delay:
        return;
    case Work::Replicas: {
        const Fleet& fleet = m_fleets[station.state];
        const std::uint32_t first = fleet.first;
        const std::uint32_t count = fleet.count;
        for (std::uint32_t i = 0; i < count; ++i) setWorks(first + i, m_replicas[first + i].up, i < left ? 0 : 1);
        for (std::uint32_t i = 0; i < std::min(left, count); ++i) replicaFreed(first + i);
        return;
    }
    case Work::Sharing: {
        const auto workers = static_cast<std::uint32_t>(plan.model->workers);
        for (std::uint32_t i = 0; i < plan.queues; ++i) {
            SharedQueue& shared = m_shared[station.state + i];
            advanceSharing(shared);
            if (plan.queues == 1)
                shared.servers = std::min(plan.servers, left == unlimited ? plan.servers : left * workers);
            else
                shared.servers = i < left ? plan.servers : 0;
            scheduleSharing(station.state + i);
        }
        return;
    }
    case Work::Queue:
        for (std::uint32_t i = 0; i < plan.queues; ++i) {
            const std::uint32_t number = station.firstQueue + i;
            const bool lost = i >= left;
            if (m_queues[number].lost == lost) continue;
            m_queues[number].lost = lost;
            if (lost) {
                m_queues[number].busy += plan.servers;
                continue;
            }
            m_queues[number].busy -= plan.servers;
            while (m_queues[number].busy < plan.servers) {
                const Ref next = dequeue(number);
                if (next == nobody) break;
                ++m_queues[number].busy;
                startQueued(next, m_frames[next]);
            }
        }
        return;
    case Work::Batcher:
        station.lost = plan.servers - std::min(left, plan.servers);
        startBatches(station.state);
        return;
    case Work::Decoder: {
        station.lost = plan.servers - std::min(left, plan.servers);
        const std::size_t count = m_decoders[station.state].instances.size();
        for (std::size_t i = 0; i < count; ++i)
            if (!(m_timers[m_decoders[station.state].instances[i].timer].due < never)) startIteration(station.state, i);
        return;
    }
    }
}

void Engine::changeUsers(std::size_t k) {
    SourceState& source = m_sources[k];
    const auto wanted =
        static_cast<std::uint32_t>(std::llround(static_cast<double>(m_plan.classes[k].users) * paceNow(k)));
    const std::uint32_t staying = source.users - source.leaving;
    if (wanted < staying) {
        source.leaving += staying - wanted;
        return;
    }
    const std::uint32_t kept = std::min(source.leaving, wanted - staying);
    source.leaving -= kept;
    for (std::uint32_t i = staying + kept; i < wanted; ++i) {
        ++source.users;
        m_queue.push(m_now + m_plan.classes[k].renewal(m_arrivals[k]), what(OfClass, k));
    }
}

Engine::Look Engine::lookAt(std::size_t s) const {
    const StationPlan& plan = m_plan.stations[s];
    const StationState& station = m_stations[s];
    Look look;
    look.waiting = waitingAt(s);
    switch (plan.work) {
    case Work::Nothing:
        break;
    case Work::Delay:
        look.busy = station.present;
        break;
    case Work::Queue:
        for (std::uint32_t i = 0; i < plan.queues; ++i) {
            const QueueState& queue = m_queues[station.firstQueue + i];
            look.busy += queue.busy - (queue.lost ? plan.servers : 0U);
            look.running += queue.lost ? 0.0 : 1.0;
        }
        look.servers = static_cast<double>(plan.queues) * plan.servers;
        if (plan.model != nullptr) look.running = plan.model->replicas;
        break;
    case Work::Replicas: {
        const Fleet& fleet = m_fleets[station.state];
        look.busy = fleet.busyNow;
        look.servers = static_cast<double>(fleet.running) * fleet.workers;
        for (std::uint32_t i = fleet.first; i < fleet.first + fleet.count; ++i)
            if (m_replicas[i].works() &&
                (m_replicas[i].power == Replica::Power::On || m_replicas[i].power == Replica::Power::Draining))
                look.running += 1.0;
        break;
    }
    case Work::Sharing: {
        double servers = 0.0;
        for (std::uint32_t i = 0; i < plan.queues; ++i) {
            const SharedQueue& shared = m_shared[station.state + i];
            look.busy += std::min(static_cast<double>(shared.jobs.size()), shared.servers);
            servers += shared.servers;
        }
        look.waiting -= look.busy;
        look.servers = static_cast<double>(plan.queues) * plan.servers;
        look.running = servers / plan.model->workers;
        break;
    }
    case Work::Batcher:
        look.busy = m_batchers[station.state].busy;
        look.servers = plan.servers;
        look.running = plan.servers - station.lost;
        break;
    case Work::Decoder:
        for (const DecoderState::Instance& instance : m_decoders[station.state].instances)
            look.busy += m_timers[instance.timer].due < never ? 1.0 : 0.0;
        look.waiting += static_cast<double>(m_decoders[station.state].preempted.size());
        look.servers = plan.servers;
        look.running = plan.servers - station.lost;
        break;
    }
    return look;
}

void Engine::finish() {
    m_queue = EventQueue();
    m_frames = {};
    m_rows = {};
    m_contexts = {};
    m_marks = {};
    m_keys = {};
    m_caches = {};
}

} // namespace catenary::simulation
