// SPDX-License-Identifier: Apache-2.0
// Several servers and one queue, first come first served.
#pragma once

#include "core/analysis/waiting.h"

namespace catenary::analysis {

/// Mean wait of M/D/c over the service time (Crommelin 1932), as the series over the epochs iD of
/// P(Poisson(icρ) >= ic) − P(Poisson(icρ) > ic)/ρ. Beyond ρ = 0.995 the approximation of Cosmetatos (1975).
[[nodiscard]] double deterministicWait(int servers, double rho);

/// Mean wait of M/G/c over the mean service: exact for scv 1 (Erlang C), scv 0 (Crommelin) and one server
/// (Pollaczek–Khinchine); between them Kimura's interpolation (1986), a harmonic mean of the two.
[[nodiscard]] double generalWait(int servers, double rho, double scv);

/// The law of W for c servers: waits with Erlang's C; given that, the M/G/1 shape of services taken c times as fast,
/// stretched to the mean `wait` (Tijms 1986, the asymptotic shape of M/G/c). Exact for exponential services.
[[nodiscard]] WaitingLaw manyServersLaw(int servers, double rho, const Mixture& services, double wait);

} // namespace catenary::analysis
