// SPDX-License-Identifier: Apache-2.0
// One function for each sort of edit that is more than a few lines. Internal to core/design.
#pragma once

#include "core/design/codec.h"
#include "core/design/edit.h"
#include "core/design/index.h"

namespace catenary::design {

using support::Result;

[[nodiscard]] inline tl::unexpected<support::Error> refuse(std::string message, std::string where,
                                                           std::string hint = {}) {
    return support::fail(support::ErrorCode::Input, std::move(message), support::Place{{}, std::move(where), 0, 0},
                         std::move(hint));
}
[[nodiscard]] tl::unexpected<support::Error> noSuchElement(const std::string& id);

/// Do all references of this element lead somewhere? `index` may hold elements that are about to be added.
[[nodiscard]] Result<void> checkReferences(const Connection& connection, const Index& index);

/// JSON has no infinity and no NaN: an element that holds one could not be saved.
[[nodiscard]] Result<void> checkNumbers(const support::OrderedJson& json, const std::string& id);

Result<Design> applyAdd(const Design& design, const AddComponent& edit);
Result<Design> applyAdd(const Design& design, const AddConnection& edit);
Result<Design> applyAdd(const Design& design, const AddGroup& edit);
Result<Design> applyAdd(const Design& design, const AddNote& edit);
Result<Design> applyAdd(const Design& design, const AddWorkload& edit);
Result<Design> applyRemove(const Design& design, const RemoveElements& edit);
Result<Design> applyLock(const Design& design, const SetLocked& edit);
Result<Design> applyRestack(const Design& design, const Restack& edit);
Result<Design> applyInsert(const Design& design, const InsertFragment& edit);

} // namespace catenary::design
