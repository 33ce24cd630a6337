// SPDX-License-Identifier: Apache-2.0
#include "core/scene/overlay.h"

#include <cmath>
#include <vector>

namespace catenary::scene {
namespace {

using network::Index;

/// Follows the calls of one class from its source.
class CriticalPath {
public:
    CriticalPath(const network::Network& network, std::size_t requestClass, std::vector<double> spent)
        : m_network(network), m_class(requestClass), m_spent(std::move(spent)),
          m_state(network.stations.size(), Seen::No), m_below(network.stations.size(), 0) {}

    void mark(Index station, std::set<std::string>& critical) {
        if (station == network::none) return;
        weigh(station);
        std::vector<bool> visited(m_network.stations.size(), false);
        walk(station, critical, visited);
    }

private:
    enum class Seen { No, Open, Done };

    [[nodiscard]] bool waitedFor(Index call) const {
        const network::Call& c = m_network.calls[static_cast<std::size_t>(call)];
        return (c.mode == design::Mode::Sync || c.mode == design::Mode::Forward) && c.to != network::none &&
               m_class < c.classes.size() && c.classes[m_class];
    }

    /// Time spent at a station and behind it.
    double weigh(Index station) {
        const auto s = static_cast<std::size_t>(station);
        if (m_state[s] == Seen::Done) return m_below[s];
        if (m_state[s] == Seen::Open) return 0; // a cycle adds nothing
        m_state[s] = Seen::Open;
        double sum = m_spent[s];
        for (const network::Stage& stage : m_network.stations[s].stages)
            if (const Index call = heaviest(stage.calls); call != network::none) sum += weigh(target(call));
        if (const Index call = heaviest(m_network.stations[s].forwards); call != network::none)
            sum += weigh(target(call));
        m_state[s] = Seen::Done;
        return m_below[s] = sum;
    }

    [[nodiscard]] Index target(Index call) const { return m_network.calls[static_cast<std::size_t>(call)].to; }

    /// The call with most time behind it; none when there is no time behind any.
    Index heaviest(const std::vector<Index>& calls) {
        Index best = network::none;
        double most = 0;
        for (const Index call : calls) {
            if (!waitedFor(call)) continue;
            const double spent = weigh(target(call));
            if (spent > most) {
                most = spent;
                best = call;
            }
        }
        return best;
    }

    void walk(Index station, std::set<std::string>& critical, std::vector<bool>& visited) {
        const auto s = static_cast<std::size_t>(station);
        if (visited[s]) return;
        visited[s] = true;
        const auto follow = [&](const std::vector<Index>& calls) {
            const Index call = heaviest(calls);
            if (call == network::none) return;
            critical.insert(m_network.calls[static_cast<std::size_t>(call)].id.str());
            walk(target(call), critical, visited);
        };
        for (const network::Stage& stage : m_network.stations[s].stages) follow(stage.calls);
        follow(m_network.stations[s].forwards);
    }

    const network::Network& m_network;
    std::size_t m_class;
    std::vector<double> m_spent;
    std::vector<Seen> m_state;
    std::vector<double> m_below;
};

} // namespace

Overlay overlayOf(const insight::Estimate& estimate) {
    const network::Network& net = estimate.network;
    const network::Performance& performance = estimate.performance;
    Overlay overlay;
    for (std::size_t s = 0; s < net.stations.size(); ++s) {
        OverlayRow& row = overlay.rows[net.stations[s].id.str()];
        const bool loaded = !std::holds_alternative<network::SourceStation>(net.stations[s].model) &&
                            !std::holds_alternative<network::NoStation>(net.stations[s].model);
        if (loaded && s < performance.stations.size()) {
            const network::StationPerformance& p = performance.stations[s];
            row.fullness = insight::fullness(estimate, s);
            row.stable = p.stable;
        }
        row.bottleneck = loaded && net.stations[s].id.str() == estimate.system.bottleneck;
    }
    for (std::size_t c = 0; c < performance.classes.size() && c < net.classes.size(); ++c) {
        const network::ClassPerformance& p = performance.classes[c];
        const Index source = net.classes[c].source;
        if (source != network::none) {
            std::optional<double>& offered =
                overlay.rows[net.stations[static_cast<std::size_t>(source)].id.str()].offered_per_s;
            offered = offered.value_or(0) + p.offered_per_s;
        }
        if (!p.latency.p99.defined()) continue;
        std::vector<double> spent(net.stations.size(), 0);
        for (const network::BreakdownRow& part : p.breakdown_p99) {
            if (part.station == network::none || !std::isfinite(part.total_ms())) continue;
            const auto s = static_cast<std::size_t>(part.station);
            spent[s] += part.total_ms();
            OverlayRow& row = overlay.rows[net.stations[s].id.str()];
            if (!row.share_ms) row.share_ms = part.total_ms();
        }
        CriticalPath(net, c, std::move(spent)).mark(source, overlay.critical);
    }
    return overlay;
}

} // namespace catenary::scene
