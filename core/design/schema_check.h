// SPDX-License-Identifier: Apache-2.0
// Is a parsed file of the shape resources/schema/design.schema.json says? Internal to core/design.
#pragma once

#include "core/design/reader.h"

namespace catenary::design {

/// Records the innermost thing that does not fit.
void checkSchema(const OrderedJson& design, Failure& failure);

} // namespace catenary::design
