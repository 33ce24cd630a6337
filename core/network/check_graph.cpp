// SPDX-License-Identifier: Apache-2.0
#include "core/network/lower_connection.h"

#include <algorithm>
#include <cmath>

namespace catenary::network {

using design::Mode;
using design::When;
using support::Severity;

namespace {

struct Edge {
    Index from = none, to = none, call = none;
    double weight = 1; ///< mean visits to `to` for each visit to `from`
};

/// The edges that lie on a cycle or between cycles: what is left when stations without an edge in or out are removed.
std::vector<Edge> cyclic(std::vector<Edge> edges, std::size_t stations) {
    for (;;) {
        std::vector<bool> in(stations, false), out(stations, false);
        for (const Edge& edge : edges) {
            out[static_cast<std::size_t>(edge.from)] = true;
            in[static_cast<std::size_t>(edge.to)] = true;
        }
        const auto dead = [&](const Edge& edge) {
            return !in[static_cast<std::size_t>(edge.from)] || !out[static_cast<std::size_t>(edge.to)];
        };
        if (std::erase_if(edges, dead) == 0) return edges;
    }
}

/// One cycle of a graph in which every station with an edge in has an edge out, beginning at its first station.
std::vector<Edge> oneCycle(const std::vector<Edge>& edges) {
    std::vector<Edge> path{edges.front()};
    for (;;) {
        const Index at = path.back().to;
        const auto again = std::find_if(path.begin(), path.end(), [&](const Edge& edge) { return edge.from == at; });
        if (again != path.end()) {
            path.erase(path.begin(), again);
            const auto first = std::min_element(path.begin(), path.end(),
                                                [](const Edge& a, const Edge& b) { return a.from < b.from; });
            std::rotate(path.begin(), first, path.end());
            return path;
        }
        path.push_back(*std::find_if(edges.begin(), edges.end(), [&](const Edge& edge) { return edge.from == at; }));
    }
}

/// "a → b → a (a-b, b-a)"
std::string nameCycle(const Network& network, const std::vector<Edge>& cycle) {
    std::string stations = network.stations[static_cast<std::size_t>(cycle.front().from)].id.str(), calls;
    for (const Edge& edge : cycle) {
        stations += " → " + network.stations[static_cast<std::size_t>(edge.to)].id.str();
        calls += (calls.empty() ? "" : ", ") + network.calls[static_cast<std::size_t>(edge.call)].id.str();
    }
    return stations + " (" + calls + ")";
}

/// True if the spectral radius of the non-negative matrix of `edges` is below 1. For M >= 0 that holds exactly when
/// (I − M)x = 1 has a positive solution (Berman and Plemmons, Nonnegative Matrices, theorem 6.2.3).
bool dampens(const std::vector<Edge>& edges) {
    std::vector<Index> nodes;
    for (const Edge& edge : edges) nodes.insert(nodes.end(), {edge.from, edge.to});
    std::sort(nodes.begin(), nodes.end());
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    const std::size_t n = nodes.size();
    const auto position = [&](Index node) {
        return static_cast<std::size_t>(std::lower_bound(nodes.begin(), nodes.end(), node) - nodes.begin());
    };
    std::vector<std::vector<double>> rows(n, std::vector<double>(n + 1, 0));
    for (std::size_t i = 0; i < n; ++i) rows[i][i] = rows[i][n] = 1;
    for (const Edge& edge : edges) rows[position(edge.from)][position(edge.to)] -= edge.weight;
    for (std::size_t column = 0; column < n; ++column) { // Gauss–Jordan with partial pivoting
        std::size_t pivot = column;
        for (std::size_t row = column + 1; row < n; ++row)
            if (std::abs(rows[row][column]) > std::abs(rows[pivot][column])) pivot = row;
        if (std::abs(rows[pivot][column]) < 1e-12) return false;
        std::swap(rows[pivot], rows[column]);
        for (std::size_t row = 0; row < n; ++row) {
            if (row == column || rows[row][column] == 0) continue;
            const double factor = rows[row][column] / rows[column][column];
            for (std::size_t k = column; k <= n; ++k) rows[row][k] -= factor * rows[column][k];
        }
    }
    for (std::size_t i = 0; i < n; ++i)
        if (!(rows[i][n] / rows[i][i] > 0)) return false;
    return true;
}

/// The share of visits on which a call is certainly made: 1 without a condition; of a cache whose hit ratio is given,
/// that; else 0, since nothing certain can be said here.
double certainShare(const Network& network, const Call& call) {
    if (call.when == When::Always) return 1;
    if (call.when == When::OnError) return 0;
    const Index at = call.of == none ? call.from : network.calls[static_cast<std::size_t>(call.of)].to;
    const auto* cache = std::get_if<CacheStation>(&network.stations[static_cast<std::size_t>(at)].model);
    if (cache == nullptr || !cache->hit_ratio) return 0;
    return call.when == When::OnHit ? *cache->hit_ratio : 1 - *cache->hit_ratio;
}

class GraphCheck {
public:
    GraphCheck(const Network& network, support::Findings& findings) : m_network(network), m_findings(findings) {}

    /// `index` none: a design without workloads, where every call carries the class to come.
    void checkClass(Index index) {
        m_class = index;
        m_workload = index == none
                         ? std::string()
                         : " of workload `" + m_network.classes[static_cast<std::size_t>(index)].id.str() + "`";
        for (const Station& station : m_network.stations) {
            checkForwards(station);
            checkRouter(station);
        }
        std::vector<Edge> sync, all;
        for (std::size_t i = 0; i < m_network.calls.size(); ++i) {
            const Call& call = m_network.calls[i];
            if (!carries(call) || call.response_stream) continue;
            Edge edge{call.from, call.to, static_cast<Index>(i), 1};
            if (call.mode == Mode::Sync) sync.push_back(edge);
            // Jobs start by their own schedule, whatever reaches them, and take what has gathered: nothing multiplies.
            if (call.mode == Mode::Batch ||
                std::holds_alternative<JobStation>(m_network.stations[static_cast<std::size_t>(call.from)].model))
                continue;
            edge.weight = certainShare(m_network, call) *
                          (call.mode == Mode::Forward ? call.probability : call.count.mean() * routedShare(call));
            if (edge.weight > 0) all.push_back(edge);
        }
        sync = cyclic(std::move(sync), m_network.stations.size());
        if (!sync.empty()) {
            const auto cycle = oneCycle(sync);
            report(cycle,
                   "sync calls" + m_workload + " wait for each other in a circle: " + nameCycle(m_network, cycle),
                   "make one of them `async` or `forward`, or restrict it with `workloads`");
            return;
        }
        all = cyclic(std::move(all), m_network.stations.size());
        if (all.empty() || dampens(all)) return;
        const auto cycle = oneCycle(all);
        report(cycle,
               "requests" + m_workload + " never leave the loop " + nameCycle(m_network, cycle) +
                   ": each visit leads to at least one more",
               "give the way back a `probability` below 1");
    }

private:
    [[nodiscard]] bool carries(const Call& call) const {
        return m_class == none || call.classes[static_cast<std::size_t>(m_class)];
    }

    /// A router makes one of its stage's calls; this one's share by weight, whatever the policy.
    [[nodiscard]] double routedShare(const Call& call) const {
        const Station& station = m_network.stations[static_cast<std::size_t>(call.from)];
        if (station.routing == Routing::All || call.mode != Mode::Sync) return 1;
        double sum = 0;
        for (const Call& other : m_network.calls)
            if (other.from == call.from && other.stage == call.stage && other.mode == Mode::Sync && carries(other))
                sum += other.weight;
        return sum > 0 ? call.weight / sum : 0;
    }

    void checkForwards(const Station& station) {
        for (const When when : {When::Always, When::OnMiss, When::OnHit, When::OnError}) {
            double sum = 0;
            std::vector<const Call*> forwards;
            for (const Index index : station.forwards) {
                const Call& call = m_network.calls[static_cast<std::size_t>(index)];
                if (!carries(call) || call.when != when) continue;
                forwards.push_back(&call);
                if (call.probability_given) sum += call.probability;
            }
            if (forwards.size() < 2) continue;
            for (const Call* call : forwards)
                if (!call->probability_given)
                    m_findings.push_back({Severity::Error, "connections." + call->id.str() + ".probability",
                                          "`" + station.id.str() + "` has " + std::to_string(forwards.size()) +
                                              " forwards" + m_workload + ", so `" + call->id.str() +
                                              "` needs a `probability`",
                                          "a request takes exactly one of them"});
                else if (sum > 1 + 1e-9)
                    m_findings.push_back({Severity::Error,
                                          "connections." + call->id.str() + ".probability",
                                          "the probabilities of the forwards of `" + station.id.str() + "`" +
                                              m_workload + " add up to " + support::shortestNumber(sum) + ", above 1",
                                          {}});
        }
    }

    void checkRouter(const Station& station) {
        if (station.routing == Routing::All || std::holds_alternative<NoStation>(station.model)) return;
        bool any = m_class == none ? false : !visited(station);
        for (const Call& call : m_network.calls)
            any = any || (&m_network.stations[static_cast<std::size_t>(call.from)] == &station && carries(call) &&
                          (call.mode == Mode::Forward || (call.mode == Mode::Sync && call.weight > 0)));
        if (!any)
            m_findings.push_back(
                {Severity::Error, station.id.str(),
                 "`" + station.id.str() + "` chooses one of its calls, but has none" + m_workload + " to choose from",
                 "connect it to what it routes to"});
    }

    /// Does any call of the class lead to the station?
    [[nodiscard]] bool visited(const Station& station) const {
        return std::any_of(m_network.calls.begin(), m_network.calls.end(), [&](const Call& call) {
            return carries(call) && &m_network.stations[static_cast<std::size_t>(call.to)] == &station;
        });
    }

    void report(const std::vector<Edge>& cycle, std::string message, std::string hint) {
        m_findings.push_back({Severity::Error, m_network.calls[static_cast<std::size_t>(cycle.front().call)].id.str(),
                              std::move(message), std::move(hint)});
    }

    const Network& m_network;
    support::Findings& m_findings;
    Index m_class = none;
    std::string m_workload;
};

} // namespace

void checkGraph(const Network& network, support::Findings& findings) {
    GraphCheck check(network, findings);
    if (network.classes.empty()) check.checkClass(none);
    for (std::size_t i = 0; i < network.classes.size(); ++i) check.checkClass(static_cast<Index>(i));
}

} // namespace catenary::network
