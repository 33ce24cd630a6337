// SPDX-License-Identifier: Apache-2.0
#include "core/insight/explanation_parts.h"

#include <cmath>

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

} // namespace catenary::insight
