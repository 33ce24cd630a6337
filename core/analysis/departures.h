// SPDX-License-Identifier: Apache-2.0
// How variable the departures of a station are, from how variable its arrivals are.
#pragma once

#include "core/analysis/state.h"

namespace catenary::analysis {

/// Variation of what leaves a station as far as that of what comes does not change it.
struct Departures {
    bool own = false;     ///< nothing of what comes is seen in what leaves
    double variation = 0; ///< scv − 1 that the station adds
    double regular = 1;   ///< share that passes of arrivals no more variable than Poisson
    double busy = 0;      ///< chance to wait, as it dampens more variable ones; 0: all passes

    /// Scv of the times between groups that leave, `arriving` that of individual arrivals.
    [[nodiscard]] double scv(double arriving) const;
};

/// Of a station as it was last solved (Whitt 1983; Whitt and You 2018 for arrivals more variable than Poisson).
[[nodiscard]] Departures departuresOf(const State& state, Index s);

} // namespace catenary::analysis
