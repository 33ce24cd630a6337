// SPDX-License-Identifier: Apache-2.0
// What happens to a design during a transient run.
#pragma once

#include "core/network/network.h"

#include <string>
#include <string_view>
#include <vector>

namespace catenary::simulation {

/// From one time to another, in seconds of the design's own clock.
struct Shock {
    enum class What : std::uint8_t {
        Load,    ///< `value` times the rate (or the users) of the class, or of all
        Servers, ///< of the station `value` replicas, instances or consumers are left
        Empty    ///< the cache forgets everything at `from_s`
    };
    What what = What::Load;
    double from_s = 0, to_s = 0; ///< 0 <= from_s <= to_s
    double value = 1;
    network::Index target = network::none; ///< class or station; none: every class
    std::string text;                      ///< as people read it: "load × 10", "zone b lost"
};

struct Scenario {
    std::vector<Shock> shocks;
};

/// Reads `FROM:TO:WHAT`, in seconds, WHAT being `load=10`, `workloads.ID.load=10`, `COMPONENT.replicas=2` (or
/// `instances`, `consumers`), `COMPONENT.down`, `zone.NAME.down` or `COMPONENT.cold`. A zone gives one shock for each
/// of its stations that has servers. Error: what is wrong with it.
[[nodiscard]] support::Result<std::vector<Shock>> readShock(std::string_view text, const network::Network& network);

/// Replicas, instances or consumers of a station that can be lost; 0 for one without.
[[nodiscard]] double serversToLose(const network::StationModel& model);

} // namespace catenary::simulation
