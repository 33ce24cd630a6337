// SPDX-License-Identifier: Apache-2.0
#include "tests/core/insight/coverage.h"

namespace catenary::coverage {

namespace {

/// Connections by position: 0 app-api, 1 api-db, 2 api-cache, 3 api-fill (on a miss), 4 api-log (async), 5 front-lb,
/// 6 and 7 the branches of lb, 8 and 9 the forwards of api.
Json base() {
    return Json::parse(R"({
        "format": "catenary-design", "version": 1,
        "components": [
            {"id": "app", "kind": "client"}, {"id": "front", "kind": "client"},
            {"id": "api", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 2}, "workers": 4}},
            {"id": "db", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 4}, "workers": 4, "failure_ratio": 0.05}},
            {"id": "cache", "kind": "cache", "parameters": {"hit_ratio": 0.7}},
            {"id": "log", "kind": "event_log"}, {"id": "lb", "kind": "router"},
            {"id": "next", "kind": "service", "parameters": {"service_time_ms": 1}},
            {"id": "last", "kind": "service", "parameters": {"service_time_ms": 3, "discipline": "priority"}},
            {"id": "llm", "kind": "llm_server"}],
        "connections": [
            {"id": "app-api", "from": "app", "to": "api"},
            {"id": "api-db", "from": "api", "to": "db", "stage": 2, "request_bytes": 100000, "response_bytes": 50000, "bandwidth_mbps": 1000},
            {"id": "api-cache", "from": "api", "to": "cache", "stage": 1},
            {"id": "api-fill", "from": "api", "to": "db", "stage": 2, "when": "on_miss", "of": "api-cache"},
            {"id": "api-log", "from": "api", "to": "log", "mode": "async", "stage": 3},
            {"id": "front-lb", "from": "front", "to": "lb"},
            {"id": "lb-next", "from": "lb", "to": "next", "weight": 1},
            {"id": "lb-last", "from": "lb", "to": "last", "weight": 1},
            {"id": "api-next", "from": "api", "to": "next", "mode": "forward", "probability": 0.5},
            {"id": "api-last", "from": "api", "to": "last", "mode": "forward", "probability": 0.3},
            {"id": "front-llm", "from": "front", "to": "llm", "workloads": ["chat"]}],
        "workloads": [
            {"id": "read", "source": "app", "arrival": {"process": "poisson", "rate_per_s": 80}},
            {"id": "more", "source": "front", "priority": 1, "arrival": {"process": "poisson", "rate_per_s": 40}},
            {"id": "chat", "source": "front", "arrival": {"process": "poisson", "rate_per_s": 1}, "attributes": {"input_tokens": 400, "output_tokens": 100}}],
        "objectives": [{"workload": "read", "metric": "latency_p99_ms", "at_most": 200}, {"flow": "api-log", "metric": "latency_mean_ms", "at_most": 5}]
    })");
}

struct Field {
    std::string name;    ///< as the table calls it
    std::string pointer; ///< into the design
    Json value;          ///< another value; null removes the field
    Json context;        ///< pointer -> value, set in both designs
};

std::vector<Field> all() {
    const std::string db = "/connections/1", cache = "/connections/2", arrival = "/workloads/0/arrival";
    const Json timeout = {{db + "/policy", {{"timeout_ms", 12}, {"retries", 1}}}};
    const std::string fails = "/components/3/parameters/failure_ratio";
    const Json retried = {{db + "/policy", {{"retries", 2}, {"backoff_ms", 10}, {"backoff_factor", 2}}}, {fails, 0.3}};
    const Json breaker = {
        {db + "/policy",
         {{"breaker", {{"failure_ratio", 0.35}, {"window_ms", 1000}, {"min_calls", 10}, {"open_ms", 500}}}}},
        {fails, 0.3}};
    const Json bursty = {
        {arrival,
         {{"process", "bursty"}, {"rate_per_s", 80}, {"peak_ratio", 3}, {"burst_fraction", 0.1}, {"burst_ms", 500}}}};
    const Json diurnal = {
        {arrival,
         {{"process", "diurnal"}, {"rate_per_s", 80}, {"peak_ratio", 1.5}, {"peak_hour", 20}, {"period_h", 24}}}};
    const Json batch = {{arrival, {{"process", "batch"}, {"rate_per_s", 20}, {"size", 4}}}};
    const Json closed = {{arrival, {{"process", "closed"}, {"users", 20}, {"think_time_ms", 200}}}};
    const Json schedule = {{arrival, {{"process", "schedule"}, {"every_s", 1}, {"at_s", 0.1}, {"size", 40}}}};
    const Json people = {{arrival,
                          {{"process", "poisson"},
                           {"population", {{"daily_users", 100000}, {"actions_per_user", 20}, {"peak_factor", 2}}}}}};
    const Json pair = {{db + "/calls", 3}};
    return {
        {"connection `mode`", db + "/mode", "async", {}},
        {"connection `stage`", "/connections/3/stage", 4, {}},
        {"connection `calls`", db + "/calls", 2, {}},
        {"connection `in`", db + "/in", "sequence", pair},
        {"connection `probability`", "/connections/8/probability", 0.2, {}},
        {"connection `weight`", "/connections/6/weight", 3, {}},
        {"connection `workloads`", db + "/workloads", Json::array({"more"}), {}},
        {"connection `when`", "/connections/3/when", "on_hit", {}},
        {"connection `of`",
         "/connections/3/of",
         "api-cache",
         {{"/connections/3/when", "on_error"}, {"/connections/3/stage", 3}, {"/connections/3/of", "api-db"}}},
        {"connection `join.wait_for`", db + "/join", {{"wait_for", 1}}, pair},
        {"connection `join.cancel_losers`",
         db + "/join",
         {{"wait_for", 1}, {"cancel_losers", true}},
         {{db + "/calls", 3}, {db + "/join", {{"wait_for", 1}}}}},
        {"connection `request_bytes`", db + "/request_bytes", 1000, {}},
        {"connection `response_bytes`", db + "/response_bytes", 1000, {}},
        {"connection `distance`", db + "/distance", "cross_region", {}},
        {"connection `bandwidth_mbps`", db + "/bandwidth_mbps", 100, {}},
        {"policy `timeout_ms`", db + "/policy/timeout_ms", 6, timeout},
        {"policy `cancel`", db + "/policy/cancel", true, timeout},
        {"policy `retries`", db + "/policy/retries", 4, retried},
        {"policy `backoff_ms`", db + "/policy/backoff_ms", 40, retried},
        {"policy `backoff_factor`", db + "/policy/backoff_factor", 4, retried},
        {"policy `hedge_after_ms`", db + "/policy/hedge_after_ms", 8, {{db + "/policy", {{"hedge_after_ms", 20}}}}},
        {"policy `breaker.failure_ratio`", db + "/policy/breaker/failure_ratio", 0.01, breaker},
        {"policy `breaker.window_ms`", db + "/policy/breaker/window_ms", 5000, breaker},
        {"policy `breaker.min_calls`", db + "/policy/breaker/min_calls", 50, breaker},
        {"policy `breaker.open_ms`", db + "/policy/breaker/open_ms", 5000, breaker},
        {"workload `source`", "/workloads/0/source", "front", {}},
        {"workload `priority`", "/workloads/1/priority", 0, {}},
        {"workload `attributes.input_tokens`", "/workloads/2/attributes/input_tokens", 800, {}},
        {"workload `attributes.output_tokens`", "/workloads/2/attributes/output_tokens", 200, {}},
        {"workload `attributes.prefix_share`", "/workloads/2/attributes/prefix_share", 0.5, {}},
        {"workload `attributes.payload_bytes`", "/workloads/0/attributes", {{"payload_bytes", 100000}}, {}},
        {"workload `attributes.items`",
         "/workloads/1/attributes/items",
         8,
         {{"/workloads/1/attributes", {{"items", 2}}},
          {"/components/7",
           {{"id", "next"},
            {"kind", "batch_server"},
            {"parameters",
             {{"batch_of", "items"}, {"max_batch", 64}, {"batch_time_ms", {{"base", 1}, {"per_item", 0.1}}}}}}}}},
        {"arrival `process`", arrival + "/process", "constant", {}},
        {"arrival `rate_per_s`", arrival + "/rate_per_s", 90, {}},
        {"arrival `population.daily_users`", arrival + "/population/daily_users", 200000, people},
        {"arrival `population.actions_per_user`", arrival + "/population/actions_per_user", 30, people},
        {"arrival `population.peak_factor`", arrival + "/population/peak_factor", 3, people},
        {"arrival `interarrival_ms`",
         arrival + "/interarrival_ms",
         {{"distribution", "gamma"}, {"mean", 12}, {"cv", 2}},
         {{arrival,
           {{"process", "renewal"}, {"interarrival_ms", {{"distribution", "gamma"}, {"mean", 12}, {"cv", 0.5}}}}}}},
        {"arrival `peak_ratio` of bursts", arrival + "/peak_ratio", 6, bursty},
        {"arrival `burst_fraction`", arrival + "/burst_fraction", 0.2, bursty},
        {"arrival `burst_ms`", arrival + "/burst_ms", 5000, bursty},
        {"arrival `peak_ratio` of a day", arrival + "/peak_ratio", 1.2, diurnal},
        {"arrival `peak_hour`", arrival + "/peak_hour", 3, diurnal},
        {"arrival `period_h`", arrival + "/period_h", 12, diurnal},
        {"arrival `size` of a batch", arrival + "/size", 8, batch},
        {"arrival `file`",
         arrival + "/file",
         CATENARY_SOURCE_DIR "/tests/fixtures/arrivals/uneven.csv",
         {{arrival,
           {{"process", "trace"},
            {"file", CATENARY_SOURCE_DIR "/tests/fixtures/arrivals/even.csv"},
            {"rate_per_s", 80}}}}},
        {"arrival `every_s`", arrival + "/every_s", 2, schedule},
        {"arrival `at_s`", arrival + "/at_s", 0.7, schedule},
        {"arrival `users`", arrival + "/users", 40, closed},
        {"arrival `think_time_ms`", arrival + "/think_time_ms", 400, closed},
        {"objective `metric`", "/objectives/0/metric", "latency_p95_ms", {}},
        {"objective `at_most`", "/objectives/0/at_most", 1, {}},
        {"objective `at_least`",
         "/objectives/0",
         {{"workload", "read"}, {"metric", "throughput_per_s"}, {"at_least", 1000}},
         {{"/objectives/0", {{"workload", "read"}, {"metric", "throughput_per_s"}, {"at_least", 10}}}}},
        {"objective `workload`", "/objectives/0/workload", "more", {}},
        {"objective `flow`",
         "/objectives/1",
         {{"workload", "read"}, {"metric", "latency_mean_ms"}, {"at_most", 5}},
         {}},
        {"component `kind`", "/components/7/kind", "external", {}},
    };
}

Json set(Json design, const std::string& pointer, const Json& value) {
    const Json::json_pointer place(pointer);
    if (value.is_null() && design.contains(place))
        design.at(place.parent_pointer()).erase(place.back());
    else if (!value.is_null())
        design[place] = value;
    return design;
}

/// The word in backticks of a label.
std::string wordOf(const std::string& name) {
    const auto end = name.find('`', name.find('`') + 1);
    return name.substr(name.find('`') + 1, end - name.find('`') - 1);
}

} // namespace

Survey fields(Engine engine) {
    Survey result;
    for (const Field& field : all()) {
        ++result.values;
        Json before = base();
        for (const auto& [pointer, value] : field.context.items()) before = set(before, pointer, value);
        const Json after = set(before, field.pointer, field.value);
        const Verdict verdict = compare(engine, before, after, wordOf(field.name), 4000);
        if (!verdict.trouble.empty())
            result.silent.push_back(field.name + " (" + verdict.trouble + ")");
        else if (verdict.moved)
            continue;
        else if (!verdict.notModelled.empty())
            result.table.emplace(field.name, verdict.notModelled);
        else
            result.silent.push_back(field.name);
    }
    return result;
}

} // namespace catenary::coverage
