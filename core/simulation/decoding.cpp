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
    takeOut(m_decoders[here.state].waiting, frame);
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
    sequence.held = std::max(std::round(input), 1.0);
    sequence.prompt = std::max(std::round(sequence.held * (1.0 - model.prefix_hit_ratio)), 1.0);
    sequence.output = std::max(std::round(output), 1.0);
    return sequence;
}

void Engine::admitSequences(DecoderState& state, DecoderState::Instance& instance) {
    const network::DecoderStation& model = *state.model;
    while (instance.running.size() < static_cast<std::size_t>(model.max_sequences)) {
        const bool again = !state.preempted.empty();
        if (!again && state.waiting.head == nobody) return;
        const Ref ref = again ? state.preempted.front().ref : state.waiting.head;
        Frame& frame = m_frames[ref];
        if (!again && !state.drawn) {
            state.next = sequenceOf(ref, frame);
            state.drawn = true;
        }
        const Sequence sequence = again ? state.preempted.front() : state.next;
        if (!instance.running.empty() && instance.held + sequence.held + 1.0 > model.kv_tokens) return;
        if (again) {
            state.preempted.pop();
        } else {
            state.drawn = false;
            removeFromDecoder(frame);
            frame.state = State::Working;
            frame.set(inBatch);
        }
        instance.held += sequence.held;
        instance.running.push_back(sequence);
    }
}

void Engine::startIteration(std::size_t number, std::size_t which) {
    DecoderState& state = m_decoders[number];
    DecoderState::Instance& instance = state.instances[which];
    const network::DecoderStation& model = *state.model;
    if (which + m_stations[state.station].lost >= state.instances.size()) return;
    admitSequences(state, instance);
    if (instance.running.empty()) return;
    const double drafted = model.speculative_tokens;
    double budget = model.token_budget;
    double decoding = 0.0;
    double context = 0.0;
    double prefill = 0.0;
    bool prompts = false;
    for (const Sequence& sequence : instance.running) prompts = prompts || sequence.prefilled < sequence.prompt;
    const bool mixed = model.chunked_prefill || !prompts;
    for (Sequence& sequence : instance.running) {
        sequence.inStep = 0.0;
        if (!mixed || sequence.prefilled < sequence.prompt) continue;
        sequence.inStep = 1.0;
        decoding += 1.0;
        context += sequence.held;
        budget -= 1.0 + drafted;
    }
    for (Sequence& sequence : instance.running) {
        const double left = sequence.prompt - sequence.prefilled;
        if (left <= 0.0) continue;
        // Whole prompts where they are not cut; one at least, or nothing would go on.
        const double part = model.chunked_prefill ? std::min(left, budget) : left;
        if (part <= 0.0 || (!model.chunked_prefill && part > budget && prefill > 0.0)) break;
        if (sequence.prefilled == 0.0 && sequence.given == 0.0) { // its wait ends with its first token computed
            Frame& frame = m_frames[sequence.ref];
            frame.waited = m_now - frame.since;
            frame.since = m_now;
            VisitTally& tally = m_visits[frame.visit].tally;
            ++tally.begun;
            tally.waited += frame.waited;
        }
        sequence.inStep = part;
        prefill += part;
        budget -= part;
    }
    const network::StepTime& step = model.step;
    // A sequence with drafts is verified like so many sequences.
    const double time = step.base_ms + step.per_prefill_token_ms * prefill +
                        step.per_sequence_ms * decoding * (1.0 + drafted) + step.per_context_token_ms * context;
    StationTally& tally = m_tally.stations[state.station];
    ++tally.batches;
    tally.batched += static_cast<double>(instance.running.size());
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
    const network::DecoderStation& model = *state.model;
    m_tally.stations[state.station].busy += m_now - instance.began;
    std::vector<Ref>& done = m_finished;
    const std::size_t base = done.size();
    std::size_t kept = 0;
    for (Sequence& sequence : instance.running) {
        if (sequence.inStep > 0.0 && sequence.prefilled < sequence.prompt) {
            sequence.prefilled += sequence.inStep;
            if (sequence.prefilled >= sequence.prompt) give(sequence, instance, 1.0);
        } else if (sequence.inStep > 0.0) {
            give(sequence, instance, std::min(tokensOfStep(state), sequence.output - sequence.given));
        }
        if (sequence.given >= sequence.output) {
            instance.held -= sequence.held;
            sequenceDone(sequence);
            done.push_back(sequence.ref);
            continue;
        }
        instance.running[kept++] = sequence;
    }
    instance.running.resize(kept);
    // Out of context: the last to come gives way and is computed again.
    while (instance.held > model.kv_tokens && instance.running.size() > 1) {
        Sequence last = instance.running.back();
        instance.running.pop_back();
        instance.held -= last.held;
        last.prompt = last.held;
        last.prefilled = 0.0;
        state.preempted.push(last);
    }
    if (instance.running.empty()) instance.held = 0.0;
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
        if (context.firstToken < 0.0 && (answers < 0 || answers == frame.station)) context.firstToken = m_now;
    }
    sequence.given += tokens;
    sequence.held += tokens;
    instance.held += tokens;
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
