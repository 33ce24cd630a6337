// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/format_parameters.h"

#include <QtGlobal>

#include <map>

namespace catenary::studio {

namespace {

using catalog::Parameter;
using catalog::ParameterType;
using support::Json;

Parameter declared(ParameterType type, std::string label, std::string unit, Json standard, std::optional<double> min,
                   std::optional<double> max, std::string meaning) {
    Parameter parameter;
    parameter.type = type;
    parameter.label = std::move(label);
    parameter.unit = std::move(unit);
    parameter.defaultValue = std::move(standard);
    parameter.min = min;
    parameter.max = max;
    parameter.strict = true;
    parameter.meaning = std::move(meaning);
    parameter.source.grade = 'A';
    return parameter;
}

Parameter words(std::string label, std::vector<std::string> choices, std::string meaning, Json standard = {}) {
    Parameter parameter =
        declared(ParameterType::Choice, std::move(label), "", std::move(standard), {}, {}, std::move(meaning));
    parameter.choices = std::move(choices);
    return parameter;
}

using Table = std::map<std::string, Parameter, std::less<>>;

void addConnection(Table& table) {
    constexpr auto none = std::nullopt;
    table["connection.mode"] =
        words("Mode", {"sync", "forward", "async", "stream", "batch"},
              "How the sender goes on: it waits for the answer, moves on, or hands over and forgets.", "sync");
    table["connection.label"] =
        declared(ParameterType::Text, "Label", "", nullptr, none, none, "Words shown on the line.");
    table["connection.route"] =
        words("Line", {"orthogonal", "straight", "curved"},
              "How it is drawn: around everything in right angles, or straight or curved through what is there.",
              "orthogonal");
    table["sides.from"] = words("Leaves on", {"right", "bottom", "left", "top"},
                                "Side of the source where the line begins; without one, whichever suits.");
    table["sides.to"] = words("Enters on", {"right", "bottom", "left", "top"},
                              "Side of the target where the line ends; without one, whichever suits.");
    table["labels.start"] =
        declared(ParameterType::Text, "Label at the start", "", nullptr, none, none, "Words shown beside the source.");
    table["labels.end"] =
        declared(ParameterType::Text, "Label at the end", "", nullptr, none, none, "Words shown beside the target.");
    table["connection.stage"] =
        declared(ParameterType::Integer, "Stage", "", 1, 1, 1000,
                 "Calls of one stage start together; the next stage begins when they have joined.");
    table["connection.calls"] =
        declared(ParameterType::Distribution, "Calls", "", 1, 0, none,
                 "Calls for each request; a fraction is a share of requests, 0 draws the line and carries no load.");
    table["connection.in"] = words("Several calls", {"parallel", "sequence"},
                                   "Whether several calls run side by side or one after the other.", "parallel");
    table["connection.probability"] =
        declared(ParameterType::Number, "Probability", "", nullptr, 0, 1,
                 "Share of requests that move on along this line; what is missing to 1 leaves the system.");
    table["connection.weight"] =
        declared(ParameterType::Number, "Weight", "", 1, 0, none, "Share of this branch among those of the router.");
    table["connection.when"] =
        words("Taken", {"always", "on_miss", "on_hit", "on_error"},
              "On what outcome the call is made: of the cache itself, or of the connection named below.");
    table["connection.of"] = declared(ParameterType::Reference, "Outcome of", "", nullptr, none, none,
                                      "The earlier call whose outcome decides.");
    table["connection.request_bytes"] =
        declared(ParameterType::Number, "Request", "byte", 0, 0, none, "Size of what is sent.");
    table["connection.response_bytes"] =
        declared(ParameterType::Number, "Response", "byte", 0, 0, none, "Size of the answer.");
    table["connection.distance"] =
        words("Distance", {"none", "same_host", "same_zone", "cross_zone", "cross_region", "internet", "custom"},
              "How far the two are apart; sets the latency of each way and what traffic costs.");
    table["distance.latency_ms"] = declared(ParameterType::Distribution, "One-way latency", "ms", nullptr, 0, none,
                                            "Time of one way on the network.");
    table["connection.bandwidth_mbps"] =
        declared(ParameterType::Number, "Bandwidth", "Mbit/s", nullptr, 1e-6, none,
                 "Adds the time that the bytes take on the line; without it they take none.");
    table["join.wait_for"] = declared(ParameterType::Integer, "Wait for", "calls", nullptr, 1, none,
                                      "The stage goes on after so many of its calls; without it, after all.");
    table["join.cancel_losers"] =
        declared(ParameterType::Flag, "Cancel the rest", "", false, none, none,
                 "Calls that were not waited for are stopped instead of running to their end.");
}

void addPolicy(Table& table) {
    constexpr auto none = std::nullopt;
    table["policy.timeout_ms"] = declared(ParameterType::Number, "Timeout", "ms", nullptr, 0, none,
                                          "Of one attempt, from sending to the answer.");
    table["policy.cancel"] = declared(ParameterType::Flag, "Cancel at timeout", "", false, none, none,
                                      "The callee stops working when nobody waits any more.");
    table["policy.retries"] =
        declared(ParameterType::Integer, "Retries", "", 0, 0, 1000, "Further attempts after an error.");
    table["policy.retry_forever"] = declared(ParameterType::Flag, "Retry without limit", "", false, none, none,
                                             "An attempt follows an error until one succeeds.");
    table["policy.backoff_ms"] =
        declared(ParameterType::Distribution, "Pause before a retry", "ms", 0, 0, none, "Of the first retry.");
    table["policy.backoff_factor"] = declared(ParameterType::Number, "Pause grows by", "×", 1, 1, 1000,
                                              "Each further pause is longer by this factor.");
    Parameter hedge =
        declared(ParameterType::Number, "Hedge after", "ms", nullptr, 0, none,
                 "A second copy is sent after this time, or after the p95 of the call's own time; the first answer "
                 "wins.");
    hedge.choices = {"p95"};
    table["policy.hedge_after_ms"] = hedge;
    table["breaker.failure_ratio"] = declared(ParameterType::Number, "Breaker opens at", "of calls", nullptr, 0, 1,
                                              "Share of failed calls from which no more are sent.");
    table["breaker.open_ms"] = declared(ParameterType::Number, "Breaker stays open", "ms", nullptr, 0, none,
                                        "After this time one trial call is let through.");
    table["breaker.window_ms"] =
        declared(ParameterType::Number, "Breaker window", "ms", 10000, 1, none, "Time over which calls are counted.");
    table["breaker.min_calls"] = declared(ParameterType::Number, "Breaker needs", "calls", 20, 1, none,
                                          "Fewer calls in the window never open it.");
}

void addWorkload(Table& table) {
    constexpr auto none = std::nullopt;
    table["workload.source"] = declared(ParameterType::Reference, "Comes from", "", nullptr, none, none,
                                        "The component that sends the requests.");
    table["workload.priority"] = declared(ParameterType::Integer, "Priority", "", 0, 0, 1000,
                                          "0 is served first where a station serves by priority.");
    table["arrival.process"] = words(
        "Arrivals", {"poisson", "constant", "renewal", "bursty", "diurnal", "batch", "trace", "schedule", "closed"},
        "How requests come: at random, in bursts, by the hour, or from users who wait for each answer.", "poisson");
    table["arrival.given_as"] =
        words("Given as", {"rate", "population"}, "A mean rate, or people and what they do in a day.");
    table["arrival.rate_per_s"] =
        declared(ParameterType::Number, "Mean rate", "request/s", nullptr, 0, none, "Requests per second, on average.");
    table["population.daily_users"] =
        declared(ParameterType::Number, "Daily users", "", nullptr, 0, none, "People in a day.");
    table["population.actions_per_user"] = declared(ParameterType::Number, "Actions of each", "per day", nullptr, 0,
                                                    none, "Requests of one person in a day.");
    table["population.peak_factor"] =
        declared(ParameterType::Number, "Peak factor", "×", 1, 0, none, "Peak rate over mean rate of the day.");
    table["arrival.interarrival_ms"] = declared(ParameterType::Distribution, "Time between", "ms", nullptr, 0, none,
                                                "Between one request and the next.");
    table["arrival.peak_ratio"] = declared(ParameterType::Number, "Peak over mean", "×", 1, 1, none,
                                           "Rate in a burst, or at the peak hour, over the mean rate.");
    table["arrival.burst_fraction"] =
        declared(ParameterType::Number, "Share in bursts", "of time", 0, 0, 1, "Share of time in which a burst is on.");
    table["arrival.burst_ms"] = declared(ParameterType::Number, "Burst lasts", "ms", 0, 0, none, "On average.");
    table["arrival.peak_hour"] = declared(ParameterType::Number, "Peak hour", "h", 0, 0, none,
                                          "Hour of the period at which the rate is highest.");
    table["arrival.period_h"] =
        declared(ParameterType::Number, "Period", "h", 24, 1e-6, none, "After which the rate repeats.");
    table["arrival.size"] =
        declared(ParameterType::Distribution, "Batch size", "request", 1, 0, none, "Requests that come together.");
    table["arrival.file"] = declared(ParameterType::Text, "Trace file", "", nullptr, none, none,
                                     "CSV with times in seconds, ascending, beside the design.");
    table["arrival.every_s"] =
        declared(ParameterType::Number, "Every", "s", nullptr, 1e-9, none, "Time between starts.");
    table["arrival.at_s"] = declared(ParameterType::Number, "First at", "s", 0, 0, none, "Time of the first start.");
    table["arrival.users"] = declared(ParameterType::Integer, "Users", "", nullptr, 1, none,
                                      "Each thinks, sends, and waits for the answer.");
    table["arrival.think_time_ms"] = declared(ParameterType::Distribution, "Think time", "ms", nullptr, 0, none,
                                              "Between an answer and the next request.");
    table["attributes.payload_bytes"] =
        declared(ParameterType::Distribution, "Payload", "byte", nullptr, 0, none, "Of one request.");
    table["attributes.items"] =
        declared(ParameterType::Distribution, "Items", "", nullptr, 0, none, "Things to score in one request.");
    table["attributes.input_tokens"] =
        declared(ParameterType::Distribution, "Input tokens", "", nullptr, 0, none, "Of the prompt.");
    table["attributes.output_tokens"] =
        declared(ParameterType::Distribution, "Output tokens", "", nullptr, 0, none, "Of the answer.");
    table["attributes.prefix_share"] = declared(ParameterType::Distribution, "Shared prefix", "of input", nullptr, 0, 1,
                                                "Share of the prompt that others have too.");
}

const Table& table() {
    static const Table made = [] {
        Table filled;
        addConnection(filled);
        addPolicy(filled);
        addWorkload(filled);
        for (auto& [key, parameter] : filled) parameter.name = key.substr(key.find('.') + 1);
        return filled;
    }();
    return made;
}

} // namespace

const catalog::Parameter* formatParameterNamed(std::string_view name) {
    for (const auto& [key, parameter] : table())
        if (key == name || parameter.name == name || key.substr(key.rfind('.') + 1) == name) return &parameter;
    return nullptr;
}

const catalog::Parameter& formatParameter(std::string_view name) {
    const auto found = table().find(name);
    if (found == table().end()) qFatal("no format parameter %.*s", static_cast<int>(name.size()), name.data());
    return found->second;
}

} // namespace catenary::studio
