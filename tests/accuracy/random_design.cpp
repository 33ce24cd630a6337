// SPDX-License-Identifier: Apache-2.0
#include "tests/accuracy/random_design.h"

#include "core/support/elementary.h"
#include "core/support/random.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace catenary::testing {

namespace {

using support::Json;

struct Node {
    std::string kind = "service";
    Json parameters = Json::object();
    int stages = 0;    ///< used by its calls so far
    bool leaf = false; ///< takes no further calls
    double visits = 0; ///< per second
    double sojourn_ms = 0;
};

struct Edge {
    std::size_t from, to;
    int stage;
    double calls; ///< mean per visit of `from`
    Json fields;
};

/// Passes over the edges until visits and sojourns no longer change: the only loops have a gain of at most 0.3.
constexpr int passes = 60;

class Draft {
public:
    explicit Draft(std::uint64_t seed) : m_random(support::streamKey(seed, 0, "random design", 0)) {}

    Json make(std::optional<std::size_t> components) {
        m_wanted = 3 + below(28);
        if (components) m_wanted = *components;
        for (const std::string_view feature : designFeatures)
            if (chance(0.32)) m_features.insert(std::string(feature));
        if (has("priority")) m_features.insert("two_workloads");
        drawTopology();
        drawRates();
        drawStations();
        holdWorkers();
        return json();
    }

private:
    double uniform(double low, double high) { return low + (high - low) * m_random.uniform(); }
    std::size_t below(std::size_t n) { return m_random.below(n); }
    bool chance(double p) { return m_random.uniform() < p; }
    bool has(const std::string& feature) const { return m_features.contains(feature); }

    std::size_t node(std::string kind = "service") {
        m_nodes.push_back({std::move(kind)});
        return m_nodes.size() - 1;
    }
    Edge& connect(std::size_t from, std::size_t to, int stage, double calls = 1.0, Json fields = Json::object()) {
        m_edges.push_back({from, to, stage, calls, std::move(fields)});
        return m_edges.back();
    }
    std::size_t room() const { return m_wanted - std::min(m_wanted, m_nodes.size()); }
    /// A service that may call more.
    std::size_t anyCaller() {
        std::size_t found = 0;
        do found = m_entry + below(m_nodes.size() - m_entry);
        while (m_nodes[found].leaf || m_nodes[found].kind != "service");
        return found;
    }

    void drawTopology() {
        node("client");
        if (has("two_workloads")) node("client");
        m_entry = m_nodes.size();
        const std::size_t entry = node();
        for (std::size_t client = 0; client < m_entry; ++client) connect(client, entry, 1);

        placeOnce("parallel", 2, [&](std::size_t at) {
            const int stage = ++m_nodes[at].stages;
            for (std::size_t i = 0, n = 2 + below(std::min<std::size_t>(room(), 3) - 1); i < n; ++i)
                connect(at, node(), stage);
        });
        placeOnce("cache_aside", 2, [&](std::size_t at) { cacheAside(at); });
        placeOnce("forward_loop", 2, [&](std::size_t at) { forwardLoop(at); });
        placeOnce("router", 3, [&](std::size_t at) {
            const std::size_t router = node("router");
            connect(at, router, ++m_nodes[at].stages);
            for (const double weight : {0.7, 0.3}) connect(router, node(), 1, weight, {{"weight", weight}});
        });
        placeOnce("batcher", 1, [&](std::size_t at) { connect(at, node("batch_server"), ++m_nodes[at].stages); });
        while (room() > 0) {
            const std::size_t at = anyCaller();
            const int stage = ++m_nodes[at].stages;
            const double calls = chance(0.8) ? 1.0 : chance(0.5) ? 0.5 : 2.0;
            connect(at, node(), stage, calls, calls == 1.0 ? Json::object() : Json{{"calls", calls}});
        }
        if (chance(0.2) && m_nodes.size() > m_entry + 4) callAcross();
        if (has("retries")) drawRetries();
    }

    template <class Place> void placeOnce(const std::string& feature, std::size_t needs, Place place) {
        if (!has(feature)) return;
        if (room() < needs)
            m_features.erase(feature);
        else
            place(anyCaller());
    }

    void cacheAside(std::size_t at) {
        const double hitRatio = std::round(uniform(0.3, 0.95) * 100.0) / 100.0;
        const std::size_t cache = node("cache");
        m_nodes[cache].parameters["hit_ratio"] = hitRatio;
        m_nodes[cache].leaf = true;
        connect(at, cache, ++m_nodes[at].stages);
        const std::string asked = "c" + std::to_string(m_edges.size() - 1);
        connect(at, node(), ++m_nodes[at].stages, 1.0 - hitRatio, {{"when", "on_miss"}, {"of", asked}});
    }

    void forwardLoop(std::size_t at) {
        const std::size_t first = node();
        const std::size_t second = node();
        connect(at, first, ++m_nodes[at].stages);
        const double on = uniform(0.3, 1.0);
        const double back = uniform(0.05, 0.3);
        connect(first, second, 0, on, {{"mode", "forward"}, {"probability", on}});
        connect(second, first, 0, back, {{"mode", "forward"}, {"probability", back}});
    }

    /// From a service to one made later that takes no part in a loop: calls stay acyclic.
    void callAcross() {
        std::vector<std::size_t> targets;
        for (std::size_t i = m_entry + 1; i < m_nodes.size(); ++i) {
            const bool forwards =
                std::any_of(m_edges.begin(), m_edges.end(), [&](const Edge& e) { return e.from == i; });
            if (m_nodes[i].kind == "service" && !forwards) targets.push_back(i);
        }
        if (targets.empty()) return;
        const std::size_t to = targets[below(targets.size())];
        const std::size_t from = m_entry + below(to - m_entry);
        if (m_nodes[from].kind == "service" && !m_nodes[from].leaf) connect(from, to, ++m_nodes[from].stages);
    }

    void drawRetries() {
        std::vector<Edge*> calls;
        for (Edge& edge : m_edges)
            if (edge.from >= m_entry && edge.fields.empty() && m_nodes[edge.to].kind == "service")
                calls.push_back(&edge);
        if (calls.empty()) {
            m_features.erase("retries");
            return;
        }
        Edge& edge = *calls[below(calls.size())];
        const double failures = std::round(uniform(0.02, 0.1) * 1000.0) / 1000.0;
        m_nodes[edge.to].parameters["failure_ratio"] = failures;
        edge.fields["policy"] = {{"retries", 2}, {"backoff_ms", 1}};
        edge.calls *= 1.0 + failures + failures * failures;
    }

    void drawRates() {
        for (std::size_t client = 0; client < m_entry; ++client)
            m_rates.push_back(std::round(10.0 * support::elementary::exp(uniform(0.0, 4.6))));
        for (int pass = 0; pass < passes; ++pass) {
            std::vector<double> visits(m_nodes.size(), 0.0);
            for (std::size_t client = 0; client < m_entry; ++client) visits[client] = m_rates[client];
            for (const Edge& edge : m_edges) visits[edge.to] += m_nodes[edge.from].visits * edge.calls;
            for (std::size_t i = 0; i < m_nodes.size(); ++i) m_nodes[i].visits = visits[i];
        }
    }

    Json timeOf(double mean_ms) {
        if (!has("cv") || chance(0.3)) return {{"distribution", "exponential"}, {"mean", mean_ms}};
        constexpr std::array cvs{0.0, 0.5, 0.8, 1.2, 1.5, 2.0};
        const double cv = cvs.at(below(cvs.size()));
        if (cv == 0.0) return mean_ms;
        if (cv == 0.5) return {{"distribution", "erlang"}, {"mean", mean_ms}, {"k", 4}};
        const char* law = chance(0.5) ? "lognormal" : cv > 1.0 ? "hyperexponential" : "gamma";
        return {{"distribution", law}, {"mean", mean_ms}, {"cv", cv}};
    }

    void drawStations() {
        for (std::size_t i = m_entry; i < m_nodes.size(); ++i) {
            Node& station = m_nodes[i];
            if (station.kind == "router") continue;
            const double utilisation = uniform(0.2, 0.8);
            const auto servers = static_cast<double>(1 + below(chance(0.5) ? 2 : 8));
            const double time_ms = 1000.0 * utilisation * servers / station.visits;
            station.sojourn_ms = time_ms / (1.0 - utilisation);
            if (station.kind == "batch_server") {
                const auto most = static_cast<double>(2 + below(15));
                station.parameters["instances"] = servers;
                station.parameters["max_batch"] = most;
                station.parameters["max_delay_ms"] = 0.5 * time_ms;
                station.parameters["batch_time_ms"] = {{"base", 0.6 * most * time_ms}, {"per_item", 0.4 * time_ms}};
                station.sojourn_ms = 2.0 * most * time_ms;
                continue;
            }
            station.parameters["workers"] = servers;
            station.parameters["service_time_ms"] = timeOf(time_ms);
            const bool first = i == m_entry;
            if (station.kind != "service") continue;
            if (has("priority") && (first || chance(0.3))) {
                station.parameters["discipline"] = "priority";
                station.parameters["preemptive"] = chance(0.5);
            }
            if (has("bounded") && (first || chance(0.2))) station.parameters["queue_capacity"] = 3 + below(40);
        }
    }

    /// Some services that call others keep a worker meanwhile, and get so many more.
    void holdWorkers() {
        if (!has("held")) return;
        std::vector<double> beyond(m_nodes.size(), 0.0);
        for (int pass = 0; pass < passes; ++pass) {
            std::vector<double> next(m_nodes.size(), 0.0);
            for (const Edge& edge : m_edges)
                next[edge.from] += edge.calls * (m_nodes[edge.to].sojourn_ms + beyond[edge.to]);
            beyond = next;
        }
        bool any = false;
        for (std::size_t i = m_entry; i < m_nodes.size(); ++i) {
            Node& station = m_nodes[i];
            const bool calls = station.stages > 0;
            if (station.kind != "service" || !calls || (any && !chance(0.3))) continue;
            const double held = station.visits / 1000.0 * (station.sojourn_ms + beyond[i]);
            station.parameters["holds_worker"] = true;
            station.parameters["workers"] = std::ceil(held / uniform(0.5, 0.75));
            any = true;
        }
        if (!any) m_features.erase("held");
    }

    Json arrival(double rate_per_s, bool first) {
        if (!first || !has("burst")) return {{"process", "poisson"}, {"rate_per_s", rate_per_s}};
        if (chance(0.5)) {
            const double size = 2.0 + static_cast<double>(below(4));
            return {{"process", "batch"}, {"rate_per_s", rate_per_s / size}, {"size", size}};
        }
        return {{"process", "bursty"},
                {"rate_per_s", rate_per_s},
                {"peak_ratio", uniform(1.3, 2.2)},
                {"burst_fraction", uniform(0.1, 0.3)},
                {"burst_ms", 1000.0 / rate_per_s * uniform(10.0, 100.0)}};
    }

    std::string nameOf(std::size_t i) const {
        return (i < m_entry ? "client" : m_nodes[i].kind) + "-" + std::to_string(i);
    }

    Json json() {
        Json design{{"format", "catenary-design"}, {"version", 1}, {"x-features", m_features}};
        for (std::size_t i = 0; i < m_nodes.size(); ++i) {
            Json component{{"id", nameOf(i)}, {"kind", m_nodes[i].kind}};
            if (!m_nodes[i].parameters.empty()) component["parameters"] = m_nodes[i].parameters;
            design["components"].push_back(component);
        }
        for (std::size_t i = 0; i < m_edges.size(); ++i) {
            const Edge& edge = m_edges[i];
            Json connection = edge.fields;
            connection["id"] = "c" + std::to_string(i);
            connection["from"] = nameOf(edge.from);
            connection["to"] = nameOf(edge.to);
            if (edge.stage > 1) connection["stage"] = edge.stage;
            connection["distance"] = "none";
            design["connections"].push_back(connection);
        }
        for (std::size_t client = 0; client < m_entry; ++client) {
            Json workload{{"id", "workload-" + std::to_string(client)},
                          {"source", nameOf(client)},
                          {"arrival", arrival(m_rates[client], client == 0)}};
            if (has("priority")) workload["priority"] = client;
            design["workloads"].push_back(workload);
        }
        return design;
    }

    support::Random m_random;
    std::size_t m_wanted = 0;
    std::set<std::string> m_features;
    std::size_t m_entry = 0; ///< the first service; clients are before it
    std::vector<Node> m_nodes;
    std::vector<Edge> m_edges;
    std::vector<double> m_rates; ///< by client, per second
};

} // namespace

Json randomDesign(std::uint64_t seed) {
    return Draft(seed).make(std::nullopt);
}

Json randomDesign(std::uint64_t seed, std::size_t components) {
    return Draft(seed).make(components);
}

} // namespace catenary::testing
