// SPDX-License-Identifier: Apache-2.0
// Names of the fields of the file format, in the order of the schema (resources/schema/design.schema.json), which is
// the order they are written in. Internal to core/design.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace catenary::design::fields {

using Names = std::span<const std::string_view>;

inline constexpr auto design = std::to_array<std::string_view>(
    {"format", "version", "title", "summary", "components", "connections", "groups", "notes", "workloads", "objectives",
     "assumptions", "sources", "teaching", "variants", "drawings", "images", "layers", "view"});
inline constexpr auto component = std::to_array<std::string_view>(
    {"id", "kind", "name", "at", "size", "parameters", "notes", "locked", "measured", "layer", "z", "link", "look"});
inline constexpr auto connection = std::to_array<std::string_view>({"id",
                                                                    "from",
                                                                    "to",
                                                                    "mode",
                                                                    "stage",
                                                                    "calls",
                                                                    "in",
                                                                    "probability",
                                                                    "weight",
                                                                    "workloads",
                                                                    "when",
                                                                    "of",
                                                                    "join",
                                                                    "label",
                                                                    "request_bytes",
                                                                    "response_bytes",
                                                                    "distance",
                                                                    "bandwidth_mbps",
                                                                    "policy",
                                                                    "route",
                                                                    "waypoints",
                                                                    "sides",
                                                                    "labels",
                                                                    "drawn_only"});
inline constexpr auto join = std::to_array<std::string_view>({"wait_for", "cancel_losers"});
inline constexpr auto sides = std::to_array<std::string_view>({"from", "to"});
inline constexpr auto labels = std::to_array<std::string_view>({"start", "end"});
inline constexpr auto policy = std::to_array<std::string_view>(
    {"timeout_ms", "cancel", "retries", "backoff_ms", "backoff_factor", "hedge_after_ms", "breaker"});
inline constexpr auto breaker = std::to_array<std::string_view>({"failure_ratio", "window_ms", "min_calls", "open_ms"});
inline constexpr auto group =
    std::to_array<std::string_view>({"id", "name", "members", "collapsed", "zone", "zone_mtbf_s", "zone_mttr_s"});
inline constexpr auto note = std::to_array<std::string_view>({"id", "text", "at", "size"});
inline constexpr auto workload =
    std::to_array<std::string_view>({"id", "name", "source", "arrival", "priority", "attributes", "measured"});
inline constexpr auto arrival = std::to_array<std::string_view>(
    {"process", "rate_per_s", "population", "interarrival_ms", "peak_ratio", "burst_fraction", "burst_ms", "peak_hour",
     "period_h", "size", "file", "every_s", "at_s", "users", "think_time_ms"});
inline constexpr auto population = std::to_array<std::string_view>({"daily_users", "actions_per_user", "peak_factor"});
inline constexpr auto objective =
    std::to_array<std::string_view>({"workload", "flow", "metric", "at_most", "at_least"});
inline constexpr auto source = std::to_array<std::string_view>({"id", "title", "where", "year"});
inline constexpr auto teaching =
    std::to_array<std::string_view>({"prompt", "follow_ups", "rubric", "trade_offs", "failure_modes"});
inline constexpr auto variant = std::to_array<std::string_view>({"id", "name", "set", "note"});

/// Fields of the schema that no member holds yet: they live in `extra`.
inline constexpr auto reserved =
    std::to_array<std::string_view>({"drawings", "images", "layers", "view", "layer", "link", "look", "drawn_only",
                                     "collapsed", "zone", "zone_mtbf_s", "zone_mttr_s"});

[[nodiscard]] constexpr bool contains(Names names, std::string_view name) {
    for (const auto candidate : names)
        if (candidate == name) return true;
    return false;
}

} // namespace catenary::design::fields
