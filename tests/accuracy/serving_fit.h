// SPDX-License-Identifier: Apache-2.0
// Fits the constants of the inference physics to measured runs.
#pragma once

#include "core/inference/run.h"

#include <functional>
#include <string>
#include <vector>

namespace catenary::accuracy {

/// A measured run that the physics predicts.
struct MeasuredRun {
    inference::Run run;
    std::string group;    ///< of the rows file
    std::string accuracy; ///< id of the group whose error applies
    double value = 0;
};

/// What a fit adjusts and by which runs: constants whose `fit` is `id`, by runs of the named accuracy groups.
struct Stage {
    std::string id;
    std::vector<std::string> accuracies;
};
/// In the order they are fitted: later ones take what earlier ones found as given.
[[nodiscard]] const std::vector<Stage>& stages();

/// log(predicted ÷ measured).
[[nodiscard]] double logError(const MeasuredRun& run, const inference::Constants& constants);

/// The geometric middle of each constant's range: where a fit starts that is to depend on nothing but the runs.
[[nodiscard]] inference::Constants middles(const inference::Tables& tables);

/// Adjusts the constants of `tables`, stage by stage, from `start`: least robust error of log(predicted ÷ measured),
/// each group of rows counting as much as the root of its size, within the ranges of the constants. A constant that the
/// runs say nothing about stays at `start`. Levenberg–Marquardt steps on the logarithms of the constants with numeric
/// derivatives.
[[nodiscard]] inference::Constants fit(const std::vector<const MeasuredRun*>& runs, const inference::Tables& tables,
                                       const inference::Constants& start);

} // namespace catenary::accuracy
