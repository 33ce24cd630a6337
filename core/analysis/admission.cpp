// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/admission.h"

#include "core/analysis/compose.h"
#include "core/analysis/stations/erlang.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

double solveAdmission(State& state) {
    double worst = 0.0;
    for (std::size_t i = 0; i < state.stationCount; ++i) {
        const auto s = static_cast<Index>(i);
        const network::Admission& admission = state.station(s).admission;
        if (!admission.any()) continue;
        double rate = 0.0;
        for (std::size_t k = 0; k < state.classCount; ++k) rate += state.visit(s, k).arrivals;
        double lost = 0.0;
        if (admission.rate_limit_per_s && rate > 0.0) {
            const double limit = *admission.rate_limit_per_s / 1000.0;
            const int burst = static_cast<int>(std::clamp(admission.rate_burst, 1.0, 1e5));
            lost = limit > 0.0 ? limitedQueue(1, burst, rate / limit).full() : 1.0;
        }
        if (admission.max_concurrency && rate > 0.0) {
            Composer composer(state, nullptr, false);
            double time = 0.0;
            for (std::size_t k = 0; k < state.classCount; ++k) {
                const Visit& visit = state.visit(s, k);
                if (visit.arrivals > 0.0) time += visit.arrivals / rate * composer.visit(s, k).mean;
            }
            const double admitted = rate * (1.0 - lost);
            const int most = std::max(*admission.max_concurrency, 0);
            // An overloaded station answers nobody in time: what it can serve is let in.
            const double busy = std::isfinite(time) ? erlangB(most, admitted * time) : state.visit(s, 0).limited + 0.05;
            lost = 1.0 - (1.0 - lost) * (1.0 - std::min(busy, 1.0));
        }
        for (std::size_t k = 0; k < state.classCount; ++k) {
            Visit& visit = state.visit(s, k);
            const double next = 0.5 * (visit.limited + lost);
            worst = std::max(worst, std::abs(lost - visit.limited));
            visit.limited = next;
        }
        if (lost > 0.0) state.stations[i].admissionLimited = true;
    }
    return worst;
}

} // namespace catenary::analysis
