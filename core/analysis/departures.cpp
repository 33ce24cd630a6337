// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/departures.h"

#include "core/analysis/holding.h"
#include "core/analysis/stations/erlang.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace catenary::analysis {

namespace {

/// What a queue lets through of variable arrivals, seen over the time in which the next queue forgets: the weight of
/// the index of dispersion of arrivals in that of departures (Whitt and You 2018, "The robust queueing network
/// analyzer"), w(x) = ((x² + 2x − 1)(2Φ(√x) − 1) + 2φ(√x)√x(1 + x) − x²)/(2x), the next queue loaded to 0.75.
double passedOn(double rho, double arriving) {
    constexpr double nextLoad = 0.75;
    if (rho <= 1e-6) return 1.0;
    const double forgets = 0.5 * (arriving + 1.0) * nextLoad * nextLoad / ((1.0 - nextLoad) * (1.0 - nextLoad));
    const double x = (1.0 - rho) * (1.0 - rho) * forgets / (rho * arriving);
    if (x > 50.0) return 1.0;
    if (x < 1e-9) return 0.0;
    const double root = std::sqrt(x);
    const double within = std::erf(root / std::numbers::sqrt2);
    const double density = std::exp(-0.5 * x) / std::sqrt(2.0 * std::numbers::pi);
    return std::clamp(((x * x + 2.0 * x - 1.0) * within + 2.0 * density * root * (1.0 + x) - x * x) / (2.0 * x), 0.0,
                      1.0);
}

} // namespace

double Departures::scv(double arriving) const {
    if (own) return 1.0 + variation;
    return 1.0 + (arriving > 1.0 ? passedOn(busy, arriving) : regular) * (arriving - 1.0) + variation;
}

Departures departuresOf(const State& state, Index s) {
    const StationState& station = state.stations[static_cast<std::size_t>(s)];
    Departures leaving;
    const double rho = station.utilisation;
    if (const auto* batcher = std::get_if<network::BatcherStation>(&state.station(s).model)) {
        // Starts are as regular as the ends of services while all instances run, else as random as arrivals.
        leaving.own = true;
        leaving.variation = rho * rho * ((batcher->instances - 1.0) / (batcher->instances + 1.0) - 1.0);
        return leaving;
    }
    const network::ServersStation* servers = serversOf(state.station(s).model);
    if (!servers || rho <= 0.0) return leaving;
    leaving.own = servers->discipline == network::Discipline::ProcessorSharing ||
                  (servers->discipline == network::Discipline::Lifo && servers->preemptive);
    if (leaving.own || station.services.empty() || holdsWorkers(state, s)) return leaving;
    const bool exponential = station.services.size() == 1 && station.services.front().second.isExponential();
    const double scv = exponential ? 1.0 : std::max(scvOf(station.services), 0.2);
    const int count = servers->replicas * servers->workers;
    leaving.busy = count > 1 ? erlangC(count, rho * count) : rho;
    leaving.regular = 1.0 - rho * rho;
    leaving.variation = rho * rho * (scv - 1.0) / std::sqrt(count);
    return leaving;
}

} // namespace catenary::analysis
