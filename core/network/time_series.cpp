// SPDX-License-Identifier: Apache-2.0
#include "core/network/time_series.h"

#include <algorithm>
#include <cmath>

namespace catenary::network {

namespace {

constexpr double nearEnough = 1.1; ///< of what it was before

std::optional<double> median(std::vector<double> values) {
    std::erase_if(values, [](double value) { return !std::isfinite(value); });
    if (values.empty()) return std::nullopt;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::optional<double> medianOf(const std::vector<double>& values, std::size_t first, std::size_t end) {
    return median(
        {values.begin() + static_cast<std::ptrdiff_t>(first), values.begin() + static_cast<std::ptrdiff_t>(end)});
}

} // namespace

std::optional<Recovery> recovery(const TimeSeries& series, std::size_t k) {
    const std::vector<double>& p99 = series.classes[k].p99_ms.value;
    const std::size_t buckets = series.at_s.size();
    Recovery result;
    bool any = false;
    for (std::size_t b = 0; b < buckets; ++b) {
        if (!std::isfinite(p99[b]) || (any && p99[b] <= result.worst_p99_ms)) continue;
        any = true;
        result.worst_p99_ms = p99[b];
        result.worst_at_s = series.at_s[b];
    }
    if (!any) return std::nullopt;
    double first = series.end_s;
    double last = 0;
    for (const TimeSeries::Shock& shock : series.shocks) {
        first = std::min(first, shock.from_s);
        last = std::max(last, std::max(shock.from_s, shock.to_s));
    }
    std::size_t before = 0;
    while (before < buckets && series.at_s[before] + series.bucket_s <= first + 1e-9) ++before;
    constexpr std::size_t most = 10;
    if (!series.shocks.empty()) result.before_p99_ms = medianOf(p99, before > most ? before - most : 0, before);
    const auto usual = result.before_p99_ms ? result.before_p99_ms
                                            : medianOf(p99, buckets - std::max<std::size_t>(buckets / 10, 1), buckets);
    for (std::size_t b = 0; b < buckets && usual; ++b) {
        if (series.at_s[b] < last - 1e-9 || !(p99[b] <= nearEnough * *usual)) continue;
        result.recovered_after_s = series.at_s[b] - last;
        break;
    }
    return result;
}

} // namespace catenary::network
