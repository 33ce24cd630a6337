// SPDX-License-Identifier: Apache-2.0
// M/G/1 and its neighbours with one server, first come first served.
#pragma once

#include "core/analysis/waiting.h"

namespace catenary::analysis {

/// M/G/1 (Pollaczek 1930, Khinchine 1932): E[W] = λE[S²]/(2(1−ρ)). rate < 1/E[S].
[[nodiscard]] double pollaczekMean(double rate, double mean, double second);

/// E[W²] = 2E[W]² + λE[S³]/(3(1−ρ)) (Takács 1962).
[[nodiscard]] double pollaczekSecond(double rate, double mean, double second, double third);

/// The law of W: zero with probability 1−ρ, else a geometric number of residual services.
[[nodiscard]] WaitingLaw pollaczekLaw(double rate, const Mixture& services);

/// M^X/G/1: batches of random size B at `batchRate`; the first of a batch waits as in M/G/1 whose service is a whole
/// batch, the others also for those before them: E[W] = λ_b E[(ΣS)²]/(2(1−ρ)) + E[S](E[B²]/E[B] − 1)/2 (Burke 1975).
[[nodiscard]] double batchArrivalMean(double batchRate, double batch, double batchSecond, double mean, double second);

} // namespace catenary::analysis
