// SPDX-License-Identifier: Apache-2.0
// Language-model servers: iteration-level continuous batching, first come first served, admission while context lasts,
// preemption by recomputing.
#include "core/simulation/engine.h"

#include <algorithm>
#include <cmath>

namespace catenary::simulation {

void Engine::setUpDecoder(std::size_t s) {
    DecoderState state;
    state.model = &std::get<network::DecoderStation>(m_plan.network.stations[s].model);
    state.blocks = std::floor(state.model->kv_tokens / network::kvBlockTokens);
    state.station = static_cast<std::uint16_t>(s);
    state.instances.resize(static_cast<std::size_t>(std::max(state.model->instances, 1)));
    for (std::size_t i = 0; i < state.instances.size(); ++i) {
        const std::uint32_t timer = addTimer(Timer::Iteration, m_decoders.size(), never);
        m_timers[timer].instance = static_cast<std::uint32_t>(i);
        state.instances[i].timer = timer;
    }
    m_stations[s].state = static_cast<std::uint32_t>(m_decoders.size());
    m_decoders.push_back(std::move(state));
}

void Engine::joinDecoder(Ref ref, Frame& frame) {
    StationState& here = m_stations[frame.station];
    DecoderState& state = m_decoders[here.state];
    frame.state = State::Waiting;
    append(state.waiting, ref, frame);
    ++here.waiting;
    for (std::size_t i = 0; i < state.instances.size(); ++i) {
        if (!state.instances[i].running.empty() || i + here.lost >= state.instances.size()) continue;
        startIteration(here.state, i);
        return;
    }
}

void Engine::removeFromDecoder(Frame& frame) {
    StationState& here = m_stations[frame.station];
    DecoderState& state = m_decoders[here.state];
    if (state.drawn && &m_frames[state.next.ref] == &frame) state.drawn = false;
    takeOut(state.waiting, frame);
    --here.waiting;
}

Sequence Engine::sequenceOf(Ref ref, const Frame& frame) {
    const std::size_t s = frame.station;
    const network::StationModel& seen = m_plan.model(s, frame.requestClass);
    const auto& model = std::get<network::DecoderStation>(seen);
    Sequence sequence;
    sequence.ref = ref;
    const Context& context = m_contexts[frame.context];
    const std::size_t at = m_plan.at(s, frame.requestClass);
    const double input =
        model.input_tokens ? m_plan.visits[at].input(m_attributes[frame.requestClass]) : context.inputTokens;
    const double output =
        model.output_tokens ? m_plan.visits[at].output(m_attributes[frame.requestClass]) : context.outputTokens;
    sequence.holdMore(std::max(std::round(input), 1.0));
    sequence.prompt = std::max(std::round(sequence.held * (1.0 - model.prefix_hit_ratio)), 1.0);
    sequence.cached = sequence.held - sequence.prompt;
    sequence.output = std::max(std::round(output), 1.0);
    return sequence;
}

const Sequence* Engine::firstToAdmit(DecoderState& state, const DecoderState::Instance& instance) {
    if (instance.crowded || instance.running.size() >= static_cast<std::size_t>(state.model->max_sequences))
        return nullptr;
    const bool again = !state.preempted.empty();
    if (!again && state.waiting.head == nobody) return nullptr;
    if (!again && !state.drawn) {
        state.next = sequenceOf(state.waiting.head, m_frames[state.waiting.head]);
        state.drawn = true;
    }
    const Sequence& first = again ? state.preempted.back() : state.next;
    // Whoever is alone runs, or nobody would.
    if (!instance.running.empty() && instance.blocks + first.blocks > state.blocks) return nullptr;
    return &first;
}

void Engine::admitSequence(DecoderState& state, DecoderState::Instance& instance) {
    if (!state.preempted.empty()) {
        instance.running.push_back(state.preempted.back());
        state.preempted.pop_back();
    } else {
        Frame& frame = m_frames[state.next.ref];
        removeFromDecoder(frame);
        frame.state = State::Working;
        frame.set(inBatch);
        frame.waited = m_now - frame.since; // its prompt begins to be read
        frame.since = m_now;
        VisitTally& tally = m_visits[frame.visit].tally;
        ++tally.begun;
        tally.waited += frame.waited;
        instance.running.push_back(state.next);
    }
    instance.blocks += instance.running.back().blocks;
}

Engine::Iteration Engine::planIteration(DecoderState& state, DecoderState::Instance& instance) {
    const network::DecoderStation& model = *state.model;
    Iteration step;
    double budget = model.token_budget;
    const auto decode = [&](Sequence& sequence) {
        sequence.inStep = 1.0;
        step.decoding += 1.0;
        step.context += sequence.held;
        budget -= 1.0 + model.speculative_tokens;
    };
    const auto read = [&](Sequence& sequence, double part) {
        sequence.inStep = part;
        step.prefill += part;
        step.seen += part * (sequence.cached + sequence.prefilled + 0.5 * part);
        budget -= part;
    };
    for (Sequence& sequence : instance.running) sequence.inStep = 0.0;
    if (model.chunked_prefill) {
        for (Sequence& sequence : instance.running)
            if (!sequence.reads()) decode(sequence);
        for (Sequence& sequence : instance.running)
            if (sequence.reads() && budget > 0.0)
                read(sequence, std::min(sequence.prompt - sequence.prefilled, budget));
        while (budget > 0.0 && firstToAdmit(state, instance) != nullptr) {
            admitSequence(state, instance);
            Sequence& sequence = instance.running.back();
            read(sequence, std::min(sequence.prompt, budget));
        }
        return step;
    }
    // Whole prompts, those that wait before everyone who decodes; one at least, however long.
    for (const Sequence* first = firstToAdmit(state, instance);
         first != nullptr && (step.prefill == 0.0 || first->prompt <= budget); first = firstToAdmit(state, instance)) {
        admitSequence(state, instance);
        read(instance.running.back(), instance.running.back().prompt);
    }
    if (step.prefill > 0.0) return step;
    for (Sequence& sequence : instance.running) decode(sequence);
    return step;
}

void Engine::startIteration(std::size_t number, std::size_t which) {
    DecoderState& state = m_decoders[number];
    DecoderState::Instance& instance = state.instances[which];
    if (which + m_stations[state.station].lost >= state.instances.size()) return;
    const Iteration step = planIteration(state, instance);
    instance.crowded = false;
    if (instance.running.empty()) return;
    // A sequence with drafts is verified like so many sequences.
    const double time = state.model->step.ms(step.decoding * (1.0 + state.model->speculative_tokens), step.context,
                                             step.prefill, step.prefill > 0.0 ? step.seen / step.prefill : 0.0);
    StationTally& tally = m_tally.stations[state.station];
    ++tally.batches;
    tally.batched += static_cast<double>(instance.running.size());
    tally.cache += time * instance.blocks / state.blocks;
    instance.began = m_now;
    Timer& timer = m_timers[instance.timer];
    timer.due = m_now + time;
    m_queue.push(timer.due, what(OfTimer, instance.timer));
}

double Engine::tokensOfStep(const DecoderState& state) {
    const network::DecoderStation& model = *state.model;
    double tokens = 1.0;
    for (int i = 0; i < model.speculative_tokens; ++i) {
        if (m_choices[state.station].uniform() >= model.speculative_acceptance) break;
        tokens += 1.0;
    }
    return tokens;
}

void Engine::iterationDone(std::size_t number, std::size_t which) {
    DecoderState& state = m_decoders[number];
    DecoderState::Instance& instance = state.instances[which];
    m_tally.stations[state.station].busy += m_now - instance.began;
    std::vector<Ref>& done = m_finished;
    const std::size_t base = done.size();
    std::size_t kept = 0;
    for (Sequence& sequence : instance.running) {
        if (sequence.inStep > 0.0 && sequence.reads()) {
            sequence.prefilled += sequence.inStep;
            if (!sequence.reads()) give(sequence, instance, 1.0);
        } else if (sequence.inStep > 0.0) {
            give(sequence, instance, std::min(tokensOfStep(state), sequence.output - sequence.given));
        }
        if (sequence.given >= sequence.output) {
            instance.blocks -= sequence.blocks;
            sequenceDone(sequence);
            done.push_back(sequence.ref);
            continue;
        }
        instance.running[kept++] = sequence;
    }
    instance.running.resize(kept);
    // Out of blocks: the last to come gives way and is computed again.
    while (instance.blocks > state.blocks && instance.running.size() > 1) {
        Sequence last = instance.running.back();
        instance.running.pop_back();
        instance.blocks -= last.blocks;
        last.prompt = last.held - last.cached;
        last.prefilled = 0.0;
        state.preempted.push_back(last);
        instance.crowded = true;
        ++m_tally.stations[state.station].preemptions;
    }
    startIteration(number, which);
    for (std::size_t i = base; i < done.size(); ++i) {
        Frame& frame = m_frames[done[i]];
        frame.state = State::Calling;
        if (frame.parent == nobody && !frame.is(isRoot) && !frame.is(isFlow))
            freeFrame(done[i]); // stopped while its sequence ran
        else
            afterWork(done[i], frame);
    }
    done.resize(base);
}

void Engine::give(Sequence& sequence, DecoderState::Instance& instance, double tokens) {
    if (sequence.firstAt < 0.0) {
        sequence.firstAt = m_now;
        const Frame& frame = m_frames[sequence.ref];
        Context& context = m_contexts[frame.context];
        const std::int32_t answers = m_plan.classes[frame.requestClass].answers;
        if (context.firstToken < 0.0 && (answers < 0 || answers == frame.station))
            context.firstToken = m_now + (answers < 0 ? wayBack(frame) : 0.0);
    }
    sequence.given += tokens;
    instance.blocks -= sequence.blocks;
    sequence.holdMore(tokens);
    instance.blocks += sequence.blocks;
}

double Engine::wayBack(const Frame& from) {
    double time = 0.0;
    for (const Frame* frame = &from; !frame->is(isRoot) && !frame->is(isFlow); frame = &m_frames[frame->parent]) {
        const bool travels = !frame->is(isSimple) && frame->state != State::Trying && frame->state != State::Chaining;
        const Way& way = m_plan.calls[frame->call].response;
        if (travels && !way.free) time += way.latency(m_responseWays[frame->call]) + way.transfer;
        if (frame->parent == nobody || m_frames[frame->parent].generation != frame->parentGeneration) break;
    }
    return time;
}

void Engine::sequenceDone(const Sequence& sequence) {
    Frame& frame = m_frames[sequence.ref];
    frame.clear(inBatch);
    frame.worked = m_now - frame.since;
    VisitTally& tally = m_visits[frame.visit].tally;
    tally.worked += frame.worked;
    tally.occupied += frame.worked;
    ++tally.served;
    Context& context = m_contexts[frame.context];
    context.tokens += sequence.output - 1.0;
    context.tokenTime += m_now - sequence.firstAt;
    context.given += sequence.output;
}

} // namespace catenary::simulation
