// SPDX-License-Identifier: Apache-2.0
// Mermaid flowcharts (https://mermaid.js.org/syntax/flowchart.html), as far as they say what there is and what goes
// where.
#pragma once

#include "core/interchange/text_diagram.h"
#include "core/support/result.h"

namespace catenary::interchange {

/// Does the text say of itself that it is Mermaid, of whatever sort?
[[nodiscard]] bool looksLikeMermaid(std::string_view text);

/// A flowchart. Errors, with the line: another sort of Mermaid diagram, or a line that cannot be read.
[[nodiscard]] support::Result<TextDiagram> readMermaid(std::string_view text);

} // namespace catenary::interchange
