// SPDX-License-Identifier: Apache-2.0
//
// support: what every other folder may use and nothing of what they know: errors as values, typed ids, random
// distributions as values, JSON helpers, embedded files, atomic file writing. Start here, at `Result`.
//
// Errors are values with a place. A function that can fail returns `Result<T>`; a check that can find several
// things returns a list of `Finding`. No exception leaves a core function.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace catenary::support {

enum class ErrorCode {
    Input,       ///< a value is wrong: type, range, reference
    Syntax,      ///< the text cannot be parsed
    Version,     ///< made by a newer version, or not of this format
    Io,          ///< the operating system refused
    Unsupported, ///< valid, but this engine or build cannot do it
    NotFound,    ///< an id or a file that does not exist
    Cancelled,   ///< the caller asked to stop; not a fault
};

/// Where in a document something is. Empty members mean "not known" or "the whole document".
struct Place {
    std::string file;
    std::string path; ///< an element id, or a dotted PATH such as `ranker.replicas` or `connections.a-b.policy.retries`
    int line = 0;     ///< 1-based; 0 = unknown
    int column = 0;   ///< 1-based; 0 = unknown

    bool operator==(const Place&) const = default;
};

struct Error {
    ErrorCode code = ErrorCode::Input;
    std::string message; ///< one sentence for a person
    Place where;
    std::string hint; ///< what to do about it; may be empty

    bool operator==(const Error&) const = default;
};

template <class T> using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message, Place where = {},
                                                std::string hint = {}) {
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(where), std::move(hint)});
}

/// `file:line:column: path: message (hint)`, leaving out what is not known.
[[nodiscard]] std::string describe(const Error& error);

enum class Severity { Error, Warning, Info };
[[nodiscard]] const char* toString(Severity severity); ///< "error", "warning", "info"

/// Something to tell the author of a design. Errors make a design unusable; warnings and infos do not.
struct Finding {
    Severity severity = Severity::Warning;
    std::string where; ///< element id or PATH, as in `Place::path`
    std::string message;
    std::string hint;
    int line = 0; ///< 1-based line of the file it came from; 0 = unknown

    bool operator==(const Finding&) const = default;
};
using Findings = std::vector<Finding>;

[[nodiscard]] bool hasErrors(const Findings& findings);

} // namespace catenary::support
