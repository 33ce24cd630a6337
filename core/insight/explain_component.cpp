// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/erlang.h"
#include "core/analysis/stations/many_servers.h"
#include "core/insight/explanation_parts.h"

#include <algorithm>
#include <cmath>

namespace catenary::insight {
namespace {

const network::ServersStation* serversOf(const network::StationModel& model) {
    if (const auto* servers = std::get_if<network::ServersStation>(&model)) return servers;
    if (const auto* cache = std::get_if<network::CacheStation>(&model)) return &cache->lookup;
    if (const auto* router = std::get_if<network::RouterStation>(&model)) return &router->own;
    return nullptr;
}

/// Attempts on every connection that leads here, and what arrives at a station that is a source's own.
Explanation arrivals(const Subject& subject, std::size_t station) {
    std::vector<Explanation> terms;
    for (std::size_t i = 0; i < subject.estimate.network.calls.size(); ++i) {
        const auto& call = subject.estimate.network.calls[i];
        if (static_cast<std::size_t>(call.to) != station) continue;
        const double rate = i < subject.estimate.performance.calls_per_s.size()
                                ? subject.estimate.performance.calls_per_s[i]
                                : network::undefined;
        terms.push_back(leaf("From " + subject.station(static_cast<std::size_t>(call.from)).name, rate, "request/s",
                             "visits of the caller × calls × probability", "connections." + call.id.str() + ".calls"));
    }
    return node(Operation::Sum, "Arrivals", "request/s", "sum over the connections that lead here", std::move(terms));
}

network::Measure rate(double value) {
    return {value, {}, {}, network::How::Exact, {}, "traffic equations over the call graph"};
}

Explanation arrivalsOf(const Subject& subject, std::size_t station) {
    return agreeing(arrivals(subject, station), "Arrivals at " + subject.station(station).name,
                    rate(subject.figures(station).arrivals_per_s), "request/s");
}

Explanation service(const Subject& subject, std::size_t station) {
    const auto& figures = subject.figures(station);
    auto own = parameterLeaf(subject, station, "service_time_ms");
    return leaf("Service time of one visit", figures.mean_service_ms, "ms",
                own.source.empty() ? "from the engine" : own.source, own.place, own.assumption);
}

std::vector<Explanation> workers(const Subject& subject, std::size_t station) {
    return {parameterLeaf(subject, station, "replicas"), parameterLeaf(subject, station, "workers")};
}

bool sharesBatches(const network::StationModel& model) {
    return std::holds_alternative<network::BatcherStation>(model) ||
           std::holds_alternative<network::DecoderStation>(model);
}

Explanation batchSize(const Subject& subject, std::size_t station) {
    const bool decodes = std::holds_alternative<network::DecoderStation>(subject.station(station).model);
    auto terms = parameterLeaves(subject, station, {"instances", "max_batch", "max_delay_ms", "max_sequences"});
    terms.insert(terms.begin(), arrivalsOf(subject, station));
    auto tree = computed((decodes ? "Sequences an instance decodes at a time at " : "Mean batch at ") +
                             subject.station(station).name,
                         *subject.figures(station).batch_size, "1", std::move(terms));
    return tree;
}

/// Whoever serves in batches is busy with a batch of one as with a full one.
Explanation busyInstances(const Subject& subject, std::size_t station, const std::string& label) {
    std::vector<Explanation> terms{arrivalsOf(subject, station)};
    if (subject.figures(station).batch_size) terms.push_back(batchSize(subject, station));
    auto tree = computed(label, subject.figures(station).utilisation, "1", std::move(terms));
    tree.formula = "share of the time an instance runs a batch, be it full or of one request; " + tree.formula;
    return tree;
}

/// ρ = λ·E[S] ÷ (replicas × workers)
Explanation utilisation(const Subject& subject, std::size_t station) {
    const auto& figures = subject.figures(station);
    const std::string label = "Utilisation of " + subject.station(station).name;
    if (sharesBatches(subject.station(station).model)) return busyInstances(subject, station, label);
    if (!serversOf(subject.station(station).model))
        return computed(label, figures.utilisation, "1", {arrivalsOf(subject, station)});
    auto busy = node(Operation::Quotient, "Offered work", "1", "arrivals × service time ÷ 1000 ms/s",
                     {node(Operation::Product, "Arrivals × service time", "ms/s", "",
                           {arrivalsOf(subject, station), service(subject, station)}),
                      leaf("Milliseconds per second", 1000, "ms/s", "by definition")});
    auto candidate = node(Operation::Quotient, label, "1", "arrivals × service time ÷ (replicas × workers)",
                          {std::move(busy), node(Operation::Product, "Workers in all", "1", "replicas × workers",
                                                 workers(subject, station))});
    return agreeing(std::move(candidate), label, figures.utilisation, "1");
}

/// One worker: Pollaczek–Khinchine, W = ρ·E[S]·(1 + cv²) ÷ (2(1 − ρ)); several exponential ones: Erlang C; several
/// others: the approximation of docs/analysis.md. All for Poisson arrivals and one queue.
Explanation waiting(const Subject& subject, std::size_t station) {
    const auto& figures = subject.figures(station);
    const auto& model = subject.station(station);
    const std::string label = "Waiting at " + model.name;
    const auto* servers = serversOf(model.model);
    std::vector<Explanation> terms = {utilisation(subject, station), service(subject, station)};
    if (!servers || !figures.stable) return computed(label, figures.waiting_ms, "ms", std::move(terms));
    const auto variation = leaf("Squared variation of the service time", servers->service_ms.scv(), "1",
                                "of its distribution", model.id.str() + ".service_time_ms");
    if (servers->replicas * servers->workers == 1) {
        terms.push_back(variation);
        auto candidate =
            formula(label, "ms", "ρ · E[S] · (1 + cv²) ÷ (2 (1 − ρ))", "Pollaczek–Khinchine, M/G/1", std::move(terms),
                    [](const std::vector<double>& v) { return v[0] * v[1] * (1 + v[2]) / (2 * (1 - v[0])); });
        return agreeing(std::move(candidate), label, figures.waiting_ms, "ms");
    }
    terms.push_back(node(Operation::Product, "Workers in all", "1", "replicas × workers", workers(subject, station)));
    const auto countOf = [](double workers) { return std::max(static_cast<int>(std::lround(workers)), 1); };
    if (servers->service_ms.isExponential()) {
        auto candidate = formula(label, "ms", "C(c, c·ρ) · E[S] ÷ (c (1 − ρ)), C the chance of Erlang to wait",
                                 "Erlang 1917, M/M/c", std::move(terms), [countOf](const std::vector<double>& v) {
                                     const int c = countOf(v[2]);
                                     return analysis::erlangC(c, c * v[0]) * v[1] / (c * (1 - v[0]));
                                 });
        return agreeing(std::move(candidate), label, figures.waiting_ms, "ms");
    }
    terms.push_back(variation);
    auto candidate =
        formula(label, "ms", "E[S] · W(c, ρ, cv²), W between the waits of exponential and of constant service times",
                "Kimura 1986, M/G/c", std::move(terms), [countOf](const std::vector<double>& v) {
                    return v[1] * analysis::generalWait(countOf(v[2]), v[0], v[3]);
                });
    return agreeing(std::move(candidate), label, figures.waiting_ms, "ms");
}

/// Little's law: number = rate × time.
Explanation little(std::string label, Explanation arrivals, Explanation time, const network::Measure& measure) {
    auto candidate =
        node(Operation::Quotient, label, "1", "Little's law: arrivals × time ÷ 1000 ms/s",
             {node(Operation::Product, "Arrivals × time", "ms/s", "", {std::move(arrivals), std::move(time)}),
              leaf("Milliseconds per second", 1000, "ms/s", "by definition")});
    return agreeing(std::move(candidate), label, measure, "1");
}

Explanation saturation(const Subject& subject, std::size_t station) {
    const auto& figures = subject.figures(station);
    const std::string label = "Saturation load of " + subject.station(station).name;
    if (!figures.saturates_at_load)
        return leaf(label, network::undefined, "1", "its queue is bounded or it never queues");
    const network::Measure measure{
        *figures.saturates_at_load, {}, {},
        figures.utilisation.how,    {}, "load factor at which the offered work equals the capacity"};
    auto candidate = node(Operation::Quotient, label, "1", "load factor ÷ utilisation",
                          {leaf("Load factor", subject.estimate.network.load, "1", "this estimate", "load"),
                           utilisation(subject, station)});
    return agreeing(std::move(candidate), label, measure, "1");
}

/// How full, as the card shows it: `fullness`.
Explanation capacityShare(const Subject& subject, std::size_t station) {
    const std::string label = "Share of the capacity of " + subject.station(station).name;
    const auto full = fullness(subject.estimate, station);
    if (!full) return leaf(label, network::undefined, "1", "nothing of it can be busy");
    if (!sharesBatches(subject.station(station).model) || !subject.figures(station).stable ||
        !subject.figures(station).saturates_at_load)
        return utilisation(subject, station);
    return node(Operation::Quotient, label, "1",
                "load factor ÷ saturation load: a larger batch takes little longer, so an instance is busy nearly all "
                "the time long before it is full",
                {leaf("Load factor", subject.estimate.network.load, "1", "this estimate", "load"),
                 saturation(subject, station)});
}

/// What the author gave, or what follows from the items kept and how they are asked for.
Explanation hitRatio(const Subject& subject, std::size_t station) {
    const std::string label = "Hit ratio of " + subject.station(station).name;
    const auto& measure = *subject.figures(station).hit_ratio;
    auto given = parameterLeaf(subject, station, "hit_ratio");
    if (measure.how == network::How::Given && given.value == measure.value) {
        given.label = label;
        return given;
    }
    auto terms = parameterLeaves(subject, station, {"hit_ratio", "items", "capacity_items", "zipf_skew", "ttl_s"});
    terms.insert(terms.begin(), arrivalsOf(subject, station));
    return computed(label, measure, "1", std::move(terms));
}

Explanation lag(const Subject& subject, std::size_t station) {
    return little("Lag of " + subject.station(station).name, arrivalsOf(subject, station),
                  node(Operation::Sum, "Time until an entry is consumed", "ms", "waiting + consuming",
                       {waiting(subject, station), service(subject, station)}),
                  *subject.figures(station).lag);
}

} // namespace

Explanation explainComponent(const Subject& subject, std::size_t station, std::string_view figure) {
    const auto& figures = subject.figures(station);
    const std::string& name = subject.station(station).name;
    if (figure == "arrivals_per_s") return arrivalsOf(subject, station);
    if (figure == "utilisation") return utilisation(subject, station);
    if (figure == "waiting_ms") return waiting(subject, station);
    if (figure == "queue_length")
        return little("Waiting requests at " + name, arrivalsOf(subject, station), waiting(subject, station),
                      figures.queue_length);
    if (figure == "in_service")
        return little("Requests in service at " + name, arrivalsOf(subject, station), service(subject, station),
                      figures.in_service);
    if (figure == "saturates_at_load") return saturation(subject, station);
    if (figure == "capacity_share") return capacityShare(subject, station);
    if (figure == "batch_size") return batchSize(subject, station);
    if (figure == "hit_ratio") return hitRatio(subject, station);
    if (figure == "lag") return lag(subject, station);
    if (figure == "usd_per_month") return explainComponentCost(subject, station);
    return explainServing(subject, station, figure);
}

} // namespace catenary::insight
