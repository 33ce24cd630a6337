// SPDX-License-Identifier: Apache-2.0
// Search for nearest vectors: graph indexes (HNSW, Malkov and Yashunin 2018) and inverted lists (IVF). Core time of a
// query is affine in the candidates it compares; the free constants can be fitted to a user's own measurements.
#pragma once

#include "core/inference/constants.h"
#include "core/inference/inference.h"

#include <span>

namespace catenary::inference {

/// A graph index on one machine.
struct GraphIndex {
    const VectorEngine* engine = nullptr;
    double vectors = 1e6;
    double cores = 8;
    double bits = 32;    ///< of one number of a stored vector
    bool merged = false; ///< into one segment
};

/// Core time of a query that keeps `candidates` (ef) of them: (fixed + candidates · each) · (N/10⁶)^growth, times the
/// factor of segments.
[[nodiscard]] Time searchWork(const GraphIndex& index, double candidates,
                              const Constants& constants = inference::constants());
/// Time of a query alone on the machine: round trip + its work.
[[nodiscard]] Time searchAlone(const GraphIndex& index, double candidates,
                               const Constants& constants = inference::constants());
/// Queries a second that keep all cores busy: cores ÷ work.
[[nodiscard]] double searchesPerSecond(double cores, double work_ms);
/// Queries a second of `users` in a closed loop: [(users/alone)⁻² + greatest⁻²]^−½.
[[nodiscard]] double searchesPerSecond(double users, double alone_ms, double greatest_per_s);
/// Share of the true neighbours found: 1 − miss · (candidates/100)^−exponent · (N/10⁶)^growth, at least 0.
[[nodiscard]] double recall(const GraphIndex& index, double candidates,
                            const Constants& constants = inference::constants());
/// Bytes of an index in memory: N · (dimensions · bits/8 + 8·M), links of four bytes, 2·M of them on the ground level.
[[nodiscard]] double graphBytes(double vectors, double dimensions, double bits, double links);

/// Inverted lists: `lists` of them, of which a query reads `probes`.
/// Core time: (lists + probes · N/lists) · dimensions · bytes ÷ rate of one core.
[[nodiscard]] Time listWork(double vectors, double lists, double probes, double dimensions, double bits,
                            const Constants& constants = inference::constants());

/// A measured value at so many candidates.
struct SearchPoint {
    double candidates = 0, value = 0;
};
/// A line through measured points.
struct SearchLine {
    double fixed = 0, candidate = 0; ///< value = fixed + candidate · candidates
};
/// The line nearest to two or more points with different candidates, in relative error; the same shape as `model`
/// through one point or points alike. There must be a point.
[[nodiscard]] SearchLine searchLine(std::span<const SearchPoint> points, const SearchLine& model);

} // namespace catenary::inference
