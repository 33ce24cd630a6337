// SPDX-License-Identifier: Apache-2.0
// One queue for each replica, chosen at arrival by its length.
#pragma once

#include <vector>

namespace catenary::analysis {

/// How many services must end at the queue an arrival joins before its own begins: with one worker, as many requests as
/// are there. The mean wait is the mean of these times the mean service over the workers, for exponential services.
struct Turns {
    std::vector<double> atLeast; ///< P(at least k) at [k − 1], k = 1 …; not empty
    double tail = 0;             ///< beyond the last, each is so many times the one before, in [0, 1)
    [[nodiscard]] double mean() const;
    [[nodiscard]] std::vector<double> exactly() const; ///< P(k) at [k − 1], given at least one; then by `tail`
};

/// `queues` >= 1 with `workers` >= 1 each, Poisson arrivals, exponential services, load 0 < ρ < 1 of each worker.
///
/// The shortest queue, ties at random. One worker: the chance to wait over that of a common queue, and how much rarer
/// each further request is over ρ^n, the ratio of long queues, by a simulated table. More: between that and a common
/// queue.
[[nodiscard]] Turns shortestQueue(int queues, int workers, double rho);

/// The shorter of two drawn with replacement: if a share X of the queues has at least k, an arrival finds as many with
/// chance X², E[X²] = u² + θu(1 − u), u = E[X]. θ is 1 for one queue and 0 for very many, whose mean field this is then
/// (Vvedenskaya, Dobrushin, Karpelevich 1996; Mitzenmacher 2001); a table simulated with one worker gives it between.
[[nodiscard]] Turns powerOfTwo(int queues, int workers, double rho);

} // namespace catenary::analysis
