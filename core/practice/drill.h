// SPDX-License-Identifier: Apache-2.0
// The course of one drill. A state machine over a monotonic clock that the caller reads: every call gets `t_ms`, the
// milliseconds since the drill was made, never going back. What happens is a list of events; feeding them to a new
// `Drill` (replay) gives the same drill.
#pragma once

#include "core/practice/plan.h"
#include "core/support/json.h"
#include "core/support/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace catenary::practice {

using Milliseconds = std::int64_t;

inline constexpr Milliseconds briefLength = 30'000;
inline constexpr Milliseconds countdownLength = 3'000;
inline constexpr Milliseconds overtimeLength = 30'000; ///< then the drill stops

enum class Stage {
    Setup,     ///< being chosen
    Brief,     ///< reading the task; ends by itself
    Countdown, ///< 3, 2, 1
    Running,   ///< in a phase, within the whole budget
    Overtime,  ///< in a phase, beyond it
    SelfRate,  ///< the learner's own rating, before any score is shown
    Review,
    Aborted, ///< stopped early: kept as incomplete, in no statistics
};
[[nodiscard]] const char* toString(Stage stage);

enum class Mode {
    Guided, ///< prompts are shown and the clock can pause
    Exam,   ///< zones only
};
[[nodiscard]] const char* toString(Mode mode);

struct Event {
    Milliseconds t_ms = 0;
    std::string type; ///< begin, next, point, number, unsay, pause, resume, rate, rated, abort
    support::Json data = support::Json::object();
    bool operator==(const Event&) const = default;
};

/// A number that was said: `key` is one of score.h's figures.
struct Said {
    std::string key;
    double value = 0;
};

class Drill {
public:
    Drill(Plan plan, Mode mode);

    // What the learner does. Each returns false, and changes nothing, where it makes no sense.
    bool begin(Milliseconds t_ms); ///< Setup → Brief
    bool next(Milliseconds t_ms);  ///< Space: Brief → Countdown; the next phase; the last one ends the run
    bool point(Milliseconds t_ms, const std::string& element); ///< at a component or connection, while it runs
    bool number(Milliseconds t_ms, const std::string& key, double value); ///< while it runs or is rated
    bool unsay(Milliseconds t_ms, const std::string& key); ///< takes a number back; only one that was said
    bool pause(Milliseconds t_ms);                         ///< guided only
    bool resume(Milliseconds t_ms);
    bool rate(Milliseconds t_ms, const std::string& area, int level); ///< 1…4
    bool finishRating(Milliseconds t_ms);                             ///< SelfRate → Review, when every area is rated
    bool abort(Milliseconds t_ms);
    /// Lets time pass: Brief, Countdown, Overtime and its hard stop. True if the stage changed.
    bool tick(Milliseconds t_ms);

    [[nodiscard]] const Plan& plan() const { return m_plan; }
    [[nodiscard]] Mode mode() const { return m_mode; }
    [[nodiscard]] Stage stage() const { return m_stage; }
    [[nodiscard]] bool paused() const { return m_pausedAt >= 0; }
    [[nodiscard]] bool running() const { return m_stage == Stage::Running || m_stage == Stage::Overtime; }
    [[nodiscard]] int phase() const { return m_phase; } ///< index into the plan; the last one after the run
    /// Time left of the brief or the countdown.
    [[nodiscard]] Milliseconds left(Milliseconds t_ms) const;
    /// Time of the run, pauses taken out; stands still after it.
    [[nodiscard]] Milliseconds elapsed(Milliseconds t_ms) const;
    /// Time in one phase, pauses taken out; 0 before it begins.
    [[nodiscard]] Milliseconds inPhase(int phase, Milliseconds t_ms) const;
    [[nodiscard]] const std::map<std::string, int>& ratings() const { return m_ratings; }
    [[nodiscard]] const std::vector<Event>& events() const { return m_events; }
    /// Elements pointed at, each once, in the order of the first time.
    [[nodiscard]] std::vector<std::string> touched() const;
    /// The last number said for each key and not taken back, in the order of the first time.
    [[nodiscard]] std::vector<Said> said() const;

    /// The drill those events make. Error: an event that cannot happen where it stands.
    [[nodiscard]] static support::Result<Drill> replay(Plan plan, Mode mode, const std::vector<Event>& events);

private:
    bool record(Milliseconds t_ms, const char* type, support::Json data = support::Json::object());
    [[nodiscard]] Milliseconds runClock(Milliseconds t_ms) const; ///< elapsed, whatever the stage
    void stop(Milliseconds runTime);
    bool perform(const Event& event);

    Plan m_plan;
    Mode m_mode;
    Stage m_stage = Stage::Setup;
    int m_phase = 0;
    Milliseconds m_stageStart = 0; ///< of Brief and Countdown
    Milliseconds m_runStart = 0;
    Milliseconds m_pausedAt = -1;
    Milliseconds m_pauses = 0;               ///< sum of finished ones
    std::vector<Milliseconds> m_phaseStarts; ///< in run time
    Milliseconds m_runEnd = -1;              ///< in run time
    std::map<std::string, int> m_ratings;
    std::vector<Event> m_events;
};

} // namespace catenary::practice
