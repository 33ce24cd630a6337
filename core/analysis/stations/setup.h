// SPDX-License-Identifier: Apache-2.0
// Servers that are off while idle and take time to set up.
#pragma once

namespace catenary::analysis {

struct SetupFigures {
    double present = 0;       ///< mean number in the system
    double waiting = 0;       ///< of them waiting
    double waitingSecond = 0; ///< E[Q(Q − 1)] of those waiting
    double on = 0;            ///< mean number of servers busy or in set-up
};

/// M/M/k/setup with exponential set-ups (Gandhi, Doroudi, Harchol-Balter, Scheller-Wolf 2013): a server without a
/// request is off at once, min(off, waiting) are in set-up, one no longer needed is cancelled. As a quasi-birth-death
/// process over (busy servers, present): exact. Times in units of the mean service: `load` = λ/μ < servers,
/// `setupRate` = α/μ. servers <= mostSetupServers.
[[nodiscard]] SetupFigures serversWithSetup(int servers, double load, double setupRate);

inline constexpr int mostSetupServers = 64;

} // namespace catenary::analysis
