// SPDX-License-Identifier: Apache-2.0
//
// practice: explaining a design against the clock. plan.h says how long each phase is and what it must hold; drill.h is
// the state machine (time is passed in, nothing here reads a clock); log.h keeps what happened in an append-only file;
// subject.h says what of a design matters; score.h turns both into scores; review.h is what the learner reads.
// Start at `Drill`.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace catenary::practice {

/// Pace the word budgets assume, in words a minute.
inline constexpr int wordsPerMinute = 140;

struct Phase {
    std::string id;     ///< "frame", "walk", …
    std::string title;  ///< "Frame"
    std::string prompt; ///< what to say now, one sentence
    std::string holds;  ///< what it must contain: "at least 3 numbers"
    int seconds = 0;    ///< its budget
    [[nodiscard]] int words() const { return (seconds * wordsPerMinute + 30) / 60; }
};

struct Plan {
    int minutes = 5;
    std::vector<Phase> phases;
    [[nodiscard]] int seconds() const; ///< the whole budget: minutes × 60
};

/// Lengths a drill can have, in minutes.
[[nodiscard]] const std::vector<int>& planLengths();
/// The phases of a drill of that length; nothing if there is no such length.
[[nodiscard]] std::optional<Plan> planFor(int minutes);

} // namespace catenary::practice
