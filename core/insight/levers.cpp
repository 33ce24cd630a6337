// SPDX-License-Identifier: Apache-2.0
#include "core/insight/levers.h"

#include "core/design/path.h"
#include "core/insight/estimate_json.h"

#include <algorithm>
#include <cmath>

namespace catenary::insight {

using catalog::Parameter;
using catalog::ParameterType;
using support::Json;
using support::Result;

namespace {

class Collector {
public:
    Collector(const design::Design& design, const catalog::Catalog& catalog, const network::Network& network)
        : m_design(design), m_catalog(catalog), m_network(network) {}

    std::vector<Lever> all() {
        for (const auto& component : m_design.components) ofComponent(*component);
        for (const auto& connection : m_design.connections) ofConnection(*connection);
        for (const auto& workload : m_design.workloads) ofWorkload(*workload);
        return std::move(m_levers);
    }

private:
    /// Begins a lever; the number is added by `number` or `distribution`.
    void begin(const std::string& root, const std::string& place, const std::string& title, Json now, bool given) {
        m_next = {};
        m_next.root = m_next.path = root;
        m_next.place = place;
        m_next.title = title;
        m_next.now = std::move(now);
        m_next.given = given;
    }
    void number(double value, const std::string& unit, bool whole, std::optional<double> min = {},
                std::optional<double> max = {}) {
        if (value == 0 || !std::isfinite(value)) return;
        Lever lever = m_next;
        lever.value = value;
        lever.unit = unit;
        lever.whole = whole;
        lever.min = min;
        lever.max = max;
        m_levers.push_back(std::move(lever));
    }
    void distribution(const support::Distribution& of, const std::string& unit, std::optional<double> min = {},
                      std::optional<double> max = {}) {
        if (of.isZero()) return;
        m_next.scaled = !of.isConstant();
        number(of.mean(), unit, false, min, max);
        m_next.scaled = false;
    }

    /// The number, distribution or structure `value` that `parameter` declares.
    void declared(const Parameter& parameter, const Json& value) {
        const auto min = parameter.strict ? parameter.min : std::nullopt;
        const auto max = parameter.strict ? parameter.max : std::nullopt;
        switch (parameter.type) {
        case ParameterType::Number:
        case ParameterType::Integer:
            if (value.is_number())
                number(value.get<double>(), parameter.unit, parameter.type == ParameterType::Integer, min, max);
            return;
        case ParameterType::Distribution:
            if (value.is_number() || (value.is_object() && value.contains("distribution"))) {
                if (const auto read = support::Distribution::fromJson(value))
                    distribution(*read, parameter.unit, min, max);
                return;
            }
            [[fallthrough]];
        case ParameterType::Structure:
            for (const Parameter& field : parameter.fields) {
                if (!value.is_object() || !value.contains(field.name)) continue;
                const Lever outer = m_next;
                m_next.path += "." + field.name;
                m_next.title += ", " + field.label;
                m_next.fields.push_back(field.name);
                declared(field, value[field.name]);
                m_next = outer;
            }
            return;
        default:
            return;
        }
    }

    void ofComponent(const design::Component& component) {
        const catalog::Kind* kind = m_catalog.kind(component.kind);
        if (kind == nullptr) return;
        const auto resolved = m_catalog.resolve(*kind, component.parameters);
        if (!resolved) return;
        for (const std::string& name : m_catalog.parameterNames(*kind)) {
            const Parameter* parameter = m_catalog.parameter(*kind, name);
            if (parameter == nullptr) continue;
            const Json* written = design::findParameter(component.parameters, name);
            const auto found = resolved->find(name);
            // What follows from the kind's own parameters is changed through those.
            if (written == nullptr && found != resolved->end() && !found->second.inputs.empty()) continue;
            const Json value = written != nullptr         ? *written
                               : found != resolved->end() ? found->second.value
                                                          : parameter->defaultValue;
            begin(component.id.str() + "." + name, component.id.str(), component.title() + ": " + parameter->label,
                  value, written != nullptr);
            if (name == "by_workload")
                byWorkload(*kind, value);
            else
                declared(*parameter, value);
        }
    }

    void byWorkload(const catalog::Kind& kind, const Json& value) {
        if (!value.is_object()) return;
        for (const auto& [workload, parameters] : value.items()) {
            if (!parameters.is_object()) continue;
            for (const auto& [name, set] : parameters.items()) {
                const Parameter* parameter = m_catalog.parameter(kind, name);
                if (parameter == nullptr) continue;
                const Lever outer = m_next;
                m_next.path += "." + workload + "." + name;
                m_next.title += " " + workload + ", " + parameter->label;
                m_next.fields = {workload, name};
                declared(*parameter, set);
                m_next = outer;
            }
        }
    }

    void ofConnection(const design::Connection& connection) {
        const network::Index c = m_network.call(connection.id);
        if (c == network::none) return; // carries no load
        const network::Call& call = m_network.calls[static_cast<std::size_t>(c)];
        const std::string id = connection.id.str();
        const auto end = [&](network::Index station) {
            return m_network.stations[static_cast<std::size_t>(station)].name;
        };
        const std::string ends = end(call.from) + " → " + end(call.to);
        const auto field = [&](const std::string& name, const std::string& label, Json now, bool given = true) {
            begin("connections." + id + "." + name, id, ends + ": " + label, std::move(now), given);
        };
        const auto plain = [&](const std::string& name, const std::string& label, double value, const char* unit,
                               bool whole = false, std::optional<double> min = {}, std::optional<double> max = {}) {
            field(name, label, asWritten(value));
            number(value, unit, whole, min, max);
        };
        if (connection.mode != design::Mode::Forward) {
            const bool one = connection.calls == support::Distribution::constant(1);
            field("calls", "calls", connection.calls.toJson(), !one);
            distribution(connection.calls, "1");
        }
        if (connection.probability) plain("probability", "probability", *connection.probability, "1", false, 0.0, 1.0);
        const auto& from = m_network.stations[static_cast<std::size_t>(call.from)];
        if (from.routing == network::Routing::Weighted && connection.mode == design::Mode::Sync) {
            field("weight", "weight", asWritten(connection.weight), connection.weight != 1);
            number(connection.weight, "1", false);
        }
        plain("request_bytes", "request bytes", connection.request_bytes, "byte");
        plain("response_bytes", "response bytes", connection.response_bytes, "byte");
        if (connection.bandwidth_mbps) plain("bandwidth_mbps", "bandwidth", *connection.bandwidth_mbps, "Mbit/s");
        if (connection.distance.kind == design::Distance::Kind::Custom ||
            call.request_network_ms == call.response_network_ms) {
            const bool custom = connection.distance.kind == design::Distance::Kind::Custom;
            field("distance", "latency of the distance", {{"latency_ms", call.request_network_ms.toJson()}}, custom);
            m_next.path += ".latency_ms";
            m_next.fields = {"latency_ms"};
            m_next.replaces = !custom;
            distribution(call.request_network_ms, "ms");
        }
        if (connection.join && connection.join->wait_for)
            plain("join.wait_for", "answers waited for", *connection.join->wait_for, "1", true, 1.0);
        if (!connection.policy || connection.mode != design::Mode::Sync) return;
        const design::Policy& policy = *connection.policy;
        if (policy.timeout_ms) plain("policy.timeout_ms", "time-out", *policy.timeout_ms, "ms");
        if (policy.retries) plain("policy.retries", "retries", *policy.retries, "1", true, 0.0);
        field("policy.backoff_ms", "backoff", policy.backoff_ms.toJson());
        distribution(policy.backoff_ms, "ms");
        if (!policy.backoff_ms.isZero()) plain("policy.backoff_factor", "backoff factor", policy.backoff_factor, "1");
        if (policy.hedge && !policy.hedge->at_p95)
            plain("policy.hedge_after_ms", "time to a second copy", policy.hedge->after_ms, "ms");
        if (!policy.breaker) return;
        plain("policy.breaker.failure_ratio", "breaker, failure ratio", policy.breaker->failure_ratio, "1", false, 0.0,
              1.0);
        plain("policy.breaker.window_ms", "breaker, window", policy.breaker->window_ms, "ms");
        plain("policy.breaker.min_calls", "breaker, least calls", policy.breaker->min_calls, "1");
        plain("policy.breaker.open_ms", "breaker, time open", policy.breaker->open_ms, "ms");
    }

    void ofWorkload(const design::Workload& workload) {
        const std::string id = workload.id.str();
        const std::string& name = workload.name.empty() ? id : workload.name;
        const auto field = [&](const std::string& path, const std::string& label, Json now) {
            begin("workloads." + id + "." + path, id, name + ": " + label, std::move(now), true);
        };
        const auto plain = [&](const std::string& path, const std::string& label, double value, const char* unit,
                               bool whole = false, std::optional<double> min = {}, std::optional<double> max = {}) {
            field("arrival." + path, label, asWritten(value));
            number(value, unit, whole, min, max);
        };
        const auto varying = [&](const std::string& path, const std::string& label, const support::Distribution& of,
                                 const char* unit) {
            field("arrival." + path, label, of.toJson());
            distribution(of, unit);
        };
        const design::Arrival& arrival = workload.arrival;
        using design::Process;
        if (arrival.rate_per_s) plain("rate_per_s", "rate", *arrival.rate_per_s, "1/s");
        if (arrival.population) {
            plain("population.daily_users", "users a day", arrival.population->daily_users, "1");
            plain("population.actions_per_user", "actions per user", arrival.population->actions_per_user, "1");
            plain("population.peak_factor", "peak factor", arrival.population->peak_factor, "1");
        }
        switch (arrival.process) {
        case Process::Renewal:
            varying("interarrival_ms", "time between arrivals", arrival.interarrival_ms, "ms");
            break;
        case Process::Bursty:
            plain("peak_ratio", "rate in a burst to the mean", arrival.peak_ratio, "1");
            plain("burst_fraction", "share of time in bursts", arrival.burst_fraction, "1", false, 0.0, 1.0);
            plain("burst_ms", "length of a burst", arrival.burst_ms, "ms");
            break;
        case Process::Diurnal:
            plain("peak_ratio", "rate at the peak to the mean", arrival.peak_ratio, "1", false, 1.0, 2.0);
            break;
        case Process::Batch:
            varying("size", "requests in a batch", arrival.size, "1");
            break;
        case Process::Schedule:
            varying("size", "requests at a time", arrival.size, "1");
            plain("every_s", "time between starts", arrival.every_s, "s");
            break;
        case Process::Closed:
            plain("users", "users", arrival.users, "1", true, 1.0);
            varying("think_time_ms", "time to think", arrival.think_time_ms, "ms");
            break;
        case Process::Poisson:
        case Process::Constant:
        case Process::Trace:
            break;
        }
        for (const auto& [attribute, of] : workload.attributes) {
            field("attributes." + attribute, attribute, of.toJson());
            distribution(of, "1");
        }
    }

    const design::Design& m_design;
    const catalog::Catalog& m_catalog;
    const network::Network& m_network;
    Lever m_next;
    std::vector<Lever> m_levers;
};

} // namespace

Result<design::Design> Lever::set(const design::Design& design, double to) const {
    Json changed = now;
    Json* at = &changed;
    for (const std::string& field : fields) at = &(*at)[field];
    if (scaled) {
        const auto read = support::Distribution::fromJson(*at);
        if (!read) return tl::unexpected(read.error());
        *at = read->scaled(to / value).toJson();
    } else {
        *at = asWritten(to);
    }
    return design::setPath(design, root, changed);
}

std::vector<Lever> levers(const design::Design& design, const catalog::Catalog& catalog,
                          const network::Network& network) {
    return Collector(design, catalog, network).all();
}

} // namespace catenary::insight
