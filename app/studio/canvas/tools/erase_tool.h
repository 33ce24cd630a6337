// SPDX-License-Identifier: Apache-2.0
// Removes what the pointer is drawn over, as one undo step when the button goes up; Escape before that keeps it all.
// Groups and what is locked are passed over.
#pragma once

#include "app/studio/canvas/tools/tool.h"

#include <set>

namespace catenary::studio {

class EraseTool : public Tool {
public:
    using Tool::Tool;
    void press(const Pointer& at) override;
    void move(const Pointer& at) override;
    void release(const Pointer& at) override;
    void cancel() override;
    void paint(QPainter& painter) const override;
    [[nodiscard]] bool atWork() const override { return m_down; }
    [[nodiscard]] bool paints() const override { return !m_ids.empty(); }
    [[nodiscard]] QCursor cursor() const override { return Qt::CrossCursor; }

private:
    void take(QPointF canvas);

    std::set<std::string> m_ids;
    QPointF m_last; ///< canvas coordinates
    bool m_down = false;
};

} // namespace catenary::studio
