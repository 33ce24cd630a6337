// SPDX-License-Identifier: Apache-2.0
// The published generator of random designs: what the two engines are compared on, in tests and in docs/accuracy.md.
#pragma once

#include "core/support/json.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace catenary::testing {

/// What a design may have; `randomDesign` names those it has under `x-features`. Each is in at least 15 % of designs.
inline constexpr std::array<std::string_view, 12> designFeatures{
    "parallel", "cache_aside", "forward_loop",  "router",  "cv",       "burst",
    "held",     "bounded",     "two_workloads", "batcher", "priority", "retries"};

/// A design of 3 to 30 components by the file format: a tree of calls from one or two clients, with a call across it
/// now and then. Service times are chosen so that every station is stable, most of them busy between 20 and 80 % of
/// the time. The same seed gives the same design everywhere.
[[nodiscard]] support::Json randomDesign(std::uint64_t seed);

/// The same with this many components, at least 3.
[[nodiscard]] support::Json randomDesign(std::uint64_t seed, std::size_t components);

} // namespace catenary::testing
