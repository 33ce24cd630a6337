// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/dispatching.h"

#include "core/analysis/stations/dispatching_table.h"
#include "core/analysis/stations/erlang.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace catenary::analysis {

namespace {

using namespace dispatching_table;

/// Weights of the values at four neighbouring nodes, from `first` on, in a cubic with continuous slope.
struct Stencil {
    std::size_t first;
    std::array<double, 4> weights;
};

/// Cubic Hermite, its slope at a node that of the parabola through the node and its neighbours. Held at the ends.
Stencil stencilAt(std::span<const double> nodes, double x) {
    x = std::clamp(x, nodes.front(), nodes.back());
    const auto above = std::upper_bound(nodes.begin() + 1, nodes.end() - 1, x);
    const auto left = static_cast<std::size_t>(above - nodes.begin()) - 1;
    Stencil stencil{std::clamp<std::size_t>(left, 1, nodes.size() - 3) - 1, {}};
    const std::size_t at = left - stencil.first;
    const double width = nodes[left + 1] - nodes[left];
    const double t = (x - nodes[left]) / width;
    stencil.weights[at] += (1.0 + 2.0 * t) * (1.0 - t) * (1.0 - t);
    stencil.weights[at + 1] += t * t * (3.0 - 2.0 * t);
    const auto addSlope = [&](std::size_t node, double weight) {
        const std::size_t middle = std::clamp<std::size_t>(node, 1, nodes.size() - 2);
        const double a = nodes[middle - 1];
        const double b = nodes[middle];
        const double c = nodes[middle + 1];
        const double y = nodes[node];
        const std::size_t to = middle - 1 - stencil.first;
        stencil.weights[to] += weight * (2.0 * y - b - c) / ((a - b) * (a - c));
        stencil.weights[to + 1] += weight * (2.0 * y - a - c) / ((b - a) * (b - c));
        stencil.weights[to + 2] += weight * (2.0 * y - a - b) / ((c - a) * (c - b));
    };
    addSlope(left, width * t * (1.0 - t) * (1.0 - t));
    addSlope(left + 1, width * t * t * (t - 1.0));
    return stencil;
}

constexpr std::size_t columns = loads.size() + 2; ///< and the loads 0 and 1
constexpr std::size_t rows = queueCounts.size() + 1;

/// `valueAt(row, column)`, row 0 being one queue, column 0 no load and the last full load, for n queues of load ρ.
template <class Value> double between(const Stencil& row, const Stencil& column, Value valueAt) {
    double result = 0.0;
    for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t j = 0; j < 4; ++j)
            result += row.weights[i] * column.weights[j] * valueAt(row.first + i, column.first + j);
    return result;
}

Stencil rowOf(int queues) {
    std::array<double, rows> nodes{};
    std::transform(queueCounts.begin(), queueCounts.end(), nodes.begin() + 1, [](int n) { return std::log(n); });
    return stencilAt(nodes, std::log(queues));
}

Stencil columnOf(double rho) {
    std::array<double, columns> nodes{};
    std::copy(loads.begin(), loads.end(), nodes.begin() + 1);
    nodes.back() = 1.0;
    return stencilAt(nodes, rho);
}

} // namespace

double Turns::mean() const {
    double sum = 0.0;
    for (const double chance : atLeast) sum += chance;
    return sum + atLeast.back() * tail / (1.0 - tail);
}

std::vector<double> Turns::exactly() const {
    std::vector<double> result(atLeast.size());
    for (std::size_t i = 0; i < atLeast.size(); ++i) {
        const double next = i + 1 < atLeast.size() ? atLeast[i + 1] : atLeast[i] * tail;
        result[i] = (atLeast[i] - next) / atLeast.front();
    }
    return result;
}

Turns shortestQueue(int queues, int workers, double rho) {
    const Stencil row = rowOf(queues);
    const Stencil column = columnOf(rho);
    const double common = erlangC(queues, rho * queues);
    Turns turns;
    turns.tail = std::pow(rho, queues);
    double chance = common;
    for (std::size_t k = 0; k < shortestQueueLevels; ++k) {
        // With one queue, without load and near full load as the common queue.
        const double ratio = std::exp(between(row, column, [&](std::size_t i, std::size_t j) {
            const bool known = i == 0 || j == 0 || j + 1 == columns;
            return known ? 0.0 : std::log(shortestQueueRatios[(i - 1) * loads.size() + j - 1][k]);
        }));
        if (k > 0) chance *= turns.tail;
        chance = std::min(chance * ratio, k > 0 ? turns.atLeast.back() : 1.0);
        turns.atLeast.push_back(chance);
    }
    if (workers == 1 || common == 0.0) return turns;

    // What queues of their own add to a common queue's wait, less with more workers (fits 2 to 8 workers, simulated).
    const double part = 0.5 * (1.0 + 1.0 / workers);
    const double all = erlangC(queues * workers, rho * queues * workers);
    const double longer = turns.mean() * queues * (1.0 - rho) / common;
    const double mean = all / (queues * (1.0 - rho)) * (1.0 + part * (longer - 1.0));
    const double positive = all * (1.0 + part * (turns.atLeast.front() / common - 1.0));
    return {{std::min(positive, mean)}, std::max(1.0 - positive / mean, 0.0)};
}

Turns powerOfTwo(int queues, int workers, double rho) {
    const Stencil row = rowOf(queues);
    const Stencil column = columnOf(rho);
    std::array<double, powerOfTwoLevels> given{};
    for (std::size_t k = 0; k < powerOfTwoLevels; ++k) {
        const double spread = between(row, column, [&](std::size_t i, std::size_t j) {
            // One queue is all or none; without load only one queue has so many; full load: on from the last two.
            if (i == 0 || j == 0) return 1.0;
            const auto at = [&](std::size_t load) { return powerOfTwoSpreads[(i - 1) * loads.size() + load][k]; };
            if (j <= loads.size()) return at(j - 1);
            const std::size_t last = loads.size() - 1;
            return at(last) + (at(last) - at(last - 1)) * (1.0 - loads[last]) / (loads[last] - loads[last - 1]);
        });
        given[k] = std::clamp(spread / queues, 0.0, 1.0);
    }
    // Of several workers: midway between the levels counted from none and from where waiting begins (simulated).
    const auto theta = [&](int level) {
        const auto of = [&](int k) {
            return given[static_cast<std::size_t>(std::clamp(k, 1, int{powerOfTwoLevels}) - 1)];
        };
        return 0.5 * (of(level) + of(level - workers + 1));
    };
    // Shares u of queues with at least k, from a guess for k = workers down. As much rises from k as falls back:
    // wρ E[X_k²] = Σ min(j, w)(u_j − u_j+1) over j > k. All queues have at least 0.
    const auto tooBusy = [&](double busy) {
        double share = busy;
        double falls = workers * busy;
        for (int k = workers - 1; k > 0; --k) {
            const double found = falls / (workers * rho);
            if (found > 1.0) return true;
            const double t = theta(k);
            const double next = 2.0 * found / (t + std::sqrt(t * t + 4.0 * (1.0 - t) * found));
            falls += k * (next - share);
            share = next;
        }
        return falls > workers * rho;
    };
    double share = rho;
    if (workers > 1) {
        double low = 0.0;
        double high = 1.0;
        while (high - low > 1e-11) {
            share = 0.5 * (low + high);
            (tooBusy(share) ? high : low) = share;
        }
    }
    Turns turns;
    turns.tail = std::pow(rho, queues);
    for (int k = 0; k < int{powerOfTwoLevels}; ++k) {
        const double t = theta(workers + k);
        const double chance = share * (share + t * (1.0 - share));
        turns.atLeast.push_back(chance);
        share = rho * chance;
    }
    return turns;
}

} // namespace catenary::analysis
