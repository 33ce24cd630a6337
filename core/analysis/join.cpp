// SPDX-License-Identifier: Apache-2.0
// Fork and join: the law of the last (or k-th) of several answers, and who is charged for it.
#include "core/analysis/part.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace catenary::analysis {

namespace {

/// Σ count[n] x^n: the chance that all calls of a branch are done, x that of one.
double allDone(const Branch& branch, double x) {
    double sum = 0.0;
    for (std::size_t n = branch.count.size(); n-- > 0;) sum = sum * x + branch.count[n];
    return (1.0 - branch.probability) + branch.probability * sum;
}

/// Its derivative.
double allDoneSlope(const Branch& branch, double x) {
    double sum = 0.0;
    for (std::size_t n = branch.count.size(); n-- > 1;) sum = sum * x + static_cast<double>(n) * branch.count[n];
    return branch.probability * sum;
}

double meanCount(const Branch& branch) {
    double sum = 0.0;
    for (std::size_t n = 0; n < branch.count.size(); ++n) sum += static_cast<double>(n) * branch.count[n];
    return sum;
}

bool isOnce(const Branch& branch) {
    return branch.count.size() == 2 && branch.count[1] == 1.0;
}

/// Means of all branches if every one is certain, exponential and few in number; copies written out.
std::vector<double> exponentials(const std::vector<Branch>& branches) {
    std::vector<double> means;
    for (const Branch& branch : branches) {
        if (!branch.part.exponential || branch.probability < 1.0 || branch.count.back() != 1.0) return {};
        means.insert(means.end(), branch.count.size() - 1, *branch.part.exponential);
        if (means.size() > 12) return {};
    }
    return means;
}

struct Moments {
    double mean = 0, second = 0;
};

/// E[max], E[max²] of independent exponentials, by inclusion and exclusion over the minima of subsets.
Moments largestExponential(const std::vector<double>& means) {
    Moments result;
    for (unsigned subset = 1; subset < (1u << means.size()); ++subset) {
        double rate = 0.0;
        int members = 0;
        for (std::size_t i = 0; i < means.size(); ++i)
            if ((subset >> i) & 1u) {
                rate += 1.0 / means[i];
                ++members;
            }
        const double sign = members % 2 == 1 ? 1.0 : -1.0;
        result.mean += sign / rate;
        result.second += sign * 2.0 / (rate * rate);
    }
    return result;
}

/// done[i]: cdf of one call of branch i. Poisson–binomial: P(at least `wanted` of all calls done); calls not made
/// shrink what is wanted to what was made.
double enoughDone(const std::vector<Branch>& branches, const std::vector<double>& done, int wanted,
                  const Branch* without = nullptr, bool exactlyOneLess = false) {
    // State: (calls made and not done, calls done), as one distribution over done with all made.
    std::vector<double> ways(static_cast<std::size_t>(wanted) + 1, 0.0); // done, capped at wanted
    double allMadeDone = 1.0;                                            // P(no call made is open)
    ways[0] = 1.0;
    for (std::size_t i = 0; i < branches.size(); ++i) {
        const Branch& branch = branches[i];
        const bool reduced = &branch == without;
        std::vector<double> next(ways.size(), 0.0);
        std::vector<double> some = ways; // with as many calls of the branch
        std::size_t call = 0;
        for (std::size_t n = 0; n < branch.count.size(); ++n) {
            const double weight = branch.probability * branch.count[n] + (n == 0 ? 1.0 - branch.probability : 0.0);
            if (weight == 0.0) continue;
            const std::size_t calls = reduced && n > 0 ? n - 1 : n;
            for (; call < calls; ++call)
                for (std::size_t j = some.size(); j-- > 0;) {
                    const double up = j > 0 ? some[j - 1] * done[i] : 0.0;
                    const double stay = j + 1 == some.size() ? some[j] : some[j] * (1.0 - done[i]);
                    some[j] = stay + up;
                }
            for (std::size_t j = 0; j < next.size(); ++j) next[j] += weight * some[j];
        }
        ways = next;
        allMadeDone *= allDone(branch, done[i]);
    }
    if (exactlyOneLess) return ways[static_cast<std::size_t>(wanted) - 1];
    return std::max(ways.back(), allMadeDone);
}

/// The branches at the points of a grid: chances that a call is done by then.
struct OnGrid {
    std::vector<std::vector<double>> one; ///< of one call of each branch
    std::vector<std::vector<double>> all; ///< of all calls of each branch; empty: that of the one it makes for certain

    OnGrid(const Lattice& lattice, const std::vector<Branch>& branches) {
        for (const Branch& branch : branches) {
            std::vector<double> cdf = lattice.masses(branch.part.spectrum);
            double sum = 0.0;
            for (double& value : cdf) value = std::clamp(sum += value, 0.0, 1.0);
            std::vector<double> every;
            if (!isOnce(branch) || branch.probability < 1.0) {
                every.resize(cdf.size());
                std::transform(cdf.begin(), cdf.end(), every.begin(), [&](double x) { return allDone(branch, x); });
            }
            one.push_back(std::move(cdf));
            all.push_back(std::move(every));
        }
    }
    [[nodiscard]] const std::vector<double>& whole(std::size_t branch) const {
        return all[branch].empty() ? one[branch] : all[branch];
    }
    /// Of one call of every branch at one point.
    [[nodiscard]] std::vector<double> at(std::size_t point) const {
        std::vector<double> values;
        for (const std::vector<double>& cdf : one) values.push_back(cdf[point]);
        return values;
    }
};

/// A join's distribution function at the points of a grid, were its calls independent and did they move together.
struct JoinedLaws {
    std::vector<double> independent, together;
};

JoinedLaws joinOfAll(const std::vector<Branch>& branches, const OnGrid& done, std::size_t points) {
    JoinedLaws laws{std::vector<double>(points, 1.0), std::vector<double>(points, 1.0)};
    for (std::size_t i = 0; i < branches.size(); ++i) {
        const Branch& branch = branches[i];
        const std::vector<double>& one = done.one[i];
        const std::vector<double>& whole = done.whole(i);
        const double none = (1.0 - branch.probability) + branch.probability * branch.count[0];
        for (std::size_t j = 0; j < points; ++j) {
            laws.independent[j] *= whole[j];
            laws.together[j] = std::min(laws.together[j], none + (1.0 - none) * one[j]);
        }
    }
    return laws;
}

JoinedLaws joinOfSome(const std::vector<Branch>& branches, const OnGrid& done, std::size_t points, int wanted) {
    JoinedLaws laws{std::vector<double>(points), std::vector<double>(points)};
    std::vector<double> sorted;
    for (std::size_t j = 0; j < points; ++j) {
        const std::vector<double> at = done.at(j);
        laws.independent[j] = enoughDone(branches, at, wanted);
        sorted.clear();
        for (std::size_t i = 0; i < branches.size(); ++i)
            sorted.insert(sorted.end(), branches[i].count.size() - 1, at[i]);
        std::sort(sorted.begin(), sorted.end(), std::greater<>());
        laws.together[j] = sorted[static_cast<std::size_t>(wanted) - 1];
    }
    return laws;
}

/// Were the calls independent: P(the others let the join end with branch i) × the number of its calls that may.
std::vector<double> lastAlone(const std::vector<Branch>& branches, const OnGrid& done, std::size_t i, int wanted) {
    const Branch& branch = branches[i];
    std::vector<double> chance(done.one[i].size());
    if (wanted > 0) {
        const double calls = branch.probability * meanCount(branch);
        for (std::size_t j = 0; j < chance.size(); ++j)
            chance[j] = calls * enoughDone(branches, done.at(j), wanted, &branch, true);
        return chance;
    }
    std::transform(done.one[i].begin(), done.one[i].end(), chance.begin(),
                   [&](double x) { return allDoneSlope(branch, x); });
    for (std::size_t o = 0; o < branches.size(); ++o) {
        if (o == i) continue;
        const std::vector<double>& whole = done.whole(o);
        for (std::size_t j = 0; j < chance.size(); ++j) chance[j] *= whole[j];
    }
    return chance;
}

/// Did the calls move together: 1/(number of the slowest) at each point, those within `alike` of it as slow.
struct Slowest {
    static constexpr double alike = 1e-12;
    std::vector<double> least, share;

    Slowest(const std::vector<Branch>& branches, const OnGrid& done, std::size_t points)
        : least(points, 2.0), share(points, 1.0) {
        for (std::size_t j = 0; j < points; ++j) {
            int ties = 0;
            for (std::size_t o = 0; o < branches.size(); ++o) {
                if (branches[o].part.isZero()) continue;
                const double at = done.one[o][j];
                if (at < least[j] - alike) {
                    least[j] = at;
                    ties = 1;
                } else if (at <= least[j] + alike) {
                    ++ties;
                }
            }
            share[j] = 1.0 / ties;
        }
    }
};

} // namespace

Part PartAlgebra::joinWithoutLattice(const std::vector<Branch>& branches) const {
    m_bounded = true;
    Part result;
    double variance = 0.0;
    for (const Branch& branch : branches) {
        const double times = branch.probability * meanCount(branch);
        result.mean += times * branch.part.mean;
        variance += times * std::max(branch.part.second - branch.part.mean * branch.part.mean, 0.0);
        result.waiting += times * branch.part.waiting;
    }
    result.second = result.mean * result.mean + variance;
    return result;
}

Part PartAlgebra::join(const std::vector<Branch>& branches, std::optional<int> waitFor) const {
    double calls = 0.0;
    for (const Branch& branch : branches) calls += static_cast<double>(branch.count.size() - 1);
    const int wanted = waitFor && *waitFor < calls ? *waitFor : 0; // 0: all
    if (branches.empty()) return {};
    if (branches.size() == 1 && isOnce(branches[0])) {
        if (branches[0].probability == 1.0) return branches[0].part;
        Part result;
        mix(result, branches[0].probability, branches[0].part);
        mix(result, 1.0 - branches[0].probability, {});
        return result;
    }
    if (std::any_of(branches.begin(), branches.end(), [](const Branch& b) { return std::isinf(b.part.mean); })) {
        Part result;
        result.mean = result.second = std::numeric_limits<double>::infinity();
        return result;
    }
    if (!m_lattice) return joinWithoutLattice(branches);

    // How much siblings move together: by the share of waiting in their time.
    double siblings = 0.0;
    double logShare = 0.0;
    for (const Branch& branch : branches) {
        if (branch.part.isZero()) continue;
        const double weight = branch.probability * std::max(meanCount(branch), 0.0);
        siblings += weight;
        logShare += weight * std::log(std::clamp(branch.part.waiting / branch.part.mean, 1e-9, 1.0));
    }
    const double theta = siblings > 1.0 ? siblingCorrelation(siblings, std::exp(logShare / siblings)) : 0.0;

    const std::size_t n = static_cast<std::size_t>(m_lattice->points());
    const OnGrid done(*m_lattice, branches);
    const JoinedLaws laws = wanted > 0 ? joinOfSome(branches, done, n, wanted) : joinOfAll(branches, done, n);
    Masses result(n);
    double independentMean = 0.0;
    double togetherMean = 0.0;
    double before = 0.0;
    for (std::size_t j = 0; j < n; ++j) {
        independentMean += 1.0 - laws.independent[j];
        togetherMean += 1.0 - laws.together[j];
        const double value = (1.0 - theta) * laws.independent[j] + theta * laws.together[j];
        result[j] = value - before;
        before = value;
    }
    // The step function of a lattice law is that of its points: ∫(1 − F) is the mean up to the end of the grid. Where
    // one branch is certain its own mean is exact, and only the difference to it is read from the grid: ∫(F_i − F).
    std::size_t longest = branches.size();
    for (std::size_t i = 0; i < branches.size(); ++i)
        if (branches[i].probability == 1.0 && isOnce(branches[i]) && wanted == 0 &&
            (longest == branches.size() || branches[i].part.mean > branches[longest].part.mean))
            longest = i;
    double known = 0.0;
    if (longest < branches.size()) {
        known = branches[longest].part.mean;
        for (std::size_t j = 0; j < n; ++j) {
            independentMean -= 1.0 - done.one[longest][j];
            togetherMean -= 1.0 - done.one[longest][j];
        }
    }
    independentMean = known + independentMean * m_lattice->step();
    togetherMean = known + togetherMean * m_lattice->step();

    Part joined;
    joined.mean = (1.0 - theta) * independentMean + theta * togetherMean;
    for (std::size_t j = 0; j < n; ++j) {
        const double t = static_cast<double>(j) * m_lattice->step();
        joined.second += t * t * result[j];
    }
    if (const std::vector<double> means = exponentials(branches); !means.empty() && wanted == 0) {
        const Moments largest = largestExponential(means);
        const double slowest = *std::max_element(means.begin(), means.end());
        joined.mean = (1.0 - theta) * largest.mean + theta * slowest;
        joined.second = (1.0 - theta) * largest.second + theta * 2.0 * slowest * slowest;
    }
    joined.spectrum = m_lattice->spectrum(result);
    const bool certain = theta == 0.0 || (siblings == 2.0 && branches.size() == 2 && branches[0].part.exponential &&
                                          branches[0].part.exponential == branches[1].part.exponential);
    joined.how = certain ? How::Exact : How::Approximate;
    joined.shape = theta == 0.0 ? How::Exact : How::Approximate;
    for (const Branch& branch : branches) {
        joined.how = network::weaker(joined.how, branch.part.how);
        joined.shape = network::weaker(joined.shape, branch.part.shape);
    }

    // Who is charged: the call that completes the join. E[row_i; i completes] needs the others done and i just done.
    double shared = 0.0;
    std::optional<Slowest> slowest;
    if (theta > 0.0) slowest.emplace(branches, done, n);
    for (std::size_t i = 0; i < branches.size(); ++i) {
        const Branch& branch = branches[i];
        if (branch.part.isZero()) continue;
        std::vector<double> weight = lastAlone(branches, done, i, wanted);
        const std::vector<double>& one = done.one[i];
        if (slowest)
            for (std::size_t j = 0; j < n; ++j) {
                const bool isSlowest = one[j] <= slowest->least[j] + Slowest::alike;
                const double together = isSlowest ? branch.probability * slowest->share[j] : 0.0;
                weight[j] = (1.0 - theta) * weight[j] + theta * together;
            }
        for (std::size_t j = n; j-- > 1;) weight[j] = 0.5 * (weight[j] + weight[j - 1]);
        if (!m_rows) {
            // Only the waiting share of the joined time is wanted: in proportion to the branch's own.
            double charged = 0.0;
            for (std::size_t j = 1; j < n; ++j) charged += static_cast<double>(j) * (one[j] - one[j - 1]) * weight[j];
            charged *= m_lattice->step();
            joined.waiting += charged * branch.part.waiting / branch.part.mean;
            shared += charged;
            continue;
        }
        for (const auto& [key, row] : branch.part.rows) {
            Masses masses = m_lattice->masses(row.spectrum);
            double charged = 0.0;
            for (std::size_t j = 0; j < n; ++j) charged += masses[j] = std::max(masses[j], 0.0) * weight[j];
            Row& into = joined.rows[key];
            into.mean += charged;
            shared += charged;
            if (key.column == Column::Waiting) joined.waiting += charged;
            Spectrum spectrum = m_lattice->spectrum(masses);
            if (into.spectrum.empty())
                into.spectrum = std::move(spectrum);
            else
                add(into.spectrum, 1.0, spectrum);
        }
    }
    if (shared > 0.0) {
        const double scale = joined.mean / shared;
        for (auto& [key, row] : joined.rows) {
            row.mean *= scale;
            for (Complex& value : row.spectrum) value *= scale;
        }
        joined.waiting *= scale;
    }
    return joined;
}

} // namespace catenary::analysis
