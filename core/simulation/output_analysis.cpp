// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/output_analysis.h"

#include "core/support/distribution_functions.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace catenary::simulation {

using support::Histogram;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Half of a 95 % interval, in standard errors.
double student(double degrees) {
    return support::studentQuantile(0.975, degrees);
}

} // namespace

double Interval::relativeHalfWidth() const {
    const double width = high - low;
    return width == 0.0 ? 0.0 : 0.5 * width / std::abs(value);
}

Observations::Observations() : m_batches(most) {}

void Observations::closeBatch() {
    if (++m_current == most) {
        for (std::size_t i = 0; i < most / 2; ++i) {
            if (i > 0) std::swap(m_batches[i], m_batches[2 * i]);
            m_batches[i].merge(m_batches[2 * i + 1]);
        }
        for (std::size_t i = most / 2; i < most; ++i) m_batches[i].clear();
        m_current = most / 2;
        m_size *= 2;
    }
    m_left = m_size;
}

std::uint64_t Observations::count() const {
    return m_current * m_size + (m_size - m_left);
}

void Observations::addTo(Histogram& all) const {
    for (const Histogram& batch : m_batches) all.merge(batch);
}

Pooled::Pooled(std::span<const Observations* const> replications) : m_replications(replications) {
    for (const Observations* replication : replications) {
        m_size = std::max(m_size, replication->batchSize());
        replication->addTo(m_all);
    }
}

template <class Sum> double Pooled::halfWidth(double centre, Sum sum) const {
    const auto size = static_cast<double>(m_size);
    double squares = 0.0;
    double fourths = 0.0;
    double products = 0.0;
    std::size_t count = 0;
    std::size_t pairs = 0;
    for (const Observations* replication : m_replications) {
        const std::span<const Histogram> batches = replication->batches();
        const std::size_t together = m_size / replication->batchSize();
        double before = 0.0;
        for (std::size_t first = 0; first + together <= batches.size(); first += together) {
            double whole = 0.0;
            for (const Histogram& batch : batches.subspan(first, together)) whole += sum(batch);
            const double deviation = whole / size - centre;
            squares += deviation * deviation;
            fourths += deviation * deviation * deviation * deviation;
            ++count;
            if (first > 0) {
                products += deviation * before;
                ++pairs;
            }
            before = deviation;
        }
    }
    if (count < 2 || pairs == 0) return infinity;
    if (squares == 0.0) return 0.0;
    // Batches as a first-order autoregression: the variance of their mean is inflated by (1 + r)/(1 − r), the degrees
    // of freedom shrink by (1 − r²)/(1 + r²). The estimate of r is 1/n too small as the mean is itself estimated.
    // A variance is known to fewer degrees where batches have long tails: 2n/(κ − 1) of them, κ the kurtosis (Box
    // 1953). Half of that is taken, for what makes a variance low makes κ, a mean and a quantile low as well.
    const auto n = static_cast<double>(count);
    const double variance = squares / (n - 1.0);
    const double r = std::clamp(products / static_cast<double>(pairs) / variance + 1.0 / n, 0.0, 0.95);
    const double kurtosis = n * fourths / (squares * squares);
    const double independent = kurtosis > 1.0 ? std::min(n - 1.0, n / (kurtosis - 1.0)) : n - 1.0;
    const double degrees = independent * (1.0 - r * r) / (1.0 + r * r);
    const double observed = static_cast<double>(m_all.count()) / size; // in batches, those not full included
    return student(degrees) * std::sqrt(variance / observed * (1.0 + r) / (1.0 - r));
}

Interval Pooled::mean() const {
    const double value = m_all.mean();
    const double half = halfWidth(value, [](const Histogram& batch) { return batch.sum(); });
    return {value, value - half, value + half};
}

Interval Pooled::quantile(double p) const {
    const double value = m_all.quantile(p);
    if (!(value < infinity)) return {value, value, value};
    // More than p of what is observed is at most the estimate where many observations are equal.
    const double atMost = m_all.countUpTo(value) / static_cast<double>(m_all.count());
    const double half = halfWidth(atMost, [&](const Histogram& batch) { return batch.countUpTo(value); });
    return {value, p > half ? m_all.quantile(p - half) : 0.0, p + half < 1.0 ? m_all.quantile(p + half) : infinity};
}

Interval ofReplications(std::span<const double> values) {
    if (values.empty()) return {};
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0.0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    const double half = squares == 0.0 ? 0.0 : student(n - 1.0) * std::sqrt(squares / (n - 1.0) / n);
    return {mean, mean - half, mean + half};
}

Interval ratioOfReplications(std::span<const double> above, std::span<const double> below) {
    const double under = std::accumulate(below.begin(), below.end(), 0.0);
    if (under <= 0.0) return {0.0, 0.0, 0.0};
    const double value = std::accumulate(above.begin(), above.end(), 0.0) / under;
    const double each = under / static_cast<double>(below.size());
    std::vector<double> residuals;
    for (std::size_t r = 0; r < below.size(); ++r) residuals.push_back(value + (above[r] - value * below[r]) / each);
    const Interval interval = ofReplications(residuals);
    return {value, value - (interval.value - interval.low), value + (interval.high - interval.value)};
}

std::optional<std::size_t> mser5(std::span<const double> observations) {
    constexpr std::size_t five = 5;
    const std::size_t batches = observations.size() / five;
    // From the end: sums over the batches that are kept. The squared standard error of their mean is
    // (Σ y² − (Σ y)²/k)/k².
    double sum = 0.0;
    double squares = 0.0;
    double least = infinity;
    std::size_t dropped = batches;
    for (std::size_t kept = 1; kept <= batches; ++kept) {
        const std::size_t first = (batches - kept) * five;
        double y = 0.0;
        for (std::size_t i = first; i < first + five; ++i) y += observations[i] / static_cast<double>(five);
        sum += y;
        squares += y * y;
        const auto k = static_cast<double>(kept);
        const double error = (squares - sum * sum / k) / (k * k);
        constexpr std::size_t fewest = 5; // a handful of batches at the end is alike by chance
        if (kept >= fewest && error <= least) {
            least = error;
            dropped = batches - kept;
        }
    }
    if (2 * dropped > batches || batches == 0) return std::nullopt;
    return dropped * five;
}

bool StopRule::look(double excess) {
    const bool narrow = excess <= 1.0;
    const bool stop = narrow && m_narrow;
    m_narrow = narrow;
    return stop;
}

std::uint64_t nextLook(std::uint64_t observations, std::uint64_t first, double excess) {
    const auto now = static_cast<double>(observations);
    const double needed = std::min(0.5 * now * excess * excess, 2.0 * now); // half-widths shrink as the root grows
    std::uint64_t look = std::max(first, observations + observations / 4);
    for (std::uint64_t next = look; static_cast<double>(next) <= needed; next += next / 4) look = next;
    return look;
}

} // namespace catenary::simulation
