// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/closed.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

MeanValues meanValueAnalysis(const std::vector<Centre>& centres, double bare, int most) {
    MeanValues values;
    values.throughput.push_back(0.0);
    values.waits.emplace_back(centres.size(), 0.0);
    // What n − 1 leave behind: waiting and in service at each centre, and P(j there) for j < servers.
    struct Left {
        double queue = 0, busy = 0;
        std::vector<double> probability;
    };
    std::vector<Left> left(centres.size());
    for (std::size_t i = 0; i < centres.size(); ++i) {
        left[i].probability.assign(static_cast<std::size_t>(centres[i].servers), 0.0);
        left[i].probability[0] = 1.0;
    }
    for (int n = 1; n <= most; ++n) {
        double round = bare;
        std::vector<double> waits;
        for (std::size_t i = 0; i < centres.size(); ++i) {
            const Centre& centre = centres[i];
            double wait = 0.0;
            if (centre.servers == 1) {
                wait = centre.service * (left[i].queue + left[i].busy * centre.residual);
            } else {
                // Waits if all servers are busy: for those queueing and for the first to finish, at rate c/S.
                double free = 0.0;
                for (const double p : left[i].probability) free += p;
                wait = centre.service / centre.servers * (left[i].queue + std::max(1.0 - free, 0.0) * centre.residual);
            }
            waits.push_back(wait);
            round += centre.visits * wait;
        }
        const double throughput = n / round;
        for (std::size_t i = 0; i < centres.size(); ++i) {
            const Centre& centre = centres[i];
            left[i].queue = throughput * centre.visits * waits[i];
            left[i].busy = throughput * centre.visits * centre.service;
            if (centre.servers == 1) continue;
            // p(j|n) = a/j · p(j−1|n−1), a the load; p(0|n) from Σ (c − j) p(j|n) = c − a.
            std::vector<double>& p = left[i].probability;
            const int c = centre.servers;
            double weighted = 0.0;
            for (int j = c - 1; j >= 1; --j) {
                const auto at = static_cast<std::size_t>(j);
                p[at] = left[i].busy / j * p[at - 1];
                weighted += (c - j) * p[at];
            }
            p[0] = std::max(1.0 - (left[i].busy + weighted) / c, 0.0);
        }
        values.throughput.push_back(throughput);
        values.waits.push_back(std::move(waits));
    }
    return values;
}

} // namespace catenary::analysis
