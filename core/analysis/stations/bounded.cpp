// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/bounded.h"

#include "core/analysis/memory.h"
#include "core/analysis/stations/erlang.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

namespace catenary::analysis {

namespace {

/// P(k arrivals in a service), k < `terms`.
std::vector<double> arrivalsInService(double rate, const Mixture& services, std::size_t terms) {
    std::vector<double> found(terms, 0.0);
    for (const auto& [weight, law] : services) {
        const std::vector<double> each = law.poissonCounts(rate, terms);
        for (std::size_t k = 0; k < terms; ++k) found[k] += weight * each[k];
    }
    return found;
}

Mixture scaled(const Mixture& services, double factor) {
    Mixture result;
    for (const auto& [weight, law] : services) result.emplace_back(weight, law.scaled(factor));
    return result;
}

/// P(n there) as departures leave them, n < `places`: the balance across every level, up by more than so many arrivals
/// in a service, down by none.
std::vector<double> leftBehind(const std::vector<double>& arrivals, const std::vector<double>& beyond, int places) {
    const auto more = [&](std::size_t n) { return n < beyond.size() ? beyond[n] : 0.0; };
    constexpr double least = 1e-150;
    const double none = std::max(arrivals.front(), least);
    std::vector<double> p{1.0};
    for (std::size_t j = 0; j + 1 < static_cast<std::size_t>(places); ++j) {
        double up = p[0] * more(j);
        for (std::size_t i = j + 1 > beyond.size() ? j + 1 - beyond.size() : 1; i <= j; ++i) {
            if (i > 0) up += p[i] * more(j - i + 1);
        }
        p.push_back(up / none);
        if (p.back() > 1e100)
            for (double& value : p) value /= 1e100 * (p.back() > 1e200 ? 1e100 : 1.0);
    }
    const double total = std::accumulate(p.begin(), p.end(), 0.0);
    for (double& value : p) value /= total;
    return p;
}

struct Levels {
    std::size_t first, last;
};

/// Moments of masses at whole steps: Σ m, Σ m t, Σ m t².
struct Moments {
    double mass = 0, first = 0, second = 0;

    Moments(const Masses& masses, double step) {
        for (std::size_t j = 0; j < masses.size(); ++j) {
            const double at = static_cast<double>(j) * step;
            mass += masses[j];
            first += masses[j] * at;
            second += masses[j] * at * at;
        }
    }
    /// Do means differ by less than this share, and second moments by less than ten times as much?
    [[nodiscard]] bool isLike(const Moments& other, double close) const {
        const auto near = [&](double a, double b, double share) {
            return std::abs(a * other.mass - b * mass) < share * b * mass;
        };
        return near(first, other.first, close) && near(second, other.second, 10.0 * close);
    }
};

/// What is left of the service in course with n there, n = levels.first … followed, as masses and not normalised; with
/// more there it is as with `followed`.
struct Residuals {
    std::vector<Masses> left;
    std::size_t first, followed;

    [[nodiscard]] const Masses& masses(std::size_t n) const { return left[n - first]; }
};

/// Services of whole steps: the density with n there a step earlier is Σ_k P(k arrivals in a step) × that with n − k,
/// and what begins with n there.
Residuals residuals(const std::vector<double>& p, Levels levels, double rate, const Masses& service, double step) {
    constexpr std::size_t most = 24; // levels
    constexpr double never = 1e-12;
    constexpr double like = 1e-4; // of all waits
    const double perStep = rate * step;
    std::vector<double> arrivals{std::exp(-perStep)};
    for (int k = 1; arrivals.size() < p.size() && (arrivals.back() > 1e-9 || k < perStep); ++k)
        arrivals.push_back(arrivals.back() * perStep / k);
    std::size_t points = service.size();
    for (double beyond = 0.0; points > 2 && beyond + service[points - 1] < never; --points)
        beyond += service[points - 1];
    double above = std::accumulate(p.begin() + static_cast<std::ptrdiff_t>(levels.first), p.end(), 0.0);
    Residuals found{{}, levels.first, levels.first};
    std::vector<Masses> density; // before each point
    Masses after(points, 0.0);   // and after it
    std::vector<Moments> moments;
    for (std::size_t n = levels.first; n <= std::min(levels.first + most, levels.last); ++n) {
        std::fill(after.begin(), after.end(), 0.0);
        for (std::size_t k = 1; k < arrivals.size() && k <= density.size(); ++k) {
            const Masses& fewer = density[density.size() - k];
            for (std::size_t j = 0; j + 1 < points; ++j) after[j] += arrivals[k] * fewer[j + 1];
        }
        const double begin = n == 1 ? p[0] + p[1] : p[n];
        Masses own(points);
        own.back() = begin * service[points - 1];
        for (std::size_t j = points - 1; j-- > 0;) {
            after[j] += arrivals[0] * own[j + 1];
            own[j] = begin * service[j] + after[j];
        }
        Masses left(points, 0.0); // half of each step to either of its ends
        left[0] = 0.5 * after[0];
        for (std::size_t j = 1; j < points; ++j) left[j] = 0.5 * (after[j] + own[j]);
        density.push_back(std::move(own));
        moments.emplace_back(left, step);
        found.left.push_back(std::move(left));
        found.followed = n;
        above = std::max(above - p[n], 0.0);
        const std::size_t seen = moments.size();
        const double close = like * (1.0 - p[0]) / std::max(above, 1e-300);
        if (seen > 2 && moments[seen - 1].isLike(moments[seen - 2], close) &&
            moments[seen - 2].isLike(moments[seen - 3], close))
            break;
    }
    return found;
}

/// How far the wait of those that find n = 1 … `p`.size() − 1 there is likely to go: ten standard deviations beyond its
/// mean, and no further than as many of the longest services.
double reachOf(const std::vector<double>& p, const Mixture& services, double mean) {
    double found = 0.0;
    double foundSecond = 0.0;
    for (std::size_t n = 1; n < p.size(); ++n) {
        const auto ahead = static_cast<double>(n - 1);
        found += p[n] / (1.0 - p[0]) * ahead;
        foundSecond += p[n] / (1.0 - p[0]) * ahead * ahead;
    }
    const double service = meanOf(services);
    const double own = service * service;
    const double variance =
        (found + 1.0) * (secondMomentOf(services) - own) + (foundSecond - found * found + 0.1) * own;
    double longest = 0.0;
    for (const auto& [weight, law] : services) longest = std::max(longest, law.quantile(1.0 - 1e-9));
    const double likely = std::isfinite(variance) ? mean + 10.0 * std::sqrt(variance) : 20.0 * mean;
    return std::min(likely, longest * static_cast<double>(p.size() - 1));
}

/// P(what is left of a service in course > t), as at any time.
double leftBeyond(const Mixture& services, double t) {
    double beyond = 0.0;
    for (const auto& [weight, law] : services) beyond += weight * law.excess(t);
    return beyond / meanOf(services);
}

/// Levels that are found often enough to tell.
Levels levelsFound(const std::vector<double>& p) {
    constexpr double least = 1e-9;
    Levels levels{1, p.size() - 1};
    while (levels.first < levels.last && p[levels.first] < least) ++levels.first;
    while (levels.first < levels.last && p[levels.last] < least) --levels.last;
    return levels;
}

/// E[W²] of the wait of those that find n = 1 … `p`.size() − 1 there, `mean` its mean. What is left of a service R by
/// the balance of its density, b services begun with n there for each that ends:
/// λE[R; n] = λE[R; n − 1] + bE[S] − P(n), λE[R²; n] = λE[R²; n − 1] + bE[S²] − 2E[R; n], P(n) = p(n)/λ.
double waitSecond(const std::vector<double>& p, double rate, const Mixture& services, double mean) {
    const double service = meanOf(services);
    const double serviceSecond = secondMomentOf(services);
    double left = 0.0;       // E[R; n]
    double leftSecond = 0.0; // E[R²; n]
    double total = 0.0;
    double first = 0.0;
    double second = 0.0;
    for (std::size_t n = 1; n < p.size(); ++n) {
        const double found = p[n] / rate;
        const double begun = n == 1 ? p[0] + p[1] : p[n];
        left = std::max(left + (begun * service - found) / rate, 0.0);
        leftSecond = std::max(leftSecond + (begun * serviceSecond - 2.0 * left) / rate, 0.0);
        const auto others = static_cast<double>(n - 1);
        const double ahead = others * service;
        const double aheadSecond = ahead * ahead + others * (serviceSecond - service * service);
        total += found;
        first += left + found * ahead;
        second += leftSecond + 2.0 * left * ahead + found * aheadSecond;
    }
    return first > 0.0 ? second / total * (mean * total / first) * (mean * total / first) : 2.0 * mean * mean;
}

/// The law of that wait: what is left of the service in course, and n − 1 whole ones; on a grid, stretched to its mean.
Table waitLaw(const std::vector<double>& p, double rate, const Mixture& services, double mean) {
    constexpr int mostPoints = 1024;
    constexpr double negligible = 5e-4;
    const Levels levels = levelsFound(p);
    const double service = meanOf(services);
    Table table;
    double span = reachOf(p, services, mean);
    for (int doubled = 0; doubled < 5 && leftBeyond(services, span) > 0.5 * negligible; ++doubled) span *= 2.0;
    int points = 512;
    while (points < mostPoints && span > 0.1 * service * points) points *= 2;
    for (int attempt = 0; attempt < 5; ++attempt, span *= 2.0, points = std::min(2 * points, mostPoints)) {
        const auto lattice = sharedLattice(points, span);
        Spectrum whole = lattice->zero();
        for (const auto& [weight, law] : services) add(whole, weight, lattice->of(law));
        Masses masses = lattice->masses(whole);
        double beyond = 1.0;
        for (double& mass : masses) {
            mass = std::max(mass, 0.0);
            beyond -= mass;
        }
        masses.back() += std::max(beyond, 0.0);
        const Residuals left = residuals(p, levels, rate, masses, lattice->step());
        const double scale = rate * lattice->step();
        const Spectrum last = lattice->spectrum(left.masses(left.followed));
        Spectrum wait = lattice->zero();
        for (std::size_t n = levels.last; n > 0; --n) {
            multiply(wait, whole);
            if (n < levels.first) continue;
            if (n >= left.followed)
                add(wait, scale * p[n] / p[left.followed], last);
            else
                add(wait, scale, lattice->spectrum(left.masses(n)));
        }
        const Masses waits = lattice->masses(wait);
        table.cdf = cumulative(waits);
        table.at.resize(table.cdf.size());
        for (std::size_t j = 0; j < table.at.size(); ++j) table.at[j] = static_cast<double>(j) * lattice->step();
        if (std::accumulate(waits.begin(), waits.end(), 0.0) > (1.0 - negligible) * (1.0 - p[0])) break;
    }
    table.cdf.front() = 0.0; // nobody waits for no time here
    const double known = table.cdf.back();
    for (double& below : table.cdf) below /= known;
    const double stretch = mean / table.mean();
    for (double& at : table.at) at *= stretch;
    return table;
}

BoundedQueue solve(int servers, int waiting, double rate, const Mixture& services) {
    const Mixture fast = servers == 1 ? services : scaled(services, 1.0 / servers);
    const auto places = static_cast<std::size_t>(waiting) + 1; // of the servers as one
    const double rho = rate * meanOf(fast);
    // Below, waits of about ρ²/2 are differences of numbers near 1 that hold none of their digits.
    constexpr double rarely = 1e-8;
    if (rho < rarely) return {};
    const std::vector<double> arrivals = arrivalsInService(rate, fast, places);
    // P(more than n arrivals in a service), and how many more than n on average
    std::vector<double> beyond;
    double within = 0.0;
    for (const double p : arrivals) {
        within += p;
        beyond.push_back(std::max(1.0 - within, 0.0));
    }
    std::vector<double> excess{rho};
    for (std::size_t n = 0; n + 1 < places; ++n)
        excess.push_back(std::max(excess.back() - (n < beyond.size() ? beyond[n] : 0.0), 0.0));

    const std::vector<double> p = leftBehind(arrivals, beyond, static_cast<int>(places));
    double lost = p[0] * excess[places - 1]; // in a service
    double queue = 0.0;
    for (std::size_t i = 1; i < places; ++i) {
        lost += p[i] * excess[places - i];
        queue += p[i] * static_cast<double>(i - 1);
    }
    queue += lost * static_cast<double>(places - 1);
    const double busy = 1.0 - p[0];
    // Services to an arrival: some server is free for 1/B(c − 1, λ/μ) of p_(c−1).
    const double total = p[0] / erlangB(servers - 1, rho * servers) + rho;
    BoundedQueue answer;
    answer.lost = lost / total;
    if (servers > 1) {
        // Those beyond what can be served at all apart.
        const double sure = std::max(1.0 - 1.0 / rho, 0.0);
        const double exponential = limitedQueue(servers, servers + waiting, rho * servers).full();
        const double share = 0.22 * (1.0 - 1.0 / servers);
        if (answer.lost > sure && exponential > sure)
            answer.lost = sure + std::pow(answer.lost - sure, 1.0 - share) * std::pow(exponential - sure, share);
    }
    const double let = 1.0 - answer.lost;
    answer.admitted.positive = std::min(busy / total / let, 1.0);
    answer.admitted.mean = queue / total / let / rate;
    if (!(answer.admitted.positive > 0.0) || !(answer.admitted.mean > 0.0)) {
        answer.admitted = WaitingLaw::none();
        return answer;
    }
    const double mean = answer.admitted.mean / answer.admitted.positive;
    answer.admitted.given = std::make_shared<const SharedTable>(
        [p, rate, fast, mean] { return waitLaw(p, rate, fast, mean); }, waitSecond(p, rate, fast, mean));
    return answer;
}

} // namespace

BoundedQueue boundedQueue(int servers, int waiting, double rate, const Mixture& services) {
    constexpr std::size_t remembered = 32;
    thread_local Memory<std::tuple<int, int, double, Mixture>, BoundedQueue> memory(remembered);
    return memory.get({servers, waiting, rate, services}, [&] { return solve(servers, waiting, rate, services); });
}

} // namespace catenary::analysis
