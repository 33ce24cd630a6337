// SPDX-License-Identifier: Apache-2.0
#include "core/network/trace.h"

#include "core/support/files.h"

#include <charconv>
#include <cmath>

namespace catenary::network {

namespace {

constexpr std::size_t mostArrivals = 10'000'000;

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

} // namespace

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
    for (std::size_t at = 0; at < text->size();) {
        const std::size_t end = std::min(text->find('\n', at), text->size());
        const std::string_view row(text->data() + at, end - at);
        at = end + 1;
        ++line;
        const std::string_view cell = trimmed(row.substr(0, row.find(',')));
        if (cell.empty() && trimmed(row).empty()) continue;
        const auto seconds = numberIn(cell);
        if (!seconds) {
            if (line == 1) continue; // the heading
            return wrong(line, "`" + std::string(cell.substr(0, 40)) + "` is not a number of seconds");
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
