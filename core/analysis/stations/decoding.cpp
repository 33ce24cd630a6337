// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/decoding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace catenary::analysis {

namespace {

constexpr double spacing = 1.25;        ///< of the numbers of sequences at which steps are asked for
constexpr double negligible = 1e-12;    ///< probability of states left out
constexpr double mostBusy = 0.99;       ///< share of the time that prompts may take
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
    /// `rate` of prompts that come to one instance, per ms.
    Server(const network::DecoderStation& station, const DecoderLoad& load, double rate)
        : m_station(station), m_load(load), m_rate(rate) {
        for (const DecoderLoad::Prompt& prompt : load.prompts) m_prompt += prompt.weight * prompt.tokens;
        m_places = placesOf();
        for (double n = 0; n < m_places; n = n < 4 ? n + 1 : std::ceil(n * spacing)) m_steps.push_back(at(n));
        m_steps.push_back(at(m_places));
    }

    [[nodiscard]] double places() const { return m_places; }
    [[nodiscard]] bool cacheBound() const { return m_cacheBound; }
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

    /// ms of a step with n that decode and as much prompt as its budget holds, and tokens of that.
    [[nodiscard]] std::pair<double, double> fullStep(double n) const {
        const double room = std::max(m_station.token_budget - n * m_load.sequenceFactor, 1.0);
        return {m_station.step.ms(n * m_load.sequenceFactor, n * m_load.context, room, 0.5 * m_prompt), room};
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
        const double company = companyOf(result);
        result.prompt *= company;
        result.promptSecond *= company * company;
        return result;
    }
    /// Prompts that share a step cost more each than one alone, for that hides behind the reading of the weights: by
    /// which factor, with as many others in the step as come while one runs, Poisson.
    [[nodiscard]] double companyOf(const Steps& alone) const {
        if (!(m_rate > 0.0) || !(m_prompt > 0.0) || !(alone.prompt > 0.0) || !m_station.chunked_prefill) return 1.0;
        const double n = alone.sequences;
        const auto [fullLength, room] = fullStep(n);
        if (room < 2.0 * m_prompt) return 1.0;
        constexpr int most = 8;
        std::array<double, most> costs{}; // of one of so many
        const auto fitting = static_cast<int>(std::min(static_cast<double>(most), room / m_prompt));
        for (int k = 1; k <= fitting; ++k) {
            const double step =
                m_station.step.ms(n * m_load.sequenceFactor, n * m_load.context, k * m_prompt, 0.5 * m_prompt);
            costs.at(static_cast<std::size_t>(k - 1)) = (step - alone.plain) / k;
        }
        double factor = 1.0;
        for (int round = 0; round < 4; ++round) {
            const double busy = std::min(m_rate * alone.prompt * factor, mostBusy);
            const double others = m_rate * std::min(alone.plain / (1.0 - busy), std::max(fullLength, alone.plain));
            double weight = std::exp(-others);
            double left = 1.0;
            double cost = 0.0;
            for (int k = 0; k < fitting; ++k) {
                const double share = k + 1 < fitting ? std::min(weight, left) : left;
                cost += share * costs.at(static_cast<std::size_t>(k));
                left -= share;
                weight *= others / (k + 1);
            }
            factor = cost / costs.front();
        }
        return std::max(factor, 1.0);
    }
    /// The cache is shared by what sequences hold at a random instant, half a block of each and half a prompt unused.
    [[nodiscard]] double placesOf() {
        double most = m_station.max_sequences;
        if (std::isfinite(m_station.kv_tokens)) {
            const double blocks = std::floor(m_station.kv_tokens / network::kvBlockTokens) * network::kvBlockTokens;
            const double each = std::max(m_load.context, 1.0) + 0.5 * network::kvBlockTokens;
            if (blocks < std::max(m_prompt, 1.0)) return 0;
            const double fitting = std::max((blocks - 0.5 * m_prompt) / each, 1.0);
            m_cacheBound = fitting < most;
            most = std::min(most, fitting);
        }
        // A full step holds the prompts of those who follow: m_prompt ÷ rounds tokens for each that decodes.
        const double tokens = m_load.sequenceFactor + (m_load.rounds > 0 ? m_prompt / m_load.rounds : 0);
        return std::max(std::min(most, m_station.token_budget / tokens), 1.0);
    }

    const network::DecoderStation& m_station;
    const DecoderLoad& m_load;
    double m_rate = 0, m_prompt = 0, m_places = 0;
    bool m_cacheBound = false;
    std::vector<Steps> m_steps;
};

/// The steps of a prompt by its tokens: mean, and the slope of the straight line that comes nearest to it.
struct Reading {
    double mean = 0, perToken = 0;
};

Reading readingOf(const Server& server, const DecoderLoad& load, double n) {
    Reading result;
    double square = 0;
    double product = 0;
    double cached = 0;
    for (const DecoderLoad::Prompt& prompt : load.prompts) {
        if (prompt.tokens <= 0.0) continue;
        const double time = server.reading(n, prompt.tokens, prompt.cached);
        result.mean += prompt.weight * time;
        product += prompt.weight * time * prompt.tokens;
        square += prompt.weight * prompt.tokens * prompt.tokens;
        cached += prompt.weight * prompt.cached;
    }
    const double mean = server.meanPrompt();
    const double variance = square - mean * mean;
    if (!(mean > 0.0)) return {};
    result.perToken = variance > 1e-6 * mean * mean
                          ? (product - result.mean * mean) / variance
                          : (server.reading(n, mean, cached) - server.reading(n, 0.5 * mean, cached)) / (0.5 * mean);
    result.perToken = std::clamp(result.perToken, 0.0, result.mean / mean);
    return result;
}

/// Sequences that come together by the clock of the decoding: P(X >= 2), the ratio of the further P(X >= k), and
/// E[X²]; the law of Otter and Dwass for a busy period of prompts, by its first two moments.
struct Group {
    double two = 0, ratio = 0, second = 1;
};

Group groupOf(const Steps& steps, double rate) {
    const double busy = std::min(rate * steps.prompt, mostBusy);
    if (busy <= 0.0) return {};
    const double free = 1.0 - busy;
    const double spread = std::max(steps.promptSecond - steps.prompt * steps.prompt, 0.0);
    Group group;
    group.second = (busy + rate * rate * spread) / (free * free * free) + 1.0 / (free * free);
    const double more = busy / free; // E[X] − 1
    const double odds = std::max(((group.second - 1.0) / more - 3.0) / 2.0, 0.0);
    group.ratio = odds / (1.0 + odds);
    group.two = std::min(more * (1.0 - group.ratio), 1.0);
    return group;
}

/// The probabilities of 0, 1, … decoding (of all instances) at a random instant, the last state with all that wait as
/// well, and what is asked of them.
struct Occupancy {
    std::vector<double> p;
    double decoding = 0; ///< mean, with those whose prompts a stall has read already
    double waiting = 0;  ///< mean number that wait for a place
    double full = 0;

    [[nodiscard]] double quantile(double probability) const {
        double sum = 0.0;
        for (std::size_t n = 0; n < p.size(); ++n)
            if ((sum += p[n]) >= probability) return static_cast<double>(n);
        return static_cast<double>(p.size() - 1);
    }
};

/// A state stands for `together` sequences; 1 but where sizes that differ are to be as uncertain as so many fewer ones.
Occupancy occupancyOf(const Server& server, const DecoderLoad& load, double instances, double capacity,
                      double together) {
    const double rounds = std::max(load.rounds, 1e-9);
    const auto most = static_cast<std::size_t>(
        std::clamp(std::floor(server.places() * instances / together), 1.0, static_cast<double>(longest)));
    const auto stepsAt = [&](std::size_t n) {
        return server.steps(n > 0 ? std::max(static_cast<double>(n) * together / instances, 1.0) : 0.0);
    };
    const double each = load.rate / instances;
    Occupancy result;
    const auto share = [&](const Steps& steps) { return std::min(each * steps.prompt, mostBusy); };
    // By the clock of the decoding, then weighted with the stalls.
    double last = 1.0;
    double tail = 0.0; // flow of groups that pass over a state
    double largest = 1.0;
    Steps before = stepsAt(0);
    result.p.assign(1, 1.0 / (1.0 - share(before)));
    double sum = result.p.back();
    for (std::size_t n = 1; n <= most; ++n) {
        const Group group = groupOf(before, each);
        const double flow = load.rate / together * last + tail;
        tail = group.ratio * tail + load.rate / together * group.two * last;
        const Steps steps = stepsAt(n);
        last = flow * rounds * steps.plain / static_cast<double>(n);
        largest = std::max(largest, last);
        result.p.push_back(last / (1.0 - share(steps)));
        sum += result.p.back();
        before = steps;
        if (last < negligible * largest && n < most) break;
        if (sum > 1e200) {
            for (double& value : result.p) value /= sum;
            for (double* value : {&last, &tail, &largest}) *value /= sum;
            sum = 1.0;
        }
    }
    if (result.p.size() == most + 1) {
        const double ratio = load.rate / capacity;
        const double alone = result.p.back();
        result.p.back() = alone / (1.0 - ratio);
        sum += result.p.back() - alone;
        result.full = result.p.back() / sum;
        result.waiting = alone * ratio / ((1.0 - ratio) * (1.0 - ratio)) / sum;
    }
    for (std::size_t n = 0; n < result.p.size(); ++n) {
        result.p[n] /= sum;
        const Steps steps = stepsAt(n);
        const double busy = share(steps);
        const double read = 0.5 * (groupOf(steps, each).second * (1.0 - busy) - 1.0); // of its group, when one stalls
        result.decoding += result.p[n] * std::min(static_cast<double>(n) + instances * busy * read,
                                                  std::max(static_cast<double>(most), static_cast<double>(n)));
    }
    return result;
}

/// What a prompt meets while n decode and prompts come at random: the step under way, plain or with prompts (whose
/// length has the mean and the second moment of the law, compound Poisson over a step), and what came in that step.
class Meeting {
public:
    Meeting(const Server& server, double n, double rate, double promptSecond, bool chunked) {
        const Steps steps = server.steps(n);
        const auto [fullLength, room] = server.fullStep(n);
        const double busy = std::min(rate * steps.prompt, mostBusy);
        plain = steps.plain;
        length = plain / (1.0 - busy);
        if (chunked) length = std::min(length, std::max(fullLength, plain));
        const double variance = rate * length * steps.promptSecond / (1.0 - busy * busy);
        const double longer = length - plain;
        const double second = length * length + variance;
        const double scv = longer > 0.0 ? variance / (longer * longer) : 0.0;
        const double third = plain * plain * plain + 3.0 * plain * plain * longer +
                             3.0 * plain * longer * longer * (1.0 + scv) +
                             longer * longer * longer * (1.0 + scv) * (1.0 + 2.0 * scv);
        const double met = second / length; // mean length of the step that one meets
        withoutPrompt = std::exp(-rate * length);
        const double prompt = server.meanPrompt();
        const double space = chunked ? 1.0 - std::min(prompt, room) / room : 1.0;
        const double others = space * busy;
        mean = others * met;
        this->variance = space * rate * steps.promptSecond * met +
                         (others + others * others) * std::max(third / length - met * met, 0.0);
        if (!chunked) return;
        // What is over when a step is full. Of prompts that are small beside the budget: the largest value of a random
        // walk (D. Siegmund, "Corrected diffusion approximations in certain random walk problems", 1979); of longer
        // ones: the queue M/G/1 of their tokens, less what of it the step under way is.
        const double arriving = rate * fullLength * prompt;
        const double deviation = std::sqrt(rate * fullLength * promptSecond);
        if (!(deviation > 0.0)) return;
        const double slack = std::max(room - arriving, (1.0 - mostBusy) * room);
        const double perToken = fullLength / room;
        const double over = deviation * deviation / (2.0 * slack) * perToken;
        const auto add = [this](double weight, double chance, double each) {
            mean += weight * chance * each;
            this->variance += weight * (2.0 - chance) * chance * each * each;
        };
        const double load = std::min(arriving / room, mostBusy);
        add(space, std::exp(-0.583 * 2.0 * slack / deviation), over);
        add(1.0 - space, load, std::max(over - 0.5 * arriving * perToken, 0.0) / load);
    }

    double plain = 0, length = 0, withoutPrompt = 0;
    double mean = 0, variance = 0; ///< of what prompts of others add
};

/// The law of the steps: plain ones, and those that hold one prompt or more.
void stepsOf(const Meeting& meeting, double weight, DecoderFigures& figures) {
    constexpr double hardly = 1e-9; // any step holds a prompt: its length would have no digits
    if (meeting.withoutPrompt > 1.0 - hardly) {
        figures.steps.push_back({meeting.plain, weight});
        return;
    }
    const double plainTime = meeting.withoutPrompt * meeting.plain / meeting.length;
    figures.steps.push_back({meeting.plain, weight * plainTime});
    const double with = (meeting.length - meeting.withoutPrompt * meeting.plain) / (1.0 - meeting.withoutPrompt);
    figures.steps.push_back({with, weight * (1.0 - plainTime)});
}

/// What a sequence that decodes meets: the time of its rounds with the number of the others.
void roundsOf(const Server& server, const Occupancy& occupancy, const DecoderLoad& load, double instances,
              DecoderFigures& figures) {
    const double rounds = std::max(load.rounds, 1e-9);
    const double each = load.rate / instances;
    const auto roundAt = [&](double count) {
        const Steps steps = server.steps(std::max(count / instances, 1.0));
        return steps.plain / (1.0 - std::min(each * steps.prompt, mostBusy));
    };
    double seen = 0;
    double first = 0;
    double second = 0;
    for (std::size_t n = 1; n < occupancy.p.size(); ++n) {
        const auto count = static_cast<double>(n);
        const double round = roundAt(count);
        seen += count * occupancy.p[n];
        first += count * occupancy.p[n] * round;
        second += count * occupancy.p[n] * round * round;
    }
    figures.occupancy = occupancy.decoding / instances;
    if (!(load.rate > 0.0) || !(seen > 0.0)) {
        figures.round = server.steps(1.0).plain;
        return;
    }
    figures.round = occupancy.decoding / (load.rate * rounds);
    figures.roundVariance = std::max(second / seen - first / seen * (first / seen), 0.0);
    // The number falls back to its mean the slower, the more a sequence slows down the others.
    const double mean = std::max(occupancy.decoding, instances);
    const double slope = std::log(roundAt(1.1 * mean) / roundAt(mean)) / std::log(1.1);
    figures.relaxation = rounds * figures.round / std::max(1.0 - slope, 1.0 - mostBusy);
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
    const double instances = station.instances;
    const Server server(station, load, load.rate / instances);
    figures.places = server.places();
    if (figures.places < 1.0) { // not one sequence fits
        figures.stable = false;
        return figures;
    }
    const double rounds = std::max(load.rounds, 1e-9);
    const auto capacityAt = [&](double rate) {
        const Steps full = Server(station, load, rate).steps(figures.places);
        return figures.places / (rounds * full.plain + figures.places * full.prompt);
    };
    double capacity = capacityAt(0.0);
    for (int i = 0; i < 8; ++i) capacity = 0.5 * (capacity + capacityAt(capacity)); // falls with itself
    figures.capacity = instances * capacity;
    if (load.rate >= figures.capacity) {
        figures.stable = false;
        figures.occupancy = figures.places;
        figures.round = figures.places * instances / (rounds * figures.capacity);
        figures.batch = figures.places;
        figures.running = figures.full = 1.0;
        return figures;
    }
    const Occupancy occupancy = occupancyOf(server, load, instances, figures.capacity, 1.0);
    const double each = load.rate / instances;
    roundsOf(server, occupancy, load, instances, figures);
    figures.full = occupancy.full;
    if (load.rate > 0.0 && server.cacheBound()) {
        // The cache is full by the sum of contexts, not by a number: it frees itself as the work of one queue does.
        const double together = std::min(1.0 + load.contextScv, std::max(figures.places * instances, 1.0));
        figures.full = occupancyOf(server, load, instances, figures.capacity, together).full;
        figures.fullWait = figures.full * 0.5 * (1.0 + load.holdingScv) / (figures.capacity - load.rate);
    } else if (load.rate > 0.0) {
        figures.fullWait = occupancy.waiting / load.rate * 0.5 * (1.0 + load.roundsScv);
    }

    // What one that comes meets: an idle server, or a step under way.
    const double prompt = server.meanPrompt();
    const Reading idleReading = readingOf(server, load, 0);
    const double idle = std::pow(occupancy.p.front(), 1.0 / instances) / (1.0 + each * idleReading.mean);
    figures.running = 1.0 - idle;
    const double typical = std::max(figures.occupancy, std::min(1.0, figures.places));
    const Steps usual = server.steps(typical);
    const double free = 1.0 - std::min(each * usual.prompt, mostBusy);
    figures.promptNoise = each * usual.promptSecond / (free * free);
    double promptSecond = 0;
    for (const DecoderLoad::Prompt& one : load.prompts) promptSecond += one.weight * one.tokens * one.tokens;
    double second = 0;
    double step = 0;
    double stepSecond = 0;
    Reading reading{(1.0 - figures.running) * idleReading.mean, (1.0 - figures.running) * idleReading.perToken};
    constexpr std::array instants{0.1, 0.3, 0.5, 0.7, 0.9}; // the number decoding, by five of its quantiles
    for (const double probability : instants) {
        const double n = std::min(occupancy.quantile(probability) / instances, figures.places);
        const Meeting met(server, n, each, promptSecond, station.chunked_prefill);
        const double weight = 1.0 / instants.size();
        stepsOf(met, weight, figures);
        if (!(prompt > 0.0)) continue;
        const Reading busy = readingOf(server, load, n);
        reading.mean += weight * figures.running * busy.mean;
        reading.perToken += weight * figures.running * busy.perToken;
        figures.others += weight * figures.running * met.mean;
        second += weight * figures.running * (met.variance + met.mean * met.mean);
        step += weight * met.plain;
        stepSecond += weight * met.plain * met.plain;
    }
    figures.othersVariance =
        second - figures.others * figures.others + figures.running * std::max(stepSecond - step * step, 0.0);
    if (figures.running > 0.0) figures.batch = figures.occupancy / figures.running;
    if (!(prompt > 0.0)) return figures;
    figures.reading = each * reading.mean;
    figures.batch += figures.reading / std::max(figures.running, 1e-9);
    figures.perPromptToken = reading.perToken;
    figures.ownStep = std::max(reading.mean - reading.perToken * prompt, 0.0);
    return figures;
}

} // namespace catenary::analysis
