// SPDX-License-Identifier: Apache-2.0
// Calls that one request makes at once to the same queue: served in their order, so that the last to begin is known.
#include "core/analysis/compose.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

std::optional<Part> Composer::callsAtOnce(Index c, std::size_t k, const std::vector<double>& count) {
    constexpr std::size_t mostSizes = 32;
    const network::Call& call = m_state.call(c);
    const Index s = call.to;
    const StationState& station = m_state.stations[static_cast<std::size_t>(s)];
    const Visit& visit = m_state.visit(s, k);
    if (const auto& whole = station.together; whole && whole->sojourn && !call.policy && count.size() > 1) {
        // All in the same batch, or in batches one after the other: the last answer is the group's.
        if (count.back() != 1.0 || std::abs(static_cast<double>(count.size() - 1) - whole->size) > 1e-6 * whole->size ||
            !loopOf(s, k).empty())
            return std::nullopt;
        Part way = networkOf(c, true);
        m_algebra.append(way, sojournOf(s, {whole->waiting, visit.batching, whole->service}, whole->sojourn));
        m_algebra.append(way, stagesOf(s, k, Lookup::Any));
        way = forwarded(s, k, std::move(way));
        m_algebra.append(way, networkOf(c, false));
        way.waiting = 0.0; // as one group
        way.how = network::weaker(way.how, How::Approximate);
        return way;
    }
    const bool several = std::any_of(count.begin() + std::min<std::ptrdiff_t>(2, std::ssize(count)), count.end(),
                                     [](double chance) { return chance > 0.0; });
    const auto sizes =
        static_cast<std::size_t>(std::count_if(count.begin(), count.end(), [](double chance) { return chance > 0.0; }));
    if (!several || sizes > mostSizes || !station.group || call.policy || holds(s) || visit.slowShare > 0.0 ||
        visit.sojourn || visit.extraWait || !std::isfinite(visit.waitingMean) || !loopOf(s, k).empty())
        return std::nullopt;

    const GroupQueue& queue = *station.group;
    const RowKey waiting{s, Column::Waiting};
    Part work = m_algebra.leaf({s, Column::Service}, visit.service);
    m_algebra.append(work, stagesOf(s, k, Lookup::Any));
    work = forwarded(s, k, std::move(work));
    const auto wait = [&](const WaitingLaw& law) {
        if (law.mean <= 0.0) return Part{};
        Spectrum spectrum;
        if (const Lattice* lattice = m_algebra.lattice()) spectrum = spectrumOf(law, *lattice);
        return m_algebra.leaf(waiting, law.mean, law.second(), std::move(spectrum));
    };
    const Part behind = m_algebra.leaf(waiting, visit.service);
    const Part first = wait(queue.first);

    Part all = Part{};
    for (std::size_t n = 0; n < count.size(); ++n) {
        if (count[n] == 0.0) continue;
        Part way = Part{};
        if (n > 0) {
            m_algebra.append(way, networkOf(c, true));
            if (queue.present.empty()) {
                std::vector<double> ahead(n, 0.0);
                ahead.back() = 1.0; // n − 1 of them
                m_algebra.append(way, first);
                m_algebra.append(way, m_algebra.sequence(behind, ahead));
                m_algebra.append(way, work);
            } else {
                // When the last begins as many run as there are servers: each has as much ahead of it as a new one.
                const std::size_t running = std::min(n, static_cast<std::size_t>(queue.servers));
                std::vector<double> once(running + 1, 0.0);
                once.back() = 1.0;
                m_algebra.append(way, wait(queue.last(n)));
                m_algebra.append(way, m_algebra.join({Branch{work, 1.0, once}}, std::nullopt));
            }
            m_algebra.append(way, networkOf(c, false));
        }
        m_algebra.mix(all, count[n], way);
    }
    all.waiting = 0.0; // behind one's own group
    all.how = network::weaker(all.how, How::Approximate);
    return all;
}

} // namespace catenary::analysis
