// SPDX-License-Identifier: Apache-2.0
// The expressions of a kind's `lower`: numbers, names of parameters, + - * /, unary minus, parentheses, min(…), max(…),
// ceil(…). A number may carry a unit, `5[ms]`; without one it is a pure number. Sums, min and max want equal
// dimensions; seconds and milliseconds mix freely and the result is converted to the unit that is asked for.
#pragma once

#include "core/catalog/units.h"

#include <functional>
#include <optional>

namespace catenary::catalog {

/// A number in base units with its dimension; no value where a parameter that enters is not set.
struct Quantity {
    std::optional<double> value;
    Unit unit; ///< factor 1
};

/// The quantity of a name. Error: there is no such name, or it is no number.
using NameLookup = std::function<support::Result<Quantity>(std::string_view name)>;

/// The value of `text` in `target`; nothing where a parameter that enters is not set. Errors: what cannot be read, a
/// name unknown to `lookup`, dimensions that do not fit (found even if a value is not set), a result that is not
/// finite.
[[nodiscard]] support::Result<std::optional<double>> evaluate(std::string_view text, const NameLookup& lookup,
                                                              const Unit& target);

} // namespace catenary::catalog
