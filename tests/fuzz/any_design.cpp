// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/any_design.h"

#include "core/support/elementary.h"
#include "core/support/random.h"
#include "tests/accuracy/random_design.h"

#include <cmath>
#include <string>
#include <vector>

namespace catenary::testing {

namespace {

using support::Json;

class Strewer {
public:
    explicit Strewer(std::uint64_t seed)
        : m_random(support::streamKey(seed, 0, "any design", 0)), m_design(randomDesign(seed)),
          m_dense(uniform(0.05, 0.5)) {
        m_design.erase("x-features");
    }

    Json make() {
        if (chance(0.2)) overload();
        for (Json& component : m_design["components"]) strew(component);
        for (Json& connection : m_design["connections"]) strew(connection, m_dense);
        handlers();
        joins();
        sideways();
        for (Json& workload : m_design["workloads"]) strewWorkload(workload);
        objectives();
        for (Json& connection : m_design["connections"]) drawing(connection);
        return m_design;
    }

private:
    double uniform(double low, double high) { return low + (high - low) * m_random.uniform(); }
    double magnitude(double low, double high) { // even over powers of ten
        return support::elementary::exp(uniform(std::log(low), std::log(high)));
    }
    int whole(int low, int high) {
        return low + static_cast<int>(m_random.below(static_cast<std::uint64_t>(high - low + 1)));
    }
    bool chance(double p) { return m_random.uniform() < p; }
    bool some() { return chance(m_dense); }
    template <class T> T one(std::initializer_list<T> of) { return of.begin()[m_random.below(of.size())]; }
    Json choice(std::initializer_list<const char*> of) { return std::string(of.begin()[m_random.below(of.size())]); }

    /// Any law with about this mean.
    Json law(double mean) {
        switch (whole(0, 11)) {
        case 0:
            return mean;
        case 1:
            return {{"distribution", "constant"}, {"value", mean}};
        case 2:
            return {{"distribution", "erlang"}, {"mean", mean}, {"k", whole(1, 9)}};
        case 3:
            return {{"distribution", "gamma"}, {"mean", mean}, {"cv", uniform(0.1, 3)}};
        case 4:
            return {{"distribution", "lognormal"}, {"mean", mean}, {"cv", uniform(0.1, 3)}};
        case 5:
            return {{"distribution", "lognormal"}, {"p50", mean}, {"p99", mean * uniform(1.5, 20)}};
        case 6:
            return {{"distribution", "hyperexponential"}, {"mean", mean}, {"cv", uniform(1, 4)}};
        case 7:
            return {{"distribution", "uniform"}, {"min", mean * uniform(0, 1)}, {"max", mean * uniform(1, 2)}};
        case 8:
            return {{"distribution", "weibull"}, {"mean", mean}, {"shape", uniform(0.5, 4)}};
        case 9:
            return {{"distribution", "pareto"}, {"mean", mean}, {"shape", uniform(1.1, 5)}};
        case 10:
            return {{"distribution", "empirical"}, {"values", {mean * 0.5, mean, mean * 2}}, {"weights", {3, 2, 1}}};
        default:
            return {{"distribution", "quantiles"}, {"p50", mean}, {"p90", mean * 2}, {"p99", mean * 5}};
        }
    }

    /// What only the picture shows.
    void drawing(Json& connection) {
        if (some()) connection["route"] = choice({"orthogonal", "straight", "curved"});
        if (some())
            connection["waypoints"] = {{uniform(-500, 500), uniform(-500, 500)}, {whole(0, 400), whole(0, 400)}};
        if (some()) connection["sides"] = {{"from", choice({"right", "bottom"})}, {"to", choice({"left", "top"})}};
        if (some()) connection["labels"] = {{"start", "1"}, {"end", "n"}};
    }

    static double meanOf(const Json& value, double fallback) {
        if (value.is_number()) return value.get<double>();
        if (value.is_object() && value.contains("mean")) return value["mean"].get<double>();
        return fallback;
    }

    void overload() {
        const double factor = magnitude(0.2, 5);
        for (Json& workload : m_design["workloads"])
            workload["arrival"]["rate_per_s"] = workload["arrival"]["rate_per_s"].get<double>() * factor;
    }

    void strew(Json& component) {
        const std::string kind = component["kind"];
        if (kind == "client") return;
        Json& parameters = component["parameters"];
        if (parameters.is_null()) parameters = Json::object();
        if (chance(m_dense * 0.3)) {
            parameters["rate_limit_per_s"] = magnitude(5, 2000);
            if (some()) parameters["rate_burst"] = whole(1, 50);
        }
        if (chance(m_dense * 0.3)) parameters["max_concurrency"] = whole(1, 40);
        if (some()) parameters["zone"] = choice({"a", "b", "c"});
        if (kind == "service")
            strewService(component["id"], parameters);
        else if (kind == "cache")
            strewCache(parameters);
        else if (kind == "batch_server")
            strewBatches(parameters);
        else if (kind == "router")
            parameters["routing"] = choice({"weighted", "round_robin", "least_outstanding", "power_of_two", "hash"});
    }

    void strewService(const std::string& id, Json& parameters) {
        const double mean = meanOf(parameters["service_time_ms"], 1);
        if (some()) parameters["service_time_ms"] = law(mean);
        if (some()) {
            parameters["discipline"] = choice({"fifo", "lifo", "priority", "ps"});
            if (chance(0.4)) parameters["preemptive"] = true;
        }
        if (some()) {
            const int replicas = whole(2, 5);
            parameters["replicas"] = replicas;
            const int workers = static_cast<int>(meanOf(parameters["workers"], 1));
            parameters["workers"] = (workers + replicas - 1) / replicas;
            parameters["dispatch"] = choice({"central", "random", "round_robin", "shortest_queue", "power_of_two"});
            if (some()) {
                parameters["slow_replicas"] = whole(1, replicas);
                parameters["slow_factor"] = uniform(1, 4);
            }
        }
        if (some()) parameters["queue_capacity"] = whole(0, 20);
        if (some()) parameters["patience_ms"] = law(mean * magnitude(0.3, 30));
        if (some()) parameters["failure_ratio"] = uniform(0, 0.3);
        if (some()) parameters["holds_worker"] = true;
        if (some()) parameters["setup_ms"] = law(mean * magnitude(0.3, 10));
        if (some()) {
            parameters["mtbf_s"] = magnitude(0.5, 2000);
            parameters["mttr_s"] = magnitude(0.05, 100);
        }
        if (chance(m_dense * 0.4))
            parameters["autoscaling"] = {{"min", whole(1, 2)},
                                         {"max", whole(2, 12)},
                                         {"target_utilisation", uniform(0.3, 0.95)},
                                         {"startup_ms", magnitude(10, 60000)},
                                         {"cooldown_s", magnitude(1, 300)}};
        if (chance(m_dense * 0.5)) {
            const std::size_t workloads = m_design["workloads"].size();
            const std::string of = m_design["workloads"][m_random.below(workloads)]["id"];
            parameters["by_workload"] = {{of, {{"service_time_ms", law(mean * uniform(0.2, 2))}}}};
            if (chance(0.5)) parameters["by_workload"][of]["failure_ratio"] = uniform(0, 0.5);
        }
        if (chance(m_dense * 0.2))
            parameters["routing"] = choice({"weighted", "round_robin", "least_outstanding", "power_of_two", "hash"});
        // Only who calls others can choose among them.
        if (parameters.contains("routing") && !calls(id)) parameters.erase("routing");
    }

    bool calls(const std::string& id) const {
        for (const Json& connection : m_design["connections"])
            if (connection["from"] == id && !connection.contains("mode")) return true;
        return false;
    }

    void strewCache(Json& parameters) {
        if (some()) parameters["queue_capacity"] = whole(0, 20);
        if (!chance(0.5)) return;
        parameters.erase("hit_ratio");
        const int items = static_cast<int>(magnitude(3, 20000));
        parameters["items"] = items;
        parameters["zipf_skew"] = uniform(0, 1.4);
        const Json eviction = choice({"lru", "lfu", "fifo", "random", "ttl"});
        parameters["eviction"] = eviction;
        if (eviction != "ttl" || chance(0.5)) parameters["capacity_items"] = whole(1, items);
        if (eviction == "ttl" || chance(0.3)) parameters["ttl_s"] = magnitude(0.01, 100);
        if (chance(0.4)) parameters["key_space"] = choice({"users", "things"});
        if (chance(0.3)) parameters["cold"] = true;
    }

    void strewBatches(Json& parameters) {
        if (some()) parameters["queue_capacity"] = whole(1, 40);
        if (some()) parameters["min_batch"] = whole(1, parameters["max_batch"].get<int>());
        if (some()) parameters["max_delay_ms"] = chance(0.5) ? 0.0 : magnitude(0.1, 100);
        if (some()) parameters["batch_of"] = "items";
        if (some()) parameters["batch_time_ms"] = law(parameters["batch_time_ms"]["base"].get<double>());
        if (!some()) return;
        parameters.erase("batch_time_ms");
        parameters["model"] = choice({"bert-base", "resnet-50", "dlrm"});
        parameters["hardware"] = choice({"L4", "A100-SXM-80", "aws:g6.xlarge"});
        if (chance(0.6))
            parameters["calibration"] = measured([this] {
                return Json{{"batch", whole(1, 32)}, {"time_ms", magnitude(0.3, 100)}};
            });
    }

    /// One to four measured points.
    template <class Point> Json measured(const Point& point) {
        Json rows = Json::array();
        for (int n = whole(1, 4); n > 0; --n) rows.push_back(point());
        return rows;
    }

    /// Times of a language model by its model and hardware in place of `step_time_ms`.
    void modelled(Json& server) {
        server.erase("step_time_ms");
        server["model"] = choice({"llama-3.1-8b", "mixtral-8x7b", "qwen3-30b-a3b"});
        server["hardware"] = choice({"H100-SXM", "H200"});
        server["precision"] = "fp8";
        server["tensor_parallel"] = one({1, 2, 4});
        if (chance(0.5)) server["expert_parallel"] = chance(0.8);
        if (chance(0.6))
            server["calibration"] = measured([this] {
                Json row{{"input_tokens", whole(10, 4000)}, {"output_tokens", whole(2, 500)}};
                row[chance(0.7) ? "concurrency" : "batch"] = whole(1, 64);
                if (chance(0.7)) row["tpot_ms"] = magnitude(3, 60);
                if (chance(0.5) || !row.contains("tpot_ms")) row["ttft_ms"] = magnitude(20, 2000);
                return row;
            });
    }

    void strew(Json& connection, double dense) {
        const bool fromClient = connection["from"].get<std::string>().starts_with("client");
        if (chance(dense))
            connection["distance"] =
                choice({"none", "same_host", "same_zone", "cross_zone", "cross_region", "internet"});
        else if (chance(dense * 0.3))
            connection["distance"] = {{"latency_ms", law(magnitude(0.05, 50))}};
        if (chance(dense)) {
            connection["request_bytes"] = magnitude(10, 1e6);
            connection["response_bytes"] = magnitude(10, 1e6);
            if (chance(0.5)) connection["bandwidth_mbps"] = magnitude(10, 10000);
        }
        if (connection.value("mode", "sync") == "forward") return;
        if (!fromClient && chance(dense * 0.3)) connection["mode"] = choice({"async", "stream"});
        const bool sync = !connection.contains("mode");
        if (!fromClient && chance(dense * 0.5)) connection["calls"] = chance(0.5) ? Json(whole(0, 3)) : law(1);
        if (sync && chance(dense * 0.5)) connection["in"] = "sequence";
        if (sync && chance(dense)) connection["policy"] = policy();
        if (!fromClient && m_design["workloads"].size() > 1 && chance(dense * 0.3))
            connection["workloads"] = Json::array({m_design["workloads"][m_random.below(2)]["id"]});
    }

    Json policy() {
        Json policy = Json::object();
        if (chance(0.6)) policy["timeout_ms"] = magnitude(1, 1000);
        if (chance(0.5)) {
            policy["retries"] = chance(0.1) ? Json(nullptr) : Json(whole(1, 4));
            if (chance(0.8)) policy["backoff_ms"] = law(magnitude(0.1, 100));
            if (chance(0.4)) policy["backoff_factor"] = uniform(1, 3);
        }
        if (chance(0.4)) policy["hedge_after_ms"] = chance(0.4) ? Json("p95") : Json(magnitude(0.1, 200));
        if (chance(0.5)) policy["cancel"] = true;
        if (chance(0.3))
            policy["breaker"] = {{"failure_ratio", uniform(0.05, 0.9)},
                                 {"window_ms", magnitude(10, 10000)},
                                 {"min_calls", whole(1, 50)},
                                 {"open_ms", magnitude(1, 5000)}};
        return policy;
    }

    Json& add(const char* list, Json element) {
        m_design[list].push_back(std::move(element));
        return m_design[list].back();
    }
    std::string connect(const std::string& from, const std::string& to, Json fields = Json::object()) {
        const std::string id = "x" + std::to_string(++m_added);
        fields["id"] = id;
        fields["from"] = from;
        fields["to"] = to;
        add("connections", std::move(fields));
        return id;
    }
    std::string component(const char* kind, Json parameters) {
        const std::string id = std::string(kind) + "-x" + std::to_string(++m_added);
        add("components", {{"id", id}, {"kind", kind}, {"parameters", std::move(parameters)}});
        return id;
    }
    std::string anyService() {
        std::vector<std::string> ids;
        for (const Json& component : m_design["components"])
            if (component["kind"] == "service") ids.push_back(component["id"]);
        return ids[m_random.below(ids.size())];
    }
    int lastStage(const std::string& from) const {
        int stage = 0;
        for (const Json& connection : m_design["connections"])
            if (connection["from"] == from) stage = std::max(stage, connection.value("stage", 1));
        return stage;
    }

    /// Calls made when an earlier one failed, hit or missed.
    void handlers() {
        if (!some()) return;
        std::vector<Json> handled;
        for (const Json& connection : m_design["connections"])
            if (connection.value("mode", "sync") == "sync" &&
                !connection["from"].get<std::string>().starts_with("client"))
                handled.push_back(connection);
        if (handled.empty()) return;
        const Json call = handled[m_random.below(handled.size())];
        const std::string from = call["from"];
        const std::string spare = component("external", {{"service_time_ms", law(magnitude(0.1, 50))}});
        Json fields{{"when", "on_error"}, {"stage", lastStage(from) + 1}};
        if (chance(0.6)) fields["of"] = call["id"];
        connect(from, spare, fields);
    }

    /// Some stages wait for only part of their calls.
    void joins() {
        for (Json& connection : m_design["connections"]) {
            if (connection.value("mode", "sync") != "sync" || !chance(m_dense * 0.4)) continue;
            int same = 0;
            bool taken = false;
            for (const Json& other : m_design["connections"])
                if (other["from"] == connection["from"] && other.value("stage", 1) == connection.value("stage", 1) &&
                    other.value("mode", "sync") == "sync") {
                    ++same;
                    taken = taken || other.contains("join");
                }
            if (taken) continue;
            connection["join"] = {{"wait_for", whole(1, same)}};
            if (chance(0.5)) connection["join"]["cancel_losers"] = true;
        }
    }

    /// Logs, jobs, language models, streams back to the source.
    void sideways() {
        if (some()) {
            const std::string log = component("event_log", {{"partitions", whole(1, 12)},
                                                            {"consumers", whole(1, 12)},
                                                            {"consume_time_ms", law(magnitude(0.01, 5))},
                                                            {"retention_s", 3600}});
            connect(anyService(), log, {{"mode", one<const char*>({"async", "stream"})}});
            if (chance(0.5)) connect(log, component("service", {{"service_time_ms", law(0.5)}}), {{"mode", "stream"}});
            if (chance(0.6)) {
                Json job{{"every_s", magnitude(1, 10000)}, {"at_s", uniform(0, 100)}};
                if (chance(0.3)) {
                    job["duration_s"] = magnitude(0.1, 5000);
                } else {
                    job["time_per_item_ms"] = magnitude(0.001, 10);
                    job["workers"] = whole(1, 8);
                    job["startup_s"] = magnitude(0.1, 100);
                    if (chance(0.4)) job["items"] = whole(1, 100000);
                }
                const std::string id = component("job", job);
                connect(log, id, {{"mode", "batch"}});
                if (chance(0.5))
                    connect(id, component("service", {{"service_time_ms", law(0.1)}}),
                            {{"mode", one<const char*>({"batch", "async"})}, {"calls", 0.01}});
            }
        }
        if (some()) {
            Json model{{"instances", whole(1, 4)},
                       {"token_budget", whole(256, 8192)},
                       {"max_sequences", whole(1, 64)},
                       {"kv_tokens", whole(4000, 100000)},
                       {"chunked_prefill", chance(0.5)},
                       {"prefix_hit_ratio", uniform(0, 0.9)},
                       {"step_time_ms",
                        {{"base", magnitude(0.01, 10)},
                         {"per_prefill_token", magnitude(0.0001, 0.05)},
                         {"per_sequence", magnitude(0.0001, 0.1)},
                         {"per_context_token", 1e-6}}}};
            if (chance(0.4)) model["speculative"] = {{"tokens", whole(1, 5)}, {"acceptance", uniform(0, 0.95)}};
            if (chance(0.5)) {
                model["input_tokens"] = law(magnitude(10, 500));
                model["output_tokens"] = law(magnitude(2, 100));
            }
            if (chance(0.4)) modelled(model);
            const std::string from = anyService();
            connect(from, component("llm_server", model),
                    {{"stage", lastStage(from) + 1}, {"calls", chance(0.5) ? 1.0 : 0.1}});
            if (chance(0.5)) {
                const std::string source = m_design["workloads"][0]["source"];
                connect(from, source, {{"mode", "stream"}, {"stage", lastStage(from) + 1}});
            }
        }
        if (some()) {
            const std::string source = component("schedule", Json::object());
            add("workloads", {{"id", "timed"},
                              {"source", source},
                              {"arrival",
                               {{"process", "schedule"},
                                {"every_s", magnitude(0.05, 100)},
                                {"at_s", uniform(0, 10)},
                                {"size", law(magnitude(1, 50))}}}});
            const std::string to = anyService();
            const Json only = Json::array({"timed"});
            connect(source, to, {{"workloads", only}});
        }
    }

    void strewWorkload(Json& workload) {
        if (workload["id"] == "timed") return;
        const double rate = workload["arrival"].value("rate_per_s", 10.0);
        if (chance(0.6)) workload["arrival"] = arrival(rate);
        if (some()) workload["priority"] = whole(0, 2);
        Json& attributes = workload["attributes"];
        attributes = {{"input_tokens", law(magnitude(10, 500))}, {"output_tokens", law(magnitude(2, 100))}};
        if (chance(0.6)) attributes["items"] = chance(0.5) ? Json(whole(1, 20)) : law(4);
        if (chance(0.3)) attributes["payload_bytes"] = law(1000);
        if (chance(0.2)) attributes["prefix_share"] = uniform(0, 1);
    }

    Json arrival(double rate) {
        switch (whole(0, 7)) {
        case 0:
            return {{"process", "constant"}, {"rate_per_s", rate}};
        case 1:
            return {{"process", "renewal"}, {"interarrival_ms", law(1000 / rate)}};
        case 2:
            return {{"process", "bursty"},
                    {"rate_per_s", rate},
                    {"peak_ratio", uniform(1, 4)},
                    {"burst_fraction", uniform(0.02, 0.25)},
                    {"burst_ms", magnitude(10, 10000)}};
        case 3:
            return {{"process", "diurnal"},
                    {"rate_per_s", rate},
                    {"peak_ratio", uniform(1, 2)},
                    {"peak_hour", uniform(0, 24)},
                    {"period_h", 24}};
        case 4: {
            const int size = whole(1, 12);
            return {{"process", "batch"}, {"rate_per_s", rate / size}, {"size", law(size)}};
        }
        case 5:
            return {{"process", "closed"}, {"users", whole(1, 200)}, {"think_time_ms", law(magnitude(1, 1000))}};
        case 6:
            return {{"process", "schedule"}, {"every_s", 20 / rate}, {"at_s", 0.1}, {"size", law(20)}};
        default:
            return {{"process", "poisson"},
                    {"population", {{"daily_users", rate * 86400 / 10}, {"actions_per_user", 5}, {"peak_factor", 2}}}};
        }
    }

    void objectives() {
        const std::string workload = m_design["workloads"][0]["id"];
        for (const char* metric : {"latency_p99_ms", "ttft_p95_ms", "latency_mean_ms"})
            if (chance(0.3))
                add("objectives", {{"workload", workload}, {"metric", metric}, {"at_most", magnitude(1, 1000)}});
        for (const Json& connection : m_design["connections"]) {
            const std::string mode = connection.value("mode", "sync");
            if ((mode != "async" && mode != "stream" && mode != "batch") || !chance(0.2)) continue;
            add("objectives", {{"flow", connection["id"]}, {"metric", "latency_p99_ms"}, {"at_most", 50}});
        }
    }

    support::Random m_random;
    Json m_design;
    double m_dense; ///< chance of most features where they are possible
    int m_added = 0;
};

} // namespace

Json anyDesign(std::uint64_t seed) {
    return Strewer(seed).make();
}

} // namespace catenary::testing
