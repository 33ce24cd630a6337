// SPDX-License-Identifier: Apache-2.0
// Fragments on the clipboard: the text of a small design, under our own MIME type and as plain text, so that it can be
// pasted into a file, too, and any design's text can be pasted here.
#pragma once

#include "core/design/edit.h"

namespace catenary::studio {

void putOnClipboard(const design::InsertFragment& fragment);
[[nodiscard]] support::Result<design::InsertFragment> fragmentOnClipboard();

} // namespace catenary::studio
