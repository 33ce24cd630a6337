// SPDX-License-Identifier: Apache-2.0
// Where notes go when cards were laid out anew.
#pragma once

#include "core/scene/scene.h"

namespace catenary::scene {

/// A place for every note of `before`, whose components stand in `after` as they were laid out. A note keeps its offset
/// to the nearest card that had a place, or goes to the nearest place where it covers no card, no other note and no
/// group it does not belong to. A note within a group stays within it where there is room, else beside it.
[[nodiscard]] std::vector<std::pair<std::string, Point>> notePlaces(const design::Design& before,
                                                                    const design::Design& after);

} // namespace catenary::scene
