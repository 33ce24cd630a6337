// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/traffic.h"

#include "core/analysis/policies.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::analysis {

using design::Mode;
using design::When;
using network::none;

namespace {

constexpr int mostSweeps = 5000;
constexpr double rarely = 1e-6;
constexpr double never = 1e-9; ///< of attempts: what succeeds no more often does not within any time one could wait

double errors(const Outcome& outcome) {
    return 1.0 - outcome.completed;
}

void addErrors(Outcome& into, double weight, const Outcome& from) {
    into.rejected += weight * from.rejected;
    into.timed_out += weight * from.timed_out;
    into.failed += weight * from.failed;
    into.abandoned += weight * from.abandoned;
    into.unserved += weight * from.unserved;
}

/// The outcome of n calls that all must succeed: errors in proportion to their kinds.
Outcome repeated(const Outcome& one, double n) {
    Outcome result = one;
    if (n == 1.0 || one.completed >= 1.0) return result;
    result.completed = std::pow(std::max(one.completed, 0.0), n);
    const double scale = (1.0 - result.completed) / errors(one);
    result.rejected *= scale;
    result.timed_out *= scale;
    result.failed *= scale;
    result.abandoned *= scale;
    result.unserved *= scale;
    return result;
}

bool isJoined(const network::Call& call) {
    return call.mode == Mode::Sync;
}

/// The chance that at least k of n alike succeed, of which all succeed with the chance `all` in 0 … 1 (binomial).
double atLeast(int k, int n, double all) {
    if (all <= 0.0) return k > 0 ? 0.0 : 1.0;
    const double fails = -std::expm1(std::log(all) / n); // of one; exact where nearly all succeed
    double term = all;                                   // the chance that i of n fail
    double enough = term;
    for (int i = 0; i < n - k; ++i) {
        term *= (n - i) / (i + 1.0) * fails / (1.0 - fails);
        enough += term;
    }
    return std::min(enough, 1.0);
}

/// Is an error of this call caught by an `on_error` call of a later stage?
bool isHandled(const State& state, Index station, const network::Stage& stage, Index call, std::size_t k) {
    for (const network::Stage& later : state.station(station).stages) {
        if (later.number <= stage.number) continue;
        for (const Index other : later.calls) {
            const network::Call& handler = state.call(other);
            if (handler.when == When::OnError && (handler.of == call || handler.of == none) && state.carries(other, k))
                return true;
        }
    }
    return false;
}

/// One attempt and the whole of a call, from the callee's outcome and the call's policy.
void solveCall(State& state, Index c, std::size_t k) {
    const network::Call& call = state.call(c);
    CallUse& use = state.use(c, k);
    const Outcome& callee = state.visit(call.to, k).outcome;

    Outcome attempt = callee;
    attempt.timed_out += callee.completed * use.timeout;
    attempt.completed = callee.completed * (1.0 - use.timeout);
    if (call.policy && call.policy->timeout_ms) {
        attempt.timed_out += attempt.unserved;
        attempt.unserved = 0.0;
    }
    use.success = attempt.completed;
    use.outcome = attempt;
    use.attemptsPerCall = 1.0 + use.hedged;
    if (!call.policy) return;
    const double failing = 1.0 - attempt.completed - attempt.unserved;
    if (failing > 0.0 && call.policy->retries != 0) {
        // What is never served is not tried again: nobody knows yet.
        const double last = attempt.unserved > 0.0 ? 1.0 - failing : attempt.completed;
        if (!call.policy->retries) {
            // What always fails is tried for ever: it never ends. Nor does what comes to wait too long for its next
            // try.
            const double beyond = last > never ? std::exp(mostRetries(*call.policy) * std::log1p(-last)) : 1.0;
            const bool ends = beyond < rarely;
            use.attemptsPerCall = ends ? 1.0 / last : last > never ? (1.0 - beyond) / last : 1.0;
            use.outcome = Outcome{};
            use.outcome.unserved = ends ? attempt.unserved / last : beyond;
            use.outcome.completed = ends ? attempt.completed / last : 1.0 - beyond;
        } else {
            // 1 + q + … + q^r attempts; lost with q^(r+1), of the last attempt's kind
            const double tries = *call.policy->retries + 1.0;
            const double logLost = last < 1.0 ? tries * std::log1p(-last) : -std::numeric_limits<double>::infinity();
            const double lost = std::exp(logLost);
            const double attempts = last > 0.0 ? -std::expm1(logLost) / last : tries;
            use.attemptsPerCall = attempts * (1.0 + use.hedged);
            const double scale = lost / failing;
            use.outcome = Outcome{0,
                                  attempt.rejected * scale,
                                  attempt.timed_out * scale,
                                  attempt.failed * scale,
                                  attempt.abandoned * scale,
                                  attempt.unserved * attempts};
            use.outcome.completed = attempt.completed * attempts;
        }
    }
}

/// Outcome of a visit and the calls it makes per served visit (written to `made` where given).
Outcome walk(State& state, Index s, std::size_t k, double* made) {
    const network::Station& station = state.station(s);
    const Visit& visit = state.visit(s, k);
    Outcome result;
    const double let = (1.0 - visit.limited) * (1.0 - visit.rejected);
    result.rejected = 1.0 - let;
    result.abandoned = let * visit.abandoned;
    const double admitted = let * (1.0 - visit.abandoned);
    result.unserved = admitted * visit.unserved;
    result.failed = admitted * (1.0 - visit.unserved) * visit.failed;
    double reach = visit.served();

    for (const network::Stage& stage : station.stages) {
        Outcome stageErrors;
        stageErrors.completed = 1.0;
        double success = 1.0;
        double routedErrors = 0.0;
        int joined = 0;
        for (const Index c : stage.calls) {
            if (!state.carries(c, k)) continue;
            const network::Call& call = state.call(c);
            const double share = routedShare(state, s, stage, c, k);
            const double condition = conditionOf(state, c, k);
            const double count = share * condition * call.count.mean();
            if (made) made[c] = reach * count;
            if (!isJoined(call) || count == 0.0) continue;
            ++joined;
            if (isHandled(state, s, stage, c, k)) continue;
            const Outcome all =
                repeated(state.use(c, k).outcome, std::max(call.count.mean() * std::max(condition, 1.0), 1.0));
            const double chance = std::min(share * condition * std::min(call.count.mean(), 1.0), 1.0);
            addErrors(stageErrors, chance, all);
            if (station.routing == network::Routing::All)
                success *= 1.0 - chance * errors(all);
            else
                routedErrors += chance * errors(all);
        }
        success = std::max(success - routedErrors, 0.0); // shares add up to 1 but for rounding
        if (stage.wait_for && *stage.wait_for < joined && success < 1.0)
            success = atLeast(*stage.wait_for, joined, success);
        const double kinds = stageErrors.rejected + stageErrors.timed_out + stageErrors.failed + stageErrors.abandoned +
                             stageErrors.unserved;
        if (kinds > 0.0) addErrors(result, reach * (1.0 - success) / kinds, stageErrors);
        reach *= success;
    }

    double leave = 1.0;
    double completed = 0.0;
    for (const Index c : station.forwards) {
        if (!state.carries(c, k)) continue;
        const network::Call& call = state.call(c);
        if (made) made[c] = reach * call.probability;
        leave -= call.probability;
        const Outcome& next = state.visit(call.to, k).outcome;
        completed += call.probability * next.completed;
        addErrors(result, reach * call.probability, next);
    }
    result.completed = reach * (std::max(leave, 0.0) + completed);
    return result;
}

} // namespace

double routedShare(const State& state, Index station, const network::Stage& stage, Index call, std::size_t k) {
    const network::Station& at = state.station(station);
    if (at.routing == network::Routing::All || !isJoined(state.call(call))) return 1.0;
    double total = 0.0;
    int choices = 0;
    for (const Index c : stage.calls) {
        if (!state.carries(c, k) || !isJoined(state.call(c))) continue;
        total += state.call(c).weight;
        ++choices;
    }
    if (at.routing == network::Routing::Weighted) return total > 0.0 ? state.call(call).weight / total : 0.0;
    return 1.0 / choices;
}

double conditionOf(const State& state, Index c, std::size_t k) {
    const network::Call& call = state.call(c);
    if (call.when == When::Always) return 1.0;
    if (call.of == none) {
        if (call.when == When::OnError) {
            // Any unhandled error of an earlier stage of the same component.
            double success = 1.0;
            for (const network::Stage& stage : state.station(call.from).stages) {
                if (stage.number >= call.stage) continue;
                for (const Index other : stage.calls) {
                    if (!state.carries(other, k) || !isJoined(state.call(other))) continue;
                    const Outcome all =
                        repeated(state.use(other, k).outcome, std::max(state.call(other).count.mean(), 1.0));
                    success *= 1.0 - std::min(conditionOf(state, other, k), 1.0) * errors(all);
                }
            }
            return 1.0 - success;
        }
        const double hit = state.visit(call.from, k).hit;
        return call.when == When::OnHit ? hit : 1.0 - hit;
    }
    if (!state.carries(call.of, k)) return 0.0;
    const network::Call& asked = state.call(call.of);
    const double times = conditionOf(state, call.of, k) * asked.count.mean();
    if (call.when == When::OnError) return times * errors(state.use(call.of, k).outcome);
    const double hit = state.visit(asked.to, k).hit;
    return times * (call.when == When::OnHit ? hit : 1.0 - hit);
}

void solveOutcomes(State& state, std::size_t k) {
    // From the leaves up, by sweeps.
    for (int sweep = 0; sweep < mostSweeps; ++sweep) {
        double change = 0.0;
        for (const Index s : state.calleesFirst) {
            for (const network::Stage& stage : state.station(s).stages)
                for (const Index c : stage.calls)
                    if (state.carries(c, k)) solveCall(state, c, k);
            for (const Index c : state.station(s).forwards)
                if (state.carries(c, k)) solveCall(state, c, k);
            const Outcome next = walk(state, s, k, nullptr);
            Visit& visit = state.visit(s, k);
            change = std::max(change, std::abs(next.completed - visit.outcome.completed));
            visit.outcome = next;
        }
        if (change < 1e-13) break;
    }
}

double solveTraffic(State& state) {
    constexpr double rare = 1e-6; // of requests: fewer visits than so settle only as such
    std::vector<double> made(state.callCount, 0.0);
    double worst = 0.0;
    for (std::size_t k = 0; k < state.classCount; ++k) {
        solveOutcomes(state, k);
        // Visits per request, from the source down.
        std::fill(made.begin(), made.end(), 0.0);
        for (std::size_t i = 0; i < state.stationCount; ++i) {
            const auto s = static_cast<Index>(i);
            (void)walk(state, s, k, made.data());
            state.visit(s, k).sentOn = state.visit(s, k).served();
        }
        std::vector<double> visits(state.stationCount, 0.0);
        std::vector<double> next(state.stationCount, 0.0);
        const Index source = state.network.classes[k].source;
        for (int sweep = 0; sweep < mostSweeps; ++sweep) {
            std::fill(next.begin(), next.end(), 0.0);
            if (source != none) next[static_cast<std::size_t>(source)] = 1.0;
            for (std::size_t c = 0; c < state.callCount; ++c) {
                const auto id = static_cast<Index>(c);
                if (!state.carries(id, k) || made[c] == 0.0) continue;
                const network::Call& call = state.call(id);
                next[static_cast<std::size_t>(call.to)] +=
                    visits[static_cast<std::size_t>(call.from)] * made[c] * state.use(id, k).attemptsPerCall;
            }
            double change = 0.0;
            for (std::size_t s = 0; s < next.size(); ++s)
                change = std::max(change, std::abs(next[s] - visits[s]) / std::max(1.0, next[s]));
            visits = next;
            if (change < 1e-14 || std::isnan(change)) break;
        }
        const double rate = state.classRate[k];
        for (std::size_t c = 0; c < state.callCount; ++c) {
            const auto id = static_cast<Index>(c);
            CallUse& use = state.use(id, k);
            use.made =
                state.carries(id, k) ? rate * visits[static_cast<std::size_t>(state.call(id).from)] * made[c] : 0.0;
            use.attempts = use.made > 0.0 ? use.made * use.attemptsPerCall : 0.0;
        }
        for (std::size_t s = 0; s < state.stationCount; ++s) {
            Visit& visit = state.visit(static_cast<Index>(s), k);
            const double arrivals = rate * visits[s];
            if (arrivals != visit.arrivals)
                worst = std::max(worst, std::abs(arrivals - visit.arrivals) /
                                            std::max({arrivals, visit.arrivals, rare * rate}));
            visit.arrivals = arrivals;
        }
    }
    return worst;
}

} // namespace catenary::analysis
