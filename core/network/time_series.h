// SPDX-License-Identifier: Apache-2.0
// What a transient run shows: figures in buckets of equal length, one after the other. NaN where a bucket shows
// nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace catenary::network {

/// A figure in every bucket with its 95 % interval over replications.
struct Course {
    std::vector<double> value, low, high;
};

struct TimeSeries {
    struct OfClass {
        /// Requests that begin or end in the bucket, whenever they began.
        std::vector<double> offered_per_s, completed_per_s;
        std::vector<double> rejected_per_s, timed_out_per_s, failed_per_s, abandoned_per_s;
        Course mean_ms, p50_ms, p99_ms;                          ///< latency of those that complete in the bucket
        double offered = 0, completed = 0, lost = 0, inside = 0; ///< requests of the whole run, a replication's mean
    };
    struct OfStation {
        bool serves = false; ///< takes time of its own; else all below is empty
        Course utilisation, queue_length;
        std::vector<double> busy;             ///< workers; of batch and language-model servers instances
        std::vector<double> running_replicas; ///< that are up; of batch and language-model servers instances
        std::optional<Course> hit_ratio, lag;
    };
    /// What was done to the design, for the reader of a picture.
    struct Shock {
        double from_s = 0, to_s = 0;
        std::string what;
    };

    double bucket_s = 0, end_s = 0;
    std::vector<double> at_s; ///< where each bucket begins; the last may be shorter
    std::vector<Shock> shocks;
    std::vector<OfClass> classes;
    std::vector<OfStation> stations;
};

/// How one class took the shocks.
struct Recovery {
    double worst_p99_ms = 0, worst_at_s = 0;
    std::optional<double> before_p99_ms; ///< median of the last ten buckets before the first shock
    /// After the end of the last shock, until p99 is within 10 % of what it was before (where nothing was before, of
    /// the median of the last tenth of the run); absent: not within the run.
    std::optional<double> recovered_after_s;
};
[[nodiscard]] std::optional<Recovery> recovery(const TimeSeries& series, std::size_t k);

} // namespace catenary::network
