// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/lattice.h"

#include <kissfft/kissfft.hh>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <memory>
#include <mutex>
#include <numbers>

namespace catenary::analysis {

namespace {

constexpr double aliasing = 1e-8; ///< r^n
[[maybe_unused]] constexpr int leastPower = 6;
constexpr int mostPower = 15;
constexpr std::size_t mostLaws = 192;    ///< that a grid remembers
constexpr std::size_t mostLattices = 16; ///< that a thread remembers

/// Transforms of one size; immutable once made (their scratch space is only used for sizes that are no power of two).
struct Plan {
    explicit Plan(std::size_t points)
        : forward(points / 2, false), backward(points / 2, true), roots(points / 2 + 1), damping(points) {
        for (std::size_t k = 0; k < roots.size(); ++k)
            roots[k] = std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(points));
        for (std::size_t j = 0; j < points; ++j)
            damping[j] = std::pow(aliasing, static_cast<double>(j) / static_cast<double>(points));
    }
    kissfft<double> forward, backward;
    std::vector<Complex> roots;
    std::vector<double> damping;
};

const Plan& planOf(int points) {
    static std::array<std::once_flag, mostPower + 1> once;
    static std::array<std::unique_ptr<const Plan>, mostPower + 1> plans;
    int power = 0;
    while ((1 << power) < points) ++power;
    assert((1 << power) == points && power >= leastPower && power <= mostPower);
    const auto slot = static_cast<std::size_t>(power);
    std::call_once(once[slot], [&] { plans[slot] = std::make_unique<const Plan>(static_cast<std::size_t>(points)); });
    return *plans[slot];
}

} // namespace

Lattice::Lattice(int points, double span_ms) : m_points(points), m_step(span_ms / points) {
    assert(span_ms > 0.0);
    const Plan& plan = planOf(points);
    const double r = plan.damping[1];
    m_z.resize(plan.roots.size());
    m_s.resize(plan.roots.size());
    m_spread.resize(plan.roots.size());
    for (std::size_t k = 0; k < m_z.size(); ++k) {
        m_z[k] = r * plan.roots[k];
        m_s[k] = (2.0 / m_step) * quotient(1.0 - m_z[k], 1.0 + m_z[k]);
        m_spread[k] = quotient(1.0 + m_z[k], 1.0 - m_z[k]);
    }
    m_damping = plan.damping;
}

Spectrum Lattice::ofConstant(double value) const {
    if (value == 0.0) return one();
    const double cells = value / m_step;
    const double whole = std::floor(cells);
    const double share = cells - whole;
    Spectrum result(m_z.size());
    if (whole >= 2.0 * m_points) return result; // beyond the grid
    const int power = static_cast<int>(whole);
    const double radius = std::pow(std::abs(m_z[0]), power);
    const std::vector<Complex>& roots = planOf(m_points).roots;
    const auto points = static_cast<std::size_t>(m_points);
    for (std::size_t k = 0; k < m_z.size(); ++k) {
        const std::size_t turn = static_cast<std::size_t>(power) * k % points; // the roots are kept for half a turn
        const Complex rotated = radius * (turn < roots.size() ? roots[turn] : std::conj(roots[points - turn]));
        result[k] = rotated * ((1.0 - share) + share * m_z[k]);
    }
    return result;
}

Lattice::Known& Lattice::known(const Distribution& law) const {
    for (Known& entry : m_known)
        if (entry.law.mean() == law.mean() && entry.law == law) return entry;
    if (m_known.size() >= mostLaws) m_known.erase(m_known.begin(), m_known.begin() + mostLaws / 2);
    m_known.push_back({law, compute(law), {}});
    return m_known.back();
}

const Spectrum& Lattice::of(const Distribution& law) const {
    return known(law).spectrum;
}

const Spectrum& Lattice::weightedByTime(const Distribution& law) const {
    Known& entry = known(law);
    if (entry.weighted.empty()) entry.weighted = timesTime(entry.spectrum);
    return entry.weighted;
}

Spectrum Lattice::compute(const Distribution& law) const {
    using support::Law;
    if (law.isConstant()) return ofConstant(law.mean());
    const bool rational = law.law() == Law::Exponential || law.law() == Law::Erlang ||
                          (law.law() == Law::Gamma && law.a()[1] <= 1.0) || law.law() == Law::Hyperexponential;
    double shortest = law.mean();
    if (law.law() == Law::Erlang) shortest /= law.a()[1];
    if (law.law() == Law::Gamma) shortest *= law.a()[1] * law.a()[1];
    if (law.law() == Law::Hyperexponential) {
        const double scv = law.scv();
        shortest /= 1.0 + std::sqrt((scv - 1.0) / (scv + 1.0));
    }
    if (rational && shortest > 2.0 * m_step) {
        Spectrum result(m_z.size());
        for (std::size_t k = 0; k < m_z.size(); ++k) result[k] = law.transform(m_s[k]);
        return result;
    }
    if (law.law() == Law::Empirical) {
        Spectrum result = zero();
        for (std::size_t i = 0; i < law.a().size(); ++i) add(result, law.b()[i], ofConstant(law.a()[i]));
        return result;
    }
    const Masses masses = hatMasses(law);
    return masses.size() <= 16 ? fewMasses(masses, masses.size()) : spectrum(masses);
}

Masses Lattice::hatMasses(const Distribution& law) const {
    // Second differences of the mean excess; the list ends where no mass worth naming is left.
    Masses masses;
    double before = law.excess(-m_step);
    double here = law.excess(0.0);
    const double negligible = 1e-10 * std::max(law.mean(), m_step);
    for (int j = 0; j < m_points; ++j) {
        const double after = law.excess((j + 1) * m_step);
        masses.push_back(std::max((before - 2.0 * here + after) / m_step, 0.0));
        if (here < negligible) break; // the next mass is at most here / h
        before = here;
        here = after;
    }
    return masses;
}

Spectrum Lattice::fewMasses(const Masses& masses, std::size_t count) const {
    Spectrum result(m_z.size());
    for (std::size_t k = 0; k < m_z.size(); ++k) {
        Complex sum = 0.0;
        for (std::size_t j = count; j-- > 0;) sum = sum * m_z[k] + masses[j];
        result[k] = sum;
    }
    return result;
}

Spectrum Lattice::residual(const Spectrum& law, double mean) const {
    Spectrum result(m_z.size());
    const double scale = 0.5 * m_step / mean;
    for (std::size_t k = 0; k < m_z.size(); ++k) result[k] = scale * (1.0 - law[k]);
    multiply(result, m_spread);
    return result;
}

Masses Lattice::masses(const Spectrum& spectrum) const {
    if (spectrum.empty()) {
        Masses atOnce(static_cast<std::size_t>(m_points), 0.0);
        atOnce[0] = 1.0;
        return atOnce;
    }
    const Plan& plan = planOf(m_points);
    const std::size_t half = static_cast<std::size_t>(m_points) / 2;
    // Two real sequences (even and odd points) in one complex transform of half the size.
    std::vector<Complex> packed(half);
    for (std::size_t k = 0; k < half; ++k) {
        const Complex mirrored = std::conj(spectrum[half - k]);
        packed[k] = (spectrum[k] + mirrored) + Complex(0, 1) * std::conj(plan.roots[k]) * (spectrum[k] - mirrored);
    }
    std::vector<Complex> pairs(half);
    plan.backward.transform(packed.data(), pairs.data());
    Masses result(static_cast<std::size_t>(m_points));
    for (std::size_t j = 0; j < half; ++j) {
        result[2 * j] = pairs[j].real() / (m_points * m_damping[2 * j]);
        result[2 * j + 1] = pairs[j].imag() / (m_points * m_damping[2 * j + 1]);
    }
    return result;
}

Spectrum Lattice::spectrum(const Masses& masses) const {
    const Plan& plan = planOf(m_points);
    const std::size_t points = static_cast<std::size_t>(m_points);
    const std::size_t half = points / 2;
    std::vector<Complex> pairs(half);
    const auto damped = [&](std::size_t j) { return j < masses.size() ? masses[j] * m_damping[j] : 0.0; };
    for (std::size_t j = 0; j < half; ++j) pairs[j] = {damped(2 * j), damped(2 * j + 1)};
    std::vector<Complex> packed(half);
    plan.forward.transform(pairs.data(), packed.data());
    Spectrum result(half + 1);
    for (std::size_t k = 0; k <= half; ++k) {
        const Complex here = packed[k % half];
        const Complex mirrored = std::conj(packed[(half - k) % half]);
        const Complex even = 0.5 * (here + mirrored);
        const Complex odd = Complex(0, -0.5) * (here - mirrored);
        result[k] = even + plan.roots[k] * odd;
    }
    return result;
}

Spectrum Lattice::timesTime(const Spectrum& given) const {
    Masses weighted = masses(given);
    for (std::size_t j = 0; j < weighted.size(); ++j) weighted[j] *= static_cast<double>(j) * m_step;
    return spectrum(weighted);
}

Spectrum Lattice::functional(const std::vector<double>& weights) const {
    // m_j = Σ_k M(z_k) e^(2πijk/n) / (n r^j), so the weight of M(z_k) is Σ_j w_j r^(−j) e^(2πijk/n) / n; `spectrum`
    // multiplies by r^j itself. The conjugate half counts with the kept one.
    Masses undamped(weights.size());
    for (std::size_t j = 0; j < weights.size(); ++j)
        undamped[j] = weights[j] / (m_damping[j] * m_damping[j] * m_points);
    Spectrum result = spectrum(undamped);
    for (std::size_t k = 0; k < result.size(); ++k)
        result[k] = (k == 0 || k + 1 == result.size() ? 1.0 : 2.0) * std::conj(result[k]);
    return result;
}

Masses Lattice::massesOfTable(const std::vector<double>& at, const std::vector<double>& cdf) const {
    // Hat masses of a piecewise linear distribution function are differences of its cell averages:
    // m_j = A_j − A_(j−1), A_j the mean of F over [jh, (j+1)h].
    Masses masses(static_cast<std::size_t>(m_points), 0.0);
    if (at.empty()) return masses;
    std::vector<double> integral(at.size(), 0.0); // of F from at[0]
    for (std::size_t i = 1; i < at.size(); ++i)
        integral[i] = integral[i - 1] + 0.5 * (cdf[i] + cdf[i - 1]) * (at[i] - at[i - 1]);
    std::size_t piece = 0;
    const auto integralTo = [&](double t) {
        if (t <= at.front()) return 0.0;
        if (t >= at.back()) return integral.back() + (t - at.back()) * cdf.back();
        while (piece + 1 < at.size() && at[piece + 1] < t) ++piece;
        const double width = at[piece + 1] - at[piece];
        const double share = width > 0.0 ? (t - at[piece]) / width : 1.0;
        const double value = cdf[piece] + share * (cdf[piece + 1] - cdf[piece]);
        return integral[piece] + 0.5 * (cdf[piece] + value) * (t - at[piece]);
    };
    double from = 0.0;
    double average = 0.0;
    for (std::size_t j = 0; j < masses.size(); ++j) {
        const double to = integralTo(static_cast<double>(j + 1) * m_step);
        const double next = (to - from) / m_step;
        masses[j] = next - average;
        average = next;
        from = to;
    }
    return masses;
}

std::shared_ptr<const Lattice> sharedLattice(int points, double span_ms) {
    // Spans on a ladder of eight steps to a doubling; the least recently used grid gives way.
    const int rung = static_cast<int>(std::ceil(8.0 * std::log2(span_ms) - 1e-9));
    struct Kept {
        int points, rung;
        std::shared_ptr<const Lattice> lattice;
    };
    thread_local std::vector<Kept> kept;
    const auto found =
        std::find_if(kept.begin(), kept.end(), [&](const Kept& k) { return k.points == points && k.rung == rung; });
    if (found != kept.end()) {
        std::rotate(found, found + 1, kept.end());
        return kept.back().lattice;
    }
    if (kept.size() >= mostLattices) kept.erase(kept.begin());
    kept.push_back({points, rung, std::make_shared<const Lattice>(points, std::exp2(rung / 8.0))});
    return kept.back().lattice;
}

void multiply(Spectrum& a, const Spectrum& b) {
    if (b.empty()) return;
    if (a.empty()) {
        a = b;
        return;
    }
    for (std::size_t k = 0; k < a.size(); ++k) {
        // Written out: std::complex's operator* checks for infinities on every product.
        const double re = a[k].real() * b[k].real() - a[k].imag() * b[k].imag();
        const double im = a[k].real() * b[k].imag() + a[k].imag() * b[k].real();
        a[k] = {re, im};
    }
}

void add(Spectrum& a, double weight, const Spectrum& b) {
    if (b.empty()) {
        for (Complex& value : a) value += weight;
        return;
    }
    for (std::size_t k = 0; k < a.size(); ++k) a[k] += weight * b[k];
}

double evaluate(const Spectrum& functional, const Spectrum& law) {
    double sum = 0.0;
    for (std::size_t k = 0; k < law.size(); ++k)
        sum += functional[k].real() * law[k].real() - functional[k].imag() * law[k].imag();
    return sum;
}

std::vector<double> cumulative(const Masses& masses) {
    std::vector<double> cdf(masses.size());
    double sum = 0.0;
    for (std::size_t j = 0; j < masses.size(); ++j) {
        const double mass = masses[j];
        cdf[j] = std::clamp(sum + (j == 0 ? mass : 0.5 * mass), j == 0 ? 0.0 : cdf[j - 1], 1.0);
        sum += mass;
    }
    return cdf;
}

} // namespace catenary::analysis
