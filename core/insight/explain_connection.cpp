// SPDX-License-Identifier: Apache-2.0
#include "core/insight/explanation_parts.h"

#include <algorithm>
#include <cmath>

namespace catenary::insight {
namespace {

std::string endsOf(const Subject& subject, const network::Call& call) {
    return subject.station(static_cast<std::size_t>(call.from)).name + " → " +
           subject.station(static_cast<std::size_t>(call.to)).name;
}

/// Visits of the caller by the workloads the connection carries.
Explanation visits(const Subject& subject, const network::Call& call) {
    const auto caller = static_cast<std::size_t>(call.from);
    const auto& net = subject.estimate.network;
    std::vector<Explanation> terms;
    for (std::size_t c = 0; c < net.classes.size(); ++c) {
        if (c < call.classes.size() && !call.classes[c]) continue;
        if (net.classes[c].source == call.from) {
            terms.push_back(explainOffered(subject, c));
            continue;
        }
        const auto& byClass = subject.figures(caller).arrivals_by_class;
        if (c < byClass.size() && byClass[c] > 0)
            terms.push_back(leaf("Visits by " + net.classes[c].name, byClass[c], "request/s",
                                 "traffic equations over the call graph", net.stations[caller].id.str()));
    }
    return node(Operation::Sum, "Visits of " + net.stations[caller].name, "request/s",
                "sum over the workloads the connection carries", std::move(terms));
}

/// The share of visits that go on after a cache, where the call waits for its miss.
std::optional<Explanation> misses(const Subject& subject, const network::Call& call) {
    const auto& net = subject.estimate.network;
    const network::Index of = call.of == network::none ? call.from : net.calls[static_cast<std::size_t>(call.of)].to;
    const auto cache = static_cast<std::size_t>(of);
    if (call.when != design::When::OnMiss || !subject.figures(cache).hit_ratio) return std::nullopt;
    return node(Operation::Difference, "Share of misses", "1", "1 − hit ratio",
                {leaf("All", 1, "1", "by definition"), explainComponent(subject, cache, "hit_ratio")});
}

/// How long the newest entry at the end of a connection is old, from its latency and the time between entries.
Explanation freshness(const Subject& subject, const network::FlowPerformance& flow, bool slow,
                      const std::string& label) {
    const auto& call = subject.estimate.network.calls[static_cast<std::size_t>(flow.call)];
    const auto& measure = slow ? *flow.freshness_p99_s : *flow.freshness_mean_s;
    auto delivered = explainFlow(subject, flow, "completed_per_s");
    const auto target = static_cast<std::size_t>(call.to);
    if (const auto* job = std::get_if<network::JobStation>(&subject.station(target).model); job && job->every_s > 0) {
        auto candidate = formula(
            label, "s",
            slow ? "run + 0.99 · interval + 1 ÷ delivered: just before the next run ends"
                 : "run + interval ÷ 2 + 1 ÷ delivered",
            measure.method,
            {leaf("Interval between runs", job->every_s, "s", "set in this design",
                  subject.station(target).id.str() + ".every_s"),
             explainComponent(subject, target, "utilisation"), std::move(delivered)},
            [part = slow ? 0.99 : 0.5](const std::vector<double>& v) { return v[1] * v[0] + part * v[0] + 1 / v[2]; });
        return agreeing(std::move(candidate), label, measure, "s");
    }
    std::vector<Explanation> terms{std::move(delivered), explainFlow(subject, flow, "latency_mean_ms")};
    if (slow) terms.push_back(explainFlow(subject, flow, "latency_p99_ms"));
    auto candidate =
        formula(label, "s",
                slow ? "the larger of p99 latency + gap and mean latency + ln 100 · gap, gap = 1 ÷ delivered"
                     : "mean latency + 1 ÷ delivered",
                measure.method, std::move(terms), [](const std::vector<double>& v) {
                    const double gap = 1 / v[0];
                    if (v.size() < 3) return v[1] / 1000 + gap;
                    return std::max(v[2] / 1000 + gap, v[1] / 1000 + std::log(100.0) * gap);
                });
    return agreeing(std::move(candidate), label, measure, "s");
}

} // namespace

Explanation explainCalls(const Subject& subject, std::size_t index) {
    const auto& call = subject.estimate.network.calls[index];
    const std::string place = "connections." + call.id.str();
    const std::string label = "Calls " + endsOf(subject, call);
    std::vector<Explanation> terms{visits(subject, call)};
    terms.push_back(leaf("Calls of one visit", call.count.mean(), "1", "set in this design", place + ".calls"));
    if (call.mode == design::Mode::Forward)
        terms.push_back(leaf("Probability", call.probability, "1", "set in this design", place + ".probability"));
    if (auto share = misses(subject, call)) terms.push_back(std::move(*share));
    const network::Measure measure{
        subject.estimate.performance.calls_per_s[index],
        {},
        {},
        network::How::Exact,
        {},
        "traffic equations over the call graph: visits that get so far × calls, with retries"};
    return agreeing(node(Operation::Product, label, "request/s", "visits × calls × chance", std::move(terms)), label,
                    measure, "request/s");
}

Explanation explainFlow(const Subject& subject, const network::FlowPerformance& flow, std::string_view figure) {
    const auto index = static_cast<std::size_t>(flow.call);
    const auto& call = subject.estimate.network.calls[index];
    const std::string of = endsOf(subject, call) + " for " +
                           subject.estimate.network.classes[static_cast<std::size_t>(flow.request_class)].name;
    const auto target = static_cast<std::size_t>(call.to);
    if (figure == "completed_per_s") {
        const network::Measure measure{flow.completed_per_s,      {}, {},
                                       network::How::Approximate, {}, "sent × share that arrives"};
        auto candidate = node(Operation::Difference, "Delivered", "request/s", "sent − lost",
                              {leaf("Sent", flow.offered_per_s, "request/s", "visits of the caller × calls",
                                    "connections." + call.id.str() + ".calls"),
                               leaf("Lost", flow.offered_per_s - flow.completed_per_s, "request/s",
                                    "full queues, limits, failures and what the other end cannot take")});
        return agreeing(std::move(candidate), "Delivered " + of, measure, "request/s");
    }
    if (figure == "lag") {
        auto share = node(Operation::Quotient, "Share of this connection", "1", "its calls ÷ all arrivals",
                          {explainCalls(subject, index), explainComponent(subject, target, "arrivals_per_s")});
        auto candidate = node(Operation::Product, "Lag", "1", "lag of the log × share of this connection",
                              {explainComponent(subject, target, "lag"), std::move(share)});
        return agreeing(std::move(candidate), "Lag of " + of, *flow.lag, "1");
    }
    if (figure == "freshness_mean_s") return freshness(subject, flow, false, "Mean freshness of " + of);
    if (figure == "freshness_p99_s") return freshness(subject, flow, true, "p99 freshness of " + of);
    const Statistic statistic = statisticOf(flow.latency, figure);
    std::vector<Explanation> terms{explainComponent(subject, target, "waiting_ms"),
                                   leaf("Service time of one visit", subject.figures(target).mean_service_ms, "ms",
                                        "of its distribution", subject.station(target).id.str())};
    return computed(statistic.title + " latency of " + of, statistic.measure, "ms", std::move(terms));
}

} // namespace catenary::insight
