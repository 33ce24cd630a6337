// SPDX-License-Identifier: Apache-2.0
// The whole way from a design to an estimate with the simulation.
#pragma once

#include "core/insight/estimate.h"
#include "core/simulation/simulate.h"

namespace catenary::insight {

/// Validates, lowers, simulates at a load factor and assesses; flows that an objective asks about are among those the
/// precision is asked of. Where the analysis says something else than the simulation, a finding says so
/// (agreement.h), unless `cross_check` is off. Errors: those of `estimate`; Cancelled.
[[nodiscard]] support::Result<Estimate> simulated(const design::Design& design, const catalog::Catalog& catalog,
                                                  simulation::Options options, const Request& request = {},
                                                  bool cross_check = true);

} // namespace catenary::insight
