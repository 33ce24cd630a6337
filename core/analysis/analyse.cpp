// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/analyse.h"

#include "core/analysis/admission.h"
#include "core/analysis/compose.h"
#include "core/analysis/heavy_tails.h"
#include "core/analysis/holding.h"
#include "core/analysis/omissions.h"
#include "core/analysis/pipelines.h"
#include "core/analysis/policies.h"
#include "core/analysis/report.h"
#include "core/analysis/stations.h"
#include "core/analysis/streams.h"
#include "core/analysis/traffic.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::analysis {

namespace {

constexpr int mostRounds = 60;
constexpr int hopelessRounds = 16; ///< that do not come clearly nearer to settling
constexpr int policyPoints = 512;
constexpr double settledClosely = 1e-9, settledLoosely = 1e-8; ///< change in a round; with time-outs, hedges or limits
constexpr double coarse = 0.02; ///< a change of figures from one round to the next that would show

/// How often attempts time out and second copies are sent, from responses as they stand. Returns the largest change.
double solvePolicies(State& state) {
    double worst = 0.0;
    for (std::size_t i = 0; i < state.callCount; ++i) {
        const auto c = static_cast<Index>(i);
        const network::Call& call = state.call(c);
        if (!call.policy || (!call.policy->timeout_ms && !call.policy->hedge)) continue;
        for (std::size_t k = 0; k < state.classCount; ++k) {
            if (!state.carries(c, k) || state.use(c, k).made <= 0.0) continue;
            CallUse& use = state.use(c, k);
            Composer rough(state, nullptr, false);
            const Part bound = rough.attempt(c, k);
            double timeout = 1.0;
            double hedged = call.policy->hedge ? 1.0 : 0.0;
            if (bound.mean == 0.0) {
                timeout = hedged = 0.0;
            } else if (std::isfinite(bound.mean)) {
                const auto shared = sharedLattice(
                    policyPoints, std::max(20.0 * bound.mean, 2.0 * call.policy->timeout_ms.value_or(0.0)));
                const Lattice& lattice = *shared;
                Composer composer(state, &lattice, false);
                Part one = composer.attempt(c, k);
                if (call.policy->hedge) {
                    const double after = hedgeTime(*call.policy->hedge, one, lattice);
                    hedged = beyondTime(one, lattice, after);
                    one = analysis::hedged(PartAlgebra(&lattice, false), one, after, call.to);
                }
                timeout = call.policy->timeout_ms ? beyondTime(one, lattice, *call.policy->timeout_ms) : 0.0;
            }
            if (!call.policy->timeout_ms) timeout = 0.0;
            worst = std::max({worst, std::abs(timeout - use.timeout), std::abs(hedged - use.hedged)});
            // Half a step at a time: retries feed on themselves.
            use.timeout = 0.5 * (use.timeout + timeout);
            use.hedged = 0.5 * (use.hedged + hedged);
        }
    }
    return worst;
}

} // namespace

namespace {

network::Performance analyseAt(const Network& network, const Options& options) {
    State state(network);
    state.searching = !options.horizon_ms.empty();
    prepareStations(state);
    noteOmissions(state);
    prepareRates(state);
    bool settled = false;
    double last = 0.0; // change
    double least = std::numeric_limits<double>::infinity();
    int leastAt = 0;
    for (int round = 0; round < mostRounds && round - leastAt < hopelessRounds && !settled; ++round) {
        double change = round == 0 ? 0.0 : std::max(solvePolicies(state), solveAdmission(state));
        const double enough = change > 0.0 ? settledLoosely : settledClosely;
        change = std::max(change, solveCaches(state));
        change = std::max(change, solveTraffic(state));
        mixServices(state);
        solveStreams(state);
        for (std::size_t s = 0; s < state.stationCount; ++s) solveStation(state, static_cast<Index>(s));
        change = std::max(change, solveHolders(state));
        change = std::max(change, solveClosed(state));
        settled = round > 0 && change < enough;
        last = change;
        if (round > 0 && change < 0.7 * least) {
            least = change;
            leastAt = round;
        }
    }
    if (last > coarse)
        state.notes.add(support::Severity::Warning, {},
                        "The analysis goes to and fro and does not settle: its figures are those of one moment of it.",
                        "Believe the simulation.");
    // Outcomes are those of the stations as they were left.
    for (std::size_t k = 0; k < state.classCount && !settled; ++k) solveOutcomes(state, k);
    return report(state, options);
}

/// Where something is unstable, less arrives at what is behind it: the loads at which stations saturate are those of a
/// load that all of them bear.
void findSaturation(const Network& network, network::Performance& found) {
    constexpr int mostTries = 12;
    constexpr double below = 0.95;
    Options means;
    means.percentiles = means.breakdown = means.flows = means.tokens = false;
    Network relieved = network;
    const network::Performance* at = &found;
    network::Performance lighter;
    for (int tried = 0; tried < mostTries; ++tried) {
        double least = 0.5 * relieved.load / below;
        for (const auto& station : at->stations)
            if (station.saturates_at_load && *station.saturates_at_load < relieved.load)
                least = tried == 0 ? *station.saturates_at_load : std::min(least, *station.saturates_at_load);
        relieved.load = below * least;
        lighter = analyseAt(relieved, means);
        at = &lighter;
        if (!lighter.stable) continue;
        for (std::size_t s = 0; s < found.stations.size(); ++s)
            found.stations[s].saturates_at_load = lighter.stations[s].saturates_at_load;
        return;
    }
}

} // namespace

network::Performance analyse(const Network& given, const Options& options) {
    const std::optional<WithVariances> taken = withVariances(given);
    const Network& network = taken ? taken->network : given;
    network::Performance found = analyseAt(network, options);
    const bool searching = !options.horizon_ms.empty(); // and asks only whether it is stable
    if (!found.stable && !searching) findSaturation(network, found);
    if (taken) found.findings.insert(found.findings.end(), taken->findings.begin(), taken->findings.end());
    return found;
}

} // namespace catenary::analysis
