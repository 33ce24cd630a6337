// SPDX-License-Identifier: Apache-2.0
// Random designs of everything the file format can say, to be run rather than compared: what randomDesign (of
// tests/accuracy) draws, with further features strewn over it. Valid, but neither stable nor sensible.
#pragma once

#include "core/support/json.h"

#include <cstdint>

namespace catenary::testing {

/// The same seed gives the same design everywhere.
[[nodiscard]] support::Json anyDesign(std::uint64_t seed);

} // namespace catenary::testing
