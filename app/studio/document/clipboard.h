// SPDX-License-Identifier: Apache-2.0
// Fragments on the clipboard: the text of a small design under our own MIME type, for other windows, and as plain text,
// so that it can be pasted into a file, too, and any design's text can be pasted here; beside it the picture as SVG and
// PNG, for documents.
#pragma once

#include "app/studio/document/document_controller.h"

namespace catenary::studio {

/// Pictures are made when they are asked for, with `catalog`.
void putOnClipboard(const design::InsertFragment& fragment, const DocumentController::CatalogSource& catalog);
[[nodiscard]] support::Result<design::InsertFragment> fragmentOnClipboard();

} // namespace catenary::studio
