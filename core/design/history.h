// SPDX-License-Identifier: Apache-2.0
// Undo history: a list of designs. An edit that changes nothing makes no entry. Edits with the same non-zero gesture
// merge into one entry until `endGesture`; never by wall clock. Depth is not limited: unchanged parts are shared.
#pragma once

#include "core/design/edit.h"

#include <cstdint>

namespace catenary::design {

class History {
public:
    explicit History(Design initial = {});

    [[nodiscard]] const Design& current() const { return m_entries[m_position].design; }
    /// Applies, and records what changed. On an error nothing changes.
    support::Result<void> apply(const Edit& edit, std::uint64_t gesture = 0);
    /// Records a design made elsewhere (tidy-up, revert) as one entry.
    void push(Design design, std::string label, std::uint64_t gesture = 0);
    void endGesture() { m_openGesture = 0; }

    [[nodiscard]] bool canUndo() const { return m_position > 0; }
    [[nodiscard]] bool canRedo() const { return m_position + 1 < m_entries.size(); }
    bool undo(); ///< false when there is nothing to undo
    bool redo();
    [[nodiscard]] const std::string& undoLabel() const; ///< of the edit `undo` would take back; empty if none
    [[nodiscard]] const std::string& redoLabel() const;

    /// Counts up on every change of `current()`, never repeats.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }
    /// Saved state: `isClean()` compares the current design with the one marked.
    void markClean() {
        m_clean = m_entries[m_position].design;
        m_hasClean = true;
    }
    [[nodiscard]] bool isClean() const { return m_hasClean && m_clean == current(); }

private:
    struct Entry {
        Design design;
        std::string label;
    };
    std::vector<Entry> m_entries;
    std::size_t m_position = 0;
    std::uint64_t m_openGesture = 0;
    std::uint64_t m_revision = 0;
    Design m_clean;
    bool m_hasClean = false;
};

} // namespace catenary::design
