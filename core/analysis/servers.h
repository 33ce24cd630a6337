// SPDX-License-Identifier: Apache-2.0
// Stations of type `servers`: chooses the formula.
#pragma once

#include "core/analysis/state.h"

namespace catenary::analysis {

void solveServers(State& state, Index s, const network::ServersStation& servers);

} // namespace catenary::analysis
