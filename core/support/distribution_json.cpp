// SPDX-License-Identifier: Apache-2.0
// Distributions as JSON: a number, or {"distribution": NAME, …}.
#include "core/support/distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace catenary::support {

namespace {

struct Name {
    Law law;
    const char* text;
    std::vector<std::string> arguments;
};

const std::vector<Name>& names() {
    static const std::vector<Name> table{
        {Law::Constant, "constant", {"value"}},
        {Law::Exponential, "exponential", {"mean"}},
        {Law::Erlang, "erlang", {"mean", "k"}},
        {Law::Gamma, "gamma", {"mean", "cv"}},
        {Law::Lognormal, "lognormal", {"mean", "cv", "p50", "p99"}},
        {Law::Hyperexponential, "hyperexponential", {"mean", "cv"}},
        {Law::Uniform, "uniform", {"min", "max"}},
        {Law::Weibull, "weibull", {"mean", "shape"}},
        {Law::Pareto, "pareto", {"mean", "shape"}},
        {Law::Empirical, "empirical", {"values", "weights"}},
        {Law::Quantiles, "quantiles", {"p50", "p90", "p95", "p99", "p999"}},
    };
    return table;
}

const Name* nameOf(std::string_view text) {
    for (const Name& name : names())
        if (name.text == text) return &name;
    return nullptr;
}

/// `p50` -> 0.5, `p999` -> 0.999, `p99.9` -> 0.999: two digits are per cent, further ones decimals of it.
std::optional<double> probabilityOf(std::string_view key) {
    if (key.size() < 2 || key[0] != 'p') return std::nullopt;
    std::string digits;
    bool point = false;
    for (std::size_t i = 1; i < key.size(); ++i) {
        if (key[i] == '.' && !point && digits.size() == 2) {
            point = true;
            continue;
        }
        if (key[i] < '0' || key[i] > '9') return std::nullopt;
        digits += key[i];
    }
    if (digits.size() < 2 || digits.size() > 9)
        return digits.size() == 1 ? std::optional((digits[0] - '0') / 100.0) : std::nullopt;
    const double value = std::stod(digits) / std::pow(10.0, static_cast<double>(digits.size()));
    return value;
}

std::string keyOf(double probability) {
    std::string digits;
    double rest = probability;
    for (int i = 0; i < 9; ++i) {
        rest *= 10.0;
        const double digit = std::floor(rest + 1e-7);
        digits += static_cast<char>('0' + static_cast<int>(digit));
        rest -= digit;
        if (rest < 1e-7 && i >= 1) break;
    }
    return "p" + digits;
}

/// Reads the arguments of one DIST object, remembering the first error.
class Arguments {
public:
    Arguments(const Json& json, const Place& where, std::string law)
        : m_json(json), m_where(where), m_law(std::move(law)) {}

    double number(const char* name, double least, bool open = false,
                  double most = std::numeric_limits<double>::infinity()) {
        const auto found = m_json.find(name);
        if (found == m_json.end()) {
            fault("`" + m_law + "` needs `" + name + "`", "give it as a number");
            return 0.0;
        }
        if (!found->is_number()) {
            fault("`" + std::string(name) + "` of `" + m_law + "` must be a number");
            return 0.0;
        }
        const double value = found->get<double>();
        if (!std::isfinite(value) || value < least || (open && value == least) || value > most)
            fault("`" + std::string(name) + "` of `" + m_law + "` is " + found->dump() + ", which is out of range",
                  open ? "it must be above " + shortestNumber(least) : "it must be at least " + shortestNumber(least));
        return value;
    }

    std::vector<double> list(const char* name) {
        const auto found = m_json.find(name);
        std::vector<double> values;
        if (found == m_json.end() || !found->is_array() || found->empty()) {
            fault("`" + m_law + "` needs `" + std::string(name) + "`, a list of numbers");
            return values;
        }
        for (const Json& item : *found) {
            if (!item.is_number() || !std::isfinite(item.get<double>()) || item.get<double>() < 0.0) {
                fault("`" + std::string(name) + "` of `" + m_law + "` holds " + item.dump() +
                      ", which is not a number of at least 0");
                return values;
            }
            values.push_back(item.get<double>());
        }
        return values;
    }

    [[nodiscard]] bool has(const char* name) const { return m_json.contains(name); }

    void fault(std::string message, std::string hint = {}) {
        if (!m_error) m_error = Error{ErrorCode::Input, std::move(message), m_where, std::move(hint)};
    }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    const Json& m_json;
    const Place& m_where;
    std::string m_law;
    std::optional<Error> m_error;
};

template <class Make> Result<Distribution> finish(const Arguments& arguments, Make make) {
    if (arguments.error()) return tl::unexpected<Error>(*arguments.error());
    return make();
}

Result<Distribution> readQuantiles(const Json& json, Arguments& arguments) {
    std::vector<std::pair<double, double>> points;
    for (const auto& [key, value] : json.items()) {
        const std::optional<double> p = probabilityOf(key);
        if (!p) continue;
        if (*p <= 0.0 || *p >= 1.0) arguments.fault("`" + key + "` is not between p0 and p100");
        const double at = arguments.number(key.c_str(), 0.0, true);
        points.emplace_back(*p, at);
    }
    std::sort(points.begin(), points.end());
    if (points.size() < 2) arguments.fault("`quantiles` needs at least two quantiles", "for example p50 and p99");
    std::vector<double> p;
    std::vector<double> x;
    for (const auto& [probability, value] : points) {
        if (!x.empty() && value < x.back()) arguments.fault("`quantiles` must not fall as the probability rises");
        if (!p.empty() && probability == p.back()) arguments.fault("`quantiles` names one probability twice");
        p.push_back(probability);
        x.push_back(value);
    }
    return finish(arguments, [&] { return Distribution::quantiles(p, x); });
}

Result<Distribution> readLognormal(Arguments& arguments) {
    if (arguments.has("p50") || arguments.has("p99")) {
        if (arguments.has("mean") || arguments.has("cv"))
            arguments.fault("`lognormal` takes `mean` and `cv` or `p50` and `p99`, not both");
        const double p50 = arguments.number("p50", 0.0, true);
        const double p99 = arguments.number("p99", 0.0, true);
        if (p99 < p50) arguments.fault("`p99` of `lognormal` is below its `p50`");
        return finish(arguments, [&] { return Distribution::lognormalFromQuantiles(p50, p99); });
    }
    const double mean = arguments.number("mean", 0.0);
    const double cv = arguments.number("cv", 0.0);
    return finish(arguments, [&] { return Distribution::lognormal(mean, cv); });
}

Result<Distribution> readEmpirical(Arguments& arguments) {
    std::vector<double> values = arguments.list("values");
    std::vector<double> weights;
    if (arguments.has("weights")) {
        weights = arguments.list("weights");
        if (weights.size() != values.size()) arguments.fault("`empirical` needs as many `weights` as `values`");
        if (std::all_of(weights.begin(), weights.end(), [](double w) { return w == 0.0; }))
            arguments.fault("`weights` of `empirical` are all 0");
    }
    return finish(arguments, [&] { return Distribution::empirical(std::move(values), std::move(weights)); });
}

} // namespace

std::vector<std::string> Distribution::argumentNames(std::string_view law) {
    const Name* name = nameOf(law);
    return name ? name->arguments : std::vector<std::string>{};
}

std::vector<std::string> Distribution::unknownArguments(const Json& json) {
    std::vector<std::string> unknown;
    if (!json.is_object()) return unknown;
    const auto law = json.find("distribution");
    const Name* name = law != json.end() && law->is_string() ? nameOf(law->get<std::string>()) : nullptr;
    if (!name) return unknown;
    for (const auto& [key, value] : json.items()) {
        if (key == "distribution" || key.starts_with("x-")) continue;
        if (name->law == Law::Quantiles && probabilityOf(key)) continue;
        if (std::find(name->arguments.begin(), name->arguments.end(), key) == name->arguments.end())
            unknown.push_back(key);
    }
    return unknown;
}

Result<Distribution> Distribution::fromJson(const Json& json, const Place& where) {
    if (json.is_number()) {
        const double value = json.get<double>();
        if (!std::isfinite(value) || value < 0.0)
            return fail(ErrorCode::Input, json.dump() + " is out of range", where, "it must be at least 0");
        return constant(value);
    }
    if (!json.is_object())
        return fail(ErrorCode::Input, "expected a number or a distribution, found " + std::string(json.type_name()),
                    where, "write a number, or {\"distribution\": \"exponential\", \"mean\": …}");
    const auto found = json.find("distribution");
    if (found == json.end() || !found->is_string())
        return fail(ErrorCode::Input, "a distribution needs its name under `distribution`", where);
    const std::string text = found->get<std::string>();
    const Name* name = nameOf(text);
    if (!name) {
        std::vector<std::string> all;
        for (const Name& known : names()) all.emplace_back(known.text);
        const std::string near = nearestWord(text, all);
        std::string list;
        for (const std::string& known : all) list += (list.empty() ? "" : ", ") + known;
        return fail(ErrorCode::Input, "unknown distribution `" + text + "`", where,
                    near.empty() ? "known are " + list : "did you mean `" + near + "`?");
    }

    Arguments arguments(json, where, text);
    switch (name->law) {
    case Law::Constant: {
        const double value = arguments.number("value", 0.0);
        return finish(arguments, [&] { return constant(value); });
    }
    case Law::Exponential: {
        const double mean = arguments.number("mean", 0.0);
        return finish(arguments, [&] { return exponential(mean); });
    }
    case Law::Erlang: {
        const double mean = arguments.number("mean", 0.0);
        const double k = arguments.number("k", 1.0, false, 1e6);
        if (k != std::floor(k)) arguments.fault("`k` of `erlang` must be a whole number");
        return finish(arguments, [&] { return erlang(mean, static_cast<int>(k)); });
    }
    case Law::Gamma: {
        const double mean = arguments.number("mean", 0.0);
        const double cv = arguments.number("cv", 0.0);
        return finish(arguments, [&] { return gamma(mean, cv); });
    }
    case Law::Lognormal:
        return readLognormal(arguments);
    case Law::Hyperexponential: {
        const double mean = arguments.number("mean", 0.0);
        const double cv = arguments.number("cv", 1.0);
        return finish(arguments, [&] { return hyperexponential(mean, cv); });
    }
    case Law::Uniform: {
        const double min = arguments.number("min", 0.0);
        const double max = arguments.number("max", 0.0);
        if (max < min) arguments.fault("`max` of `uniform` is below its `min`");
        return finish(arguments, [&] { return uniform(min, max); });
    }
    case Law::Weibull: {
        const double mean = arguments.number("mean", 0.0);
        const double shape = arguments.number("shape", 0.0, true);
        return finish(arguments, [&] { return weibull(mean, shape); });
    }
    case Law::Pareto: {
        const double mean = arguments.number("mean", 0.0);
        const double shape = arguments.number("shape", 1.0, true);
        return finish(arguments, [&] { return pareto(mean, shape); });
    }
    case Law::Empirical:
        return readEmpirical(arguments);
    case Law::Quantiles:
        return readQuantiles(json, arguments);
    }
    return constant(0.0);
}

Json Distribution::toJson() const {
    if (m_law == Law::Constant) return m_a[0];
    Json json = Json::object();
    for (const Name& name : names())
        if (name.law == m_law) json["distribution"] = name.text;
    switch (m_law) {
    case Law::Constant:
        break;
    case Law::Exponential:
        json["mean"] = m_a[0];
        break;
    case Law::Erlang:
        json["mean"] = m_a[0];
        json["k"] = static_cast<int>(m_a[1]);
        break;
    case Law::Gamma:
    case Law::Lognormal:
    case Law::Hyperexponential:
        json["mean"] = m_a[0];
        json["cv"] = m_a[1];
        break;
    case Law::Uniform:
        json["min"] = m_a[0];
        json["max"] = m_a[1];
        break;
    case Law::Weibull:
    case Law::Pareto:
        json["mean"] = m_a[0];
        json["shape"] = m_a[1];
        break;
    case Law::Empirical:
        json["values"] = m_a;
        json["weights"] = m_b;
        break;
    case Law::Quantiles:
        for (std::size_t i = 0; i < m_a.size(); ++i) json[keyOf(m_b[i])] = m_a[i];
        break;
    }
    return json;
}

} // namespace catenary::support
