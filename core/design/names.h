// SPDX-License-Identifier: Apache-2.0
// Words of the file format for the values of enumerations. Internal to core/design.
#pragma once

#include "core/design/design.h"

#include <utility>

namespace catenary::design::names {

template <class Enum> using Word = std::pair<const char*, Enum>;

inline constexpr Word<Mode> modes[] = {{"sync", Mode::Sync},
                                       {"forward", Mode::Forward},
                                       {"async", Mode::Async},
                                       {"stream", Mode::Stream},
                                       {"batch", Mode::Batch}};
inline constexpr Word<When> conditions[] = {
    {"always", When::Always}, {"on_miss", When::OnMiss}, {"on_hit", When::OnHit}, {"on_error", When::OnError}};
inline constexpr Word<Process> processes[] = {
    {"poisson", Process::Poisson}, {"constant", Process::Constant}, {"renewal", Process::Renewal},
    {"bursty", Process::Bursty},   {"diurnal", Process::Diurnal},   {"batch", Process::Batch},
    {"trace", Process::Trace},     {"schedule", Process::Schedule}, {"closed", Process::Closed}};
inline constexpr Word<Distance::Kind> distances[] = {{"none", Distance::Kind::None},
                                                     {"same_host", Distance::Kind::SameHost},
                                                     {"same_zone", Distance::Kind::SameZone},
                                                     {"cross_zone", Distance::Kind::CrossZone},
                                                     {"cross_region", Distance::Kind::CrossRegion},
                                                     {"internet", Distance::Kind::Internet}};
inline constexpr Word<RouteStyle> routes[] = {
    {"orthogonal", RouteStyle::Orthogonal}, {"straight", RouteStyle::Straight}, {"curved", RouteStyle::Curved}};
inline constexpr Word<Side> sides[] = {
    {"right", Side::Right}, {"bottom", Side::Bottom}, {"left", Side::Left}, {"top", Side::Top}};
/// `in`: are several calls of one connection made one after the other.
inline constexpr Word<bool> orders[] = {{"parallel", false}, {"sequence", true}};

} // namespace catenary::design::names
