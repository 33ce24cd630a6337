// SPDX-License-Identifier: Apache-2.0
// Distribution functions, their inverses and the mean excess of every law.
#include "core/support/distribution.h"
#include "core/support/distribution_functions.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace catenary::support {

namespace {

/// Balanced means: each phase contributes half of the mean.
struct TwoPhases {
    double p, first, second; ///< probability of the first phase, means of the phases
};

TwoPhases phasesOf(double mean, double cv) {
    const double scv = cv * cv;
    const double p = 0.5 * (1.0 + std::sqrt((scv - 1.0) / (scv + 1.0)));
    return {p, mean / (2.0 * p), mean / (2.0 * (1.0 - p))};
}

struct LogParameters {
    double mu, sigma;
};

LogParameters logParameters(double mean, double cv) {
    const double variance = std::log1p(cv * cv);
    return {std::log(mean) - 0.5 * variance, std::sqrt(variance)};
}

double weibullScale(double mean, double shape) {
    return mean / std::tgamma(1.0 + 1.0 / shape);
}

struct ShapeScale {
    double shape, scale;
};

ShapeScale gammaParameters(Law law, const std::vector<double>& a) {
    if (law == Law::Erlang) return {a[1], a[0] / a[1]};
    return {1.0 / (a[1] * a[1]), a[0] * a[1] * a[1]};
}

std::vector<std::size_t> ascending(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
    return order;
}

} // namespace

double Distribution::cdf(double t) const {
    if (t < 0.0) return 0.0;
    switch (m_law) {
    case Law::Constant:
        return t >= m_a[0] ? 1.0 : 0.0;
    case Law::Exponential:
        return -std::expm1(-t / m_a[0]);
    case Law::Erlang:
    case Law::Gamma: {
        const auto [shape, scale] = gammaParameters(m_law, m_a);
        return lowerGamma(shape, t / scale);
    }
    case Law::Lognormal: {
        if (t == 0.0) return 0.0;
        const auto [mu, sigma] = logParameters(m_a[0], m_a[1]);
        return normalCdf((std::log(t) - mu) / sigma);
    }
    case Law::Hyperexponential: {
        const auto [p, first, second] = phasesOf(m_a[0], m_a[1]);
        return -p * std::expm1(-t / first) - (1.0 - p) * std::expm1(-t / second);
    }
    case Law::Uniform:
        return std::clamp((t - m_a[0]) / (m_a[1] - m_a[0]), 0.0, 1.0);
    case Law::Weibull:
        return -std::expm1(-std::pow(t / weibullScale(m_a[0], m_a[1]), m_a[1]));
    case Law::Pareto: {
        const double least = m_a[0] * (m_a[1] - 1.0) / m_a[1];
        return t <= least ? 0.0 : 1.0 - std::pow(least / t, m_a[1]);
    }
    case Law::Empirical: {
        double sum = 0.0;
        for (std::size_t i = 0; i < m_a.size(); ++i)
            if (m_a[i] <= t) sum += m_b[i];
        return std::min(sum, 1.0);
    }
    case Law::Quantiles: {
        const std::size_t last = m_a.size() - 1;
        if (t >= m_a[last]) return 1.0 - (1.0 - m_b[last]) * std::exp(-(t - m_a[last]) / quantilesTailMean());
        double at = quantilesFloor();
        double atP = 0.0;
        for (std::size_t i = 0; i < m_a.size(); ++i) {
            if (t < m_a[i]) return t <= at ? atP : atP + (m_b[i] - atP) * std::log(t / at) / std::log(m_a[i] / at);
            at = m_a[i];
            atP = m_b[i];
        }
        return atP;
    }
    }
    return 0.0;
}

double Distribution::excess(double t) const {
    if (t <= 0.0) return m_mean - std::min(t, 0.0);
    switch (m_law) {
    case Law::Constant:
        return std::max(m_a[0] - t, 0.0);
    case Law::Exponential:
        return m_a[0] * std::exp(-t / m_a[0]);
    case Law::Erlang:
    case Law::Gamma: {
        // Q(k+1, x) = Q(k, x) + x^k e^-x / Γ(k+1)
        const auto [shape, scale] = gammaParameters(m_law, m_a);
        const double x = t / scale;
        const double upper = upperGamma(shape, x);
        const double next = upper + std::exp(shape * std::log(x) - x - std::lgamma(shape + 1.0));
        return std::max(m_mean * next - t * upper, 0.0);
    }
    case Law::Lognormal: {
        const auto [mu, sigma] = logParameters(m_a[0], m_a[1]);
        const double z = (std::log(t) - mu) / sigma;
        return std::max(m_mean * normalCdf(sigma - z) - t * normalCdf(-z), 0.0);
    }
    case Law::Hyperexponential: {
        const auto [p, first, second] = phasesOf(m_a[0], m_a[1]);
        return p * first * std::exp(-t / first) + (1.0 - p) * second * std::exp(-t / second);
    }
    case Law::Uniform: {
        if (t >= m_a[1]) return 0.0;
        if (t <= m_a[0]) return m_mean - t;
        return 0.5 * (m_a[1] - t) * (m_a[1] - t) / (m_a[1] - m_a[0]);
    }
    case Law::Weibull: {
        // E[(X−t)+] = ∫ P(X > u) du over u > t = scale/k · Γ(1/k, (t/scale)^k) = mean · Q(1/k, (t/scale)^k)
        return m_mean * upperGamma(1.0 / m_a[1], std::pow(t / weibullScale(m_a[0], m_a[1]), m_a[1]));
    }
    case Law::Pareto: {
        const double least = m_a[0] * (m_a[1] - 1.0) / m_a[1];
        if (t <= least) return m_mean - t;
        return least * std::pow(least / t, m_a[1] - 1.0) / (m_a[1] - 1.0);
    }
    case Law::Empirical: {
        double sum = 0.0;
        for (std::size_t i = 0; i < m_a.size(); ++i) sum += m_b[i] * std::max(m_a[i] - t, 0.0);
        return sum;
    }
    case Law::Quantiles: {
        const std::size_t last = m_a.size() - 1;
        const double tail = quantilesTailMean();
        if (t >= m_a[last]) return (1.0 - m_b[last]) * tail * std::exp(-(t - m_a[last]) / tail);
        double sum = (1.0 - m_b[last]) * (m_a[last] + tail - t);
        double at = quantilesFloor();
        double atP = 0.0;
        for (std::size_t i = 0; i < m_a.size(); ++i) {
            const double width = m_b[i] - atP;
            const double next = m_a[i];
            if (t < next) {
                if (next > at) {
                    const double slope = std::log(next / at) / width;
                    const double from = std::max(t, at);
                    sum += (next - from) / slope - t * std::log(next / from) / slope;
                } else {
                    sum += (next - t) * width;
                }
            }
            at = next;
            atP = m_b[i];
        }
        return sum;
    }
    }
    return 0.0;
}

double Distribution::quantile(double p) const {
    assert(p >= 0.0 && p < 1.0);
    switch (m_law) {
    case Law::Constant:
        return m_a[0];
    case Law::Exponential:
        return -m_a[0] * std::log1p(-p);
    case Law::Lognormal: {
        if (p == 0.0) return 0.0;
        const auto [mu, sigma] = logParameters(m_a[0], m_a[1]);
        return std::exp(mu + sigma * normalQuantile(p));
    }
    case Law::Uniform:
        return m_a[0] + p * (m_a[1] - m_a[0]);
    case Law::Weibull:
        return weibullScale(m_a[0], m_a[1]) * std::pow(-std::log1p(-p), 1.0 / m_a[1]);
    case Law::Pareto:
        return m_a[0] * (m_a[1] - 1.0) / m_a[1] * std::pow(1.0 - p, -1.0 / m_a[1]);
    case Law::Empirical: {
        double sum = 0.0;
        const std::vector<std::size_t> order = ascending(m_a);
        for (std::size_t i : order) {
            sum += m_b[i];
            if (m_b[i] > 0.0 && sum >= p) return m_a[i];
        }
        return m_a[order.back()];
    }
    case Law::Quantiles: {
        double at = quantilesFloor();
        double atP = 0.0;
        for (std::size_t i = 0; i < m_a.size(); ++i) {
            if (p <= m_b[i]) return at * std::pow(m_a[i] / at, (p - atP) / (m_b[i] - atP));
            at = m_a[i];
            atP = m_b[i];
        }
        return at + quantilesTailMean() * std::log((1.0 - atP) / (1.0 - p));
    }
    case Law::Erlang:
    case Law::Gamma:
    case Law::Hyperexponential:
        break;
    }
    if (p == 0.0) return 0.0;
    double low = 0.0;
    double high = m_mean;
    while (cdf(high) < p) {
        low = high;
        high *= 2.0;
    }
    for (int i = 0; i < 200 && high - low > 1e-15 * high; ++i) {
        const double middle = 0.5 * (low + high);
        (cdf(middle) < p ? low : high) = middle;
    }
    return high;
}

} // namespace catenary::support
