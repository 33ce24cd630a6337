// SPDX-License-Identifier: Apache-2.0
// Workloads, objectives, variants.
#include "core/design/codec.h"
#include "core/design/fields.h"
#include "core/design/path.h"
#include "core/design/validate_rules.h"

#include <algorithm>
#include <array>
#include <limits>

namespace catenary::design {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Which fields of an arrival mean something under a process, beside `process`.
fields::Names fieldsOf(Process process) {
    static constexpr auto open = std::to_array<std::string_view>({"rate_per_s", "population"});
    static constexpr auto renewal = std::to_array<std::string_view>({"interarrival_ms"});
    static constexpr auto bursty =
        std::to_array<std::string_view>({"rate_per_s", "population", "peak_ratio", "burst_fraction", "burst_ms"});
    static constexpr auto diurnal =
        std::to_array<std::string_view>({"rate_per_s", "population", "peak_ratio", "peak_hour", "period_h"});
    static constexpr auto batch = std::to_array<std::string_view>({"rate_per_s", "population", "size"});
    static constexpr auto trace = std::to_array<std::string_view>({"file"});
    static constexpr auto schedule = std::to_array<std::string_view>({"every_s", "at_s", "size"});
    static constexpr auto closed = std::to_array<std::string_view>({"users", "think_time_ms"});
    switch (process) {
    case Process::Poisson:
    case Process::Constant:
        return open;
    case Process::Renewal:
        return renewal;
    case Process::Bursty:
        return bursty;
    case Process::Diurnal:
        return diurnal;
    case Process::Batch:
        return batch;
    case Process::Trace:
        return trace;
    case Process::Schedule:
        return schedule;
    case Process::Closed:
        return closed;
    }
    return open;
}

void checkRate(Check& check, const std::string& id, const Arrival& arrival) {
    if (arrival.rate_per_s) check.range(id, "arrival.rate_per_s", *arrival.rate_per_s, 0, infinity);
    if (const auto& population = arrival.population) {
        check.range(id, "arrival.population.daily_users", population->daily_users, 0, infinity);
        check.range(id, "arrival.population.actions_per_user", population->actions_per_user, 0, infinity);
        check.range(id, "arrival.population.peak_factor", population->peak_factor, 1, infinity);
    }
    if (!fields::contains(fieldsOf(arrival.process), "rate_per_s")) return;
    if (arrival.rate_per_s && arrival.population)
        check.error(id, "arrival.population", "`rate_per_s` and `population` both say the rate", "keep one of them");
    if (!arrival.rate_per_s && !arrival.population)
        check.error(id, "arrival.rate_per_s",
                    std::string("a `") + toString(arrival.process) + "` arrival needs `rate_per_s` or `population`");
}

void checkProcess(Check& check, const std::string& id, const Arrival& arrival) {
    switch (arrival.process) {
    case Process::Renewal:
        if (arrival.interarrival_ms.isZero())
            check.error(id, "arrival.interarrival_ms", "a `renewal` arrival needs `interarrival_ms` above 0");
        break;
    case Process::Bursty:
        check.range(id, "arrival.peak_ratio", arrival.peak_ratio, 1, infinity);
        if (!(arrival.burst_fraction > 0 && arrival.burst_fraction < 1))
            check.error(id, "arrival.burst_fraction",
                        "`burst_fraction` is " + support::shortestNumber(arrival.burst_fraction) +
                            ", but must be above 0 and below 1");
        else if (arrival.burst_fraction * arrival.peak_ratio > 1)
            check.error(
                id, "arrival.peak_ratio",
                "`burst_fraction` × `peak_ratio` is above 1: nothing would be left for the time between bursts");
        check.positive(id, "arrival.burst_ms", arrival.burst_ms);
        break;
    case Process::Diurnal:
        check.range(id, "arrival.peak_ratio", arrival.peak_ratio, 1, 2);
        check.positive(id, "arrival.period_h", arrival.period_h);
        break;
    case Process::Batch:
        if (arrival.size.isZero()) check.error(id, "arrival.size", "a batch needs a `size` above 0");
        break;
    case Process::Trace:
        if (arrival.file.empty()) check.error(id, "arrival.file", "a `trace` arrival needs `file`");
        break;
    case Process::Schedule:
        check.positive(id, "arrival.every_s", arrival.every_s);
        check.range(id, "arrival.at_s", arrival.at_s, 0, infinity);
        break;
    case Process::Closed:
        check.range(id, "arrival.users", arrival.users, 1, infinity);
        break;
    default:
        break;
    }
}

void checkArrival(Check& check, const Workload& workload) {
    const std::string& id = workload.id.str();
    const Arrival& arrival = workload.arrival;
    checkRate(check, id, arrival);
    checkProcess(check, id, arrival);
    const fields::Names meant = fieldsOf(arrival.process);
    const support::OrderedJson json = encodeWorkload(workload)["arrival"];
    for (const auto& [name, value] : json.items()) {
        if (name == "process" || name.starts_with("x-") || fields::contains(meant, name)) continue;
        if (fields::contains(fields::arrival, name))
            check.warning(id, "arrival." + name,
                          "`" + name + "` has no effect on a `" + toString(arrival.process) + "` arrival");
        else
            check.warning(
                id, "arrival." + name, "unknown field `" + name + "` of `arrival`",
                Check::suggestion(name, std::vector<std::string>(fields::arrival.begin(), fields::arrival.end())));
    }
    for (const char* name : {"interarrival_ms", "size", "think_time_ms"})
        if (const auto written = arrival.extra.find(name); written != arrival.extra.end())
            check.distributionArguments(id, std::string("arrival.") + name, *written);
}

void checkAttributes(Check& check, const Workload& workload) {
    static const std::vector<std::string> known{"payload_bytes", "input_tokens", "output_tokens", "items",
                                                "prefix_share"};
    const std::string& id = workload.id.str();
    for (const auto& [name, value] : workload.attributes) {
        if (std::find(known.begin(), known.end(), name) == known.end())
            check.warning(id, "attributes." + name, "unknown attribute `" + name + "`", Check::suggestion(name, known));
        if (name == "prefix_share" && value.mean() > 1)
            check.error(id, "attributes.prefix_share", "`prefix_share` is a share: its mean must be between 0 and 1");
    }
    if (const auto written = workload.extra.find("attributes"); written != workload.extra.end() && written->is_object())
        for (const auto& [name, value] : written->items())
            if (!name.starts_with("x-")) check.distributionArguments(id, "attributes." + name, value);
}

} // namespace

void checkWorkloads(Check& check) {
    const bool byPriority =
        std::any_of(check.design.components.begin(), check.design.components.end(), [](const auto& part) {
            const Json* discipline = findParameter(part->parameters, "discipline");
            return discipline != nullptr && *discipline == "priority";
        });
    std::vector<std::string> components;
    for (const auto& part : check.design.components) components.push_back(part->id.str());
    for (const auto& part : check.design.workloads) {
        const std::string& id = part->id.str();
        check.misspelt(id, part->extra, fields::workload);
        if (check.component(part->source) == nullptr)
            check.error(id, "source", "`source` names the component `" + part->source.str() + "`, which does not exist",
                        Check::suggestion(part->source.str(), components));
        checkArrival(check, *part);
        checkAttributes(check, *part);
        if (part->priority != 0 && !byPriority)
            check.warning(id, "priority", "`priority` has no effect: no component serves by priority",
                          "set `discipline` to `priority` where it matters");
    }
}

namespace {

std::vector<std::string> requestMetrics() {
    std::vector<std::string> names;
    for (const char* figure : {"latency", "ttft", "tpot"})
        for (const char* statistic : {"mean", "p50", "p90", "p95", "p99", "p999"})
            names.push_back(std::string(figure) + "_" + statistic + "_ms");
    for (const char* name : {"throughput_per_s", "success_ratio", "goodput_per_s"}) names.emplace_back(name);
    return names;
}

std::vector<std::string> flowMetrics() {
    std::vector<std::string> names;
    for (const char* statistic : {"mean", "p50", "p90", "p95", "p99", "p999"})
        names.push_back(std::string("latency_") + statistic + "_ms");
    for (const char* name : {"lag", "freshness_mean_s", "freshness_p99_s"}) names.emplace_back(name);
    return names;
}

void checkObjective(Check& check, const Objective& objective, const std::string& where) {
    static const std::vector<std::string> ofRequests = requestMetrics();
    static const std::vector<std::string> ofFlows = flowMetrics();
    static const std::vector<std::string> ofSystem{"availability", "usd_per_month", "usd_per_1k_requests"};
    const auto has = [&](const std::vector<std::string>& names) {
        return std::find(names.begin(), names.end(), objective.metric) != names.end();
    };
    const auto error = [&](std::string message, std::string hint = {}) {
        check.error("", where, std::move(message), std::move(hint));
    };
    if (!objective.workload.empty() && !check.index.is(objective.workload.str(), Sort::Workload)) {
        std::vector<std::string> known;
        for (const auto& part : check.design.workloads) known.push_back(part->id.str());
        error("there is no workload `" + objective.workload.str() + "`",
              Check::suggestion(objective.workload.str(), known));
    }
    const Connection* flow = objective.flow.empty() ? nullptr : check.connection(objective.flow);
    if (!objective.flow.empty() && flow == nullptr) {
        error("`flow` names the connection `" + objective.flow.str() + "`, which does not exist");
    } else if (flow != nullptr && (flow->mode == Mode::Sync || flow->mode == Mode::Forward)) {
        error("`" + objective.flow.str() + "` begins no flow: only async, stream and batch connections do");
    }

    std::vector<std::string> all = ofRequests;
    all.insert(all.end(), ofFlows.begin(), ofFlows.end());
    all.insert(all.end(), ofSystem.begin(), ofSystem.end());
    if (!has(all))
        error("unknown metric `" + objective.metric + "`", Check::suggestion(objective.metric, all));
    else if (!objective.flow.empty() && !has(ofFlows))
        error("`" + objective.metric + "` is not a metric of a flow");
    else if (objective.flow.empty() && !has(ofRequests) && !has(ofSystem))
        error("`" + objective.metric + "` is a metric of a flow", "say in `flow` of which connection");
    else if (objective.flow.empty() && has(ofRequests) && objective.workload.empty())
        error("`" + objective.metric + "` needs a `workload`");
    else if (has(ofSystem) && !objective.workload.empty())
        check.warning("", where, "`workload` has no effect: `" + objective.metric + "` is of the whole system");
    if (objective.at_most && objective.at_least)
        error("an objective has one bound: `at_most` or `at_least`, not both", "write two objectives");
    if (!objective.at_most && !objective.at_least) error("the objective has no bound", "add `at_most` or `at_least`");
}

} // namespace

void checkObjectives(Check& check) {
    for (std::size_t i = 0; i < check.design.objectives.size(); ++i) {
        const std::string where = "objectives." + std::to_string(i);
        checkObjective(check, check.design.objectives[i], where);
        check.misspelt("", check.design.objectives[i].extra, fields::objective);
    }
}

void checkVariants(Check& check) {
    for (const Variant& variant : check.design.variants)
        for (const auto& [path, value] : variant.set)
            if (const auto changed = setPath(check.design, path, value); !changed)
                check.error(variant.id, path, changed.error().message, changed.error().hint);
}

} // namespace catenary::design
