// SPDX-License-Identifier: Apache-2.0
// Objectives: reading a metric off a performance and saying whether the bound holds.
#pragma once

#include "core/insight/estimate.h"

namespace catenary::insight {

/// A metric of the file format, taken apart: `latency_p99_ms` is {Latency, 0.99}.
struct Metric {
    enum class Of {
        Latency,
        Ttft,
        Tpot,
        Throughput,
        SuccessRatio,
        Goodput,
        Lag,
        Freshness,
        Availability,
        UsdPerMonth,
        UsdPer1k
    };
    Of of = Of::Latency;
    double quantile = 0; ///< 0: the mean
};

/// Nullopt: no such metric.
[[nodiscard]] std::optional<Metric> parseMetric(std::string_view name);
/// Every metric name, for choosers and messages.
[[nodiscard]] const std::vector<std::string>& metricNames();

/// A metric in words, with its unit: {"p99 latency", "ms"}. The name itself where there is no such metric.
struct MetricText {
    std::string title, unit;
};
[[nodiscard]] MetricText metricText(std::string_view name);

/// Completed ÷ offered of a class; 1 where nothing is offered, 0 where it is unstable.
[[nodiscard]] double successRatio(const network::ClassPerformance& performance);

/// A percentile pQ counts a request that does not complete as infinitely slow: the value is the Q-quantile over
/// *offered* requests, absent if more than 1−Q are lost. A mean latency also needs a success ratio of 0.99.
[[nodiscard]] ObjectiveResult judge(const design::Objective& objective, const design::Design& design,
                                    const network::Network& network, const network::Performance& performance,
                                    const cost::Cost& cost);

/// Largest latency bound among the percentile objectives of a workload; nullopt without one.
[[nodiscard]] std::optional<double> goodputBound(const design::WorkloadId& workload, const design::Design& design);

/// Rate of requests completed within the largest latency bound among the percentile objectives of the class; all
/// completed requests where it has none.
[[nodiscard]] double goodput(network::Index requestClass, const design::Design& design, const network::Network& network,
                             const network::Performance& performance);

/// Completed ÷ offered over all classes; absent in an unstable system.
[[nodiscard]] std::optional<double> availability(const network::Performance& performance);

/// Whole cost ÷ thousand completed requests of classes that begin at a client; absent without such requests.
[[nodiscard]] std::optional<double> usdPer1kRequests(const network::Network& network,
                                                     const network::Performance& performance, const cost::Cost& cost);

} // namespace catenary::insight
