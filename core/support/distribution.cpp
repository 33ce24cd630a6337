// SPDX-License-Identifier: Apache-2.0
// Making distributions and their moments; cdf and quantile are in distribution_cdf.cpp, transforms in
// distribution_transform.cpp, JSON in distribution_json.cpp.
#include "core/support/distribution.h"

#include "core/support/elementary.h"

#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace catenary::support {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double square(double x) {
    return x * x;
}

} // namespace

Distribution::Distribution() : m_a{0.0} {}

Distribution::Distribution(Law law, std::vector<double> a, std::vector<double> b, double mean, double second)
    : m_law(law), m_a(std::move(a)), m_b(std::move(b)), m_mean(mean), m_second(second) {
    reserveNodes();
}

Distribution Distribution::constant(double value) {
    assert(value >= 0.0);
    return {Law::Constant, {value}, {}, value, square(value)};
}

Distribution Distribution::exponential(double mean) {
    assert(mean >= 0.0);
    if (mean == 0.0) return constant(0.0);
    return {Law::Exponential, {mean}, {}, mean, 2.0 * square(mean)};
}

Distribution Distribution::erlang(double mean, int k) {
    assert(mean >= 0.0 && k >= 1);
    if (mean == 0.0) return constant(0.0);
    return {Law::Erlang, {mean, static_cast<double>(k)}, {}, mean, square(mean) * (1.0 + 1.0 / k)};
}

Distribution Distribution::gamma(double mean, double cv) {
    assert(mean >= 0.0 && cv >= 0.0);
    if (mean == 0.0 || cv == 0.0) return constant(mean);
    return {Law::Gamma, {mean, cv}, {}, mean, square(mean) * (1.0 + square(cv))};
}

Distribution Distribution::lognormal(double mean, double cv) {
    assert(mean >= 0.0 && cv >= 0.0);
    if (mean == 0.0 || cv == 0.0) return constant(mean);
    return {Law::Lognormal, {mean, cv}, {}, mean, square(mean) * (1.0 + square(cv))};
}

Distribution Distribution::lognormalFromQuantiles(double p50, double p99) {
    assert(p50 > 0.0 && p99 >= p50);
    // Its arguments decide draws: the same bits on every machine.
    constexpr double z99 = 2.3263478740408411; // standard normal quantile of 0.99
    const double sigma = elementary::log(p99 / p50) / z99;
    return lognormal(p50 * elementary::exp(0.5 * square(sigma)), std::sqrt(elementary::expm1(square(sigma))));
}

Distribution Distribution::hyperexponential(double mean, double cv) {
    assert(mean >= 0.0 && cv >= 1.0);
    if (mean == 0.0) return constant(0.0);
    return {Law::Hyperexponential, {mean, cv}, {}, mean, square(mean) * (1.0 + square(cv))};
}

Distribution Distribution::uniform(double min, double max) {
    assert(min >= 0.0 && max >= min);
    if (min == max) return constant(min);
    const double mean = 0.5 * (min + max);
    return {Law::Uniform, {min, max}, {}, mean, square(mean) + square(max - min) / 12.0};
}

Distribution Distribution::weibull(double mean, double shape) {
    assert(mean >= 0.0 && shape > 0.0);
    if (mean == 0.0) return constant(0.0);
    const double second =
        square(mean) * std::exp(std::lgamma(1.0 + 2.0 / shape) - 2.0 * std::lgamma(1.0 + 1.0 / shape));
    return {Law::Weibull, {mean, shape}, {}, mean, second};
}

Distribution Distribution::pareto(double mean, double shape) {
    assert(mean >= 0.0 && shape > 1.0);
    if (mean == 0.0) return constant(0.0);
    const double least = mean * (shape - 1.0) / shape;
    const double second = shape > 2.0 ? shape * square(least) / (shape - 2.0) : infinity;
    return {Law::Pareto, {mean, shape}, {}, mean, second};
}

Distribution Distribution::empirical(std::vector<double> values, std::vector<double> weights) {
    assert(!values.empty());
    if (weights.empty()) weights.assign(values.size(), 1.0);
    assert(values.size() == weights.size());
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    assert(total > 0.0);
    double mean = 0.0;
    double second = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        weights[i] /= total;
        mean += weights[i] * values[i];
        second += weights[i] * square(values[i]);
    }
    return {Law::Empirical, std::move(values), std::move(weights), mean, second};
}

Distribution Distribution::quantiles(std::vector<double> probabilities, std::vector<double> values) {
    assert(values.size() >= 2 && values.size() == probabilities.size());
    Distribution made;
    made.m_law = Law::Quantiles;
    made.reserveNodes();
    made.m_a = std::move(values);
    made.m_b = std::move(probabilities);
    // A log-linear piece of slope k = Δ ln x / Δp has the density 1/(k x): E[X; piece] = Δx/k, E[X²; piece] = Δx²/2k.
    double mean = 0.0;
    double second = 0.0;
    double atP = 0.0;
    double at = made.quantilesFloor();
    for (std::size_t i = 0; i < made.m_a.size(); ++i) {
        const double width = made.m_b[i] - atP;
        const double next = made.m_a[i];
        if (next > at) {
            const double slope = std::log(next / at) / width;
            mean += (next - at) / slope;
            second += (square(next) - square(at)) / (2.0 * slope);
        } else {
            mean += at * width;
            second += square(at) * width;
        }
        at = next;
        atP = made.m_b[i];
    }
    const double tail = made.quantilesTailMean();
    mean += (1.0 - atP) * (at + tail);
    second += (1.0 - atP) * (square(at) + 2.0 * at * tail + 2.0 * square(tail));
    made.m_mean = mean;
    made.m_second = second;
    return made;
}

double Distribution::quantilesFloor() const {
    return m_a[0] * std::pow(m_a[0] / m_a[1], m_b[0] / (m_b[1] - m_b[0]));
}

double Distribution::quantilesTailMean() const {
    const std::size_t last = m_a.size() - 1;
    return (m_a[last] - m_a[last - 1]) / std::log((1.0 - m_b[last - 1]) / (1.0 - m_b[last]));
}

double Distribution::scv() const {
    if (m_mean == 0.0 || m_law == Law::Constant) return 0.0;
    return m_second / square(m_mean) - 1.0;
}

double Distribution::thirdMoment() const {
    const double cube = m_mean * m_mean * m_mean;
    switch (m_law) {
    case Law::Constant:
        return cube;
    case Law::Exponential:
        return 6.0 * cube;
    case Law::Erlang:
    case Law::Gamma: {
        const double scv = this->scv();
        return cube * (1.0 + scv) * (1.0 + 2.0 * scv);
    }
    case Law::Lognormal: {
        const double ratio = 1.0 + square(m_a[1]);
        return cube * ratio * ratio * ratio;
    }
    case Law::Hyperexponential: {
        // Phase i has probability p_i and mean m/(2 p_i): Σ p_i 6 (m/2p_i)³
        const double scv = square(m_a[1]);
        const double p = 0.5 * (1.0 + std::sqrt((scv - 1.0) / (scv + 1.0)));
        return 0.75 * cube * (1.0 / square(p) + 1.0 / square(1.0 - p));
    }
    case Law::Uniform:
        return 0.25 * (m_a[0] + m_a[1]) * (square(m_a[0]) + square(m_a[1]));
    case Law::Weibull:
        return cube * std::exp(std::lgamma(1.0 + 3.0 / m_a[1]) - 3.0 * std::lgamma(1.0 + 1.0 / m_a[1]));
    case Law::Pareto: {
        const double least = m_mean * (m_a[1] - 1.0) / m_a[1];
        return m_a[1] > 3.0 ? m_a[1] * least * least * least / (m_a[1] - 3.0) : infinity;
    }
    case Law::Empirical: {
        double sum = 0.0;
        for (std::size_t i = 0; i < m_a.size(); ++i) sum += m_b[i] * m_a[i] * m_a[i] * m_a[i];
        return sum;
    }
    case Law::Quantiles: {
        double sum = 0.0;
        double at = quantilesFloor();
        double atP = 0.0;
        for (std::size_t i = 0; i < m_a.size(); ++i) {
            const double width = m_b[i] - atP;
            const double next = m_a[i];
            const double slope = std::log(next / at) / width;
            sum += next > at ? (next * next * next - at * at * at) / (3.0 * slope) : at * at * at * width;
            at = next;
            atP = m_b[i];
        }
        const double tail = quantilesTailMean();
        return sum +
               (1.0 - atP) * (at * at * at + 3.0 * at * at * tail + 6.0 * at * tail * tail + 6.0 * tail * tail * tail);
    }
    }
    return 0.0;
}

Distribution Distribution::scaled(double factor) const {
    assert(factor >= 0.0);
    if (factor == 0.0) return constant(0.0);
    Distribution result = *this;
    switch (m_law) {
    case Law::Constant:
    case Law::Exponential:
    case Law::Erlang:
    case Law::Gamma:
    case Law::Lognormal:
    case Law::Hyperexponential:
    case Law::Weibull:
    case Law::Pareto:
        result.m_a[0] *= factor;
        break;
    case Law::Uniform:
    case Law::Empirical:
    case Law::Quantiles:
        for (double& value : result.m_a) value *= factor;
        break;
    }
    result.m_mean *= factor;
    result.m_second *= square(factor);
    result.reserveNodes();
    return result;
}

} // namespace catenary::support
