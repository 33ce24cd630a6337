// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/batch_arrivals.h"

#include <cmath>
#include <numeric>

namespace catenary::analysis {

using support::Distribution;

std::vector<double> poisson(double mean) {
    if (mean <= 0.0) return {1.0};
    // From the most likely count up and down by ratios.
    const auto last = static_cast<std::size_t>(mean + 8.0 * std::sqrt(mean) + 12.0);
    const auto mode = static_cast<std::size_t>(mean);
    std::vector<double> p(last + 1);
    p[mode] = 1.0;
    for (std::size_t n = mode; n < last; ++n) p[n + 1] = p[n] * (mean / static_cast<double>(n + 1));
    const double perMean = 1.0 / mean;
    for (std::size_t n = mode; n > 0; --n) p[n - 1] = p[n] * (static_cast<double>(n) * perMean);
    const double scale = 1.0 / std::accumulate(p.begin(), p.end(), 0.0);
    for (double& value : p) value *= scale;
    return p;
}

std::vector<double> representatives(const Distribution& law, int count) {
    if (law.isConstant()) return {law.mean()};
    std::vector<double> values;
    double sum = 0.0;
    // Means of equal slices of probability, through the mean excess: E[X; a < X < b].
    double above = law.mean();
    for (int i = 1; i <= count; ++i) {
        const double to = i == count ? 0.0 : law.quantile(static_cast<double>(i) / count);
        const double beyond = i == count ? 0.0 : law.excess(to) + to * (1.0 - static_cast<double>(i) / count);
        values.push_back((above - beyond) * count);
        sum += values.back();
        above = beyond;
    }
    const double scale = law.mean() * count / sum;
    for (double& value : values) value *= scale;
    return values;
}

} // namespace catenary::analysis
