// SPDX-License-Identifier: Apache-2.0
#include "core/insight/comparison.h"

#include "core/insight/estimate_json.h"
#include "core/support/distribution_functions.h"
#include "core/support/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace catenary::insight {

using support::OrderedJson;
using support::Result;

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr double smallShare = 0.05; ///< of a figure, below which a difference needs no sharper interval

/// The figures of one workload in one run.
struct Figures {
    double mean = undefined, p50 = undefined, p99 = undefined, completed = undefined;
};

struct Pair {
    std::vector<std::pair<Figures, Figures>> workloads; ///< before, after
    std::optional<support::Error> error;
    bool stable = true;
};

Change changeOf(const std::vector<Pair>& pairs, std::size_t workload, double Figures::*figure) {
    const auto n = static_cast<double>(pairs.size());
    Change change;
    double square = 0;
    for (const Pair& pair : pairs) {
        const auto& [before, after] = pair.workloads[workload];
        change.before += before.*figure / n;
        change.after += after.*figure / n;
    }
    change.difference = change.after - change.before;
    for (const Pair& pair : pairs) {
        const auto& [before, after] = pair.workloads[workload];
        const double off = after.*figure - before.*figure - change.difference;
        square += off * off;
    }
    const double half = support::studentQuantile(0.975, n - 1) * std::sqrt(square / (n * (n - 1)));
    change.low = change.difference - half;
    change.high = change.difference + half;
    return change;
}

bool sharp(const Change& change, double precision) {
    if (!std::isfinite(change.difference)) return true; // no number of pairs would help
    const double half = 0.5 * (change.high - change.low);
    return half <= precision * std::max(std::abs(change.difference), smallShare * std::abs(change.before));
}

class Comparer {
public:
    Comparer(const design::Design& before, const design::Design& after, const catalog::Catalog& catalog,
             const ComparisonRequest& request, const std::stop_token& stop)
        : m_before(before), m_after(after), m_catalog(catalog), m_request(request), m_stop(stop) {}

    Result<Comparison> run();

private:
    [[nodiscard]] Pair pairOf(std::uint64_t number) const;
    [[nodiscard]] Result<Estimate> simulate(const design::Design& design, std::uint64_t seed) const;

    const design::Design& m_before;
    const design::Design& m_after;
    const catalog::Catalog& m_catalog;
    const ComparisonRequest& m_request;
    const std::stop_token& m_stop;
    std::vector<design::WorkloadId> m_workloads;
};

Result<Estimate> Comparer::simulate(const design::Design& design, std::uint64_t seed) const {
    simulation::Options options;
    options.seed = seed;
    options.requests = m_request.requests;
    options.threads = 1; // pairs run beside each other
    options.stop = m_stop;
    Request request;
    request.load_line = false;
    return simulated(design, m_catalog, options, request, false);
}

Pair Comparer::pairOf(std::uint64_t number) const {
    Pair pair;
    const auto before = simulate(m_before, m_request.seed + number);
    const auto after = before ? simulate(m_after, m_request.seed + number) : before;
    if (!after) {
        pair.error = after.error();
        return pair;
    }
    pair.stable = before->performance.stable && after->performance.stable;
    for (const auto& id : m_workloads) {
        const auto figures = [&](const Estimate& estimate) {
            const auto& found = estimate.performance.classes[static_cast<std::size_t>(estimate.network.classOf(id))];
            return Figures{found.latency.mean.value, found.latency.p50.value, found.latency.p99.value,
                           found.completed_per_s};
        };
        pair.workloads.emplace_back(figures(*before), figures(*after));
    }
    return pair;
}

Result<Comparison> Comparer::run() {
    Comparison comparison;
    auto before = estimate(m_before, m_catalog);
    if (!before) return tl::unexpected(before.error());
    auto after = estimate(m_after, m_catalog);
    if (!after) return tl::unexpected(after.error());
    comparison.before = std::move(*before);
    comparison.after = std::move(*after);
    for (const auto& of : comparison.after.network.classes)
        if (comparison.before.network.classOf(of.id) != network::none)
            m_workloads.push_back(of.id);
        else
            comparison.only_after.push_back(of.id.str());
    for (const auto& of : comparison.before.network.classes)
        if (comparison.after.network.classOf(of.id) == network::none) comparison.only_before.push_back(of.id.str());
    if (m_workloads.empty())
        return support::fail(support::ErrorCode::Input, "the two designs have no workload in common", {},
                             "workloads are matched by their id");

    std::vector<Pair> pairs;
    const int least = std::max(m_request.least_pairs, 2);
    for (bool enough = false; !enough;) {
        const std::size_t from = pairs.size();
        const int more = std::min(least, m_request.most_pairs - static_cast<int>(from));
        if (more <= 0) break;
        pairs.resize(from + static_cast<std::size_t>(more));
        const bool all = support::forEachIndex(
            static_cast<std::size_t>(more), m_request.threads,
            [&](std::size_t i) { pairs[from + i] = pairOf(from + i); }, m_stop);
        if (!all || m_stop.stop_requested()) return support::fail(support::ErrorCode::Cancelled, "stopped");
        for (const Pair& pair : pairs)
            if (pair.error) return tl::unexpected(*pair.error);
        enough = true;
        for (std::size_t w = 0; w < m_workloads.size(); ++w)
            enough = enough && sharp(changeOf(pairs, w, &Figures::mean), m_request.precision) &&
                     sharp(changeOf(pairs, w, &Figures::p99), m_request.precision);
    }
    for (std::size_t w = 0; w < m_workloads.size(); ++w)
        comparison.workloads.push_back({m_workloads[w].str(), changeOf(pairs, w, &Figures::mean),
                                        changeOf(pairs, w, &Figures::p50), changeOf(pairs, w, &Figures::p99),
                                        changeOf(pairs, w, &Figures::completed)});
    comparison.pairs = static_cast<int>(pairs.size());
    comparison.stable = std::all_of(pairs.begin(), pairs.end(), [](const Pair& pair) { return pair.stable; });
    return comparison;
}

OrderedJson number(double value) {
    return std::isfinite(value) ? OrderedJson(value) : OrderedJson(nullptr);
}

OrderedJson asJson(const Change& change) {
    OrderedJson json;
    json["before"] = number(change.before);
    json["after"] = number(change.after);
    json["difference"] = number(change.difference);
    json["low"] = number(change.low);
    json["high"] = number(change.high);
    return json;
}

/// A figure that is computed, not simulated.
OrderedJson asJson(std::optional<double> before, std::optional<double> after) {
    OrderedJson json;
    json["before"] = number(before.value_or(undefined));
    json["after"] = number(after.value_or(undefined));
    json["difference"] = number(before && after ? *after - *before : undefined);
    return json;
}

} // namespace

Result<Comparison> compare(const design::Design& before, const design::Design& after, const catalog::Catalog& catalog,
                           const ComparisonRequest& request, const std::stop_token& stop) {
    return Comparer(before, after, catalog, request, stop).run();
}

std::string toJson(const Comparison& comparison) {
    OrderedJson json;
    json["format"] = "catenary-comparison";
    json["version"] = 1;
    json["pairs"] = comparison.pairs;
    json["stable"] = comparison.stable;
    json["workloads"] = OrderedJson::array();
    for (const auto& workload : comparison.workloads) {
        OrderedJson entry;
        entry["id"] = workload.id;
        entry["latency_ms"]["mean"] = asJson(workload.mean_ms);
        entry["latency_ms"]["p50"] = asJson(workload.p50_ms);
        entry["latency_ms"]["p99"] = asJson(workload.p99_ms);
        entry["completed_per_s"] = asJson(workload.completed_per_s);
        json["workloads"].push_back(std::move(entry));
    }
    json["only_before"] = comparison.only_before;
    json["only_after"] = comparison.only_after;
    json["usd_per_month"] = asJson(comparison.before.system.usd_per_month, comparison.after.system.usd_per_month);
    json["load_line"] = asJson(comparison.before.system.load_line, comparison.after.system.load_line);
    json["before"] = asJson(comparison.before);
    json["after"] = asJson(comparison.after);
    return text(json);
}

} // namespace catenary::insight
