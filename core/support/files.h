// SPDX-License-Identifier: Apache-2.0
// Files: written whole or not at all; embedded files of the program; the user's directories.
#pragma once

#include "core/support/result.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace catenary::support {

/// Reads a whole file, at most `maxBytes`; larger is an error of code Input.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& path, std::uintmax_t maxBytes = 256u << 20);

/// Temporary file beside `path`, fsync, rename, fsync of the folder. Either the old or the new content is there,
/// whatever happens. Keeps the permissions of an existing file and follows a symbolic link to its target.
[[nodiscard]] Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view content);

/// A file compiled into the program: `resources/…` and `templates/…` with their path below the repository root.
struct EmbeddedFile {
    std::string_view path;
    std::string_view content;
};
[[nodiscard]] std::span<const EmbeddedFile> embeddedFiles(); ///< sorted by path
[[nodiscard]] const EmbeddedFile* embeddedFile(std::string_view path);

/// `$XDG_DATA_HOME/catenary` or `~/.local/share/catenary`. Not created.
[[nodiscard]] std::filesystem::path userDataDirectory();
/// `$XDG_STATE_HOME/catenary` or `~/.local/state/catenary` (autosave, recovery). Not created.
[[nodiscard]] std::filesystem::path userStateDirectory();

} // namespace catenary::support
