// SPDX-License-Identifier: Apache-2.0
// What a call's policy makes of the time of one attempt. Copies and attempts are taken as independent of each other.
#pragma once

#include "core/analysis/part.h"

namespace catenary::analysis {

/// P(X > time); 1 for a part that never ends.
[[nodiscard]] double beyondTime(const Part& part, const Lattice& lattice, double time);

/// When the second copy is sent: the fixed time, or the attempt's own 95th percentile.
[[nodiscard]] double hedgeTime(const design::Hedge& hedge, const Part& part, const Lattice& lattice);

/// The first answer of two copies, the second sent `after` ms: P(T > t) = P(X > t) P(X > t − after).
[[nodiscard]] Part hedged(const PartAlgebra& algebra, const Part& part, double after, Index callee);

/// X given X <= timeout; where that hardly ever happens, the timeout, as if waited for the callee.
[[nodiscard]] Part within(const PartAlgebra& algebra, const Part& part, double timeout, Index callee);

/// Further attempts of a call: those allowed, or, where any number is, those before a pause grows longer than anyone
/// waits.
[[nodiscard]] double mostRetries(const design::Policy& policy);

/// Attempts until one succeeds, given that one of those allowed does: i failures and pauses, then a success, with
/// probability ∝ failing^i.
[[nodiscard]] Part retried(const PartAlgebra& algebra, const Part& success, const Part& failure,
                           const design::Policy& policy, double succeeding, Index callee);

} // namespace catenary::analysis
