// SPDX-License-Identifier: Apache-2.0
// Older versions of the file format, each brought up to the next: a chain v0→v1→…, so that a new version adds one
// step and never touches the old ones. A step works on the parsed text, before schema check and decoding. Every
// released version has a fixture in tests/fixtures/designs/, for ever.
#pragma once

#include "core/support/json.h"

namespace catenary::design::migrations {

/// The oldest version that can be read.
inline constexpr int oldestVersion = 0;

/// Brings a design of `version` (oldestVersion … formatVersion) up to the current version.
[[nodiscard]] support::Result<support::OrderedJson> migrate(support::OrderedJson design, int version);

/// Version 0, of the prototypes before the first release. It differs from version 1 in these names:
///   nodes       [{id, type, label, x, y, w, h, params, …}]   → components {id, kind, name, at, size, parameters}
///   edges       [{id, source, target, …}]                    → connections {id, from, to}
///   traffic     [{id, source, rate_per_s, …}], Poisson only  → workloads with `arrival`
///   slo         [{workload, metric, max | min}]              → objectives {at_most | at_least}
///   name        of the design                                → title
/// Everything else is as in version 1 and is kept, unknown fields included.
[[nodiscard]] support::Result<support::OrderedJson> fromVersion0(support::OrderedJson design);

} // namespace catenary::design::migrations
