// SPDX-License-Identifier: Apache-2.0
#include "core/network/trace.h"

#include "core/support/files.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

namespace catenary::network {

namespace {

constexpr std::size_t mostArrivals = 10'000'000;
constexpr std::size_t mostValues = 1000; ///< of the law of an attribute
constexpr std::array attributeNames{"input_tokens", "output_tokens", "items"};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\"";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::optional<double> numberIn(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::vector<std::string_view> cellsOf(std::string_view row) {
    std::vector<std::string_view> cells;
    for (std::size_t at = 0; at <= row.size();) {
        const std::size_t end = std::min(row.find(',', at), row.size());
        cells.push_back(trimmed(row.substr(at, end - at)));
        at = end + 1;
    }
    return cells;
}

/// Columns that say what a request brings, by their place.
std::map<std::size_t, std::string> attributeColumns(const std::vector<std::string_view>& heading) {
    std::map<std::size_t, std::string> columns;
    for (std::size_t i = 1; i < heading.size(); ++i)
        if (std::find(attributeNames.begin(), attributeNames.end(), heading[i]) != attributeNames.end())
            columns.emplace(i, heading[i]);
    return columns;
}

} // namespace

support::Distribution lawOf(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t parts = std::min(values.size(), mostValues);
    std::vector<double> means;
    std::vector<double> weights;
    for (std::size_t i = 0; i < parts; ++i) {
        const std::size_t from = i * values.size() / parts;
        const std::size_t to = (i + 1) * values.size() / parts;
        const auto first = values.begin() + static_cast<std::ptrdiff_t>(from);
        const auto last = values.begin() + static_cast<std::ptrdiff_t>(to);
        const double mean = std::accumulate(first, last, 0.0) / static_cast<double>(to - from);
        if (!means.empty() && means.back() == mean) {
            weights.back() += static_cast<double>(to - from);
            continue;
        }
        means.push_back(mean);
        weights.push_back(static_cast<double>(to - from));
    }
    return support::Distribution::empirical(std::move(means), std::move(weights));
}

support::Result<Trace> readTrace(const std::filesystem::path& file) {
    const auto text = support::readFile(file);
    if (!text) return tl::unexpected(text.error());
    const auto wrong = [&](int line, const std::string& message, const std::string& hint = {}) {
        return support::fail(support::ErrorCode::Input, message, {file.string(), {}, line, 0}, hint);
    };
    Trace trace;
    double first = 0;
    double last = 0;
    int line = 0;
    std::map<std::size_t, std::string> columns;
    for (std::size_t at = 0; at < text->size();) {
        const std::size_t end = std::min(text->find('\n', at), text->size());
        const std::string_view row(text->data() + at, end - at);
        at = end + 1;
        ++line;
        if (trimmed(row).empty()) continue;
        const std::vector<std::string_view> cells = cellsOf(row);
        const auto seconds = numberIn(cells.front());
        if (!seconds && line == 1) {
            columns = attributeColumns(cells);
            continue;
        }
        if (!seconds)
            return wrong(line, "`" + std::string(cells.front().substr(0, 40)) + "` is not a number of seconds");
        for (const auto& [column, name] : columns) {
            const auto value = column < cells.size() ? numberIn(cells[column]) : std::nullopt;
            if (!value || *value < 0)
                return wrong(line, "`" + name + "` must be a number of at least 0",
                             "give it in every row, or leave the column out");
            trace.attributes[name].push_back(*value);
        }
        if (trace.at_ms.empty()) first = last = *seconds;
        if (*seconds < last)
            return wrong(line, "the times of a trace must ascend", "sort the rows by their first column");
        last = *seconds;
        if (trace.at_ms.size() == mostArrivals)
            return wrong(line, "a trace may hold at most 10 000 000 arrivals", "keep a shorter part of it");
        trace.at_ms.push_back(1000.0 * (*seconds - first));
    }
    if (trace.at_ms.size() < 2 || !(last > first))
        return wrong(std::max(line, 1), "a trace needs arrivals at two different times at least");
    const double span = trace.at_ms.back();
    trace.period_ms = span + span / static_cast<double>(trace.at_ms.size() - 1);
    return trace;
}

} // namespace catenary::network
