// SPDX-License-Identifier: Apache-2.0
// From what replications counted to what is shown.
#pragma once

#include "core/simulation/engine.h"

#include <vector>

namespace catenary::simulation {

/// Stations whose queue grows without end, in order: by the load they are offered where it is known beforehand, by what
/// they did where it is not.
[[nodiscard]] std::vector<std::size_t> unstableStations(const Plan& plan, const std::vector<Engine*>& engines);

/// Share of its servers' time that is taken, while a tally was kept.
[[nodiscard]] double utilisationOf(const Plan& plan, const Tally& tally, std::size_t station);

/// The load factor at which an unbounded queue would grow without end; absent where nothing grows.
[[nodiscard]] std::optional<double> saturation(const Plan& plan, const std::vector<Engine*>& engines,
                                               std::size_t station);

/// The figures of all replications together, with intervals. `stops`: why each ended. `seed`: of the
/// jobs, which are simulated here.
[[nodiscard]] network::Performance report(const Plan& plan, const std::vector<Engine*>& engines,
                                          const std::vector<Engine::Stop>& stops, std::uint64_t seed);

} // namespace catenary::simulation
