// SPDX-License-Identifier: Apache-2.0
// Draws a connection from a component to another. Dropped on empty canvas it opens the chooser of what to add. By
// keyboard: Tab or the arrows choose the target, Enter connects.
#pragma once

#include "app/studio/canvas/tools/tool.h"

namespace catenary::studio {

class ConnectTool : public Tool {
public:
    enum class By { Pointer, Keyboard };
    ConnectTool(Stage& stage, std::string from, By by = By::Pointer);
    void press(const Pointer& at) override;
    void move(const Pointer& at) override;
    void release(const Pointer& at) override;
    void hover(const Pointer& at) override;
    bool key(const QKeyEvent& event) override;
    void paint(QPainter& painter) const override;
    [[nodiscard]] QCursor cursor() const override { return Qt::CrossCursor; }

private:
    void follow(const Pointer& at);
    void choose(int step);
    void choose(QPointF direction);
    void finish(const std::string& to);

    std::string m_from;
    std::string m_target; ///< component under the pointer or chosen by key; empty: none
    QPointF m_end;        ///< canvas coordinates
    By m_by;
};

} // namespace catenary::studio
