// SPDX-License-Identifier: Apache-2.0
#include "core/practice/plan.h"

#include <algorithm>

namespace catenary::practice {

namespace {

Phase frame(int seconds) {
    return {"frame", "Frame", "Who uses it, for what, at what load, and which objective counts?",
            "At least three numbers", seconds};
}
Phase overview(int seconds) {
    return {"overview", "Overview", "One sentence, then five to seven boxes.", "Entry, model and store", seconds};
}
Phase walk(int seconds) {
    return {"walk", "Walk one request", "Follow one request from the client to the answer.",
            "The path in order, with its shares of the time", seconds};
}
Phase loop(int seconds) {
    return {"loop", "Data and model loop", "Where do data come from, and how does a model get here?",
            "Source, training or indexing, evaluation, monitoring", seconds};
}
Phase release(int seconds) {
    return {"release", "Evaluate and release", "How does a new model earn its traffic?", "Offline, shadow, canary, A/B",
            seconds};
}
Phase risk(int seconds) {
    return {"risk", "Trade-off and failure", "What limits it, what fails, and what did you give up?",
            "One trade-off, one bottleneck, one failure", seconds};
}
Phase close(int seconds) {
    return {"close", "Close", "The result against the objective, what it costs, what comes next.",
            "At least two numbers", seconds};
}

/// The long form is a whole interview; its phases are those of one.
std::vector<Phase> interview() {
    return {
        {"clarify", "Clarify", "Users, goal, scope, what is out of scope.", "At least three questions answered", 360},
        {"estimate", "Estimate", "Load, data, storage: by hand, aloud.", "Peak rate and bytes", 240},
        {"draw", "Draw", "The whole path, box by box, with a reason for each.", "Entry, model and store", 480},
        {"data", "Data and features", "Sources, labels, features, freshness.",
         "Where training and serving could differ", 420},
        {"model", "Model and evaluation", "The model, how it is trained, judged and released.",
         "Offline and online evaluation", 480},
        {"scale", "Simulate and scale", "The bottleneck, ten times the load, what gives first.",
         "p99, capacity and cost", 360},
        {"probes", "Two probes", "Two things change: what fails first and what restores the objective?",
         "One change for each", 240},
        {"wrap", "Wrap up", "The result against the objectives, its limits, what comes next.", "At least two numbers",
         120}};
}

} // namespace

int Plan::seconds() const {
    int total = 0;
    for (const Phase& phase : phases) total += phase.seconds;
    return total;
}

const std::vector<int>& planLengths() {
    static const std::vector<int> lengths{2, 5, 10, 45};
    return lengths;
}

std::optional<Plan> planFor(int minutes) {
    switch (minutes) {
    case 2:
        return Plan{2, {frame(20), walk(55), risk(30), close(15)}};
    case 5:
        return Plan{5, {frame(40), overview(40), walk(90), loop(50), risk(50), close(30)}};
    case 10:
        return Plan{10, {frame(75), overview(60), walk(165), loop(120), release(75), risk(75), close(30)}};
    case 45:
        return Plan{45, interview()};
    default:
        return std::nullopt;
    }
}

} // namespace catenary::practice
