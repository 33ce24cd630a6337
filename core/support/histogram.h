// SPDX-License-Identifier: Apache-2.0
// A histogram of non-negative numbers with buckets of equal relative width: its memory is bounded by the range of what
// was added, not by how much, and histograms of parts add up to that of the whole.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace catenary::support {

/// 128 buckets for each octave (power of two), linear within it: a bucket is at most 1/128 wide, so that its middle is
/// within 0.4 % of what it holds; quantiles interpolate and are usually far closer. Zero is counted exactly; a positive
/// number below 2^-64 counts as zero, one of 2^64 or more as infinite.
class Histogram {
public:
    /// x >= 0.
    void add(double x) {
        m_sum += x;
        const std::size_t bucket = static_cast<std::size_t>(std::bit_cast<std::uint64_t>(x) >> shift) - m_first;
        if (bucket < m_counts.size()) [[likely]]
            ++m_counts[bucket];
        else
            addOutside(x);
    }
    /// What the other holds as well.
    void merge(const Histogram& other);
    /// Forgets what was added, keeps the memory.
    void clear();

    [[nodiscard]] std::uint64_t count() const;
    [[nodiscard]] double sum() const { return m_sum; }
    /// NaN if empty.
    [[nodiscard]] double mean() const;
    /// The smallest t with a share of at least p of the numbers at most t, 0 <= p <= 1; linear within a bucket.
    /// NaN if empty, infinity where the numbers from 2^64 on begin.
    [[nodiscard]] double quantile(double p) const;
    /// How many numbers are at most t: the inverse of `quantile`, linear within a bucket.
    [[nodiscard]] double countUpTo(double t) const;

    /// The distribution function at the ends of every bucket that is not empty, both ascending: straight lines between
    /// these points are what `quantile` inverts. Empty if nothing was added.
    struct Points {
        std::vector<double> at, cdf;
    };
    [[nodiscard]] Points points() const;

private:
    static constexpr unsigned perOctave = 128;
    static constexpr unsigned shift = 52 - 7; ///< the bits of a double above these number its bucket
    static constexpr std::size_t least = std::size_t{1023 - 64} * perOctave;
    static constexpr std::size_t most = std::size_t{1023 + 64} * perOctave;

    void addOutside(double x);
    void reach(std::size_t first, std::size_t end);
    [[nodiscard]] double lowerEnd(std::size_t bucket) const;

    std::size_t m_first = least; ///< number of m_counts[0], at the start of an octave
    std::vector<std::uint64_t> m_counts;
    std::uint64_t m_zeros = 0, m_infinite = 0;
    double m_sum = 0.0;
};

} // namespace catenary::support
