// SPDX-License-Identifier: Apache-2.0
// What a command writes: messages to standard error, results to standard output or a file, tables for people.
#pragma once

#include "app/cli/commands.h"
#include "core/support/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace catenary::cli {

/// Says the error on standard error. NotComputed for what is sound but cannot be done, else BadInput.
[[nodiscard]] Status complain(const support::Error& error);

/// `file:line: severity: where: message (hint)`, leaving out what is not known.
[[nodiscard]] std::string describe(const support::Finding& finding, std::string_view file);

/// `describe` of each finding on a line of its own. Of a file full of nonsense the first hundred, and how many more.
[[nodiscard]] std::string describe(const support::Findings& findings, std::string_view file);

/// `text` as a terminal may show it: what is no UTF-8 and control characters, which a design may hold, as U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

/// Writes a result to a file, whole or not at all, or to standard output for `-`. NotComputed if that is refused.
[[nodiscard]] Status write(std::string_view content, const std::string& output);

/// "unknown template `x`; did you mean `y`?", as an error of `Input`.
[[nodiscard]] support::Error unknown(std::string_view what, std::string_view name,
                                     const std::vector<std::string>& candidates);

/// Rows of cells in aligned columns, the first column to the left and the others to the right; the first row is the
/// heading. Cells are UTF-8.
class Table {
public:
    explicit Table(std::vector<std::string> heading, std::size_t left_columns = 1);
    void row(std::vector<std::string> cells);
    [[nodiscard]] bool empty() const { return m_rows.size() <= 1; }
    [[nodiscard]] std::string text() const; ///< every line ended

private:
    std::vector<std::vector<std::string>> m_rows;
    std::size_t m_left_columns;
};

/// A figure with `digits` significant digits and commas between thousands; "–" for what is undefined or infinite.
[[nodiscard]] std::string figure(double value, int digits = 4);

} // namespace catenary::cli
