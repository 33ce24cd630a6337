// SPDX-License-Identifier: Apache-2.0
// What a drill of a design is held against.
#pragma once

#include "core/catalog/catalog.h"
#include "core/practice/subject.h"

namespace catenary::studio {

/// From the design's estimate; takes as long as one. Error: there is none.
[[nodiscard]] support::Result<practice::Subject> drillSubject(const design::Design& design,
                                                              const catalog::Catalog& catalog);
/// What can be told of a design that has no estimate: its components, all alike, and none of the numbers.
[[nodiscard]] practice::Subject plainSubject(const design::Design& design);

} // namespace catenary::studio
