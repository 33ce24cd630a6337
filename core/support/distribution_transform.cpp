// SPDX-License-Identifier: Apache-2.0
// Laplace–Stieltjes transforms. Laws without a closed form are carried as nodes: the trapezoidal rule in z over
// X = F⁻¹(Φ(z)), z standard normal, which converges geometrically for smooth integrands on the whole line; a law given
// by quantiles takes Gauss–Legendre points on each of its pieces and a closed form for its tail.
#include "core/support/distribution.h"
#include "core/support/distribution_functions.h"

#include <cmath>
#include <numbers>

namespace catenary::support {

namespace {

using Complex = std::complex<double>;

constexpr int normalNodes = 401;
constexpr double normalReach = 8.5;

/// (1 − e^-z) / z
Complex oneMinusExpOver(Complex z) {
    if (std::abs(z) < 1e-3) return 1.0 - z * (0.5 - z * (1.0 / 6.0 - z / 24.0));
    return (1.0 - std::exp(-z)) / z;
}

} // namespace

void Distribution::reserveNodes() {
    if (m_law == Law::Lognormal || m_law == Law::Weibull || m_law == Law::Pareto || m_law == Law::Quantiles)
        m_nodes = std::make_shared<Nodes>();
}

const Distribution::Nodes& Distribution::nodes() const {
    std::call_once(m_nodes->made, [this] { fillNodes(*m_nodes); });
    return *m_nodes;
}

void Distribution::fillNodes(Nodes& nodes) const {
    if (m_law == Law::Quantiles) {
        constexpr int panels = 4;
        double at = quantilesFloor();
        double atP = 0.0;
        for (std::size_t i = 0; i < m_a.size(); ++i) {
            const double width = (m_b[i] - atP) / panels;
            for (int panel = 0; panel < panels; ++panel)
                for (std::size_t j = 0; j < legendreAt.size(); ++j)
                    for (const double sign : {-1.0, 1.0}) {
                        const double share = (panel + 0.5 * (1.0 + sign * legendreAt[j])) / panels;
                        nodes.at.push_back(at * std::pow(m_a[i] / at, share));
                        nodes.weight.push_back(0.5 * legendreWeight[j] * width);
                    }
            at = m_a[i];
            atP = m_b[i];
        }
        return;
    }
    const double step = 2.0 * normalReach / (normalNodes - 1);
    double total = 0.0;
    for (int i = 0; i < normalNodes; ++i) {
        const double z = -normalReach + i * step;
        const double weight = std::exp(-0.5 * z * z);
        const double beyond = normalCdf(-z); // 1 − p, exact in the upper tail
        double at = 0.0;
        if (m_law == Law::Lognormal) {
            const double variance = std::log1p(m_a[1] * m_a[1]);
            at = m_a[0] * std::exp(std::sqrt(variance) * z - 0.5 * variance);
        } else if (m_law == Law::Weibull) {
            const double logBeyond = z < 0.0 ? std::log1p(-normalCdf(z)) : std::log(beyond);
            at = m_a[0] / std::tgamma(1.0 + 1.0 / m_a[1]) * std::pow(-logBeyond, 1.0 / m_a[1]);
        } else {
            at = m_a[0] * (m_a[1] - 1.0) / m_a[1] * std::pow(beyond, -1.0 / m_a[1]);
        }
        nodes.at.push_back(at);
        nodes.weight.push_back(weight);
        total += weight;
    }
    for (double& weight : nodes.weight) weight /= total;
}

Complex Distribution::transform(Complex s) const {
    switch (m_law) {
    case Law::Constant:
        return std::exp(-s * m_a[0]);
    case Law::Exponential:
        return 1.0 / (1.0 + s * m_a[0]);
    case Law::Erlang:
        return std::pow(1.0 + s * (m_a[0] / m_a[1]), -m_a[1]);
    case Law::Gamma: {
        const double scv = m_a[1] * m_a[1];
        return std::pow(1.0 + s * (m_a[0] * scv), -1.0 / scv);
    }
    case Law::Hyperexponential: {
        const double scv = m_a[1] * m_a[1];
        const double p = 0.5 * (1.0 + std::sqrt((scv - 1.0) / (scv + 1.0)));
        return p / (1.0 + s * (m_a[0] / (2.0 * p))) + (1.0 - p) / (1.0 + s * (m_a[0] / (2.0 * (1.0 - p))));
    }
    case Law::Uniform:
        return std::exp(-s * m_a[0]) * oneMinusExpOver(s * (m_a[1] - m_a[0]));
    case Law::Empirical: {
        Complex sum = 0.0;
        for (std::size_t i = 0; i < m_a.size(); ++i) sum += m_b[i] * std::exp(-s * m_a[i]);
        return sum;
    }
    case Law::Lognormal:
    case Law::Weibull:
    case Law::Pareto:
    case Law::Quantiles: {
        Complex sum = 0.0;
        const Nodes& points = nodes();
        for (std::size_t i = 0; i < points.at.size(); ++i) sum += points.weight[i] * std::exp(-s * points.at[i]);
        if (m_law == Law::Quantiles)
            sum += (1.0 - m_b.back()) * std::exp(-s * m_a.back()) / (1.0 + s * quantilesTailMean());
        return sum;
    }
    }
    return 1.0;
}

} // namespace catenary::support
