// SPDX-License-Identifier: Apache-2.0
// Drags a segment of the selected connection aside: it stays there, as waypoints, whatever moves. A line or a curve is
// bent where it is grabbed. One gesture, one undo step; Escape puts it back.
#pragma once

#include "app/studio/canvas/tools/tool.h"

namespace catenary::studio {

class SegmentTool : public Tool {
public:
    /// `at` is on the line of `connection`, canvas units.
    SegmentTool(Stage& stage, std::string connection, QPointF at);
    void press(const Pointer& at) override;
    void move(const Pointer& at) override;
    void release(const Pointer& at) override;
    void cancel() override;
    [[nodiscard]] bool paints() const override { return false; }
    [[nodiscard]] QCursor cursor() const override;

private:
    [[nodiscard]] design::Connection moved(QPointF by) const;

    std::string m_id;
    QPointF m_grabbed;
    std::optional<design::Connection> m_before; ///< as it was; none where it is gone
    std::vector<scene::Point> m_line;           ///< its route as it was
    std::size_t m_segment = 0;                  ///< of it, the one grabbed
    quint64 m_gesture = 0;
};

} // namespace catenary::studio
