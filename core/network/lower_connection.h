// SPDX-License-Identifier: Apache-2.0
// Connections -> calls, and their order at each station.
#pragma once

#include "core/network/network.h"

namespace catenary::network {

/// Appends the calls of every connection that carries load to `network`, whose stations and classes are there, and
/// fills `stages` and `forwards` of the stations. Dropped without a finding, because the author or the kind said so:
/// `calls` of 0, `drawn_only`, connections from or to kinds that carry no load.
void lowerConnections(const design::Design& design, Network& network, support::Findings& findings);

/// Workloads -> classes, in the order of the design; `network.stations` is there.
void lowerWorkloads(const design::Design& design, Network& network, support::Findings& findings);

/// Errors of the whole graph: sync cycles, loops that multiply requests, forwards whose probabilities do not add up,
/// routers without a choice.
void checkGraph(const Network& network, support::Findings& findings);

} // namespace catenary::network
