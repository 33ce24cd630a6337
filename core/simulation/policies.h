// SPDX-License-Identifier: Apache-2.0
// What policies of calls know while a replication runs.
#pragma once

#include "core/design/design.h"
#include "core/simulation/frame.h"
#include "core/support/histogram.h"

#include <array>

namespace catenary::simulation {

/// Deadlines of one call, all equally long, so that they fall due in the order in which they were set: only the first
/// is an event.
struct DeadlineLine {
    struct Entry {
        double time;
        Ref ref;
        std::uint32_t generation;
    };
    Ring<Entry> entries;
    double due = never;
    double after = 0;
    std::uint16_t call = 0;
};

/// A circuit breaker: calls of the last window in ten slices.
struct BreakerState {
    struct Slice {
        double from = -never;
        std::uint32_t calls = 0, errors = 0;
    };
    std::array<Slice, 10> slices;
    enum class Gate : std::uint8_t { Closed, Open, HalfOpen } gate = Gate::Closed;
    double openUntil = 0;
    std::size_t newest = 0;

    /// May a call be made? The one let through half open carries a mark.
    [[nodiscard]] bool lets(double now, Frame& frame);
    void record(const design::Breaker& breaker, double now, bool success, Frame& frame);
    /// The trial was stopped by its caller: the next one is another.
    void abandonTrial(double now);
};

struct PolicyState {
    BreakerState breaker;
    support::Histogram answers; ///< times of attempts, for a second copy after their own 95th percentile
    std::uint32_t sinceLook = 0;
};

} // namespace catenary::simulation
