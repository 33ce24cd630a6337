// SPDX-License-Identifier: Apache-2.0
// Building blocks of explanations, for the files of this folder only.
#pragma once

#include "core/insight/explanation.h"

namespace catenary::insight {

/// What an explanation is made from.
struct Subject {
    const Estimate& estimate;
    const design::Design& design;
    const catalog::Catalog& catalog;

    [[nodiscard]] const network::Station& station(std::size_t index) const { return estimate.network.stations[index]; }
    [[nodiscard]] const network::StationPerformance& figures(std::size_t index) const {
        return estimate.performance.stations[index];
    }
};

[[nodiscard]] Explanation leaf(std::string label, double value, std::string unit, std::string source = {},
                               std::string place = {}, bool assumption = false);

/// A node whose value is that of its terms.
[[nodiscard]] Explanation node(Operation operation, std::string label, std::string unit, std::string formula,
                               std::vector<Explanation> terms);

/// A node of a named formula: `function` of the values of the terms.
[[nodiscard]] Explanation formula(std::string label, std::string unit, std::string text, std::string source,
                                  std::vector<Explanation> terms,
                                  std::function<double(const std::vector<double>&)> function);

/// A figure the engine computed by an algorithm that has no short formula (Operation::Engine): says which and shows
/// what entered.
[[nodiscard]] Explanation computed(std::string label, const network::Measure& measure, std::string unit,
                                   std::vector<Explanation> terms);

/// `candidate` with the engine's value and wording if it evaluates to it (relative 1e-9), else `computed`.
[[nodiscard]] Explanation agreeing(Explanation candidate, std::string label, const network::Measure& measure,
                                   std::string unit);

/// A parameter of a component as a leaf: value (mean of a distribution), unit, source, place, whether assumed.
[[nodiscard]] Explanation parameterLeaf(const Subject& subject, std::size_t station, const std::string& parameter);

/// "Planning default, 2025 (grade C)".
[[nodiscard]] std::string sourceText(const catalog::SourceNote& source);

/// Those of `parameters` that the component has as a number.
[[nodiscard]] std::vector<Explanation> parameterLeaves(const Subject& subject, std::size_t station,
                                                       std::initializer_list<const char*> parameters);

[[nodiscard]] Explanation explainClass(const Subject& subject, std::size_t requestClass, std::string_view figure);
[[nodiscard]] Explanation explainComponent(const Subject& subject, std::size_t station, std::string_view figure);
/// One of `servingFigures` of a model server.
[[nodiscard]] Explanation explainServing(const Subject& subject, std::size_t station, std::string_view figure);
/// Attempts on a connection.
[[nodiscard]] Explanation explainCalls(const Subject& subject, std::size_t call);
/// A figure of what a connection that is not waited for brings to its end.
[[nodiscard]] Explanation explainFlow(const Subject& subject, const network::FlowPerformance& flow,
                                      std::string_view figure);
[[nodiscard]] Explanation explainGroup(const Subject& subject, const design::Group& group, std::string_view figure);
[[nodiscard]] Explanation explainSystem(const Subject& subject, std::string_view figure);
/// Cost of one component as a sum of hours and use.
[[nodiscard]] Explanation explainComponentCost(const Subject& subject, std::size_t station);
/// A percentile read off the distribution of `of`, whose time `terms` account for. `measure` is the engine's.
[[nodiscard]] Explanation explainPercentile(const std::string& of, const network::Measure& measure, double level,
                                            const network::Curve& curve, std::vector<Explanation> terms);
/// The measure of a figure such as latency_p99_ms, and its level; 0 of the mean.
struct Statistic {
    network::Measure measure;
    double level = 0;
    std::string title; ///< "p99", "mean"
};
[[nodiscard]] Statistic statisticOf(const network::Latency& latency, std::string_view figure);
/// Offered rate of a class from its arrival process and the load factor.
[[nodiscard]] Explanation explainOffered(const Subject& subject, std::size_t requestClass);

} // namespace catenary::insight
