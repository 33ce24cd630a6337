// SPDX-License-Identifier: Apache-2.0
// A stretch of a request's way as a random time, with what it is made of, and the ways stretches combine: one after the
// other, one of several, several at once.
#pragma once

#include "core/analysis/lattice.h"
#include "core/network/performance.h"

#include <compare>
#include <map>
#include <optional>
#include <vector>

namespace catenary::analysis {

using network::How;
using network::Index;

enum class Column { Waiting, Batching, Service, Network, Retry };

struct RowKey {
    Index station = network::none;
    Column column = Column::Service;
    auto operator<=>(const RowKey&) const = default;
};

/// The share one station has in a stretch: its mean, and the spectrum of E[share; whole in dt].
struct Row {
    double mean = 0;
    Spectrum spectrum;
};

/// A random time. Moments are carried beside the spectrum, so that sums and mixtures are exact in them. Without a
/// lattice joins are bounded by the sum of their branches.
struct Part {
    double mean = 0;                   ///< infinity if it never ends
    double second = 0;                 ///< E[X²]
    double waiting = 0;                ///< mean time spent queueing in it, on the way counted
    std::optional<double> exponential; ///< its mean, where the law is exactly exponential
    How how = How::Exact;              ///< of the mean
    How shape = How::Exact;            ///< of the law, beyond `how`
    Spectrum spectrum;                 ///< empty without a lattice, and of the constant 0
    std::map<RowKey, Row> rows;        ///< empty unless wanted

    [[nodiscard]] bool isZero() const { return mean == 0.0; }
};

/// One call of a join: made with this probability, `count[n]` times at once.
struct Branch {
    Part part;
    double probability = 1;
    std::vector<double> count{0.0, 1.0};
};

class PartAlgebra {
public:
    /// `lattice` may be null: moments only. `rows` needs a lattice for joins to be shared out.
    PartAlgebra(const Lattice* lattice, bool rows) : m_lattice(lattice), m_rows(rows) {}

    [[nodiscard]] const Lattice* lattice() const { return m_lattice; }
    [[nodiscard]] bool wantsRows() const { return m_rows; }

    /// A part that is one row in whole.
    [[nodiscard]] Part leaf(RowKey key, double mean, double second, Spectrum spectrum) const;
    [[nodiscard]] Part leaf(RowKey key, const Distribution& law) const;

    /// a ← a then b; `Part()` is nothing at all.
    void append(Part& a, const Part& b) const;
    void append(Part& a, Part&& b) const;
    /// a ← a then `leaf(key, law)`
    void append(Part& a, RowKey key, const Distribution& law) const;
    /// a ← a + weight·b as mixtures; begin with `Part()`.
    void mix(Part& a, double weight, const Part& b) const;
    /// n copies of `part` one after the other, n drawn.
    [[nodiscard]] Part sequence(const Part& part, const std::vector<double>& count) const;
    /// Branches at once; over when all, or `waitFor` of the calls made, are done. Branches see the same arrivals, so
    /// their waits are correlated: the law is (1−θ)·(independent) + θ·(moving together), θ by `siblingCorrelation`.
    [[nodiscard]] Part join(const std::vector<Branch>& branches, std::optional<int> waitFor) const;

    /// Has a join been bounded by the sum of its branches, for want of a lattice?
    [[nodiscard]] bool hasBounded() const { return m_bounded; }

private:
    mutable bool m_bounded = false;
    void appendSome(Part& a, const Part& b) const; ///< neither is zero
    [[nodiscard]] Part joinWithoutLattice(const std::vector<Branch>& branches) const;

    const Lattice* m_lattice;
    bool m_rows;
};

/// Share θ of comonotone movement among n siblings whose waiting is the share ρ of their time, such that equal M/M/1
/// branches have the mean (H_n − θ(H_n − 1))/(μ − λ): θ(H_n − 1) = ρ/8 for two (Flatto and Hahn 1984); for more
/// (H_n − V_n)ρ, V_n as Varma and Makowski (1994) have it, less a term of second order fitted to simulated means.
[[nodiscard]] double siblingCorrelation(double siblings, double waitingShare);

} // namespace catenary::analysis
