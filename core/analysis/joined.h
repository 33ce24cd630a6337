// SPDX-License-Identifier: Apache-2.0
// The calls of a join at the points of a grid: chances that one, all or enough of them are done by then.
#pragma once

#include "core/analysis/part.h"

namespace catenary::analysis {

/// Mean number of calls of a branch, where it is made.
[[nodiscard]] double meanCount(const Branch& branch);
/// Is it one call, where it is made?
[[nodiscard]] bool isOnce(const Branch& branch);

/// Chances that a call is done by the points of a grid.
struct DoneBy {
    std::vector<std::vector<double>> one; ///< of one call of each branch
    std::vector<std::vector<double>> all; ///< of all calls of each branch; empty: that of the one it makes for certain

    DoneBy(const Lattice& lattice, const std::vector<Branch>& branches);
    [[nodiscard]] const std::vector<double>& whole(std::size_t branch) const {
        return all[branch].empty() ? one[branch] : all[branch];
    }
    /// Of one call of every branch at one point.
    [[nodiscard]] std::vector<double> at(std::size_t point) const;
    [[nodiscard]] std::size_t points() const { return one.front().size(); }
};

/// Distribution function of a join at the points of a grid, were its calls independent and did they move together.
struct JoinedLaws {
    std::vector<double> independent, together;
};

/// Of the last of all calls; of the `wanted`-th of those made (or of the last, if fewer are made).
[[nodiscard]] JoinedLaws joinOfAll(const std::vector<Branch>& branches, const DoneBy& done);
[[nodiscard]] JoinedLaws joinOfSome(const std::vector<Branch>& branches, const DoneBy& done, int wanted);

/// Were the calls independent: P(the others let the join end with branch i) × the number of its calls that may, by the
/// time of branch i. `wanted` 0: all.
[[nodiscard]] std::vector<double> lastAlone(const std::vector<Branch>& branches, const DoneBy& done, std::size_t i,
                                            int wanted);

/// Did the calls move together: who is the last.
struct Slowest {
    static constexpr double alike = 1e-12; ///< chances this near are of branches as slow as each other
    std::vector<double> least;             ///< of the chances that one call is done
    std::vector<double> share;             ///< 1/(number of branches as slow)

    Slowest(const std::vector<Branch>& branches, const DoneBy& done);
};

} // namespace catenary::analysis
