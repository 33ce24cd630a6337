// SPDX-License-Identifier: Apache-2.0
// A model server in pictures: its operating point under the roof of the hardware, where the time of a step or batch
// goes, what larger batches bring, what is in memory.
#pragma once

#include "core/insight/serving.h"
#include "core/scene/charts/chart.h"

namespace catenary::scene {

/// FLOP/s over FLOP ÷ byte, both logarithmic: the roof of the accelerators, its ridge, and the spots below it.
[[nodiscard]] Chart rooflineChart(const insight::Serving& serving, ThemeName theme);

/// Time of a step or batch, and throughput, over the batch size, one below the other, with the operating point. `width`
/// is 240 at least.
[[nodiscard]] Scene batchCurve(const insight::Serving& serving, ThemeName theme, double width,
                               const FallbackWidths& fallback = {});

/// The time of a step or batch as one bar of its terms, and a row for each with its share; a row's title is its
/// formula. Terms below a hundredth are one row. Below: the band of the prediction, and what it was measured on. As
/// high as its rows need, `width` wide (240 at least).
[[nodiscard]] Scene timeBar(const insight::Serving& serving, ThemeName theme, double width,
                            const FallbackWidths& fallback = {});

/// The memory of the accelerators as one bar: weights, KV cache in use and free, what the engine leaves alone.
[[nodiscard]] Scene memoryBar(const insight::Serving& serving, ThemeName theme, double width,
                              const FallbackWidths& fallback = {});

/// All of them, one below the other: roofline, time, batch size, memory.
[[nodiscard]] Scene servingCharts(const insight::Serving& serving, ThemeName theme, double width,
                                  const FallbackWidths& fallback = {});

} // namespace catenary::scene
