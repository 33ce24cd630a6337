// SPDX-License-Identifier: Apache-2.0
// Scores of a drill, each 0…1. They measure coverage, order, timing and numeracy, not whether what was said is right.
#pragma once

#include "core/practice/drill.h"
#include "core/practice/subject.h"

namespace catenary::practice {

struct Scores {
    double coverage = 0, order = 0, pacing = 0, time = 0, numbers = 0;
    std::optional<double> curveball; ///< absent: the drill had none
};

/// C = Σ wᵢtᵢ / Σ wᵢ, tᵢ = 1 where the component was touched. 1 when there is nothing to touch.
[[nodiscard]] double coverage(const std::vector<Weighted>& components, const std::vector<std::string>& touched);
/// O = edges of the path whose ends were first touched source before target ÷ edges with both ends touched; 0 when no
/// edge has both. `touched` is in the order of first touches.
[[nodiscard]] double order(const std::vector<std::pair<std::string, std::string>>& path,
                           const std::vector<std::string>& touched);
/// P = Σ bᵢ·clamp(1 − max(0, |dᵢ − bᵢ|/bᵢ − 0.15)/0.5) / Σ bᵢ, b budget and d duration of a phase, in one unit.
[[nodiscard]] double pacing(const std::vector<double>& budgets, const std::vector<double>& durations);
/// T = 1 from 0.90 to 1.00 of the budget, linear to 0 at 0.60 and at 1.10.
[[nodiscard]] double timeScore(double duration, double budget);
/// Credit of one number: e = |log₂(said ÷ model)|; 1 if e ≤ 0.32 (×1.25), 0.5 if e ≤ 1 (×2), else 0. For
/// `availability` both are downtimes, 1 − a. Values of other sign than the model's, and 0, get 0 unless they are equal.
[[nodiscard]] double numberCredit(const std::string& key, double said, double model);
/// N = mean credit over the figures the model has; unsaid counts 0. 0 when it has none.
[[nodiscard]] double numbers(const std::vector<Figure>& figures, const std::vector<Said>& said);

/// S = 100(0.25 C + 0.10 O + 0.15 P + 0.10 T + 0.20 N + 0.20 Q); without a curveball the sum of the rest ÷ 0.80.
[[nodiscard]] double total(const Scores& scores);
/// "Again" below 50, "Hard" below 70, "Good" below 85, else "Easy".
[[nodiscard]] const char* gradeOf(double total);

/// All scores of a drill that has been run.
[[nodiscard]] Scores score(const Drill& drill, const Subject& subject);

} // namespace catenary::practice
