// SPDX-License-Identifier: Apache-2.0
// Poisson events during a random time: mixed Poisson laws, by the recursion of each.
#include "core/support/distribution.h"
#include "core/support/distribution_functions.h"

#include <cmath>

namespace catenary::support {

namespace {

using Counts = std::vector<double>;

/// Adds weight · P(k events), k < counts.size(), of a time that is `expected` events long.
void addPoisson(Counts& counts, double weight, double expected) {
    double p = weight * std::exp(-expected);
    for (std::size_t k = 0; k < counts.size() && p > 0.0; ++k) {
        counts[k] += p;
        p *= expected / static_cast<double>(k + 1);
    }
}

/// Of a gamma time: negative binomial.
void addGamma(Counts& counts, double shape, double expected) {
    const double each = expected / shape;
    const double onward = each / (1.0 + each);
    double p = std::exp(-shape * std::log1p(each));
    for (std::size_t k = 0; k < counts.size() && p > 0.0; ++k) {
        counts[k] += p;
        p *= onward * (shape + static_cast<double>(k)) / static_cast<double>(k + 1);
    }
}

/// And those of an exponential time after it that is `expected` events long: geometric.
Counts thenExponential(const Counts& before, double expected) {
    Counts counts(before.size());
    double last = 0.0;
    for (std::size_t k = 0; k < counts.size(); ++k) counts[k] = last = (before[k] + expected * last) / (1.0 + expected);
    return counts;
}

/// Adds weight · P(more than k events) of a time that is `expected` events long.
void addBeyond(Counts& counts, double weight, double expected) {
    Counts poisson(counts.size(), 0.0);
    addPoisson(poisson, 1.0, expected);
    double within = 0.0;
    for (std::size_t k = 0; k < counts.size(); ++k) {
        within += poisson[k];
        counts[k] += weight * (1.0 - within);
    }
}

} // namespace

std::vector<double> Distribution::poissonCounts(double rate, std::size_t terms) const {
    Counts counts(terms, 0.0);
    const double expected = rate * m_mean;
    switch (m_law) {
    case Law::Constant:
        addPoisson(counts, 1.0, expected);
        return counts;
    case Law::Exponential:
        addGamma(counts, 1.0, expected);
        return counts;
    case Law::Erlang:
        addGamma(counts, m_a[1], expected);
        return counts;
    case Law::Gamma:
        addGamma(counts, 1.0 / (m_a[1] * m_a[1]), expected);
        return counts;
    case Law::Hyperexponential: {
        const double scv = m_a[1] * m_a[1];
        const double p = 0.5 * (1.0 + std::sqrt((scv - 1.0) / (scv + 1.0)));
        for (const double share : {p, 1.0 - p}) {
            Counts phase(terms, 0.0);
            addGamma(phase, 1.0, expected / (2.0 * share));
            for (std::size_t k = 0; k < terms; ++k) counts[k] += share * phase[k];
        }
        return counts;
    }
    case Law::Uniform: {
        const double width = rate * (m_a[1] - m_a[0]);
        constexpr double narrow = 2.0; // the difference of the two ends holds fewer digits
        if (width < narrow) {
            for (std::size_t i = 0; i < legendreAt.size(); ++i)
                for (const double sign : {-0.5, 0.5})
                    addPoisson(counts, 0.5 * legendreWeight[i], expected + sign * legendreAt[i] * width);
            return counts;
        }
        addBeyond(counts, 1.0 / width, rate * m_a[1]);
        addBeyond(counts, -1.0 / width, rate * m_a[0]);
        return counts;
    }
    case Law::Empirical:
        for (std::size_t i = 0; i < m_a.size(); ++i) addPoisson(counts, m_b[i], rate * m_a[i]);
        return counts;
    case Law::Lognormal:
    case Law::Weibull:
    case Law::Pareto:
    case Law::Quantiles: {
        const Nodes& points = nodes();
        for (std::size_t i = 0; i < points.at.size(); ++i) addPoisson(counts, points.weight[i], rate * points.at[i]);
        if (m_law != Law::Quantiles) return counts;
        Counts last(terms, 0.0);
        addPoisson(last, 1.0 - m_b.back(), rate * m_a.back());
        last = thenExponential(last, rate * quantilesTailMean());
        for (std::size_t k = 0; k < terms; ++k) counts[k] += last[k];
        return counts;
    }
    }
    return counts;
}

} // namespace catenary::support
