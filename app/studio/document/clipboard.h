// SPDX-License-Identifier: Apache-2.0
// Fragments on the clipboard: the text of a small design under our own MIME type, for other windows, and as plain text,
// so that it can be pasted into a file, too; beside it the picture as SVG and PNG, for documents. What can be pasted
// here is any design's text, a picture with a design in it, a text that draws one (a list, an outline, arrows,
// Mermaid), and any other text as a note.
#pragma once

#include "app/studio/document/document_controller.h"

namespace catenary::studio {

struct Pasted {
    design::InsertFragment fragment;
    bool drawn = false; ///< made of words: its sources have no workloads to be had
};

/// Pictures are made when they are asked for, with `catalog`.
void putOnClipboard(const design::InsertFragment& fragment, const DocumentController::CatalogSource& catalog);
[[nodiscard]] support::Result<Pasted> onClipboard(const catalog::Catalog& catalog);

} // namespace catenary::studio
