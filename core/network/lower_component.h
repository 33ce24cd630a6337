// SPDX-License-Identifier: Apache-2.0
// One component -> one station, without its calls.
#pragma once

#include "core/catalog/catalog.h"
#include "core/network/network.h"

namespace catenary::network {

/// The station of `component`. Every problem becomes a finding; with an Error among them the station is not usable.
/// `by_workload` names workloads of `design`, whose positions are the keys of `Station::by_class`.
[[nodiscard]] Station lowerComponent(const design::Component& component, const design::Design& design,
                                     const catalog::Catalog& catalog, support::Findings& findings);

} // namespace catenary::network
