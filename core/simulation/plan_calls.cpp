// SPDX-License-Identifier: Apache-2.0
// The calls of a plan: who calls whom, in which stage, under which condition.
#include "core/simulation/plan.h"

#include <algorithm>
#include <cmath>

namespace catenary::simulation {

using design::Mode;
using design::When;
using network::none;

namespace {

Way way(const support::Distribution& latency, double transfer) {
    Way result;
    result.latency = Sampler(latency);
    result.transfer = transfer;
    result.free = latency.isZero() && transfer == 0.0;
    return result;
}

bool carries(const network::Call& call, std::size_t k) {
    if (call.response_stream || call.to == none || call.count.isZero()) return false;
    return call.classes.empty() || call.classes[k];
}

/// Is this call the response stream of a class?
bool isResponse(const Network& network, Index c, std::size_t k) {
    const network::Call& call = network.calls[static_cast<std::size_t>(c)];
    return call.response_stream && call.to == network.classes[k].source && (call.classes.empty() || call.classes[k]);
}

bool waitsFor(const network::Call& call) {
    return call.mode == Mode::Sync;
}

} // namespace

void Plan::compileCalls() {
    for (std::size_t c = 0; c < callCount; ++c) {
        const network::Call& call = network.calls[c];
        CallPlan& compiled = calls[c];
        compiled.from = static_cast<std::uint16_t>(call.from);
        compiled.to = static_cast<std::uint16_t>(std::max(call.to, 0));
        compiled.waited = waitsFor(call);
        if (!compiled.waited && call.mode != Mode::Forward && !call.response_stream) {
            compiled.flow = static_cast<std::int32_t>(flowCount);
            flowCount += classCount;
            compiled.fresh = call.mode == Mode::Stream || call.mode == Mode::Batch;
        }
        const double count = call.count.mean();
        compiled.drawn = !call.count.isConstant() || count != std::floor(count) || count > 1e9;
        if (compiled.drawn)
            compiled.counts = Sampler(call.count);
        else
            compiled.count = static_cast<std::uint32_t>(count);
        compiled.inSequence = call.in_sequence && compiled.waited && (compiled.drawn || compiled.count > 1);
        compiled.when = call.when;
        compiled.weight = call.weight;
        compiled.request = way(call.request_network_ms, call.request_transfer_ms);
        compiled.response = way(call.response_network_ms, call.response_transfer_ms);
        if (call.policy) compilePolicy(call, compiled);
        if (call.of == none) continue;
        CallPlan& asked = calls[static_cast<std::size_t>(call.of)];
        if (asked.marks < 0) {
            std::int32_t mark = 0;
            for (const CallPlan& other : calls)
                if (&other != &asked && other.marks >= 0 &&
                    network.calls[static_cast<std::size_t>(&other - calls.data())].from == call.from)
                    ++mark;
            asked.marks = mark;
            markCount = std::max(markCount, static_cast<std::size_t>(mark) + 1);
        }
        compiled.asks = asked.marks;
    }
}

void Plan::compilePolicy(const network::Call& call, CallPlan& compiled) {
    const design::Policy& given = *call.policy;
    const std::string where = call.id.str();
    const bool retries = !given.retries || *given.retries > 0;
    if (!given.timeout_ms && !retries && !given.hedge && !given.breaker) return;
    if (call.mode == Mode::Forward || call.mode == Mode::Batch) {
        notModelled(where, "policy", "what is handed on is sent once and never called back");
        return;
    }
    PolicyPlan policy;
    policy.timeout = given.timeout_ms.value_or(0.0);
    policy.cancel = given.cancel && (given.timeout_ms || given.hedge);
    policy.retries = given.retries ? static_cast<std::uint32_t>(std::max(*given.retries, 0)) : unlimited;
    policy.backoff = Sampler(given.backoff_ms);
    policy.backoffFactor = given.backoff_factor;
    if (given.hedge) {
        policy.hedged = true;
        policy.hedgeAtP95 = given.hedge->at_p95;
        policy.hedgeAfter = given.hedge->after_ms;
    }
    policy.breaker = given.breaker;
    cancels = cancels || policy.cancel;
    nominalHolds = false;
    compiled.policy = static_cast<std::int32_t>(policies.size());
    policies.push_back(std::move(policy));
}

void Plan::compileRoutes() {
    for (std::size_t k = 0; k < classCount; ++k)
        for (std::size_t c = 0; c < callCount; ++c)
            if (isResponse(network, static_cast<Index>(c), k)) classes[k].answers = calls[c].from;
    for (std::size_t s = 0; s < stationCount; ++s)
        for (std::size_t k = 0; k < classCount; ++k) {
            Route& route = routes[at(s, k)];
            route.firstStage = static_cast<std::uint32_t>(stages.size());
            for (std::size_t i = 0; i < network.stations[s].stages.size(); ++i) compileStage(s, k, i);
            route.endStage = static_cast<std::uint32_t>(stages.size());
            route.firstForward = static_cast<std::uint32_t>(forwards.size());
            double upTo = 0.0;
            for (const Index c : network.stations[s].forwards) {
                const network::Call& call = network.calls[static_cast<std::size_t>(c)];
                if (!carries(call, k)) continue;
                upTo += call.probability;
                forwards.push_back({static_cast<std::uint16_t>(c), upTo});
            }
            // Probabilities that add up to 1 but for their last digits leave nobody behind.
            if (!forwards.empty() && std::abs(upTo - 1.0) < 1e-12 && forwards.size() > route.firstForward)
                forwards.back().upTo = 2.0;
            route.endForward = static_cast<std::uint32_t>(forwards.size());
        }
}

void Plan::compileStage(std::size_t s, std::size_t k, std::size_t number) {
    const network::Station& station = network.stations[s];
    const network::Stage& stage = station.stages[number];
    StagePlan compiled;
    compiled.first = static_cast<std::uint32_t>(stageCalls.size());
    const auto handles = [&](Index call) {
        for (std::size_t later = number + 1; later < station.stages.size(); ++later)
            for (const Index other : station.stages[later].calls) {
                const network::Call& handler = network.calls[static_cast<std::size_t>(other)];
                if (handler.when == When::OnError && handler.of == call && carries(handler, k)) return true;
            }
        return false;
    };
    for (const bool waited : {false, true}) {
        if (waited) compiled.firstWaited = static_cast<std::uint32_t>(stageCalls.size());
        for (const Index c : stage.calls) {
            const network::Call& call = network.calls[static_cast<std::size_t>(c)];
            if (carries(call, k) && waitsFor(call) == waited)
                stageCalls.push_back({static_cast<std::uint16_t>(c), static_cast<std::uint16_t>(call.to), handles(c)});
        }
    }
    compiled.end = static_cast<std::uint32_t>(stageCalls.size());
    const bool model = std::holds_alternative<network::DecoderStation>(station.model);
    for (const Index c : stage.calls) compiled.answers = compiled.answers || (!model && isResponse(network, c, k));
    if (compiled.end == compiled.first && !compiled.answers) return;
    compiled.waitFor = stage.wait_for ? static_cast<std::uint32_t>(std::max(*stage.wait_for, 1)) : 0U;
    compiled.cancelLosers = stage.cancel_losers && stage.wait_for;
    cancels = cancels || compiled.cancelLosers;
    if (compiled.cancelLosers) nominalHolds = false;
    compiled.catches = handles(none);
    compiled.routed = station.routing != network::Routing::All && compiled.end > compiled.firstWaited;
    stages.push_back(compiled);
}

void Plan::findTails() {
    if (cancels) return;
    for (std::size_t s = 0; s < stationCount; ++s) {
        const StationPlan& station = stations[s];
        if (station.holds || station.admits) continue;
        for (std::size_t k = 0; k < classCount; ++k) {
            const Route& route = routes[at(s, k)];
            if (route.firstStage == route.endStage || route.firstForward != route.endForward) continue;
            StagePlan& last = stages[route.endStage - 1];
            if (last.end != last.firstWaited + 1 || last.answers) continue;
            const CallPlan& call = calls[stageCalls[last.firstWaited].call];
            last.tail = call.policy < 0 && !call.inSequence && !call.drawn && call.count == 1 && call.response.free &&
                        (call.when != When::OnError || call.asks >= 0);
        }
    }
}

void Plan::findSimpleStages() {
    const auto counts = [](const StationPlan& station) {
        return station.routing == network::Routing::LeastOutstanding || station.routing == network::Routing::PowerOfTwo;
    };
    if (cancels || std::any_of(stations.begin(), stations.end(), counts)) return;
    for (StagePlan& stage : stages) {
        stage.simple = !stage.routed && !stage.answers && stage.end > stage.firstWaited;
        for (std::uint32_t i = stage.firstWaited; i < stage.end; ++i) {
            const CallPlan& call = calls[stageCalls[i].call];
            stage.simple = stage.simple && call.when == When::Always && !call.drawn && call.count == 1 &&
                           call.policy < 0 && call.marks < 0 && call.request.free && call.response.free;
        }
    }
}

void Plan::solveNominal() {
    for (std::size_t k = 0; k < classCount; ++k) {
        visits[at(classes[k].station, k)].nominal = 1.0;
        for (int sweep = 0; sweep < 5000; ++sweep) {
            std::vector<double> next(stationCount, 0.0);
            next[classes[k].station] = 1.0;
            std::vector<double> made(callCount, 0.0);
            for (std::size_t s = 0; s < stationCount; ++s) {
                const double here = visits[at(s, k)].nominal;
                const Route& route = routes[at(s, k)];
                if (here == 0.0) continue;
                for (std::uint32_t i = route.firstStage; i < route.endStage; ++i) {
                    const StagePlan& stage = stages[i];
                    double weights = 0.0;
                    for (std::uint32_t j = stage.firstWaited; j < stage.end; ++j) {
                        const bool weighted = stations[s].routing == network::Routing::Weighted;
                        weights += weighted ? calls[stageCalls[j].call].weight : 1.0;
                    }
                    for (std::uint32_t j = stage.first; j < stage.end; ++j) {
                        const std::size_t c = stageCalls[j].call;
                        const network::Call& call = network.calls[c];
                        double times = here * call.count.mean();
                        if (call.when == When::OnError) times = 0.0;
                        if (call.when == When::OnHit || call.when == When::OnMiss) {
                            const std::size_t cache = call.of == none ? s : calls[static_cast<std::size_t>(call.of)].to;
                            const double hit = visits[at(cache, k)].hit;
                            times *= call.when == When::OnHit ? hit : 1.0 - hit;
                            if (call.of != none)
                                times *= made[static_cast<std::size_t>(call.of)] / std::max(here, 1e-300);
                        }
                        if (stage.routed && j >= stage.firstWaited) {
                            const bool weighted = stations[s].routing == network::Routing::Weighted;
                            times *= (weighted ? calls[c].weight : 1.0) / std::max(weights, 1e-300);
                        }
                        made[c] = times;
                        next[calls[c].to] += times;
                    }
                }
                double before = 0.0;
                for (std::uint32_t i = route.firstForward; i < route.endForward; ++i) {
                    const double upTo = std::min(forwards[i].upTo, 1.0);
                    next[calls[forwards[i].call].to] += here * (upTo - before);
                    before = upTo;
                }
            }
            double change = 0.0;
            for (std::size_t s = 0; s < stationCount; ++s) {
                change = std::max(change, std::abs(next[s] - visits[at(s, k)].nominal));
                visits[at(s, k)].nominal = next[s];
            }
            if (change < 1e-13) break;
        }
    }
}

} // namespace catenary::simulation
