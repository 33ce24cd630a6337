// SPDX-License-Identifier: Apache-2.0
// Laws without a variance, which a Pareto law of shape 2 or less is: the mean wait behind one is infinite, though the
// queue is stable. The formulas are of moments, and what one sees within any time is finite: such a law is taken as it
// is up to its slowest millionth, which falls off exponentially, with the same mean.
#pragma once

#include "core/analysis/state.h"

#include <optional>

namespace catenary::analysis {

/// The law as the formulas take it: itself where it has a variance.
[[nodiscard]] Distribution withVariance(const Distribution& law);

/// E[X³], of the law as it is up to its slowest millionth where that is infinite.
[[nodiscard]] double thirdMomentSeen(const Distribution& law);

struct WithVariances {
    Network network;
    support::Findings findings; ///< what was taken otherwise
};

/// The network with all its laws as the formulas take them; absent where all of them have a variance.
[[nodiscard]] std::optional<WithVariances> withVariances(const Network& network);

} // namespace catenary::analysis
