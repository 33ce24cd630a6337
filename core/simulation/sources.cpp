// SPDX-License-Identifier: Apache-2.0
// How requests come, and what they carry.
#include "core/simulation/engine.h"

#include "core/support/elementary.h"

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
            source.users = plan.users;
            for (std::uint32_t user = 0; user < plan.users; ++user)
                m_queue.push(plan.renewal(random), what(OfClass, k));
            break;
        case Source::Varying: {
            double first = plan.between * random.exponential();
            if (plan.varies == Source::Renewal) first = random.uniform() * plan.renewal(random);
            if (plan.varies == Source::Silent) first = 0.0;
            pushArrival(k, paced(k, first));
            break;
        }
        }
    }
}

double Engine::paced(std::size_t k, double gap) const {
    const std::vector<Pace>& paces = m_plan.classes[k].paces;
    double at = m_now;
    for (std::size_t i = 0; i < paces.size(); ++i) {
        const double end = i + 1 < paces.size() ? paces[i + 1].from : never;
        if (end <= at) continue;
        if (paces[i].factor > 0.0) {
            const double reached = at + gap / paces[i].factor;
            if (reached <= end) return reached;
            gap -= (end - at) * paces[i].factor;
        } else if (end == never) {
            return never;
        }
        at = end;
    }
    return at + gap;
}

double Engine::paceNow(std::size_t k) const {
    double factor = 1.0;
    for (const Pace& pace : m_plan.classes[k].paces)
        if (pace.from <= m_now) factor = pace.factor;
    return factor;
}

void Engine::pushArrival(std::size_t k, double time) {
    if (time < never) m_queue.push(time, what(OfClass, k));
}

void Engine::varyingDue(std::size_t k) {
    const ClassPlan& plan = m_plan.classes[k];
    support::Random& random = m_arrivals[k];
    double gap = 0.0;
    if (plan.varies == Source::Silent) {
        const network::Trace& trace = *m_plan.network.classes[k].trace;
        std::size_t& next = m_sources[k].next;
        const double now = trace.at_ms[next];
        m_sources[k].playing = next;
        next = next + 1 < trace.at_ms.size() ? next + 1 : 0;
        gap = (next > 0 ? trace.at_ms[next] - now : trace.period_ms - now) / plan.traceBy;
        if (next == 0 && m_plan.once) gap = never;
    } else {
        gap = plan.varies == Source::Renewal ? plan.renewal(random) : plan.between * random.exponential();
    }
    pushArrival(k, paced(k, gap));
    // A day's course: arrivals of the peak, thinned (Lewis & Shedler 1979).
    if (plan.swing > 0.0) {
        const double turns = (m_now - plan.swingAt) / plan.swingPeriod;
        const double rate = 1.0 + plan.swing * support::elementary::cosOfTurns(turns);
        if (random.uniform() * (1.0 + plan.swing) >= rate) return;
    }
    if (plan.varies == Source::Batch)
        emitBatch(k, 1.0);
    else
        emit(k);
}

void Engine::emitBatch(std::size_t k, double factor) {
    support::Random& random = m_arrivals[k];
    const double size = factor * m_plan.classes[k].size(random);
    double whole = std::floor(size);
    if (size > whole && random.uniform() < size - whole) whole += 1.0;
    for (double i = 0.0; i < whole; i += 1.0) emit(k);
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
        if (m_sources[k].leaving > 0) {
            --m_sources[k].leaving;
            --m_sources[k].users;
        } else {
            emit(k);
        }
        return;
    case Source::Batch:
    case Source::Schedule: {
        m_queue.push(m_now + plan.between * (plan.source == Source::Batch ? random.exponential() : 1.0),
                     what(OfClass, k));
        emitBatch(k, plan.source == Source::Schedule ? paceNow(k) : 1.0);
        return;
    }
    case Source::Varying:
        varyingDue(k);
        return;
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
    source.due = paced(k, between * m_arrivals[k].exponential());
    pushArrival(k, source.due);
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
    const std::size_t playing = m_sources[k].playing;
    context.items = plan.itemsOf != nullptr ? (*plan.itemsOf)[playing] : plan.hasItems ? plan.items(random) : -1.0;
    context.inputTokens = plan.inputOf != nullptr ? (*plan.inputOf)[playing] : plan.inputTokens(random);
    context.outputTokens = plan.outputOf != nullptr ? (*plan.outputOf)[playing] : plan.outputTokens(random);
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
