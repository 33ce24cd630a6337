// SPDX-License-Identifier: Apache-2.0
#include "core/practice/drill.h"

#include "core/practice/rubric.h"

#include <algorithm>
#include <cmath>

namespace catenary::practice {

const char* toString(Stage stage) {
    switch (stage) {
    case Stage::Setup:
        return "setup";
    case Stage::Brief:
        return "brief";
    case Stage::Countdown:
        return "countdown";
    case Stage::Running:
        return "running";
    case Stage::Overtime:
        return "overtime";
    case Stage::SelfRate:
        return "self-rate";
    case Stage::Review:
        return "review";
    case Stage::Aborted:
        return "aborted";
    }
    return "";
}

const char* toString(Mode mode) {
    return mode == Mode::Guided ? "guided" : "exam";
}

Drill::Drill(Plan plan, Mode mode) : m_plan(std::move(plan)), m_mode(mode) {}

bool Drill::record(Milliseconds t_ms, const char* type, support::Json data) {
    m_events.push_back({t_ms, type, std::move(data)});
    return true;
}

bool Drill::begin(Milliseconds t_ms) {
    if (m_stage != Stage::Setup || m_plan.phases.empty()) return false;
    m_stage = Stage::Brief;
    m_stageStart = t_ms;
    return record(t_ms, "begin");
}

bool Drill::next(Milliseconds t_ms) {
    tick(t_ms);
    if (m_stage == Stage::Brief) {
        m_stage = Stage::Countdown;
        m_stageStart = t_ms;
        return record(t_ms, "next");
    }
    if (!running() || paused()) return false;
    const Milliseconds now = runClock(t_ms);
    if (m_phase + 1 < static_cast<int>(m_plan.phases.size())) {
        ++m_phase;
        m_phaseStarts.push_back(now);
    } else {
        stop(now);
    }
    return record(t_ms, "next", {{"phase", m_phase}});
}

bool Drill::point(Milliseconds t_ms, const std::string& element) {
    tick(t_ms);
    if (!running() || element.empty()) return false;
    return record(t_ms, "point", {{"element", element}, {"phase", m_phase}});
}

bool Drill::number(Milliseconds t_ms, const std::string& key, double value) {
    tick(t_ms);
    if ((!running() && m_stage != Stage::SelfRate) || key.empty() || !std::isfinite(value)) return false;
    return record(t_ms, "number", {{"key", key}, {"value", value}, {"source", "typed"}});
}

bool Drill::unsay(Milliseconds t_ms, const std::string& key) {
    tick(t_ms);
    const std::vector<Said> numbers = said();
    const bool known = std::any_of(numbers.begin(), numbers.end(), [&](const Said& said) { return said.key == key; });
    if ((!running() && m_stage != Stage::SelfRate) || !known) return false;
    return record(t_ms, "unsay", {{"key", key}});
}

bool Drill::pause(Milliseconds t_ms) {
    tick(t_ms);
    if (m_mode != Mode::Guided || !running() || paused()) return false;
    m_pausedAt = t_ms;
    return record(t_ms, "pause");
}

bool Drill::resume(Milliseconds t_ms) {
    if (!paused()) return false;
    m_pauses += t_ms - m_pausedAt;
    m_pausedAt = -1;
    return record(t_ms, "resume");
}

bool Drill::rate(Milliseconds t_ms, const std::string& area, int level) {
    if (m_stage != Stage::SelfRate || level < 1 || level > 4) return false;
    const auto& areas = rubric();
    if (std::none_of(areas.begin(), areas.end(), [&](const auto& known) { return known.id == area; })) return false;
    m_ratings[area] = level;
    return record(t_ms, "rate", {{"area", area}, {"level", level}});
}

bool Drill::finishRating(Milliseconds t_ms) {
    if (m_stage != Stage::SelfRate || m_ratings.size() != rubric().size()) return false;
    m_stage = Stage::Review;
    return record(t_ms, "rated");
}

bool Drill::abort(Milliseconds t_ms) {
    if (m_stage == Stage::Setup || m_stage == Stage::Review || m_stage == Stage::Aborted) return false;
    if (running()) stop(runClock(t_ms));
    m_stage = Stage::Aborted;
    return record(t_ms, "abort");
}

bool Drill::tick(Milliseconds t_ms) {
    const Stage before = m_stage;
    if (m_stage == Stage::Brief && t_ms - m_stageStart >= briefLength) {
        m_stage = Stage::Countdown;
        m_stageStart += briefLength;
    }
    if (m_stage == Stage::Countdown && t_ms - m_stageStart >= countdownLength) {
        m_stage = Stage::Running;
        m_runStart = m_stageStart + countdownLength;
        m_phaseStarts = {0};
    }
    if (paused()) return m_stage != before;
    const Milliseconds budget = Milliseconds{1000} * m_plan.seconds();
    if (m_stage == Stage::Running && runClock(t_ms) >= budget) m_stage = Stage::Overtime;
    if (m_stage == Stage::Overtime && runClock(t_ms) >= budget + overtimeLength) stop(budget + overtimeLength);
    return m_stage != before;
}

void Drill::stop(Milliseconds runTime) {
    m_runEnd = runTime;
    m_stage = Stage::SelfRate;
    m_pausedAt = -1;
}

Milliseconds Drill::runClock(Milliseconds t_ms) const {
    return (paused() ? m_pausedAt : t_ms) - m_runStart - m_pauses;
}

Milliseconds Drill::left(Milliseconds t_ms) const {
    if (m_stage == Stage::Brief) return std::max<Milliseconds>(0, briefLength - (t_ms - m_stageStart));
    if (m_stage == Stage::Countdown) return std::max<Milliseconds>(0, countdownLength - (t_ms - m_stageStart));
    return 0;
}

Milliseconds Drill::elapsed(Milliseconds t_ms) const {
    if (m_runEnd >= 0) return m_runEnd;
    return running() ? std::max<Milliseconds>(0, runClock(t_ms)) : 0;
}

Milliseconds Drill::inPhase(int phase, Milliseconds t_ms) const {
    if (phase < 0 || phase >= static_cast<int>(m_phaseStarts.size())) return 0;
    const auto index = static_cast<std::size_t>(phase);
    const Milliseconds end = index + 1 < m_phaseStarts.size() ? m_phaseStarts[index + 1] : elapsed(t_ms);
    return std::max<Milliseconds>(0, end - m_phaseStarts[index]);
}

std::vector<std::string> Drill::touched() const {
    std::vector<std::string> elements;
    for (const Event& event : m_events) {
        if (event.type != "point") continue;
        const auto element = event.data["element"].get<std::string>();
        if (std::find(elements.begin(), elements.end(), element) == elements.end()) elements.push_back(element);
    }
    return elements;
}

std::vector<Said> Drill::said() const {
    std::vector<Said> numbers;
    for (const Event& event : m_events) {
        if (event.type != "number" && event.type != "unsay") continue;
        const auto key = event.data["key"].get<std::string>();
        const auto known =
            std::find_if(numbers.begin(), numbers.end(), [&](const Said& said) { return said.key == key; });
        if (event.type == "unsay")
            numbers.erase(known);
        else if (known == numbers.end())
            numbers.push_back({key, event.data["value"].get<double>()});
        else
            known->value = event.data["value"].get<double>();
    }
    return numbers;
}

bool Drill::perform(const Event& event) {
    const auto text = [&](const char* key) { return event.data.value(key, std::string()); };
    tick(event.t_ms);
    if (event.type == "begin") return begin(event.t_ms);
    if (event.type == "next") return next(event.t_ms);
    if (event.type == "point") return point(event.t_ms, text("element"));
    if (event.type == "number") return number(event.t_ms, text("key"), event.data.at("value").get<double>());
    if (event.type == "unsay") return unsay(event.t_ms, text("key"));
    if (event.type == "pause") return pause(event.t_ms);
    if (event.type == "resume") return resume(event.t_ms);
    if (event.type == "rate") return rate(event.t_ms, text("area"), event.data.value("level", 0));
    if (event.type == "rated") return finishRating(event.t_ms);
    if (event.type == "abort") return abort(event.t_ms);
    return false;
}

support::Result<Drill> Drill::replay(Plan plan, Mode mode, const std::vector<Event>& events) {
    Drill drill(std::move(plan), mode);
    Milliseconds last = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        bool possible = false;
        try {
            possible = events[i].t_ms >= last && drill.perform(events[i]);
        } catch (const support::Json::exception&) {
            possible = false;
        }
        if (!possible)
            return support::fail(support::ErrorCode::Input, "the event `" + events[i].type + "` cannot happen here",
                                 support::Place{{}, "event " + std::to_string(i + 1), 0, 0});
        last = events[i].t_ms;
    }
    return drill;
}

} // namespace catenary::practice
