// SPDX-License-Identifier: Apache-2.0
// Rows of a List parameter out of text from elsewhere: a table with a header, as spreadsheets and benchmark scripts put
// it on the clipboard (commas, semicolons or tabs), or JSON objects: a list, one alone, or one on each line.
#pragma once

#include "core/catalog/catalog.h"

#include <string>
#include <string_view>
#include <vector>

namespace catenary::catalog {

struct PastedRows {
    struct Row {
        int line = 0;        ///< of the text, from 1
        Json values;         ///< an object of members of the parameter; without those that are wrong
        std::string problem; ///< what is wrong with it; empty: nothing
    };
    std::vector<Row> rows;
    std::string problem;              ///< why the text as a whole cannot be read; then there are no rows
    std::vector<std::string> ignored; ///< columns or members that the parameter does not have
};

/// Reads `text` for `parameter`, a List. Names are taken with any case and with blanks, dots or hyphens for
/// underscores, without a unit in brackets, and as benchmark tools call them: `input_len`, `batch size`,
/// `mean_ttft_ms`, `gpu`.
[[nodiscard]] PastedRows readPastedRows(const Parameter& parameter, std::string_view text);

/// The rows as a table that `readPastedRows` reads back; the columns are the members that any row has, in the order of
/// the parameter's fields.
[[nodiscard]] std::string pastedText(const Parameter& parameter, const Json& rows);

} // namespace catenary::catalog
