// SPDX-License-Identifier: Apache-2.0
// Drags the selection, with snap guides (Ctrl: without); with Alt held at the press a copy of it. One gesture, one undo
// step; Escape puts everything back.
#pragma once

#include "app/studio/canvas/snapper.h"
#include "app/studio/canvas/tools/tool.h"

#include <set>

namespace catenary::studio {

class MoveTool : public Tool {
public:
    MoveTool(Stage& stage, std::string grabbed);
    void press(const Pointer& at) override;
    void move(const Pointer& at) override;
    void release(const Pointer& at) override;
    void cancel() override;
    void paint(QPainter& painter) const override;
    [[nodiscard]] QRectF paintArea() const override;
    [[nodiscard]] QCursor cursor() const override { return m_held ? Qt::ForbiddenCursor : Qt::ClosedHandCursor; }

private:
    /// Notes that lie in a group that moves, and so move with it.
    [[nodiscard]] std::set<std::string> notesInside(const std::set<std::string>& moved) const;

    std::string m_grabbed;
    std::vector<design::ElementId> m_ids;
    QRectF m_box; ///< around the selection, where it began
    Snapper m_snapper{{}};
    std::vector<QLineF> m_guides, m_gaps;
    QPointF m_start;
    QPointF m_applied; ///< moved so far
    quint64 m_gesture = 0;
    std::vector<design::ElementId> m_originals; ///< what was selected, where a copy of it is dragged
    bool m_refused = false;
    bool m_held = false; ///< everything that is dragged is locked
};

} // namespace catenary::studio
