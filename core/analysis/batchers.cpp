// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/batchers.h"

#include "core/analysis/stations/batching.h"
#include "core/analysis/stations/decoding.h"

#include <algorithm>
#include <array>
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
    SharedLaw sojourn = figures.sojourn;
    if (sojourn && group > 1.0 && rounds > 1.0) {
        Table table = sojourn->table();
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

namespace {

/// Tokens of one class at a language-model server.
struct Tokens {
    Distribution prompt, output;
    double cached = 0; ///< share of the prompt in the prefix cache
};

Tokens tokensOf(State& state, Index s, std::size_t k) {
    const auto& model = std::get<network::DecoderStation>(state.model(s, k));
    const Distribution* in = model.input_tokens ? &*model.input_tokens : attribute(state, k, "input_tokens");
    const Distribution* out = model.output_tokens ? &*model.output_tokens : attribute(state, k, "output_tokens");
    if ((!in || !out) && state.visit(s, k).arrivals > 0.0)
        state.notes.add(support::Severity::Warning, state.network.classes[k].id.str(),
                        std::string("the workload reaches a language model without `") +
                            (in ? "output_tokens" : "input_tokens") + "`: " + (in ? "1 token is" : "no prompt is") +
                            " assumed",
                        "give the workload's attributes, or the component's");
    return {in ? *in : Distribution::constant(0), out ? *out : Distribution::constant(1), model.prefix_hit_ratio};
}

/// Stands for a law: a quantile in the middle of each of some ranges of probability, brought to its mean.
struct Part {
    double value = 0, weight = 0;
};

std::vector<Part> partsOf(const Distribution& law) {
    constexpr std::array ends{0.0, 0.2, 0.4, 0.6, 0.75, 0.85, 0.92, 0.96, 0.98, 0.99, 0.997, 1.0};
    std::vector<Part> parts;
    double sum = 0.0;
    for (std::size_t i = 1; i < ends.size(); ++i) {
        const double weight = ends.at(i) - ends.at(i - 1);
        parts.push_back({law.quantile(0.5 * (ends.at(i) + ends.at(i - 1))), weight});
        sum += parts.back().value * weight;
    }
    const double missing = sum > 0.0 ? law.mean() / sum : 1.0;
    for (Part& part : parts) part.value *= missing;
    return parts;
}

/// All classes together.
DecoderLoad loadOf(const State& state, Index s, const std::vector<Tokens>& tokens, double tokensPerStep) {
    const double rate = state.stations[static_cast<std::size_t>(s)].arriving.rate;
    DecoderLoad load;
    load.rate = rate;
    double output = 0.0;
    double second = 0.0;
    double held = 0.0;
    double squares = 0.0; // of the context, summed over the steps
    double whole = 0.0;   // square of that sum of the context
    for (std::size_t k = 0; k < state.classCount; ++k) {
        const auto& [prompt, answer, cached] = tokens[k];
        const double share =
            rate > 0.0 ? state.visit(s, k).arrivals / rate : 1.0 / static_cast<double>(state.classCount);
        if (share <= 0.0) continue;
        for (const auto& [value, weight] : partsOf(prompt))
            load.prompts.push_back({value * (1.0 - cached), value * cached, share * weight});
        const double rounds = std::max(answer.mean() - 1.0, 0.0);
        output += share * rounds;
        second += share * std::max(answer.secondMoment() - 2.0 * answer.mean() + 1.0, rounds * rounds);
        held += share * rounds * prompt.mean();
        for (const auto& [p, ofPrompt] : partsOf(prompt))
            for (const auto& [length, ofLength] : partsOf(answer)) {
                const double r = std::max(length - 1.0, 0.0);
                const double sum = r * (p + 0.5 * r);
                squares += share * ofPrompt * ofLength * r * (p * p + p * r + r * r / 3.0);
                whole += share * ofPrompt * ofLength * sum * sum;
            }
    }
    // A long answer is met more often, and is half done then.
    load.context = output > 0.0 ? (held + 0.5 * second) / output : 0.0;
    if (load.context > 0.0) {
        const double sum = output * load.context;
        load.contextScv = std::max(squares / (sum * load.context) - 1.0, 0.0);
        load.holdingScv = std::max(whole / (sum * sum) - 1.0, 0.0);
    }
    load.rounds = output / tokensPerStep;
    load.roundsScv = output > 0.0 ? std::max(second / (output * output) - 1.0, 0.0) : 0.0;
    return load;
}

/// What is left of the step under way: each kind of step by some of its instants.
Distribution restOfStep(const DecoderFigures& figures) {
    constexpr int instants = 6;
    std::vector<double> values{0.0};
    std::vector<double> weights{1.0 - figures.running};
    for (const DecoderFigures::Step& step : figures.steps)
        for (int i = 0; i < instants; ++i) {
            values.push_back(step.length * (i + 0.5) / instants);
            weights.push_back(figures.running * step.share / instants);
        }
    return Distribution::empirical(std::move(values), std::move(weights));
}

/// The steps of a prompt beside its own tokens: what is always there, and what the prompts of others add.
Distribution besideOwnTokens(const DecoderFigures& figures) {
    const double mean = figures.ownStep + figures.others;
    return figures.othersVariance > 0.0 && mean > 0.0
               ? Distribution::gamma(mean, std::sqrt(figures.othersVariance) / mean)
               : Distribution::constant(mean);
}

/// The rest of an answer once its first token is there: its rounds, each of the mean time by a factor that varies.
Distribution decodingLaw(const Distribution& output, double perToken, double cv) {
    const double mean = std::max(output.mean(), 1.0);
    const double rest = perToken * (mean - 1.0);
    if (output.isConstant() && rest > 0.0 && cv > 0.0) return Distribution::gamma(rest, cv);
    if (output.law() == support::Law::Lognormal && rest > 0.0)
        return Distribution::lognormal(rest, std::sqrt((1.0 + output.scv()) * (1.0 + cv * cv) - 1.0));
    return output.scaled(rest / mean);
}

} // namespace

void solveDecoder(State& state, Index s) {
    StationState& station = state.stations[static_cast<std::size_t>(s)];
    const auto& shared = std::get<network::DecoderStation>(state.station(s).model);
    station.runningReplicas = shared.instances;
    station.stable = true;
    station.how = How::Approximate;
    station.method = "continuous batching, birth and death of sequences";
    const double rate = station.arriving.rate;
    if (rate == station.solvedFor) { // nothing has moved since
        station.stable = station.capacity.value_or(infinity) > rate;
        return;
    }
    station.solvedFor = rate;

    std::vector<Tokens> tokens;
    for (std::size_t k = 0; k < state.classCount; ++k) tokens.push_back(tokensOf(state, s, k));
    const double tokensPerStep = speculatedTokens(shared.speculative_tokens, shared.speculative_acceptance);
    DecoderLoad load = loadOf(state, s, tokens, tokensPerStep);
    load.sequenceFactor = shared.speculative_tokens + 1.0;
    const DecoderFigures figures = solveDecoderQueue(shared, load);
    station.capacity = figures.capacity;
    station.utilisation = figures.running;
    station.batchSize = figures.batch;
    double prompts = 0.0; // mean, with what of them is in the prefix cache
    for (const DecoderLoad::Prompt& prompt : load.prompts) prompts += prompt.weight * (prompt.tokens + prompt.cached);
    if (std::isfinite(shared.kv_tokens))
        station.cacheShare =
            std::min((figures.occupancy * (load.context + 0.5 * network::kvBlockTokens) + figures.reading * prompts) /
                         shared.kv_tokens,
                     1.0);

    const double perToken = figures.round / tokensPerStep;
    const Distribution beside = besideOwnTokens(figures);
    constexpr int tokenLengths = 20; // of an answer, each as likely
    for (std::size_t k = 0; k < state.classCount; ++k) {
        Visit& visit = state.visit(s, k);
        visit.unserved = visit.waitingMean = 0.0;
        visit.waiting = WaitingLaw::none();
        visit.extraWait.reset();
        const auto& [prompt, output, cached] = tokens[k];
        const auto spreadOf = [&](double length) { // of the time per token
            const double rounds = std::max((length - 1.0) / tokensPerStep, 1.0);
            const double each = rounds * figures.round;
            return std::sqrt(figures.roundVariance * averaged(each, figures.relaxation) +
                             figures.promptNoise * each / (rounds * rounds)) /
                   tokensPerStep;
        };
        visit.prefillFixed = beside;
        visit.prefill = prompt.scaled((1.0 - cached) * figures.perPromptToken);
        visit.service = decodingLaw(output, perToken, perToken > 0.0 ? spreadOf(output.mean()) / perToken : 0.0);
        visit.serviceMean = beside.mean() + visit.prefill->mean() + visit.service.mean();
        visit.tokenTime = perToken;
        visit.tokenTimeSpreads.clear();
        for (int i = 0; i < tokenLengths; ++i)
            visit.tokenTimeSpreads.push_back(spreadOf(output.quantile((i + 0.5) / tokenLengths)));
        visit.outputTokens = output.mean();
    }
    if (rate <= 0.0) return;
    if (!figures.stable) {
        overload(state, s, figures.capacity);
        return;
    }
    const Distribution rest = restOfStep(figures);
    for (std::size_t k = 0; k < state.classCount; ++k) {
        Visit& visit = state.visit(s, k);
        visit.extraWait = rest;
        if (figures.fullWait > 0.0)
            visit.waiting = WaitingLaw::exponential(figures.full, figures.fullWait / figures.full);
        visit.waitingMean = figures.fullWait + rest.mean();
        visit.waitingSecond = visit.waiting.second();
    }
}

} // namespace catenary::analysis
