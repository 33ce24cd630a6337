// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/batching.h"

#include "core/analysis/memory.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

namespace catenary::analysis {

namespace {

constexpr double negligible = 1e-12;
constexpr double dust = 1e-14; ///< a chance that adds nothing to a sum of chances
constexpr double rare = 1e-8;  ///< a share of the arrivals too small to show in a sojourn
constexpr std::size_t mostStates = 3000;
constexpr double mostElimination = 3e7; ///< products
constexpr int mostRounds = 6;
constexpr std::size_t remembered = 384; ///< queues solved on a thread
constexpr double rungs = 12.0;          ///< of the ladder, to a fall of the capacity left by e
constexpr int ages = 16;                ///< points over the elapsed part of a service

/// Poisson probabilities 0, 1, … until the rest is negligible: from the most likely count up and down by ratios.
std::vector<double> poisson(double mean) {
    if (mean <= 0.0) return {1.0};
    const auto last = static_cast<std::size_t>(mean + 8.0 * std::sqrt(mean) + 12.0);
    const auto mode = static_cast<std::size_t>(mean);
    std::vector<double> p(last + 1);
    p[mode] = 1.0;
    for (std::size_t n = mode; n < last; ++n) p[n + 1] = p[n] * (mean / static_cast<double>(n + 1));
    const double perMean = 1.0 / mean;
    for (std::size_t n = mode; n > 0; --n) p[n - 1] = p[n] * (static_cast<double>(n) * perMean);
    const double scale = 1.0 / std::accumulate(p.begin(), p.end(), 0.0);
    for (double& value : p) value *= scale;
    return p;
}

/// A service time as a few equally likely values with its mean; one value where it is certain.
std::vector<double> representatives(const Distribution& law, int count) {
    if (law.isConstant()) return {law.mean()};
    std::vector<double> values;
    double sum = 0.0;
    // Means of equal slices of probability, through the mean excess: E[X; a < X < b].
    double above = law.mean();
    for (int i = 1; i <= count; ++i) {
        const double to = i == count ? 0.0 : law.quantile(static_cast<double>(i) / count);
        const double beyond = i == count ? 0.0 : law.excess(to) + to * (1.0 - static_cast<double>(i) / count);
        values.push_back((above - beyond) * count);
        sum += values.back();
        above = beyond;
    }
    const double scale = law.mean() * count / sum;
    for (double& value : values) value *= scale;
    return values;
}

class Chain {
public:
    /// `times`: of batches of 0 … most where `queue.whole` does not say.
    Chain(const BatchQueue& queue, const std::vector<double>& times)
        : m_queue(queue), m_times(times), m_speed(1.0 / queue.instances) {
        const auto most = static_cast<std::size_t>(queue.most);
        for (std::size_t k = 0; k <= most; ++k) {
            const double time = m_speed * own_ms(k);
            m_mean.push_back(time);
            m_second.push_back(queue.whole ? queue.whole->secondMoment() * m_speed * m_speed : time * time);
        }
    }

    BatchFigures solve();

private:
    /// Time of a batch of k at one instance.
    [[nodiscard]] double own_ms(std::size_t k) const { return m_queue.whole ? m_queue.whole->mean() : m_times[k]; }
    /// The same between two sizes.
    [[nodiscard]] double betweenSizes_ms(double size) const {
        const double k = std::clamp(size, 1.0, static_cast<double>(m_queue.most));
        const auto low = static_cast<std::size_t>(k);
        const std::size_t high = std::min(low + 1, static_cast<std::size_t>(m_queue.most));
        return std::lerp(own_ms(low), own_ms(high), k - static_cast<double>(low));
    }
    [[nodiscard]] std::vector<double> arrivalsDuring(double time) const;
    /// Several instances, all running: the times between ends, given the mean time of a batch.
    void spaceEnds(double batch_ms);
    /// Several instances, one of them free and nobody waiting: until all run again.
    void solveIdle();
    void solveStates();
    void eliminateStates(std::size_t states, std::size_t width, double decay);
    [[nodiscard]] std::size_t longestArrivals() const {
        std::size_t longest = 0;
        for (const auto& arrivals : m_arrivals) longest = std::max(longest, arrivals.size());
        return longest;
    }
    void sweepStates(std::size_t states);
    /// From the end of a service with j waiting to the end of the next: chances of `first`, `first` + 1, … waiting.
    struct Step {
        std::size_t first = 0;
        std::vector<double> chance;
    };
    [[nodiscard]] Step stepFrom(std::size_t j) const;
    /// Batch sizes begun from j waiting: probability of each, and the filling time spent and its waiting integral.
    struct Start {
        std::vector<double> size; ///< probability of starting with so many waiting (can exceed `most`: leftover)
        double duration = 0, waited = 0;
    };
    [[nodiscard]] Start startFrom(std::size_t j) const;
    void addSojourns(BatchFigures& figures) const;
    [[nodiscard]] double meanBatch_ms() const;
    [[nodiscard]] double meanRunning_ms() const;
    void settle();

    const BatchQueue& m_queue;
    const std::vector<double>& m_times;
    double m_speed;
    double m_running = 0; ///< time of the service before, in which those waiting came
    // Several instances:
    double m_spacingScv = 0;  ///< of the times between ends while all run
    double m_idleStarts = 1;  ///< batches begun until all run again, the last included
    double m_idleTime_ms = 0; ///< how long that takes
    double m_batch_ms = 0;    ///< mean time of a batch
    std::vector<double> m_mean, m_second;
    std::vector<std::vector<double>> m_arrivals; ///< [k][n] arrivals during a batch of k
    std::vector<Start> m_starts;                 ///< from j < most
    std::vector<double> m_left;                  ///< P(j waiting at the end of a service)
};

std::vector<double> Chain::arrivalsDuring(double time) const {
    const double rate = m_queue.rate;
    if (!m_queue.whole || m_queue.whole->isConstant()) return poisson(rate * time);
    if (m_queue.whole->isExponential()) {
        // Geometric: P(n) = (1 − x) x^n, x = λτ/(1 + λτ)
        const double x = rate * time / (1.0 + rate * time);
        std::vector<double> p;
        for (double value = 1.0 - x; value > 1e-16 && p.size() < mostStates; value *= x) p.push_back(value);
        return p;
    }
    std::vector<double> mixed;
    const std::vector<double> values = representatives(*m_queue.whole, 32);
    for (const double value : values) {
        const std::vector<double> one = poisson(rate * value * m_speed);
        if (one.size() > mixed.size()) mixed.resize(one.size(), 0.0);
        for (std::size_t n = 0; n < one.size(); ++n) mixed[n] += one[n] / static_cast<double>(values.size());
    }
    return mixed;
}

/// Ends of c services as long as each other that began at random times are c points on a circle: the scv of their
/// distances is (c − 1)/(c + 1). Those of exponential services are exponential; between them in proportion.
void Chain::spaceEnds(double batch_ms) {
    m_batch_ms = batch_ms;
    const double c = m_queue.instances;
    const double own = m_queue.whole ? std::min(m_queue.whole->scv(), 1.0) : 0.0;
    m_spacingScv = 1.0 - (1.0 - own) * 2.0 / (c + 1.0);
    const auto most = static_cast<std::size_t>(m_queue.most);
    m_arrivals.assign(1, {1.0});
    for (std::size_t k = 1; k <= most; ++k) {
        // Beside the batch just begun run others, of sizes between it and the usual.
        const double others = 0.5 * (own_ms(k) + batch_ms);
        const double mean = 1.0 / (1.0 / own_ms(k) + (c - 1.0) / others);
        m_mean[k] = mean;
        m_second[k] = (1.0 + m_spacingScv) * mean * mean;
        // Arrivals in a gamma time: negative binomial, P(n + 1)/P(n) = (r + n)/(n + 1) · x
        const double r = 1.0 / m_spacingScv;
        const double x = m_queue.rate * mean / (r + m_queue.rate * mean);
        std::vector<double> p{std::pow(1.0 - x, r)};
        double sum = p[0];
        while (sum < 1.0 - 1e-10 && p.size() < mostStates) {
            const auto n = static_cast<double>(p.size() - 1);
            p.push_back(p.back() * (r + n) / (n + 1.0) * x);
            sum += p.back();
        }
        m_arrivals.push_back(std::move(p));
    }
}

/// States (running, batch filling or not) below `instances`, ends at `running` ÷ the mean time; the return to all
/// running is led back to the start, so that shares of time give what happens on the way.
void Chain::solveIdle() {
    const double gap = 1.0 / m_queue.rate;
    const double window = std::max(m_starts[0].duration - gap, 1e-9 * gap);
    // So many run at once hardly ever, and the chance of more is soon below what a number can hold.
    const double usual = m_batch_ms / m_starts[0].duration;
    const double most = std::ceil(usual + 12.0 * std::sqrt(usual) + 30.0);
    const auto c = static_cast<std::size_t>(std::min<double>(m_queue.instances, most));
    const std::size_t states = 2 * c; // 2i: nobody waits, 2i + 1: a batch fills
    std::vector<double> up(states);   // to the next
    std::vector<double> down(states, 0.0);
    for (std::size_t n = 0; n < states; ++n) {
        up[n] = n % 2 == 0 ? m_queue.rate : 1.0 / window;
        const std::size_t running = n / 2;
        if (n >= 2) down[n] = static_cast<double>(running) / m_batch_ms; // two states down
    }
    // Taken out one by one from the last: what leads up is led to where that leads down.
    std::vector<double> share(states, 0.0);
    std::vector<double> toBefore(states, 0.0); // one state down, after elimination
    toBefore[states - 1] += up[states - 1];    // all run: back to the entry
    std::vector<double> rise(states, 0.0);
    for (std::size_t n = states - 1; n > 0; --n) {
        const double leave = toBefore[n] + down[n];
        rise[n] = up[n - 1] / leave;
        // From n − 1 through n: to n − 1 itself (nothing), or to n − 2.
        if (n >= 2) toBefore[n - 1] += rise[n] * down[n];
    }
    share[0] = 1.0;
    double sum = 1.0;
    for (std::size_t n = 1; n < states; ++n) sum += share[n] = share[n - 1] * rise[n];
    double filling = 0.0;
    for (std::size_t n = 1; n < states; n += 2) filling += share[n];
    const double returns = share[states - 1] / window;
    m_idleTime_ms = sum / returns;
    m_idleStarts = filling / window / returns;
}

Chain::Start Chain::startFrom(std::size_t j) const {
    const auto least = static_cast<std::size_t>(m_queue.least);
    const auto most = static_cast<std::size_t>(m_queue.most);
    const double gap = 1.0 / m_queue.rate;
    Start start;
    if (j >= most) {
        start.size.assign(j + 1, 0.0);
        start.size[j] = 1.0;
        return start;
    }
    start.size.assign(most + 1, 0.0);
    if (m_queue.delay_ms <= 0.0) {
        const std::size_t size = std::max(j, least);
        start.size[size] = 1.0;
        for (std::size_t present = j; present < size; ++present) {
            start.duration += gap;
            start.waited += gap * static_cast<double>(present);
        }
        return start;
    }
    // With a delay: until full, or until the oldest has waited so long. What the oldest of j has waited already is
    // taken as the mean age of the first of j arrivals in a service.
    std::size_t present = j;
    double window = m_queue.delay_ms;
    if (j == 0) {
        start.duration += gap;
        present = 1;
    } else {
        window = std::max(m_queue.delay_ms - m_running * static_cast<double>(j) / (static_cast<double>(j) + 1.0), 0.0);
    }
    // Arrivals within the window; it ends early with the one that fills the batch. ∫ over the window of P(fewer than
    // m).
    const std::size_t missing = most - present;
    const std::vector<double> counts = poisson(m_queue.rate * window);
    double below = 0.0;
    for (std::size_t n = 0; n < counts.size() && n < missing; ++n) {
        start.size[present + n] += counts[n];
        below += counts[n];
    }
    start.size[most] += 1.0 - below;
    // E[time spent with n arrivals] = P(Poisson(λ·window) > n)/λ for n < missing
    double upTo = 0.0;
    for (std::size_t n = 0; n < missing; ++n) {
        upTo += n < counts.size() ? counts[n] : 0.0;
        const double spent = std::max(1.0 - upTo, 0.0) * gap;
        start.duration += spent;
        start.waited += spent * static_cast<double>(present + n);
    }
    return start;
}

void Chain::solveStates() {
    const auto most = static_cast<std::size_t>(m_queue.most);
    m_starts.clear();
    for (std::size_t j = 0; j < most; ++j) m_starts.push_back(startFrom(j));
    if (m_queue.instances > 1) solveIdle();

    // How far the queue reaches: the geometric decay x of b ln x = ln A(x), A the generating function of arrivals.
    const std::vector<double>& full = m_arrivals[most];
    const auto surplus = [&](double x) {
        double sum = 0.0;
        for (std::size_t n = full.size(); n-- > 0;) sum = sum * x + full[n];
        return std::log(sum) - m_queue.most * std::log(x);
    };
    double low = 1.0 + 1e-9;
    double high = 2.0;
    while (surplus(high) < 0.0 && high < 1e4) high *= 2.0;
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        (surplus(middle) < 0.0 ? low : high) = middle;
    }
    const double reach = -std::log(1e-11) / std::log(low);
    const std::size_t states = std::min(most + static_cast<std::size_t>(std::min(reach, 1e6)) + 2, mostStates);

    const std::size_t whole = 4 * most + 16;
    if (m_queue.instances > 1 && states > whole + most) {
        eliminateStates(whole, most + longestArrivals(), 1.0 / low);
        // Beyond, the queue falls geometrically.
        const double last = m_left.back() * (1.0 - 1.0 / low);
        m_left.pop_back();
        for (double p = last; m_left.size() < states && p > 1e-14; p /= low) m_left.push_back(p);
        return;
    }
    const std::size_t longest = longestArrivals();
    const double work = static_cast<double>(states) * static_cast<double>(most) * static_cast<double>(longest + most);
    if (work < mostElimination)
        eliminateStates(states, most + longest, 0.0);
    else
        sweepStates(states);
}

Chain::Step Chain::stepFrom(std::size_t j) const {
    const auto most = static_cast<std::size_t>(m_queue.most);
    if (j >= most) return {j - most, m_arrivals[most]};
    Step step;
    const std::vector<double>& begun = m_starts[j].size;
    for (std::size_t k = 1; k < begun.size(); ++k) {
        if (begun[k] <= dust) continue;
        const std::vector<double>& arrivals = m_arrivals[k];
        if (step.chance.size() < arrivals.size()) step.chance.resize(arrivals.size(), 0.0);
        for (std::size_t n = 0; n < arrivals.size(); ++n) step.chance[n] += begun[k] * arrivals[n];
    }
    return step;
}

/// π = πP by taking out the states one by one from the last (Grassmann, Taksar and Heyman 1985: no subtraction, so no
/// digits are lost). A service takes at most `most` away and `width` covers every step up, so the matrix stays a band.
/// With `decay` > 0 the last state stands for all from there on, whose chances fall by this factor.
void Chain::eliminateStates(std::size_t states, std::size_t width, double decay) {
    const auto most = static_cast<std::size_t>(m_queue.most);
    const std::size_t span = most + width + 1;
    std::vector<double> band(states * span, 0.0); // row i: columns i − most … i + width
    const auto at = [&](std::size_t i, std::size_t j) -> double& { return band[i * span + (j + most - i)]; };
    for (std::size_t i = 0; i < states; ++i) {
        const Step step = stepFrom(i);
        for (std::size_t n = 0; n < step.chance.size() && step.first + n < states; ++n)
            at(i, step.first + n) = step.chance[n];
        if (decay <= 0.0) continue;
        double out = 0.0; // led to the last
        for (std::size_t n = states > step.first ? states - step.first : 0; n < step.chance.size(); ++n)
            out += step.chance[n];
        if (i + 1 < states && states - 1 - i <= width) at(i, states - 1) += out;
        if (i + 1 < states) continue;
        // Σ over the states it stands for of chance × step down, for those that step below it.
        double weight = 1.0 - decay;
        for (std::size_t j = states; j < states + most; ++j) {
            weight *= decay;
            const Step more = stepFrom(j);
            for (std::size_t n = 0; n < more.chance.size() && more.first + n + 1 < states; ++n)
                at(i, more.first + n) += weight * more.chance[n];
        }
        for (std::size_t n = 0; n < step.chance.size() && step.first + n + 1 < states; ++n)
            at(i, step.first + n) -= decay * step.chance[n];
    }
    for (std::size_t n = states - 1; n > 0; --n) {
        const std::size_t low = n > most ? n - most : 0;
        double down = 0.0;
        for (std::size_t j = low; j < n; ++j) down += at(n, j);
        for (std::size_t i = n > width ? n - width : 0; i < n; ++i) {
            double& up = at(i, n);
            up = down > 0.0 && up > dust ? up / down : 0.0;
            if (up == 0.0) continue;
            for (std::size_t j = std::max(low, i > most ? i - most : 0); j < n; ++j) at(i, j) += up * at(n, j);
        }
    }
    m_left.assign(states, 0.0);
    m_left[0] = 1.0;
    double sum = 1.0;
    for (std::size_t n = 1; n < states; ++n) {
        for (std::size_t i = n > width ? n - width : 0; i < n; ++i) m_left[n] += m_left[i] * at(i, n);
        sum += m_left[n];
    }
    for (double& p : m_left) p /= sum;
}

/// The same by repetition, for batches so large that the band is no shorter than the matrix.
void Chain::sweepStates(std::size_t states) {
    std::vector<Step> steps;
    for (std::size_t j = 0; j < states; ++j) steps.push_back(stepFrom(j));
    m_left.assign(states, 0.0);
    m_left[0] = 1.0;
    std::vector<double> after(states);
    for (int sweep = 0; sweep < 4000; ++sweep) {
        std::fill(after.begin(), after.end(), 0.0);
        for (std::size_t j = 0; j < states; ++j) {
            if (m_left[j] < 1e-18) continue;
            const Step& step = steps[j];
            const std::size_t end = std::min(step.chance.size(), states - step.first);
            for (std::size_t n = 0; n < end; ++n) after[step.first + n] += m_left[j] * step.chance[n];
        }
        const double sum = std::accumulate(after.begin(), after.end(), 0.0);
        double change = 0.0;
        for (std::size_t j = 0; j < states; ++j) {
            after[j] /= sum;
            change += std::abs(after[j] - m_left[j]);
        }
        m_left.swap(after);
        if (change < negligible) break;
    }
}

/// Mean time of a batch at its instance, all batches alike.
double Chain::meanBatch_ms() const {
    const auto most = static_cast<std::size_t>(m_queue.most);
    double time = 0.0;
    double batches = 0.0;
    for (std::size_t j = 0; j < m_left.size(); ++j) {
        if (j >= most) {
            time += m_left[j] * own_ms(most);
            batches += m_left[j];
            continue;
        }
        const double times = j == 0 ? m_idleStarts : 1.0;
        for (std::size_t n = 1; n < m_starts[j].size.size(); ++n) {
            time += times * m_left[j] * m_starts[j].size[n] * own_ms(std::min(n, most));
            batches += times * m_left[j] * m_starts[j].size[n];
        }
    }
    return time / batches;
}

/// How long those waiting have waited depends on the batches, and these on how long they have waited; with several
/// instances also how long a batch takes, on how many wait.
void Chain::settle() {
    const bool several = m_queue.instances > 1;
    if (!several && m_queue.delay_ms <= 0.0) return;
    double usedBefore = 0.0;
    double foundBefore = 0.0;
    for (int round = 0; round < mostRounds; ++round) {
        const double running = meanRunning_ms();
        bool settled = m_queue.delay_ms <= 0.0 || std::abs(running - m_running) < 1e-3 * m_mean.back();
        m_running = running;
        if (several) {
            const double used = m_batch_ms;
            const double found = meanBatch_ms();
            settled = settled && std::abs(found - used) < 5e-4 * used;
            // A secant's step, after a plain one.
            double gain = 0.0;
            if (round > 0 && used != usedBefore)
                gain = std::clamp((found - foundBefore) / (used - usedBefore), -0.9, 0.9);
            usedBefore = used;
            foundBefore = found;
            if (!settled) spaceEnds(used + (found - used) / (1.0 - gain));
        }
        if (settled) break;
        solveStates();
    }
}

/// Mean time of the service that is under way when one waits.
double Chain::meanRunning_ms() const {
    const auto most = static_cast<std::size_t>(m_queue.most);
    double running = 0.0;
    for (std::size_t j = 0; j < m_left.size(); ++j) {
        if (j >= most) {
            running += m_left[j] * m_mean[most];
            continue;
        }
        const Start& start = m_starts[j];
        for (std::size_t n = 1; n < start.size.size(); ++n)
            running += m_left[j] * start.size[n] * m_mean[std::min(n, most)];
    }
    return running;
}

BatchFigures Chain::solve() {
    BatchFigures figures;
    const auto most = static_cast<std::size_t>(m_queue.most);
    for (std::size_t k = static_cast<std::size_t>(std::max(m_queue.least, 1)); k <= most; ++k)
        figures.capacity = std::max(figures.capacity, static_cast<double>(k) / m_mean[k]);
    figures.capacity = std::min(figures.capacity, static_cast<double>(most) / m_mean[most]);
    if (m_queue.rate >= figures.capacity) {
        figures.stable = false;
        figures.utilisation = 1.0;
        figures.batch = static_cast<double>(most);
        figures.service = m_mean[most] / m_speed;
        return figures;
    }
    if (m_queue.instances > 1) {
        // A first guess: a batch is what arrives between two ends.
        double guess = own_ms(most);
        for (int i = 0; i < 20; ++i) guess = betweenSizes_ms(m_queue.rate * guess / m_queue.instances);
        spaceEnds(guess);
    } else {
        for (std::size_t k = 0; k <= most; ++k)
            m_arrivals.push_back(k == 0 ? std::vector<double>{1.0} : arrivalsDuring(m_mean[k]));
    }
    m_running = m_mean[most];
    solveStates();
    settle();

    double cycle = 0.0;
    double busy = 0.0;
    double waited = 0.0;
    double filled = 0.0;
    double batches = 0.0;
    double taken = 0.0;
    double takenSecond = 0.0;
    double served = 0.0;
    const auto begin = [&](double weight, std::size_t size) {
        const auto k = static_cast<double>(size);
        batches += weight;
        busy += weight * own_ms(size) * m_speed;
        taken += weight * k;
        takenSecond += weight * k * k;
        served += weight * k * own_ms(size);
    };
    const auto serve = [&](double weight, std::size_t waiting) {
        const std::size_t k = std::min(waiting, most);
        const double left = static_cast<double>(waiting - k);
        cycle += weight * m_mean[k];
        waited += weight * (left * m_mean[k] + 0.5 * m_queue.rate * m_second[k]);
        begin(weight, k);
    };
    for (std::size_t j = 0; j < m_left.size(); ++j) {
        if (j >= most) {
            serve(m_left[j], j);
            continue;
        }
        const Start& start = m_starts[j];
        const bool idle = j == 0 && m_queue.instances > 1;
        const double times = idle ? m_idleStarts : 1.0;
        cycle += m_left[j] * (idle ? m_idleTime_ms : start.duration);
        waited += m_left[j] * times * start.waited;
        filled += m_left[j] * times * start.waited;
        for (std::size_t n = 1; n < start.size.size(); ++n) {
            if (start.size[n] <= 0.0) continue;
            if (idle) begin(m_left[j] * (times - 1.0) * start.size[n], std::min(n, most));
            serve(m_left[j] * start.size[n], n);
        }
    }
    figures.utilisation = busy / cycle;
    figures.batch = taken / batches;
    figures.batchSecond = takenSecond / batches;
    figures.waiting = waited / taken; // Little: per arrival, of which `taken` come in a cycle
    figures.filling = filled / taken;
    figures.service = served / taken;
    addSojourns(figures);
    return figures;
}

void Chain::addSojourns(BatchFigures& figures) const {
    const auto most = static_cast<std::size_t>(m_queue.most);
    std::vector<std::pair<double, double>> points; // time, weight
    const std::vector<double> shapes = m_queue.whole ? representatives(*m_queue.whole, 24) : std::vector<double>{};
    const auto put = [&](double before, double size, double weight) {
        if (weight < rare) return;
        if (shapes.empty()) {
            points.emplace_back(before + betweenSizes_ms(size), weight);
            return;
        }
        for (const double shape : shapes)
            points.emplace_back(before + shape, weight / static_cast<double>(shapes.size()));
    };

    // Arrivals during a service of k that left `behind` waiting, at elapsed time u: those ahead are the ones behind and
    // what came in u; then the rest of the service, whole batches ahead, and one's own, which grows meanwhile.
    std::vector<double> weightOf(most + 1, 0.0);
    std::vector<double> behind(m_left.size(), 0.0); // after a full batch
    for (std::size_t j = 0; j < m_left.size(); ++j) {
        if (j >= most) {
            behind[j - most] += m_left[j];
            continue;
        }
        const Start& start = m_starts[j];
        for (std::size_t n = 1; n < start.size.size(); ++n) {
            if (n < most)
                weightOf[n] += m_left[j] * start.size[n];
            else
                behind[n - most] += m_left[j] * start.size[n];
        }
    }
    const bool several = m_queue.instances > 1;
    const double rate = m_queue.rate;
    const double fullTime = m_mean[most];
    const auto during = [&](std::size_t k, const std::vector<double>& ahead, double weight) {
        std::vector<double> lengths{m_mean[k]};
        if (several)
            lengths = representatives(Distribution::gamma(m_mean[k], std::sqrt(m_spacingScv)), 6);
        else if (m_queue.whole && !m_queue.whole->isConstant())
            lengths = representatives(*m_queue.whole, 12);
        const std::size_t variants = lengths.size();
        for (const double length : lengths) {
            const int steps = several ? ages / 2 : ages;
            const double share = weight * rate * length / static_cast<double>(variants) / steps;
            for (int i = 0; i < steps; ++i) {
                const double elapsed = (i + 0.5) / steps * length;
                const std::vector<double> came = poisson(rate * elapsed);
                std::vector<double> total(ahead.size() + came.size(), 0.0);
                for (std::size_t a = 0; a < ahead.size(); ++a)
                    if (ahead[a] > rare)
                        for (std::size_t n = 0; n < came.size(); ++n) total[a + n] += ahead[a] * came[n];
                for (std::size_t n = 0; n < total.size(); ++n) {
                    if (total[n] < rare) continue;
                    const std::size_t whole = n / most;
                    const auto batches = static_cast<double>(whole);
                    const double wait = length - elapsed + batches * fullTime;
                    const double size = static_cast<double>(n % most) + 1.0 + rate * wait;
                    // Too few to begin with: one more wait, for the batch to fill.
                    double fill = 0.0;
                    if (m_queue.delay_ms <= 0.0)
                        fill = std::max(m_queue.least - size, 0.0) / rate;
                    else if (size < static_cast<double>(most))
                        fill =
                            std::min(std::max(m_queue.delay_ms - wait, 0.0), (static_cast<double>(most) - size) / rate);
                    put(wait + fill, std::max(size + rate * fill, static_cast<double>(m_queue.least)),
                        share * total[n]);
                }
            }
        }
    };
    for (std::size_t k = 1; k < most; ++k)
        if (weightOf[k] > rare) during(k, {1.0}, weightOf[k]);
    while (!behind.empty() && behind.back() < rare) behind.pop_back();
    if (!behind.empty()) during(most, behind, 1.0);

    // Arrivals while an instance is free and the batch fills.
    for (std::size_t j = 0; j < most; ++j) {
        const Start& start = m_starts[j];
        if (start.duration <= 0.0 || m_left[j] < rare) continue;
        const double arrivals = m_left[j] * rate * start.duration * (j == 0 ? m_idleStarts : 1.0);
        if (m_queue.delay_ms <= 0.0) {
            for (std::size_t present = j; present < static_cast<std::size_t>(m_queue.least); ++present) {
                const double missing = static_cast<double>(m_queue.least) - 1.0 - static_cast<double>(present);
                put(missing / rate, m_queue.least, m_left[j] * (j == 0 ? m_idleStarts : 1.0));
            }
        } else {
            // One opens the window where nobody waited; the others come evenly within it.
            const double opening = j == 0 ? m_left[j] * m_idleStarts : 0.0;
            const double most_size =
                std::min(1.0 + static_cast<double>(j) + rate * m_queue.delay_ms, static_cast<double>(most));
            const double full = (static_cast<double>(most) - 1.0) / rate;
            const double window = std::min(j == 0 ? m_queue.delay_ms : start.duration, full);
            put(window, most_size, opening);
            for (int i = 0; i < ages; ++i)
                put(window * (i + 0.5) / ages, most_size, std::max(arrivals - opening, 0.0) / ages);
        }
    }

    double total = 0.0;
    double end = 0.0;
    for (const auto& [at, weight] : points) {
        total += weight;
        end = std::max(end, at);
    }
    if (total <= 0.0) return;
    // A table of about a thousand steps of time, each point's weight spread to its two neighbours.
    constexpr std::size_t cells = 1024;
    std::vector<double> mass(cells + 2, 0.0);
    for (const auto& [at, weight] : points) {
        const double cell = end > 0.0 ? at / end * cells : 0.0;
        const auto left = static_cast<std::size_t>(cell);
        const double share = cell - static_cast<double>(left);
        mass[left] += weight / total * (1.0 - share);
        mass[left + 1] += weight / total * share;
    }
    Table sojourn;
    double sum = 0.0;
    for (std::size_t i = 0; i < mass.size(); ++i) {
        sojourn.at.push_back(end * static_cast<double>(i) / cells);
        sojourn.cdf.push_back(std::min(sum + 0.5 * mass[i], 1.0));
        sum += mass[i];
    }
    sojourn.cdf.back() = 1.0;
    // The table's mean is made that of the exact figures.
    const double wanted = figures.waiting + figures.service;
    const double mean = sojourn.mean();
    if (mean > 0.0)
        for (double& at : sojourn.at) at *= wanted / mean;
    figures.sojourn = std::make_shared<const SharedTable>(std::move(sojourn));
}

/// Everything the figures depend on.
struct Key {
    double rate, delay_ms;
    int least, most, instances;
    std::vector<double> mean_ms;
    std::optional<Distribution> whole;
    bool operator==(const Key&) const = default;
};

/// Between the answers to two rates near each other.
BatchFigures between(const BatchFigures& low, const BatchFigures& high, double share) {
    BatchFigures figures = low;
    figures.utilisation = std::lerp(low.utilisation, high.utilisation, share);
    figures.batch = std::lerp(low.batch, high.batch, share);
    figures.batchSecond = std::lerp(low.batchSecond, high.batchSecond, share);
    figures.waiting = std::lerp(low.waiting, high.waiting, share);
    figures.filling = std::lerp(low.filling, high.filling, share);
    figures.service = std::lerp(low.service, high.service, share);
    Table sojourn = low.sojourn->table;
    for (std::size_t i = 0; i < sojourn.at.size(); ++i) {
        sojourn.at[i] = std::lerp(sojourn.at[i], high.sojourn->table.at[i], share);
        sojourn.cdf[i] = std::lerp(sojourn.cdf[i], high.sojourn->table.cdf[i], share);
    }
    figures.sojourn = std::make_shared<const SharedTable>(std::move(sojourn));
    return figures;
}

} // namespace

BatchFigures solveBatchQueue(const BatchQueue& given) {
    BatchQueue queue = given;
    Key key{queue.rate, queue.delay_ms, queue.least, queue.most, queue.instances, {}, {}};
    if (queue.whole)
        key.whole = *queue.whole;
    else
        for (int k = 0; k <= queue.most; ++k) key.mean_ms.push_back(queue.mean_ms(k));
    thread_local Memory<Key, BatchFigures> memory(remembered);
    const auto at = [&](double rate) {
        key.rate = queue.rate = rate;
        return memory.get(key, [&] { return Chain(queue, key.mean_ms).solve(); });
    };
    // The wait grows like 1/(1 − ρ) = e^u: rungs are evenly spaced in u.
    const double longest = queue.whole ? queue.whole->mean() : key.mean_ms.back();
    const double rho = given.rate * longest / queue.most / queue.instances;
    if (!given.onLadder || queue.instances == 1 || rho >= 0.9999) return at(given.rate);
    const double u = -std::log(1.0 - rho) * rungs;
    const double rung = std::floor(u);
    if (rung < 1.0) return at(given.rate);
    const auto rateOf = [&](double n) { return -std::expm1(-n / rungs) / longest * queue.most * queue.instances; };
    const BatchFigures low = at(rateOf(rung));
    const BatchFigures high = at(rateOf(rung + 1.0));
    if (!low.stable || !high.stable || !low.sojourn || !high.sojourn ||
        low.sojourn->table.at.size() != high.sojourn->table.at.size())
        return at(given.rate);
    return between(low, high, (given.rate - rateOf(rung)) / (rateOf(rung + 1.0) - rateOf(rung)));
}

} // namespace catenary::analysis
