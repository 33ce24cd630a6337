// SPDX-License-Identifier: Apache-2.0
#include "core/practice/score.h"

#include <algorithm>
#include <cmath>

namespace catenary::practice {

double coverage(const std::vector<Weighted>& components, const std::vector<std::string>& touched) {
    double reached = 0, all = 0;
    for (const Weighted& component : components) {
        all += component.weight;
        if (std::find(touched.begin(), touched.end(), component.id) != touched.end()) reached += component.weight;
    }
    return all > 0 ? reached / all : 1;
}

double order(const std::vector<std::pair<std::string, std::string>>& path, const std::vector<std::string>& touched) {
    int forward = 0, both = 0;
    for (const auto& [from, to] : path) {
        const auto first = std::find(touched.begin(), touched.end(), from);
        const auto second = std::find(touched.begin(), touched.end(), to);
        if (first == touched.end() || second == touched.end()) continue;
        ++both;
        if (first < second) ++forward;
    }
    return both > 0 ? static_cast<double>(forward) / both : 0;
}

double pacing(const std::vector<double>& budgets, const std::vector<double>& durations) {
    double sum = 0, all = 0;
    for (std::size_t i = 0; i < budgets.size(); ++i) {
        const double duration = i < durations.size() ? durations[i] : 0;
        const double off = std::max(0.0, std::abs(duration - budgets[i]) / budgets[i] - 0.15);
        sum += budgets[i] * std::clamp(1 - off / 0.5, 0.0, 1.0);
        all += budgets[i];
    }
    return all > 0 ? sum / all : 0;
}

double timeScore(double duration, double budget) {
    const double share = duration / budget;
    if (share < 0.90) return std::clamp((share - 0.60) / (0.90 - 0.60), 0.0, 1.0);
    if (share > 1.00) return std::clamp((1.10 - share) / (1.10 - 1.00), 0.0, 1.0);
    return 1;
}

double numberCredit(const std::string& key, double said, double model) {
    const bool downtime = key == "availability";
    const double a = downtime ? 1 - said : said;
    const double b = downtime ? 1 - model : model;
    if (a == b) return 1;
    if (!(a > 0) || !(b > 0)) return 0;
    const double error = std::abs(std::log2(a / b));
    return error <= 0.32 ? 1 : error <= 1 ? 0.5 : 0;
}

double numbers(const std::vector<Figure>& figures, const std::vector<Said>& said) {
    double sum = 0;
    int asked = 0;
    for (const Figure& figure : figures) {
        if (!figure.model) continue;
        ++asked;
        const auto number =
            std::find_if(said.begin(), said.end(), [&](const Said& value) { return value.key == figure.key; });
        if (number != said.end()) sum += numberCredit(figure.key, number->value, *figure.model);
    }
    return asked > 0 ? sum / asked : 0;
}

double total(const Scores& s) {
    const double rest = 0.25 * s.coverage + 0.10 * s.order + 0.15 * s.pacing + 0.10 * s.time + 0.20 * s.numbers;
    return 100 * (s.curveball ? rest + 0.20 * *s.curveball : rest / 0.80);
}

const char* gradeOf(double total) {
    return total < 50 ? "Again" : total < 70 ? "Hard" : total < 85 ? "Good" : "Easy";
}

Scores score(const Drill& drill, const Subject& subject) {
    const auto touched = drill.touched();
    std::vector<double> budgets, durations;
    const Milliseconds end = drill.events().empty() ? 0 : drill.events().back().t_ms;
    for (std::size_t i = 0; i < drill.plan().phases.size(); ++i) {
        budgets.push_back(drill.plan().phases[i].seconds);
        durations.push_back(static_cast<double>(drill.inPhase(static_cast<int>(i), end)) / 1000);
    }
    Scores scores;
    scores.coverage = coverage(subject.components, touched);
    scores.order = order(subject.path, touched);
    scores.pacing = pacing(budgets, durations);
    scores.time = timeScore(static_cast<double>(drill.elapsed(end)) / 1000, drill.plan().seconds());
    scores.numbers = numbers(subject.figures, drill.said());
    return scores;
}

} // namespace catenary::practice
