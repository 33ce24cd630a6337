// SPDX-License-Identifier: Apache-2.0
// JSON as we use it. `Json` sorts keys (unknown fields are written sorted); `OrderedJson` keeps the order of the text
// (designs are written in the schema's order).
#pragma once

#include "core/support/result.h"

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace catenary::support {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

/// Parses UTF-8 JSON. The error says line and column. Depth is limited to 200. Duplicate keys are an error.
[[nodiscard]] Result<OrderedJson> parseJson(std::string_view text, const std::string& fileName = {});

/// Lines (1-based) of elements of a parsed text: for each object having a string member "id", the line it begins on.
/// Used to give findings a line. Cheap: one scan of the text.
[[nodiscard]] std::map<std::string, int> linesOfIds(std::string_view text);

/// The shortest decimal text that reads back as exactly `value`; integers without a point. `value` must be finite.
[[nodiscard]] std::string shortestNumber(double value);

/// The candidate nearest to `word` by edit distance, or empty if none is near enough (distance <= 1 + length/4).
[[nodiscard]] std::string nearestWord(std::string_view word, const std::vector<std::string>& candidates);

} // namespace catenary::support
