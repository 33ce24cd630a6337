// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/joined.h"

#include <algorithm>
#include <functional>
#include <utility>

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

/// done[i]: cdf of one call of branch i. Poisson–binomial: P(at least `wanted` of all calls done); calls not made
/// shrink what is wanted to what was made.
double enoughDone(const std::vector<Branch>& branches, const std::vector<double>& done, int wanted,
                  const Branch* without = nullptr, bool exactlyOneLess = false) {
    if (wanted == 1) { // none is done of any branch
        double none = 1.0;
        double allMadeDone = 1.0;
        for (std::size_t i = 0; i < branches.size(); ++i) {
            const Branch& branch = branches[i];
            const double open = 1.0 - done[i];
            allMadeDone *= allDone(branch, done[i]);
            if (&branch != without) {
                none *= allDone(branch, open);
                continue;
            }
            double sum = 0.0; // one call less
            for (std::size_t n = branch.count.size(); n-- > 1;) sum = sum * open + branch.count[n];
            none *= (1.0 - branch.probability) + branch.probability * (branch.count[0] + sum);
        }
        return exactlyOneLess ? none : std::max(1.0 - none, allMadeDone);
    }
    constexpr double all = 1.0 - 1e-15; // from here on more calls change nothing
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
            for (; call < calls && done[i] > 0.0 && some.back() < all; ++call)
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

} // namespace

double meanCount(const Branch& branch) {
    double sum = 0.0;
    for (std::size_t n = 0; n < branch.count.size(); ++n) sum += static_cast<double>(n) * branch.count[n];
    return sum;
}

bool isOnce(const Branch& branch) {
    return branch.count.size() == 2 && branch.count[1] == 1.0;
}

DoneBy::DoneBy(const Lattice& lattice, const std::vector<Branch>& branches) {
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

std::vector<double> DoneBy::at(std::size_t point) const {
    std::vector<double> values;
    for (const std::vector<double>& cdf : one) values.push_back(cdf[point]);
    return values;
}

JoinedLaws joinOfAll(const std::vector<Branch>& branches, const DoneBy& done) {
    const std::size_t points = done.points();
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

JoinedLaws joinOfSome(const std::vector<Branch>& branches, const DoneBy& done, int wanted) {
    const std::size_t points = done.points();
    JoinedLaws laws{std::vector<double>(points), std::vector<double>(points)};
    std::vector<std::pair<double, std::size_t>> sorted; // and how many calls are so far
    for (std::size_t j = 0; j < points; ++j) {
        const std::vector<double> at = done.at(j);
        laws.independent[j] = enoughDone(branches, at, wanted);
        sorted.clear();
        for (std::size_t i = 0; i < branches.size(); ++i) sorted.emplace_back(at[i], branches[i].count.size() - 1);
        std::sort(sorted.begin(), sorted.end(), std::greater<>());
        std::size_t calls = 0;
        for (const auto& [value, count] : sorted) {
            laws.together[j] = value;
            calls += count;
            if (calls >= static_cast<std::size_t>(wanted)) break;
        }
    }
    return laws;
}

std::vector<double> lastAlone(const std::vector<Branch>& branches, const DoneBy& done, std::size_t i, int wanted) {
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

Slowest::Slowest(const std::vector<Branch>& branches, const DoneBy& done)
    : least(done.points(), 2.0), share(done.points(), 1.0) {
    for (std::size_t j = 0; j < least.size(); ++j) {
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

} // namespace catenary::analysis
