// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/impatience.h"

#include "core/analysis/stations/erlang.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace catenary::analysis {

namespace {

constexpr double depth = 36.0; ///< exp(−36) of the peak is where the density ends
constexpr double cells = 200.0;

struct Node {
    double place, weight;
};
const double reach = std::sqrt(0.15);
const std::array<Node, 3> nodes{{{0.5 - reach, 5.0 / 18.0}, {0.5, 8.0 / 18.0}, {0.5 + reach, 5.0 / 18.0}}}; // Gauss

/// λH(x) − cμx: concave, 0 at 0.
struct Exponent {
    double rate, ends; ///< λ, cμ
    const Distribution& patience;
    double operator()(double x) const { return at(x, patience.mean() - patience.excess(x)); }
    [[nodiscard]] double at(double x, double waited) const { return rate * waited - ends * x; }
};

/// Where a monotonous `below` turns, between `low` (true) and `high` (false).
template <class Below> double turn(double low, double high, Below below) {
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        (below(middle) ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

/// Ends of the stretches on which the density is smooth, and between quantiles of the patience, so that narrow laws are
/// seen.
std::vector<double> stretches(const Distribution& patience, double from, double peak, double to) {
    constexpr std::size_t mostValues = 128;
    std::vector<double> ends{from, peak, to};
    const auto end = [&](double at) {
        if (at > from && at < to) ends.push_back(at);
    };
    if (patience.law() == support::Law::Empirical && patience.a().size() <= mostValues) {
        for (const double value : patience.a()) end(value);
    } else {
        for (const double p : {0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0 - 1e-9}) end(patience.quantile(p));
        if (patience.law() == support::Law::Quantiles)
            for (const double value : patience.a()) end(value);
    }
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    return ends;
}

} // namespace

ImpatientQueue impatientQueue(int servers, double rate, double meanService, const Distribution& patience) {
    const Exponent exponent{rate, servers / meanService, patience};
    // The peak is where patience outlasts a wait with probability cμ/λ.
    const double peak = exponent.rate > exponent.ends ? patience.quantile(1.0 - exponent.ends / exponent.rate) : 0.0;
    const double top = exponent(peak);
    const double low =
        top - exponent(0.0) > depth ? turn(0.0, peak, [&](double x) { return exponent(x) < top - depth; }) : 0.0;
    double high = peak + depth / exponent.ends;
    while (exponent(high) > top - depth) high = peak + 2.0 * (high - peak);
    high = turn(peak, high, [&](double x) { return exponent(x) > top - depth; });

    // Integrals of the density: of it, of what has left by then, of min(x, patience), and of those served with their
    // wait.
    double all = 0.0;
    double left = 0.0;
    double waited = 0.0;
    double served = 0.0;
    double servedTime = 0.0;
    Table table;
    table.at.push_back(low);
    table.cdf.push_back(0.0);
    const std::vector<double> ends = stretches(patience, low, peak, high);
    for (std::size_t i = 1; i < ends.size(); ++i) {
        const double length = ends[i] - ends[i - 1];
        const double share =
            length / (high - low) + std::abs(exponent(ends[i]) - exponent(ends[i - 1])) / (2.0 * depth);
        const int count = 1 + static_cast<int>(0.5 * cells * share);
        const double width = length / count;
        for (int j = 0; j < count; ++j) {
            const double from = ends[i - 1] + j * width;
            const double before = served;
            double area = before * width; // under the running sum
            for (const Node& node : nodes) {
                const double x = from + node.place * width;
                const double within = patience.mean() - patience.excess(x);
                const double density = node.weight * width * std::exp(exponent.at(x, within) - top);
                const double gone = patience.cdf(x);
                all += density;
                left += density * gone;
                waited += density * within;
                served += density * (1.0 - gone);
                servedTime += density * (1.0 - gone) * x;
                area += density * (1.0 - gone) * (1.0 - node.place) * width;
            }
            // A point in the middle, such that the table has the mean of the density.
            table.at.push_back(from + 0.5 * width);
            table.cdf.push_back(std::clamp(2.0 * area / width - 0.5 * (before + served), before, served));
            table.at.push_back(from + width);
            table.cdf.push_back(served);
        }
    }
    // Some server is free: 1/B(c − 1, λ/μ), beside λ ∫ density.
    const double none = std::exp(-top); // the density at 0
    const double free = none / erlangB(servers - 1, rate * meanService);
    const double total = free + rate * all;
    // More comes than can be served: what leaves, from what is served while all are busy, ∫ (λP(patience > x) − cμ)
    // f(x) dx = −f(0). It keeps the servers' time, which quadrature does not.
    if (exponent.rate > exponent.ends) left = all * (1.0 - exponent.ends / exponent.rate) + none / exponent.rate;
    ImpatientQueue queue;
    queue.abandoned = rate * left / total;
    queue.waiting = rate * waited / total;
    queue.served.positive = rate * served / (free + rate * served);
    queue.served.mean = rate * servedTime / (free + rate * served);
    if (!(queue.served.positive > 0.0)) {
        queue.served = WaitingLaw::none();
        return queue;
    }
    for (double& p : table.cdf) p /= served;
    queue.served.given = std::make_shared<const SharedTable>(std::move(table));
    return queue;
}

} // namespace catenary::analysis
