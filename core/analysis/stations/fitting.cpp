// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/fitting.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

std::optional<Mixture> twoExponentials(double mean, double second, double third) {
    const double a = mean;
    const double b = 0.5 * second;
    const double c = third / 6.0;
    const double spread = b - a * a;
    if (!std::isfinite(third) || spread <= 1e-9 * a * a || a * c - b * b <= 1e-9 * b * b) return std::nullopt;
    // x and y are the roots of z² − sum z + product.
    const double sum = (c - a * b) / spread;
    const double product = sum * a - b;
    const double root = std::sqrt(std::max(sum * sum - 4.0 * product, 0.0));
    const double x = 0.5 * (sum + root);
    const double y = product / x;
    if (!(y > 0.0) || !(root > 1e-9 * sum)) return std::nullopt;
    const double p = (a - y) / (x - y);
    return Mixture{{p, Distribution::exponential(x)}, {1.0 - p, Distribution::exponential(y)}};
}

Mixture withCheapTransform(const Distribution& law) {
    using support::Law;
    switch (law.law()) {
    case Law::Constant:
    case Law::Exponential:
    case Law::Erlang:
    case Law::Gamma:
    case Law::Hyperexponential:
        return {{1.0, law}};
    case Law::Lognormal:
    case Law::Uniform:
    case Law::Weibull:
    case Law::Pareto:
    case Law::Empirical:
    case Law::Quantiles:
        break;
    }
    if (const auto two = twoExponentials(law.mean(), law.secondMoment(), law.thirdMoment())) return *two;
    constexpr double mostScv = 1e3;
    return {{1.0, Distribution::gamma(law.mean(), std::sqrt(std::min(law.scv(), mostScv)))}};
}

Mixture withCheapTransform(const Mixture& mixture) {
    Mixture all;
    for (const auto& [weight, law] : mixture)
        for (auto& [share, part] : withCheapTransform(law)) all.emplace_back(weight * share, std::move(part));
    return all;
}

} // namespace catenary::analysis
