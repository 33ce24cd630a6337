// SPDX-License-Identifier: Apache-2.0
#include "core/interchange/text_lines.h"

#include <algorithm>

namespace catenary::interchange {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(blank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

std::string_view unquoted(std::string_view text) {
    const bool quoted =
        text.size() >= 2 && text.front() == text.back() && (text.front() == '"' || text.front() == '\'');
    return quoted ? text.substr(1, text.size() - 2) : text;
}

std::string oneLine(std::string_view text) {
    std::string line;
    for (const char c : trimmed(text)) {
        const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!blank)
            line += c;
        else if (!line.ends_with(' '))
            line += ' ';
    }
    return line;
}

std::string utf8Of(char32_t character) {
    const auto byte = [](char32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
    if (character == 0 || character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF)) return {};
    if (character < 0x80) return {byte(character)};
    if (character < 0x800) return {byte(0xC0 | character >> 6), byte(0x80 | (character & 0x3F))};
    if (character < 0x10000)
        return {byte(0xE0 | character >> 12), byte(0x80 | (character >> 6 & 0x3F)), byte(0x80 | (character & 0x3F))};
    return {byte(0xF0 | character >> 18), byte(0x80 | (character >> 12 & 0x3F)), byte(0x80 | (character >> 6 & 0x3F)),
            byte(0x80 | (character & 0x3F))};
}

std::vector<TextLine> statementLines(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::vector<TextLine> lines;
    int number = 0;
    bool yaml = false, quoted = false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        const std::string_view words = trimmed(line);
        if (!quoted) {
            if (words == "---" && lines.empty()) {
                yaml = !yaml;
                continue;
            }
            if (yaml || words.empty() || words.starts_with("%%") || words.starts_with("```")) continue;
        }
        if (quoted)
            lines.back().text.append(" ").append(words);
        else
            lines.push_back({number, std::string(line)});
        if (std::count(words.begin(), words.end(), '"') % 2 == 1) quoted = !quoted;
    }
    return lines;
}

} // namespace catenary::interchange
