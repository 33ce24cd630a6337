// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/many_servers.h"

#include "core/analysis/memory.h"
#include "core/analysis/stations/erlang.h"
#include "core/support/distribution_functions.h"

#include <cmath>
#include <complex>
#include <numbers>
#include <utility>

namespace catenary::analysis {

namespace {

constexpr std::size_t remembered = 128; ///< waits of constant services on a thread

/// Mean wait of M/M/c over the mean service.
double exponentialWait(int servers, double rho) {
    return erlangC(servers, rho * servers) / (servers * (1.0 - rho));
}

/// Crommelin 1934: Σ over i of E[max(Poisson(iρc) − ic, 0)]/(iρc), in units of the service time.
double waitBySeries(int servers, double rho) {
    double sum = 0.0;
    for (int i = 1; i < 1000; ++i) {
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

/// The same from the roots of z^c = exp(a(z − 1)) inside the unit circle, a = cρ, z_j = ω_j exp(ρ(z_j − 1)):
/// Lq = (a² − c(c − 1))/(2(c − a)) + Σ 1/(1 − z_j) (Bruneel and Kim 1993, §3.1, with Poisson arrivals). Loses digits
/// where nearly nobody waits, and is quick where nearly everybody does.
double waitByRoots(int servers, double rho) {
    const double c = servers;
    const double a = c * rho;
    double queue = c / (2.0 * (c - a)) - 0.5 * (c + a);
    for (int j = 1; j <= servers / 2; ++j) {
        const std::complex<double> turn = std::polar(1.0, 2.0 * std::numbers::pi * j / c);
        std::complex<double> z = 0.0;
        for (int step = 0; step < 60; ++step) {
            const std::complex<double> power = turn * std::exp(rho * (z - 1.0));
            const std::complex<double> next = z - (z - power) / (1.0 - rho * power);
            const double change = std::abs(next - z);
            z = next;
            if (change < 1e-15) break;
        }
        const double pair = 2 * j == servers ? 1.0 : 2.0; // with its conjugate
        queue += pair * (1.0 / (1.0 - z)).real();
    }
    return queue / a;
}

} // namespace

double deterministicWait(int servers, double rho) {
    if (rho <= 0.0) return 0.0;
    if (servers == 1) return rho / (2.0 * (1.0 - rho));
    // Crommelin's series falls by exp(−c(ρ − 1 − ln ρ)) from term to term, and what the roots lose grows as that falls.
    // A term costs as much as two roots.
    const double fall = servers * (rho - 1.0 - std::log(rho));
    const bool seriesIsShort = fall > 4.0 || fall * servers > 60.0;
    thread_local Memory<std::pair<int, double>, double> memory(remembered);
    return memory.get({servers, rho},
                      [&] { return seriesIsShort ? waitBySeries(servers, rho) : waitByRoots(servers, rho); });
}

double generalWait(int servers, double rho, double scv) {
    if (rho <= 0.0) return 0.0;
    if (servers == 1) return 0.5 * (1.0 + scv) * rho / (1.0 - rho);
    const double exponential = exponentialWait(servers, rho);
    if (scv == 1.0 || exponential < 1e-12) return exponential;
    const double constant = deterministicWait(servers, rho);
    if (scv == 0.0) return constant;
    if (std::isinf(scv)) return scv;
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
