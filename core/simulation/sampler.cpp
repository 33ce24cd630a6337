// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/sampler.h"

#include "core/support/elementary.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace catenary::simulation {

using support::Distribution;
using support::Law;
using support::Random;
namespace elementary = support::elementary;

Sampler::Sampler(const Distribution& law) {
    const std::vector<double>& a = law.a();
    /// Sums of so many exponentials are quicker than rejection.
    constexpr double fewPhases = 4.0;
    const auto gammaOf = [&](double shape, double mean) {
        m_method = Method::Gamma;
        m_first = shape;
        m_scale = mean / shape;
    };
    switch (law.law()) {
    case Law::Constant:
        m_scale = a[0];
        break;
    case Law::Exponential:
        m_method = Method::Exponential;
        m_scale = a[0];
        break;
    case Law::Erlang:
        gammaOf(a[1], a[0]);
        if (a[1] <= fewPhases) m_method = Method::SumOfExponentials;
        break;
    case Law::Gamma:
        gammaOf(1.0 / (a[1] * a[1]), a[0]);
        break;
    case Law::Lognormal: {
        const double variance = elementary::log1p(a[1] * a[1]);
        m_method = Method::Lognormal;
        m_scale = elementary::log(a[0]) - 0.5 * variance;
        m_first = std::sqrt(variance);
        break;
    }
    case Law::Hyperexponential: { // each phase contributes half of the mean
        const double scv = a[1] * a[1];
        m_method = Method::Hyperexponential;
        m_scale = 0.5 * (1.0 + std::sqrt((scv - 1.0) / (scv + 1.0)));
        m_first = a[0] / (2.0 * m_scale);
        m_second = a[0] / (2.0 * (1.0 - m_scale));
        break;
    }
    case Law::Uniform:
        m_method = Method::Uniform;
        m_scale = a[0];
        m_first = a[1] - a[0];
        break;
    case Law::Weibull:
        m_method = Method::Weibull;
        m_first = 1.0 / a[1];
        m_scale = a[0] / elementary::exp(elementary::logGamma(1.0 + m_first));
        break;
    case Law::Pareto:
        m_method = Method::Pareto;
        m_first = 1.0 / a[1];
        m_scale = a[0] * (a[1] - 1.0) / a[1];
        break;
    case Law::Empirical:
        m_method = Method::Empirical;
        m_values = a;
        m_choice = AliasTable(law.b());
        break;
    case Law::Quantiles:
        compileQuantiles(law);
        break;
    }
}

void Sampler::compileQuantiles(const Distribution& law) {
    const std::vector<double>& x = law.a();
    const std::vector<double>& p = law.b();
    const std::size_t last = x.size() - 1;
    m_method = Method::Quantiles;
    const auto slopeOf = [&](std::size_t i) {
        return (elementary::log(x[i + 1]) - elementary::log(x[i])) / (p[i + 1] - p[i]);
    };
    // The first piece goes on down to probability 0.
    m_pieces.push_back({0.0, elementary::log(x[0]) - slopeOf(0) * p[0], slopeOf(0)});
    for (std::size_t i = 1; i < last; ++i) m_pieces.push_back({p[i], elementary::log(x[i]), slopeOf(i)});
    // Beyond the last value: exponential, continuing the last piece's ends.
    m_scale = p[last];
    m_first = x[last];
    m_second = (x[last] - x[last - 1]) / elementary::log((1.0 - p[last - 1]) / (1.0 - p[last]));
}

double Sampler::byQuantiles(Random& random) const {
    const double p = random.uniform();
    if (p >= m_scale) return m_first + m_second * random.exponential();
    std::size_t i = m_pieces.size() - 1;
    while (i > 0 && m_pieces[i].from > p) --i;
    const Piece& piece = m_pieces[i];
    return elementary::exp(piece.logAt + piece.slope * (p - piece.from));
}

double Sampler::gamma(Random& random) const {
    // A shape below 1 is one of shape + 1, times U^(1/shape) = exp(−E/shape)
    const bool small = m_first < 1.0;
    const double shape = small ? m_first + 1.0 : m_first;
    const double d = shape - 1.0 / 3.0;
    const double c = 1.0 / std::sqrt(9.0 * d);
    double v = 0.0;
    while (true) {
        const double z = random.normal();
        const double root = 1.0 + c * z;
        if (root <= 0.0) continue;
        v = root * root * root;
        const double u = random.uniform();
        const double square = z * z;
        if (u < 1.0 - 0.0331 * square * square) break;
        if (elementary::log(u) < 0.5 * square + d * (1.0 - v + elementary::log(v))) break;
    }
    const double drawn = m_scale * d * v;
    return small ? drawn * elementary::exp(-random.exponential() / m_first) : drawn;
}

double Sampler::general(Random& random) const {
    switch (m_method) {
    case Method::Constant:
        return m_scale;
    case Method::Exponential:
        return m_scale * random.exponential();
    case Method::SumOfExponentials: {
        double sum = 0.0;
        for (int i = 0; i < static_cast<int>(m_first); ++i) sum += random.exponential();
        return m_scale * sum;
    }
    case Method::Gamma:
        return gamma(random);
    case Method::Lognormal:
        return elementary::exp(m_scale + m_first * random.normal());
    case Method::Hyperexponential: {
        const double mean = random.uniform() < m_scale ? m_first : m_second;
        return mean * random.exponential();
    }
    case Method::Uniform:
        return m_scale + m_first * random.uniform();
    case Method::Weibull:
        return m_scale * elementary::pow(random.exponential(), m_first);
    case Method::Pareto:
        return m_scale * elementary::exp(m_first * random.exponential());
    case Method::Empirical:
        return m_values[m_choice(random)];
    case Method::Quantiles:
        return byQuantiles(random);
    }
    return 0.0;
}

ZipfSampler::ZipfSampler(double items, double skew) : m_items(items), m_skew(skew) {
    assert(items >= 1.0 && items <= 0x1p52 && skew >= 0.0);
    m_low = integral(1.5) - 1.0; // the first item takes its whole weight of 1
    m_high = integral(m_items + 0.5);
    m_sure = 2.0 - integralInverse(integral(2.5) - weight(2.0));
}

double ZipfSampler::weight(double x) const {
    return elementary::exp(-m_skew * elementary::log(x));
}

double ZipfSampler::integral(double x) const {
    // (x^(1−q) − 1)/(1−q), whose limit at q = 1 is ln x
    const double logarithm = elementary::log(x);
    const double t = (1.0 - m_skew) * logarithm;
    return t == 0.0 ? logarithm : logarithm * (elementary::expm1(t) / t);
}

double ZipfSampler::integralInverse(double y) const {
    // (1 + (1−q) y)^(1/(1−q)), whose limit at q = 1 is e^y
    const double t = std::max((1.0 - m_skew) * y, -1.0 + 0x1p-52);
    return t == 0.0 ? elementary::exp(y) : elementary::exp(y * (elementary::log1p(t) / t));
}

std::uint64_t ZipfSampler::operator()(Random& random) const {
    if (m_skew == 0.0) return random.below(static_cast<std::uint64_t>(m_items));
    while (true) {
        const double y = m_high + random.uniform() * (m_low - m_high);
        const double x = integralInverse(y);
        const double item = std::clamp(std::floor(x + 0.5), 1.0, m_items);
        if (item - x <= m_sure || y >= integral(item + 0.5) - weight(item)) return static_cast<std::uint64_t>(item) - 1;
    }
}

} // namespace catenary::simulation
