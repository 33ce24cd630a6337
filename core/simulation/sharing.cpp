// SPDX-License-Identifier: Apache-2.0
// Processor sharing: everyone present gets an equal share of the servers, nobody more than one.
#include "core/simulation/engine.h"

#include <algorithm>

namespace catenary::simulation {

namespace {

constexpr auto later = [](const SharedQueue::Job& a, const SharedQueue::Job& b) { return a.after(b); };

} // namespace

void Engine::joinSharing(Ref ref, Frame& frame, const StationPlan& station) {
    const std::size_t s = frame.station;
    const std::uint32_t number = station.queues > 1 ? pickShared(s) : m_stations[s].state;
    SharedQueue& shared = m_shared[number];
    if (station.capacity != unlimited && shared.jobs.size() >= std::size_t{station.servers} + station.capacity) {
        finish(ref, frame, Outcome::Rejected);
        return;
    }
    frame.place = number;
    frame.demand = m_plan.visits[frame.visit].own(m_own[s]);
    frame.state = State::Working;
    ++m_visits[frame.visit].tally.begun;
    advanceSharing(shared);
    shared.jobs.push_back({shared.attained + frame.demand, shared.order++, ref});
    std::push_heap(shared.jobs.begin(), shared.jobs.end(), later);
    ++m_stations[s].waiting;
    scheduleSharing(number);
}

void Engine::advanceSharing(SharedQueue& shared) {
    if (!shared.jobs.empty()) {
        const auto present = static_cast<double>(shared.jobs.size());
        shared.attained += (m_now - shared.at) * std::min(1.0, shared.servers / present);
    }
    shared.at = m_now;
}

void Engine::scheduleSharing(std::uint32_t number) {
    SharedQueue& shared = m_shared[number];
    shared.due = never;
    if (shared.jobs.empty()) {
        shared.attained = 0.0; // begin anew, so that sums do not lose their last digits
        return;
    }
    const double pace = std::min(1.0, shared.servers / static_cast<double>(shared.jobs.size()));
    if (pace <= 0.0) return; // none of its servers is there
    shared.due = m_now + std::max(shared.jobs.front().until - shared.attained, 0.0) / pace;
    m_queue.push(shared.due, what(OfShared, number));
}

void Engine::sharingDue(std::uint32_t number) {
    SharedQueue& shared = m_shared[number];
    advanceSharing(shared);
    const Ref ref = shared.jobs.front().ref;
    shared.attained = std::max(shared.attained, shared.jobs.front().until);
    std::pop_heap(shared.jobs.begin(), shared.jobs.end(), later);
    shared.jobs.pop_back();
    --m_stations[shared.station].waiting;
    scheduleSharing(number);
    Frame& frame = m_frames[ref];
    VisitTally& tally = m_visits[frame.visit].tally;
    frame.worked = frame.demand;
    frame.waited = std::max(m_now - frame.since - frame.demand, 0.0);
    tally.waited += frame.waited;
    tally.worked += frame.worked;
    tally.occupied += frame.worked;
    ++tally.served;
    frame.state = State::Calling;
    afterWork(ref, frame);
}

void Engine::leaveSharing(Ref ref, Frame& frame) {
    SharedQueue& shared = m_shared[frame.place];
    advanceSharing(shared);
    const auto found = std::find_if(shared.jobs.begin(), shared.jobs.end(),
                                    [&](const SharedQueue::Job& job) { return job.ref == ref; });
    const double left = std::max(found->until - shared.attained, 0.0);
    shared.jobs.erase(found);
    std::make_heap(shared.jobs.begin(), shared.jobs.end(), later);
    --m_stations[shared.station].waiting;
    VisitTally& tally = m_visits[frame.visit].tally;
    const double worked = frame.demand - left;
    tally.waited += std::max(m_now - frame.since - worked, 0.0);
    tally.occupied += worked;
    scheduleSharing(frame.place);
}

} // namespace catenary::simulation
