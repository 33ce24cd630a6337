// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/units.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace catenary::catalog {

namespace {

struct Named {
    std::string_view name;
    Unit unit;
};

constexpr double kibi = 1024.0;
constexpr Unit time(double ms) {
    return {ms, {1, 0, 0, 0}};
}
constexpr Unit bytes(double count) {
    return {count, {0, 1, 0, 0}};
}
constexpr Unit work(double flop) {
    return {flop, {0, 0, 0, 1}};
}
constexpr Unit number(double value = 1) {
    return {value, {}};
}

constexpr Named measures[] = {
    {"us", time(1e-3)},
    {"ms", time(1)},
    {"s", time(1e3)},
    {"min", time(60e3)},
    {"h", time(3600e3)},
    {"day", time(86400e3)},
    {"week", time(604800e3)},
    {"month", time(730 * 3600e3)}, // 365 d × 24 h ÷ 12, as for costs
    {"bit", bytes(0.125)},
    {"Gbit", bytes(0.125e9)},
    {"byte", bytes(1)},
    {"kB", bytes(1e3)},
    {"MB", bytes(1e6)},
    {"GB", bytes(1e9)},
    {"TB", bytes(1e12)},
    {"KiB", bytes(kibi)},
    {"MiB", bytes(kibi* kibi)},
    {"GiB", bytes(kibi* kibi* kibi)},
    {"TiB", bytes(kibi* kibi* kibi* kibi)},
    {"usd", {1, {0, 0, 1, 0}}},
    {"flop", work(1)},
    {"GFLOP", work(1e9)},
    {"TFLOP", work(1e12)},
    {"1", number()},
    {"%", number(0.01)},
    {"1e6", number(1e6)},
    {"1e9", number(1e9)},
};

/// What can be counted. Sorted.
constexpr std::string_view counts[] = {
    "batch",   "connection", "core",      "document", "event",     "gpu",    "image", "item",   "label",
    "lookup",  "message",    "operation", "page",     "parameter", "point",  "query", "record", "replica",
    "request", "round_trip", "row",       "rule",     "sample",    "scrape", "seat",  "span",   "step",
    "token",   "tree",       "trial",     "vcpu",     "vector",    "vote",
};

} // namespace

Unit operator*(const Unit& a, const Unit& b) {
    Unit result{a.factor * b.factor, a.powers};
    for (std::size_t i = 0; i < result.powers.size(); ++i) result.powers[i] += b.powers[i];
    return result;
}

Unit operator/(const Unit& a, const Unit& b) {
    Unit result{a.factor / b.factor, a.powers};
    for (std::size_t i = 0; i < result.powers.size(); ++i) result.powers[i] -= b.powers[i];
    return result;
}

support::Result<Unit> parseUnit(std::string_view text) {
    Unit result;
    bool divide = false;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of("*/"), rest.size());
        const std::string_view name = rest.substr(0, end);
        Unit unit;
        const auto* measure = std::ranges::find(measures, name, &Named::name);
        if (measure != std::end(measures)) {
            unit = measure->unit;
        } else if (!std::ranges::binary_search(counts, name)) {
            return support::fail(support::ErrorCode::Input,
                                 "`" + std::string(name) + "` in `" + std::string(text) + "` is not a unit");
        }
        result = divide ? result / unit : result * unit;
        if (end == rest.size()) break;
        divide = rest[end] == '/';
        rest.remove_prefix(end + 1);
        if (rest.empty())
            return support::fail(support::ErrorCode::Input, "the unit `" + std::string(text) + "` ends too early");
    }
    return result;
}

std::string dimensionName(const Unit& unit) {
    static constexpr const char* names[] = {"ms", "byte", "usd", "flop"};
    std::string above, below;
    for (std::size_t i = 0; i < unit.powers.size(); ++i) {
        std::string& side = unit.powers[i] > 0 ? above : below;
        for (int n = 0; n < std::abs(unit.powers[i]); ++n) side += (side.empty() ? "" : "·") + std::string(names[i]);
    }
    if (above.empty() && below.empty()) return "a pure number";
    return (above.empty() ? "1" : above) + (below.empty() ? "" : "/" + below);
}

} // namespace catenary::catalog
