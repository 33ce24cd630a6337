// SPDX-License-Identifier: Apache-2.0
// Frames, the rows of where their time went, and what is to be stopped with them.
#include "core/simulation/engine.h"
#include "core/simulation/tracer.h"

namespace catenary::simulation {

Ref Engine::takeFrame() {
    const Ref ref = m_frames.take();
    Frame& frame = m_frames[ref];
    // What a visit reads before it writes it; the rest is as the frame's last user left it.
    frame.due = never;
    frame.waited = frame.worked = frame.travelled = 0.0;
    frame.parent = frame.rows = frame.lastRow = frame.context = frame.child = nobody;
    frame.outstanding = frame.stage = 0;
    frame.flags = 0;
    frame.rowStation = noRow;
    frame.state = State::Calling;
    frame.outcome = Outcome::Completed;
    if (m_plan.markCount > 0) {
        const std::size_t first = ref * m_plan.markCount;
        if (m_marks.size() < first + m_plan.markCount) m_marks.resize(2 * (first + m_plan.markCount));
        for (std::size_t i = 0; i < m_plan.markCount; ++i) m_marks[first + i] = {};
    }
    return ref;
}

void Engine::freeFrame(Ref ref) {
    Frame& frame = m_frames[ref];
    if (m_tracer != nullptr) [[unlikely]]
        m_tracer->freed(ref, m_now);
    if (frame.rows != nobody) dropRows(frame);
    if (frame.context != nobody && --m_contexts[frame.context].users == 0) m_contexts.give(frame.context);
    if (m_plan.cancels) {
        if (frame.is(isLinked)) unlink(ref);
        for (Ref child = frame.child; child != nobody; child = m_frames[child].sibling) m_frames[child].clear(isLinked);
    }
    ++frame.generation;
    frame.state = State::Free;
    frame.due = never;
    m_frames.give(ref);
}

void Engine::schedule(Ref ref, double time) {
    m_frames[ref].due = time;
    m_queue.push(time, what(OfFrame, ref));
}

void Engine::keepRow(Frame& frame) {
    if (frame.rowStation != noRow) {
        RowCell row;
        row.station = frame.rowStation;
        row.waiting = frame.waited;
        row.service = frame.worked;
        row.network = frame.travelled;
        addRow(frame, row);
    }
    frame.rowStation = noRow;
    frame.waited = frame.worked = frame.travelled = 0.0;
}

void Engine::addRow(Frame& frame, const RowCell& row) {
    const Ref cell = m_rows.take();
    m_rows[cell] = row;
    m_rows[cell].next = frame.rows;
    if (frame.rows == nobody) frame.lastRow = cell;
    frame.rows = cell;
}

void Engine::absorb(Frame& into, Frame& from) {
    if (from.rowStation != noRow) {
        if (into.rowStation == noRow) {
            into.rowStation = from.rowStation;
            into.waited = from.waited;
            into.worked = from.worked;
            into.travelled = from.travelled;
            from.rowStation = noRow;
        } else {
            keepRow(from);
        }
    }
    if (from.rows == nobody) return;
    m_rows[from.lastRow].next = into.rows;
    if (into.rows == nobody) into.lastRow = from.lastRow;
    into.rows = from.rows;
    from.rows = from.lastRow = nobody;
}

void Engine::dropRows(Frame& frame) {
    for (Ref cell = frame.rows; cell != nobody;) {
        const Ref next = m_rows[cell].next;
        m_rows.give(cell);
        cell = next;
    }
    frame.rows = frame.lastRow = nobody;
}

void Engine::sumRows(const Frame& frame, Shares& shares) {
    if (frame.rowStation != noRow) {
        double* const sums = &shares.at(frame.rowStation, Shares::Waiting);
        sums[Shares::Waiting] += frame.waited;
        sums[Shares::Service] += frame.worked;
        sums[Shares::Network] += frame.travelled;
    }
    for (Ref cell = frame.rows; cell != nobody; cell = m_rows[cell].next) {
        const RowCell& row = m_rows[cell];
        double* const sums = &shares.at(row.station, Shares::Waiting);
        sums[Shares::Waiting] += row.waiting;
        sums[Shares::Batching] += row.batching;
        sums[Shares::Service] += row.service;
        sums[Shares::Network] += row.network;
        sums[Shares::Retry] += row.retry;
    }
}

void Engine::link(Ref parent, Ref child) {
    Frame& caller = m_frames[parent];
    Frame& frame = m_frames[child];
    frame.set(isLinked);
    frame.sibling = caller.child;
    frame.elder = nobody;
    if (caller.child != nobody) m_frames[caller.child].elder = child;
    caller.child = child;
}

void Engine::unlink(Ref child) {
    Frame& frame = m_frames[child];
    frame.clear(isLinked);
    if (frame.sibling != nobody) m_frames[frame.sibling].elder = frame.elder;
    if (frame.elder != nobody)
        m_frames[frame.elder].sibling = frame.sibling;
    else
        m_frames[frame.parent].child = frame.sibling;
}

void Engine::cancelChildren(Ref ref) {
    while (m_frames[ref].child != nobody) {
        const Ref child = m_frames[ref].child;
        unlink(child);
        cancel(child);
    }
}

void Engine::cancel(Ref ref) {
    Frame& frame = m_frames[ref];
    ++frame.generation; // nobody below is heard any more
    cancelChildren(ref);
    if (frame.is(isTrial))
        m_policies[static_cast<std::size_t>(m_plan.calls[frame.call].policy)].breaker.abandonTrial(m_now);
    const bool visit = frame.state == State::Travelling || frame.state == State::Waiting ||
                       frame.state == State::Working || frame.state == State::Calling;
    if (visit && !frame.is(inBatch) && !m_underWay.empty()) --m_underWay[frame.call];
    if (frame.is(inBatch)) { // its batch goes on; nobody listens
        frame.parent = nobody;
        frame.flags = static_cast<std::uint16_t>(frame.flags & ~(isRoot | isFlow));
        return;
    }
    if (frame.state == State::Waiting) {
        removeQueued(frame);
        VisitTally& tally = m_visits[frame.visit].tally;
        ++tally.begun;
        tally.waited += m_now - frame.since;
    } else if (frame.state == State::Working) {
        stopWork(ref, frame);
    }
    if (frame.is(holdsWorker)) releaseWorker(frame);
    if (frame.is(isAdmitted)) --m_stations[frame.station].inside;
    freeFrame(ref);
}

} // namespace catenary::simulation
