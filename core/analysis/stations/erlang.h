// SPDX-License-Identifier: Apache-2.0
// Exact results for Poisson arrivals and exponential service: Erlang B and C, M/M/c/K, finite sources.
// `load` is the offered load λ/μ in erlangs.
#pragma once

#include <vector>

namespace catenary::analysis {

/// P(all of c servers busy) of M/M/c/c, also of M/G/c/c (Erlang 1917; insensitive: Sevastyanov 1957). c >= 0.
[[nodiscard]] double erlangB(int servers, double load);

/// P(W > 0) of M/M/c, 1 where load >= c (Erlang 1917), from Erlang B by C = B / (1 − ρ(1 − B)).
[[nodiscard]] double erlangC(int servers, double load);

/// Steady state of a queue whose arrivals and departures depend on the number present, at most `capacity` of them.
struct BirthDeath {
    std::vector<double> probability; ///< of 0 … capacity present
    [[nodiscard]] double mean() const;
    [[nodiscard]] double full() const { return probability.back(); }
};

/// M/M/c/K: at most `capacity` in the system, waiting and served.
[[nodiscard]] BirthDeath limitedQueue(int servers, int capacity, double load);

/// M/M/c//N, machine repair: `users` think for an exponential time of mean `thinkOverService` services.
[[nodiscard]] BirthDeath finiteSource(int servers, int users, double thinkOverService);

} // namespace catenary::analysis
