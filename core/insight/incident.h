// SPDX-License-Identifier: Apache-2.0
// What people ask of a design over time, put as a transient run.
#pragma once

#include "core/insight/estimate.h"

#include <string>
#include <vector>

namespace catenary::insight {

enum class Incident {
    Start, ///< from empty queues and caches, and nothing else
    Spike, ///< ten times the load for a fifth of the run
    Cold,  ///< every cache that computes its hits is emptied
    Loss   ///< a zone is lost for a fifth of the run: the first with servers; without zones the bottleneck
};

struct IncidentRun {
    double seconds = 0;              ///< so long that there is something to see, so short that it is soon there
    std::vector<std::string> shocks; ///< as `simulation::readShock` reads them
    std::string impossible;          ///< why the design has no such incident; empty where it has
};

[[nodiscard]] IncidentRun incidentRun(const Estimate& estimate, Incident incident);

} // namespace catenary::insight
