// SPDX-License-Identifier: Apache-2.0
// What a command reads: the catalog with the user's own files, and a design with the changes asked for.
#pragma once

#include "app/cli/commands.h"
#include "core/catalog/catalog.h"
#include "core/design/design.h"
#include "core/insight/estimate.h"

#include <map>
#include <memory>

namespace catenary::cli {

/// The built-in catalog with the files of `<user data>/catalog`; what is wrong with those is said on standard error.
[[nodiscard]] std::shared_ptr<const catalog::Catalog> readCatalog();

struct Input {
    design::Design design;
    support::Findings findings;       ///< of reading the file, then of validation
    std::map<std::string, int> lines; ///< element id -> line of the file
    std::string name;                 ///< of the file, for messages
};

/// Reads, changes and validates a design. A value of `settings` is JSON where it parses as such, else text.
/// Error: the file cannot be read, or a change names nothing. Findings, errors among them, are no error here.
[[nodiscard]] support::Result<Input> readDesign(const DesignOptions& options, const catalog::Catalog& catalog);

/// `readDesign` for commands that need a sound design: on an error, or findings that are errors, says so on standard
/// error and gives the status to exit with.
[[nodiscard]] tl::expected<Input, Status> readSoundDesign(const DesignOptions& options,
                                                          const catalog::Catalog& catalog);

/// `complain` of what cannot be computed of a design, with its file and, of an element, the line.
[[nodiscard]] Status complainOf(const Input& input, support::Error error);

/// The line of the element a place such as `ranker.replicas` begins with; 0 if it is in none.
[[nodiscard]] int lineOf(const Input& input, const std::string& where);

/// Those of `findings` that are not among `known`: another place, or another message.
[[nodiscard]] support::Findings without(const support::Findings& findings, const support::Findings& known);

/// Findings of reading the file that an estimate, which sees only the design, cannot know; put before its own.
void addFindings(insight::Estimate& estimate, const support::Findings& of_input);

} // namespace catenary::cli
