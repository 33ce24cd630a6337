// SPDX-License-Identifier: Apache-2.0
// What an engine says about a network: both engines return this. Undefined or infinite values are NaN / infinity here
// and `null` in JSON. Indexes are those of the Network it was made from.
#pragma once

#include "core/network/network.h"
#include "core/network/request_trace.h"
#include "core/network/time_series.h"

#include <cstdint>
#include <limits>
#include <utility>

namespace catenary::network {

enum class How { Exact, Approximate, Simulated, Given };
[[nodiscard]] const char* toString(How how);
/// The weaker of two: Approximate beats Exact, Simulated beats both.
[[nodiscard]] How weaker(How a, How b);

inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

struct Measure {
    double value = undefined;
    double low = undefined, high = undefined; ///< 95 % sampling interval, simulation only
    How how = How::Exact;
    std::optional<std::pair<double, double>> band; ///< p10, p90 of a known model error
    std::string method; ///< which formula or approximation, in a few words; empty if self-evident
    [[nodiscard]] bool defined() const { return value == value && value < std::numeric_limits<double>::infinity(); }
};

struct Latency {
    Measure mean, p50, p90, p95, p99, p999;
};

/// The whole distribution, for objectives on offered requests, load curves and pictures: cdf[i] = P(X <= at_ms[i]),
/// both ascending. Empty when unstable.
struct Curve {
    std::vector<double> at_ms, cdf;
    [[nodiscard]] double quantile(double p) const; ///< linear between points; infinity beyond the last
    /// P(X <= at): linear between points; 0 before the first, 1 beyond the last (its tail is negligible).
    [[nodiscard]] double share(double at) const;
};

/// A station's part in a request: per request, summed over visits on the critical path.
struct BreakdownRow {
    Index station = none; ///< none: `unattributed`
    double waiting_ms = 0, batching_ms = 0, service_ms = 0, network_ms = 0, retry_ms = 0;
    [[nodiscard]] double total_ms() const { return waiting_ms + batching_ms + service_ms + network_ms + retry_ms; }
};

struct ClassPerformance {
    double offered_per_s = 0, completed_per_s = 0;
    double rejected_per_s = 0, timed_out_per_s = 0, failed_per_s = 0, abandoned_per_s = 0;
    bool stable = true;
    Latency latency;
    Curve curve; ///< of completed requests
    std::optional<Latency> ttft, tpot;
    std::optional<Curve> ttft_curve, tpot_curve;
    std::optional<double> tokens_per_s;
    std::vector<BreakdownRow> breakdown, breakdown_p99; ///< rows with a share above 1e-9 ms
};

struct FlowPerformance { ///< begun by an async, stream or batch call
    Index call = none;
    Index request_class = none;
    double offered_per_s = 0, completed_per_s = 0;
    bool stable = true;
    Latency latency;
    std::optional<Measure> lag;
    std::optional<Measure> freshness_mean_s, freshness_p99_s;
};

struct StationPerformance {
    double arrivals_per_s = 0;             ///< attempts, admitted or not
    std::vector<double> arrivals_by_class; ///< the same by class; sums to arrivals_per_s
    Measure utilisation, queue_length, waiting_ms, in_service;
    std::optional<Measure> batch_size, hit_ratio, lag;
    std::optional<Measure> kv_occupancy;     ///< language-model servers: mean share of the KV cache in use, 0 … 1
    std::optional<double> preemptions_per_s; ///< sequences that gave up their cache; simulation only
    std::optional<double> saturates_at_load; ///< load factor at which the station's unbounded queue would diverge
    double mean_service_ms = 0;              ///< per admitted visit, of own work
    double running_replicas = 0;             ///< mean, for cost
    bool stable = true;
    Curve sojourn; ///< waiting + service of one visit; may be empty
};

struct RunStatistics { ///< simulation only
    std::uint64_t events = 0, requests = 0;
    double simulated_s = 0, wall_s = 0, warm_up_s = 0;
    int replications = 0;
    bool converged = false;
};

struct Performance {
    enum class Engine { Analysis, Simulation } engine = Engine::Analysis;
    std::uint64_t seed = 0;
    bool stable = true;
    std::vector<ClassPerformance> classes;
    std::vector<FlowPerformance> flows;
    std::vector<StationPerformance> stations;
    std::vector<double> calls_per_s; ///< by call: mean attempts on the connection, all classes
    support::Findings findings;      ///< what was approximated or not modelled, with the place
    std::optional<RunStatistics> run;
    std::optional<TimeSeries> series; ///< of a transient run
    std::vector<RequestTrace> traces; ///< where some were asked for
};

} // namespace catenary::network
