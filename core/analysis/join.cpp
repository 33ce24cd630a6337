// SPDX-License-Identifier: Apache-2.0
// Fork and join: the law of the last (or k-th) of several answers, and who is charged for it.
#include "core/analysis/joined.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace catenary::analysis {

namespace {

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
    const DoneBy done(*m_lattice, branches);
    const JoinedLaws laws = wanted > 0 ? joinOfSome(branches, done, wanted) : joinOfAll(branches, done);
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

    if (!m_rows) {
        // Then only its share of waiting is wanted: that of its branches, where they have the same.
        std::vector<double> waiting;
        for (const Branch& branch : branches)
            if (!branch.part.isZero()) waiting.push_back(branch.part.waiting / branch.part.mean);
        if (std::adjacent_find(waiting.begin(), waiting.end(), std::not_equal_to<>()) == waiting.end()) {
            if (!waiting.empty()) joined.waiting = joined.mean * waiting.front();
            return joined;
        }
    }

    // Who is charged: the call that completes the join. E[row_i; i completes] needs the others done and i just done.
    double shared = 0.0;
    std::optional<Slowest> slowest;
    if (theta > 0.0) slowest.emplace(branches, done);
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
