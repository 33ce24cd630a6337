// SPDX-License-Identifier: Apache-2.0
// Busy periods of one server with Poisson arrivals.
#pragma once

#include "core/analysis/waiting.h"

namespace catenary::analysis {

/// Requests that come at random and the services they bring.
struct Demand {
    double rate = 0;  ///< per ms
    Mixture services; ///< weights are rates per ms and sum to `rate`
    /// Σ λ B(s)
    [[nodiscard]] Complex transform(Complex s) const;
    /// Σ λ E[S]
    [[nodiscard]] double load() const;
};

/// x = Σ λ θ(s), θ the transform of a busy period that begins with such a request: x = Σ λ B(s + λ − x) (Kendall 1951;
/// Takács 1962), by Steffensen's steps from `start`, plain ones where they fail. A start near x, as the x of a
/// neighbouring s, saves most of them; without one take λ.
[[nodiscard]] Complex busyPeriods(const Demand& demand, Complex s, Complex start);

} // namespace catenary::analysis
