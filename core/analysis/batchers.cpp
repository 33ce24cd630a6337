// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/batchers.h"

#include "core/analysis/stations/batching.h"
#include "core/analysis/stations/decoding.h"
#include "core/analysis/stations/many_servers.h"
#include "core/analysis/stations/pollaczek.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::analysis {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

const Distribution* attribute(const State& state, std::size_t k, const char* name) {
    const auto& attributes = state.network.classes[k].attributes;
    const auto found = attributes.find(name);
    return found == attributes.end() ? nullptr : &found->second;
}

void overload(State& state, Index s, double capacity) {
    StationState& station = state.stations[static_cast<std::size_t>(s)];
    station.stable = false;
    station.utilisation = 1.0;
    for (std::size_t k = 0; k < state.classCount; ++k) {
        state.visit(s, k).waitingMean = infinity;
        state.visit(s, k).unserved = std::max(1.0 - capacity / station.arriving.rate, 0.0);
    }
}

/// What comes at once, as one unit of which a batch takes a whole number, or, of one instance, that takes a whole
/// number of full batches; 1 where there is little of it. Groups that differ count by E[B²]/E[B], what a random member
/// sees.
double unitOf(const ArrivalStream& arriving, double items, const network::BatcherStation& batcher) {
    constexpr double least = 1.25;
    const double size = arriving.batchSecond / arriving.batch;
    if (size < least) return 1.0;
    const double ratio = batcher.max_batch / (items * size);
    if (ratio >= 1.0 || batcher.instances > 1)
        return std::max(batcher.max_batch / items / std::max(std::round(ratio), 1.0), 1.0);
    return std::round(1.0 / ratio) * batcher.max_batch / items;
}

} // namespace

void solveBatcher(State& state, Index s, const network::BatcherStation& batcher) {
    StationState& station = state.stations[static_cast<std::size_t>(s)];
    const std::string where = state.station(s).id.str();
    station.runningReplicas = batcher.instances;
    station.stable = true;
    const double rate = station.arriving.rate;
    if (rate == station.solvedFor && station.arriving.batch == station.solvedBatch) { // nothing has moved since
        station.stable = station.capacity.value_or(infinity) > rate;
        return;
    }
    station.solvedFor = rate;
    station.solvedBatch = station.arriving.batch;
    for (std::size_t k = 0; k < state.classCount; ++k) {
        Visit& visit = state.visit(s, k);
        visit.failed = batcher.failure_ratio;
        visit.unserved = visit.rejected = visit.waitingMean = visit.batching = 0.0;
        visit.waiting = WaitingLaw::none();
    }

    // A batch of items: a request counts as many as it brings; then limits are in requests.
    double items = 1.0;
    if (batcher.of_items && rate > 0.0) {
        items = 0.0;
        for (std::size_t k = 0; k < state.classCount; ++k) {
            const Distribution* brought = attribute(state, k, "items");
            items += state.visit(s, k).arrivals / rate * (brought ? brought->mean() : 1.0);
        }
        items = std::max(items, 1e-9);
    }
    station.together.reset();
    const double group = unitOf(station.arriving, items, batcher);
    items *= group; // what comes at once passes for one request that brings all of it
    const double most = batcher.max_batch / items;
    constexpr double slack = 1e-9;
    const double rounds =
        most < 1.0 - slack ? std::ceil(items / batcher.max_batch - slack) : 1.0; // larger than a batch
    BatchQueue queue;
    queue.rate = rate / group;
    queue.most = std::max(static_cast<int>(std::floor(most + slack)), 1);
    queue.least = std::clamp(static_cast<int>(std::ceil(batcher.min_batch / items)), 1, queue.most);
    queue.delay_ms = batcher.max_delay_ms;
    queue.instances = batcher.instances;
    queue.onLadder = state.searching;
    const Distribution whole = batcher.time.whole_ms ? batcher.time.whole_ms->scaled(rounds) : Distribution();
    if (batcher.time.whole_ms) queue.whole = &whole;
    queue.mean_ms = [&](double k) {
        return rounds > 1.0 ? rounds * batcher.time.mean_ms(items / rounds) : batcher.time.mean_ms(k * items);
    };
    const double alone = queue.whole ? whole.mean() : queue.mean_ms(1.0);
    for (std::size_t k = 0; k < state.classCount; ++k) {
        state.visit(s, k).service = Distribution::constant(alone);
        state.visit(s, k).serviceMean = alone;
    }
    if (rate <= 0.0 || alone <= 0.0) return;
    if (batcher.queue_capacity)
        state.notes.notModelled(where, "queue_capacity", "the queue of batches is taken as unbounded");

    const BatchFigures figures = solveBatchQueue(queue);
    station.capacity = figures.capacity * group;
    station.batchSize = figures.batch * items / (rounds > 1.0 ? rounds : 1.0);
    station.batchRequests = figures.batch * group;
    station.batchSecond = figures.batchSecond * group * group;
    station.utilisation = figures.utilisation;
    const bool exact =
        batcher.instances == 1 && batcher.max_delay_ms <= 0.0 && items == 1.0 && station.arriving.poisson;
    station.how = exact ? How::Exact : How::Approximate;
    station.method = batcher.instances == 1 ? "bulk service, embedded chain" : "bulk service, several instances";
    if (!figures.stable) {
        overload(state, s, *station.capacity);
        for (std::size_t k = 0; k < state.classCount; ++k) state.visit(s, k).serviceMean = figures.service;
        return;
    }
    // A member of a group that takes several batches is in one of them, behind half of the others.
    const double each = group > 1.0 ? figures.service / rounds : figures.service;
    const double waiting = figures.waiting + (group > 1.0 ? 0.5 * (rounds - 1.0) * each : 0.0);
    if (group > 1.0)
        station.together =
            StationState::Together{station.arriving.batch, figures.waiting, figures.service, figures.sojourn};
    Sojourn sojourn = figures.sojourn;
    if (sojourn && group > 1.0 && rounds > 1.0) {
        Table table = sojourn->table;
        for (double& at : table.at) at *= (waiting + each) / (figures.waiting + figures.service);
        sojourn = std::make_shared<const SharedTable>(std::move(table));
    }
    for (std::size_t k = 0; k < state.classCount; ++k) {
        Visit& visit = state.visit(s, k);
        visit.waitingMean = waiting;
        visit.batching = figures.filling;
        visit.serviceMean = each;
        visit.sojourn = sojourn;
    }
}

void solveDecoder(State& state, Index s) {
    StationState& station = state.stations[static_cast<std::size_t>(s)];
    const auto& shared = std::get<network::DecoderStation>(state.station(s).model);
    station.runningReplicas = shared.instances;
    station.stable = true;
    station.how = How::Approximate;
    station.method = "continuous batching, fixed point on occupancy";
    const double rate = station.arriving.rate;
    if (rate == station.solvedFor) { // nothing has moved since
        station.stable = station.capacity.value_or(infinity) > rate;
        return;
    }
    station.solvedFor = rate;

    // Tokens of all classes together.
    DecoderLoad load;
    load.output = 0.0;
    double outputSecond = 0.0;
    double promptSecond = 0.0;
    std::vector<std::pair<Distribution, Distribution>> tokens; // prompt to prefill, output, by class
    for (std::size_t k = 0; k < state.classCount; ++k) {
        const auto& model = std::get<network::DecoderStation>(state.model(s, k));
        const Distribution* in = model.input_tokens ? &*model.input_tokens : attribute(state, k, "input_tokens");
        const Distribution* out = model.output_tokens ? &*model.output_tokens : attribute(state, k, "output_tokens");
        if ((!in || !out) && state.visit(s, k).arrivals > 0.0)
            state.notes.add(support::Severity::Warning, state.network.classes[k].id.str(),
                            std::string("the workload reaches a language model without `") +
                                (in ? "output_tokens" : "input_tokens") + "`: " + (in ? "1 token is" : "no prompt is") +
                                " assumed",
                            "give the workload's attributes, or the component's");
        const double cached = model.prefix_hit_ratio;
        const Distribution prompt = in ? *in : Distribution::constant(0);
        const Distribution output = out ? *out : Distribution::constant(1);
        tokens.emplace_back(prompt.scaled(1.0 - cached), output);
        const double share =
            rate > 0.0 ? state.visit(s, k).arrivals / rate : 1.0 / static_cast<double>(state.classCount);
        load.context += share * prompt.mean();
        load.prompt += share * tokens.back().first.mean();
        load.output += share * std::max(output.mean(), 1.0);
        outputSecond += share * output.secondMoment();
        promptSecond += share * tokens.back().first.secondMoment();
    }
    load.rate = rate / shared.instances;
    load.tokensPerStep = speculatedTokens(shared.speculative_tokens, shared.speculative_acceptance);
    load.sequenceFactor = shared.speculative_tokens + 1.0;
    const DecoderFigures figures = solveDecoderQueue(shared, load);
    station.capacity = figures.capacity * shared.instances;
    station.utilisation = figures.utilisation;
    station.batchSize = figures.occupancy;

    const double perToken = figures.step / load.tokensPerStep;
    for (std::size_t k = 0; k < state.classCount; ++k) {
        Visit& visit = state.visit(s, k);
        visit.unserved = visit.waitingMean = 0.0;
        visit.waiting = WaitingLaw::none();
        const auto& [prompt, output] = tokens[k];
        const double mean = std::max(output.mean(), 1.0);
        const double fixed = std::max(figures.prefill - figures.prefillPerToken * load.prompt, 0.0);
        visit.prefillFixed = Distribution::constant(fixed);
        visit.prefill = prompt.scaled(figures.prefillPerToken);
        visit.service = output.scaled(perToken * (mean - 1.0) / mean);
        visit.serviceMean = fixed + visit.prefill->mean() + visit.service.mean();
        visit.tokenTime = perToken;
        // Others come and go: Poisson around the mean occupancy, averaged over the half of them that change meanwhile.
        visit.tokenTimeSpread = figures.alone / load.tokensPerStep * std::sqrt(0.5 * figures.occupancy);
        visit.outputTokens = output.mean();
    }
    if (rate <= 0.0) return;
    if (!figures.stable) {
        overload(state, s, figures.capacity * shared.instances);
        return;
    }

    // Waiting: for the rest of the step under way, for prompts ahead, and for a free place when the server is full.
    const double residence = figures.prefill + perToken * load.output;
    const double scv = std::max(outputSecond / (load.output * load.output) - 1.0, 0.0);
    const int places = std::max(static_cast<int>(figures.sequences) * shared.instances, 1);
    const double rho = std::min(rate / *station.capacity, 0.999999);
    const double full = residence * generalWait(places, rho, scv);
    const double prompts = figures.prefillLoad < 1.0 && load.prompt > 0.0
                               ? pollaczekMean(load.rate, figures.prefillPerToken * load.prompt,
                                               figures.prefillPerToken * figures.prefillPerToken * promptSecond)
                               : 0.0;
    const double step = 0.5 * figures.utilisation * (shared.step.base_ms + figures.alone * figures.occupancy);
    const double total = full + prompts + step;
    for (std::size_t k = 0; k < state.classCount; ++k) {
        Visit& visit = state.visit(s, k);
        if (total <= 0.0) continue;
        visit.waiting = WaitingLaw::exponential(figures.utilisation, total / figures.utilisation);
        visit.waitingMean = total;
        visit.waitingSecond = 2.0 * total * total / figures.utilisation;
    }
}

} // namespace catenary::analysis
