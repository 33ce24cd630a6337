// SPDX-License-Identifier: Apache-2.0
#include "core/insight/load_line.h"

#include "core/analysis/analyse.h"
#include "core/insight/objective.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::insight {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double scanFactor = 1.1;
constexpr double precision = 1e-3; ///< relative
constexpr double largest = 1000;
constexpr double smallest = 1e-3;

struct Point {
    double load, slack;
    [[nodiscard]] bool holds() const { return slack >= 0; }
};

/// `good` holds, `bad` does not. Regula falsi with the Illinois weights; each guess is moved towards the far end by
/// less than the tolerance, so that both ends close in. By halves where a slack is infinite, and now and then against
/// slacks no line fits.
double closeIn(const Slack& slack, Point good, Point bad) {
    const double tolerance = 0.5 * precision * bad.load;
    const double nudge = 0.4 * tolerance;
    int turn = 0;
    bool heldLast = false;
    bool brokeLast = false;
    while (bad.load - good.load > tolerance) {
        const double width = bad.load - good.load;
        double guess = good.load + 0.5 * width;
        if (std::isfinite(good.slack) && std::isfinite(bad.slack) && ++turn % 4 != 0) {
            const double share = good.slack / (good.slack - bad.slack);
            guess = good.load + share * width + (share < 0.5 ? nudge : -nudge);
            guess = std::clamp(guess, good.load + nudge, bad.load - nudge);
        }
        const Point found{guess, slack(guess)};
        if (found.holds()) {
            good = found;
            if (heldLast) bad.slack *= 0.5;
        } else {
            bad = found;
            if (brokeLast) good.slack *= 0.5;
        }
        heldLast = found.holds();
        brokeLast = !heldLast;
    }
    return good.load;
}

/// What of a performance the objectives read, and nothing else.
struct Need {
    analysis::Options options;
    bool money = false;
};

Need needOf(const design::Design& design, const network::Network& network) {
    using Of = Metric::Of;
    Need need;
    need.options.percentiles = need.options.breakdown = need.options.flows = need.options.tokens = false;
    std::vector<bool> bounded(network.classes.size(), true); // is everything asked of the class below a known time?
    need.options.horizon_ms.resize(network.classes.size());
    for (const auto& objective : design.objectives) {
        const auto metric = parseMetric(objective.metric);
        if (!metric) continue;
        if (!objective.flow.empty()) need.options.flows = true;
        if (metric->quantile > 0 || metric->of == Of::Goodput) need.options.percentiles = true;
        need.money = need.money || metric->of == Of::UsdPerMonth || metric->of == Of::UsdPer1k;
        if (metric->of == Of::Ttft || metric->of == Of::Tpot) need.options.tokens = true;
        if (metric->of != Of::Latency && metric->of != Of::Ttft) continue;
        for (std::size_t k = 0; k < network.classes.size(); ++k) {
            if (!objective.workload.empty() && network.classes[k].id != objective.workload) continue;
            auto& horizon = need.options.horizon_ms[k];
            if (metric->quantile == 0 || objective.at_least || !objective.at_most)
                bounded[k] = false;
            else
                horizon = std::max(horizon.value_or(0), *objective.at_most);
        }
    }
    for (std::size_t k = 0; k < bounded.size(); ++k)
        if (!bounded[k]) need.options.horizon_ms[k].reset();
    return need;
}

/// In logarithms, so that objectives of different units compare.
double slackOf(const ObjectiveResult& result) {
    if (!result.value) return -infinity;
    const auto above = [](double high, double low) {
        if (high == low) return 0.0;
        if (low <= 0) return high > low ? infinity : -infinity;
        return high > 0 ? std::log(high / low) : -infinity;
    };
    double slack = infinity;
    if (result.objective.at_most) slack = std::min(slack, above(*result.objective.at_most, *result.value));
    if (result.objective.at_least) slack = std::min(slack, above(*result.value, *result.objective.at_least));
    return slack;
}

} // namespace

double loadLine(const Slack& slack) {
    const Point now{1, slack(1)};
    if (now.holds()) {
        Point good = now;
        while (good.load < largest) {
            const double load = std::min(good.load * scanFactor, largest);
            const Point next{load, slack(load)};
            if (!next.holds()) return closeIn(slack, good, next);
            good = next;
        }
        return good.load;
    }
    Point bad = now;
    while (bad.load > smallest) {
        const double load = bad.load / scanFactor;
        const Point next{load, slack(load)};
        if (next.holds()) return closeIn(slack, next, bad);
        bad = next;
    }
    return 0;
}

std::optional<double> loadLine(const design::Design& design, const catalog::Catalog& catalog,
                               const network::Network& network) {
    if (design.objectives.empty()) return std::nullopt;
    const Need need = needOf(design, network);
    network::Network scaled = network;
    return loadLine([&](double load) {
        scaled.load = load;
        const auto performance = analysis::analyse(scaled, need.options);
        const auto cost = need.money ? cost::cost(design, catalog, scaled, performance) : cost::Cost{};
        double slack = infinity;
        for (const auto& objective : design.objectives)
            slack = std::min(slack, slackOf(judge(objective, design, scaled, performance, cost)));
        return slack;
    });
}

} // namespace catenary::insight
