// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/heavy_tails.h"

#include "core/analysis/memory.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace catenary::analysis {

namespace {

/// Knots of the distribution function: `perDecade` for each tenth part of what is beyond them.
constexpr int perDecade = 8;
constexpr int decades = 6;
constexpr int keptDecades = 3; ///< up to the slowest thousandth nothing is moved

struct Knots {
    std::vector<double> probabilities, values;
};

/// Of a Pareto law, values beyond the slowest thousandth moved out ever more, the last by the factor exp(stretch): what
/// an exponential end lacks of the mean lies there.
Knots knotsOf(const Distribution& law, double stretch) {
    Knots knots{{0.02}, {law.quantile(0.02)}};
    for (int j = 1; j <= decades * perDecade; ++j) {
        const double p = 1.0 - std::pow(10.0, -static_cast<double>(j) / perDecade);
        const double beyond = std::max(j - keptDecades * perDecade, 0);
        knots.probabilities.push_back(p);
        knots.values.push_back(law.quantile(p) * std::exp(stretch * beyond / ((decades - keptDecades) * perDecade)));
    }
    return knots;
}

Distribution made(Knots knots) {
    return Distribution::quantiles(std::move(knots.probabilities), std::move(knots.values));
}

Distribution cut(const Distribution& law) {
    double low = 0.0;
    double high = 30.0;
    constexpr int halvings = 30;
    for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (low + high);
        (made(knotsOf(law, middle)).mean() < law.mean() ? low : high) = middle;
    }
    const Distribution found = made(knotsOf(law, low));
    return found.scaled(law.mean() / found.mean());
}

/// Every law of a network, with the place and the name its author knows it by.
template <class Model, class Visit> void eachLawOf(Model& model, const std::string& where, const Visit& visit) {
    const auto servers = [&](auto& of) {
        visit(of.service_ms, where, "service_time_ms");
        if (of.setup_ms) visit(*of.setup_ms, where, "setup_ms");
    };
    if (auto* delay = std::get_if<network::DelayStation>(&model)) visit(delay->time_ms, where, "service_time_ms");
    if (auto* of = std::get_if<network::ServersStation>(&model)) servers(*of);
    if (auto* router = std::get_if<network::RouterStation>(&model)) servers(router->own);
    if (auto* cache = std::get_if<network::CacheStation>(&model)) servers(cache->lookup);
    if (auto* log = std::get_if<network::LogStation>(&model)) visit(log->consume_ms, where, "consume_time_ms");
    if (auto* batcher = std::get_if<network::BatcherStation>(&model); batcher && batcher->time.whole_ms)
        visit(*batcher->time.whole_ms, where, "batch_time_ms");
    if (auto* decoder = std::get_if<network::DecoderStation>(&model)) {
        if (decoder->input_tokens) visit(*decoder->input_tokens, where, "input_tokens");
        if (decoder->output_tokens) visit(*decoder->output_tokens, where, "output_tokens");
    }
}

template <class Of, class Visit> void eachLaw(Of& network, const Visit& visit) {
    for (auto& station : network.stations) {
        eachLawOf(station.model, station.id.str(), visit);
        for (auto& [k, model] : station.by_class) eachLawOf(model, station.id.str(), visit);
    }
    for (auto& call : network.calls) {
        const std::string& where = call.id.str();
        visit(call.count, where, "calls");
        visit(call.request_network_ms, where, "distance");
        visit(call.response_network_ms, where, "distance");
        if (call.policy) visit(call.policy->backoff_ms, where, "policy.backoff_ms");
    }
    for (auto& of : network.classes) {
        const std::string& where = of.id.str();
        visit(of.arrival.interarrival_ms, where, "arrival.interarrival_ms");
        visit(of.arrival.size, where, "arrival.size");
        visit(of.arrival.think_time_ms, where, "arrival.think_time_ms");
        for (auto& [name, law] : of.attributes) visit(law, where, "attributes");
    }
}

bool hasVariance(const Distribution& law) {
    return std::isfinite(law.secondMoment());
}

} // namespace

Distribution withVariance(const Distribution& law) {
    if (hasVariance(law)) return law;
    constexpr std::size_t remembered = 32;
    thread_local Memory<std::pair<double, double>, Distribution> memory(remembered);
    return memory.get({law.a()[0], law.a()[1]}, [&] { return cut(law); });
}

double thirdMomentSeen(const Distribution& law) {
    const double third = law.thirdMoment();
    return std::isfinite(third) ? third : made(knotsOf(law, 0.0)).thirdMoment();
}

std::optional<WithVariances> withVariances(const Network& network) {
    bool all = true;
    eachLaw(network, [&](const Distribution& law, const std::string&, const char*) { all = all && hasVariance(law); });
    if (all) return std::nullopt;
    WithVariances result{network, {}};
    Notes notes;
    eachLaw(result.network, [&](Distribution& law, const std::string& where, const char* name) {
        if (hasVariance(law)) return;
        law = withVariance(law);
        notes.notModelled(where, name,
                          "its variance is infinite, and so is the mean of any wait behind it: its slowest millionth "
                          "is taken to fall off exponentially");
    });
    result.findings = notes.findings();
    return result;
}

} // namespace catenary::analysis
