// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/part.h"

#include "core/analysis/memory.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace catenary::analysis {

Part PartAlgebra::leaf(RowKey key, double mean, double second, Spectrum spectrum) const {
    Part part;
    part.mean = mean;
    part.second = second;
    if (key.column == Column::Waiting) part.waiting = mean;
    part.spectrum = std::move(spectrum);
    if (m_rows && mean > 0.0) {
        Row row{mean, {}};
        if (m_lattice) row.spectrum = m_lattice->timesTime(part.spectrum);
        part.rows.emplace(key, std::move(row));
    }
    return part;
}

Part PartAlgebra::leaf(RowKey key, const Distribution& law) const {
    if (law.isZero()) return {};
    Part part;
    part.mean = law.mean();
    part.second = law.secondMoment();
    if (key.column == Column::Waiting) part.waiting = part.mean;
    if (law.isExponential()) part.exponential = law.mean();
    if (m_lattice) part.spectrum = m_lattice->of(law);
    if (m_rows) part.rows.emplace(key, Row{part.mean, m_lattice ? m_lattice->weightedByTime(law) : Spectrum{}});
    return part;
}

void PartAlgebra::append(Part& a, const Part& b) const {
    const How how = network::weaker(a.how, b.how);
    const How shape = network::weaker(a.shape, b.shape);
    if (a.isZero())
        a = b;
    else if (!b.isZero())
        appendSome(a, b);
    a.how = how;
    a.shape = shape;
}

void PartAlgebra::append(Part& a, Part&& b) const {
    if (!a.isZero()) return append(a, std::as_const(b));
    b.how = network::weaker(a.how, b.how);
    b.shape = network::weaker(a.shape, b.shape);
    a = std::move(b);
}

void PartAlgebra::append(Part& a, RowKey key, const Distribution& law) const {
    if (law.isZero()) return;
    if (m_rows || a.isZero()) return append(a, leaf(key, law));
    a.second = a.second + 2.0 * a.mean * law.mean() + law.secondMoment();
    a.mean += law.mean();
    if (key.column == Column::Waiting) a.waiting += law.mean();
    a.exponential.reset();
    if (m_lattice) multiply(a.spectrum, m_lattice->of(law));
}

void PartAlgebra::appendSome(Part& a, const Part& b) const {
    if (m_rows) {
        for (auto& [key, row] : a.rows)
            if (m_lattice) multiply(row.spectrum, b.spectrum);
        for (const auto& [key, row] : b.rows) {
            Row& into = a.rows[key];
            into.mean += row.mean;
            if (!m_lattice) continue;
            Spectrum share = row.spectrum;
            multiply(share, a.spectrum);
            if (into.spectrum.empty())
                into.spectrum = std::move(share);
            else
                add(into.spectrum, 1.0, share);
        }
    }
    a.second = a.second + 2.0 * a.mean * b.mean + b.second;
    a.mean += b.mean;
    a.waiting += b.waiting;
    a.exponential.reset();
    if (m_lattice) multiply(a.spectrum, b.spectrum);
}

void PartAlgebra::mix(Part& a, double weight, const Part& b) const {
    if (weight == 0.0) return;
    a.mean += weight * b.mean;
    a.second += weight * b.second;
    a.waiting += weight * b.waiting;
    a.how = network::weaker(a.how, b.how);
    a.shape = network::weaker(a.shape, b.shape);
    a.exponential = weight == 1.0 ? b.exponential : std::nullopt;
    if (m_lattice) {
        if (a.spectrum.empty()) a.spectrum = m_lattice->zero();
        add(a.spectrum, weight, b.spectrum);
    }
    if (!m_rows) return;
    for (const auto& [key, row] : b.rows) {
        Row& into = a.rows[key];
        into.mean += weight * row.mean;
        if (!m_lattice) continue;
        if (into.spectrum.empty()) into.spectrum = m_lattice->zero();
        add(into.spectrum, weight, row.spectrum);
    }
}

Part PartAlgebra::sequence(const Part& part, const std::vector<double>& count) const {
    if (count.size() == 2 && count[1] == 1.0) return part;
    Part result;
    Part some;
    for (std::size_t n = 0; n < count.size(); ++n) {
        mix(result, count[n], some);
        if (n + 1 < count.size()) append(some, part);
    }
    return result;
}

namespace {

/// H_n, between whole counts by its expansion.
double harmonic(double n) {
    double sum = 0.0;
    double m = n;
    while (m < 8.0) sum += 1.0 / (m += 1.0);
    return std::log(m) + 0.57721566490153286 + 0.5 / m - 1.0 / (12.0 * m * m) + 1.0 / (120.0 * m * m * m * m) - sum;
}

/// H_n less the limit V_n of Varma and Makowski (1994):
/// V_n = ∫∫ ((1 − e^−x)^n − (1 − (1 + u)e^−x)^n)/u du dx over 0 < u < x, their alternating sum as an integral.
double correlationSlope(double n) {
    constexpr int outer = 80;
    constexpr int inner = 24;
    const double end = 24.0 + std::log(n);
    double sum = 0.0;
    for (int i = 0; i < outer; ++i) {
        // Midpoints in √x: the integrand starts as a power of x and ends as an exponential.
        const double root = (i + 0.5) / outer * std::sqrt(end);
        const double x = root * root;
        const double alone = std::pow(1.0 - std::exp(-x), n);
        double along = 0.0;
        for (int j = 0; j < inner; ++j) {
            const double u = x * (j + 0.5) / inner;
            along += (alone - std::pow(std::max(1.0 - (1.0 + u) * std::exp(-x), 0.0), n)) / (j + 0.5);
        }
        sum += along * 2.0 * root * std::sqrt(end) / outer;
    }
    return harmonic(n) - sum;
}

} // namespace

double siblingCorrelation(double siblings, double waitingShare) {
    if (siblings <= 1.0 || waitingShare <= 0.0) return 0.0;
    thread_local Memory<double, double> slopes(32);
    const double slope = siblings == 2.0 ? 0.125 : slopes.get(siblings, [&] { return correlationSlope(siblings); });
    const double rho = waitingShare;
    const double beyondTwo = std::max(slope - 0.125, 0.0);
    const double less = slope * rho - 0.17 * std::pow(beyondTwo, 1.37) * rho * rho * (1.0 + 0.4 * rho);
    return less / ((siblings == 2.0 ? 1.5 : harmonic(siblings)) - 1.0);
}

} // namespace catenary::analysis
