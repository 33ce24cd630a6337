// SPDX-License-Identifier: Apache-2.0
#include "core/scene/film.h"

#include <algorithm>
#include <cmath>

namespace catenary::scene {

namespace {

using network::RequestTrace;
using network::Span;

/// The moment a visit had its answer ready: its own work is done and so are the calls it made.
double answered(const RequestTrace& trace, std::size_t visit) {
    double ready = trace.spans[visit].worked_ms;
    for (const Span& span : trace.spans)
        if (span.parent == static_cast<int>(visit) && span.waited_for) ready = std::max(ready, span.ended_ms);
    return ready;
}

template <class Each> void sortByBegin(std::vector<Each>& list) {
    std::stable_sort(list.begin(), list.end(), [](const Each& a, const Each& b) { return a.from < b.from; });
}

/// Calls `each` with what of a list sorted by `from` is under way at a moment.
template <class Item, class Each> void underWay(const std::vector<Item>& list, double longest, double ms, Each each) {
    const auto begin = std::lower_bound(list.begin(), list.end(), ms - longest,
                                        [](const Item& item, double at) { return item.from < at; });
    for (auto item = begin; item != list.end() && item->from <= ms; ++item)
        if (item->to > ms) each(*item);
}

} // namespace

Film::Film(const network::Network& network, const std::vector<RequestTrace>& traces, double least_ms) {
    for (const network::Call& call : network.calls) m_connections.push_back(call.id.str());
    for (const network::Station& station : network.stations) m_stations.push_back(station.id.str());
    for (const RequestTrace& trace : traces) {
        m_duration = std::max(m_duration, trace.began_ms + trace.latency_ms);
        for (std::size_t i = 0; i < trace.spans.size(); ++i) {
            const Span& span = trace.spans[i];
            if (span.call < 0 || std::isnan(span.arrived_ms)) continue;
            const auto call = static_cast<std::uint32_t>(span.call);
            const bool failed = span.outcome != "completed" && span.outcome != "unheard";
            const double arrived = trace.began_ms + span.arrived_ms;
            m_trips.push_back({std::min(trace.began_ms + span.sent_ms, arrived - least_ms), arrived, call,
                               trace.request_class, false, failed});
            if (!std::isnan(span.worked_ms)) {
                m_stays.push_back({arrived, trace.began_ms + span.began_ms, trace.began_ms + span.worked_ms,
                                   static_cast<std::uint32_t>(span.station)});
                m_duration = std::max(m_duration, trace.began_ms + span.worked_ms);
            }
            const network::Call& by = network.calls[call];
            const bool answers =
                by.mode == design::Mode::Sync && !std::isnan(span.ended_ms) && span.outcome != "unheard";
            if (!answers) continue;
            const double ready = answered(trace, i), home = trace.began_ms + span.ended_ms;
            const double left = std::isnan(ready) ? home : std::min(trace.began_ms + ready, home);
            m_trips.push_back({std::min(left, home - least_ms), home, call, trace.request_class, true, failed});
        }
    }
    sortByBegin(m_trips);
    sortByBegin(m_stays);
    for (const Trip& trip : m_trips) m_longestTrip = std::max(m_longestTrip, trip.to - trip.from);
    for (const Stay& stay : m_stays) m_longestStay = std::max(m_longestStay, stay.to - stay.from);
}

std::vector<Film::Dot> Film::dotsAt(double ms) const {
    std::vector<Dot> dots;
    underWay(m_trips, m_longestTrip, ms, [&](const Trip& trip) {
        const double share = trip.to > trip.from ? (ms - trip.from) / (trip.to - trip.from) : 1;
        dots.push_back(
            {&m_connections[trip.call], trip.answer ? 1 - share : share, trip.request_class, trip.answer, trip.failed});
    });
    return dots;
}

std::map<std::string, Film::Crowd> Film::crowdsAt(double ms) const {
    std::map<std::string, Crowd> crowds;
    underWay(m_stays, m_longestStay, ms, [&](const Stay& stay) {
        Crowd& crowd = crowds[m_stations[stay.station]];
        ++(stay.begun > ms ? crowd.waiting : crowd.served);
    });
    return crowds;
}

Point pointAlong(const std::vector<Point>& route, double share) {
    double whole = 0;
    for (std::size_t i = 1; i < route.size(); ++i)
        whole += std::hypot(route[i].x - route[i - 1].x, route[i].y - route[i - 1].y);
    double left = std::clamp(share, 0.0, 1.0) * whole;
    for (std::size_t i = 1; i < route.size(); ++i) {
        const Point a = route[i - 1], b = route[i];
        const double length = std::hypot(b.x - a.x, b.y - a.y);
        if (left <= length && length > 0) return {a.x + (b.x - a.x) * left / length, a.y + (b.y - a.y) * left / length};
        left -= length;
    }
    return route.back();
}

} // namespace catenary::scene
