// SPDX-License-Identifier: Apache-2.0
// Disciplines other than first come first served: processor sharing and last come first served.
#pragma once

#include "core/analysis/waiting.h"

namespace catenary::analysis {

/// Sojourn of M/M/c with processor sharing (each present has speed min(1, c/n)), by uniformisation of a tagged request
/// among others (Coffman, Muntz, Trotter 1970 give the moments for c = 1). `meanService` in ms.
[[nodiscard]] Table sharedSojourn(int servers, double rho, double meanService);

/// Sojourn of M/G/c with processor sharing, approximately: service × a gamma stretch whose mean is exact (insensitive)
/// and whose variance is that of M/M/1-PS, scv ρ/(2 − ρ). `stretch` >= 1 its mean. Made when its table is asked for.
[[nodiscard]] SharedLaw stretchedSojourn(const Distribution& service, double rho, double stretch);

/// Sojourn of M/G/1, last come first served with preemptive resume, of those whose service is `own`: with the busy
/// periods of all who come meanwhile, own*(s + λ − λB(s)), B(s) = S*(s + λ − λB(s)) (Kendall 1951), those services as
/// `withCheapTransform` has them. Made when its table is asked for.
[[nodiscard]] SharedLaw preemptiveLastComeSojourn(double rate, const Mixture& services, const Distribution& own);

/// Wait of M/G/1, last come first served without preemption, given that it is positive:
/// λ(1 − B(s))/(s + λ − λB(s)) over ρ (Wishart 1960). Made when its table is asked for.
[[nodiscard]] SharedLaw lastComeWait(double rate, const Mixture& services);

} // namespace catenary::analysis
