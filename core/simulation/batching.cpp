// SPDX-License-Identifier: Apache-2.0
// Batch servers: who waits is taken together when an instance is idle and the batch is full, or large enough and old
// enough.
#include "core/simulation/engine.h"

#include <algorithm>
#include <cmath>

namespace catenary::simulation {

void Engine::setUpBatcher(std::size_t s) {
    BatcherState state;
    state.model = &std::get<network::BatcherStation>(m_plan.network.stations[s].model);
    if (state.model->time.whole_ms) state.time = Sampler(*state.model->time.whole_ms);
    state.station = static_cast<std::uint16_t>(s);
    state.timer = addTimer(Timer::Batching, m_batchers.size(), never);
    m_stations[s].state = static_cast<std::uint32_t>(m_batchers.size());
    m_batchers.push_back(std::move(state));
}

void Engine::joinBatcher(Ref ref, Frame& frame, const StationPlan& station) {
    StationState& here = m_stations[frame.station];
    BatcherState& state = m_batchers[here.state];
    if (here.waiting >= station.capacity) {
        finish(ref, frame, Outcome::Rejected);
        return;
    }
    frame.demand = 1.0; // what it counts for
    if (state.model->of_items) {
        const double own = frame.context == nobody ? -1.0 : m_contexts[frame.context].items;
        frame.demand = own >= 0.0 ? own : state.model->items_per_request;
    }
    frame.worked = state.idleTo(m_now, static_cast<std::uint32_t>(state.model->instances));
    frame.state = State::Waiting;
    append(state.waiting, ref, frame);
    state.items += frame.demand;
    ++here.waiting;
    startBatches(here.state);
}

double BatcherState::idleTo(double now, std::uint32_t instances) const {
    return idleTime + (busy < instances ? now - idleSince : 0.0);
}

void Engine::removeFromBatcher(Frame& frame) {
    BatcherState& state = m_batchers[m_stations[frame.station].state];
    takeOut(state.waiting, frame);
    state.items -= frame.demand;
    --m_stations[frame.station].waiting;
}

void Engine::startBatches(std::size_t number) {
    BatcherState& state = m_batchers[number];
    const network::BatcherStation& model = *state.model;
    const auto instances = static_cast<std::uint32_t>(model.instances);
    constexpr double rounding = 1e-9; // of sums of items
    Timer& timer = m_timers[state.timer];
    timer.due = never;
    const std::uint32_t lost = m_stations[state.station].lost;
    while (state.busy + lost < instances && state.waiting.head != nobody) {
        const double oldest = m_frames[state.waiting.head].since + model.max_delay_ms;
        const bool full = state.items >= model.max_batch - rounding;
        const bool enough = state.items >= model.min_batch - rounding;
        if (!full && !(enough && m_now >= oldest)) {
            if (enough) {
                timer.due = oldest;
                m_queue.push(oldest, what(OfTimer, state.timer));
            }
            return;
        }
        startBatch(state);
    }
}

void Engine::startBatch(BatcherState& state) {
    const network::BatcherStation& model = *state.model;
    const auto instances = static_cast<std::uint32_t>(model.instances);
    StationTally& tally = m_tally.stations[state.station];
    const double idle = state.idleTo(m_now, instances);
    const Ref head = state.waiting.head;
    double items = 0.0;
    Ref last = nobody;
    while (state.waiting.head != nobody) {
        const Ref ref = state.waiting.head;
        Frame& frame = m_frames[ref];
        if (last != nobody && items + frame.demand > model.max_batch + 1e-9) break;
        removeFromBatcher(frame);
        items += frame.demand;
        const double whole = m_now - frame.since;
        const double forming = std::clamp(idle - frame.worked, 0.0, whole);
        frame.waited = whole - forming;
        if (forming > 0.0) {
            RowCell row;
            row.station = frame.station;
            row.batching = forming;
            addRow(frame, row);
        }
        VisitTally& own = m_visits[frame.visit].tally;
        ++own.begun;
        own.waited += whole;
        frame.since = m_now;
        frame.worked = 0.0;
        frame.state = State::Working;
        frame.set(inBatch);
        if (last != nobody) m_frames[last].next = ref;
        last = ref;
    }
    state.idleTime = idle;
    state.idleSince = m_now;
    ++state.busy;
    ++tally.batches;
    tally.batched += items;
    const double time = model.time.whole_ms ? state.time(m_own[state.station]) : model.time.mean_ms(items);
    schedule(head, m_now + time);
}

void Engine::batchDone(Ref head) {
    const std::size_t s = m_frames[head].station;
    BatcherState& state = m_batchers[m_stations[s].state];
    StationTally& tally = m_tally.stations[s];
    state.idleTime = state.idleTo(m_now, static_cast<std::uint32_t>(state.model->instances));
    state.idleSince = m_now;
    --state.busy;
    tally.busy += m_now - m_frames[head].since;
    startBatches(m_stations[s].state);
    for (Ref ref = head; ref != nobody;) {
        Frame& frame = m_frames[ref];
        const Ref next = frame.next;
        frame.next = nobody;
        frame.clear(inBatch);
        frame.worked = m_now - frame.since;
        VisitTally& own = m_visits[frame.visit].tally;
        own.worked += frame.worked;
        own.occupied += frame.worked;
        ++own.served;
        frame.state = State::Calling;
        if (frame.parent == nobody && !frame.is(isRoot) && !frame.is(isFlow))
            freeFrame(ref); // stopped while the batch ran
        else
            afterWork(ref, frame);
        ref = next;
    }
}

} // namespace catenary::simulation
