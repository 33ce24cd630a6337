// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/stations/arrivals.h"

#include "core/analysis/memory.h"
#include "core/analysis/stations/erlang.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

namespace catenary::analysis {

namespace {

using Matrix = std::array<double, 4>; ///< [a b; c d]

Matrix inverse(const Matrix& x) {
    const double determinant = x[0] * x[3] - x[1] * x[2];
    return {x[3] / determinant, -x[1] / determinant, -x[2] / determinant, x[0] / determinant};
}

/// P(W > 0) of GI/M/c by the sum of Takács.
double takacs(const Renewals& arrivals, int servers, double meanService, double sigma) {
    const double c = servers;
    const auto phi = [&](double r) { return arrivals.transform(r / meanService); };
    // (c(1 − φ_r) − r)/(c(1 − σ) − r) is the slope of f(x) = x − A*(cμ(1 − x)) from its zero σ to x = 1 − r/c: near σ
    // read between two others.
    constexpr double near = 1e-5;
    const auto slope = [&](double x, double there) { return (x - there) / (x - sigma); };
    double sum = 1.0 / (1.0 - sigma);
    double coefficient = 1.0; // C(c, r)/C_r
    for (int r = 1; r <= servers; ++r) {
        const double there = phi(r);
        coefficient *= (c - r + 1.0) / r * (1.0 - there) / there;
        const double x = 1.0 - r / c;
        double ratio = 0.0;
        if (std::abs(x - sigma) > near) {
            ratio = slope(x, there);
        } else {
            const double left = x - 2.0 * near;
            const double right = x + 2.0 * near;
            ratio = 0.5 * (slope(left, phi(c * (1.0 - left))) + slope(right, phi(c * (1.0 - right))));
        }
        sum += coefficient / (1.0 - there) * ratio;
        if (!(sum < 1e300)) return 0.0; // nobody waits
    }
    return 1.0 / (sum * (1.0 - sigma));
}

} // namespace

double Renewals::transform(double s) const {
    const double each = between.transform({s, 0.0}).real();
    const double some = kept * each / (1.0 - (1.0 - kept) * each);
    return nth == 1 ? some : std::pow(some, nth);
}

double renewalRoot(const Renewals& arrivals, double serviceRate) {
    // f(σ) = A*(μ(1 − σ)) − σ is convex, positive at 0, zero at 1 and once before it: bisect below 1.
    double low = 0.0;
    double high = 1.0 - 1e-12;
    const auto f = [&](double sigma) { return arrivals.transform(serviceRate * (1.0 - sigma)) - sigma; };
    for (int i = 0; i < 200 && high - low > 1e-16; ++i) {
        const double middle = 0.5 * (low + high);
        (f(middle) > 0.0 ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

double renewalQueueing(const Renewals& arrivals, int servers, double meanService, double sigma) {
    if (servers == 1) return sigma;
    if (servers > mostRenewalServers) {
        const double load = meanService / arrivals.mean();
        return std::min(erlangC(servers, load) * sigma * servers / load, 1.0);
    }
    constexpr std::size_t remembered = 32;
    thread_local Memory<std::tuple<Renewals, int, double>, double> memory(remembered);
    return memory.get({arrivals, servers, meanService}, [&] { return takacs(arrivals, servers, meanService, sigma); });
}

double variabilityFactor(double arrivalScv, double serviceScv, double rho) {
    const double sum = arrivalScv + serviceScv;
    if (arrivalScv == 1.0 || rho <= 0.0) return 1.0;
    if (sum <= 0.0) return 0.0;
    const double correction = arrivalScv < 1.0
                                  ? -2.0 * (1.0 - rho) * (1.0 - arrivalScv) * (1.0 - arrivalScv) / (3.0 * rho * sum)
                                  : -(1.0 - rho) * (arrivalScv - 1.0) / (arrivalScv + 4.0 * serviceScv);
    return sum / (1.0 + serviceScv) * std::exp(correction);
}

GroupWait groupArrivals(int servers, double rate, double group, double groupSecond, double meanService) {
    // P(X = 1) and P(X = large), large between two whole numbers; beyond[i] = P(X > i)
    const double large = group > 1.0 ? std::max((groupSecond - 1.0) / (group - 1.0) - 1.0, 1.0 + 1e-9) : 1.0;
    const double chance = group > 1.0 ? std::min((group - 1.0) / (large - 1.0), 1.0) : 0.0;
    const auto whole = static_cast<std::size_t>(large);
    const double share = large - std::floor(large);
    std::vector<double> beyond(whole + 1, chance);
    beyond[0] = 1.0;
    beyond[whole] = chance * share;
    const double mean = 1.0 - chance + chance * large;

    const double groups = rate * meanService / mean; // per service
    const double rho = rate * meanService / servers;
    const auto c = static_cast<std::size_t>(servers);
    std::vector<double> p{1.0}; // P(n present), over P(nobody)
    double total = 1.0;
    double ratio = 0.0;    // of the last to the one before
    std::size_t alike = 0; // how many in a row have fallen by the same ratio
    while (p.size() < 20000) {
        const std::size_t n = p.size();
        double in = 0.0;
        for (std::size_t i = 0; i < beyond.size() && i < n; ++i) in += p[n - 1 - i] * beyond[i];
        p.push_back(groups * in / static_cast<double>(std::min(n, c)));
        const double before = std::exchange(ratio, p[n] / p[n - 1]);
        alike = n > c && std::abs(ratio - before) < 1e-13 * ratio ? alike + 1 : 0;
        total += p.back();
        if (total > 1e200) {
            for (double& value : p) value /= total;
            total = 1.0;
        }
        if (alike > whole) break; // and so for ever
        if (n > c && p.back() < 1e-14 * (1.0 - rho) * total) break;
    }
    const double tail = alike > whole ? ratio : 0.0;
    total += p.back() * tail / (1.0 - tail);
    // The i-th of its group, n present, is behind n + i − 1 others: it waits for n + i − c ends of service.
    ExponentialStages stages;
    GroupWait wait;
    std::vector<double> ahead(tail > 0.0 ? p.size() : p.size() + whole, 0.0);
    for (std::size_t i = 0; i < beyond.size(); ++i) {
        const double place = beyond[i] / mean; // P(i others of its group before it)
        for (std::size_t n = 0; n < p.size() && n + i < ahead.size(); ++n) ahead[n + i] += p[n] / total * place;
        if (i >= c) wait.alone += place * static_cast<double>(i - c + 1) * meanService / servers;
    }
    const double stage = meanService / servers;
    for (std::size_t n = c; n < ahead.size(); ++n) {
        wait.law.positive += ahead[n];
        wait.law.mean += ahead[n] * static_cast<double>(n - c + 1) * stage;
        stages.rates.push_back(1.0 / stage);
        stages.weights.push_back(ahead[n]);
    }
    if (!stages.weights.empty()) {
        // Beyond: Σ tail^j and Σ tail^j (n + j) from j = 1, n stages so far
        const auto n = static_cast<double>(stages.weights.size());
        const double more = ahead.back() * tail / (1.0 - tail);
        stages.tail = tail;
        wait.law.positive += more;
        wait.law.mean += more * (n + 1.0 / (1.0 - tail)) * stage;
    }
    wait.law.given = std::move(stages);
    if (wait.law.positive <= 0.0) wait.law = WaitingLaw::none();
    for (double& value : p) value /= total;
    wait.present = std::move(p);
    wait.tail = tail;
    return wait;
}

WaitingLaw GroupQueue::last(std::size_t size) const {
    const auto c = static_cast<std::size_t>(servers);
    WaitingLaw law;
    ExponentialStages stages;
    for (std::size_t n = 0; n < present.size(); ++n) {
        const std::size_t ahead = n + size - 1;
        if (ahead < c) continue;
        const std::size_t behind = ahead - c + 1; // ends of service before its own begins
        while (stages.weights.size() + 1 < behind) stages.weights.push_back(0.0);
        stages.weights.push_back(present[n]);
        law.positive += present[n];
        law.mean += present[n] * static_cast<double>(behind) / ends;
    }
    if (law.positive <= 0.0) return WaitingLaw::none();
    const double more = present.back() * tail / (1.0 - tail);
    law.mean += more * (static_cast<double>(stages.weights.size()) + 1.0 / (1.0 - tail)) / ends;
    law.positive = std::min(law.positive + more, 1.0);
    stages.tail = tail;
    stages.rates.assign(stages.weights.size(), ends);
    law.given = std::move(stages);
    return law;
}

double Bursts::mean() const {
    return (highRate * leaveLow + lowRate * leaveHigh) / (leaveHigh + leaveLow);
}

WaitingLaw burstyWait(const Bursts& bursts, double serviceRate) {
    // Levels: number in system; phases: high, low. Up by arrivals A0, within A1, down A2 = μI.
    const double mu = serviceRate;
    const Matrix within{-(bursts.highRate + bursts.leaveHigh + mu), bursts.leaveHigh, bursts.leaveLow,
                        -(bursts.lowRate + bursts.leaveLow + mu)};
    // R = −A0 (A1 + R A2)^−1, from below.
    Matrix r{0, 0, 0, 0};
    for (int i = 0; i < 100000; ++i) {
        const Matrix inner{within[0] + mu * r[0], within[1] + mu * r[1], within[2] + mu * r[2], within[3] + mu * r[3]};
        const Matrix back = inverse(inner);
        const Matrix next{-bursts.highRate * back[0], -bursts.highRate * back[1], -bursts.lowRate * back[2],
                          -bursts.lowRate * back[3]};
        double change = 0.0;
        for (std::size_t j = 0; j < 4; ++j) change = std::max(change, std::abs(next[j] - r[j]));
        r = next;
        if (change < 1e-15) break;
    }
    // Empty system: x0 (B + R A2) = 0, B = A1 + μI; x0 (I − R)^−1 1 = 1.
    const Matrix empty{within[0] + mu + mu * r[0], within[1] + mu * r[1], within[2] + mu * r[2],
                       within[3] + mu + mu * r[3]};
    double x0 = -empty[2];
    double x1 = empty[0];
    if (std::abs(x0) + std::abs(x1) < 1e-300) {
        x0 = -empty[3];
        x1 = empty[1];
    }
    const Matrix sum = inverse({1.0 - r[0], -r[1], -r[2], 1.0 - r[3]});
    const double norm = x0 * (sum[0] + sum[1]) + x1 * (sum[2] + sum[3]);
    x0 /= norm;
    x1 /= norm;
    // An arrival finds n with probability x0 R^n λ/λ̄: x0 R^n λ = Σ c_i r_i^n over the eigenvalues.
    const double trace = r[0] + r[3];
    const double determinant = r[0] * r[3] - r[1] * r[2];
    const double root = std::sqrt(std::max(0.25 * trace * trace - determinant, 0.0));
    const double big = 0.5 * trace + root;
    const double small = big > 0.0 ? determinant / big : 0.0;
    const double mean = bursts.mean();
    const double atZero = (x0 * bursts.highRate + x1 * bursts.lowRate) / mean;
    const double atOne = (x0 * (r[0] * bursts.highRate + r[1] * bursts.lowRate) +
                          x1 * (r[2] * bursts.highRate + r[3] * bursts.lowRate)) /
                         mean;
    const double c1 = std::abs(big - small) > 1e-14 ? (atOne - small * atZero) / (big - small) : atZero;
    const double c2 = atZero - c1;
    // Finding n >= 1 has weight c r^n and an Erlang(n, μ) wait: together c·r/(1−r), exponential of rate μ(1 − r).
    WaitingLaw law;
    const double first = c1 * big / (1.0 - big);
    const double second = c2 * small / (1.0 - small);
    law.positive = std::clamp(first + second, 0.0, 1.0);
    ExponentialSum shape;
    shape.weights = {first / law.positive, second / law.positive};
    shape.means = {1.0 / (mu * (1.0 - big)), 1.0 / (mu * (1.0 - small))};
    law.mean = first * shape.means[0] + second * shape.means[1];
    law.given = std::move(shape);
    return law;
}

} // namespace catenary::analysis
