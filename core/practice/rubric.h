// SPDX-License-Identifier: Apache-2.0
// The learner's own rating: seven areas, four levels each, every level described by what one can observe.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace catenary::practice {

struct RubricArea {
    std::string id;
    std::string title;
    std::array<std::string, 4> levels; ///< what level 1 … 4 looks like
};

[[nodiscard]] const std::vector<RubricArea>& rubric();

/// What to do next, by the mean of the ratings (1…4): below 1.8 a worked example, below 2.6 guided, below 3.4 exam,
/// else a longer drill. Nothing without ratings.
[[nodiscard]] std::optional<double> meanRating(const std::map<std::string, int>& ratings);
[[nodiscard]] std::string adviceFor(double meanRating);

} // namespace catenary::practice
