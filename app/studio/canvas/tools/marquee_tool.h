// SPDX-License-Identifier: Apache-2.0
// Selects what a rectangle touches; with Shift, in addition to what was selected.
#pragma once

#include "app/studio/canvas/tools/tool.h"

namespace catenary::studio {

class MarqueeTool : public Tool {
public:
    using Tool::Tool;
    void press(const Pointer& at) override;
    void move(const Pointer& at) override;
    void release(const Pointer& at) override;
    void cancel() override;
    void paint(QPainter& painter) const override;

private:
    QPointF m_start;
    QRectF m_area; ///< canvas coordinates
    QStringList m_before;
    bool m_add = false;
};

} // namespace catenary::studio
