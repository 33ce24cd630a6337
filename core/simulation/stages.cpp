// SPDX-License-Identifier: Apache-2.0
// What a visit does after its own work: stages one after the other, then a forward or the answer.
#include "core/simulation/engine.h"
#include "core/simulation/tracer.h"

#include <algorithm>

namespace catenary::simulation {

using design::When;

void Engine::afterWork(Ref ref, Frame& frame) {
    const StationPlan& station = m_plan.stations[frame.station];
    const VisitPlan& visit = m_plan.visits[frame.visit];
    if (m_tracer != nullptr) m_tracer->worked(ref, frame.worked, m_now);
    if (station.fails && visit.failure > 0.0 && m_choices[frame.station].uniform() < visit.failure) {
        finish(ref, frame, Outcome::Failed);
        return;
    }
    if (station.cache) {
        const bool hit = lookUp(frame);
        StationTally& tally = m_tally.stations[frame.station];
        ++tally.lookups;
        tally.hits += hit ? 1U : 0U;
        if (hit) frame.set(ownHit);
        if (!frame.is(lookedUp)) {
            frame.set(lookedUp);
            if (hit) frame.set(foundIt);
        }
    }
    frame.stage = m_visits[frame.visit].firstStage;
    nextStage(ref, frame);
}

void Engine::nextStage(Ref ref, Frame& frame) {
    const std::uint32_t end = m_visits[frame.visit].endStage;
    while (frame.stage < end) {
        const StagePlan& stage = m_plan.stages[frame.stage++];
        if (stage.answers && frame.context != nobody) {
            Context& context = m_contexts[frame.context];
            if (context.firstToken < 0.0) context.firstToken = m_now;
        }
        for (std::uint32_t i = stage.first; i < stage.firstWaited; ++i) {
            const std::size_t c = m_plan.stageCalls[i].call;
            for (std::uint64_t n = timesOf(frame, ref, c); n > 0; --n) startFlow(frame, c);
        }
        if (stage.tail) {
            const std::size_t c = m_plan.stageCalls[stage.firstWaited].call;
            const std::uint64_t times = conditionOf(frame, ref, m_plan.calls[c]);
            if (times == 1) {
                move(ref, frame, c);
                return;
            }
            if (times == 0) continue;
        }
        if (launch(ref, frame, stage)) return;
    }
    leave(ref, frame);
}

std::uint64_t Engine::conditionOf(Frame& frame, Ref ref, const CallPlan& call) {
    if (call.when == When::Always) return 1;
    if (call.asks >= 0) {
        const Mark& mark = m_marks[ref * m_plan.markCount + static_cast<std::size_t>(call.asks)];
        if (call.when == When::OnHit) return mark.hits;
        return call.when == When::OnMiss ? mark.misses : mark.errors;
    }
    if (call.when == When::OnError) {
        if (!frame.is(hasError)) return 0;
        frame.set(errorTaken);
        return 1;
    }
    return frame.is(ownHit) == (call.when == When::OnHit) ? 1 : 0;
}

std::uint64_t Engine::timesOf(Frame& frame, Ref ref, std::size_t c) {
    const CallPlan& call = m_plan.calls[c];
    std::uint64_t times = 0;
    for (std::uint64_t n = conditionOf(frame, ref, call); n > 0; --n) {
        if (!call.drawn) {
            times += call.count;
            continue;
        }
        const double count = call.counts(m_counted[c]);
        const auto whole = static_cast<std::uint64_t>(count);
        const double rest = count - static_cast<double>(whole);
        times += whole + (rest > 0.0 && m_counted[c].uniform() < rest ? 1U : 0U);
    }
    return times;
}

bool Engine::launch(Ref ref, Frame& frame, const StagePlan& stage) {
    if (stage.simple) {
        launchSimple(ref, frame, stage);
        return true;
    }
    const std::size_t base = m_counts.size();
    std::uint32_t first = stage.firstWaited;
    std::uint32_t end = stage.end;
    if (stage.routed) {
        first = choose(frame, stage);
        end = first + 1;
    }
    std::uint64_t total = 0;
    for (std::uint32_t i = first; i < end; ++i) {
        const std::uint64_t times = timesOf(frame, ref, m_plan.stageCalls[i].call);
        m_counts.push_back(static_cast<std::uint32_t>(times));
        total += times;
    }
    if (frame.is(errorTaken)) {
        frame.clear(errorTaken);
        frame.clear(hasError);
    }
    if (total == 0) {
        m_counts.resize(base);
        return false;
    }
    frame.state = State::Calling;
    frame.outstanding = static_cast<std::uint32_t>(total);
    frame.needed = stage.waitFor == 0 ? frame.outstanding : std::min(stage.waitFor, frame.outstanding);
    frame.excused = 0;
    frame.outcome = Outcome::Completed;
    // An answer may come at once; the stage must not join before all of it is sent.
    frame.set(launching);
    for (std::uint32_t i = first; i < end; ++i) {
        const StageCall& member = m_plan.stageCalls[i];
        const std::uint32_t times = m_counts[base + (i - first)];
        if (m_plan.calls[member.call].inSequence && times > 1) {
            startChain(ref, member.call, member.handled, times);
            continue;
        }
        for (std::uint32_t n = 0; n < times; ++n) send(ref, member.call, member.handled);
    }
    m_counts.resize(base);
    frame.clear(launching);
    if (frame.is(joinReady)) {
        frame.clear(joinReady);
        joined(ref, frame);
    }
    return true;
}

void Engine::launchSimple(Ref ref, Frame& frame, const StagePlan& stage) {
    const std::uint32_t total = stage.end - stage.firstWaited;
    frame.state = State::Calling;
    frame.outstanding = total;
    frame.needed = stage.waitFor == 0 ? total : std::min(stage.waitFor, total);
    frame.excused = 0;
    frame.outcome = Outcome::Completed;
    frame.set(launching);
    for (std::uint32_t i = stage.firstWaited; i < stage.end; ++i) {
        const StageCall& call = m_plan.stageCalls[i];
        const Ref made = takeFrame();
        Frame& visit = m_frames[made];
        visit.parent = ref;
        visit.parentGeneration = frame.generation;
        visit.requestClass = frame.requestClass;
        visit.call = call.call;
        visit.station = visit.rowStation = call.to;
        visit.visit = static_cast<std::uint32_t>(m_plan.at(call.to, frame.requestClass));
        visit.began = m_now;
        visit.context = frame.context;
        if (visit.context != nobody) ++m_contexts[visit.context].users;
        visit.flags = static_cast<std::uint16_t>(isSimple | (call.handled ? isHandled : 0));
        ++m_tally.sent[m_plan.at(call.call, frame.requestClass)];
        arrive(made);
    }
    frame.clear(launching);
    if (!frame.is(joinReady)) return;
    frame.clear(joinReady);
    joined(ref, frame);
}

std::uint32_t Engine::choose(const Frame& frame, const StagePlan& stage) {
    const std::uint32_t count = stage.end - stage.firstWaited;
    support::Random& random = m_choices[frame.station];
    const auto callAt = [&](std::uint64_t i) {
        return m_plan.stageCalls[stage.firstWaited + static_cast<std::uint32_t>(i)].call;
    };
    std::uint64_t chosen = 0;
    switch (m_plan.stations[frame.station].routing) {
    case network::Routing::All:
    case network::Routing::Weighted: {
        double total = 0.0;
        for (std::uint32_t i = 0; i < count; ++i) total += m_plan.calls[callAt(i)].weight;
        double left = random.uniform() * total;
        while (chosen + 1 < count && left >= m_plan.calls[callAt(chosen)].weight)
            left -= m_plan.calls[callAt(chosen++)].weight;
        break;
    }
    case network::Routing::RoundRobin:
        chosen = m_stations[frame.station].route++ % count;
        break;
    case network::Routing::PowerOfTwo: {
        const std::uint64_t other = random.below(count);
        chosen = random.below(count);
        if (m_underWay[callAt(other)] < m_underWay[callAt(chosen)]) chosen = other;
        break;
    }
    case network::Routing::LeastOutstanding: {
        std::uint64_t ties = 0;
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::uint32_t here = m_underWay[callAt(i)];
            const std::uint32_t least = m_underWay[callAt(chosen)];
            if (ties == 0 || here < least) {
                chosen = i;
                ties = 1;
            } else if (here == least && random.below(++ties) == 0) {
                chosen = i;
            }
        }
        break;
    }
    case network::Routing::Hash: {
        const bool keyed = frame.context != nobody && !m_plan.keySpaces.empty();
        chosen = keyed ? (m_keys[frame.context * m_plan.keySpaces.size()] * 0x9e3779b97f4a7c15U >> 32U) % count
                       : random.below(count);
        break;
    }
    }
    return stage.firstWaited + static_cast<std::uint32_t>(chosen);
}

void Engine::stageAnswered(Ref parent, Frame& caller, Ref ref, Frame& frame, std::uint32_t calls) {
    if (const std::int32_t marks = frame.is(isSimple) ? -1 : m_plan.calls[frame.call].marks; marks >= 0) {
        Mark& mark = m_marks[parent * m_plan.markCount + static_cast<std::size_t>(marks)];
        if (frame.outcome != Outcome::Completed)
            ++mark.errors;
        else if (frame.is(lookedUp))
            ++(frame.is(foundIt) ? mark.hits : mark.misses);
    }
    caller.outstanding -= calls;
    bool complete = caller.outstanding == 0;
    if (frame.outcome == Outcome::Completed) {
        caller.needed -= caller.needed > 0 ? 1U : 0U;
        complete = complete || caller.needed == 0;
    } else if (frame.is(isHandled)) {
        caller.excused += calls;
    } else if (caller.outcome == Outcome::Completed) {
        caller.outcome = frame.outcome;
    }
    if (complete && !caller.is(joinReady)) {
        // A call that is tried again, or is one of a chain, stands for its caller.
        if (m_tracer != nullptr) m_tracer->chosen(parent, ref, true);
        absorb(caller, frame);
    }
    freeFrame(ref);
    if (!complete) return;
    if (caller.is(launching))
        caller.set(joinReady);
    else
        joined(parent, caller);
}

void Engine::joined(Ref ref, Frame& frame) {
    const StagePlan& stage = m_plan.stages[frame.stage - 1];
    ++frame.generation; // calls not waited for are no longer heard
    if (stage.cancelLosers) cancelChildren(ref);
    if (frame.needed > frame.excused) {
        if (!stage.catches) {
            finish(ref, frame, frame.outcome);
            return;
        }
        frame.set(hasError);
        frame.error = frame.outcome;
    }
    nextStage(ref, frame);
}

void Engine::leave(Ref ref, Frame& frame) {
    if (frame.is(hasError)) {
        finish(ref, frame, frame.error);
        return;
    }
    const Route& route = m_plan.routes[frame.visit];
    if (route.firstForward != route.endForward) {
        const ForwardPlan& first = m_plan.forwards[route.firstForward];
        const double drawn = first.upTo > 1.0 ? 0.0 : m_choices[frame.station].uniform();
        for (std::uint32_t i = route.firstForward; i < route.endForward; ++i) {
            if (drawn >= m_plan.forwards[i].upTo) continue;
            letGo(frame);
            move(ref, frame, m_plan.forwards[i].call);
            return;
        }
    }
    finish(ref, frame, Outcome::Completed);
}

void Engine::letGo(Frame& frame) {
    if (frame.is(holdsWorker)) {
        frame.clear(holdsWorker);
        releaseWorker(frame);
    }
    if (frame.is(isAdmitted)) {
        frame.clear(isAdmitted);
        --m_stations[frame.station].inside;
    }
}

void Engine::move(Ref ref, Frame& frame, std::size_t c) {
    const CallPlan& call = m_plan.calls[c];
    ++m_tally.sent[m_plan.at(c, frame.requestClass)];
    keepRow(frame);
    frame.station = call.to;
    frame.visit = static_cast<std::uint32_t>(m_plan.at(frame.station, frame.requestClass));
    frame.rowStation = call.to;
    frame.clear(ownHit);
    if (m_tracer != nullptr) [[unlikely]]
        m_tracer->sent(ref, c, call.to, 1, m_now);
    travel(ref, frame, c);
}

void Engine::finish(Ref ref, Frame& frame, Outcome outcome) {
    letGo(frame);
    frame.outcome = outcome;
    if (m_tracer != nullptr) m_tracer->finished(ref, outcome);
    answer(ref, frame);
}

void Engine::answer(Ref ref, Frame& frame) {
    if (frame.is(isRoot)) {
        requestEnded(ref, frame);
        return;
    }
    if (frame.is(isSimple)) {
        Frame& caller = m_frames[frame.parent];
        if (caller.generation == frame.parentGeneration)
            stageAnswered(frame.parent, caller, ref, frame, 1);
        else
            freeFrame(ref);
        return;
    }
    if (!m_underWay.empty()) --m_underWay[frame.call];
    if (frame.is(isFlow)) {
        flowEnded(ref, frame);
        return;
    }
    if (frame.parent == nobody || m_frames[frame.parent].generation != frame.parentGeneration) {
        freeFrame(ref);
        return;
    }
    const CallPlan& call = m_plan.calls[frame.call];
    if (call.response.free) {
        deliver(ref, frame);
        return;
    }
    const double time = call.response.latency(m_responseWays[frame.call]) + call.response.transfer;
    if (frame.rowStation != call.to) {
        keepRow(frame);
        frame.rowStation = call.to;
    }
    frame.travelled += time;
    frame.state = State::Answering;
    schedule(ref, m_now + time);
}

void Engine::deliver(Ref ref, Frame& frame) {
    const Ref parent = frame.parent;
    if (parent == nobody || m_frames[parent].generation != frame.parentGeneration) {
        freeFrame(ref);
        return;
    }
    Frame& caller = m_frames[parent];
    switch (caller.state) {
    case State::Trying:
        attemptAnswered(parent, ref, frame);
        return;
    case State::Chaining:
        chainAnswered(parent, ref, frame);
        return;
    default:
        stageAnswered(parent, caller, ref, frame, 1);
    }
}

void Engine::flowEnded(Ref ref, Frame& frame) {
    const std::int32_t flow = m_plan.calls[frame.call].flow + static_cast<std::int32_t>(frame.requestClass);
    FlowTally& tally = m_tally.flows[static_cast<std::size_t>(flow)];
    ++tally.ended[static_cast<std::size_t>(frame.outcome)];
    if (frame.outcome == Outcome::Completed) {
        tally.latency.add(m_now - frame.began);
        if (m_plan.calls[frame.call].fresh)
            m_freshness[static_cast<std::size_t>(flow)].apply(frame.began, m_now, tally.age);
    }
    freeFrame(ref);
}

} // namespace catenary::simulation
