// SPDX-License-Identifier: Apache-2.0
#include "app/cli/output.h"

#include "core/support/files.h"
#include "core/support/json.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <sstream>

namespace catenary::cli {
namespace {

/// Columns a UTF-8 text takes on a terminal, for the letters, digits and signs our tables hold: one a code point.
std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

/// Bytes of the UTF-8 character at the start of `text`, 0 if it is none.
std::size_t characterLength(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::size_t length = byte(0) < 0x80   ? 1
                               : byte(0) < 0xC2 ? 0
                               : byte(0) < 0xE0 ? 2
                               : byte(0) < 0xF0 ? 3
                               : byte(0) < 0xF5 ? 4
                                                : 0;
    if (length == 0 || length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xC0u) != 0x80u) return 0;
    // Overlong forms, surrogates and what lies beyond U+10FFFF.
    if (byte(0) == 0xE0 && byte(1) < 0xA0) return 0;
    if (byte(0) == 0xED && byte(1) > 0x9F) return 0;
    if (byte(0) == 0xF0 && byte(1) < 0x90) return 0;
    if (byte(0) == 0xF4 && byte(1) > 0x8F) return 0;
    return length;
}

constexpr std::size_t mostFindings = 100;

} // namespace

std::string printable(std::string_view text) {
    std::string shown;
    shown.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = characterLength(text);
        const auto first = static_cast<unsigned char>(text.front());
        if (length == 0 || first < 0x20 || first == 0x7F ||
            (first == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0))
            shown += "\xEF\xBF\xBD";
        else
            shown += text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return shown;
}

Status complain(const support::Error& error) {
    std::cerr << "catenary-cli: " << printable(support::describe(error)) << '\n';
    return error.code == support::ErrorCode::Unsupported || error.code == support::ErrorCode::Cancelled
               ? Status::NotComputed
               : Status::BadInput;
}

std::string describe(const support::Finding& finding, std::string_view file) {
    std::string text(file);
    if (finding.line > 0) text += (text.empty() ? "line " : ":") + std::to_string(finding.line);
    if (!text.empty()) text += ": ";
    text += std::string(support::toString(finding.severity)) + ": ";
    if (!finding.where.empty()) text += finding.where + ": ";
    text += finding.message;
    if (!finding.hint.empty()) text += " (" + finding.hint + ")";
    return printable(text);
}

std::string describe(const support::Findings& findings, std::string_view file) {
    std::string text;
    for (std::size_t i = 0; i < std::min(findings.size(), mostFindings); ++i)
        text += describe(findings[i], file) + '\n';
    if (findings.size() > mostFindings)
        text += std::string(file) + ": and " + std::to_string(findings.size() - mostFindings) + " more findings\n";
    return text;
}

Status write(std::string_view content, const std::string& output) {
    if (output == "-") {
        std::cout.write(content.data(), static_cast<std::streamsize>(content.size())).flush();
        if (std::cout) return Status::Done;
        std::cerr << "catenary-cli: standard output cannot be written\n";
        return Status::NotComputed;
    }
    const auto written = support::writeFileAtomically(output, content);
    if (written) return Status::Done;
    std::cerr << "catenary-cli: " << printable(support::describe(written.error())) << '\n';
    return Status::NotComputed;
}

support::Error unknown(std::string_view what, std::string_view name, const std::vector<std::string>& candidates) {
    support::Error error;
    error.code = support::ErrorCode::NotFound;
    error.message = "there is no " + std::string(what) + " `" + std::string(name) + "`";
    const std::string near = support::nearestWord(name, candidates);
    if (!near.empty()) error.hint = "did you mean `" + near + "`?";
    return error;
}

Table::Table(std::vector<std::string> heading, std::size_t left_columns) : m_left_columns(left_columns) {
    m_rows.push_back(std::move(heading));
}

void Table::row(std::vector<std::string> cells) {
    cells.resize(m_rows.front().size());
    m_rows.push_back(std::move(cells));
}

std::string Table::text() const {
    std::vector<std::size_t> widths(m_rows.front().size(), 0);
    for (const auto& row : m_rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
    std::string text;
    for (const auto& row : m_rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string padding(widths[i] - columns(row[i]), ' ');
            if (i > 0) line += "  ";
            line += i < m_left_columns ? row[i] + padding : padding + row[i];
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

std::string figure(double value, int digits) {
    if (!std::isfinite(value)) return "–";
    if (value == 0) return "0";
    const int before_point = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
    const int decimals = std::max(0, digits - std::max(before_point, 1));
    std::ostringstream stream;
    // Far below one a fixed count of decimals would show nothing: significant digits take over.
    if (before_point < -2) {
        stream << std::setprecision(digits - 1) << value;
        return stream.str();
    }
    stream << std::fixed << std::setprecision(decimals) << value;
    std::string text = stream.str();
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') text.pop_back();
    }
    const std::size_t first = text.front() == '-' ? 1 : 0;
    for (std::size_t at = std::min(text.find('.'), text.size()); at > first + 3; at -= 3) text.insert(at - 3, ",");
    return text;
}

} // namespace catenary::cli
