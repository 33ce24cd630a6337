// SPDX-License-Identifier: Apache-2.0
// How requests come, and what they carry.
#include "core/simulation/engine.h"

#include <algorithm>
#include <cmath>

namespace catenary::simulation {

void Engine::startSources() {
    for (std::size_t k = 0; k < m_plan.classCount; ++k) {
        const ClassPlan& plan = m_plan.classes[k];
        support::Random& random = m_arrivals[k];
        SourceState& source = m_sources[k];
        switch (plan.source) {
        case Source::Silent:
            break;
        case Source::Poisson:
        case Source::Batch:
            m_queue.push(plan.between * random.exponential(), what(OfClass, k));
            break;
        case Source::Renewal:
            // Somewhere between two arrivals, for sources need not keep step.
            m_queue.push(random.uniform() * plan.renewal(random), what(OfClass, k));
            break;
        case Source::Schedule:
            m_queue.push(plan.at, what(OfClass, k));
            break;
        case Source::Bursty:
            source.bursting = random.uniform() < plan.burst / (plan.burst + plan.calm);
            m_queue.push(random.exponential() * (source.bursting ? plan.burst : plan.calm), what(OfSwitch, k));
            nextOfBurst(k);
            break;
        case Source::Closed:
            for (std::uint32_t user = 0; user < plan.users; ++user)
                m_queue.push(plan.renewal(random), what(OfClass, k));
            break;
        }
    }
}

void Engine::classDue(std::size_t k) {
    const ClassPlan& plan = m_plan.classes[k];
    support::Random& random = m_arrivals[k];
    switch (plan.source) {
    case Source::Poisson:
        m_queue.push(m_now + plan.between * random.exponential(), what(OfClass, k));
        emit(k);
        return;
    case Source::Renewal:
        m_queue.push(m_now + plan.renewal(random), what(OfClass, k));
        emit(k);
        return;
    case Source::Bursty:
        if (m_sources[k].due != m_now) return;
        nextOfBurst(k);
        emit(k);
        return;
    case Source::Closed:
        emit(k);
        return;
    case Source::Batch:
    case Source::Schedule: {
        m_queue.push(m_now + plan.between * (plan.source == Source::Batch ? random.exponential() : 1.0),
                     what(OfClass, k));
        const double size = plan.size(random);
        double whole = std::floor(size);
        if (size > whole && random.uniform() < size - whole) whole += 1.0;
        for (double i = 0.0; i < whole; i += 1.0) emit(k);
        return;
    }
    case Source::Silent:
        return;
    }
}

void Engine::switchDue(std::size_t k) {
    const ClassPlan& plan = m_plan.classes[k];
    SourceState& source = m_sources[k];
    source.bursting = !source.bursting;
    m_queue.push(m_now + m_arrivals[k].exponential() * (source.bursting ? plan.burst : plan.calm), what(OfSwitch, k));
    nextOfBurst(k); // without memory: what was planned in the other state is forgotten
}

void Engine::nextOfBurst(std::size_t k) {
    const ClassPlan& plan = m_plan.classes[k];
    SourceState& source = m_sources[k];
    const double between = source.bursting ? plan.fast : plan.slow;
    source.due = never;
    if (between <= 0.0) return;
    source.due = m_now + between * m_arrivals[k].exponential();
    m_queue.push(source.due, what(OfClass, k));
}

void Engine::drawContext(Frame& frame, Ref ref) {
    const std::size_t k = frame.requestClass;
    const ClassPlan& plan = m_plan.classes[k];
    frame.context = m_contexts.take();
    Context& context = m_contexts[frame.context];
    support::Random& random = m_attributes[k];
    context = Context{};
    context.root = ref;
    context.rootGeneration = frame.generation;
    context.users = 1;
    context.items = plan.hasItems ? plan.items(random) : -1.0;
    context.inputTokens = plan.inputTokens(random);
    context.outputTokens = plan.outputTokens(random);
    const std::size_t spaces = m_plan.keySpaces.size();
    if (spaces == 0) return;
    const std::size_t first = frame.context * spaces;
    if (m_keys.size() < first + spaces) m_keys.resize(2 * (first + spaces));
    for (std::size_t i = 0; i < spaces; ++i) m_keys[first + i] = m_zipfs[i](m_keyed[i]);
}

void Engine::tokensEnded(const Frame& frame, ClassTally& tally) {
    const Context& context = m_contexts[frame.context];
    if (context.firstToken < 0.0 || context.given <= 0.0) return;
    tally.firstToken.add(context.firstToken - frame.began);
    if (context.tokens > 0.0) tally.perToken.add(context.tokenTime / context.tokens);
    tally.tokens += context.given;
}

} // namespace catenary::simulation
