// SPDX-License-Identifier: Apache-2.0
// Networks built by hand, run for a while.
#pragma once

#include "core/simulation/simulate.h"
#include "tests/core/analysis/networks.h"

#include <gtest/gtest.h>

namespace catenary::testing {

/// What so many requests show, on one thread.
inline network::Performance run(Build& build, std::uint64_t requests, std::uint64_t seed = 1) {
    simulation::Options options;
    options.requests = requests;
    options.seed = seed;
    options.threads = 1;
    auto performance = simulation::simulate(build.network(), options);
    EXPECT_TRUE(performance.has_value());
    return performance.value_or(network::Performance{});
}

inline const network::StationPerformance& at(const network::Performance& performance, Index station) {
    return performance.stations[static_cast<std::size_t>(station)];
}

/// Sum of a breakdown.
inline double total(const std::vector<network::BreakdownRow>& rows) {
    double sum = 0;
    for (const network::BreakdownRow& row : rows) sum += row.total_ms();
    return sum;
}

/// The exact value lies within four standard errors: wrong by chance once in 16 000.
inline void expectNear(const network::Measure& measure, double exact, const std::string& what) {
    const double error = (measure.high - measure.low) / 2 / 1.96;
    EXPECT_LE(std::abs(measure.value - exact), 4 * error + 1e-9 * std::abs(exact))
        << what << ": " << measure.value << " (" << measure.low << " … " << measure.high << ") for " << exact;
    EXPECT_LE(error, 0.15 * std::abs(exact)) << what << ": the interval says nothing";
}

} // namespace catenary::testing
