// SPDX-License-Identifier: Apache-2.0
// How far a design is inside its objectives at a load: what the load line and the sizing search on.
#pragma once

#include "core/analysis/analyse.h"
#include "core/insight/objective.h"

namespace catenary::insight {

/// ln(bound ÷ value) of an objective, the other way round for `at_least`: 0 at the bound, positive inside it, of one
/// scale for all units. −infinity where there is no value.
[[nodiscard]] double slackOf(const ObjectiveResult& result);

/// Computes only what the objectives of one design read.
class SlackMeter {
public:
    /// `design` and `catalog` outlive the meter; `network` was lowered from `design`. `withMoney`: readings say the
    /// cost even where no objective asks for it.
    SlackMeter(const design::Design& design, const catalog::Catalog& catalog, network::Network network,
               bool withMoney = false);

    struct Reading {
        std::vector<double> slacks;  ///< of the objectives
        double slack = 0;            ///< the smallest of them; infinity without any
        std::size_t binding = 0;     ///< the objective it is of
        std::optional<double> value; ///< of that objective
        bool stable = true;          ///< the whole system, also what no objective looks at
        double usd_per_month = 0;    ///< where money is computed
    };
    /// At a load factor, by the analytic engine.
    [[nodiscard]] Reading at(double load);

private:
    const design::Design& m_design;
    const catalog::Catalog& m_catalog;
    network::Network m_network;
    analysis::Options m_options;
    bool m_money;
};

} // namespace catenary::insight
