// SPDX-License-Identifier: Apache-2.0
// Random distributions of non-negative quantities as values: what `DIST` of the file format means. The unit is that of
// the parameter the distribution belongs to.
#pragma once

#include "core/support/json.h"
#include "core/support/result.h"

#include <complex>
#include <string>
#include <vector>

namespace catenary::support {

enum class Law {
    Constant,         ///< a = {value}
    Exponential,      ///< a = {mean}
    Erlang,           ///< a = {mean, k}
    Gamma,            ///< a = {mean, cv}
    Lognormal,        ///< a = {mean, cv}; {p50, p99} is converted on construction
    Hyperexponential, ///< a = {mean, cv}: two phases with balanced means, cv >= 1
    Uniform,          ///< a = {min, max}
    Weibull,          ///< a = {mean, shape}
    Pareto,           ///< a = {mean, shape}: Pareto type I, shape > 1
    Empirical,        ///< a = values, b = weights (normalised to sum 1)
    Quantiles,        ///< a = values, b = probabilities in (0,1) ascending: log-linear between, exponential beyond
};

/// A distribution, immutable once made. Cheap to copy for the parametric laws.
class Distribution {
public:
    /// The constant 0.
    Distribution();

    [[nodiscard]] static Distribution constant(double value);
    [[nodiscard]] static Distribution exponential(double mean);
    [[nodiscard]] static Distribution erlang(double mean, int k);
    [[nodiscard]] static Distribution gamma(double mean, double cv);
    [[nodiscard]] static Distribution lognormal(double mean, double cv);
    [[nodiscard]] static Distribution lognormalFromQuantiles(double p50, double p99);
    [[nodiscard]] static Distribution hyperexponential(double mean, double cv);
    [[nodiscard]] static Distribution uniform(double min, double max);
    [[nodiscard]] static Distribution weibull(double mean, double shape);
    [[nodiscard]] static Distribution pareto(double mean, double shape);
    [[nodiscard]] static Distribution empirical(std::vector<double> values, std::vector<double> weights);
    [[nodiscard]] static Distribution quantiles(std::vector<double> probabilities, std::vector<double> values);

    /// Reads a number or `{"distribution": NAME, ...}`. Errors name the argument that is missing or out of range.
    [[nodiscard]] static Result<Distribution> fromJson(const Json& json, const Place& where = {});
    [[nodiscard]] Json toJson() const;

    [[nodiscard]] Law law() const { return m_law; }
    [[nodiscard]] const std::vector<double>& a() const { return m_a; }
    [[nodiscard]] const std::vector<double>& b() const { return m_b; }

    [[nodiscard]] double mean() const { return m_mean; }
    /// E[X²]; infinity for a Pareto with shape <= 2.
    [[nodiscard]] double secondMoment() const { return m_second; }
    [[nodiscard]] double variance() const { return m_second - m_mean * m_mean; }
    /// Squared coefficient of variation, Var X / E[X]²; 0 for a mean of 0.
    [[nodiscard]] double scv() const;
    [[nodiscard]] bool isConstant() const { return m_law == Law::Constant; }
    [[nodiscard]] bool isExponential() const { return m_law == Law::Exponential; }
    [[nodiscard]] bool isZero() const { return m_mean == 0.0; }

    /// P(X <= t).
    [[nodiscard]] double cdf(double t) const;
    /// The smallest t with P(X <= t) >= p, 0 <= p < 1.
    [[nodiscard]] double quantile(double p) const;
    /// Laplace–Stieltjes transform E[exp(-sX)], Re s >= 0. Closed form where there is one, else by quadrature whose
    /// nodes are made once per distribution.
    [[nodiscard]] std::complex<double> transform(std::complex<double> s) const;

    /// The distribution of factor·X, factor >= 0.
    [[nodiscard]] Distribution scaled(double factor) const;

    bool operator==(const Distribution& other) const {
        return m_law == other.m_law && m_a == other.m_a && m_b == other.m_b;
    }

private:
    Law m_law = Law::Constant;
    std::vector<double> m_a;
    std::vector<double> m_b;
    double m_mean = 0.0;
    double m_second = 0.0;
};

} // namespace catenary::support
