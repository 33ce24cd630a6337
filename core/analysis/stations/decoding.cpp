// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/decoding.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

namespace {

constexpr double spacing = 1.25;        ///< of the numbers of sequences at which steps are asked for
constexpr double negligible = 1e-12;    ///< probability of states left out
constexpr std::size_t longest = 50'000; ///< states

/// What steps take while n sequences of one instance decode.
struct Steps {
    double sequences = 0;
    double plain = 0;        ///< T, ms
    double prompt = 0;       ///< E[δ], ms: what a prompt adds to the steps of the others
    double promptSecond = 0; ///< E[δ²]
};

class Server {
public:
    Server(const network::DecoderStation& station, const DecoderLoad& load) : m_station(station), m_load(load) {
        for (const DecoderLoad::Prompt& prompt : load.prompts) m_prompt += prompt.weight * prompt.tokens;
        m_places = placesOf();
        for (double n = 0; n < m_places; n = n < 4 ? n + 1 : std::ceil(n * spacing)) m_steps.push_back(at(n));
        m_steps.push_back(at(m_places));
    }

    [[nodiscard]] double places() const { return m_places; }
    [[nodiscard]] double meanPrompt() const { return m_prompt; }

    [[nodiscard]] Steps steps(double n) const {
        if (n >= m_places) return m_steps.back();
        std::size_t i = 1;
        while (m_steps[i].sequences < n) ++i;
        const Steps& a = m_steps[i - 1];
        const Steps& b = m_steps[i];
        const double w = (n - a.sequences) / (b.sequences - a.sequences);
        const auto between = [w](double from, double to) { return from + w * (to - from); };
        return {n, between(a.plain, b.plain), between(a.prompt, b.prompt), between(a.promptSecond, b.promptSecond)};
    }

    /// How long the steps of a prompt take from the start of the first to the end of the last, with n that decode.
    [[nodiscard]] double reading(double n, double tokens, double cached) const {
        double time = 0;
        forChunks(n, tokens, cached, [&](double step) { time += step; });
        return time;
    }

private:
    [[nodiscard]] double plain(double n) const {
        return m_station.step.ms(n * m_load.sequenceFactor, n * m_load.context, 0, 0);
    }
    template <class Take> void forChunks(double n, double tokens, double cached, Take take) const {
        if (!m_station.chunked_prefill) {
            take(m_station.step.ms(0, 0, tokens, cached + 0.5 * tokens));
            return;
        }
        const double budget = std::max(m_station.token_budget - n * m_load.sequenceFactor, 1.0);
        constexpr double most = 1000; // then alike
        const double chunk = std::max(budget, tokens / most);
        for (double done = 0; done < tokens; done += chunk) {
            const double part = std::min(chunk, tokens - done);
            take(m_station.step.ms(n * m_load.sequenceFactor, n * m_load.context, part, cached + done + 0.5 * part));
        }
    }
    [[nodiscard]] Steps at(double n) const {
        Steps result{n, plain(n), 0, 0};
        for (const DecoderLoad::Prompt& prompt : m_load.prompts) {
            double added = 0; // without chunks nobody gets a token meanwhile
            forChunks(n, prompt.tokens, prompt.cached,
                      [&](double step) { added += m_station.chunked_prefill ? step - result.plain : step; });
            result.prompt += prompt.weight * added;
            result.promptSecond += prompt.weight * added * added;
        }
        return result;
    }
    /// The cache is shared by what sequences hold at a random instant, half a block of each and half a prompt unused.
    [[nodiscard]] double placesOf() const {
        double most = m_station.max_sequences;
        if (std::isfinite(m_station.kv_tokens)) {
            const double blocks = std::floor(m_station.kv_tokens / network::kvBlockTokens) * network::kvBlockTokens;
            const double each = std::max(m_load.context, 1.0) + 0.5 * network::kvBlockTokens;
            if (blocks < std::max(m_prompt, 1.0)) return 0;
            most = std::min(most, std::max((blocks - 0.5 * m_prompt) / each, 1.0));
        }
        // A full step holds the prompts of those who follow: m_prompt ÷ rounds tokens for each that decodes.
        const double tokens = m_load.sequenceFactor + (m_load.rounds > 0 ? m_prompt / m_load.rounds : 0);
        return std::max(std::min(most, m_station.token_budget / tokens), 1.0);
    }

    const network::DecoderStation& m_station;
    const DecoderLoad& m_load;
    double m_prompt = 0, m_places = 0;
    std::vector<Steps> m_steps;
};

/// The probabilities of 0, 1, … decoding (of all instances), the last state with all that wait as well, and what is
/// asked of them.
struct Occupancy {
    std::vector<double> p;
    double waiting = 0; ///< mean number that wait for a place
    double full = 0;
};

Occupancy occupancyOf(const Server& server, const DecoderLoad& load, double instances, double capacity) {
    const double rounds = std::max(load.rounds, 1e-9);
    const auto most = static_cast<std::size_t>(
        std::clamp(std::floor(server.places() * instances), 1.0, static_cast<double>(longest)));
    const double each = load.rate / instances;
    Occupancy result;
    result.p.assign(1, 1.0);
    double sum = 1.0;
    double largest = 1.0;
    for (std::size_t n = 1; n <= most; ++n) {
        const Steps steps = server.steps(std::max(static_cast<double>(n) / instances, 1.0));
        // Prompts come as they like while there are places, and as sequences leave when there are none.
        const double free = std::max(1.0 - each * steps.prompt, 1e-6);
        const double leaving = n < most ? static_cast<double>(n) * free / (rounds * steps.plain) : capacity;
        const double next = result.p.back() * load.rate / leaving;
        result.p.push_back(next);
        sum += next;
        largest = std::max(largest, next);
        if (next < negligible * largest && n < most) break;
        if (sum > 1e200) {
            for (double& value : result.p) value /= sum;
            largest /= sum;
            sum = 1.0;
        }
    }
    if (result.p.size() == most + 1) {
        const double ratio = load.rate / capacity;
        const double last = result.p.back();
        result.p.back() = last / (1.0 - ratio);
        sum += result.p.back() - last;
        result.full = result.p.back() / sum;
        result.waiting = last * ratio / ((1.0 - ratio) * (1.0 - ratio)) / sum;
    }
    for (double& value : result.p) value /= sum;
    return result;
}

/// The law of the steps while n decode and prompts come at random: plain ones, and those that hold one prompt or more.
/// Of the latter the length has the mean and the second moment of their law (compound Poisson over a step).
void stepsOf(const Steps& steps, double rate, double weight, DecoderFigures& figures) {
    const double busy = std::min(rate * steps.prompt, 0.999);
    const double mean = steps.plain / (1.0 - busy);
    const double second = mean * mean + rate * mean * steps.promptSecond / (1.0 - busy * busy);
    const double plain = std::exp(-rate * mean); // share of steps without a prompt
    figures.othersInStep += weight * rate * second / mean;
    figures.otherPrompt += weight * steps.prompt;
    const double plainTime = plain * steps.plain / mean;
    figures.steps.push_back({steps.plain, weight * plainTime});
    if (plainTime >= 1.0) return;
    const double with = (mean - plain * steps.plain) / (1.0 - plain);
    figures.steps.push_back({with, weight * (1.0 - plainTime)});
}

} // namespace

double speculatedTokens(int tokens, double acceptance) {
    if (tokens <= 0) return 1.0;
    if (acceptance >= 1.0) return tokens + 1.0;
    return (1.0 - std::pow(acceptance, tokens + 1.0)) / (1.0 - acceptance);
}

double averaged(double stay, double relaxation) {
    if (!(stay > 0.0) || !(relaxation > 0.0)) return 1.0;
    const double x = stay / relaxation;
    return x < 1e-3 ? 1.0 - x / 3.0 : 2.0 / x * (1.0 + std::expm1(-x) / x);
}

DecoderFigures solveDecoderQueue(const network::DecoderStation& station, const DecoderLoad& load) {
    DecoderFigures figures;
    const Server server(station, load);
    figures.places = server.places();
    if (figures.places < 1.0) { // not one sequence fits
        figures.stable = false;
        return figures;
    }
    const double instances = station.instances;
    const double rounds = std::max(load.rounds, 1e-9);
    const Steps full = server.steps(figures.places);
    figures.capacity = instances * figures.places / (rounds * full.plain + figures.places * full.prompt);
    if (load.rate >= figures.capacity) {
        figures.stable = false;
        figures.occupancy = figures.places;
        figures.round = figures.places * instances / (rounds * figures.capacity);
        figures.batch = figures.places;
        figures.running = figures.full = 1.0;
        return figures;
    }
    const Occupancy occupancy = occupancyOf(server, load, instances, figures.capacity);
    const double each = load.rate / instances;
    double decoding = 0;
    double rate = 0;
    double rateSecond = 0;
    for (std::size_t n = 1; n < occupancy.p.size(); ++n) {
        const auto count = static_cast<double>(n);
        const Steps steps = server.steps(std::max(count / instances, 1.0));
        const double round = steps.plain / std::max(1.0 - each * steps.prompt, 1e-6);
        decoding += count * occupancy.p[n];
        rate += count * occupancy.p[n] * round; // as a sequence that decodes sees it
        rateSecond += count * occupancy.p[n] * round * round;
    }
    figures.occupancy = decoding / instances;
    if (decoding > 0.0) {
        figures.round = load.rate > 0.0 ? decoding / (load.rate * rounds) : rate / decoding;
        figures.roundVariance = std::max(rateSecond / decoding - rate / decoding * (rate / decoding), 0.0);
    }
    const Steps alone = server.steps(1.0);
    if (!(load.rate > 0.0)) figures.round = alone.plain;
    figures.full = occupancy.full;
    if (load.rate > 0.0) figures.fullWait = occupancy.waiting / load.rate * 0.5 * (1.0 + load.roundsScv);

    // What one that comes meets: an idle server, or a step under way.
    const double prompt = server.meanPrompt();
    double cached = 0;
    for (const DecoderLoad::Prompt& one : load.prompts) cached += one.weight * one.cached;
    const double idleReading = prompt > 0.0 ? server.reading(0, prompt, cached) : 0.0;
    const double idle = std::pow(occupancy.p.front(), 1.0 / instances) / (1.0 + each * idleReading);
    figures.running = 1.0 - idle;
    const double typical = std::max(figures.occupancy, std::min(1.0, figures.places));
    const Steps usual = server.steps(typical);
    figures.promptNoise = each * usual.promptSecond;
    for (const double spread : {-1.0, 0.0, 1.0}) { // the number decoding, by three of its values
        const double n = std::clamp(typical * (1.0 + spread / std::sqrt(std::max(typical, 1.0))), 0.0, figures.places);
        stepsOf(server.steps(n), each, 1.0 / 3.0, figures);
    }
    if (figures.running > 0.0) figures.batch = figures.occupancy / figures.running;
    if (!(prompt > 0.0)) return figures;
    const double busyReading = server.reading(typical, prompt, cached);
    figures.perPromptToken = std::max(
        (server.reading(typical, prompt, cached) - server.reading(typical, 0.5 * prompt, cached)) / (0.5 * prompt),
        0.0);
    figures.batch += each * ((1.0 - idle) * busyReading + idle * idleReading) / std::max(figures.running, 1e-9);
    figures.ownStep = std::max((1.0 - idle) * busyReading + idle * idleReading - figures.perPromptToken * prompt, 0.0);
    return figures;
}

} // namespace catenary::analysis
