// SPDX-License-Identifier: Apache-2.0
#include "core/insight/serving.h"

#include "core/inference/serving.h"
#include "core/inference/techniques.h"

#include <algorithm>
#include <cmath>

namespace catenary::insight {

namespace {

constexpr int mostPoints = 48; ///< of the curve

/// Mean tokens of a call of the station, over the classes that come to it.
inference::Lengths meanLengths(const Estimate& estimate, std::size_t s) {
    const network::Station& station = estimate.network.stations[s];
    const auto& arrivals = estimate.performance.stations[s].arrivals_by_class;
    double all = 0;
    for (const double rate : arrivals) all += rate;
    inference::Lengths lengths;
    for (std::size_t k = 0; k < estimate.network.classes.size(); ++k) {
        const auto other = station.by_class.find(static_cast<network::Index>(k));
        const auto& model =
            std::get<network::DecoderStation>(other != station.by_class.end() ? other->second : station.model);
        const auto& attributes = estimate.network.classes[k].attributes;
        const auto mean = [&](const std::optional<network::Distribution>& own, const char* name, double fallback) {
            if (own) return own->mean();
            const auto found = attributes.find(name);
            return found == attributes.end() ? fallback : found->second.mean();
        };
        const double share = all > 0 ? arrivals[k] / all : 1.0 / static_cast<double>(arrivals.size());
        lengths.input += share * mean(model.input_tokens, "input_tokens", 0);
        lengths.output += share * std::max(mean(model.output_tokens, "output_tokens", 1), 1.0);
    }
    return lengths;
}

/// Items that a request brings, on average over the classes.
double meanItems(const Estimate& estimate, std::size_t s, const network::BatcherStation& batcher) {
    if (!batcher.of_items) return batcher.items_per_request;
    const auto& arrivals = estimate.performance.stations[s].arrivals_by_class;
    double all = 0, items = 0;
    for (std::size_t k = 0; k < arrivals.size(); ++k) {
        const auto& attributes = estimate.network.classes[k].attributes;
        const auto found = attributes.find("items");
        items += arrivals[k] * (found == attributes.end() ? 1.0 : found->second.mean());
        all += arrivals[k];
    }
    return all > 0 ? items / all : 1;
}

std::vector<double> sizesUpTo(double most) {
    std::vector<double> sizes;
    const double ratio = std::pow(most, 1.0 / (mostPoints - 1));
    for (int i = 0; i < mostPoints; ++i) {
        const double size = std::round(std::pow(ratio, i));
        if (sizes.empty() || size > sizes.back()) sizes.push_back(size);
    }
    if (sizes.back() < most) sizes.push_back(most);
    return sizes;
}

std::string whole(double value) {
    return support::shortestNumber(value < 10 ? std::round(10 * value) / 10 : std::round(value));
}

std::string counted(double count, const char* one) {
    const std::string text = whole(count);
    return text + ' ' + one + (text == "1" ? "" : one[std::char_traits<char>::length(one) - 1] == 'h' ? "es" : "s");
}

/// What language-model and batch servers answer each in their own way.
class View {
public:
    View(const Estimate& estimate, std::size_t station)
        : m_estimate(estimate), m_s(station), m_station(estimate.network.stations[station]),
          m_figures(estimate.performance.stations[station]), m_physics(*m_station.physics) {
        m_result.calibration = m_physics.calibration.factor;
        m_result.measured = m_physics.measured;
        m_result.instances = m_figures.running_replicas;
    }

    Serving decoder(const inference::Deployment& deployment) {
        const auto& station = std::get<network::DecoderStation>(m_station.model);
        const inference::Decoder server(deployment);
        const inference::Lengths lengths = meanLengths(m_estimate, m_s);
        const inference::Speculation guesses{static_cast<double>(station.speculative_tokens),
                                             station.speculative_acceptance, 0};
        const double round = station.speculative_tokens > 0 ? inference::tokensPerRound(guesses) : 1;
        const double checked = station.speculative_tokens + 1.0;
        const double held = lengths.input + lengths.output / 2;
        name(*deployment.model, *deployment.accelerator, deployment.tensor_parallel);
        m_result.tokens = true;
        know(server.accuracy());

        // Steps that only decode, and a share of steps that read a chunk of prompt, too (inference::loadedStep).
        const auto step = [&](double sequences) {
            const double decoding = sequences * checked, context = sequences * held;
            const double prompt = sequences * lengths.input * (1 - station.prefix_hit_ratio) * round / lengths.output;
            const double chunk = std::max(station.token_budget - decoding, 1.0);
            if (prompt >= chunk) return scaled(server.iteration(decoding, context, prompt, lengths.input / 2));
            inference::Time time = server.iteration(decoding, context, 0, 0), mixed;
            if (prompt <= 0) return scaled(time);
            add(mixed, time, 1 - prompt / chunk);
            add(mixed, server.iteration(decoding, context, chunk, lengths.input / 2), prompt / chunk);
            return scaled(mixed);
        };
        const double fits = station.kv_tokens / std::max(held, 1.0);
        const double budget = std::max(station.token_budget - 1.0, 1.0) / checked;
        const double most = std::max(1.0, std::floor(std::min({fits, budget, double(station.max_sequences)})));
        m_result.limit = fits < std::min(budget, double(station.max_sequences)) ? "KV cache"
                         : budget < station.max_sequences                       ? "tokens per step"
                                                                                : "largest batch";
        curveOf(most, [&](double size) {
            const double ms = step(size).ms();
            return Serving::Point{size, ms, size * round / ms * 1e3};
        });
        const double size = operating(most);
        m_result.time = step(size);
        m_result.point = "step of " + counted(size, "sequence") + " with " + whole(held) + " tokens of context each";

        m_result.roof = server.roof();
        const auto spot = [&](std::string of, const inference::Work& work, double ms) {
            m_result.spots.push_back({std::move(of), work.intensity(), work.flop / (ms / 1e3)});
        };
        spot("step of " + counted(size, "sequence"), server.work(size * checked, size * held, 0, 0),
             scaled(server.iteration(size * checked, size * held, 0, 0)).ms());
        if (lengths.input >= 1)
            spot("prompt of " + counted(lengths.input, "token"), server.work(0, 0, lengths.input, lengths.input / 2),
                 scaled(server.prefill(lengths.input)).ms());

        const double perToken = (server.usableBytes() - server.weightBytes()) / server.kvTokens();
        m_result.memory = {deployment.tensor_parallel * deployment.accelerator->hbm_gib * std::pow(2.0, 30),
                           server.usableBytes(),
                           server.weightBytes(),
                           perToken,
                           m_result.now ? m_result.now->size * held * perToken : 0,
                           std::min(station.kv_tokens, server.kvTokens())};
        yields(lengths.output, deployment.tensor_parallel * deployment.accelerator->tdp_watts);
        return std::move(m_result);
    }

    Serving batcher(const inference::BatchDeployment& deployment) {
        const auto& station = std::get<network::BatcherStation>(m_station.model);
        name(*deployment.model, *deployment.accelerator, 1);
        know(inference::accuracy(deployment));
        m_result.limit = "largest batch";
        const auto time = [&](double size) { return scaled(inference::batch(deployment, size * m_physics.items)); };
        curveOf(station.max_batch, [&](double size) {
            const double ms = time(size).ms();
            return Serving::Point{size, ms, size * m_physics.items / ms * 1e3};
        });
        const double size = operating(station.max_batch);
        m_result.time = time(size);
        m_result.point = "batch of " + counted(size, station.of_items ? "item" : "request");
        if (m_physics.items != 1) m_result.point += " with " + whole(m_physics.items) + " items each";
        m_result.roof = inference::roof(deployment);
        const inference::Work work = inference::work(deployment, size * m_physics.items);
        m_result.spots.push_back({"batch of " + counted(size, station.of_items ? "item" : "request"), work.intensity(),
                                  work.flop / (m_result.time.ms() / 1e3)});
        m_result.memory.installed = deployment.accelerator->hbm_gib * std::pow(2.0, 30);
        m_result.memory.usable = inference::usableBytes(*deployment.accelerator);
        m_result.memory.weights = inference::weightBytes(deployment);
        yields(meanItems(m_estimate, m_s, station), deployment.accelerator->tdp_watts);
        return std::move(m_result);
    }

private:
    void know(const inference::Accuracy& group) {
        m_result.accuracy = &group;
        if (m_physics.measured > 0)
            m_result.band = m_physics.calibration.band;
        else if (group.rows > 0)
            m_result.band = inference::Band{group.low, group.high};
    }
    void name(const catalog::Model& model, const catalog::Hardware& accelerator, int accelerators) {
        m_result.model = model.title.empty() ? model.id : model.title;
        m_result.accelerator = accelerator.title.empty() ? accelerator.id : accelerator.title;
        m_result.accelerators = accelerators;
    }
    [[nodiscard]] inference::Time scaled(const inference::Time& time) const {
        inference::Time result;
        add(result, time, m_physics.calibration.factor);
        return result;
    }

    template <class At> void curveOf(double most, const At& at) {
        for (const double size : sizesUpTo(most)) m_result.curve.push_back(at(size));
        // A batch is of one at least; the estimate's mean counts the time in which nothing runs, too.
        const bool comes = m_figures.arrivals_per_s > 0 && m_figures.batch_size && m_figures.batch_size->defined();
        if (comes) m_result.now = at(std::clamp(m_figures.batch_size->value, 1.0, most));
    }
    [[nodiscard]] double operating(double most) const {
        return m_result.now ? m_result.now->size : std::min(1.0, most);
    }

    /// `each`: output tokens or items of a request.
    void yields(double each, double watts) {
        m_result.watts = watts;
        m_result.each = each;
        m_result.usd_per_hour = m_estimate.cost.components[m_s].usd_per_hour;
        const double arriving = m_figures.arrivals_per_s * each;
        if (arriving <= 0) return;
        const auto yield = [&](double per_s, double busy) {
            Serving::Yield result{per_s, busy, {}, {}};
            const double hours = m_result.unit / per_s / 3600;
            if (m_result.usd_per_hour > 0) result.usd = m_result.usd_per_hour * m_result.instances * hours;
            if (watts > 0) result.kwh = watts / 1e3 * busy * m_result.instances * hours;
            return result;
        };
        const auto& saturates = m_figures.saturates_at_load;
        const double capacity =
            saturates ? arriving * *saturates / m_estimate.network.load : std::numeric_limits<double>::infinity();
        if (!m_result.tokens) m_result.unit = readableUnit(yield(saturates ? capacity : arriving, 1));
        m_result.present = yield(std::min(arriving, capacity), m_figures.utilisation.value);
        if (saturates) m_result.full = yield(capacity, 1);
    }

    /// By what the present unit costs, or takes where there is no price.
    [[nodiscard]] double readableUnit(const Serving::Yield& yield) const {
        constexpr double cent = 0.01, wattHour = 1e-3;
        for (const double unit : {1e3, 1e6}) {
            const double times = unit / m_result.unit;
            if (yield.usd ? *yield.usd * times >= cent : yield.kwh.value_or(1) * times >= wattHour) return unit;
        }
        return 1e9;
    }

    const Estimate& m_estimate;
    std::size_t m_s;
    const network::Station& m_station;
    const network::StationPerformance& m_figures;
    const network::Physics& m_physics;
    Serving m_result;
};

} // namespace

std::optional<Serving> serving(const Estimate& estimate, std::size_t station) {
    const auto& physics = estimate.network.stations[station].physics;
    if (!physics) return std::nullopt;
    View view(estimate, station);
    if (const auto* decoder = std::get_if<inference::Deployment>(&physics->served)) return view.decoder(*decoder);
    return view.batcher(std::get<inference::BatchDeployment>(physics->served));
}

std::string unitOf(const Serving& serving) {
    const char* many = serving.unit == 1e3 ? "thousand" : serving.unit == 1e6 ? "million" : "billion";
    return std::string(many) + (serving.tokens ? " tokens" : " items");
}

std::vector<std::string> servingFigures(const Serving& serving) {
    std::vector<std::string> list{serving.tokens ? "step_ms" : "batch_ms", "memory_bytes"};
    std::string unit = unitOf(serving);
    std::replace(unit.begin(), unit.end(), ' ', '_');
    const auto add = [&](const std::optional<Serving::Yield>& yield, const char* when) {
        if (yield && yield->usd) list.push_back("usd_per_" + unit + when);
        if (yield && yield->kwh) list.push_back("kwh_per_" + unit + when);
    };
    add(serving.present, "");
    add(serving.full, "_at_capacity");
    return list;
}

std::vector<network::Index> modelServers(const network::Network& network) {
    std::vector<network::Index> found;
    for (std::size_t s = 0; s < network.stations.size(); ++s)
        if (network.stations[s].physics) found.push_back(static_cast<network::Index>(s));
    return found;
}

} // namespace catenary::insight
