// SPDX-License-Identifier: Apache-2.0
#include "core/network/physics.h"

namespace catenary::network {

std::optional<BatchTime> batchTimeFromPhysics(const ParameterReader&, const catalog::Catalog&, int) { return std::nullopt; }

void fillDecoderPhysics(DecoderStation& station, const ParameterReader& reader, const catalog::Catalog&) {
    const std::string name = "step_time_ms";
    if (!reader.has(name)) return reader.error(name, "`step_time_ms` is not given");
    station.step = {reader.member(name, "base", 0, 0), reader.member(name, "per_prefill_token", 0, 0),
                    reader.member(name, "per_sequence", 0, 0), reader.member(name, "per_context_token", 0, 0)};
    station.kv_tokens = reader.number("kv_tokens", ParameterReader::infinity, 0, ParameterReader::infinity);
}

} // namespace catenary::network
