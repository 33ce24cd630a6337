// SPDX-License-Identifier: Apache-2.0
// What a change bought, with its uncertainty.
#pragma once

#include "core/insight/simulated.h"

namespace catenary::insight {

struct ComparisonRequest {
    std::uint64_t seed = 1;
    std::uint64_t requests = 16'000; ///< completed in each simulation of a pair
    int least_pairs = 8, most_pairs = 32;
    /// Enough pairs when half the interval of the mean's and the p99's difference is below this share of the
    /// difference, or of a twentieth of the figure itself.
    double precision = 0.1;
    unsigned threads = 0; ///< 0: all cores
};

/// One figure before and after. Undefined (NaN) where either is.
struct Change {
    double before = 0, after = 0; ///< means over the pairs
    double difference = 0;        ///< after − before
    double low = 0, high = 0;     ///< 95 % interval of the difference, Student's t over the pairs
    /// Is the interval on one side of 0?
    [[nodiscard]] bool sure() const { return low > 0 || high < 0; }
};

struct WorkloadComparison {
    std::string id;
    Change mean_ms, p50_ms, p99_ms, completed_per_s;
};

struct Comparison {
    std::vector<WorkloadComparison> workloads; ///< those both designs have, in the order of `after`
    std::vector<std::string> only_before, only_after;
    Estimate before, after; ///< by the analysis: cost, objectives, load line
    int pairs = 0;
    bool stable = true; ///< both systems
};

/// Simulates both designs in pairs, each pair with the random numbers of its own seed: both see the same arrivals, and
/// a component that both have the same service times, so that most of the noise cancels in the difference (common
/// random numbers; Law, Simulation Modeling and Analysis, 5th ed., §11.2). Errors: a design that cannot be modelled, no
/// workload in common; stopped (Cancelled).
[[nodiscard]] support::Result<Comparison> compare(const design::Design& before, const design::Design& after,
                                                  const catalog::Catalog& catalog,
                                                  const ComparisonRequest& request = {},
                                                  const std::stop_token& stop = {});

/// {"format": "catenary-comparison", "version": 1, "pairs", "stable", "workloads": [{"id", "latency_ms": {"mean": {…}},
/// …}], "usd_per_month", "load_line", "before", "after"}; a change is {"before", "after", "difference", "low", "high"}.
[[nodiscard]] std::string toJson(const Comparison& comparison);

} // namespace catenary::insight
