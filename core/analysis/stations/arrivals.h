// SPDX-License-Identifier: Apache-2.0
// Queues whose arrivals are not Poisson.
#pragma once

#include "core/analysis/waiting.h"

namespace catenary::analysis {

/// A renewal process of which each arrival is kept with probability `kept`, and of these every `nth`: what a random
/// split or one in turn leaves to a queue.
struct Renewals {
    Distribution between; ///< before the split
    double kept = 1;
    int nth = 1;

    /// Transform of the time between those that are left, real s >= 0: with A that of `between`, (pA/(1 − (1 − p)A))ⁿ.
    [[nodiscard]] double transform(double s) const;
    [[nodiscard]] double mean() const { return between.mean() * nth / kept; }
    bool operator==(const Renewals&) const = default;
};

/// GI/M/c: the σ with σ = A*(cμ(1 − σ)), A* the transform of the time between arrivals (Kendall 1953). The wait, where
/// there is one, is exponential of rate cμ(1 − σ); P(W > 0) = σ for one server.
[[nodiscard]] double renewalRoot(const Renewals& arrivals, double serviceRate);

/// Servers up to which `renewalQueueing` takes a sum of as many transforms.
inline constexpr int mostRenewalServers = 1000;

/// P(W > 0) of GI/M/c, its σ known, `meanService` > 0 (Takács 1962, ch. 2; Gross and Harris, Fundamentals of Queueing
/// Theory, §5.3.2): A/(1 − σ), 1/A = 1/(1 − σ) + Σ_(r=1…c) C(c, r)/(C_r (1 − φ_r)) · (c(1 − φ_r) − r)/(c(1 − σ) − r),
/// φ_r = A*(rμ), C_r = Π_(i<=r) φ_i/(1 − φ_i). All terms are positive: nothing cancels. Exact up to
/// `mostRenewalServers`; beyond, Erlang's C times σ/ρ.
[[nodiscard]] double renewalQueueing(const Renewals& arrivals, int servers, double meanService, double sigma);

/// Ratio of the mean wait of GI/G/c to that of M/G/c: (ca² + cs²)/(1 + cs²) (Allen 1978, Cunneen) with the correction
/// of Krämer and Langenbach-Belz (1976).
[[nodiscard]] double variabilityFactor(double arrivalScv, double serviceScv, double rho);

/// M^X/M/c: groups of random size come at the times of a Poisson process, by the balance across every level,
/// min(n, c) μ p_n = λ_g Σ_(j<n) p_j P(X >= n − j). The law of the sizes is that of singles and one other size with
/// these two moments: exact for singles among groups of one size.
struct GroupWait {
    WaitingLaw law;              ///< exact: an Erlang number of ends of service
    double alone = 0;            ///< of its mean, behind one's own group where there is nobody else
    std::vector<double> present; ///< P(n there), as a group finds it
    double tail = 0;             ///< beyond the last of `present` each is this share of the one before
};
[[nodiscard]] GroupWait groupArrivals(int servers, double rate, double group, double groupSecond, double meanService);

/// What a group finds when it comes to a queue: enough to tell when the last of it begins.
struct GroupQueue {
    int servers = 1;
    std::vector<double> present; ///< P(n there); empty: one server of general services, and `first`
    double tail = 0;             ///< as of GroupWait
    double ends = 0;             ///< per ms, while all servers are busy
    WaitingLaw first;            ///< the wait of the first of a group

    /// The wait of the last of a group of this size, by `present`: n + size − c ends of service.
    [[nodiscard]] WaitingLaw last(std::size_t size) const;
};

/// Two-state Markov-modulated Poisson arrivals.
struct Bursts {
    double highRate = 0, lowRate = 0;   ///< arrivals per ms
    double leaveHigh = 0, leaveLow = 0; ///< changes of state per ms
    [[nodiscard]] double mean() const;
    bool operator==(const Bursts&) const = default;
};

/// MMPP/M/1 as a quasi-birth-death process (Neuts 1981): the law of the wait an arrival has, by the two eigenvalues of
/// its rate matrix. Mean rate below `serviceRate`.
[[nodiscard]] WaitingLaw burstyWait(const Bursts& bursts, double serviceRate);

} // namespace catenary::analysis
