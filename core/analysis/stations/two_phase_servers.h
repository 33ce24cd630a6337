// SPDX-License-Identifier: Apache-2.0
// Several servers whose services vary more than exponential ones.
#pragma once

#include "core/analysis/waiting.h"

#include <optional>

namespace catenary::analysis {

inline constexpr int mostTwoPhaseServers = 24; ///< beyond, the states are many and few wait

/// The wait of M/H2/c, first come first served: Poisson arrivals at `rate` per ms, services a mixture of two
/// exponential laws. A state is the number present and how many of those in service are of the first law; above c
/// present the states are sums of z_kⁿ times products of the eigenvectors of one server, z_k a root of λ(1/z − 1) +
/// kθ₊(z) + (c − k)θ₋(z) = 0, θ± the eigenvalues of one server (Bertsimas 1988; the servers are independent while all
/// are busy). Those waiting are the arrivals of a wait, so the wait is a mixture of exponential laws of means z_k/(λ(1
/// − z_k)). Exact. Nothing where the two laws are too much alike to tell apart in numbers. 2 <= servers <=
/// mostTwoPhaseServers, load below 1.
[[nodiscard]] std::optional<WaitingLaw> twoPhaseWait(int servers, double rate, const Mixture& services);

} // namespace catenary::analysis
