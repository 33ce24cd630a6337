// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/compose.h"

#include "core/analysis/holding.h"
#include "core/analysis/policies.h"
#include "core/analysis/traffic.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::analysis {

using design::Mode;
using design::When;
using network::none;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t mostOutcomes = 5; ///< lookups a visit's stages may depend on jointly

Part never() {
    Part part;
    part.mean = part.second = infinity;
    return part;
}

} // namespace

Composer::Composer(State& state, const Lattice* lattice, bool rows, bool firstToken)
    : m_state(state), m_algebra(lattice, rows), m_firstToken(firstToken) {}

Composer Composer::ofMoments(State& state, const Lattice& lattice, bool firstToken) {
    Composer composer(state, nullptr, false, firstToken);
    composer.m_laws = std::make_unique<Composer>(state, &lattice, false, firstToken);
    return composer;
}

bool Composer::holds(Index s) const {
    return holdsWorkers(m_state, s);
}

Part Composer::waitingOf(Index s, std::size_t k) {
    const Visit& visit = m_state.visit(s, k);
    if (visit.waitingMean == 0.0) return {};
    if (std::isinf(visit.waitingMean)) return never();
    Spectrum spectrum;
    if (const Lattice* lattice = m_algebra.lattice()) {
        const auto* compound = std::get_if<ResidualCompound>(&visit.waiting.given);
        if (compound && compound->services.empty()) {
            // The holding time of all classes together, weighted by who is served.
            Spectrum all = lattice->zero();
            double mean = 0.0;
            double total = 0.0;
            for (std::size_t other = 0; other < m_state.classCount; ++other) {
                const Visit& theirs = m_state.visit(s, other);
                if (theirs.arrivals <= 0.0) continue;
                const Part held = holding(s, other);
                add(all, theirs.arrivals, held.spectrum);
                mean += theirs.arrivals * held.mean;
                total += theirs.arrivals;
            }
            for (Complex& value : all) value /= total;
            spectrum = spectrumOf(visit.waiting, *lattice, &all, mean / total);
        } else {
            spectrum = spectrumOf(visit.waiting, *lattice);
        }
    }
    if (visit.waiting.mean == 0.0) return {};
    Part part = m_algebra.leaf({s, Column::Waiting}, visit.waiting.mean, visit.waitingSecond, std::move(spectrum));
    if (m_state.stations[static_cast<std::size_t>(s)].arriving.batch > 1.0)
        part.waiting = 0.0; // behind one's own group
    if (visit.batching > 0.0 && m_algebra.wantsRows()) {
        // The wait for a batch to fill is a share of the whole wait.
        const double share = visit.batching / visit.waitingMean;
        Row& waiting = part.rows[{s, Column::Waiting}];
        Row batching = waiting;
        batching.mean *= share;
        waiting.mean *= 1.0 - share;
        for (Complex& value : batching.spectrum) value *= share;
        for (Complex& value : waiting.spectrum) value *= 1.0 - share;
        part.rows[{s, Column::Batching}] = std::move(batching);
    }
    return part;
}

Part Composer::sojournOf(Index s, const Stay& means, const SharedLaw& law) const {
    // Waiting and service as one law; their shares are those of the means.
    const double whole = means.waiting + means.service;
    Spectrum spectrum;
    if (const Lattice* lattice = m_algebra.lattice()) {
        const Table& table = law->table();
        spectrum = lattice->spectrum(lattice->massesOfTable(table.at, table.cdf));
    }
    Part part = m_algebra.leaf({s, Column::Service}, whole, law->second(), std::move(spectrum));
    part.waiting = means.waiting;
    if (!m_algebra.wantsRows() || whole <= 0.0) return part;
    const Row all = part.rows[{s, Column::Service}];
    part.rows.clear();
    const auto give = [&](Column column, double mean) {
        if (mean <= 0.0) return;
        Row row = all;
        row.mean = mean;
        for (Complex& value : row.spectrum) value *= mean / whole;
        part.rows[{s, column}] = std::move(row);
    };
    give(Column::Waiting, means.waiting - means.batching);
    give(Column::Batching, means.batching);
    give(Column::Service, means.service);
    return part;
}

Part Composer::ownOf(Index s, std::size_t k) {
    const Visit& visit = m_state.visit(s, k);
    const StationState& station = m_state.stations[static_cast<std::size_t>(s)];
    if (std::isinf(visit.waitingMean)) return never();
    Part part;
    if (visit.sojourn) {
        part = sojournOf(s, {visit.waitingMean, visit.batching, visit.serviceMean}, visit.sojourn);
    } else {
        part = waitingOf(s, k);
        if (visit.extraWait) m_algebra.append(part, {s, Column::Waiting}, *visit.extraWait);
        if (visit.prefill) {
            m_algebra.append(part, {s, Column::Service}, *visit.prefillFixed);
            m_algebra.append(part, {s, Column::Service}, *visit.prefill);
            part.how = part.shape = How::Approximate;
            if (m_firstToken && answersFirst(s, k)) return part;
        }
        if (visit.slowShare > 0.0) {
            const double factor = serversOf(m_state.station(s).model)->slow_factor;
            Part both;
            m_algebra.mix(both, 1.0 - visit.slowShare, m_algebra.leaf({s, Column::Service}, visit.service));
            m_algebra.mix(both, visit.slowShare, m_algebra.leaf({s, Column::Service}, visit.service.scaled(factor)));
            m_algebra.append(part, std::move(both));
        } else {
            m_algebra.append(part, {s, Column::Service}, visit.service);
        }
        // M/M/1: wait and service add up to an exponential time.
        const bool markovian = station.how == How::Exact && station.method == "M/M/1" && visit.service.isExponential();
        if (markovian) part.exponential = part.mean;
    }
    part.how = network::weaker(part.how, station.how);
    part.shape = network::weaker(part.shape, station.distributionHow);
    return part;
}

const Part& Composer::networkOf(Index c, bool request) {
    const auto [found, isNew] = m_networks[request].try_emplace(c);
    Part& part = found->second;
    if (!isNew) return part;
    const network::Call& call = m_state.call(c);
    const RowKey key{call.to, Column::Network};
    m_algebra.append(part, key, request ? call.request_network_ms : call.response_network_ms);
    m_algebra.append(part, key, Distribution::constant(request ? call.request_transfer_ms : call.response_transfer_ms));
    return part;
}

Part Composer::attempt(Index c, std::size_t k, Lookup lookup) {
    Part part = networkOf(c, true);
    m_algebra.append(part, visit(m_state.call(c).to, k, lookup));
    m_algebra.append(part, networkOf(c, false));
    return part;
}

Part Composer::oneWay(Index c, std::size_t k) {
    Part part = networkOf(c, true);
    m_algebra.append(part, visit(m_state.call(c).to, k));
    return part;
}

Part Composer::call(Index c, std::size_t k, Lookup lookup) {
    Part one = attempt(c, k, lookup);
    const network::Call& call = m_state.call(c);
    if (!call.policy) return one;
    const design::Policy& policy = *call.policy;
    if (policy.hedge || policy.timeout_ms) m_bounded = true;
    const CallUse& use = m_state.use(c, k);
    const Lattice* lattice = m_algebra.lattice();
    if (policy.hedge && lattice && std::isfinite(one.mean))
        one = hedged(m_algebra, one, hedgeTime(*policy.hedge, one, *lattice), call.to);
    if (policy.timeout_ms) one = within(m_algebra, one, *policy.timeout_ms, call.to);
    if (policy.retries == 0 || use.success >= 1.0) return one;

    // What a failed attempt costs, by how it ends: the timeout, the callee's own work, or the network alone.
    const Outcome& callee = m_state.visit(call.to, k).outcome;
    const double timedOut = policy.timeout_ms ? callee.completed * use.timeout + callee.unserved : 0.0;
    const double late = callee.failed + callee.timed_out + callee.abandoned;
    const double failing = timedOut + late + callee.rejected;
    if (failing <= 0.0) return one;
    Part lost;
    const RowKey retry{call.to, Column::Retry};
    const Part network = [&] {
        Part both = networkOf(c, true);
        m_algebra.append(both, networkOf(c, false));
        return both;
    }();
    const auto asRetry = [&](const Part& part) {
        if (!std::isfinite(part.mean)) return Part();
        return m_algebra.leaf(retry, part.mean, part.second, part.spectrum);
    };
    if (timedOut > 0.0)
        m_algebra.mix(lost, timedOut / failing, m_algebra.leaf(retry, Distribution::constant(*policy.timeout_ms)));
    if (late > 0.0) {
        Part own = ownOf(call.to, k);
        m_algebra.append(own, network);
        m_algebra.mix(lost, late / failing, asRetry(own));
    }
    if (callee.rejected > 0.0) m_algebra.mix(lost, callee.rejected / failing, asRetry(network));
    return retried(m_algebra, one, lost, policy, use.success, call.to);
}

bool Composer::needsLaws(Index s, std::size_t k, const network::Stage& stage) const {
    int calls = 0;
    for (const Index c : stage.calls) {
        const network::Call& call = m_state.call(c);
        if (call.mode != Mode::Sync || !m_state.carries(c, k) || call.count.isZero()) continue;
        const bool several = !call.in_sequence && !(call.count.isConstant() && call.count.mean() == 1.0);
        if (several || conditionOf(m_state, c, k) > 1.0) return true;
        if (call.policy && (call.policy->timeout_ms || call.policy->hedge)) return true;
        ++calls;
    }
    return calls > 1 && m_state.station(s).routing == network::Routing::All;
}

Part Composer::stageOf(Index s, std::size_t k, const network::Stage& stage, const std::map<Index, Lookup>& outcomes) {
    if (m_laws && needsLaws(s, k, stage)) {
        Part part = m_laws->stageOf(s, k, stage, outcomes);
        part.spectrum.clear();
        return part;
    }
    const network::Station& station = m_state.station(s);
    const auto lookupOf = [&](Index c) {
        const auto found = outcomes.find(c);
        return found == outcomes.end() ? Lookup::Any : found->second;
    };
    // The chance of a call under the outcomes given.
    const auto chanceOf = [&](const network::Call& call, Index c) {
        if (call.when == When::OnHit || call.when == When::OnMiss) {
            const auto found = outcomes.find(call.of);
            if (found != outcomes.end())
                return (found->second == Lookup::Hit) == (call.when == When::OnHit) ? 1.0 : 0.0;
        }
        return conditionOf(m_state, c, k);
    };

    // A call with all its repetitions; `awaited`: the stage does not go on before the last of them.
    const auto branchOf = [&](Index c, double chance, bool awaited) {
        const network::Call& call = m_state.call(c);
        if (!call.in_sequence && awaited && chance <= 1.0)
            if (auto together = callsAtOnce(c, k, countProbabilities(call.count)))
                return Branch{std::move(*together), chance};
        Branch branch{this->call(c, k, lookupOf(c)), std::min(chance, 1.0),
                      countProbabilities(chance > 1.0 ? call.count.scaled(chance) : call.count)};
        if (call.in_sequence) return Branch{m_algebra.sequence(branch.part, branch.count), branch.probability};
        return branch;
    };

    if (station.routing != network::Routing::All) {
        Part mixture;
        double total = 0.0;
        for (const Index c : stage.calls) {
            const network::Call& call = m_state.call(c);
            if (call.mode != Mode::Sync || !m_state.carries(c, k)) continue;
            const double share = routedShare(m_state, s, stage, c, k);
            m_algebra.mix(mixture, share, m_algebra.join({branchOf(c, chanceOf(call, c), true)}, std::nullopt));
            total += share;
        }
        if (total == 0.0) return {};
        return mixture;
    }

    std::vector<Branch> branches;
    for (const Index c : stage.calls) {
        const network::Call& call = m_state.call(c);
        if (call.mode != Mode::Sync || !m_state.carries(c, k) || call.count.isZero()) continue;
        const double chance = chanceOf(call, c);
        if (chance <= 0.0) continue;
        branches.push_back(branchOf(c, chance, !stage.wait_for));
    }
    return m_algebra.join(branches, stage.wait_for);
}

Part Composer::stagesOf(Index s, std::size_t k, Lookup lookup) {
    const network::Station& station = m_state.station(s);
    // Lookups whose outcome later calls ask for: the stages are composed once for each combination, then mixed.
    std::vector<std::pair<Index, double>> asked; // call (none: own lookup), hit probability
    const auto ask = [&](Index of, double hit) {
        const auto same = [&](const auto& entry) { return entry.first == of; };
        if (std::none_of(asked.begin(), asked.end(), same) && asked.size() < mostOutcomes) asked.emplace_back(of, hit);
    };
    for (const network::Stage& stage : station.stages)
        for (const Index c : stage.calls) {
            const network::Call& call = m_state.call(c);
            if ((call.when != When::OnHit && call.when != When::OnMiss) || !m_state.carries(c, k)) continue;
            if (call.of == none) {
                ask(none, m_state.visit(s, k).hit);
            } else if (m_state.carries(call.of, k)) {
                const network::Call& of = m_state.call(call.of);
                const bool once = of.when == When::Always && of.count.isConstant() && of.count.mean() == 1.0;
                if (once) ask(call.of, m_state.visit(of.to, k).hit);
            }
        }

    Part mixture;
    for (std::size_t combination = 0; combination < (std::size_t{1} << asked.size()); ++combination) {
        std::map<Index, Lookup> outcomes;
        double weight = 1.0;
        for (std::size_t i = 0; i < asked.size(); ++i) {
            const auto& [of, hit] = asked[i];
            const Lookup outcome = (combination >> i) & 1u ? Lookup::Miss : Lookup::Hit;
            if (of == none && lookup != Lookup::Any)
                weight *= outcome == lookup ? 1.0 : 0.0;
            else
                weight *= outcome == Lookup::Hit ? hit : 1.0 - hit;
            outcomes.emplace(of, outcome);
        }
        if (weight == 0.0) continue;
        Part way;
        for (const network::Stage& stage : station.stages) {
            if (m_firstToken) {
                // The first token comes with the call that leads to the model; what follows is not waited for.
                network::Stage leading = stage;
                std::erase_if(leading.calls, [&](Index c) {
                    return m_state.call(c).mode != Mode::Sync || !m_state.carries(c, k) ||
                           !leadsToModel(m_state.call(c).to, k);
                });
                if (!leading.calls.empty()) {
                    m_algebra.append(way, stageOf(s, k, leading, outcomes));
                    break;
                }
            }
            m_algebra.append(way, stageOf(s, k, stage, outcomes));
        }
        if (weight == 1.0) return way;
        m_algebra.mix(mixture, weight, way);
    }
    return mixture;
}

Part Composer::holding(Index s, std::size_t k, Lookup lookup) {
    const Visit& visit = m_state.visit(s, k);
    Part part;
    m_algebra.append(part, {s, Column::Service}, visit.service);
    m_algebra.append(part, stagesOf(s, k, lookup));
    return part;
}

Part Composer::forwarded(Index s, std::size_t k, Part upToHere) {
    const network::Station& station = m_state.station(s);
    Part onward;
    double leave = 1.0;
    bool any = false;
    for (const Index c : station.forwards) {
        if (!m_state.carries(c, k)) continue;
        const double probability = m_state.call(c).probability;
        if (probability <= 0.0) continue;
        leave -= probability;
        any = true;
        m_algebra.mix(onward, probability, oneWay(c, k));
    }
    if (!any) return upToHere;
    m_algebra.mix(onward, std::max(leave, 0.0), {});
    m_algebra.append(upToHere, std::move(onward));
    return upToHere;
}

const Part& Composer::visit(Index s, std::size_t k, Lookup lookup) {
    const VisitKey key{s, k, lookup};
    const auto found = m_visits.find(key);
    if (found != m_visits.end()) return found->second;
    if (m_under_way[key]) {
        // A loop that is not one of forwards alone: cut here, and said.
        m_state.notes.add(support::Severity::Warning, m_state.station(s).id.str(),
                          "a loop of calls through this component is counted once in the latency");
        return m_visits.emplace(key, Part()).first->second;
    }
    if (lookup == Lookup::Any && !m_firstToken) {
        const std::vector<Index> loop = loopOf(s, k);
        if (!loop.empty()) {
            m_under_way[key] = true;
            solveLoop(loop, k);
            m_under_way[key] = false;
            return m_visits.at(key);
        }
    }
    m_under_way[key] = true;
    Part part = upToForwards(s, k, lookup);
    if (!m_firstToken || !answersFirst(s, k)) part = forwarded(s, k, std::move(part));
    m_under_way[key] = false;
    return m_visits.insert_or_assign(key, std::move(part)).first->second;
}

Part Composer::upToForwards(Index s, std::size_t k, Lookup lookup) {
    if (holds(s)) {
        Part part = waitingOf(s, k);
        m_algebra.append(part, holding(s, k, lookup));
        part.how = network::weaker(part.how, m_state.stations[static_cast<std::size_t>(s)].how);
        return part;
    }
    Part part = ownOf(s, k);
    if (m_firstToken && answersFirst(s, k)) return part;
    m_algebra.append(part, stagesOf(s, k, lookup));
    return part;
}

bool Composer::answersFirst(Index s, std::size_t k) const {
    const Index source = m_state.network.classes[k].source;
    for (const network::Call& call : m_state.network.calls)
        if (call.response_stream && call.to == source && (call.classes.empty() || call.classes[k]))
            return call.from == s;
    return std::holds_alternative<network::DecoderStation>(m_state.station(s).model);
}

bool Composer::leadsToModel(Index s, std::size_t k, int depth) const {
    if (answersFirst(s, k)) return true;
    if (depth > 64) return false;
    for (const network::Stage& stage : m_state.station(s).stages)
        for (const Index c : stage.calls) {
            const network::Call& call = m_state.call(c);
            if (call.mode == Mode::Sync && m_state.carries(c, k) && !call.count.isZero() &&
                leadsToModel(call.to, k, depth + 1))
                return true;
        }
    for (const Index c : m_state.station(s).forwards)
        if (m_state.carries(c, k) && leadsToModel(m_state.call(c).to, k, depth + 1)) return true;
    return false;
}

} // namespace catenary::analysis
