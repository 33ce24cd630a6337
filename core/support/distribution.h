// SPDX-License-Identifier: Apache-2.0
// Random distributions of non-negative quantities as values: what `DIST` of the file format means. The unit is that of
// the parameter the distribution belongs to.
#pragma once

#include "core/support/json.h"
#include "core/support/result.h"

#include <complex>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
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
    Quantiles,        ///< a = values, b = probabilities in (0,1) ascending: log-linear between (the first piece goes on
                      ///< down to probability 0), exponential beyond
};

/// A distribution, immutable once made. Cheap to copy for the parametric laws. The named constructors take arguments in
/// range (mean >= 0, cv >= 0, …: programmer errors are asserted); what an author wrote goes through `fromJson`. A gamma
/// or lognormal of cv 0 and a uniform of no width are the constant; any law of mean 0 is the constant 0.
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
    /// Arguments the law does not know are left to `unknownArguments`.
    [[nodiscard]] static Result<Distribution> fromJson(const Json& json, const Place& where = {});
    /// A number for a constant, else the object `fromJson` reads.
    [[nodiscard]] Json toJson() const;
    /// Names in a DIST object that its law does not know, but for those beginning with `x-`; each is worth a warning.
    [[nodiscard]] static std::vector<std::string> unknownArguments(const Json& json);
    /// The arguments a law takes, by its name in the file format; empty for an unknown law.
    [[nodiscard]] static std::vector<std::string> argumentNames(std::string_view law);

    [[nodiscard]] Law law() const { return m_law; }
    [[nodiscard]] const std::vector<double>& a() const { return m_a; }
    [[nodiscard]] const std::vector<double>& b() const { return m_b; }

    [[nodiscard]] double mean() const { return m_mean; }
    /// E[X²]; infinity for a Pareto with shape <= 2.
    [[nodiscard]] double secondMoment() const { return m_second; }
    /// E[X³]; infinity for a Pareto with shape <= 3.
    [[nodiscard]] double thirdMoment() const;
    [[nodiscard]] double variance() const { return m_second - m_mean * m_mean; }
    /// Squared coefficient of variation, Var X / E[X]²; 0 for a mean of 0.
    [[nodiscard]] double scv() const;
    [[nodiscard]] bool isConstant() const { return m_law == Law::Constant; }
    [[nodiscard]] bool isExponential() const { return m_law == Law::Exponential; }
    [[nodiscard]] bool isZero() const { return m_mean == 0.0; }

    /// P(X <= t).
    [[nodiscard]] double cdf(double t) const;
    /// E[max(X − t, 0)], the integral of P(X > u) over u > t; the mean at t <= 0.
    [[nodiscard]] double excess(double t) const;
    /// The smallest t with P(X <= t) >= p, 0 <= p < 1.
    [[nodiscard]] double quantile(double p) const;
    /// Laplace–Stieltjes transform E[exp(-sX)], Re s >= 0. Closed form where there is one; else (lognormal, Weibull,
    /// Pareto, quantiles) by quadrature whose nodes are made once per distribution: about 1e-9 while |s|·mean < 30.
    [[nodiscard]] std::complex<double> transform(std::complex<double> s) const;

    /// P(k Poisson events of this rate during X), k = 0 … terms − 1, rate >= 0: mixed Poisson laws (Grandell 1997).
    /// About 1e-12 absolute, where the transform is a quadrature 1e-9; those of more than 700 events on average, which
    /// have fewer hardly ever, are 0. terms <= 512.
    [[nodiscard]] std::vector<double> poissonCounts(double rate, std::size_t terms) const;

    /// The distribution of factor·X, factor >= 0.
    [[nodiscard]] Distribution scaled(double factor) const;

    bool operator==(const Distribution& other) const {
        return m_law == other.m_law && m_a == other.m_a && m_b == other.m_b;
    }

private:
    /// Points and weights of a law without a closed transform, made when the first transform is asked for.
    struct Nodes {
        std::once_flag made;
        std::vector<double> at, weight;
    };
    Distribution(Law law, std::vector<double> a, std::vector<double> b, double mean, double second);
    void reserveNodes();
    void fillNodes(Nodes& nodes) const;
    [[nodiscard]] const Nodes& nodes() const;
    [[nodiscard]] double quantilesTailMean() const; ///< mean excess beyond the last value of Law::Quantiles
    [[nodiscard]] double quantilesFloor() const;    ///< value at probability 0 of Law::Quantiles

    Law m_law = Law::Constant;
    std::vector<double> m_a;
    std::vector<double> m_b;
    double m_mean = 0.0;
    double m_second = 0.0;
    std::shared_ptr<Nodes> m_nodes; ///< shared by copies; null for laws with a closed transform
};

} // namespace catenary::support
