// SPDX-License-Identifier: Apache-2.0
// What changed between two designs, found once; every view updates from it.
#pragma once

#include "core/design/design.h"

namespace catenary::design {

struct ChangeSet {
    std::vector<std::string> added, removed, changed; ///< element ids of any sort; `changed` includes moved
    std::vector<std::string> moved;                   ///< components, notes: only position or size changed
    bool header = false;                              ///< title, summary, assumptions, sources, teaching, variants
    bool semantic = false; ///< anything the performance model could see (all but places, sizes, notes, header)
    /// Things stand elsewhere, and nothing else is different.
    [[nodiscard]] bool onlyMoves() const {
        return !moved.empty() && moved.size() == changed.size() && added.empty() && removed.empty() && !header &&
               !semantic;
    }
    [[nodiscard]] bool empty() const {
        return added.empty() && removed.empty() && changed.empty() && !header && !semantic;
    }
};

[[nodiscard]] ChangeSet diff(const Design& before, const Design& after);

} // namespace catenary::design
