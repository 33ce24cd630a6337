// SPDX-License-Identifier: Apache-2.0
#include "core/practice/rubric.h"

namespace catenary::practice {

const std::vector<RubricArea>& rubric() {
    static const std::vector<RubricArea> areas{
        {"framing",
         "Framing",
         {"Started drawing at once", "Named a goal but no load", "User, goal, load and objective",
          "Also said what is out of scope, and why"}},
        {"structure",
         "Structure and time",
         {"Lost the thread, or over by a tenth", "Phases ran into each other", "Kept the order, within a tenth",
          "Announced each step; spare time went to risk"}},
        {"architecture",
         "Architecture",
         {"A list of parts", "A path with gaps", "The full path, a reason for each box",
          "Rejected alternatives with a reason"}},
        {"data",
         "Data and model",
         {"\"A model\"", "Named the model", "Source, labels, training, evaluation",
          "Also skew, drift, versions, rollback"}},
        {"numbers",
         "Numbers",
         {"None", "Quoted some", "Derived them, within a factor of two", "Derived the bottleneck and what moves it"}},
        {"risk",
         "Trade-offs and failure",
         {"None", "Listed risks", "One trade-off and one fallback", "In numbers, and the objective is restored"}},
        {"communication",
         "Communication",
         {"Hard to follow", "Jargon, or rushed", "Clear and paced",
          "Adapted to the listener, answered probes head on"}}};
    return areas;
}

std::optional<double> meanRating(const std::map<std::string, int>& ratings) {
    if (ratings.empty()) return std::nullopt;
    double sum = 0;
    for (const auto& [area, level] : ratings) sum += level;
    return sum / static_cast<double>(ratings.size());
}

std::string adviceFor(double mean) {
    if (mean < 1.8) return "Read a reference design aloud first, then try this one again.";
    if (mean < 2.6) return "Stay with guided drills: the prompts carry the order.";
    if (mean < 3.4) return "Try the exam: zones only, no prompts.";
    return "Take a longer drill of the same design.";
}

} // namespace catenary::practice
