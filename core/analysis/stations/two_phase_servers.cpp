// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/two_phase_servers.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

namespace {

using Row = std::vector<double>;
using Matrix = std::vector<Row>;

/// X with X·B = A, by elimination with row exchanges; false where B is singular. Both are spent.
bool solveRight(Matrix& a, Matrix& b) {
    // Column by column of Bᵀ: work on the columns of B and A together.
    const std::size_t n = b.size();
    for (std::size_t i = 0; i < n; ++i) {
        std::size_t best = i;
        for (std::size_t j = i + 1; j < n; ++j)
            if (std::abs(b[i][j]) > std::abs(b[i][best])) best = j;
        if (!(std::abs(b[i][best]) > 0.0)) return false;
        if (best != i) {
            for (Row& row : b) std::swap(row[i], row[best]);
            for (Row& row : a) std::swap(row[i], row[best]);
        }
        const double pivot = 1.0 / b[i][i];
        for (Row& row : b) row[i] *= pivot;
        for (Row& row : a) row[i] *= pivot;
        for (std::size_t j = 0; j < n; ++j) {
            const double factor = b[i][j];
            if (j == i || factor == 0.0) continue;
            for (Row& row : b) row[j] -= factor * row[i];
            for (Row& row : a) row[j] -= factor * row[i];
        }
    }
    return true;
}

Row times(const Row& row, const Matrix& matrix) {
    Row result(matrix.front().size(), 0.0);
    for (std::size_t i = 0; i < row.size(); ++i)
        for (std::size_t j = 0; j < result.size(); ++j) result[j] += row[i] * matrix[i][j];
    return result;
}

double sumOf(const Row& row) {
    double sum = 0.0;
    for (const double value : row) sum += value;
    return sum;
}

/// Of a function that is positive at `low` and negative at `high`: false position with halved ends (Illinois).
template <class Function> double rootBetween(double low, double high, const Function& value) {
    double atLow = value(low);
    double atHigh = value(high);
    double z = low;
    for (int i = 0, side = 0; i < 100 && high - low > 1e-14 * high; ++i) {
        z = (low * atHigh - high * atLow) / (atHigh - atLow);
        const double at = value(z);
        if (at == 0.0) break;
        if (at > 0.0) {
            if (std::abs(z - low) <= 1e-14 * z) break;
            low = z;
            atLow = at;
            if (side == 1) atHigh *= 0.5;
            side = 1;
        } else {
            if (std::abs(high - z) <= 1e-14 * z) break;
            high = z;
            atHigh = at;
            if (side == -1) atLow *= 0.5;
            side = -1;
        }
    }
    return z;
}

class TwoPhases {
public:
    TwoPhases(int servers, double rate, const Mixture& services)
        : m_c(static_cast<std::size_t>(servers)), m_rate(rate), m_p(services[0].first), m_q(services[1].first),
          m_fast(1.0 / services[0].second.mean()), m_slow(1.0 / services[1].second.mean()) {}

    std::optional<WaitingLaw> solve() {
        findRoots();
        Matrix below = reduceBelow();
        if (below.empty()) return std::nullopt;
        // The balance at c present, in coefficients of the roots; one of its columns is the others' and gives way to a
        // scale.
        Matrix balance;
        for (std::size_t k = 0; k <= m_c; ++k) {
            Row row = times(m_vectors[k], below);
            const Row ending = departed(m_vectors[k]);
            for (std::size_t j = 0; j <= m_c; ++j) row[j] += m_roots[k] * ending[j] - leaving(m_c, j) * m_vectors[k][j];
            row[0] = sumOf(m_vectors[k]);
            balance.push_back(std::move(row));
        }
        Matrix wanted{Row(m_c + 1, 0.0)};
        wanted[0][0] = 1.0;
        if (!solveRight(wanted, balance)) return std::nullopt;
        return lawOf(wanted[0]);
    }

private:
    [[nodiscard]] double leaving(std::size_t present, std::size_t first) const {
        return m_rate + static_cast<double>(first) * m_fast + static_cast<double>(present - first) * m_slow;
    }
    /// A vector of states with all servers busy after an end of service, another request beginning.
    [[nodiscard]] Row departed(const Row& states) const {
        Row next(m_c + 1, 0.0);
        for (std::size_t j = 0; j <= m_c; ++j) {
            const double first = static_cast<double>(j) * m_fast * states[j];
            const double second = static_cast<double>(m_c - j) * m_slow * states[j];
            next[j] += first * m_p + second * m_q;
            if (j > 0) next[j - 1] += first * m_q;
            if (j < m_c) next[j + 1] += second * m_p;
        }
        return next;
    }

    void findRoots() {
        const double c = static_cast<double>(m_c);
        for (std::size_t k = 0; k <= m_c; ++k) {
            const double share = static_cast<double>(k);
            const auto value = [&](double z) {
                const auto [plus, minus] = eigenvalues(z);
                return m_rate * (1.0 - z) + z * (share * plus + (c - share) * minus);
            };
            // Positive at 0; negative just below 1, where one root of the last equation is no solution.
            const double low = 0.0;
            double high = 1.0;
            if (k == m_c) {
                const double rho = m_rate * (m_p / m_fast + m_q / m_slow) / c;
                high = 1.0 - 1e-3 * (1.0 - rho);
                while (value(high) > 0.0) high = 1.0 - 0.5 * (1.0 - high);
            }
            const double z = rootBetween(low, high, value);
            m_roots.push_back(z);
            // Σ over which servers are in which state: coefficients of (x + r₊y)ᵏ(x + r₋y)^(c−k).
            const auto [plus, minus] = eigenvalues(z);
            Row states{1.0}; // by the number in the first law, backwards
            for (std::size_t i = 0; i < m_c; ++i) {
                const double ratio = ((i < k ? plus : minus) + m_fast * (1.0 - z * m_p)) / (z * m_slow * m_p);
                states.push_back(0.0);
                for (std::size_t j = states.size() - 1; j > 0; --j) states[j] += ratio * states[j - 1];
            }
            std::reverse(states.begin(), states.end());
            double largest = 0.0;
            for (const double state : states) largest = std::max(largest, std::abs(state));
            for (double& state : states) state /= largest;
            m_vectors.push_back(std::move(states));
        }
    }
    [[nodiscard]] std::pair<double, double> eigenvalues(double z) const {
        const double trace = z * (m_fast * m_p + m_slow * m_q) - m_fast - m_slow;
        const double determinant = m_fast * m_slow * (1.0 - z);
        const double root = std::sqrt(std::max(trace * trace - 4.0 * determinant, 0.0));
        const double minus = 0.5 * (trace - root);
        return {determinant / minus, minus};
    }

    /// m_below[n]: states of n present from those of n + 1. Returns what states of c present get from those below.
    Matrix reduceBelow() {
        Matrix up; // S_(n−1)·A0: from n present by way of n − 1 present back to n
        for (std::size_t n = 0; n < m_c; ++n) {
            Matrix within(n + 1, Row(n + 1, 0.0));
            for (std::size_t i = 0; i <= n; ++i) {
                within[i][i] = leaving(n, i);
                if (n > 0)
                    for (std::size_t j = 0; j <= n; ++j) within[i][j] -= up[i][j];
            }
            Matrix down(n + 2, Row(n + 1, 0.0));
            for (std::size_t i = 0; i <= n + 1; ++i) {
                if (i > 0) down[i][i - 1] = static_cast<double>(i) * m_fast;
                if (i <= n) down[i][i] = static_cast<double>(n + 1 - i) * m_slow;
            }
            if (!solveRight(down, within)) return {};
            up.assign(n + 2, Row(n + 2, 0.0));
            for (std::size_t i = 0; i <= n + 1; ++i)
                for (std::size_t j = 0; j <= n; ++j) {
                    up[i][j + 1] += down[i][j] * m_rate * m_p;
                    up[i][j] += down[i][j] * m_rate * m_q;
                }
            m_below.push_back(std::move(down));
        }
        return up;
    }

    [[nodiscard]] std::optional<WaitingLaw> lawOf(const Row& coefficients) const {
        Row present(m_c + 1, 0.0);
        ExponentialSum sum;
        double waiting = 0.0;
        for (std::size_t k = 0; k <= m_c; ++k) {
            for (std::size_t j = 0; j <= m_c; ++j) present[j] += coefficients[k] * m_vectors[k][j];
            const double z = m_roots[k];
            sum.weights.push_back(coefficients[k] * sumOf(m_vectors[k]) / (1.0 - z));
            sum.means.push_back(z / (m_rate * (1.0 - z)));
            waiting += sum.weights.back();
        }
        double free = 0.0;
        for (std::size_t n = m_c; n-- > 0;) {
            present = times(present, m_below[n]);
            free += sumOf(present);
        }
        WaitingLaw law;
        law.positive = waiting / (waiting + free);
        double conditional = 0.0;
        for (std::size_t k = 0; k <= m_c; ++k) {
            sum.weights[k] /= waiting;
            conditional += sum.weights[k] * sum.means[k];
        }
        law.mean = law.positive * conditional;
        if (!(law.positive > 0.0) || !(law.positive <= 1.0) || !(conditional > 0.0)) return std::nullopt;
        law.given = std::move(sum);
        return law;
    }

    std::size_t m_c;
    double m_rate, m_p, m_q, m_fast, m_slow;
    Row m_roots;
    Matrix m_vectors;
    std::vector<Matrix> m_below;
};

} // namespace

std::optional<WaitingLaw> twoPhaseWait(int servers, double rate, const Mixture& services) {
    const double ratio = services[0].second.mean() / services[1].second.mean();
    constexpr double alike = 0.02;
    if (std::abs(std::log(ratio)) < alike || std::min(services[0].first, services[1].first) < 1e-9) return std::nullopt;
    return TwoPhases(servers, rate, services).solve();
}

} // namespace catenary::analysis
