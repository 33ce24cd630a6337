// SPDX-License-Identifier: Apache-2.0
// How many wait at the ends of services: the stationary law of the chain.
#include "core/analysis/stations/batch_chain.h"

#include <numeric>

namespace catenary::analysis {

namespace {

constexpr double negligible = 1e-12;
constexpr double dust = 1e-14;          ///< a chance that adds nothing to a sum of chances
constexpr double mostElimination = 3e7; ///< products

} // namespace

void BatchChain::solveStates() {
    const auto most = static_cast<std::size_t>(m_queue.most);
    m_starts.clear();
    for (std::size_t j = 0; j < most; ++j) m_starts.push_back(startFrom(j));
    if (m_queue.instances > 1) solveIdle();

    // How far the queue reaches: the geometric decay x of b ln x = ln A(x), A the generating function of arrivals.
    const std::vector<double>& full = m_arrivals[most];
    const auto surplus = [&](double x) {
        double sum = 0.0;
        for (std::size_t n = full.size(); n-- > 0;) sum = sum * x + full[n];
        return std::log(sum) - m_queue.most * std::log(x);
    };
    double low = 1.0 + 1e-9;
    double high = 2.0;
    while (surplus(high) < 0.0 && high < 1e4) high *= 2.0;
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        (surplus(middle) < 0.0 ? low : high) = middle;
    }
    const double reach = -std::log(1e-11) / std::log(low);
    const std::size_t states = std::min(most + static_cast<std::size_t>(std::min(reach, 1e6)) + 2, mostStates);

    const std::size_t whole = 4 * most + 16;
    if (m_queue.instances > 1 && states > whole + most) {
        eliminateStates(whole, most + longestArrivals(), 1.0 / low);
        // Beyond, the queue falls geometrically.
        const double last = m_left.back() * (1.0 - 1.0 / low);
        m_left.pop_back();
        for (double p = last; m_left.size() < states && p > 1e-14; p /= low) m_left.push_back(p);
        return;
    }
    const std::size_t longest = longestArrivals();
    const double work = static_cast<double>(states) * static_cast<double>(most) * static_cast<double>(longest + most);
    if (work < mostElimination)
        eliminateStates(states, most + longest, 0.0);
    else
        sweepStates(states);
}

BatchChain::Step BatchChain::stepFrom(std::size_t j) const {
    const auto most = static_cast<std::size_t>(m_queue.most);
    if (j >= most) return {j - most, m_arrivals[most]};
    Step step;
    const std::vector<double>& begun = m_starts[j].size;
    for (std::size_t k = 1; k < begun.size(); ++k) {
        if (begun[k] <= dust) continue;
        const std::vector<double>& arrivals = m_arrivals[k];
        if (step.chance.size() < arrivals.size()) step.chance.resize(arrivals.size(), 0.0);
        for (std::size_t n = 0; n < arrivals.size(); ++n) step.chance[n] += begun[k] * arrivals[n];
    }
    return step;
}

/// π = πP by taking out the states one by one from the last (Grassmann, Taksar and Heyman 1985: no subtraction, so no
/// digits are lost). A service takes at most `most` away and `width` covers every step up, so the matrix stays a band.
/// With `decay` > 0 the last state stands for all from there on, whose chances fall by this factor.
void BatchChain::eliminateStates(std::size_t states, std::size_t width, double decay) {
    const auto most = static_cast<std::size_t>(m_queue.most);
    const std::size_t span = most + width + 1;
    std::vector<double> band(states * span, 0.0); // row i: columns i − most … i + width
    const auto at = [&](std::size_t i, std::size_t j) -> double& { return band[i * span + (j + most - i)]; };
    for (std::size_t i = 0; i < states; ++i) {
        const Step step = stepFrom(i);
        for (std::size_t n = 0; n < step.chance.size() && step.first + n < states; ++n)
            at(i, step.first + n) = step.chance[n];
        if (decay <= 0.0) continue;
        double out = 0.0; // led to the last
        for (std::size_t n = states > step.first ? states - step.first : 0; n < step.chance.size(); ++n)
            out += step.chance[n];
        if (i + 1 < states && states - 1 - i <= width) at(i, states - 1) += out;
        if (i + 1 < states) continue;
        // Σ over the states it stands for of chance × step down, for those that step below it.
        double weight = 1.0 - decay;
        for (std::size_t j = states; j < states + most; ++j) {
            weight *= decay;
            const Step more = stepFrom(j);
            for (std::size_t n = 0; n < more.chance.size() && more.first + n + 1 < states; ++n)
                at(i, more.first + n) += weight * more.chance[n];
        }
        for (std::size_t n = 0; n < step.chance.size() && step.first + n + 1 < states; ++n)
            at(i, step.first + n) -= decay * step.chance[n];
    }
    for (std::size_t n = states - 1; n > 0; --n) {
        const std::size_t low = n > most ? n - most : 0;
        double down = 0.0;
        for (std::size_t j = low; j < n; ++j) down += at(n, j);
        for (std::size_t i = n > width ? n - width : 0; i < n; ++i) {
            double& up = at(i, n);
            up = down > 0.0 && up > dust ? up / down : 0.0;
            if (up == 0.0) continue;
            const double share = up;
            const std::size_t first = std::max(low, i > most ? i - most : 0);
            const double* from = &at(n, first);
            double* into = &at(i, first);
            for (std::size_t j = 0; j < n - first; ++j) into[j] += share * from[j];
        }
    }
    m_left.assign(states, 0.0);
    m_left[0] = 1.0;
    double sum = 1.0;
    for (std::size_t n = 1; n < states; ++n) {
        for (std::size_t i = n > width ? n - width : 0; i < n; ++i) m_left[n] += m_left[i] * at(i, n);
        sum += m_left[n];
    }
    for (double& p : m_left) p /= sum;
}

/// The same by repetition, for batches so large that the band is no shorter than the matrix.
void BatchChain::sweepStates(std::size_t states) {
    std::vector<Step> steps;
    for (std::size_t j = 0; j < states; ++j) steps.push_back(stepFrom(j));
    m_left.assign(states, 0.0);
    m_left[0] = 1.0;
    std::vector<double> after(states);
    for (int sweep = 0; sweep < 4000; ++sweep) {
        std::fill(after.begin(), after.end(), 0.0);
        for (std::size_t j = 0; j < states; ++j) {
            if (m_left[j] < 1e-18) continue;
            const Step& step = steps[j];
            const std::size_t end = std::min(step.chance.size(), states - step.first);
            for (std::size_t n = 0; n < end; ++n) after[step.first + n] += m_left[j] * step.chance[n];
        }
        const double sum = std::accumulate(after.begin(), after.end(), 0.0);
        double change = 0.0;
        for (std::size_t j = 0; j < states; ++j) {
            after[j] /= sum;
            change += std::abs(after[j] - m_left[j]);
        }
        m_left.swap(after);
        if (change < negligible) break;
    }
}

} // namespace catenary::analysis
