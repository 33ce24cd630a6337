// SPDX-License-Identifier: Apache-2.0
// Scheduled jobs, simulated apart on their own time scale: a day between two runs is not to be waited for at the pace
// of requests.
#pragma once

#include "core/network/network.h"
#include "core/simulation/output_analysis.h"
#include "core/support/random.h"

namespace catenary::simulation {

struct JobFigures {
    Observations sojourn;   ///< ms from an item's arrival to the end of its turn, of sampled items
    double waiting = 0;     ///< ms, mean from arrival to the start of its run
    double utilisation = 0; ///< share of time a run is under way
    double run = 0;         ///< ms, mean length
    bool delayed = false;   ///< a run was still under way at the next start
    bool stable = true;     ///< what gathers is taken in the end
    Observations age;       ///< s, of the newest item applied, at random times
};

/// Many runs of a job whose items come at `perMs` (evenly: over an interval their number hardly varies). A run starts
/// `every_s`, or when the one before is over; it takes what has gathered, at most `items`.
[[nodiscard]] JobFigures simulateJob(const network::JobStation& job, double perMs, support::Random random);

} // namespace catenary::simulation
