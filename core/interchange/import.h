// SPDX-License-Identifier: Apache-2.0
// A design from a file that is no `.catenary` file.
#pragma once

#include "core/catalog/catalog.h"
#include "core/design/codec.h"
#include "core/design/edit.h"

namespace catenary::interchange {

/// What a text draws (text_diagram.h), each component at a place.
[[nodiscard]] support::Result<design::InsertFragment> drawnBy(std::string_view text, const catalog::Catalog& catalog);

/// The design in a PNG or SVG that was exported with it, the text of a `.catenary` file, or what a text draws, with the
/// usual workload where requests begin. `name` is for messages. Errors say what is wrong with the file, and where.
[[nodiscard]] support::Result<design::Decoded> importDesign(std::string_view file, const std::string& name,
                                                            const catalog::Catalog& catalog);

} // namespace catenary::interchange
