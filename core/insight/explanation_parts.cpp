// SPDX-License-Identifier: Apache-2.0
#include "core/insight/explanation_parts.h"

#include <cmath>
#include <memory>

namespace catenary::insight {

Explanation leaf(std::string label, double value, std::string unit, std::string source, std::string place,
                 bool assumption) {
    Explanation result;
    result.label = std::move(label);
    result.value = value;
    result.unit = std::move(unit);
    result.source = std::move(source);
    result.place = std::move(place);
    result.assumption = assumption;
    return result;
}

Explanation node(Operation operation, std::string label, std::string unit, std::string text,
                 std::vector<Explanation> terms) {
    Explanation result;
    result.label = std::move(label);
    result.unit = std::move(unit);
    result.operation = operation;
    result.formula = std::move(text);
    result.terms = std::move(terms);
    result.value = evaluate(result);
    return result;
}

Explanation formula(std::string label, std::string unit, std::string text, std::string source,
                    std::vector<Explanation> terms, std::function<double(const std::vector<double>&)> function) {
    Explanation result;
    result.label = std::move(label);
    result.unit = std::move(unit);
    result.operation = Operation::Function;
    result.formula = std::move(text);
    result.source = std::move(source);
    result.terms = std::move(terms);
    result.function = std::move(function);
    result.value = evaluate(result);
    return result;
}

Explanation computed(std::string label, const network::Measure& measure, std::string unit,
                     std::vector<Explanation> terms) {
    Explanation result = leaf(std::move(label), measure.value, std::move(unit), network::toString(measure.how));
    result.operation = Operation::Engine;
    result.formula = measure.method.empty() ? "computed by the engine" : measure.method;
    result.terms = std::move(terms);
    return result;
}

Explanation agreeing(Explanation candidate, std::string label, const network::Measure& measure, std::string unit) {
    const double difference = std::abs(candidate.value - measure.value);
    if (difference <= 1e-9 * std::abs(measure.value) || candidate.value == measure.value) {
        candidate.label = std::move(label);
        return candidate;
    }
    return computed(std::move(label), measure, std::move(unit), std::move(candidate.terms));
}

std::string sourceText(const catalog::SourceNote& source) {
    std::string text = source.title;
    if (source.year != 0) text += ", " + std::to_string(source.year);
    return text + " (grade " + std::string(1, source.grade) + ")";
}

Explanation parameterLeaf(const Subject& subject, std::size_t station, const std::string& parameter) {
    const auto& model = subject.station(station);
    const auto* component = subject.design.component(model.id);
    const auto* kind = subject.catalog.kind(model.kind);
    auto result = leaf(parameter, network::undefined, "", "", model.id.str() + "." + parameter);
    if (!component || !kind) return result;
    const auto resolved = subject.catalog.resolve(*kind, component->parameters);
    if (!resolved) return result;
    const auto it = resolved->find(parameter);
    if (it == resolved->end()) return result;
    const auto& value = it->second;
    if (value.value.is_number()) {
        result.value = value.value.get<double>();
    } else if (const auto varying = support::Distribution::fromJson(value.value)) {
        result.value = varying->mean();
    }
    if (value.parameter) {
        result.label = value.parameter->label.empty() ? parameter : value.parameter->label;
        result.unit = value.parameter->unit;
    }
    using From = catalog::Resolved::From;
    const catalog::Parameter* origin = value.inputs.empty() ? value.parameter : value.inputs.front();
    if (value.from == From::Author || value.from == From::Override) {
        result.source = "set in this design";
    } else if (origin) {
        result.source = sourceText(origin->source);
        result.assumption = origin->source.grade == 'C';
    }
    if (!value.expression.empty() && value.from != From::Override) result.formula = value.expression;
    return result;
}

std::vector<Explanation> parameterLeaves(const Subject& subject, std::size_t station,
                                         std::initializer_list<const char*> parameters) {
    std::vector<Explanation> leaves;
    for (const char* parameter : parameters)
        if (auto found = parameterLeaf(subject, station, parameter); std::isfinite(found.value))
            leaves.push_back(std::move(found));
    return leaves;
}

Explanation explainPercentile(const std::string& of, const network::Measure& measure, double level,
                              const network::Curve& curve, std::vector<Explanation> terms) {
    const auto shared = std::make_shared<network::Curve>(curve);
    terms.insert(terms.begin(), leaf("Level", level, "1", "chosen percentile"));
    auto candidate = formula(of, "ms",
                             "the time by which this share of requests has its answer: distributions of the parts "
                             "composed (convolution in series, product at joins, mixture at branches)",
                             measure.method, std::move(terms),
                             [shared](const std::vector<double>& values) { return shared->quantile(values.front()); });
    return agreeing(std::move(candidate), of, measure, "ms");
}

Statistic statisticOf(const network::Latency& latency, std::string_view figure) {
    const auto is = [&](std::string_view name) { return figure.find(name) != std::string_view::npos; };
    if (is("_p999_")) return {latency.p999, 0.999, "p99.9"};
    if (is("_p99_")) return {latency.p99, 0.99, "p99"};
    if (is("_p95_")) return {latency.p95, 0.95, "p95"};
    if (is("_p90_")) return {latency.p90, 0.9, "p90"};
    if (is("_p50_")) return {latency.p50, 0.5, "p50"};
    return {latency.mean, 0, "mean"};
}

} // namespace catenary::insight
