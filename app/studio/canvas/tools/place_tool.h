// SPDX-License-Identifier: Apache-2.0
// Shows where a kind dragged over the canvas would land.
#pragma once

#include "app/studio/canvas/tools/tool.h"

namespace catenary::studio {

class PlaceTool : public Tool {
public:
    using Tool::Tool;
    void hover(const Pointer& at) override;
    void move(const Pointer& at) override { hover(at); }
    void paint(QPainter& painter) const override;

    /// Top left corner of a card whose middle is at `canvas`, on the grid of 4 units.
    [[nodiscard]] static QPointF corner(QPointF canvas);

private:
    QPointF m_at; ///< canvas coordinates
};

} // namespace catenary::studio
