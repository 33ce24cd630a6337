// SPDX-License-Identifier: Apache-2.0
// Recorded requests played once.
#pragma once

#include "core/simulation/simulate.h"

namespace catenary::simulation {

/// Plays the traces of all workloads once, from empty queues and caches, until every request has ended: the figures are
/// those of all of them. `options`: seed, threads, progress and stop alone. Replications differ where the design leaves
/// something to chance. Errors: Input, where a workload is no trace, or where the run cannot come to its end;
/// Cancelled.
[[nodiscard]] support::Result<network::Performance> simulateReplay(const network::Network& network,
                                                                   const Options& options = {});

} // namespace catenary::simulation
