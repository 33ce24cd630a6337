// SPDX-License-Identifier: Apache-2.0
// Calls on their way: plain ones, chains of them, and those with a policy.
#include "core/simulation/engine.h"
#include "core/simulation/tracer.h"

#include <algorithm>

namespace catenary::simulation {

namespace {

constexpr std::uint32_t mostSteps = 1000; ///< of a back-off that changes
constexpr double longestPause = 1e12;     ///< ms; a back-off that doubles for ever stops growing here

} // namespace

Ref Engine::spawn(Ref parent, std::size_t c) {
    const Ref ref = takeFrame();
    Frame& frame = m_frames[ref];
    const Frame& caller = m_frames[parent];
    frame.parent = parent;
    frame.parentGeneration = caller.generation;
    frame.requestClass = caller.requestClass;
    frame.call = static_cast<std::uint16_t>(c);
    frame.station = m_plan.calls[c].to;
    frame.visit = static_cast<std::uint32_t>(m_plan.at(frame.station, frame.requestClass));
    frame.began = m_now;
    frame.context = caller.context;
    if (frame.context != nobody) ++m_contexts[frame.context].users;
    if (m_plan.cancels) link(parent, ref);
    if (m_tracer != nullptr) m_tracer->inherit(ref, parent);
    return ref;
}

void Engine::send(Ref parent, std::size_t c, bool handled) {
    const Ref ref = spawn(parent, c);
    Frame& frame = m_frames[ref];
    if (handled) frame.set(isHandled);
    if (m_plan.calls[c].policy >= 0) {
        attempt(ref);
        return;
    }
    sendVisit(ref, frame, c);
}

void Engine::sendVisit(Ref ref, Frame& frame, std::size_t c) {
    frame.rowStation = frame.station;
    if (m_tracer != nullptr && !frame.is(isFlow)) {
        const Frame& caller = m_frames[frame.parent];
        const bool tried = caller.state == State::Trying;
        m_tracer->sent(ref, c, frame.station, tried ? static_cast<int>(caller.stage) : 1, m_now);
    }
    ++m_tally.sent[m_plan.at(c, frame.requestClass)];
    if (!m_underWay.empty()) ++m_underWay[c];
    travel(ref, frame, c);
}

void Engine::startFlow(const Frame& sender, std::size_t c) {
    const CallPlan& call = m_plan.calls[c];
    const Ref ref = takeFrame();
    Frame& frame = m_frames[ref];
    frame.requestClass = sender.requestClass;
    frame.call = static_cast<std::uint16_t>(c);
    frame.station = call.to;
    frame.visit = static_cast<std::uint32_t>(m_plan.at(frame.station, frame.requestClass));
    frame.began = m_now;
    frame.context = sender.context;
    frame.flags = isFlow;
    if (m_tracer != nullptr) m_tracer->forget(ref);
    if (frame.context != nobody) ++m_contexts[frame.context].users;
    ++m_tally.flows[static_cast<std::size_t>(call.flow) + sender.requestClass].sent;
    if (call.policy >= 0)
        attempt(ref);
    else
        sendVisit(ref, frame, c);
}

void Engine::travel(Ref ref, Frame& frame, std::size_t c) {
    const Way& way = m_plan.calls[c].request;
    if (way.free) {
        arrive(ref);
        return;
    }
    const double time = way.latency(m_requestWays[c]) + way.transfer;
    frame.travelled += time;
    frame.state = State::Travelling;
    schedule(ref, m_now + time);
}

void Engine::startChain(Ref parent, std::size_t c, bool handled, std::uint32_t times) {
    const Ref chain = spawn(parent, c);
    Frame& frame = m_frames[chain];
    if (handled) frame.set(isHandled);
    frame.state = State::Chaining;
    frame.outstanding = times;
    nextOfChain(chain);
}

void Engine::nextOfChain(Ref chain) {
    const std::size_t c = m_frames[chain].call;
    send(chain, c, false);
}

void Engine::chainAnswered(Ref chain, Ref ref, Frame& frame) {
    Frame& links = m_frames[chain];
    const Ref parent = links.parent;
    const bool heard = parent != nobody && m_frames[parent].generation == links.parentGeneration;
    --links.outstanding;
    if (m_tracer != nullptr) m_tracer->chosen(chain, ref, false);
    absorb(links, frame);
    const Outcome outcome = frame.outcome;
    links.outcome = outcome;
    links.flags =
        static_cast<std::uint16_t>((links.flags & ~(lookedUp | foundIt)) | (frame.flags & (lookedUp | foundIt)));
    freeFrame(ref);
    if (!heard) {
        freeFrame(chain);
        return;
    }
    if (outcome != Outcome::Completed || links.outstanding == 0) {
        // The calls that were still to come fail with this one.
        stageAnswered(parent, m_frames[parent], chain, links, links.outstanding + 1);
        return;
    }
    // One of several is done; the stage may join with it.
    Frame& caller = m_frames[parent];
    --caller.outstanding;
    if (m_plan.calls[links.call].marks >= 0 && links.is(lookedUp)) {
        Mark& mark = m_marks[parent * m_plan.markCount + static_cast<std::size_t>(m_plan.calls[links.call].marks)];
        ++(links.is(foundIt) ? mark.hits : mark.misses);
    }
    caller.needed -= caller.needed > 0 ? 1U : 0U;
    if (caller.needed > 0 || caller.is(joinReady)) {
        schedule(chain, m_now); // by the clock, so that calls without time cannot pile up
        return;
    }
    if (m_tracer != nullptr) m_tracer->chosen(parent, chain, true);
    absorb(caller, links);
    freeFrame(chain);
    if (caller.is(launching))
        caller.set(joinReady);
    else
        joined(parent, caller);
}

void Engine::attempt(Ref trying) {
    Frame& frame = m_frames[trying];
    const std::size_t c = frame.call;
    const auto number = static_cast<std::size_t>(m_plan.calls[c].policy);
    const PolicyPlan& policy = m_plan.policies[number];
    frame.state = State::Trying;
    ++frame.stage;
    ++frame.generation;
    frame.outstanding = 0;
    if (policy.breaker && !m_policies[number].breaker.lets(m_now, frame)) {
        attemptFailed(trying, Outcome::Rejected, false);
        return;
    }
    if (policy.timeout > 0.0) setDeadline(2 * number, trying);
    if (policy.hedged && (!policy.hedgeAtP95 || m_deadlines[2 * number + 1].after > 0.0))
        setDeadline(2 * number + 1, trying);
    sendCopy(trying);
}

void Engine::sendCopy(Ref trying) {
    const std::size_t c = m_frames[trying].call;
    ++m_frames[trying].outstanding;
    const Ref ref = spawn(trying, c);
    sendVisit(ref, m_frames[ref], c);
}

void Engine::attemptAnswered(Ref trying, Ref ref, Frame& frame) {
    Frame& call = m_frames[trying];
    const auto number = static_cast<std::size_t>(m_plan.calls[call.call].policy);
    const PolicyPlan& policy = m_plan.policies[number];
    const Outcome outcome = frame.outcome;
    --call.outstanding;
    if (outcome != Outcome::Completed) {
        freeFrame(ref);
        if (call.outstanding == 0) attemptFailed(trying, outcome, true);
        return;
    }
    if (policy.hedgeAtP95) learnHedge(number, m_now - frame.began);
    if (policy.breaker) m_policies[number].breaker.record(*policy.breaker, m_now, true, call);
    const double lost = frame.began - call.began;
    if (m_tracer != nullptr) m_tracer->chosen(trying, ref, false);
    absorb(call, frame);
    if (lost > 0.0) {
        RowCell row;
        row.station = m_plan.calls[call.call].to;
        row.retry = lost;
        addRow(call, row);
    }
    call.outcome = outcome;
    call.flags = static_cast<std::uint16_t>(call.flags | (frame.flags & (lookedUp | foundIt)));
    freeFrame(ref);
    ++call.generation;
    if (policy.cancel) cancelChildren(trying);
    answerTry(trying);
}

void Engine::attemptFailed(Ref trying, Outcome outcome, bool sent) {
    Frame& frame = m_frames[trying];
    const CallPlan& call = m_plan.calls[frame.call];
    const auto number = static_cast<std::size_t>(call.policy);
    const PolicyPlan& policy = m_plan.policies[number];
    ++frame.generation;
    if (sent && policy.breaker) m_policies[number].breaker.record(*policy.breaker, m_now, false, frame);
    if (policy.retries == unlimited || frame.stage <= policy.retries) {
        double pause = policy.backoff(m_pauses[frame.call]);
        const std::uint32_t longer = policy.backoffFactor == 1.0 ? 1U : std::min(frame.stage, mostSteps);
        for (std::uint32_t i = 1; i < longer && pause < longestPause; ++i) pause *= policy.backoffFactor;
        frame.state = State::Pausing;
        schedule(trying, m_now + std::min(pause, longestPause));
        return;
    }
    dropRows(frame);
    RowCell row;
    row.station = call.to;
    row.retry = m_now - frame.began;
    addRow(frame, row);
    frame.outcome = outcome;
    answerTry(trying);
}

void Engine::answerTry(Ref trying) {
    Frame& frame = m_frames[trying];
    if (frame.is(isFlow))
        flowEnded(trying, frame);
    else
        deliver(trying, frame);
}

void Engine::setDeadline(std::size_t line, Ref trying) {
    DeadlineLine& deadlines = m_deadlines[line];
    double time = m_now + deadlines.after;
    // An interval that is learnt may shrink; deadlines stay in order.
    if (!deadlines.entries.empty()) time = std::max(time, deadlines.entries[deadlines.entries.size() - 1].time);
    deadlines.entries.push({time, trying, m_frames[trying].generation});
    if (deadlines.due < never) return;
    deadlines.due = time;
    m_queue.push(time, what(OfDeadline, line));
}

void Engine::deadlineDue(std::size_t line) {
    DeadlineLine& deadlines = m_deadlines[line];
    while (!deadlines.entries.empty()) {
        const DeadlineLine::Entry entry = deadlines.entries.front();
        const bool live = m_frames[entry.ref].generation == entry.generation;
        if (live && entry.time > m_now) {
            deadlines.due = entry.time;
            m_queue.push(entry.time, what(OfDeadline, line));
            return;
        }
        deadlines.entries.pop();
        if (!live) continue;
        if (line % 2 == 0)
            timedOut(entry.ref);
        else
            sendCopy(entry.ref);
    }
    deadlines.due = never;
}

void Engine::timedOut(Ref trying) {
    const auto number = static_cast<std::size_t>(m_plan.calls[m_frames[trying].call].policy);
    ++m_frames[trying].generation;
    if (m_plan.policies[number].cancel) cancelChildren(trying);
    attemptFailed(trying, Outcome::TimedOut, true);
}

void Engine::learnHedge(std::size_t number, double time) {
    constexpr std::uint32_t first = 100;
    constexpr std::uint32_t often = 256;
    PolicyState& state = m_policies[number];
    state.answers.add(time);
    DeadlineLine& line = m_deadlines[2 * number + 1];
    ++state.sinceLook;
    if (state.sinceLook < (line.after > 0.0 ? often : first)) return;
    state.sinceLook = 0;
    line.after = state.answers.quantile(0.95);
}

} // namespace catenary::simulation
