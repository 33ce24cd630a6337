// SPDX-License-Identifier: Apache-2.0
// Calls with a policy: hedged copies, timeouts, retries with pauses; and how often they happen.
#include "core/analysis/policies.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::analysis {

namespace {

constexpr double rare = 1e-9;
constexpr int mostAttempts = 64;

/// P(X > t) at the grid's points, half of each mass at the point.
std::vector<double> survival(const Masses& masses) {
    std::vector<double> beyond = cumulative(masses);
    for (double& value : beyond) value = 1.0 - value;
    return beyond;
}

double at(const std::vector<double>& values, double cell, double before) {
    if (cell < 0.0) return before;
    const auto left = static_cast<std::size_t>(cell);
    if (left + 1 >= values.size()) return values.back();
    const double share = cell - static_cast<double>(left);
    return values[left] + share * (values[left + 1] - values[left]);
}

void momentsFromMasses(Part& part, const Masses& masses, double step) {
    double total = 0.0;
    part.mean = part.second = 0.0;
    for (std::size_t j = 0; j < masses.size(); ++j) {
        const double t = static_cast<double>(j) * step;
        total += masses[j];
        part.mean += t * masses[j];
        part.second += t * t * masses[j];
    }
    if (total > 0.0) {
        part.mean /= total;
        part.second /= total;
    }
}

/// Rows follow their weights; what is left of the mean goes to the callee's retry column.
void settleRows(Part& part, RowKey rest) {
    double sum = 0.0;
    for (const auto& [key, row] : part.rows) sum += row.mean;
    const double missing = part.mean - sum;
    if (missing > 0.0)
        part.rows[rest].mean += missing;
    else if (sum > 0.0)
        for (auto& [key, row] : part.rows) row.mean *= part.mean / sum;
}

} // namespace

double beyondTime(const Part& part, const Lattice& lattice, double time) {
    if (std::isinf(part.mean)) return 1.0;
    if (part.exponential) return std::exp(-time / *part.exponential);
    return std::clamp(at(survival(lattice.masses(part.spectrum)), time / lattice.step(), 1.0), 0.0, 1.0);
}

double hedgeTime(const design::Hedge& hedge, const Part& part, const Lattice& lattice) {
    if (!hedge.at_p95) return hedge.after_ms;
    const std::vector<double> cdf = cumulative(lattice.masses(part.spectrum));
    const auto found = std::lower_bound(cdf.begin(), cdf.end(), 0.95);
    return static_cast<double>(found - cdf.begin()) * lattice.step();
}

Part hedged(const PartAlgebra& algebra, const Part& part, double after, Index callee) {
    const Lattice* lattice = algebra.lattice();
    if (!lattice || std::isinf(part.mean)) return part;
    const double shift = after / lattice->step();
    const Masses masses = lattice->masses(part.spectrum);
    const std::vector<double> beyond = survival(masses);
    if (at(beyond, shift, 1.0) < rare) return part;
    const std::size_t n = masses.size();
    // P(T > t) = P(X > t) P(X > t − after): each copy wins where the other is still out.
    const auto firstWins = [&](std::size_t j) { return at(beyond, static_cast<double>(j) - shift, 1.0); };
    const auto delayed = [&](const Masses& of, std::size_t j) {
        const double cell = static_cast<double>(j) - shift;
        if (cell <= -1.0) return 0.0;
        const auto left = static_cast<std::ptrdiff_t>(std::floor(cell));
        const double share = cell - static_cast<double>(left);
        const auto read = [&](std::ptrdiff_t i) {
            return i < 0 || i >= static_cast<std::ptrdiff_t>(of.size()) ? 0.0 : of[static_cast<std::size_t>(i)];
        };
        return (1.0 - share) * read(left) + share * read(left + 1);
    };
    Part result;
    result.how = network::weaker(part.how, How::Approximate);
    if (part.waiting == 0.0) result.how = part.how;
    Masses won(n);
    double total = 0.0;
    for (std::size_t j = 0; j < n; ++j)
        total += won[j] = std::max(masses[j] * firstWins(j) + delayed(masses, j) * beyond[j], 0.0);
    // What the steps of the grid add or lose against the product of the tails is spread over all.
    const double known = 1.0 - beyond[n - 1] * firstWins(n - 1);
    const double scale = total > 0.0 ? known / total : 1.0;
    for (double& mass : won) mass *= scale;
    momentsFromMasses(result, won, lattice->step());
    result.spectrum = lattice->spectrum(won);
    result.waiting = part.waiting * std::min(result.mean / part.mean, 1.0);
    if (algebra.wantsRows()) {
        Masses pause(n, 0.0);
        double pauseMean = 0.0;
        for (std::size_t j = 0; j < n; ++j) {
            pause[j] = scale * after * delayed(masses, j) * beyond[j];
            pauseMean += pause[j];
        }
        for (const auto& [key, row] : part.rows) {
            const Masses share = lattice->masses(row.spectrum);
            Masses kept(n);
            double mean = 0.0;
            for (std::size_t j = 0; j < n; ++j) {
                kept[j] = std::max(scale * (share[j] * firstWins(j) + delayed(share, j) * beyond[j]), 0.0);
                mean += kept[j];
            }
            result.rows[key] = {mean, lattice->spectrum(kept)};
        }
        Row& retry = result.rows[{callee, Column::Retry}];
        retry.mean += pauseMean;
        if (retry.spectrum.empty())
            retry.spectrum = lattice->spectrum(pause);
        else
            add(retry.spectrum, 1.0, lattice->spectrum(pause));
        settleRows(result, {callee, Column::Retry});
    }
    return result;
}

Part within(const PartAlgebra& algebra, const Part& part, double timeout, Index callee) {
    const Lattice* lattice = algebra.lattice();
    // Where hardly any answer comes in time, those that do come at the last moment.
    const auto atTimeout = [&] { return algebra.leaf({callee, Column::Retry}, Distribution::constant(timeout)); };
    if (std::isinf(part.mean)) return atTimeout();
    if (!lattice) {
        Part result = part;
        if (result.mean > timeout) {
            result.second *= timeout * timeout / (result.mean * result.mean);
            result.mean = timeout;
        }
        return result;
    }
    if (beyondTime(part, *lattice, timeout) < rare) return part;
    Masses masses = lattice->masses(part.spectrum);
    const double cells = timeout / lattice->step();
    // What the transform leaves below nothing is rounding, which a rare answer in time would magnify.
    const auto cut = [&](Masses& given) {
        for (std::size_t j = 0; j < given.size(); ++j)
            given[j] = std::max(given[j], 0.0) * std::clamp(cells - static_cast<double>(j) + 0.5, 0.0, 1.0);
    };
    cut(masses);
    double total = 0.0;
    for (const double mass : masses) total += mass;
    if (total < rare) return atTimeout();
    for (double& mass : masses) mass /= total;
    Part result;
    result.how = part.how;
    momentsFromMasses(result, masses, lattice->step());
    result.spectrum = lattice->spectrum(masses);
    result.waiting = part.waiting * std::min(result.mean / part.mean, 1.0);
    for (const auto& [key, row] : part.rows) {
        Masses share = lattice->masses(row.spectrum);
        cut(share);
        double mean = 0.0;
        for (double& value : share) mean += value /= total;
        result.rows[key] = {mean, lattice->spectrum(share)};
    }
    if (algebra.wantsRows()) {
        double sum = 0.0;
        for (const auto& [key, row] : result.rows) sum += row.mean;
        if (sum > 0.0)
            for (auto& [key, row] : result.rows) row.mean *= result.mean / sum;
    }
    return result;
}

double mostRetries(const design::Policy& policy) {
    constexpr double longest_ms = 1e9; // 12 days
    if (policy.retries) return *policy.retries;
    if (policy.backoff_factor <= 1.0 || policy.backoff_ms.isZero()) return std::numeric_limits<double>::infinity();
    return std::max(std::floor(std::log(longest_ms / policy.backoff_ms.mean()) / std::log(policy.backoff_factor)),
                    0.0) +
           1.0;
}

Part retried(const PartAlgebra& algebra, const Part& success, const Part& failure, const design::Policy& policy,
             double succeeding, Index callee) {
    const double failing = 1.0 - succeeding;
    const int most = static_cast<int>(std::min<double>(mostRetries(policy), mostAttempts));
    if (most <= 0 || failing < rare || succeeding <= 0.0) return success;
    Part result;
    Part lost;
    double weight = 1.0;
    double total = 0.0;
    for (int i = 0; i <= most; ++i) total += succeeding * std::pow(failing, i);
    double pause = 1.0;
    for (int i = 0; i <= most && weight > rare; ++i) {
        Part way = lost;
        algebra.append(way, success);
        algebra.mix(result, weight * succeeding / total, way);
        algebra.append(lost, failure);
        algebra.append(lost, algebra.leaf({callee, Column::Retry}, policy.backoff_ms.scaled(pause)));
        pause *= policy.backoff_factor;
        weight *= failing;
    }
    result.how = network::weaker(result.how, How::Approximate);
    return result;
}

} // namespace catenary::analysis
