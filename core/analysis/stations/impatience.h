// SPDX-License-Identifier: Apache-2.0
// M/M/c+G: Poisson arrivals, exponential services, and those that wait leave when their patience ends, whatever its
// law.
#pragma once

#include "core/analysis/waiting.h"

namespace catenary::analysis {

struct ImpatientQueue {
    double abandoned = 0; ///< of arrivals
    double waiting = 0;   ///< ms, mean of min(wait, patience) over all arrivals
    WaitingLaw served;    ///< of those that do not leave
};

/// The density of the wait of one that would wait for ever is proportional to exp(λH(x) − cμx), H(x) = E[min(patience,
/// x)] (Baccelli and Hebuterne 1981; Zeltyn and Mandelbaum 2005, "Call centers with impatient customers", §2). Exact
/// but for quadrature, about 1e-7. `rate` > 0 per ms, `meanService` > 0 and `patience` in ms; any load.
[[nodiscard]] ImpatientQueue impatientQueue(int servers, double rate, double meanService, const Distribution& patience);

} // namespace catenary::analysis
