// SPDX-License-Identifier: Apache-2.0
// Messages of the core as sentences for the screen. The core names fields and elements as the file does, in back-ticks;
// people know them by their labels and titles.
#pragma once

#include "core/catalog/catalog.h"
#include "core/design/design.h"

#include <QString>

namespace catenary::studio {

/// What a word in back-ticks is called on the screen, in quotes: the title of an element of `design`; the label of a
/// parameter of the component `where` is about, of the format, or of any kind; the title of a kind, of hardware, of a
/// model; else the word itself with spaces for underscores. Numbers before counted nouns get their plural, and the
/// whole begins with a capital and ends with a mark. Empty stays empty. `where` is a PATH or place; it may be empty.
[[nodiscard]] QString inWords(const std::string& message, const design::Design& design, const catalog::Catalog& catalog,
                              const std::string& where = {});

/// The words in back-ticks in quotes, as they are: for what is wrong with a file, where the file's names help.
[[nodiscard]] QString inQuotes(const std::string& message);

/// Two sentences as one text; either may be empty.
[[nodiscard]] QString joined(const QString& sentence, const QString& next);

} // namespace catenary::studio
