// SPDX-License-Identifier: Apache-2.0
// Zones: what fails together.
#pragma once

#include "core/network/network.h"

namespace catenary::network {

/// Zones by the components' own `zone`, else that of the innermost group they are in; their failures by the groups'
/// `zone_mtbf_s` and `zone_mttr_s`. Sets `Station::zone` as well.
void lowerZones(const design::Design& design, Network& network, support::Findings& findings);

} // namespace catenary::network
