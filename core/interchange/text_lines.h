// SPDX-License-Identifier: Apache-2.0
// Lines and words of pasted text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace catenary::interchange {

struct TextLine {
    int number = 1; ///< in the whole text
    std::string text;
};

/// The lines that are not blank, without the fence of a Markdown block, YAML before a diagram, and `%%` comments; a
/// text in quotes that goes over several lines is one.
[[nodiscard]] std::vector<TextLine> statementLines(std::string_view text);

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::string_view unquoted(std::string_view text); ///< without the quotes around it, if there are two
[[nodiscard]] std::string oneLine(std::string_view text);       ///< trimmed, and each run of white space one space
[[nodiscard]] std::string utf8Of(char32_t character);           ///< empty for what is no character

} // namespace catenary::interchange
