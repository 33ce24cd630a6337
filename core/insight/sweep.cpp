// SPDX-License-Identifier: Apache-2.0
#include "core/insight/sweep.h"

#include "core/insight/estimate_json.h"
#include "core/support/parallel.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace catenary::insight {

using support::Result;

namespace {

constexpr int mostSteps = 10000;

tl::unexpected<support::Error> unreadable(std::string_view text, const std::string& reason) {
    return support::fail(support::ErrorCode::Input, "`" + std::string(text) + "` cannot be varied: " + reason, {},
                         "write PATH=FROM:TO:STEPS, as ranker.replicas=1:8:8");
}

template <class T> bool read(std::string_view text, T& value) {
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return !text.empty() && error == std::errc() && stop == end;
}

/// Fields outside components that hold whole numbers only.
constexpr std::array wholeFields = {"stage", "retries", "wait_for", "users", "min_calls", "priority"};

/// Does the value at `path` only take whole numbers? Error: the component has no such parameter.
Result<bool> wholeNumbers(const design::Design& design, const catalog::Catalog& catalog, const std::string& path) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('.', begin), path.size());
        parts.push_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    const auto component = std::find_if(design.components.begin(), design.components.end(),
                                        [&](const auto& candidate) { return candidate->id.str() == parts[0]; });
    if (component == design.components.end() || parts.size() < 2)
        return std::find(wholeFields.begin(), wholeFields.end(), parts.back()) != wholeFields.end();
    const catalog::Kind* kind = catalog.kind((*component)->kind);
    if (!kind) return false; // said by validation
    const catalog::Parameter* parameter = catalog.parameter(*kind, parts[1]);
    if (!parameter) {
        const std::string nearest = support::nearestWord(parts[1], catalog.parameterNames(*kind));
        return support::fail(support::ErrorCode::NotFound, "a `" + kind->id + "` has no parameter `" + parts[1] + "`",
                             {{}, path, 0, 0}, nearest.empty() ? "" : "did you mean `" + nearest + "`?");
    }
    for (std::size_t i = 2; i < parts.size(); ++i) {
        const auto field = std::find_if(parameter->fields.begin(), parameter->fields.end(),
                                        [&](const auto& candidate) { return candidate.name == parts[i]; });
        if (field == parameter->fields.end()) return false; // an argument of a distribution
        parameter = &*field;
    }
    return parameter->type == catalog::ParameterType::Integer;
}

std::vector<double> valuesOf(const Vary& vary, bool whole) {
    std::vector<double> values;
    for (int i = 0; i < vary.steps; ++i) {
        const double share = vary.steps == 1 ? 0.0 : static_cast<double>(i) / (vary.steps - 1);
        const double value = std::lerp(vary.from, vary.to, share);
        values.push_back(whole ? std::round(value) : value);
    }
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

} // namespace

Result<Vary> parseVary(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string_view::npos) return unreadable(text, "it names no PATH");
    Vary vary;
    vary.path = text.substr(0, equals);
    const std::string_view range = text.substr(equals + 1);
    const std::size_t first = range.find(':');
    const std::size_t second = first == std::string_view::npos ? first : range.find(':', first + 1);
    if (second == std::string_view::npos) return unreadable(text, "the range is not FROM:TO:STEPS");
    if (!read(range.substr(0, first), vary.from) || !std::isfinite(vary.from))
        return unreadable(text, "FROM is no number");
    if (!read(range.substr(first + 1, second - first - 1), vary.to) || !std::isfinite(vary.to))
        return unreadable(text, "TO is no number");
    if (!read(range.substr(second + 1), vary.steps) || vary.steps < 1 || vary.steps > mostSteps)
        return unreadable(text, "STEPS is no whole number from 1 to " + std::to_string(mostSteps));
    return vary;
}

Result<std::vector<SweepPoint>> sweep(const design::Design& design, const catalog::Catalog& catalog, const Vary& vary,
                                      const Evaluate& evaluate, unsigned threads, const std::stop_token& stop) {
    if (const auto there = design::getPath(design, vary.path); !there) return tl::unexpected(there.error());
    const auto whole = wholeNumbers(design, catalog, vary.path);
    if (!whole) return tl::unexpected(whole.error());
    std::vector<SweepPoint> points;
    for (const double value : valuesOf(vary, *whole)) points.push_back({value, Estimate{}});
    const bool all = support::forEachIndex(
        points.size(), threads,
        [&](std::size_t i) {
            SweepPoint& point = points[i];
            const auto changed = design::setPath(design, vary.path, asWritten(point.value));
            point.estimate = changed ? evaluate(*changed) : tl::unexpected(changed.error());
        },
        stop);
    if (!all) return support::fail(support::ErrorCode::Cancelled, "stopped");
    return points;
}

std::string toJson(const std::string& path, const std::vector<SweepPoint>& points) {
    support::OrderedJson json;
    json["format"] = "catenary-sweep";
    json["version"] = 1;
    json["path"] = path;
    json["points"] = support::OrderedJson::array();
    for (const SweepPoint& point : points) {
        support::OrderedJson entry;
        entry["value"] = asWritten(point.value);
        if (point.estimate)
            entry["estimate"] = asJson(*point.estimate);
        else
            entry["error"] = support::describe(point.estimate.error());
        json["points"].push_back(std::move(entry));
    }
    return text(json);
}

std::string toCsv(const std::string& path, const std::vector<SweepPoint>& points) {
    const auto number = [](const std::optional<double>& value) {
        return value && std::isfinite(*value) ? support::shortestNumber(*value) : std::string();
    };
    // Every point has the workloads of the design: take them from the first that could be modelled.
    std::vector<std::string> workloads;
    for (const SweepPoint& point : points) {
        if (!point.estimate) continue;
        for (const auto& requestClass : point.estimate->network.classes) workloads.push_back(requestClass.id.str());
        break;
    }
    std::string csv = csvField(path) + ",stable,objectives_met,load_line,saturation_load,bottleneck,usd_per_month";
    for (const std::string& id : workloads)
        for (const char* figure :
             {"completed_per_s", "goodput_per_s", "mean_ms", "p50_ms", "p90_ms", "p95_ms", "p99_ms", "p999_ms"})
            csv += ',' + csvField(id + '.' + figure);
    csv += ",error\r\n";
    for (const SweepPoint& point : points) {
        csv += support::shortestNumber(point.value);
        if (!point.estimate) {
            csv.append(6 + 8 * workloads.size() + 1, ',');
            csv += csvField(support::describe(point.estimate.error())) + "\r\n";
            continue;
        }
        const Estimate& estimate = *point.estimate;
        const bool met = std::all_of(estimate.objectives.begin(), estimate.objectives.end(),
                                     [](const ObjectiveResult& result) { return result.met; });
        csv += estimate.performance.stable ? ",true" : ",false";
        csv += met ? ",true," : ",false,";
        csv += number(estimate.system.load_line) + ',' + number(estimate.system.saturation_load) + ',' +
               csvField(estimate.system.bottleneck) + ',' + number(estimate.system.usd_per_month);
        for (std::size_t k = 0; k < workloads.size(); ++k) {
            const auto& figures = estimate.performance.classes[k];
            csv += ',' + number(figures.completed_per_s) + ',' + number(estimate.goodput_per_s[k]);
            const network::Latency& latency = figures.latency;
            for (const auto* measure :
                 {&latency.mean, &latency.p50, &latency.p90, &latency.p95, &latency.p99, &latency.p999})
                csv += ',' + number(measure->value);
        }
        csv += ",\r\n";
    }
    return csv;
}

} // namespace catenary::insight
