// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/waiting.h"

#include "core/analysis/heavy_tails.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <functional>
#include <limits>
#include <span>
#include <tuple>
#include <utility>

namespace catenary::analysis {

namespace {

/// A law stretched by `scale`, and its mean; what lies beyond the grid is taken to lie at its end, so that it stays a
/// law.
std::pair<Spectrum, double> stretched(const Lattice& lattice, const Spectrum& law, double scale) {
    std::vector<double> cdf = cumulative(lattice.masses(law));
    std::vector<double> at(cdf.size());
    for (std::size_t j = 0; j < at.size(); ++j) at[j] = static_cast<double>(j) * lattice.step() * scale;
    cdf.back() = 1.0;
    const Masses masses = lattice.massesOfTable(at, cdf);
    double mean = 0.0;
    for (std::size_t j = 0; j < masses.size(); ++j) mean += static_cast<double>(j) * lattice.step() * masses[j];
    return {lattice.spectrum(masses), mean};
}

Spectrum conditional(const ResidualCompound& compound, const Lattice& lattice, const Spectrum* holding,
                     double holdingMean) {
    Spectrum services = lattice.zero();
    double mean = 0.0;
    if (compound.services.empty()) {
        assert(holding != nullptr);
        if (compound.scale == 1.0) {
            services = *holding;
            mean = holdingMean;
        } else {
            std::tie(services, mean) = stretched(lattice, *holding, compound.scale);
        }
    } else {
        for (const auto& [weight, law] : compound.services) {
            add(services, weight, lattice.of(compound.scale == 1.0 ? law : law.scaled(compound.scale)));
            mean += weight * law.mean() * compound.scale;
        }
    }
    constexpr double least = 1e-12; // of a step: too short for the grid to show
    if (!(mean > least * lattice.step())) return lattice.one();
    Spectrum result = lattice.residual(services, mean);
    for (Complex& value : result) value = (1.0 - compound.load) * quotient(value, 1.0 - compound.load * value);
    return result;
}

Complex product(Complex a, Complex b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

/// Σ weights[i] z^(i + 1), z the transform of one stage, weights beyond the last falling by `tail`: by Horner's rule,
/// at several points at once, for each step waits for the one before.
void sumPowers(std::span<const double> weights, double rate, double tail, const Lattice& lattice, Spectrum& result) {
    constexpr std::size_t atOnce = 4;
    for (std::size_t k = 0; k < result.size(); k += atOnce) {
        const std::size_t points = std::min(atOnce, result.size() - k);
        std::array<Complex, atOnce> z{};
        std::array<Complex, atOnce> sum{};
        for (std::size_t j = 0; j < points; ++j) {
            z[j] = quotient(rate, rate + lattice.laplace(k + j));
            sum[j] = quotient(weights.back() * tail * z[j], 1.0 - tail * z[j]);
        }
        for (std::size_t i = weights.size(); i-- > 0;)
            for (std::size_t j = 0; j < atOnce; ++j) sum[j] = product(sum[j] + weights[i], z[j]);
        for (std::size_t j = 0; j < points; ++j) result[k + j] = sum[j];
    }
}

Spectrum conditional(const ExponentialStages& stages, const Lattice& lattice) {
    constexpr double negligible = 1e-14; // of a weight, beside all
    double total = 0.0;
    for (std::size_t i = 0; i < stages.rates.size(); ++i) total += stages.weights[i];
    if (stages.tail > 0.0) total += stages.weights.back() * stages.tail / (1.0 - stages.tail);
    Spectrum result = lattice.zero();
    const auto differ = std::adjacent_find(stages.rates.begin(), stages.rates.end(), std::not_equal_to<>());
    if (differ == stages.rates.end() && !stages.rates.empty()) {
        std::size_t count = stages.weights.size();
        while (stages.tail == 0.0 && count > 1 && stages.weights[count - 1] < negligible * total) --count;
        sumPowers(std::span(stages.weights).first(count), stages.rates.front(), stages.tail, lattice, result);
        for (Complex& value : result) value /= total;
        return result;
    }
    for (std::size_t k = 0; k < result.size(); ++k) {
        const Complex s = lattice.laplace(k);
        Complex path = 1.0;
        Complex sum = 0.0;
        Complex step = 1.0;
        double of = 0.0; // the rate `step` is of
        for (std::size_t i = 0; i < stages.rates.size(); ++i) {
            if (stages.rates[i] != of) {
                of = stages.rates[i];
                step = quotient(of, of + s);
            }
            path = product(path, step);
            sum += stages.weights[i] * path;
            if (std::abs(path.real()) + std::abs(path.imag()) < negligible) break;
        }
        result[k] = sum / total;
    }
    return result;
}

} // namespace

double Table::quantile(double p) const {
    const auto found = std::lower_bound(cdf.begin(), cdf.end(), p);
    if (found == cdf.end()) return std::numeric_limits<double>::infinity();
    const auto right = static_cast<std::size_t>(found - cdf.begin());
    if (right == 0) return at.front();
    const double share = (p - cdf[right - 1]) / (cdf[right] - cdf[right - 1]);
    return at[right - 1] + share * (at[right] - at[right - 1]);
}

double Table::mean() const {
    if (at.empty()) return 0.0;
    double sum = at.front();
    for (std::size_t i = 1; i < at.size(); ++i) sum += (at[i] - at[i - 1]) * (1.0 - 0.5 * (cdf[i] + cdf[i - 1]));
    return sum;
}

double Table::secondMoment() const {
    // E[X²] = ∫ 2t P(X > t) dt
    double second = 0.0;
    for (std::size_t i = 1; i < at.size(); ++i)
        second += (at[i] - at[i - 1]) * (at[i] + at[i - 1]) * (1.0 - 0.5 * (cdf[i] + cdf[i - 1]));
    return second;
}

SharedTable::SharedTable(Table law) : m_table(std::move(law)), m_second(m_table.secondMoment()) {}

const Table& SharedTable::table() const {
    if (m_make) std::call_once(m_made, [this] { m_table = m_make(); });
    return m_table;
}

double meanOf(const Mixture& mixture) {
    double sum = 0.0;
    for (const auto& [weight, law] : mixture) sum += weight * law.mean();
    return sum;
}

double secondMomentOf(const Mixture& mixture) {
    double sum = 0.0;
    for (const auto& [weight, law] : mixture) sum += weight * law.secondMoment();
    return sum;
}

double scvOf(const Mixture& mixture) {
    const double mean = meanOf(mixture);
    if (mixture.size() == 1) return mixture.front().second.scv();
    return mean > 0.0 ? secondMomentOf(mixture) / (mean * mean) - 1.0 : 0.0;
}

WaitingLaw WaitingLaw::exponential(double positive, double conditionalMean) {
    WaitingLaw law;
    law.positive = positive;
    law.mean = positive * conditionalMean;
    law.given = Distribution::exponential(conditionalMean);
    return law;
}

WaitingLaw WaitingLaw::compound(double positive, double load, const Mixture& services, double mean) {
    if (positive <= 0.0 || mean <= 0.0) return none();
    WaitingLaw law;
    law.positive = std::min(positive, 1.0);
    law.mean = mean;
    const double shape = secondMomentOf(services) / (2.0 * meanOf(services) * (1.0 - load));
    law.given = ResidualCompound{load, mean / law.positive / shape, services};
    return law;
}

double WaitingLaw::second() const {
    if (positive <= 0.0) return 0.0;
    const double conditional = mean / positive;
    if (const auto* compound = std::get_if<ResidualCompound>(&given); compound && !compound->services.empty()) {
        // A geometric number of residuals R: E[N] Var R + E[N²] E[R]², E[R²] = E[S³]/(3E[S])
        double first = 0.0;
        double third = 0.0;
        for (const auto& [weight, law] : compound->services) {
            first += weight * law.mean();
            third += weight * thirdMomentSeen(law);
        }
        const double r = compound->scale * secondMomentOf(compound->services) / (2.0 * first);
        const double rr = compound->scale * compound->scale * third / (3.0 * first);
        const double n = 1.0 / (1.0 - compound->load);
        return positive * (n * (rr - r * r) + (2.0 * n * n - n) * r * r);
    }
    if (const auto* law = std::get_if<Distribution>(&given)) return positive * law->secondMoment();
    if (const auto* sum = std::get_if<ExponentialSum>(&given)) {
        double total = 0.0;
        for (std::size_t i = 0; i < sum->means.size(); ++i)
            total += sum->weights[i] * 2.0 * sum->means[i] * sum->means[i];
        return positive * total;
    }
    if (const auto* stages = std::get_if<ExponentialStages>(&given)) {
        double total = 0.0;
        double weights = 0.0;
        double first = 0.0;
        double variance = 0.0;
        for (std::size_t i = 0; i < stages->rates.size(); ++i) {
            first += 1.0 / stages->rates[i];
            variance += 1.0 / (stages->rates[i] * stages->rates[i]);
            total += stages->weights[i] * (variance + first * first);
            weights += stages->weights[i];
        }
        if (stages->tail > 0.0) {
            // n + j stages of weight w·tail^j: (n + j)(n + j + 1)/rate² = (n(n + 1) + (2n + 1)j + j²)/rate²
            const double n = static_cast<double>(stages->rates.size());
            const double q = stages->tail;
            const double none = q / (1.0 - q); // Σ q^j, Σ j q^j, Σ j² q^j from j = 1
            const double once = none / (1.0 - q);
            const double twice = once * (1.0 + q) / (1.0 - q);
            const double last = stages->weights.back();
            weights += last * none;
            total += last * (n * (n + 1.0) * none + (2.0 * n + 1.0) * once + twice) /
                     (stages->rates.back() * stages->rates.back());
        }
        return positive * total / weights;
    }
    if (const auto* shared = std::get_if<SharedLaw>(&given)) return positive * (*shared)->second();
    return 2.0 * positive * conditional * conditional;
}

Spectrum spectrumOf(const WaitingLaw& law, const Lattice& lattice, const Spectrum* holding, double holdingMean) {
    if (law.positive <= 0.0) return {};
    Spectrum result;
    if (const auto* distribution = std::get_if<Distribution>(&law.given))
        result = lattice.of(*distribution);
    else if (const auto* compound = std::get_if<ResidualCompound>(&law.given))
        result = conditional(*compound, lattice, holding, holdingMean);
    else if (const auto* stages = std::get_if<ExponentialStages>(&law.given))
        result = conditional(*stages, lattice);
    else if (const auto* sum = std::get_if<ExponentialSum>(&law.given)) {
        result = lattice.zero();
        for (std::size_t i = 0; i < sum->means.size(); ++i)
            add(result, sum->weights[i], lattice.of(Distribution::exponential(sum->means[i])));
    } else {
        const Table& table = std::get<SharedLaw>(law.given)->table();
        result = lattice.spectrum(lattice.massesOfTable(table.at, table.cdf));
    }
    for (Complex& value : result) value = (1.0 - law.positive) + law.positive * value;
    return result;
}

} // namespace catenary::analysis
