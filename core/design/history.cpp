// SPDX-License-Identifier: Apache-2.0
#include "core/design/history.h"

namespace catenary::design {

namespace {
const std::string noLabel;
}

History::History(Design initial) {
    m_entries.push_back({std::move(initial), {}});
}

support::Result<void> History::apply(const Edit& edit, std::uint64_t gesture) {
    auto changed = design::apply(current(), edit);
    if (!changed) return tl::unexpected<support::Error>(changed.error());
    push(std::move(*changed), describe(edit), gesture);
    return {};
}

void History::push(Design design, std::string label, std::uint64_t gesture) {
    if (design == current()) return;
    ++m_revision;
    m_entries.resize(m_position + 1);
    if (gesture != 0 && gesture == m_openGesture && m_position > 0) {
        if (design == m_entries[m_position - 1].design) {
            // Back where the gesture began: it has changed nothing so far.
            m_entries.pop_back();
            --m_position;
            m_openGesture = 0;
            return;
        }
        m_entries[m_position].design = std::move(design);
        return;
    }
    m_openGesture = gesture;
    m_entries.push_back({std::move(design), std::move(label)});
    ++m_position;
}

bool History::undo() {
    if (!canUndo()) return false;
    --m_position;
    ++m_revision;
    m_openGesture = 0;
    return true;
}

bool History::redo() {
    if (!canRedo()) return false;
    ++m_position;
    ++m_revision;
    m_openGesture = 0;
    return true;
}

const std::string& History::undoLabel() const {
    return canUndo() ? m_entries[m_position].label : noLabel;
}

const std::string& History::redoLabel() const {
    return canRedo() ? m_entries[m_position + 1].label : noLabel;
}

} // namespace catenary::design
