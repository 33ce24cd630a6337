// SPDX-License-Identifier: Apache-2.0
// The whole way from a design to an estimate with the simulation.
#pragma once

#include "core/insight/estimate.h"
#include "core/simulation/replay.h"
#include "core/simulation/transient.h"

namespace catenary::insight {

/// Validates, lowers, simulates at a load factor and assesses; flows that an objective asks about are among those the
/// precision is asked of. Where the analysis says something else than the simulation, a finding says so
/// (agreement.h), unless `cross_check` is off. Errors: those of `estimate`; Cancelled.
[[nodiscard]] support::Result<Estimate> simulated(const design::Design& design, const catalog::Catalog& catalog,
                                                  simulation::Options options, const Request& request = {},
                                                  bool cross_check = true);

/// The same for a transient run; `shocks` as `simulation::readShock` reads them, beside those of the options. Errors:
/// those above; a shock that cannot be read.
[[nodiscard]] support::Result<Estimate>
simulatedTransient(const design::Design& design, const catalog::Catalog& catalog, simulation::TransientOptions options,
                   const std::vector<std::string>& shocks = {}, const Request& request = {});

/// The same for traces played once (replay.h).
[[nodiscard]] support::Result<Estimate> replayed(const design::Design& design, const catalog::Catalog& catalog,
                                                 const simulation::Options& options, const Request& request = {});

} // namespace catenary::insight
