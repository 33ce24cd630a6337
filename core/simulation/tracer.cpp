// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/tracer.h"

#include "core/network/performance.h"

#include <algorithm>
#include <array>

namespace catenary::simulation {

using network::Span;
using network::undefined;

bool Tracer::full() const {
    return std::all_of(m_wanted.begin(), m_wanted.end(),
                       [](const Wanted& wanted) { return wanted.kept.size() >= wanted.most; });
}

Tracer::At& Tracer::at(Ref ref) {
    if (ref >= m_at.size()) m_at.resize(std::max<std::size_t>(ref + 1, 2 * m_at.size()));
    return m_at[ref];
}

Tracer::Live* Tracer::liveOf(const At& of) {
    return of.live != none && m_live[of.live].serial == of.serial ? &m_live[of.live] : nullptr;
}

template <class Each> void Tracer::eachOwn(const At& of, Live& live, Ref ref, Each each) {
    for (int span = of.span; span >= 0 && live.owner[static_cast<std::size_t>(span)] == ref;
         span = live.spans[static_cast<std::size_t>(span)].parent)
        each(static_cast<std::size_t>(span));
}

void Tracer::emitted(Ref root, double now) {
    if (m_free.empty()) {
        m_free.push_back(static_cast<std::uint32_t>(m_live.size()));
        m_live.emplace_back();
    }
    const std::uint32_t number = m_free.back();
    m_free.pop_back();
    m_live[number].began = now;
    m_live[number].spans.clear();
    m_live[number].owner.clear();
    at(root) = {number, m_live[number].serial, -1, {}};
}

void Tracer::inherit(Ref ref, Ref parent) {
    const At from = at(parent);
    at(ref) = {from.live, from.serial, from.span, {}};
}

void Tracer::forget(Ref ref) {
    at(ref) = {};
}

void Tracer::sent(Ref ref, std::size_t call, std::size_t station, int attempt, double now) {
    At& of = at(ref);
    Live* live = liveOf(of);
    if (live == nullptr) return;
    Span span;
    span.parent = of.span;
    span.station = static_cast<int>(station);
    span.call = static_cast<int>(call);
    span.attempt = attempt;
    span.sent_ms = now - live->began;
    span.arrived_ms = span.began_ms = span.worked_ms = span.ended_ms = undefined;
    of.span = static_cast<int>(live->spans.size());
    live->spans.push_back(std::move(span));
    live->owner.push_back(ref);
}

void Tracer::arrived(Ref ref, double now) {
    const At& of = at(ref);
    if (Live* live = liveOf(of); live != nullptr && of.span >= 0)
        live->spans[static_cast<std::size_t>(of.span)].arrived_ms = now - live->began;
}

void Tracer::worked(Ref ref, double worked, double now) {
    const At& of = at(ref);
    Live* live = liveOf(of);
    if (live == nullptr || of.span < 0) return;
    Span& span = live->spans[static_cast<std::size_t>(of.span)];
    span.worked_ms = now - live->began;
    span.began_ms = std::max(span.worked_ms - worked, span.arrived_ms);
}

void Tracer::finished(Ref ref, Outcome outcome) {
    static constexpr std::array<const char*, outcomes> names = {"completed", "rejected", "timed_out", "failed",
                                                                "abandoned"};
    const At& of = at(ref);
    if (Live* live = liveOf(of))
        eachOwn(of, *live, ref,
                [&](std::size_t span) { live->spans[span].outcome = names[static_cast<std::size_t>(outcome)]; });
}

void Tracer::chosen(Ref into, Ref from, bool visit) {
    const At& answer = at(from);
    Live* live = liveOf(answer);
    if (live == nullptr) return;
    std::vector<int> spans = answer.answers;
    eachOwn(answer, *live, from, [&](std::size_t span) { spans.push_back(static_cast<int>(span)); });
    if (visit)
        for (const int span : spans) live->spans[static_cast<std::size_t>(span)].waited_for = true;
    else
        at(into).answers.insert(at(into).answers.end(), spans.begin(), spans.end());
}

void Tracer::freed(Ref ref, double now) {
    At& of = at(ref);
    if (Live* live = liveOf(of))
        eachOwn(of, *live, ref, [&](std::size_t span) {
            live->spans[span].ended_ms = now - live->began;
            if (live->spans[span].outcome.empty()) live->spans[span].outcome = "unheard";
            live->owner[span] = nobody;
        });
    of = {};
}

void Tracer::ended(Ref root, std::size_t k, bool completed, double latency, double now) {
    At& of = at(root);
    Live* live = liveOf(of);
    if (live == nullptr) return;
    for (Wanted& wanted : m_wanted) {
        const bool fits = wanted.all ? live->began >= m_keepsFrom
                                     : completed && wanted.k == k && latency >= wanted.from && latency <= wanted.to;
        if (now < m_keepsFrom || !fits || wanted.kept.size() >= wanted.most) continue;
        eachOwn(of, *live, root, [&](std::size_t span) { live->spans[span].waited_for = true; });
        network::RequestTrace trace;
        trace.request_class = static_cast<int>(k);
        trace.began_ms = live->began;
        trace.latency_ms = latency;
        trace.spans = live->spans;
        for (Span& span : trace.spans) { // parents stand before children
            if (!(span.ended_ms == span.ended_ms)) span.ended_ms = now - live->began;
            if (span.outcome.empty()) span.outcome = span.waited_for ? "completed" : "unheard";
            const bool onPath = span.parent < 0 || trace.spans[static_cast<std::size_t>(span.parent)].waited_for;
            span.waited_for = span.waited_for && onPath;
        }
        wanted.kept.push_back(std::move(trace));
        break;
    }
    ++live->serial;
    m_free.push_back(of.live);
}

} // namespace catenary::simulation
