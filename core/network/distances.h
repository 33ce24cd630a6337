// SPDX-License-Identifier: Apache-2.0
// The network latency of each distance class: data of resources/network/distances.json.
#pragma once

#include "core/design/design.h"

#include <string>
#include <string_view>
#include <vector>

namespace catenary::network {

struct DistanceClass {
    design::Distance::Kind kind = design::Distance::Kind::None;
    std::string id, title, meaning;
    support::Distribution latency_ms; ///< one way
    std::string source, where;        ///< title and address of the source
    int year = 0;
    char grade = 'C'; ///< A, B or C as everywhere in the catalog
};

/// All classes, nearest first; read once from the embedded file, whose errors abort (a test reads it).
[[nodiscard]] const std::vector<DistanceClass>& distanceClasses();

/// The class of a kind that is neither Unset nor Custom.
[[nodiscard]] const DistanceClass& distanceClass(design::Distance::Kind kind);

/// The class in force where the author gave none: the internet from a client, else the same zone. `kind` is the id of
/// the kind the connection begins at.
[[nodiscard]] design::Distance::Kind defaultDistance(std::string_view kind);

} // namespace catenary::network
