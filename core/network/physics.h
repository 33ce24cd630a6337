// SPDX-License-Identifier: Apache-2.0
// Where a component names a model and hardware, its times follow from them (core/inference).
#pragma once

#include "core/network/network.h"
#include "core/network/parameter_reader.h"

#include <optional>
#include <utility>

namespace catenary::network {

/// The curve of batch times up to `max_batch` from the component's `model` and `hardware`, with what it follows from;
/// nothing where it names no model or its author typed a time in (an Info finding says so). Errors: a model of another
/// family, hardware without known figures, weights that do not fit.
[[nodiscard]] std::optional<std::pair<BatchTime, Physics>>
batchTimeFromPhysics(const ParameterReader& reader, const catalog::Catalog& catalog, const BatcherStation& station);

/// Fills `step` and `kv_tokens` of a decoder from what the author typed in, else from `model` and `hardware`; returns
/// what they follow from where the physics was asked. Errors: neither a model nor a time is given, or the weights do
/// not fit.
std::optional<Physics> fillDecoderPhysics(DecoderStation& station, const ParameterReader& reader,
                                          const catalog::Catalog& catalog);

} // namespace catenary::network
