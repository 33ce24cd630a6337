// SPDX-License-Identifier: Apache-2.0
// What a finite run says about the long run: how much of its start to drop, 95 % intervals of means and quantiles, and
// when to stop. Correlation between successive observations is met by batches, whose own correlation widens the
// interval.
#pragma once

#include "core/support/histogram.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace catenary::simulation {

/// An estimate with its 95 % interval; all NaN where nothing was observed, an end infinite where it is not known.
struct Interval {
    double value = std::numeric_limits<double>::quiet_NaN();
    double low = value, high = value;
    /// Half the interval over the value; 0 for an interval without width.
    [[nodiscard]] double relativeHalfWidth() const;
};

/// Observations of one quantity in one replication (response times of a class, say) in the order in which they were
/// made, as at most 16 batches of equal count; when these are full, neighbours become one. Memory is that of 16
/// histograms and does not grow with the run.
class Observations {
public:
    Observations();

    /// x >= 0.
    void add(double x) {
        m_batches[m_current].add(x);
        if (--m_left == 0) [[unlikely]]
            closeBatch();
    }

    [[nodiscard]] std::uint64_t count() const;
    /// Observations in a full batch: a power of two.
    [[nodiscard]] std::uint64_t batchSize() const { return m_size; }
    /// Full batches in order; what is observed since the last of them is in none.
    [[nodiscard]] std::span<const support::Histogram> batches() const { return {m_batches.data(), m_current}; }
    /// Everything observed, added to `all`.
    void addTo(support::Histogram& all) const;

private:
    static constexpr std::size_t most = 16;
    void closeBatch();

    std::vector<support::Histogram> m_batches;
    std::size_t m_current = 0;
    std::uint64_t m_size = 16, m_left = m_size;
};

/// The same quantity over all replications: estimates from all observations, intervals from batches. Refers to the
/// observations, which must stay as they are meanwhile.
class Pooled {
public:
    explicit Pooled(std::span<const Observations* const> replications);

    [[nodiscard]] const support::Histogram& all() const { return m_all; }
    [[nodiscard]] Interval mean() const;
    /// The p-quantile, 0 < p < 1: the interval is what the histogram has at the ends of the interval of the share at
    /// most the estimate (Woodruff 1952), whose batches are averages as those of a mean are.
    [[nodiscard]] Interval quantile(double p) const;

private:
    /// Half the 95 % interval of an average over all observations whose value is `centre`, from what `sum` gives for
    /// each batch.
    template <class Sum> [[nodiscard]] double halfWidth(double centre, Sum sum) const;

    std::span<const Observations* const> m_replications;
    support::Histogram m_all;
    std::uint64_t m_size = 0; ///< observations in a batch: the most of any replication
};

/// Mean of values that are independent and alike, one a replication, with Student's interval.
[[nodiscard]] Interval ofReplications(std::span<const double> values);

/// Σ above ÷ Σ below, one of each a replication, with the interval of how the replications differ (delta method). All
/// zero where nothing is below.
[[nodiscard]] Interval ratioOfReplications(std::span<const double> above, std::span<const double> below);

/// How many of the first observations to drop (MSER-5, White 1997): the truncation, in batches of five, after which
/// the standard error of the mean of the rest is least. Nothing where that leaves less than half: the series is too
/// short to tell. Give it the average over replications of the n-th observation, which is less noisy than one series.
[[nodiscard]] std::optional<std::size_t> mser5(std::span<const double> observations);

/// Stops at the second look in a row at which all intervals are narrow enough: the first crossing of a threshold is
/// too often luck. To be asked at counts fixed beforehand (`nextLook`).
class StopRule {
public:
    /// `excess`: the largest half-width over the one asked for. True to stop.
    bool look(double excess);

private:
    bool m_narrow = false; ///< at the last look
};

/// The count of the look after that at `observations`: a quarter more, at least `first`. Where half-widths are `excess`
/// times those asked for, looks are left out that would come before half of what it seems to take, twice the count at
/// most: a run that looks less often is lucky less often.
[[nodiscard]] std::uint64_t nextLook(std::uint64_t observations, std::uint64_t first, double excess);

} // namespace catenary::simulation
