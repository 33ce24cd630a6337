// SPDX-License-Identifier: Apache-2.0
// dispatching_reference jsq|pod2 EVENTS [N RHO]: the rows of core/analysis/stations/dispatching_table.h by simulation
// of EVENTS at a load of 0.9, and of more or less as 1/(1 − ρ).
//
// P(an arrival finds at least k at its queue) of n single servers, exponential services, load ρ each, for the
// shortest queue (ties at random) or the shorter of two drawn with replacement. The uniformised jump chain of the
// numbers of queues with at least k requests has steps of equal length, so averages over steps are averages over time.
// A common queue of n servers sees the same arrivals and ends of service: what of it is known by theory, and the rate
// at which each level is crossed up and down, are controls of a linear regression over batches (Lavenberg and Welch
// 1981).
#include "core/analysis/stations/dispatching_table.h"
#include "core/analysis/stations/erlang.h"
#include "core/support/random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using catenary::support::Random;
namespace dispatching_table = catenary::analysis::dispatching_table;

namespace {

constexpr std::size_t levels = dispatching_table::powerOfTwoLevels + 1;
constexpr std::size_t highest = 1U << 14U;
constexpr int batches = 256;
constexpr double negligible = 1e-4; ///< chance to find so many, to the percentiles
constexpr double rare = 1e-3;       ///< chance of a level that is seen in too few batches for a control

/// Σ over time of a count, and of what an arrival's chance to find that level grows with.
struct Level {
    std::uint64_t count = 0, since = 0;
    double sum = 0, seen = 0;
};

struct Batch {
    std::array<double, levels + 1> atLeast{}, seen{}, common{}; ///< of level k at [k]; common[0]: mean of all levels
};

class Farm {
public:
    Farm(bool shortest, std::uint64_t n, double rho)
        : m_shortest(shortest), m_n(n), m_rho(rho), m_own(highest), m_common(highest),
          m_random(catenary::support::streamKey(1, n, shortest ? "jsq" : "pod2",
                                                static_cast<std::uint64_t>(std::lround(rho * 1000)))) {}

    void run(std::uint64_t steps) {
        const double all = m_rho + 1.0;
        const auto queues = static_cast<double>(m_n);
        for (const std::uint64_t end = m_now + steps; m_now < end; ++m_now) {
            const double u = m_random.uniform() * all - m_rho;
            if (u < 0.0)
                arrive();
            else
                depart(static_cast<std::uint64_t>(u * queues));
        }
    }

    Batch takeBatch(double steps) {
        Batch batch;
        const auto n = static_cast<double>(m_n);
        for (std::size_t k = 1; k < highest; ++k) {
            settle(m_own[k]);
            settle(m_common[k]);
            batch.common[0] += m_common[k].sum / (n * steps);
            if (k <= levels) {
                batch.atLeast[k] = m_own[k].sum / (n * steps);
                batch.seen[k] = m_own[k].seen / (m_shortest ? steps : n * n * steps);
                batch.common[k] = m_common[k].sum / (n * steps);
            }
            m_own[k].sum = m_own[k].seen = m_common[k].sum = m_common[k].seen = 0.0;
        }
        return batch;
    }

private:
    void settle(Level& level) const {
        const auto time = static_cast<double>(m_now - level.since);
        const auto count = static_cast<double>(level.count);
        level.sum += time * count;
        level.seen += m_shortest ? (level.count == m_n ? time : 0.0) : time * count * count;
        level.since = m_now;
    }
    void arrive() {
        std::size_t k = 1;
        if (m_shortest) {
            while (m_own[k].count == m_n) ++k;
        } else {
            const std::uint64_t bits = m_random.next();
            const std::uint64_t one = ((bits >> 32U) * m_n) >> 32U;
            const std::uint64_t two = ((bits & 0xffffffffU) * m_n) >> 32U;
            while (m_own[k].count > std::max(one, two)) ++k;
        }
        settle(m_own[k]);
        ++m_own[k].count;
        if (m_common[m_top].count == m_n) ++m_top;
        settle(m_common[m_top]);
        ++m_common[m_top].count;
    }
    /// The end of a service at the queue of this rank, the longest first.
    void depart(std::uint64_t rank) {
        if (m_own[1].count > rank) {
            std::size_t k = 1;
            while (m_own[k + 1].count > rank) ++k;
            settle(m_own[k]);
            --m_own[k].count;
        }
        if (m_top > 1 || m_common[1].count > rank) {
            settle(m_common[m_top]);
            --m_common[m_top].count;
            if (m_common[m_top].count == 0 && m_top > 1) --m_top;
        }
    }

    bool m_shortest;
    std::uint64_t m_n;
    double m_rho;
    std::vector<Level> m_own, m_common; ///< the common queue as if spread evenly
    std::size_t m_top = 1;
    std::uint64_t m_now = 0;
    Random m_random;
};

struct Estimate {
    double mean, error;
};

/// Mean of y less what controls of mean 0 explain, and its standard error.
Estimate regress(const std::vector<double>& y, const std::vector<std::vector<double>>& controls) {
    const std::size_t m = controls.size() + 1;
    std::vector<std::vector<double>> a(m, std::vector<double>(m + 1));
    const auto of = [&](std::size_t i, std::size_t b) { return i == 0 ? 1.0 : controls[i - 1][b]; };
    for (std::size_t b = 0; b < y.size(); ++b)
        for (std::size_t i = 0; i < m; ++i) {
            for (std::size_t j = 0; j < m; ++j) a[i][j] += of(i, b) * of(j, b);
            a[i][m] += of(i, b) * y[b];
        }
    for (std::size_t i = 1; i < m; ++i) a[i][i] = a[i][i] * (1.0 + 1e-9) + 1e-300;
    for (std::size_t i = 0; i < m; ++i)
        for (std::size_t r = 0; r < m; ++r) {
            if (r == i) continue;
            const double factor = a[r][i] / a[i][i];
            for (std::size_t j = i; j <= m; ++j) a[r][j] -= factor * a[i][j];
        }
    double squares = 0.0;
    for (std::size_t b = 0; b < y.size(); ++b) {
        double rest = y[b];
        for (std::size_t i = 0; i < m; ++i) rest -= a[i][m] / a[i][i] * of(i, b);
        squares += rest * rest;
    }
    const auto count = static_cast<double>(y.size());
    return {a[0][m] / a[0][0], std::sqrt(squares / (count - static_cast<double>(m)) / count)};
}

/// P(at least k found) at [k − 1].
std::vector<Estimate> simulate(bool shortest, int servers, double rho, double events) {
    const auto n = static_cast<std::uint64_t>(servers);
    Farm farm(shortest, n, rho);
    const auto steps = static_cast<std::uint64_t>(events * 0.1 / (1.0 - rho)) / batches;
    farm.run(std::max<std::uint64_t>(4 * steps, 2000 * n));
    (void)farm.takeBatch(1.0);
    std::vector<Batch> all;
    for (int b = 0; b < batches; ++b) {
        farm.run(steps);
        all.push_back(farm.takeBatch(static_cast<double>(steps)));
    }
    const double wait = catenary::analysis::erlangC(servers, rho * servers);
    const double second = wait * rho * (1.0 - std::pow(rho, servers)) / ((1.0 - rho) * servers);
    const auto column = [&](auto value) {
        std::vector<double> result;
        for (const Batch& batch : all) result.push_back(value(batch));
        return result;
    };
    std::vector<Estimate> found;
    for (std::size_t k = 1; k < levels; ++k) {
        std::vector<std::vector<double>> controls;
        controls.push_back(column([&](const Batch& b) { return b.atLeast[1] - rho; }));
        controls.push_back(column([&](const Batch& b) { return b.common[1] - rho; }));
        if (second > rare) {
            controls.push_back(
                column([&](const Batch& b) { return b.common[0] - rho - wait * rho / ((1.0 - rho) * servers); }));
            controls.push_back(column([&](const Batch& b) { return b.common[2] - second; }));
        }
        const double level = second * std::pow(rho, servers * (static_cast<double>(k) - 1.0));
        if (k > 1 && level > rare) controls.push_back(column([&](const Batch& b) { return b.common[k + 1] - level; }));
        for (std::size_t j = k > 2 ? k - 2 : 1; j <= k; ++j)
            controls.push_back(column([&](const Batch& b) { return b.atLeast[j + 1] - rho * b.seen[j]; }));
        found.push_back(regress(column([&](const Batch& b) { return b.seen[k]; }), controls));
    }
    return found;
}

/// What is too rare to tell is as at the next higher load, the chance to wait as if nobody did.
std::vector<double> shortestQueueRow(int servers, double rho, const std::vector<Estimate>& found,
                                     const std::vector<double>& higher) {
    const double wait = catenary::analysis::erlangC(servers, rho * servers);
    const double idle = 1.0 - rho * (1.0 - catenary::analysis::erlangB(servers, rho * servers));
    std::vector<double> row;
    for (std::size_t k = 0; k < dispatching_table::shortestQueueLevels; ++k) {
        const double beside = k == 0 ? wait : found[k - 1].mean * std::pow(rho, servers);
        if (found[k].error < 0.05 * found[k].mean)
            row.push_back(found[k].mean / beside);
        else
            row.push_back(k == 0 ? idle : higher[k]);
    }
    return row;
}

/// What is too rare to tell is as at the level before.
std::vector<double> powerOfTwoRow(int servers, double rho, const std::vector<Estimate>& found) {
    std::vector<double> row;
    double share = rho;
    for (std::size_t k = 0; k < dispatching_table::powerOfTwoLevels; ++k) {
        if (found[k].mean > negligible && found[k].error < 0.02 * found[k].mean)
            row.push_back(servers * (found[k].mean - share * share) / (share * (1.0 - share)));
        else
            row.push_back(k == 0 ? 1.0 : row.back());
        share = rho * found[k].mean;
    }
    return row;
}

/// The row, and behind it what was simulated.
std::string written(bool shortest, const std::vector<double>& row, int servers, double rho,
                    const std::vector<Estimate>& found) {
    std::string text = "    {{";
    std::array<char, 64> buffer{};
    const auto add = [&](const char* format, auto... values) {
        std::snprintf(buffer.data(), buffer.size(), format, values...);
        text += buffer.data();
    };
    for (std::size_t k = 0; k < row.size(); ++k) add("%s%.*f", k > 0 ? ", " : "", shortest ? 4 : 3, row[k]);
    add("}}, // %d, %.3g:", servers, rho);
    for (std::size_t k = 0; k < row.size(); ++k) add(" %.5g±%.1g", found[k].mean, found[k].error);
    return text + '\n';
}

} // namespace

int main(int count, char** arguments) {
    if (count != 3 && count != 5) {
        std::fputs("usage: dispatching_reference jsq|pod2 EVENTS [N RHO]\n", stderr);
        return 2;
    }
    const bool shortest = std::string_view(arguments[1]) == "jsq";
    const double events = std::strtod(arguments[2], nullptr);
    std::vector<int> queues(dispatching_table::queueCounts.begin(), dispatching_table::queueCounts.end());
    std::vector<double> loads(dispatching_table::loads.begin(), dispatching_table::loads.end());
    if (count == 5) {
        queues = {std::atoi(arguments[3])};
        loads = {std::strtod(arguments[4], nullptr)};
    }
    for (const int n : queues) {
        std::vector<double> row(dispatching_table::shortestQueueLevels, 1.0);
        std::string text;
        for (auto rho = loads.rbegin(); rho != loads.rend(); ++rho) {
            const std::vector<Estimate> found = simulate(shortest, n, *rho, events);
            row = shortest ? shortestQueueRow(n, *rho, found, row) : powerOfTwoRow(n, *rho, found);
            text.insert(0, written(shortest, row, n, *rho, found));
        }
        std::fputs(text.c_str(), stdout);
        std::fflush(stdout);
    }
    return 0;
}
