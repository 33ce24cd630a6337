// SPDX-License-Identifier: Apache-2.0
// PATH: one value of a design by name. `COMPONENT.parameter`, `connections.ID.field[.field]`,
// `workloads.ID.arrival.rate_per_s`, `load`. `load` is not part of a design: `setPath` multiplies the rate of every
// open workload and the users of every closed one by the value.
#pragma once

#include "core/design/design.h"

namespace catenary::design {

/// The value at `path`; null if it is not set in the design; an error if the path names nothing.
[[nodiscard]] support::Result<Json> getPath(const Design& design, std::string_view path);
/// A design with the value set, or removed where `value` is null. Errors: unknown element, wrong type.
[[nodiscard]] support::Result<Design> setPath(const Design& design, std::string_view path, const Json& value);
/// A variant of the design by id: its `set` applied in order.
[[nodiscard]] support::Result<Design> applyVariant(const Design& design, std::string_view variantId);

} // namespace catenary::design
