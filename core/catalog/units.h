// SPDX-License-Identifier: Apache-2.0
// Units as products of powers of time, bytes, money and work: enough to notice that milliseconds were added to bytes,
// and to convert seconds to milliseconds where a parameter wants those. Counts (requests, tokens, items, …) are pure
// numbers.
#pragma once

#include "core/support/result.h"

#include <array>
#include <string>
#include <string_view>

namespace catenary::catalog {

/// One of the unit is `factor` of the base units (ms, byte, usd, flop) raised to `powers`.
struct Unit {
    enum Base { Time, Bytes, Money, Work };
    double factor = 1;
    std::array<int, 4> powers{};

    [[nodiscard]] bool sameDimension(const Unit& other) const { return powers == other.powers; }
    [[nodiscard]] bool isPureNumber() const { return powers == std::array<int, 4>{}; }
};

[[nodiscard]] Unit operator*(const Unit& a, const Unit& b);
[[nodiscard]] Unit operator/(const Unit& a, const Unit& b);

/// Reads `ms`, `request/s`, `usd/h`, `GB`, `1/s`, `%`, …: names joined by `*` and `/`, left to right. The empty text is
/// a pure number. Error: a name that is no unit.
[[nodiscard]] support::Result<Unit> parseUnit(std::string_view text);

/// The dimension for people: "ms", "byte/ms", "a pure number".
[[nodiscard]] std::string dimensionName(const Unit& unit);

} // namespace catenary::catalog
