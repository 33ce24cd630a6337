// SPDX-License-Identifier: Apache-2.0
// Where a component names a model and hardware, its times follow from them (core/inference).
#pragma once

#include "core/network/network.h"
#include "core/network/parameter_reader.h"

namespace catenary::network {

/// The curve of batch times from the component's `model` and `hardware`, or nothing where it names no model. A time
/// the author typed in wins, with an Info finding.
[[nodiscard]] std::optional<BatchTime> batchTimeFromPhysics(const ParameterReader& reader, const catalog::Catalog& catalog,
                                                            int maxBatch);

/// Fills `step` and `kv_tokens` of a decoder from what the author typed in, else from `model` and `hardware`. Errors:
/// neither is given, or the weights do not fit.
void fillDecoderPhysics(DecoderStation& station, const ParameterReader& reader, const catalog::Catalog& catalog);

} // namespace catenary::network
