// SPDX-License-Identifier: Apache-2.0
// The journal of working copies: what is open and not yet saved, so that a crash loses nothing. One file for each open
// document in `userStateDirectory()/recovery`, written whole or not at all; the user's own file is never touched.
// Not thread-safe for one key; different keys may be written at the same time.
#pragma once

#include "core/design/codec.h"

#include <cstdint>

namespace catenary::design {

/// A working copy found in the journal.
struct Recovery {
    std::string key;                ///< names the open document: letters, digits, `_`, `-`
    std::filesystem::path original; ///< the user's file; empty if it was never saved
    std::string title;
    std::int64_t saved_at_ms = 0; ///< Unix time of the last write
    std::int64_t process = 0;     ///< of the program that wrote it
    bool inUse = false;           ///< that program is still running: it is not ours to recover
};

class Autosave {
public:
    /// The user's journal.
    Autosave();
    explicit Autosave(std::filesystem::path folder);

    /// Writes the working copy of an open document over its last one. `now_ms` is Unix time.
    support::Result<void> write(const std::string& key, const Design& design, const std::filesystem::path& original,
                                std::int64_t now_ms) const;
    /// The working copies that are there, newest first. Files that cannot be read are findings and stay where they are.
    [[nodiscard]] std::vector<Recovery> list(support::Findings& findings) const;
    [[nodiscard]] support::Result<Design> load(const std::string& key) const;
    /// Forgets a working copy (saved, closed or not wanted). No error if there is none.
    support::Result<void> discard(const std::string& key) const;

private:
    [[nodiscard]] support::Result<std::filesystem::path> pathOf(const std::string& key) const;

    std::filesystem::path m_folder;
};

} // namespace catenary::design
