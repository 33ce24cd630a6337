// SPDX-License-Identifier: Apache-2.0
// One queue for each replica, chosen at arrival.
#pragma once

namespace catenary::analysis {

/// Mean wait over the mean service with `queues` single-server queues, exponential service, load ρ each.
/// Shortest queue: between one common queue and random choice, 8 % of the way (fits two queues,
/// where the exact value is known numerically).
[[nodiscard]] double shortestQueueWait(int queues, double rho);

/// The shorter of two drawn with replacement: Σ ρ^(2^i − 2) − 1 for many queues (Mitzenmacher 2001; Vvedenskaya,
/// Dobrushin, Karpelevich 1996), and 0.65/n of the way to random choice for n (fits n = 10 and n = 100, simulated).
[[nodiscard]] double powerOfTwoWait(int queues, double rho);

} // namespace catenary::analysis
