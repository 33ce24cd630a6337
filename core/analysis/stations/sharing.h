// SPDX-License-Identifier: Apache-2.0
// Disciplines other than first come first served: processor sharing and last come first served.
#pragma once

#include "core/analysis/waiting.h"

namespace catenary::analysis {

/// Sojourn of M/M/c with processor sharing (each present has speed min(1, c/n)), by uniformisation of a tagged request
/// among others (Coffman, Muntz, Trotter 1970 give the moments for c = 1). `meanService` in ms.
[[nodiscard]] Table sharedSojourn(int servers, double rho, double meanService);

/// Sojourn of M/G/c with processor sharing, approximately: service × a gamma stretch whose mean is exact (insensitive)
/// and whose variance is that of M/M/1-PS, scv ρ/(2 − ρ). `stretch` >= 1 its mean.
[[nodiscard]] Table stretchedSojourn(const Distribution& service, double rho, double stretch);

/// Sojourn of M/G/1, last come first served with preemptive resume: a busy period, B(s) = S*(s + λ − λB(s)) (Kendall
/// 1951), of services as `withCheapTransform` has them.
[[nodiscard]] Table preemptiveLastComeSojourn(double rate, const Distribution& service);

/// Wait of M/G/1, last come first served without preemption, given that it is positive:
/// λ(1 − B(s))/(s + λ − λB(s)) over ρ (Wishart 1960).
[[nodiscard]] Table lastComeWait(double rate, const Mixture& services);

} // namespace catenary::analysis
