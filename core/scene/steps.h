// SPDX-License-Identifier: Apache-2.0
// A design told step by step: what each step shows for the first time.
#pragma once

#include "core/design/design.h"
#include "core/insight/estimate.h"

#include <string>
#include <vector>

namespace catenary::scene {

struct Step {
    std::string title;
    std::string notes;            ///< what the author wrote about its components
    std::vector<std::string> ids; ///< of components, connections and notes that appear
    bool operator==(const Step&) const = default;
};

/// As a request goes: first where requests begin, then with each step one component and its connections to what is
/// already shown, callees in the order of their stages, each path to its end before the next; then what no request
/// reaches, a group at a time; last the notes. Everything appears exactly once. A step bears the name of its component.
[[nodiscard]] std::vector<Step> stepsOfRequest(const design::Design& design);

/// Along the critical path of an estimate, a component a step from the source on; last everything else. Empty where
/// there is no critical path.
[[nodiscard]] std::vector<Step> stepsOfCriticalPath(const design::Design& design, const insight::Estimate& estimate);

} // namespace catenary::scene
