// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/setup.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace catenary::analysis {

namespace {

/// Upper triangular, row by row: phases only rise between two visits of a level.
class Triangle {
public:
    Triangle(std::size_t rows, std::size_t columns) : m_columns(columns), m_values(rows * columns, 0.0) {}
    double& operator()(std::size_t i, std::size_t j) { return m_values[i * m_columns + j]; }
    double operator()(std::size_t i, std::size_t j) const { return m_values[i * m_columns + j]; }

private:
    std::size_t m_columns;
    std::vector<double> m_values;
};

/// Rate matrix of the levels from `servers` up: λI + R A1 + R² A2 = 0, A2 = diag(i), solved along the diagonals.
Triangle tailRates(std::size_t k, double load, double setupRate) {
    Triangle r(k + 1, k + 1);
    const auto out = [&](std::size_t i) {
        return load + static_cast<double>(i) + static_cast<double>(k - i) * setupRate;
    };
    for (std::size_t i = 0; i <= k; ++i) {
        // i r² − (λ + i + (k − i)α) r + λ = 0, the root below one
        const double leave = out(i);
        const auto done = static_cast<double>(i);
        r(i, i) = 2.0 * load / (leave + std::sqrt(std::max(leave * leave - 4.0 * done * load, 0.0)));
    }
    for (std::size_t apart = 1; apart <= k; ++apart)
        for (std::size_t i = 0; i + apart <= k; ++i) {
            const std::size_t l = i + apart;
            const auto done = static_cast<double>(l);
            double sum = r(i, l - 1) * static_cast<double>(k - l + 1) * setupRate;
            for (std::size_t m = i + 1; m < l; ++m) sum += done * r(i, m) * r(m, l);
            r(i, l) = sum / (out(l) - done * (r(i, i) + r(l, l)));
        }
    return r;
}

} // namespace

SetupFigures serversWithSetup(int servers, double load, double setupRate) {
    const auto k = static_cast<std::size_t>(servers);
    const Triangle tail = tailRates(k, load, setupRate);

    // Level by level down: −U = −A1 − R A2 of the level above, R of the level below = λ(−U)^−1.
    std::vector<Triangle> up; // from level j to j + 1, j < k
    for (std::size_t j = 0; j < k; ++j) up.emplace_back(j + 1, j + 2);
    for (std::size_t level = k; level > 0; --level) {
        Triangle minus(level + 1, level + 1);
        for (std::size_t i = 0; i <= level; ++i) {
            const double starting = static_cast<double>(level - i) * setupRate;
            minus(i, i) = load + static_cast<double>(i) + starting;
            if (i < level) minus(i, i + 1) = -starting;
            const Triangle& above = level == k ? tail : up[level];
            for (std::size_t l = i; l <= level; ++l) minus(i, l) -= above(i, l) * static_cast<double>(l);
            // One that ends with nobody waiting leaves its server off: phase level + 1 falls to `level`.
            if (level < k) minus(i, level) -= above(i, level + 1) * static_cast<double>(level + 1);
        }
        Triangle& below = up[level - 1];
        for (std::size_t i = 0; i < level; ++i)
            for (std::size_t l = i; l <= level; ++l) {
                double sum = i == l ? load : 0.0;
                for (std::size_t m = i; m < l; ++m) sum -= below(i, m) * minus(m, l);
                below(i, l) = sum / minus(l, l);
            }
    }

    SetupFigures figures;
    double total = 0.0;
    std::vector<double> p{1.0};
    for (std::size_t level = 0; level < 200000; ++level) {
        double mass = 0.0;
        for (std::size_t i = 0; i < p.size(); ++i) {
            const auto waiting = static_cast<double>(level - i);
            mass += p[i];
            figures.waiting += p[i] * waiting;
            figures.waitingSecond += p[i] * waiting * (waiting - 1.0);
            figures.on += p[i] * (static_cast<double>(i) + std::min(static_cast<double>(k - i), waiting));
        }
        total += mass;
        figures.present += mass * static_cast<double>(level);
        if (level > k && mass * static_cast<double>(level) < 1e-12 * figures.present) break;
        const Triangle& rates = level < k ? up[level] : tail;
        std::vector<double> next(std::min(level + 2, k + 1), 0.0);
        for (std::size_t i = 0; i < p.size(); ++i)
            for (std::size_t l = i; l < next.size(); ++l) next[l] += p[i] * rates(i, l);
        p.swap(next);
    }
    figures.present /= total;
    figures.waiting /= total;
    figures.waitingSecond /= total;
    figures.on /= total;
    return figures;
}

} // namespace catenary::analysis
