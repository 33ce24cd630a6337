// SPDX-License-Identifier: Apache-2.0
//
// cost: money (and stored bytes) of a design under a performance. Prices are dated facts of the catalog; every amount
// is kept as the lines it is the sum of, so that it can be explained. Start at `cost`.
//
//   usd_per_month = 730 h × mean replicas running × price per hour + Σ usage × price ÷ quantity
#pragma once

#include "core/catalog/catalog.h"
#include "core/network/performance.h"

namespace catenary::cost {

inline constexpr double hoursPerMonth = 730; ///< 365 d × 24 h ÷ 12
inline constexpr double secondsPerMonth = hoursPerMonth * 3600;

/// One price that a component pays: `usd = amount ÷ price.quantity × price.usd`.
struct UsageLine {
    const catalog::Price* price = nullptr; ///< of the catalog, which outlives it
    double amount = 0;                     ///< in units of the price, each month (byte_month: bytes held)
    double usd = 0;
};

struct ComponentCost {
    double usd_per_month = 0;
    double hardware_usd = 0, usage_usd = 0;      ///< the two parts of it
    bool priced = false;                         ///< a price was found (false: it costs 0 and a finding says so)
    double replicas = 0;                         ///< mean running
    double usd_per_hour = 0;                     ///< of one replica
    const catalog::Hardware* hardware = nullptr; ///< where the hourly price came from; nullptr: typed in
    std::vector<UsageLine> usage;
    double stored_bytes = 0; ///< held in the steady state, all copies
};

struct Cost {
    std::vector<ComponentCost> components; ///< by station
    double usd_per_month = 0;
    double storage_bytes = 0;
    double egress_bytes_per_month = 0; ///< responses over connections of distance `internet`
    support::Findings findings;        ///< components without a price
};

/// Cost of `design`, of which `network` was lowered and `performance` computed. Never fails.
[[nodiscard]] Cost cost(const design::Design& design, const catalog::Catalog& catalog, const network::Network& network,
                        const network::Performance& performance);

} // namespace catenary::cost
