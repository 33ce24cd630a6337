// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/many_servers.h"

#include "core/analysis/stations/erlang.h"
#include "core/support/distribution_functions.h"

#include <cmath>

namespace catenary::analysis {

namespace {

/// Mean wait of M/M/c over the mean service.
double exponentialWait(int servers, double rho) {
    return erlangC(servers, rho * servers) / (servers * (1.0 - rho));
}

} // namespace

double deterministicWait(int servers, double rho) {
    if (rho <= 0.0) return 0.0;
    if (servers == 1) return rho / (2.0 * (1.0 - rho));
    if (rho > 0.995) {
        const double c = servers;
        const double correction = (1.0 - rho) * (c - 1.0) * (std::sqrt(4.0 + 5.0 * c) - 2.0) / (16.0 * rho * c);
        return 0.5 * (1.0 + correction) * exponentialWait(servers, rho);
    }
    double sum = 0.0;
    for (int i = 1; i < 200000; ++i) {
        const double n = static_cast<double>(i) * servers;
        // P(Poisson(x) >= n) = P(n, x), the regularised lower incomplete gamma function; the next one in closed form
        const double atLeast = support::lowerGamma(n, n * rho);
        const double exactly = std::exp(n * std::log(n * rho) - n * rho - std::lgamma(n + 1.0));
        const double term = atLeast - (atLeast - exactly) / rho;
        sum += term;
        if (term < 1e-13 * sum) break;
    }
    return sum;
}

double generalWait(int servers, double rho, double scv) {
    if (rho <= 0.0) return 0.0;
    if (servers == 1) return 0.5 * (1.0 + scv) * rho / (1.0 - rho);
    const double exponential = exponentialWait(servers, rho);
    if (scv == 1.0 || exponential < 1e-12) return exponential;
    const double constant = deterministicWait(servers, rho);
    if (scv == 0.0) return constant;
    return (1.0 + scv) / (2.0 * scv / exponential + (1.0 - scv) / constant);
}

WaitingLaw manyServersLaw(int servers, double rho, const Mixture& services, double wait) {
    const double mean = meanOf(services);
    WaitingLaw law;
    law.positive = erlangC(servers, rho * servers);
    law.mean = wait;
    if (law.positive <= 0.0 || wait <= 0.0) return WaitingLaw::none();
    const double conditional = wait / law.positive;
    if (services.size() == 1 && services.front().second.isExponential()) {
        law.given = Distribution::exponential(conditional);
        return law;
    }
    const double shape = secondMomentOf(services) / (2.0 * mean * (1.0 - rho)); // mean of the unscaled compound
    law.given = ResidualCompound{rho, conditional / shape, services};
    return law;
}

} // namespace catenary::analysis
