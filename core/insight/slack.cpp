// SPDX-License-Identifier: Apache-2.0
#include "core/insight/slack.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::insight {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

} // namespace

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

SlackMeter::SlackMeter(const design::Design& design, const catalog::Catalog& catalog, network::Network network,
                       bool withMoney)
    : m_design(design), m_catalog(catalog), m_network(std::move(network)), m_money(withMoney) {
    using Of = Metric::Of;
    m_options.percentiles = m_options.breakdown = m_options.flows = m_options.tokens = false;
    std::vector<bool> bounded(m_network.classes.size(), true); // is everything asked of the class below a known time?
    m_options.horizon_ms.resize(m_network.classes.size());
    for (const auto& objective : design.objectives) {
        const auto metric = parseMetric(objective.metric);
        if (!metric) continue;
        if (!objective.flow.empty()) m_options.flows = true;
        if (metric->quantile > 0 || metric->of == Of::Goodput) m_options.percentiles = true;
        m_money = m_money || metric->of == Of::UsdPerMonth || metric->of == Of::UsdPer1k;
        if (metric->of == Of::Ttft || metric->of == Of::Tpot) m_options.tokens = true;
        if (metric->of != Of::Latency && metric->of != Of::Ttft) continue;
        for (std::size_t k = 0; k < m_network.classes.size(); ++k) {
            if (!objective.workload.empty() && m_network.classes[k].id != objective.workload) continue;
            auto& horizon = m_options.horizon_ms[k];
            if (metric->quantile == 0 || objective.at_least || !objective.at_most)
                bounded[k] = false;
            else
                horizon = std::max(horizon.value_or(0), *objective.at_most);
        }
    }
    for (std::size_t k = 0; k < bounded.size(); ++k)
        if (!bounded[k]) m_options.horizon_ms[k].reset();
}

SlackMeter::Reading SlackMeter::at(double load) {
    m_network.load = load;
    const auto performance = analysis::analyse(m_network, m_options);
    const auto cost = m_money ? cost::cost(m_design, m_catalog, m_network, performance) : cost::Cost{};
    Reading reading;
    reading.slack = infinity;
    reading.stable = performance.stable;
    reading.usd_per_month = cost.usd_per_month;
    for (std::size_t i = 0; i < m_design.objectives.size(); ++i) {
        const ObjectiveResult result = judge(m_design.objectives[i], m_design, m_network, performance, cost);
        const double slack = slackOf(result);
        reading.slacks.push_back(slack);
        if (slack >= reading.slack) continue;
        reading.slack = slack;
        reading.binding = i;
        reading.value = result.value;
    }
    return reading;
}

} // namespace catenary::insight
