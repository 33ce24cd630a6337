// SPDX-License-Identifier: Apache-2.0
// Responses: the time from a visit's arrival to its answer, composed of the station's own wait and work, its stages and
// its forwards. Conditional on completion; losses are the business of traffic.h.
#pragma once

#include "core/analysis/part.h"
#include "core/analysis/state.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace catenary::analysis {

/// What a cache's lookup found, where a visit is seen under that condition.
enum class Lookup { Any, Hit, Miss };

class Composer {
public:
    /// `lattice` may be null (moments only; joins are then bounded by the sum of their calls).
    /// With `firstToken` a way ends where a language model gives its first token.
    Composer(State& state, const Lattice* lattice, bool rows, bool firstToken = false);
    /// Moments as with the lattice, at less cost: laws are composed where calls are joined or have a time limit, and no
    /// further.
    [[nodiscard]] static Composer ofMoments(State& state, const Lattice& lattice, bool firstToken = false);

    /// From arrival to answer of a completed visit.
    [[nodiscard]] const Part& visit(Index s, std::size_t k, Lookup lookup = Lookup::Any);
    /// One call with its network, retries and hedges, as its caller waits for it.
    [[nodiscard]] Part call(Index c, std::size_t k, Lookup lookup = Lookup::Any);
    /// One attempt: request network, the callee's visit, response network.
    [[nodiscard]] Part attempt(Index c, std::size_t k, Lookup lookup = Lookup::Any);
    /// One way of a flow: request network and the callee's visit.
    [[nodiscard]] Part oneWay(Index c, std::size_t k);
    /// Own work and stages: how long a held worker is occupied.
    [[nodiscard]] Part holding(Index s, std::size_t k, Lookup lookup = Lookup::Any);
    /// Are the moments of what has been composed those a lattice would give: no joins, timeouts, hedges so far?
    [[nodiscard]] bool hasExactMoments() const { return !m_bounded && !m_algebra.hasBounded(); }
    /// Does the first token of class k come from here: the origin of its response stream, or, without one, the first
    /// language model on the way?
    [[nodiscard]] bool answersFirst(Index s, std::size_t k) const;
    /// Does a visit lead to where the first token comes from?
    [[nodiscard]] bool leadsToModel(Index s, std::size_t k, int depth = 0) const;

private:
    struct VisitKey {
        Index station;
        std::size_t k;
        Lookup lookup;
        auto operator<=>(const VisitKey&) const = default;
    };

    [[nodiscard]] Part waitingOf(Index s, std::size_t k);
    struct Stay {
        double waiting = 0, batching = 0, service = 0; ///< ms, means; batching is part of waiting
    };
    [[nodiscard]] Part sojournOf(Index s, const Stay& means, const SharedLaw& law) const;
    [[nodiscard]] Part ownOf(Index s, std::size_t k);
    [[nodiscard]] const Part& networkOf(Index c, bool request);
    [[nodiscard]] Part stagesOf(Index s, std::size_t k, Lookup lookup);
    [[nodiscard]] Part stageOf(Index s, std::size_t k, const network::Stage& stage,
                               const std::map<Index, Lookup>& outcomes);
    /// Do the moments of a stage need the laws of its calls?
    [[nodiscard]] bool needsLaws(Index s, std::size_t k, const network::Stage& stage) const;
    /// Calls made at once to a queue first come first served, until the last of them is answered; count[n]: P(n calls).
    /// Nullopt where nothing is known of how they follow each other there: they are joined as if independent.
    [[nodiscard]] std::optional<Part> callsAtOnce(Index c, std::size_t k, const std::vector<double>& count);
    [[nodiscard]] Part upToForwards(Index s, std::size_t k, Lookup lookup);
    [[nodiscard]] Part forwarded(Index s, std::size_t k, Part upToHere);
    [[nodiscard]] bool holds(Index s) const;
    struct LoopEdge {
        std::size_t to;
        double probability;
        const Part* network;
    };
    [[nodiscard]] std::vector<Index> loopOf(Index s, std::size_t k) const;
    void solveLoop(const std::vector<Index>& members, std::size_t k);
    void solveLoopRows(const std::vector<Part>& work, const std::vector<Part>& outside, std::vector<Part>& response,
                       const std::vector<std::vector<Complex>>& inverses,
                       const std::function<std::vector<LoopEdge>(std::size_t)>& edgesOf) const;

    State& m_state;
    PartAlgebra m_algebra;
    bool m_firstToken;
    bool m_bounded = false;
    std::map<VisitKey, Part> m_visits;
    std::map<VisitKey, bool> m_under_way;
    std::map<Index, Part> m_networks[2];
    std::unique_ptr<Composer> m_laws; ///< of stages that need them, where this one composes moments
};

} // namespace catenary::analysis
