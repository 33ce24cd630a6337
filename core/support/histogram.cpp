// SPDX-License-Identifier: Apache-2.0
#include "core/support/histogram.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>

namespace catenary::support {

void Histogram::addOutside(double x) {
    assert(x >= 0.0);
    const std::size_t number = static_cast<std::size_t>(std::bit_cast<std::uint64_t>(x) >> shift);
    if (number < least) {
        ++m_zeros;
    } else if (number >= most) {
        ++m_infinite;
    } else {
        const std::size_t octave = number / perOctave * perOctave;
        reach(octave, octave + perOctave);
        ++m_counts[number - m_first];
    }
}

void Histogram::reach(std::size_t first, std::size_t end) {
    if (m_counts.empty()) m_first = first;
    if (first < m_first) {
        m_counts.insert(m_counts.begin(), m_first - first, 0);
        m_first = first;
    }
    if (end > m_first + m_counts.size()) m_counts.resize(end - m_first, 0);
}

void Histogram::merge(const Histogram& other) {
    if (!other.m_counts.empty()) {
        reach(other.m_first, other.m_first + other.m_counts.size());
        const std::size_t offset = other.m_first - m_first;
        for (std::size_t i = 0; i < other.m_counts.size(); ++i) m_counts[offset + i] += other.m_counts[i];
    }
    m_zeros += other.m_zeros;
    m_infinite += other.m_infinite;
    m_sum += other.m_sum;
}

void Histogram::clear() {
    std::fill(m_counts.begin(), m_counts.end(), 0);
    m_zeros = 0;
    m_infinite = 0;
    m_sum = 0.0;
}

std::uint64_t Histogram::count() const {
    return std::accumulate(m_counts.begin(), m_counts.end(), m_zeros + m_infinite);
}

double Histogram::mean() const {
    const std::uint64_t n = count();
    return n == 0 ? std::numeric_limits<double>::quiet_NaN() : m_sum / static_cast<double>(n);
}

double Histogram::lowerEnd(std::size_t bucket) const {
    return std::bit_cast<double>(static_cast<std::uint64_t>(m_first + bucket) << shift);
}

double Histogram::quantile(double p) const {
    assert(p >= 0.0 && p <= 1.0);
    const std::uint64_t n = count();
    if (n == 0) return std::numeric_limits<double>::quiet_NaN();
    const double rank = p * static_cast<double>(n);
    auto below = static_cast<double>(m_zeros);
    if (m_zeros > 0 && rank <= below) return 0.0;
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        if (m_counts[i] == 0) continue;
        const auto here = static_cast<double>(m_counts[i]);
        if (rank <= below + here) return lowerEnd(i) + (lowerEnd(i + 1) - lowerEnd(i)) * ((rank - below) / here);
        below += here;
    }
    return std::numeric_limits<double>::infinity();
}

double Histogram::countUpTo(double t) const {
    if (t < 0.0) return 0.0;
    auto sum = static_cast<double>(m_zeros);
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        const double low = lowerEnd(i);
        if (t <= low) return sum;
        const double high = lowerEnd(i + 1);
        const double share = t >= high ? 1.0 : (t - low) / (high - low);
        sum += share * static_cast<double>(m_counts[i]);
    }
    return t == std::numeric_limits<double>::infinity() ? sum + static_cast<double>(m_infinite) : sum;
}

Histogram::Points Histogram::points() const {
    Points points;
    const std::uint64_t total = count();
    const auto add = [&](double at, std::uint64_t below) {
        points.at.push_back(at);
        points.cdf.push_back(static_cast<double>(below) / static_cast<double>(total));
    };
    std::uint64_t below = m_zeros;
    if (m_zeros > 0) add(0.0, below);
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        if (m_counts[i] == 0) continue;
        if (i == 0 || m_counts[i - 1] == 0) add(lowerEnd(i), below);
        below += m_counts[i];
        add(lowerEnd(i + 1), below);
    }
    return points;
}

} // namespace catenary::support
