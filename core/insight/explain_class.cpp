// SPDX-License-Identifier: Apache-2.0
#include "core/insight/explanation_parts.h"
#include "core/insight/objective.h"

#include <memory>

namespace catenary::insight {
namespace {

/// Population arrival: users × actions ÷ 86 400 s × peak factor.
Explanation populationRate(const design::Population& population, const std::string& place) {
    return node(
        Operation::Product, "Peak rate", "request/s", "daily users × actions ÷ 86 400 s × peak factor",
        {node(Operation::Quotient, "Mean rate", "request/s", "requests per day ÷ 86 400",
              {node(Operation::Product, "Requests per day", "request/day", "daily users × actions per user",
                    {leaf("Daily users", population.daily_users, "user/day", "set in this design",
                          place + ".population.daily_users"),
                     leaf("Actions per user", population.actions_per_user, "request/user", "set in this design",
                          place + ".population.actions_per_user")}),
               leaf("Seconds per day", 86400, "s/day", "24 × 3600")}),
         leaf("Peak factor", population.peak_factor, "1", "set in this design", place + ".population.peak_factor")});
}

Explanation breakdownTree(const Subject& subject, const std::vector<network::BreakdownRow>& rows, std::string label) {
    std::vector<Explanation> terms;
    for (const auto& row : rows) {
        const bool attributed = row.station != network::none;
        const std::string name =
            attributed ? subject.station(static_cast<std::size_t>(row.station)).name : "Unattributed";
        const std::string id = attributed ? subject.station(static_cast<std::size_t>(row.station)).id.str() : "";
        const std::string source = "per request, along its critical path";
        std::vector<Explanation> parts;
        const auto part = [&](const char* what, double value) {
            if (value != 0) parts.push_back(leaf(what, value, "ms", source, id));
        };
        part("Waiting", row.waiting_ms);
        part("Batching", row.batching_ms);
        part("Service", row.service_ms);
        part("Network", row.network_ms);
        part("Retries", row.retry_ms);
        terms.push_back(
            node(Operation::Sum, name, "ms", "waiting + batching + service + network + retries", std::move(parts)));
    }
    return node(Operation::Sum, std::move(label), "ms", "sum over the components on the request's path",
                std::move(terms));
}

Explanation explainLatency(const Subject& subject, std::size_t requestClass, std::string_view figure) {
    const auto& figures = subject.estimate.performance.classes[requestClass];
    const std::string& name = subject.estimate.network.classes[requestClass].name;
    const Statistic statistic = statisticOf(figures.latency, figure);
    if (statistic.level == 0)
        return agreeing(breakdownTree(subject, figures.breakdown, "Mean latency of " + name), "Mean latency of " + name,
                        statistic.measure, "ms");
    const bool slow = statistic.level >= 0.95 && !figures.breakdown_p99.empty();
    auto spent =
        breakdownTree(subject, slow ? figures.breakdown_p99 : figures.breakdown,
                      slow ? "Where requests near p99 spend their time" : "Where the mean request spends its time");
    return explainPercentile(statistic.title + " latency of " + name, statistic.measure, statistic.level, figures.curve,
                             {std::move(spent)});
}

/// Time to the first token, and from one to the next.
Explanation explainTokens(const Subject& subject, std::size_t requestClass, std::string_view figure) {
    const auto& figures = subject.estimate.performance.classes[requestClass];
    const bool first = figure.starts_with("ttft_");
    const Statistic statistic = statisticOf(first ? *figures.ttft : *figures.tpot, figure);
    const std::string label = statistic.title +
                              (first ? " time to the first token of " : " time per output token of ") +
                              subject.estimate.network.classes[requestClass].name;
    const auto& curve = first ? figures.ttft_curve : figures.tpot_curve;
    if (statistic.level > 0 && curve) return explainPercentile(label, statistic.measure, statistic.level, *curve, {});
    return computed(label, statistic.measure, "ms", {});
}

} // namespace

Explanation explainOffered(const Subject& subject, std::size_t requestClass) {
    const auto& request = subject.estimate.network.classes[requestClass];
    const auto& figures = subject.estimate.performance.classes[requestClass];
    const network::Measure offered{figures.offered_per_s, {}, {},
                                   network::How::Given,   {}, "arrival process of the workload"};
    const std::string place = "workloads." + request.id.str() + ".arrival";
    Explanation base = request.arrival.population ? populationRate(*request.arrival.population, place)
                                                  : leaf("Mean rate of the workload", request.rate_per_s, "request/s",
                                                         "set in this design", place + ".rate_per_s");
    auto candidate =
        node(Operation::Product, "Offered rate", "request/s", "rate × load factor",
             {std::move(base), leaf("Load factor", subject.estimate.network.load, "1", "this estimate", "load")});
    return agreeing(std::move(candidate), "Offered rate of " + request.name, offered, "request/s");
}

Explanation explainClass(const Subject& subject, std::size_t requestClass, std::string_view figure) {
    const auto& request = subject.estimate.network.classes[requestClass];
    const auto& figures = subject.estimate.performance.classes[requestClass];
    if (figure == "offered_per_s") return explainOffered(subject, requestClass);
    if (figure == "completed_per_s") {
        auto candidate = node(Operation::Difference, "Completed", "request/s", "offered − lost",
                              {explainOffered(subject, requestClass),
                               leaf("Rejected", figures.rejected_per_s, "request/s", "full queues and limits"),
                               leaf("Timed out", figures.timed_out_per_s, "request/s", "timeouts"),
                               leaf("Failed", figures.failed_per_s, "request/s", "failures"),
                               leaf("Abandoned", figures.abandoned_per_s, "request/s", "patience")});
        const network::Measure completed{figures.completed_per_s,   {}, {},
                                         network::How::Approximate, {}, "capacity of the bottleneck"};
        return agreeing(std::move(candidate), "Completed requests of " + request.name, completed, "request/s");
    }
    if (figure == "goodput_per_s") {
        const network::Measure measure{subject.estimate.goodput_per_s[requestClass],
                                       {},
                                       {},
                                       network::How::Approximate,
                                       {},
                                       "completed within the objectives' largest latency bound"};
        auto completed = explainClass(subject, requestClass, "completed_per_s");
        const std::string label = "Goodput of " + request.name;
        const auto bound = goodputBound(request.id, subject.design);
        if (!bound) {
            auto all = node(Operation::Sum, label, "request/s",
                            "all completed requests: the workload has no objective on a latency percentile",
                            {std::move(completed)});
            return agreeing(std::move(all), label, measure, "request/s");
        }
        const auto curve = std::make_shared<network::Curve>(figures.curve);
        auto candidate = formula(
            label, "request/s", "completed × share that is answered within the bound", "distribution of the latency",
            {std::move(completed), leaf("Largest latency bound", *bound, "ms", "objectives of this design")},
            [curve](const std::vector<double>& v) { return v[0] * curve->share(v[1]); });
        return agreeing(std::move(candidate), label, measure, "request/s");
    }
    if (figure == "success_ratio") {
        const std::string label = "Success ratio of " + request.name;
        const network::Measure measure{successRatio(figures),     {}, {},
                                       network::How::Approximate, {}, "completed ÷ offered"};
        auto candidate =
            node(Operation::Quotient, label, "1", "completed ÷ offered",
                 {explainClass(subject, requestClass, "completed_per_s"), explainOffered(subject, requestClass)});
        return agreeing(std::move(candidate), label, measure, "1");
    }
    if (!figure.starts_with("latency_")) return explainTokens(subject, requestClass, figure);
    return explainLatency(subject, requestClass, figure);
}

} // namespace catenary::insight
