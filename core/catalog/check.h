// SPDX-License-Identifier: Apache-2.0
// Is a catalog consistent? Inside core/catalog: for the loader (user files) and tests.
#pragma once

#include "core/catalog/catalog.h"

namespace catenary::catalog {

/// What is wrong with one kind within a catalog: defaults out of their ranges, unknown units, `lower` that names no
/// station parameter or cannot be evaluated, hardware and prices that do not exist.
[[nodiscard]] support::Findings checkKind(const Kind& kind, const Catalog& catalog);

/// Does a parsed catalog file fit the schema its `format` names? Findings carry the path inside the file.
[[nodiscard]] support::Findings checkSchema(const Json& file);

} // namespace catenary::catalog
