// SPDX-License-Identifier: Apache-2.0
// The law of a waiting time: nothing with probability 1 − positive, else one of a few shapes that stations have.
#pragma once

#include "core/analysis/lattice.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>

namespace catenary::analysis {

/// A law as a table: P(X <= at[i]) = cdf[i], linear between; may start with an atom, may end below 1.
struct Table {
    std::vector<double> at, cdf;
    [[nodiscard]] double quantile(double p) const; ///< infinity beyond the table
    [[nodiscard]] double mean() const;             ///< of what the table covers
    [[nodiscard]] double secondMoment() const;     ///< E[X²] of what the table covers
};

/// A law that stations hand out by the visit: made once, when its table is first asked for, and shared by all who ask.
class SharedTable {
public:
    explicit SharedTable(Table law);
    /// `second`: E[X²], known without the table.
    SharedTable(std::function<Table()> make, double second) : m_make(std::move(make)), m_second(second) {}
    [[nodiscard]] const Table& table() const;
    [[nodiscard]] double second() const { return m_second; } ///< E[X²]

private:
    std::function<Table()> m_make; ///< absent: made already
    mutable std::once_flag m_made;
    mutable Table m_table;
    double m_second;
};
using SharedLaw = std::shared_ptr<const SharedTable>;

/// Services of several classes as one law: weights sum to 1.
using Mixture = std::vector<std::pair<double, Distribution>>;
[[nodiscard]] double meanOf(const Mixture& mixture);
[[nodiscard]] double secondMomentOf(const Mixture& mixture);
[[nodiscard]] double scvOf(const Mixture& mixture); ///< 0 for a mean of 0

/// A geometric number N >= 1 (ratio `load`) of residual services, each `scale` times as long: the conditional wait of
/// M/G/1 for scale 1 and load ρ (Pollaczek–Khinchine).
struct ResidualCompound {
    double load = 0;
    double scale = 1;
    Mixture services; ///< empty: the holding time of the station itself (held workers), known when composed
};

/// With a probability in proportion to weights[i], a sum of exponential stages of rates[0…i]. Where all rates are alike
/// the weights may go on for ever after the last, each `tail` < 1 times the one before.
struct ExponentialStages {
    std::vector<double> rates, weights;
    double tail = 0;
};

/// Σ weights[i] × (exponential of means[i]), weights summing to 1; some may be negative where the sum is a law.
struct ExponentialSum {
    std::vector<double> weights, means;
};

struct WaitingLaw {
    double positive = 0; ///< P(W > 0)
    double mean = 0;     ///< E[W], with the zeros
    std::variant<Distribution, ResidualCompound, ExponentialStages, ExponentialSum, SharedLaw> given; ///< W given W > 0

    [[nodiscard]] static WaitingLaw none() { return {}; }
    [[nodiscard]] static WaitingLaw exponential(double positive, double conditionalMean);
    /// A compound of residual services with this mean of W: stretched to it.
    [[nodiscard]] static WaitingLaw compound(double positive, double load, const Mixture& services, double mean);
    /// E[W²]; laws without a third moment are taken as exponential beyond zero.
    [[nodiscard]] double second() const;
};

/// Spectrum of W. `holding`: spectrum and mean of the station's holding time, for a compound without services.
[[nodiscard]] Spectrum spectrumOf(const WaitingLaw& law, const Lattice& lattice, const Spectrum* holding = nullptr,
                                  double holdingMean = 0);

} // namespace catenary::analysis
