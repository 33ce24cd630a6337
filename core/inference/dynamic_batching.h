// SPDX-License-Identifier: Apache-2.0
// A server that takes what waits as one batch whenever it is free, for batch times τ + α·b.
#pragma once

#include "core/inference/batch.h"

namespace catenary::inference {

/// Batch time fixed_ms + per_item_ms · b.
struct BatchLine {
    double fixed_ms = 0, per_item_ms = 0;
};

/// Mean time in the system with Poisson arrivals and batches without limit: the smaller of two bounds of Inoue
/// ("Queueing analysis of GPU-based inference servers with dynamic batching", 2021), within about a tenth of the truth
/// and never below it. Infinite where rate · per_item ≥ 1.
[[nodiscard]] double meanWithDynamicBatching_ms(const BatchLine& line, double arrivals_per_s);

/// Batches as long as `batch` at 1 and `most` say.
[[nodiscard]] BatchLine batchLine(const BatchDeployment& deployment, int most,
                                  const Constants& constants = inference::constants());

/// A closed loop of `users`, each waiting for an answer before asking again, on a server whose instances overlap copies
/// with computing: time from question to answer = round trip + users · (compute + overlapped copy of an item).
[[nodiscard]] Time closedLoop(const BatchDeployment& deployment, double users,
                              const Constants& constants = inference::constants());

} // namespace catenary::inference
