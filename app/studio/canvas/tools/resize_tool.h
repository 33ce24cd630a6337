// SPDX-License-Identifier: Apache-2.0
// Draws a note larger or smaller by one of its corners.
#pragma once

#include "app/studio/canvas/tools/tool.h"

namespace catenary::studio {

class ResizeTool : public Tool {
public:
    /// `corner`: of the note's box, the one that follows the pointer; the one across stays.
    ResizeTool(Stage& stage, std::string note, Qt::Corner corner);
    void press(const Pointer& at) override;
    void move(const Pointer& at) override;
    void release(const Pointer& at) override;
    void cancel() override;
    [[nodiscard]] QCursor cursor() const override { return cursorOf(m_corner); }

    [[nodiscard]] static QPointF cornerOf(const QRectF& box, Qt::Corner corner);
    [[nodiscard]] static QCursor cursorOf(Qt::Corner corner);

private:
    bool resize(const QRectF& box);

    std::string m_note;
    Qt::Corner m_corner;
    QRectF m_before;
    QPointF m_offset; ///< from the pointer to the corner, as it was taken
    quint64 m_gesture = 0;
};

} // namespace catenary::studio
