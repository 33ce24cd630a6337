// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/analyse.h"

#include "core/analysis/compose.h"
#include "core/analysis/holding.h"
#include "core/analysis/report.h"
#include "core/analysis/stations.h"
#include "core/analysis/traffic.h"

#include <algorithm>

namespace catenary::analysis {

namespace {

constexpr int mostRounds = 60;

} // namespace

network::Performance analyse(const Network& network, const Options& options) {
    State state(network);
    prepareStations(state);
    for (std::size_t k = 0; k < state.classCount; ++k)
        state.classRate[k] = network.classes[k].rate_per_s * network.load / 1000.0;

    for (int round = 0; round < mostRounds; ++round) {
        double change = solveTraffic(state);
        for (std::size_t s = 0; s < state.stationCount; ++s) solveStation(state, static_cast<Index>(s));
        change = std::max(change, solveHolders(state));
        if (change < 1e-12) break;
    }
    return report(state, options);
}

} // namespace catenary::analysis
