// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/pollaczek.h"

namespace catenary::analysis {

double pollaczekMean(double rate, double mean, double second) {
    return rate * second / (2.0 * (1.0 - rate * mean));
}

double pollaczekSecond(double rate, double mean, double second, double third) {
    const double wait = pollaczekMean(rate, mean, second);
    return 2.0 * wait * wait + rate * third / (3.0 * (1.0 - rate * mean));
}

WaitingLaw pollaczekLaw(double rate, const Mixture& services) {
    WaitingLaw law;
    const double mean = meanOf(services);
    law.positive = rate * mean;
    law.mean = pollaczekMean(rate, mean, secondMomentOf(services));
    if (services.size() == 1 && services.front().second.isExponential())
        law.given = Distribution::exponential(mean / (1.0 - law.positive));
    else
        law.given = ResidualCompound{law.positive, 1.0, services};
    return law;
}

double batchArrivalMean(double batchRate, double batch, double batchSecond, double mean, double second) {
    // Work brought by a batch: E = E[B]E[S], E² = E[B]Var S + E[B²]E[S]²
    const double rho = batchRate * batch * mean;
    const double workSecond = batch * (second - mean * mean) + batchSecond * mean * mean;
    return batchRate * workSecond / (2.0 * (1.0 - rho)) + 0.5 * mean * (batchSecond / batch - 1.0);
}

} // namespace catenary::analysis
