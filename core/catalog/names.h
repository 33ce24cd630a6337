// SPDX-License-Identifier: Apache-2.0
// What kinds are called by people.
#pragma once

#include "core/catalog/catalog.h"

namespace catenary::catalog {

/// The words of a text, in small letters: runs of letters and digits.
[[nodiscard]] std::vector<std::string> wordsOf(std::string_view text);

/// The kind that the label of a box names ("Redis cache", "user service"): the one with the longest of its names in it
/// (title, id, aliases, keywords, products, a plural or not), of those the one named last. nullptr: none.
[[nodiscard]] const Kind* kindNamed(const Catalog& catalog, std::string_view label);

} // namespace catenary::catalog
