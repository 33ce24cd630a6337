// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/policies.h"

namespace catenary::simulation {

bool BreakerState::lets(double now, Frame& frame) {
    if (gate == Gate::Closed) return true;
    if (gate == Gate::HalfOpen || now < openUntil) return false;
    gate = Gate::HalfOpen;
    frame.set(isTrial);
    return true;
}

void BreakerState::record(const design::Breaker& breaker, double now, bool success, Frame& frame) {
    if (frame.is(isTrial)) {
        frame.clear(isTrial);
        gate = success ? Gate::Closed : Gate::Open;
        openUntil = now + breaker.open_ms;
        slices.fill({});
        return;
    }
    if (gate != Gate::Closed) return;
    const double width = breaker.window_ms / static_cast<double>(slices.size());
    if (now >= slices[newest].from + width) {
        newest = (newest + 1) % slices.size();
        slices[newest] = {now, 0, 0};
    }
    ++slices[newest].calls;
    slices[newest].errors += success ? 0U : 1U;
    double calls = 0.0;
    double errors = 0.0;
    for (const Slice& part : slices) {
        if (part.from <= now - breaker.window_ms) continue;
        calls += part.calls;
        errors += part.errors;
    }
    if (success || calls < breaker.min_calls || errors <= breaker.failure_ratio * calls) return;
    gate = Gate::Open;
    openUntil = now + breaker.open_ms;
}

void BreakerState::abandonTrial(double now) {
    gate = Gate::Open;
    openUntil = now;
}

} // namespace catenary::simulation
