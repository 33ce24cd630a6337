// SPDX-License-Identifier: Apache-2.0
#include "core/practice/review.h"

#include <algorithm>
#include <cmath>

namespace catenary::practice {

namespace {

std::vector<Weighted> missedOf(const Subject& subject, const std::vector<std::string>& touched) {
    std::vector<Weighted> missed;
    for (const Weighted& component : subject.components)
        if (std::find(touched.begin(), touched.end(), component.id) == touched.end()) missed.push_back(component);
    std::stable_sort(missed.begin(), missed.end(),
                     [](const Weighted& a, const Weighted& b) { return a.weight > b.weight; });
    return missed;
}

std::vector<std::pair<std::string, std::string>> backwardsOf(const Subject& subject,
                                                             const std::vector<std::string>& touched) {
    const auto title = [&](const std::string& id) {
        for (const Weighted& component : subject.components)
            if (component.id == id) return component.title;
        return id;
    };
    std::vector<std::pair<std::string, std::string>> edges;
    for (const auto& [from, to] : subject.path) {
        const auto first = std::find(touched.begin(), touched.end(), from);
        const auto second = std::find(touched.begin(), touched.end(), to);
        if (first != touched.end() && second != touched.end() && second < first)
            edges.emplace_back(title(from), title(to));
    }
    return edges;
}

std::vector<Calibration> calibrationOf(const Scores& scores, const std::map<std::string, int>& ratings) {
    const std::map<std::string, double> machine{{"structure", (scores.pacing + scores.time) / 2},
                                                {"architecture", (scores.coverage + scores.order) / 2},
                                                {"numbers", scores.numbers}};
    std::vector<Calibration> result;
    for (const RubricArea& area : rubric()) {
        const auto judged = machine.find(area.id);
        const auto rated = ratings.find(area.id);
        if (judged != machine.end() && rated != ratings.end())
            result.push_back({area.title, (rated->second - 1) / 3.0, judged->second});
    }
    return result;
}

std::string weakest(const std::vector<PhaseReview>& phases) {
    const auto off = [](const PhaseReview& phase) {
        return std::abs(phase.actual_s - phase.budget_s) / phase.budget_s;
    };
    const auto worst =
        std::max_element(phases.begin(), phases.end(), [&](const auto& a, const auto& b) { return off(a) < off(b); });
    return worst == phases.end() ? std::string() : worst->title;
}

/// The score that costs the most points decides.
std::string nextStep(const Review& review) {
    if (!review.complete) return "Run the whole drill once, however it goes.";
    const Scores& s = review.scores;
    const std::pair<double, std::string> losses[] = {
        {0.25 * (1 - s.coverage),
         review.missed.empty() ? "" : "Tell it again and point at " + review.missed.front().title + "."},
        {0.20 * (1 - s.numbers), "Work out the numbers you left out, then say them in the first and last phase."},
        {0.15 * (1 - s.pacing), "Repeat only the phase \"" + review.weakestPhase + "\" against its own clock."},
        {0.10 * (1 - s.order), "Walk one request again from the client inwards, without jumping."},
        {0.10 * (1 - s.time), "Aim to close between 90 % and 100 % of the time."}};
    const auto worst = std::max_element(std::begin(losses), std::end(losses),
                                        [](const auto& a, const auto& b) { return a.first < b.first; });
    if (worst->first > 0.02 && !worst->second.empty()) return worst->second;
    return review.rating ? adviceFor(*review.rating) : "Take a longer drill of the same design.";
}

} // namespace

Review review(const Drill& drill, const Subject& subject) {
    Review result;
    const Milliseconds end = drill.events().empty() ? 0 : drill.events().back().t_ms;
    const auto touched = drill.touched();
    result.minutes = drill.plan().minutes;
    result.complete = drill.stage() != Stage::Aborted;
    result.scores = score(drill, subject);
    result.total = total(result.scores);
    for (std::size_t i = 0; i < drill.plan().phases.size(); ++i)
        result.phases.push_back({drill.plan().phases[i].title, static_cast<double>(drill.plan().phases[i].seconds),
                                 static_cast<double>(drill.inPhase(static_cast<int>(i), end)) / 1000});
    result.overrun_s = std::max(0.0, static_cast<double>(drill.elapsed(end)) / 1000 - drill.plan().seconds());
    result.missed = missedOf(subject, touched);
    result.backwards = backwardsOf(subject, touched);
    const auto said = drill.said();
    for (const Figure& figure : subject.figures) {
        if (!figure.model) continue;
        const auto number =
            std::find_if(said.begin(), said.end(), [&](const Said& value) { return value.key == figure.key; });
        const auto value = number == said.end() ? std::nullopt : std::optional(number->value);
        result.numbers.push_back({figure, value, value ? numberCredit(figure.key, *value, *figure.model) : 0});
    }
    result.calibration = calibrationOf(result.scores, drill.ratings());
    result.rating = meanRating(drill.ratings());
    result.weakestPhase = weakest(result.phases);
    result.next = nextStep(result);
    return result;
}

support::Json toJson(const Review& review) {
    using support::Json;
    Json json{{"minutes", review.minutes},
              {"complete", review.complete},
              {"total", review.total},
              {"overrun_s", review.overrun_s},
              {"scores",
               {{"coverage", review.scores.coverage},
                {"order", review.scores.order},
                {"pacing", review.scores.pacing},
                {"time", review.scores.time},
                {"numbers", review.scores.numbers}}},
              {"phases", Json::array()},
              {"missed", Json::array()},
              {"backwards", Json::array()},
              {"numbers", Json::array()}};
    if (review.scores.curveball) json["scores"]["curveball"] = *review.scores.curveball;
    if (review.rating) json["rating"] = *review.rating;
    for (const PhaseReview& phase : review.phases)
        json["phases"].push_back({{"title", phase.title}, {"budget_s", phase.budget_s}, {"actual_s", phase.actual_s}});
    for (const Weighted& component : review.missed)
        json["missed"].push_back({{"id", component.id}, {"title", component.title}, {"weight", component.weight}});
    for (const auto& [from, to] : review.backwards) json["backwards"].push_back({{"from", from}, {"to", to}});
    for (const NumberReview& number : review.numbers)
        json["numbers"].push_back({{"key", number.figure.key},
                                   {"label", number.figure.label},
                                   {"unit", number.figure.unit},
                                   {"model", number.figure.model ? Json(*number.figure.model) : Json()},
                                   {"said", number.said ? Json(*number.said) : Json()},
                                   {"credit", number.credit}});
    return json;
}

support::Result<Review> reviewFromJson(const support::Json& json, const std::map<std::string, int>& ratings) {
    using support::Json;
    Review review;
    try {
        const Json& scores = json.at("scores");
        review.minutes = json.at("minutes");
        review.complete = json.at("complete");
        review.total = json.at("total");
        review.overrun_s = json.value("overrun_s", 0.0);
        review.scores = {scores.at("coverage"), scores.at("order"),   scores.at("pacing"),
                         scores.at("time"),     scores.at("numbers"), {}};
        if (scores.contains("curveball")) review.scores.curveball = scores["curveball"].get<double>();
        for (const Json& phase : json.value("phases", Json::array()))
            review.phases.push_back({phase.at("title"), phase.at("budget_s"), phase.at("actual_s")});
        for (const Json& component : json.value("missed", Json::array()))
            review.missed.push_back({component.at("id"), component.at("title"), component.at("weight")});
        for (const Json& edge : json.value("backwards", Json::array()))
            review.backwards.emplace_back(edge.at("from"), edge.at("to"));
        const auto number = [](const Json& value) {
            return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
        };
        for (const Json& entry : json.value("numbers", Json::array())) {
            const std::string key = entry.at("key");
            review.numbers.push_back({{key, entry.value("label", key), entry.at("unit"), number(entry.at("model"))},
                                      number(entry.at("said")),
                                      entry.at("credit")});
        }
    } catch (const Json::exception&) {
        return support::fail(support::ErrorCode::Syntax, "this is not the review of a drill");
    }
    review.calibration = calibrationOf(review.scores, ratings);
    review.rating = meanRating(ratings);
    review.weakestPhase = weakest(review.phases);
    review.next = nextStep(review);
    return review;
}

} // namespace catenary::practice
