// SPDX-License-Identifier: Apache-2.0
// What is wrong with a design, as findings with places: duplicate or malformed ids, references that lead nowhere,
// unknown kinds and parameters (with the nearest name), values out of range, cycles of sync calls, conflicting joins,
// probabilities above 1, fields without effect. Needs the catalog, for what parameters mean.
#pragma once

#include "core/catalog/catalog.h"
#include "core/design/design.h"

namespace catenary::design {

/// All findings, in the order of the file. `lines` (from decode) gives them lines.
[[nodiscard]] support::Findings validate(const Design& design, const catalog::Catalog& catalog,
                                         const std::map<std::string, int>& lines = {});

} // namespace catenary::design
