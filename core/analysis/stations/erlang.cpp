// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/erlang.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

namespace {

/// p_n = p_(n−1) · ratio(n), normalised; rescaled on the way so that nothing overflows.
template <class Ratio> BirthDeath chain(std::size_t count, Ratio ratio) {
    BirthDeath result;
    result.probability.assign(1, 1.0);
    double sum = 1.0;
    for (std::size_t n = 1; n < count; ++n) {
        const double next = result.probability.back() * ratio(n);
        result.probability.push_back(next);
        sum += next;
        if (sum > 1e200) {
            for (double& p : result.probability) p /= sum;
            sum = 1.0;
        }
    }
    for (double& p : result.probability) p /= sum;
    return result;
}

} // namespace

double erlangB(int servers, double load) {
    if (load <= 0.0) return servers > 0 ? 0.0 : 1.0;
    double inverse = 1.0; // of B: no division on the way
    const double perLoad = 1.0 / load;
    for (int k = 1; k <= servers; ++k) inverse = 1.0 + inverse * (k * perLoad);
    return 1.0 / inverse;
}

double erlangC(int servers, double load) {
    const double rho = load / servers;
    if (rho >= 1.0) return 1.0;
    const double b = erlangB(servers, load);
    return b / (1.0 - rho * (1.0 - b));
}

double BirthDeath::mean() const {
    double sum = 0.0;
    for (std::size_t n = 0; n < probability.size(); ++n) sum += static_cast<double>(n) * probability[n];
    return sum;
}

BirthDeath limitedQueue(int servers, int capacity, double load) {
    return chain(static_cast<std::size_t>(capacity) + 1,
                 [&](std::size_t n) { return load / std::min(static_cast<double>(n), static_cast<double>(servers)); });
}

BirthDeath finiteSource(int servers, int users, double thinkOverService) {
    return chain(static_cast<std::size_t>(users) + 1, [&](std::size_t n) {
        const double present = static_cast<double>(n);
        return (users - present + 1.0) / (thinkOverService * std::min(present, static_cast<double>(servers)));
    });
}

} // namespace catenary::analysis
