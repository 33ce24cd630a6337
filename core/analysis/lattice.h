// SPDX-License-Identifier: Apache-2.0
// The grid on which distributions are composed. A non-negative time X becomes masses m_j at j·h, j < n, in the way that
// keeps its mean: m_j = E[hat((X − jh)/h)], hat the triangle of half width 1. Its spectrum is the generating function
// M(z) = Σ m_j z^j at n damped roots of unity z_k = r e^(−2πik/n), rⁿ = 1e-8: sums of times are products of spectra,
// and what lies beyond the grid comes back weighted by 1e-8 only (the lattice-Poisson algorithm of Abate and Whitt,
// "The Fourier-series method for inverting transforms of probability distributions", 1992, §5). So a grid that ends
// before its distribution does is still right on the grid.
#pragma once

#include "core/support/distribution.h"

#include <complex>
#include <memory>
#include <vector>

namespace catenary::analysis {

using support::Distribution;
using Complex = std::complex<double>;
using Spectrum = std::vector<Complex>; ///< z_0 … z_(n/2); the rest are conjugates. Empty: of the constant 0
using Masses = std::vector<double>;    ///< of 0, h, …, (n−1)h

/// Belongs to one thread: it remembers the laws it has seen.
class Lattice {
public:
    /// `points` a power of two, 64 … 32768; `span_ms` = n·h > 0.
    Lattice(int points, double span_ms);

    [[nodiscard]] int points() const { return m_points; }
    [[nodiscard]] double step() const { return m_step; }
    [[nodiscard]] double span() const { return m_step * m_points; }
    [[nodiscard]] std::size_t frequencies() const { return m_z.size(); }

    /// The spectrum of the constant 0.
    [[nodiscard]] Spectrum one() const { return Spectrum(m_z.size(), Complex(1.0)); }
    [[nodiscard]] Spectrum zero() const { return Spectrum(m_z.size(), Complex(0.0)); }
    /// Of a law: valid until the next call.
    [[nodiscard]] const Spectrum& of(const Distribution& law) const;
    /// `timesTime(of(law))`
    [[nodiscard]] const Spectrum& weightedByTime(const Distribution& law) const;
    [[nodiscard]] Spectrum ofConstant(double value) const;
    /// Spectrum of the equilibrium residual life of a law with spectrum `law` and this mean: (1 − M(z))/(1 − z) spread
    /// over each cell, h/mean · (1 + z)/2.
    [[nodiscard]] Spectrum residual(const Spectrum& law, double mean) const;
    /// A point of the Laplace axis for z_k, s = (2/h)(1 − z)/(1 + z): transforms of smooth laws may be taken here.
    [[nodiscard]] Complex laplace(std::size_t k) const { return m_s[k]; }

    [[nodiscard]] Masses masses(const Spectrum& spectrum) const;
    [[nodiscard]] Spectrum spectrum(const Masses& masses) const;
    /// Spectrum of E[X; X in dt] from that of X: each mass times its time.
    [[nodiscard]] Spectrum timesTime(const Spectrum& spectrum) const;
    /// What `evaluate` takes to sum weight_j · m_j over the points of a law without its masses: one weight for each
    /// point.
    [[nodiscard]] Spectrum functional(const std::vector<double>& weights) const;
    /// Masses of a law given as P(X <= t) at ascending times, 0 before the first: linear between, last value kept.
    [[nodiscard]] Masses massesOfTable(const std::vector<double>& at, const std::vector<double>& cdf) const;

private:
    /// A law already put on this grid.
    struct Known {
        Distribution law;
        Spectrum spectrum, weighted; ///< weighted by time: empty until asked for
    };
    [[nodiscard]] Known& known(const Distribution& law) const;
    [[nodiscard]] Spectrum compute(const Distribution& law) const;
    [[nodiscard]] Masses hatMasses(const Distribution& law) const;
    [[nodiscard]] Spectrum fewMasses(const Masses& masses, std::size_t count) const;

    int m_points;
    double m_step;
    std::vector<Complex> m_z; ///< damped roots of unity
    std::vector<Complex> m_s;
    std::vector<Complex> m_spread; ///< (1 + z)/(1 − z)
    std::vector<double> m_damping; ///< r^j
    mutable std::vector<Known> m_known;
};

/// A grid of this thread with this many points that spans at least `span_ms` (at most a tenth more). Kept from one call
/// to the next, so that what an edit or another load leaves alone is not put on a grid again.
[[nodiscard]] std::shared_ptr<const Lattice> sharedLattice(int points, double span_ms);

/// a / b, b not 0; std::complex's operator/ guards against overflow at several times the cost.
[[nodiscard]] inline Complex quotient(Complex a, Complex b) {
    const double norm = b.real() * b.real() + b.imag() * b.imag();
    return {(a.real() * b.real() + a.imag() * b.imag()) / norm, (a.imag() * b.real() - a.real() * b.imag()) / norm};
}

/// a ← a · b
void multiply(Spectrum& a, const Spectrum& b);
/// a ← a + weight · b
void add(Spectrum& a, double weight, const Spectrum& b);

/// Σ weight_j · m_j, `functional` from the weights and `law` the spectrum of the masses, both of one grid.
[[nodiscard]] double evaluate(const Spectrum& functional, const Spectrum& law);

/// Running sums: cdf[j] = P(X <= jh), with half of each point's mass counted at the point itself, so that reading the
/// table linearly is right to second order for smooth laws. An atom keeps its whole mass at 0.
[[nodiscard]] std::vector<double> cumulative(const Masses& masses);

} // namespace catenary::analysis
