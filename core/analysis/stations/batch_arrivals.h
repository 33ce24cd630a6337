// SPDX-License-Identifier: Apache-2.0
// Arrivals within a time, and times as a few values, as chains of batches need them.
#pragma once

#include "core/support/distribution.h"

#include <vector>

namespace catenary::analysis {

/// Poisson probabilities 0, 1, … until the rest is negligible. `mean` >= 0.
[[nodiscard]] std::vector<double> poisson(double mean);

/// A time as `count` equally likely values with its mean; one value where it is certain.
[[nodiscard]] std::vector<double> representatives(const support::Distribution& law, int count);

} // namespace catenary::analysis
