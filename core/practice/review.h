// SPDX-License-Identifier: Apache-2.0
// What the learner reads after a drill: scores, phases against their budgets, what was missed, numbers said against the
// model, how well the own rating fits, and the one thing to do next.
#pragma once

#include "core/practice/rubric.h"
#include "core/practice/score.h"

namespace catenary::practice {

struct PhaseReview {
    std::string title;
    double budget_s = 0, actual_s = 0;
};

struct NumberReview {
    Figure figure;
    std::optional<double> said;
    double credit = 0;
};

/// Own rating against the machine, both 0…1: positive means rated too high.
struct Calibration {
    std::string area; ///< title of the rubric's area
    double self = 0, machine = 0;
    [[nodiscard]] double gap() const { return self - machine; }
};

struct Review {
    int minutes = 0;
    bool complete = true; ///< not stopped early
    Scores scores;
    double total = 0; ///< 0…100
    std::vector<PhaseReview> phases;
    double overrun_s = 0;
    std::vector<Weighted> missed;                               ///< heaviest first
    std::vector<std::pair<std::string, std::string>> backwards; ///< edges told target before source, by title
    std::vector<NumberReview> numbers;                          ///< of the figures the model has
    std::vector<Calibration> calibration;
    std::optional<double> rating; ///< mean of the own ratings, 1…4
    std::string weakestPhase;     ///< title of the one farthest from its budget, relative to it
    std::string next;             ///< the one next action
};

/// Levels 1…4 of an area as 0, ⅓, ⅔, 1. The machine judges three areas: structure by (P + T)/2, architecture by
/// (C + O)/2, numbers by N.
[[nodiscard]] Review review(const Drill& drill, const Subject& subject);

/// For the library: everything but `calibration` and `next`, which follow from the rest.
[[nodiscard]] support::Json toJson(const Review& review);
/// The review as it was kept; `ratings` are those of the drill. What is absent stays empty. Error: it is no review.
[[nodiscard]] support::Result<Review> reviewFromJson(const support::Json& json,
                                                     const std::map<std::string, int>& ratings);

} // namespace catenary::practice
