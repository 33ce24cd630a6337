// SPDX-License-Identifier: Apache-2.0
// Does a value matter? A small design is estimated with one value and with another: either a figure moves, or a finding
// names the value as not modelled.
#pragma once

#include "core/insight/estimate.h"

#include <map>
#include <string>
#include <vector>

namespace catenary::coverage {

using support::Json;

enum class Engine { Analysis, Simulation };

/// What became of one value.
struct Verdict {
    bool moved = false;
    std::string notModelled; ///< the finding that says so; empty if there is none
    std::string trouble;     ///< why no estimate could be made; empty if one could
};

/// Compares the figures of two designs in the file format by one engine (the simulation with one seed); findings of
/// both are looked through for "not modelled" and `name` in backticks.
[[nodiscard]] Verdict compare(Engine engine, const Json& before, const Json& after, const std::string& name,
                              std::uint64_t requests = 1000);

/// What is not modelled: "`servers`: `preemptive`" -> the consequence as the finding states it.
using Table = std::map<std::string, std::string>;

struct Survey {
    Table table;
    std::vector<std::string> silent; ///< values that neither move a figure nor are named
    int values = 0;                  ///< how many were tried
};

/// Every parameter of every station type and every common one, on a plain kind of that station.
[[nodiscard]] Survey stationParameters(Engine engine);
/// Every parameter that a kind declares itself.
[[nodiscard]] Survey kindParameters(Engine engine);
/// Every field of connections, policies, arrivals, workloads and objectives.
[[nodiscard]] Survey fields(Engine engine);

} // namespace catenary::coverage
