// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/busy_period.h"

#include <cmath>

namespace catenary::analysis {

Complex Demand::transform(Complex s) const {
    Complex sum = 0.0;
    for (const auto& [weight, law] : services) sum += weight * law.transform(s);
    return sum;
}

double Demand::load() const {
    double sum = 0.0;
    for (const auto& [weight, law] : services) sum += weight * law.mean();
    return sum;
}

Complex busyPeriods(const Demand& demand, Complex s, Complex start) {
    constexpr int mostSteps = 60;
    if (demand.services.size() == 1 && demand.services.front().second.isExponential()) {
        const double mu = 1.0 / demand.services.front().second.mean();
        const Complex sum = demand.rate + mu + s;
        return 2.0 * mu * demand.rate / (sum + std::sqrt(sum * sum - 4.0 * demand.rate * mu));
    }
    const auto next = [&](Complex x) { return demand.transform(s + demand.rate - x); };
    Complex x = start;
    for (int step = 0; step < mostSteps; ++step) {
        const Complex one = next(x);
        const Complex two = next(one);
        const Complex bend = two - 2.0 * one + x;
        Complex guess = std::abs(bend) > 1e-14 * demand.rate ? x - (one - x) * (one - x) / bend : two;
        if (std::abs(guess) > demand.rate) guess = two;
        const double change = std::abs(guess - x);
        x = guess;
        if (change < 1e-11 * demand.rate) break;
    }
    return x;
}

} // namespace catenary::analysis
