// SPDX-License-Identifier: Apache-2.0
// Mean value analysis of a fixed number of requests going round (Reiser and Lavenberg 1980).
#pragma once

#include <vector>

namespace catenary::analysis {

/// A station on the way round: exact for exponential service (several servers by marginal probabilities); other laws by
/// the residual of the service under way, (1 + scv)/2.
struct Centre {
    double visits = 1;   ///< per round
    double service = 0;  ///< mean of one visit
    double residual = 1; ///< (1 + scv)/2
    int servers = 1;
};

struct MeanValues {
    std::vector<double> throughput;         ///< [n], n = 0 … most
    std::vector<std::vector<double>> waits; ///< [n][centre], of one visit
};

/// `bare`: the time of a round without any waiting (think time, network, all services).
[[nodiscard]] MeanValues meanValueAnalysis(const std::vector<Centre>& centres, double bare, int most);

} // namespace catenary::analysis
