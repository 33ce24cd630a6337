// SPDX-License-Identifier: Apache-2.0
// What a station does to a visit, from who arrives: one entry for each type of station. The formulas are in stations/.
#pragma once

#include "core/analysis/state.h"

namespace catenary::analysis {

/// Fills what does not depend on traffic: own services, given hit ratios, failure ratios; notes what this engine leaves
/// out.
void prepareStations(State& state);

/// Solves station s for `Visit::arrivals` as they stand: losses, waiting laws, utilisation, capacity, stability.
void solveStation(State& state, Index s);

/// Mixes the services of the classes of every station by their arrivals.
void mixServices(State& state);

} // namespace catenary::analysis
