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

/// What became of one value.
struct Verdict {
    bool moved = false;
    std::string notModelled; ///< the finding that says so; empty if there is none
    std::string trouble;     ///< why no estimate could be made; empty if one could
};

/// Compares the figures of two designs in the file format; findings of both are looked through for "not modelled" and
/// `name` in backticks.
[[nodiscard]] Verdict compare(const Json& before, const Json& after, const std::string& name);

/// What is not modelled: "`servers`: `preemptive`" -> the consequence as the finding states it.
using Table = std::map<std::string, std::string>;

struct Survey {
    Table table;
    std::vector<std::string> silent; ///< values that neither move a figure nor are named
    int values = 0;                  ///< how many were tried
};

/// Every parameter of every station type and every common one, on a plain kind of that station.
[[nodiscard]] const Survey& stationParameters();
/// Every parameter that a kind declares itself.
[[nodiscard]] const Survey& kindParameters();
/// Every field of connections, policies, arrivals, workloads and objectives.
[[nodiscard]] const Survey& fields();

} // namespace catenary::coverage
