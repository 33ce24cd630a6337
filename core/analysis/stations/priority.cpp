// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/priority.h"

#include <limits>

namespace catenary::analysis {

std::vector<double> priorityWaits(const std::vector<Level>& levels, int servers, bool preemptive, double fifoWait) {
    std::vector<double> waits;
    double residual = 0.0; // Σ λE[S²]/2 of all levels
    double rho = 0.0;
    for (const Level& level : levels) {
        residual += 0.5 * level.rate * level.second;
        rho += level.rate * level.mean / servers;
    }
    double above = 0.0;        // load of higher levels
    double residualUpTo = 0.0; // Σ λE[S²]/2 up to this level
    // Several servers: how much shorter the common wait is than that of one server as fast.
    const double single = residual / (static_cast<double>(servers) * servers) / (1.0 - rho);
    const double relief = servers > 1 && single > 0.0 ? fifoWait / single : 1.0;
    for (const Level& level : levels) {
        const double upTo = above + level.rate * level.mean / servers;
        residualUpTo += 0.5 * level.rate * level.second;
        if (upTo >= 1.0) {
            waits.push_back(std::numeric_limits<double>::infinity());
        } else if (!preemptive) {
            waits.push_back(relief * residual / (static_cast<double>(servers) * servers) /
                            ((1.0 - above) * (1.0 - upTo)));
        } else {
            // Sojourn E[S]/(1−σ') + R/((1−σ')(1−σ)), less the service itself
            const double queueing =
                relief * residualUpTo / (static_cast<double>(servers) * servers) / ((1.0 - above) * (1.0 - upTo));
            const double stretched = servers == 1 ? level.mean * above / (1.0 - above) : 0.0;
            waits.push_back(queueing + stretched);
        }
        above = upTo;
    }
    return waits;
}

} // namespace catenary::analysis
